//! What the history itself must obey: who may change what, what an entry may be about, who was there to make it.

use super::book::Book;
use super::check::Evidence;
use super::{Event, Kind, Said, Seq, Violation, What};
use std::collections::{HashMap, HashSet};

pub(super) fn check(room: &str, book: &Book<'_>, evidence: &Evidence<'_>, found: &mut Vec<Violation>) {
    let mut tell = |kind, seq, words| found.push(Violation::new(kind, room, seq, words));
    let edits = edits(room, evidence);
    for said in book.fresh() {
        if let Some(words) = misses(said, book) {
            tell(Kind::BadTarget, said.seq, words);
        } else if let Some(words) = not_theirs(said, book, room, evidence) {
            tell(Kind::NotTheirs, said.seq, words);
        }
        if said.what == What::Gone && !taken(said, book, &edits) {
            tell(Kind::Destroyed, said.seq, format!("what {} said is gone, and nobody took it back", said.by));
        }
    }
    kept_out(room, book, evidence, &mut tell);
}

/// Which messages somebody wished to edit.
fn edits<'a>(room: &str, evidence: &'a Evidence<'_>) -> HashMap<&'a str, HashSet<Seq>> {
    let mut edits: HashMap<&str, HashSet<Seq>> = HashMap::new();
    for event in evidence.connections.iter().flat_map(|connection| &connection.events) {
        if let Event::Invoke { room: of, what: What::Edited { target, .. }, by, .. } = event
            && of == room
        {
            edits.entry(by).or_default().insert(*target);
        }
    }
    edits
}

/// Words that were gone when they were first read: a message that was taken back, or an edit of one.
fn taken(said: &Said, book: &Book<'_>, edits: &HashMap<&str, HashSet<Seq>>) -> bool {
    let edited = |target: &Seq| *target < said.seq && book.deletion(*target).is_some_and(|taken| taken.by > said.seq);
    book.deletion(said.seq).is_some() || edits.get(said.by.as_str()).is_some_and(|targets| targets.iter().any(edited))
}

/// What an entry is about must be a message before it, and still be there.
fn misses(said: &Said, book: &Book<'_>) -> Option<String> {
    let reply = if let What::Message { reply_to, .. } = &said.what { *reply_to } else { None };
    if let Some(reply) = reply {
        return (reply == 0 || reply >= said.seq).then(|| format!("answers {reply}, which was not there yet"));
    }
    let target = said.what.target()?;
    if target == 0 || target >= said.seq {
        return Some(format!("is about {target}, which was not there yet"));
    }
    if let Some(before) = book.deletion(target).filter(|taken| taken.by < said.seq) {
        return Some(format!("is about {target}, which {} had taken back", before.by));
    }
    let fits = match book.get(target).map(|target| &target.what) {
        None | Some(What::Message { .. } | What::Gone) => true,
        Some(What::Answer { .. }) => !matches!(said.what, What::Edited { .. }),
        Some(_) => false,
    };
    (!fits).then(|| format!("is about {target}, where there is {:?}", book.get(target)))
}

fn not_theirs(said: &Said, book: &Book<'_>, room: &str, evidence: &Evidence<'_>) -> Option<String> {
    let moderates = || room.starts_with('#') && evidence.moderators.contains(&said.by);
    let target = match said.what {
        What::Edited { target, .. } => target,
        What::Deleted { target } if !moderates() => target,
        _ => return None,
    };
    let owner = &book.get(target)?.by;
    (*owner != said.by).then(|| format!("{} did this to {target}, which is {owner}'s", said.by))
}

/// Whoever was sent out takes part again only after coming back, which a ban forbids.
fn kept_out(room: &str, book: &Book<'_>, evidence: &Evidence<'_>, tell: &mut impl FnMut(Kind, Seq, String)) {
    let entries = entries(room, evidence);
    // By name: since when, and whether for good.
    let mut out: HashMap<&str, (Seq, bool)> = HashMap::new();
    for said in book.after(0) {
        let name = said.by.split('/').next().unwrap_or_default();
        let comes = said.what == What::Member { on: true };
        if let Some((since, banned)) = out.get(name)
            && said.seq > book.since
            && (!comes || *banned)
        {
            let came =
                entries.get(name).is_some_and(|heads| heads.iter().any(|head| (*since..said.seq).contains(head)));
            if !came {
                let words = format!("{} was sent out at {since}, had not come back, and did this", said.by);
                tell(Kind::NotKeptOut, said.seq, words);
            }
        }
        match &said.what {
            What::SentOut { name, banned, .. } => drop(out.insert(name, (said.seq, *banned))),
            What::LetIn { name } => {
                if let Some((since, true)) = out.get(name.as_str()).copied() {
                    came_early(name, since..said.seq, &entries, tell);
                    out.insert(name, (since, false));
                }
            }
            // Everybody had left, so everybody comes back.
            What::Reset => {
                for (name, (since, banned)) in out.drain() {
                    if banned {
                        came_early(name, since..said.seq, &entries, tell);
                    }
                }
            }
            _ => {}
        }
    }
    for (name, (since, banned)) in out {
        if banned {
            came_early(name, since..Seq::MAX, &entries, tell);
        }
    }
}

fn came_early(
    name: &str,
    banned: std::ops::Range<Seq>,
    entries: &HashMap<&str, Vec<Seq>>,
    tell: &mut impl FnMut(Kind, Seq, String),
) {
    if let Some(head) = entries.get(name).and_then(|heads| heads.iter().find(|head| banned.contains(head))) {
        tell(Kind::NotKeptOut, *head, format!("{name} came in although banned at {}", banned.start));
    }
}

/// After which numbers people entered the room, by their names.
fn entries<'a>(room: &str, evidence: &'a Evidence<'_>) -> HashMap<&'a str, Vec<Seq>> {
    let mut entries: HashMap<&str, Vec<Seq>> = HashMap::new();
    for connection in evidence.connections.iter().filter(|connection| !connection.who.is_empty()) {
        let name = connection.who.split('/').next().unwrap_or_default();
        for event in &connection.events {
            if let Event::Entered { room: of, head, .. } | Event::There { room: of, head } = event
                && of == room
            {
                entries.entry(name).or_default().push(*head);
            }
        }
    }
    entries
}
