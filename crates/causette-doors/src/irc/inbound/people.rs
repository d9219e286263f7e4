//! WHO and WHOX, WHOIS, WHOWAS, USERHOST, ISON, AWAY, SETNAME, MONITOR.

use super::Turn;
use super::rooms::cut;
use crate::irc::caps::Cap;
use crate::irc::requests::{Asked, Whox};
use causette_core::command::Sought;
use causette_core::{Command, Name, RoomName, Target, Text};

/// What stands for the absence of somebody whose client only says that nobody is there.
const NOT_THERE: &str = "not here";
/// Names in one USERHOST.
const USERHOST: usize = 5;

impl<'m> Turn<'_, 'm, '_> {
    /// `WHO [<mask>] [o] [%fields[,token]]`
    pub(super) fn who(&mut self) {
        let mask = self.param(0).unwrap_or("*").to_owned();
        let mut who = Whox { mask: mask.clone(), ..Whox::default() };
        for word in self.message.params.iter().skip(1) {
            let (flags, fields) = word.split_once('%').map_or((*word, None), |(flags, fields)| (flags, Some(fields)));
            who.operators |= flags.contains('o');
            if let Some(fields) = fields {
                let (fields, token) = fields.split_once(',').unwrap_or((fields, "0"));
                (who.fields, who.token) = (Some(fields.to_owned()), token.to_owned());
            }
        }
        match mask.starts_with('#') {
            true => match RoomName::new(&mask) {
                Ok(room) => self.ask(Asked::WhoRoom(Box::new(who)), Command::Who(Target::Room(room))),
                Err(_) => self.say_numeric("315", &[&mask, "End of WHO list"]),
            },
            false => {
                let exact = Name::new(&mask).ok().filter(|_| !mask.contains(['*', '?']));
                let sought = exact.map_or(Sought::All, |name| Sought::Named(vec![name]));
                self.ask(Asked::Who(Box::new(who)), Command::Find(sought));
            }
        }
    }

    /// `WHOIS [<server>] <nick>{,<nick>}`
    pub(super) fn whois(&mut self) {
        let last = self.message.params.last().copied().filter(|names| !names.is_empty());
        let Some(names) = last else { return self.say_numeric("431", &["No nickname given"]) };
        let Some(typed) = Turn::parts(names).next() else { return self.say_numeric("431", &["No nickname given"]) };
        let asked = Asked::Whois { name: typed.to_owned() };
        match Name::new(typed) {
            Ok(name) => self.ask(asked, Command::Whois(name)),
            Err(_) => {
                self.say_numeric("401", &[typed, "No such nick/channel"]);
                self.say_numeric("318", &[typed, "End of /WHOIS list"]);
            }
        }
    }

    /// `WHOWAS <nick> [<count>]`
    pub(super) fn whowas(&mut self) {
        let Some(typed) = self.param(0).filter(|typed| !typed.is_empty()) else {
            return self.say_numeric("431", &["No nickname given"]);
        };
        let count = self.param(1).and_then(|count| count.parse::<usize>().ok()).filter(|count| *count > 0);
        let asked = Asked::Whowas { name: typed.to_owned(), count: count.unwrap_or(usize::MAX) };
        match Name::new(typed) {
            Ok(name) => self.ask(asked, Command::Whowas(name)),
            Err(_) => {
                self.say_numeric("406", &[typed, "There was no such nickname"]);
                self.say_numeric("369", &[typed, "End of WHOWAS"]);
            }
        }
    }

    pub(super) fn here(&mut self, command: &str) {
        let words = self.message.params.iter().flat_map(|param| param.split(' ')).filter(|word| !word.is_empty());
        let typed: Vec<String> = words.map(str::to_owned).collect();
        if typed.is_empty() {
            return self.too_few();
        }
        let (command, most) = if command == "ISON" { ("ISON", usize::MAX) } else { ("USERHOST", USERHOST) };
        let names: Vec<Name> = typed.iter().take(most).filter_map(|word| Name::new(word).ok()).collect();
        let names = names.into_iter().take(causette_core::limits::SOUGHT).collect();
        self.ask(Asked::Here { command, names: typed }, Command::Find(Sought::Named(names)));
    }

    pub(super) fn away(&mut self) {
        let knows = self.session.has(Cap::PreAway);
        let said = self.param(0).filter(|why| !why.is_empty());
        // By that sign a client says that nobody is there, for no reason that could be shown.
        let said = said.map(|why| if knows && why == "*" { NOT_THERE } else { why });
        let why = said.and_then(|why| Text::new(&cut(why)).ok());
        if !self.session.is_registered() && !knows {
            return self.say_numeric("451", &["You have not registered: NICK and USER come first"]);
        }
        self.ask(Asked::Away, Command::Away(why));
    }

    pub(super) fn setname(&mut self) {
        let Some(real) = self.needed(0) else { return };
        if real.len() > causette_core::limits::FACE_REAL {
            return self.say_fail("SETNAME", "INVALID_REALNAME", &[], "That real name is too long");
        }
        let before = std::mem::replace(&mut self.session.real, real.to_owned());
        let face = self.session.face();
        self.session.real = before;
        self.ask(Asked::Setname { real: real.to_owned() }, Command::Introduce(face));
    }

    /// `MONITOR + names`, `- names`, `C`, `L`, `S`
    pub(super) fn monitor(&mut self) {
        let Some(word) = self.needed(0) else { return };
        let names = || -> Vec<Name> {
            let typed = self.param(1).unwrap_or_default();
            Turn::parts(typed).filter_map(|name| Name::new(name).ok()).collect()
        };
        match word {
            "+" => {
                let names = names();
                if !names.is_empty() {
                    self.ask(Asked::Watch { names: names.clone() }, Command::Watch { names, on: true });
                }
            }
            "-" => {
                let names = names();
                if !names.is_empty() {
                    self.ask(Asked::Quietly { command: "MONITOR" }, Command::Watch { names, on: false });
                }
            }
            "C" | "c" => self.ask(Asked::Quietly { command: "MONITOR" }, Command::Unwatch),
            "L" | "l" => self.ask(Asked::Monitor { list: true }, Command::Watched),
            "S" | "s" => self.ask(Asked::Monitor { list: false }, Command::Watched),
            _ => self.say_numeric("421", &["MONITOR", "Unknown MONITOR command"]),
        }
    }
}
