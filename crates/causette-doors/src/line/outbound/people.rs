//! People, wherever they are: who is watched, who was here, how many are, and what is said to some of those in a room.

use super::Writer;
use causette_core::notice::{Census, Past, Person};
use causette_core::{Name, Notice, Role, RoomId, RoomTag, Sender, Standing, Style, Text};
use causette_texts::Say;
use causette_wire::json;
use causette_wire::line::safe;

/// Who signed in or out, and is called what from here on.
pub(super) fn became<'s>(before: &'s Sender, now: &'s Sender, standing: Standing) -> Say<'s> {
    let (name, to) = (before.name.as_str(), now.name.as_str());
    match (standing, name == to) {
        (Standing::Account, false) => Say::BecameAccount { name, to },
        (Standing::Account, true) => Say::BecameAccountSame { name },
        (Standing::Guest, false) => Say::BecameGuest { name, to },
        (Standing::Guest, true) => Say::BecameGuestSame { name },
    }
}

impl Writer<'_> {
    /// What concerns people wherever they are, of all that is told; `here`: the room the reader is in.
    pub(super) fn of_people(&mut self, here: Option<RoomId>, notice: &Notice) {
        match notice {
            Notice::People { people, more } => self.found_people(people, *more),
            Notice::Watching(names) => self.watching(names),
            Notice::Online(who) => self.news(Say::Online { name: who.name.as_str() }),
            Notice::Offline(name) => self.news(Say::Offline { name: name.as_str() }),
            Notice::WatchedAway(who, Some(why)) => {
                self.news(Say::WentAway { name: who.name.as_str(), why: why.as_str() });
            }
            Notice::WatchedAway(who, None) => self.news(Say::CameBack { name: who.name.as_str() }),
            Notice::WatchedBecame { before, now, standing } => self.news(became(before, now, *standing)),
            // People see who speaks.
            Notice::WatchedDescribed(_) => {}
            Notice::OwnModes(modes) => {
                self.news(if modes.accounts_only { Say::GuestsUnheard } else { Say::GuestsHeard });
                self.news(if modes.invisible { Say::Hidden } else { Say::Listed });
            }
            Notice::Were(past) => self.were(past),
            Notice::Census(census) => self.census(census),
            Notice::Aside { room, role, by, text, style } => {
                self.said_aside(here == Some(room.id), (room, *role), by.name.as_str(), (text, *style));
            }
            _ => {}
        }
    }

    pub(super) fn found_people(&mut self, people: &[Person], more: bool) {
        people.iter().for_each(|person| self.person(person));
        if more {
            self.news(Say::PeopleMore);
        }
    }

    /// `alice (here) bob`
    pub(super) fn watching(&mut self, names: &[(Name, Option<Sender>)]) {
        let shown = |(name, here): &(Name, Option<Sender>)| match here {
            Some(who) => format!("{} ({})", who.name, self.word(Say::WordHere)),
            None => name.to_string(),
        };
        let names = names.iter().map(shown).collect::<Vec<_>>().join(" ");
        self.news(match names.as_str() {
            "" => Say::WatchingNone,
            names => Say::Watching { names },
        });
    }

    pub(super) fn were(&mut self, past: &[Past]) {
        for line in past {
            let until = self.moment(line.at);
            self.news(Say::WasHere { name: line.who.name.as_str(), until: &until });
        }
        if past.is_empty() {
            self.news(Say::WasHereNone);
        }
    }

    pub(super) fn census(&mut self, census: &Census) {
        let (people, guests, rooms) = (census.people as u64, census.guests as u64, census.rooms as u64);
        self.news(Say::Census { people, guests, rooms });
    }

    /// `[14:03 -] <alice to moderators> psst`: it has no number, since it is kept nowhere.
    pub(super) fn said_aside(&mut self, here: bool, (room, role): (&RoomTag, Role), name: &str, what: (&Text, Style)) {
        let time = self.civil(self.clock.now());
        self.out.push(b'[');
        self.two(time.hour());
        self.out.push(b':');
        self.two(time.minute());
        self.out.push(b' ');
        if !here {
            self.label(&room.label);
            self.out.push(b' ');
        }
        let words = self.word(Say::AsideBy { name, role: json::role_term(role) });
        let (before, after): (&[u8], &[u8]) = match what.1 {
            Style::Plain => (b"-] <", b"> "),
            Style::Action => (b"-] * (", b") "),
            Style::Notice => (b"-] -", b"- "),
        };
        self.out.extend_from_slice(before);
        safe::push_word(self.out, &words);
        self.out.extend_from_slice(after);
        safe::push_text(self.out, what.0.as_str(), self.eol);
        self.end();
    }
}
