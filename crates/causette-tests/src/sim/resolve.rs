//! Which entry each wish became: by the number that confirmed it, by the word in it, or, of what carries no word, by whose it is
//! and what it does. Then records say where each wish went and what it was for.

use super::Care;
use super::people::{Asked, Shape};
use super::read::{what, word};
use super::world::World;
use crate::history::{Event, Seq, What};
use causette_core::{Command, Deed, Fact, Kind, Mode, RoomId, RoomName, What as Stored};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where a wish went, and what it was for.
type Places = HashMap<String, (String, What)>;

impl World {
    /// Fills in the wishes of all records.
    pub(super) fn resolve(&mut self) {
        let places = self.places();
        let events = self.records.iter_mut().flat_map(|record| &mut record.events);
        for event in events {
            if let Event::Invoke { room, key, what, .. } = event
                && let Some((place, wish)) = places.get(key)
            {
                (*room, *what) = (place.clone(), wish.clone());
            }
        }
    }

    fn places(&self) -> Places {
        let facts = || self.truth.rooms.iter().filter(|(id, _)| super::store::Store::is_room(**id));
        let facts = || facts().flat_map(|(_, kept)| &kept.first);
        let by_word: BTreeMap<&str, &Fact> = facts().filter_map(|fact| Some((word(&fact.what)?, &**fact))).collect();
        let mut claimed: BTreeSet<(RoomId, Seq)> = BTreeSet::new();
        let mut places = Places::new();
        // What was confirmed says where it is, so it goes first; what was refused is in the history last of all.
        let rank = |asked: &&Asked| (asked.done.is_none(), asked.refused);
        let mut order: Vec<&Asked> = self.asked.iter().collect();
        order.sort_by_key(rank);
        for asked in order {
            let fact = match asked.done {
                Some((room, seq)) => self.entry(room, seq).filter(|fact| fits(asked, fact)),
                None => by_word.get(asked.key.as_str()).copied().filter(|fact| fits(asked, fact)).or_else(|| {
                    let free = |fact: &&std::sync::Arc<Fact>| !claimed.contains(&(fact.room, fact.seq));
                    let mute = facts().filter(free).filter(|fact| word(&fact.what).is_none() && fits(asked, fact));
                    let mut mute = mute.filter(|fact| self.about(asked, fact));
                    mute.next().map(|fact| &**fact)
                }),
            };
            let room = asked.done.map(|(room, _)| room).or(fact.map(|fact| fact.room));
            let called = room.map_or_else(|| "nowhere".to_owned(), |room| self.called(room));
            claimed.extend(fact.map(|fact| (fact.room, fact.seq)));
            let wish = match (&asked.shape, fact) {
                (Shape::Exact(what), _) => what.clone(),
                (Shape::Care(_), Some(fact)) => what(&fact.what),
                (Shape::Care(care), None) => What::Other { words: format!("{care:?} of {}", asked.key) },
            };
            places.insert(asked.key.clone(), (called, wish));
        }
        places
    }

    /// Whether it is about the room and the person that a wish named. A room has two names, with the same number.
    fn about(&self, asked: &Asked, fact: &Fact) -> bool {
        let Command::Govern { room, act } = &asked.command else { return false };
        let Some(Kind::Named(name)) = self.truth.rooms.get(&fact.room).map(|kept| &kept.room.state.kind) else {
            return false;
        };
        let number = |name: &RoomName| name.as_str().chars().last();
        let Stored::Governed(deed) = &fact.what else { return false };
        let person = match (act.person(), deed.person()) {
            (Some(typed), Some(who)) => typed.key() == who.name.key(),
            _ => true,
        };
        number(name) == number(room) && person
    }

    fn entry(&self, room: RoomId, seq: Seq) -> Option<&Fact> {
        let first = &self.truth.rooms.get(&room)?.first;
        first.get(usize::try_from(seq).ok()?.checked_sub(1)?).map(|fact| &**fact)
    }
}

/// Whether this may be what became of a wish. Words are compared by the checker.
fn fits(asked: &Asked, fact: &Fact) -> bool {
    let Shape::Care(care) = asked.shape else { return word(&fact.what) == Some(asked.key.as_str()) };
    let Stored::Governed(deed) = &fact.what else { return false };
    let done = match (care, deed) {
        (Care::Topic, Deed::Topic(_)) | (Care::Invite(_), Deed::Invited(_)) | (Care::Kick(_), Deed::Kicked { .. }) => {
            true
        }
        (Care::Ban(..), Deed::Banned(_)) | (Care::Unban, Deed::Unbanned(_)) | (Care::Mute(..), Deed::Muted(_)) => true,
        (Care::Unmute, Deed::Unmuted(_)) | (Care::Rename, Deed::Renamed { .. }) => true,
        (Care::Role(_, wanted), Deed::Role { role, .. }) => role.map_or(0, |role| role as u8 + 1) == wanted,
        (Care::Private(on), Deed::Mode(mode)) => *mode == Mode::Private(on),
        (Care::Moderated(on), Deed::Mode(mode)) => *mode == Mode::Moderated(on),
        (Care::Slow(seconds), Deed::Mode(mode)) => *mode == Mode::Slow(seconds),
        (Care::KeepDays(days), Deed::Mode(mode)) => *mode == Mode::KeepDays(days),
        (Care::KeepLast(last), Deed::Mode(mode)) => *mode == Mode::KeepLast(last),
        _ => false,
    };
    done && fact.by.id == asked.by && word(&fact.what).is_none_or(|word| word == asked.key)
}
