//! Why not, as IRC says it: the numeric that clients know for what was asked, with the sentence of ours.

use super::Writer;
use crate::irc::requests::Asked;
use causette_core::{Name, Refusal, Style};
use causette_wire::irc::time_tag;

impl Writer<'_> {
    pub(in crate::irc) fn refused(&mut self, asked: &Asked, refusal: &Refusal) {
        let lang = self.session.shared.setup.lang;
        let words = causette_texts::refusal(lang, refusal, time_tag);
        let words = words.as_str();
        match asked {
            // Nobody chose a name yet: the numeric before this one said so.
            Asked::Welcome => {}
            Asked::Nick { name } => match refusal {
                Refusal::BadName(_) => self.numeric("432", &[name, words]),
                _ => self.numeric("433", &[name, words]),
            },
            Asked::Join { room } => self.numeric(joining(refusal), &[room, words]),
            // Whoever is in a room may enter it.
            Asked::Rejoin => {}
            Asked::Part { room, .. } => self.numeric(of_room(refusal, "442"), &[room, words]),
            // Nobody answers a notice (RFC 2812, 3.3.2).
            Asked::Say(said) if said.style == Style::Notice => {}
            Asked::Say(said) => self.numeric(saying(refusal), &[&said.target, words]),
            Asked::Topic { room } | Asked::Modes { room } => self.numeric(of_room(refusal, "442"), &[room, words]),
            Asked::Masks { room, .. } => self.numeric(of_room(refusal, "442"), &[room, words]),
            Asked::Names { end: Some(all), .. } => self.numeric("366", &[all, "End of /NAMES list"]),
            Asked::Names { end: None, .. } => {}
            Asked::Invitations => self.numeric("337", &["End of /INVITE list"]),
            Asked::WhoRoom(who) | Asked::Who(who) => self.numeric("315", &[&who.mask, "End of WHO list"]),
            Asked::Govern { command, room, whom } => self.governing(command, (room, whom), refusal, words),
            Asked::Whois { name } => {
                self.numeric("401", &[name, "No such nick/channel"]);
                self.numeric("318", &[name, "End of /WHOIS list"]);
            }
            Asked::History { word, target } => self.no_history(word, target),
            Asked::Targets => self.fail("CHATHISTORY", "MESSAGE_ERROR", &["TARGETS"], words),
            Asked::Mark { target } => self.marking(target, refusal, words),
            Asked::Login { sasl: true } => self.numeric("904", &[words]),
            Asked::Login { sasl: false } | Asked::Certificates => self.notice_to_me(words),
            Asked::Register { name } => self.fail("REGISTER", registering(refusal), &[name], words),
            Asked::Tags { target, .. } | Asked::React { target, .. } => self.numeric(saying(refusal), &[target, words]),
            Asked::Redact { target, msgid, .. } => {
                let code = match refusal {
                    Refusal::NoSuchMessage { .. } | Refusal::BadRange { .. } => "UNKNOWN_MSGID",
                    Refusal::NoSuchRoom(_) | Refusal::NoSuchPerson(_) | Refusal::NotInRoom(_) => "INVALID_TARGET",
                    _ => "REDACT_FORBIDDEN",
                };
                match code {
                    "INVALID_TARGET" => self.fail("REDACT", code, &[target], words),
                    code => self.fail("REDACT", code, &[target, msgid], words),
                }
            }
            Asked::Setname { .. } => self.fail("SETNAME", "CANNOT_CHANGE_REALNAME", &[], words),
            Asked::Quietly { command: "PRIVMSG" } if *refusal == Refusal::Empty => {
                self.numeric("412", &["No text to send"]);
            }
            Asked::Quietly { command: "PRIVMSG" } => self.numeric("417", &[words]),
            Asked::Quietly { command } => self.fail(command, &upper(refusal), &[], words),
            Asked::Watch { names } => match refusal {
                Refusal::ListFull { max } => {
                    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
                    self.numeric("734", &[&max.to_string(), &names.join(","), "Monitor list is full"]);
                }
                _ => self.fail("MONITOR", &upper(refusal), &[], words),
            },
            Asked::OwnModes { .. } => self.notice_to_me(words),
            Asked::Search => {
                let code = match refusal {
                    Refusal::SearchTooWide | Refusal::Busy | Refusal::Damaged => "INTERNAL_ERROR",
                    _ => "INVALID_PARAMS",
                };
                self.fail("SEARCH", code, &[], words);
            }
            Asked::Metadata(metadata) => self.metadata_refused(metadata, refusal, words),
            Asked::Monitor { .. } => self.fail("MONITOR", &upper(refusal), &[], words),
            Asked::List(_) => self.numeric("323", &["End of /LIST"]),
            Asked::Whowas { name, .. } => {
                self.numeric("406", &[name, "There was no such nickname"]);
                self.numeric("369", &[name, "End of WHOWAS"]);
            }
            Asked::Here { command, .. } => self.fail(command, &upper(refusal), &[], words),
            Asked::Away | Asked::Census | Asked::StepDown => self.notice_to_me(words),
            Asked::Oper if *refusal == Refusal::NeedTls => self.numeric("491", &[words]),
            Asked::Oper => self.numeric("464", &[words]),
            Asked::Wallops | Asked::Rehash if *refusal == Refusal::OperatorsOnly => self.numeric("481", &[words]),
            Asked::Wallops => self.fail("WALLOPS", &upper(refusal), &[], words),
            Asked::Rehash => self.fail("REHASH", &upper(refusal), &[], words),
        }
    }

    fn governing(&mut self, command: &str, (room, whom): (&str, &str), refusal: &Refusal, words: &str) {
        match refusal {
            _ if command == "RENAME" => self.renaming((room, whom), refusal, words),
            Refusal::NoSuchPerson(_) => self.numeric("401", &[whom, "No such nick/channel"]),
            Refusal::NotHere { .. } if command == "KILL" => self.numeric("401", &[whom, "No such nick/channel"]),
            Refusal::NotHere { .. } => self.numeric("441", &[whom, room, words]),
            Refusal::AlreadyHere { .. } => self.numeric("443", &[whom, room, words]),
            Refusal::NoSuchRoom(_) | Refusal::OperatorsOnly if command == "KILL" => {
                self.numeric("481", &["Permission denied: only operators may"]);
            }
            _ if command == "KILL" => self.numeric("481", &[words]),
            Refusal::Forbidden { .. } | Refusal::Outranked { .. } | Refusal::OnYourself => {
                self.numeric("482", &[room, words]);
            }
            Refusal::ListFull { .. } => self.numeric("478", &[room, "b", words]),
            Refusal::NeedAccount(_) => self.numeric("482", &[room, words]),
            // Lifting what is not there, like setting what is, changes nothing and needs no words.
            Refusal::NotSanctioned { .. } | Refusal::NotListed { .. } | Refusal::SameRole { .. } => {}
            other => self.numeric(of_room(other, "482"), &[room, words]),
        }
    }

    fn renaming(&mut self, (room, new): (&str, &str), refusal: &Refusal, words: &str) {
        match refusal {
            Refusal::RoomTaken(_) => self.fail("RENAME", "CHANNEL_NAME_IN_USE", &[room, new], words),
            Refusal::NoSuchRoom(_) => self.numeric("403", &[room, words]),
            Refusal::NotInRoom(_) => self.numeric("442", &[room, words]),
            Refusal::Forbidden { .. } => self.numeric("482", &[room, words]),
            _ => self.fail("RENAME", "CANNOT_RENAME", &[room, new], words),
        }
    }

    /// Asking for a mark that cannot be there tells nothing of the room.
    fn marking(&mut self, target: &str, refusal: &Refusal, words: &str) {
        match refusal {
            Refusal::NoSuchRoom(_) | Refusal::NoSuchPerson(_) | Refusal::NotInRoom(_) => {
                let head = self.head();
                self.put(&head, "MARKREAD", &[target, "*"]);
            }
            _ => self.fail("MARKREAD", "INTERNAL_ERROR", &[target], words),
        }
    }
}

fn joining(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Banned { .. } => "474",
        Refusal::NeedInvite(_) => "473",
        Refusal::NeedKey(_) => "475",
        Refusal::RoomFull { .. } => "471",
        Refusal::NeedAccount(_) => "477",
        Refusal::TooManyRooms { .. } => "405",
        Refusal::SignInFirst => "477",
        _ => "403",
    }
}

fn saying(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoSuchPerson(_) => "401",
        Refusal::NoSuchRoom(_) => "403",
        Refusal::TooLong { .. } => "417",
        Refusal::NoGuests(_) => "477",
        _ => "404",
    }
}

fn of_room(refusal: &Refusal, other: &'static str) -> &'static str {
    match refusal {
        Refusal::NoSuchRoom(_) | Refusal::BadRoom(_) => "403",
        Refusal::NotInRoom(_) => "442",
        Refusal::NoSuchPerson(_) => "401",
        _ => other,
    }
}

fn registering(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NameTaken(_) | Refusal::NameLookalike(_) => "ACCOUNT_EXISTS",
        Refusal::BadPassword { .. } => "UNACCEPTABLE_PASSWORD",
        Refusal::SignedIn { .. } => "ALREADY_AUTHENTICATED",
        Refusal::RegistrationClosed | Refusal::NeedInvitation => "REG_INVALID_CALLBACK",
        _ => "TEMPORARILY_UNAVAILABLE",
    }
}

/// A refusal's code as standard replies write theirs.
pub(super) fn upper(refusal: &Refusal) -> String {
    refusal.code().to_ascii_uppercase()
}
