//! The end of a run: what people saw is held against what was stored.

use super::read::{id, what};
use super::store::Store;
use super::world::World;
use super::{Finding, Outcome};
use crate::history::{Evidence, RoomLog, Said, check};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

impl World {
    pub(super) fn judge(mut self) -> Outcome {
        self.resolve();
        let logs = self.logs();
        // Who looks after a room changes; the core's own tests say who may take back what.
        let moderators: BTreeSet<String> = self.records.iter().map(|record| record.who.clone()).collect();
        let since = BTreeMap::new();
        let evidence = Evidence {
            connections: self.records.iter().collect(),
            attempts: &self.attempts,
            logs: &logs,
            since: &since,
            moderators: &moderators,
            keep: self.options.keep().last,
        };
        let violations = check(&evidence);
        self.found.extend(violations.into_iter().map(Finding::from));
        self.tally.passed = self.wall.passed();
        (self.tally.commits, self.tally.facts) = (self.truth.commits, self.truth.facts);
        Outcome { digest: self.digest(), found: self.found, tally: self.tally, seen: self.records }
    }

    fn logs(&self) -> BTreeMap<String, RoomLog> {
        let days = self.options.keep().days;
        let rooms = self.truth.rooms.iter().filter(|(room, _)| Store::is_room(**room));
        let log = |(room, kept): (&causette_core::RoomId, &super::truth::Kept)| {
            let said = |fact: &std::sync::Arc<causette_core::Fact>| Said {
                seq: fact.seq,
                by: id(&fact.by),
                what: what(&fact.what),
            };
            let said: Vec<Said> = kept.first.iter().map(said).collect();
            let (aged, floors) = (kept.aged(days, self.truth.latest), kept.floors);
            (self.called(*room), RoomLog { aged, floors, ..RoomLog::of(1, said) })
        };
        rooms.map(log).collect()
    }

    /// All that was stored and all that anybody saw.
    fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (room, kept) in &self.truth.rooms {
            (room, kept.swept, format!("{:?}", kept.first), format!("{:?}", kept.room)).hash(&mut hasher);
        }
        for record in &self.records {
            format!("{record:?}").hash(&mut hasher);
        }
        format!("{:?} {:?} {:?}", self.attempts, self.found, self.tally).hash(&mut hasher);
        hasher.finish()
    }
}
