//! What a person of the kill loop wishes next: mostly to say something, else to answer, change, take back or mark what was
//! said, to have something calculated; and, for the one who moderates, to look after the rooms.

use crate::client::{Json, Wish};
use crate::history::{Event, Seq, What};
use crate::random::Random;
use std::collections::{BTreeMap, VecDeque};

/// Messages of a room that may be answered, changed or marked.
const TARGETS: usize = 24;
/// Words that may be looked for.
const WORDS: usize = 24;

/// A wish and where it goes.
#[derive(Clone, Debug)]
pub(crate) struct Send {
    pub(crate) room: String,
    pub(crate) wish: Wish,
}

/// Somebody's message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Target {
    seq: Seq,
    mine: bool,
}

/// One person's.
pub(crate) struct Wishes {
    number: usize,
    name: String,
    others: Vec<String>,
    /// The first who comes into a room looks after it.
    moderator: bool,
    /// The room that people are sent out of.
    strict: Option<String>,
    /// Somebody banned from it.
    banned: Option<String>,
    count: u64,
    /// By the room's name in records.
    targets: BTreeMap<String, VecDeque<Target>>,
    words: VecDeque<(String, String)>,
    /// How much of the connection's record was listened to.
    listened: usize,
}

impl Wishes {
    pub(crate) fn new(number: usize, names: &[&str], rooms: &[String]) -> Wishes {
        let name = names.get(number).copied().unwrap_or_default().to_owned();
        let others = names.iter().copied().filter(|other| *other != name).map(str::to_owned).collect();
        let (targets, words) = Default::default();
        let strict = rooms.last().filter(|_| rooms.len() > 1).cloned();
        let (count, moderator, banned, listened) = (0, number == 0, None, 0);
        Wishes { number, name, others, moderator, strict, banned, count, targets, words, listened }
    }

    /// A new connection: what held in rooms that everybody had left has lapsed.
    pub(crate) fn begin(&mut self) {
        self.listened = 0;
        self.banned = None;
    }

    /// Takes in what others said.
    pub(crate) fn listen(&mut self, client: &Json) {
        let me = &client.record.who;
        for event in client.record.events.get(self.listened..).unwrap_or_default() {
            let Event::Heard { room, said } = event else { continue };
            match &said.what {
                What::Message { .. } | What::Answer { .. } => {
                    let mine = said.by == *me;
                    push(self.targets.entry(room.clone()).or_default(), Target { seq: said.seq, mine }, TARGETS);
                }
                What::Deleted { target } => self.forget(room, *target),
                _ => {}
            }
        }
        self.listened = client.record.events.len();
    }

    fn forget(&mut self, room: &str, seq: Seq) {
        // Now and then it is remembered, so that something is wished of a message that is gone.
        if !seq.is_multiple_of(8)
            && let Some(targets) = self.targets.get_mut(room)
        {
            targets.retain(|target| target.seq != seq);
        }
    }

    /// One was granted.
    pub(crate) fn granted(&mut self, room: &str, key: &str, wish: &Wish, seq: Seq) {
        match &wish.what {
            What::Message { .. } => {
                push(self.targets.entry(room.to_owned()).or_default(), Target { seq, mine: true }, TARGETS);
            }
            What::Deleted { target } => self.forget(room, *target),
            What::SentOut { name, banned: true, .. } => self.banned = Some(name.clone()),
            What::LetIn { .. } => self.banned = None,
            _ => {}
        }
        if room.starts_with('#') && wish.what.words().is_some() && wish.answer.is_none() {
            push(&mut self.words, (room.to_owned(), key.to_owned()), WORDS);
        }
    }

    /// A word that was in a message once, and the room.
    pub(super) fn word(&self, random: &mut Random) -> Option<(String, String)> {
        let words: Vec<_> = self.words.iter().collect();
        random.pick(&words).map(|word| (*word).clone())
    }

    /// The next wish and its key.
    pub(crate) fn next(&mut self, client: &Json, rooms: &[String], random: &mut Random) -> Option<(String, Send)> {
        self.count += 1;
        // One word, so that a search finds it and nothing else.
        let key = format!("{}{}z", self.name, self.count);
        if let Some(send) = self.look_after(&key, random) {
            return Some((key, send));
        }
        let room = random.pick(rooms)?.clone();
        let place = client.canonical(&room);
        let filler = "·".repeat(usize::try_from(random.within(0..60)).unwrap_or(0));
        let text = format!("{key} {filler}.");
        let wish = match random.within(0..100) {
            0..8 => self.target(&place, random, true).map(|target| What::Edited { target, text: text.clone() }),
            8..14 => self.target(&place, random, !self.moderator).map(|target| What::Deleted { target }),
            14..22 => {
                let mark = key.clone();
                self.target(&place, random, false).map(|target| What::Reacted { target, mark, on: target % 4 > 0 })
            }
            22..32 => self
                .target(&place, random, false)
                .map(|target| What::Message { text: text.clone(), reply_to: Some(target) }),
            32..37 => {
                let unique = self.count * 10 + self.number as u64;
                let wish = Wish::calc(&format!("{unique}*3+1"), (unique * 3 + 1).to_string());
                return Some((key, Send { room, wish }));
            }
            _ => None,
        };
        let wish = Wish::of(wish.unwrap_or_else(|| What::message(text)));
        Some((key, Send { room, wish }))
    }

    /// A message of the room, one's own if need be; once in sixteen anybody's, to be refused.
    fn target(&self, place: &str, random: &mut Random, mine: bool) -> Option<Seq> {
        let odd = random.once_in(16);
        let targets: Vec<_> = self.targets.get(place)?.iter().filter(|t| odd || t.mine || !mine).collect();
        random.pick(&targets).map(|target| target.seq)
    }

    /// The moderator's: what the strict room is about, and who is sent out of it.
    fn look_after(&mut self, key: &str, random: &mut Random) -> Option<Send> {
        if !self.moderator {
            return None;
        }
        let room = self.strict.clone()?;
        let what = match &self.banned {
            Some(name) if random.once_in(8) => What::LetIn { name: name.clone() },
            None if random.once_in(24) => {
                let (name, banned) = (random.pick(&self.others)?.clone(), random.once_in(2));
                What::SentOut { name, banned, why: key.to_owned() }
            }
            _ if random.once_in(48) => What::Other { words: format!("topic {key}") },
            // Only an owner may have it, and there is none: refused.
            _ if random.once_in(96) => What::Keep { last: Some(1) },
            _ => return None,
        };
        Some(Send { room, wish: Wish::of(what) })
    }
}

fn push<T: PartialEq>(queue: &mut VecDeque<T>, new: T, most: usize) {
    if !queue.contains(&new) {
        queue.push_back(new);
    }
    let excess = queue.len().saturating_sub(most);
    queue.drain(..excess);
}
