//! A room takes another name, step by step: what the old name finds then, what the new one does, and both after a `kill -9`.

use crate::client::{Answer, Json, Stopwatch, Wish};
use crate::history::{Evidence, Kind, Violation, What, check};
use crate::server::{Program, Server};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

const WAS: &str = "#before";
const IS: &str = "#after";

/// Broken promises.
pub fn run(program: &Program) -> Result<Vec<Violation>> {
    let data = tempfile::tempdir()?;
    let mut server = program.serve(data.path())?;
    let clock = Stopwatch::start();
    let (mut alice, mut bob) = (person(&server, clock, "alice")?, person(&server, clock, "bob")?);
    for client in [&mut alice, &mut bob] {
        entered(client, WAS)?;
    }
    for (n, what) in [What::message("one"), What::renamed(WAS, IS)].into_iter().enumerate() {
        done(&mut alice, WAS, n, what)?;
    }
    done(&mut alice, IS, 2, What::message("two"))?;
    bob.ping()?;
    let mut found = Vec::new();
    looked(&mut bob, "at once", &mut found)?;
    let logs = BTreeMap::from([(IS.to_owned(), bob.read(IS, 0)?)]);
    let moderators = BTreeSet::from([alice.record.who.clone()]);
    let (connections, since) = (vec![&alice.record, &bob.record], BTreeMap::new());
    let (logs, since, moderators) = (&logs, &since, &moderators);
    found.extend(check(&Evidence { connections, attempts: &[], logs, since, moderators, keep: None }));
    server.kill()?;
    let server = program.serve(data.path())?;
    let mut carol = person(&server, clock, "carol")?;
    looked(&mut carol, "after a crash", &mut found)?;
    // Whoever asks for the old name makes another room.
    entered(&mut carol, WAS)?;
    done(&mut carol, WAS, 3, What::message("elsewhere"))?;
    if carol.read(IS, 0)? != logs[IS] {
        found.push(Violation::new(Kind::OldName, IS, 4, "what was said under the old name is there".to_owned()));
    }
    Ok(found)
}

fn person(server: &Server, clock: Stopwatch, name: &str) -> Result<Json> {
    let mut client = Json::connect(server.line, clock, name)?;
    client.nick(name)?;
    Ok(client)
}

fn entered(client: &mut Json, room: &str) -> Result<()> {
    match client.join(room, None)? {
        Ok(()) => Ok(()),
        Err(code) => bail!("{room}: {code}"),
    }
}

fn done(client: &mut Json, room: &str, n: usize, what: What) -> Result<()> {
    client.wish(room, &format!("wish-{n}"), &Wish::of(what), false)?;
    client.until("an answer", |me| !me.answered.is_empty())?;
    match client.answered.pop_front() {
        Some((_, Answer::Ok(_))) => Ok(()),
        other => bail!("wish {n} was answered by {other:?}"),
    }
}

/// The old name finds nothing, the new one all that was said.
fn looked(client: &mut Json, when: &str, found: &mut Vec<Violation>) -> Result<()> {
    if let Some(page) = client.page(WAS, 0, 9)? {
        let words = format!("{when}, the old name still finds {:?}", page.facts);
        found.push(Violation::new(Kind::OldName, WAS, 2, words));
    }
    let said = client.page(IS, 0, 9)?.map_or(0, |page| page.facts.len());
    if said != 3 {
        found.push(Violation::new(Kind::OldName, IS, 2, format!("{when}, the new name finds {said} of 3 entries")));
    }
    Ok(())
}
