//! MODE: of rooms, and of oneself.

use super::Turn;
use crate::irc::isupport::MODES;
use crate::irc::modes::{flag, role};
use crate::irc::requests::Asked;
use causette_core::mask::Mask;
use causette_core::{Act, Command, Mode, RoomName, Secret, Whom};

impl<'m> Turn<'_, 'm, '_> {
    pub(super) fn mode(&mut self) {
        let Some(target) = self.needed(0) else { return };
        match target.starts_with('#') {
            true => self.room_mode(target),
            false => self.own_mode(target),
        }
    }

    fn room_mode(&mut self, typed: &'m str) {
        let Some(room) = self.room(typed) else { return };
        let Some(letters) = self.param(1) else {
            return self.ask(Asked::Modes { room: typed.to_owned() }, Command::About(room));
        };
        let mut params = self.message.params.iter().skip(2).copied();
        let (mut on, mut counted) = (true, 0);
        for letter in letters.chars() {
            match letter {
                '+' => on = true,
                '-' => on = false,
                letter => {
                    let takes = "beIkqov".contains(letter) || letter == 'l' && on;
                    let param = if takes { params.next() } else { None };
                    counted += usize::from(param.is_some());
                    if counted > MODES {
                        return;
                    }
                    self.one_mode((typed, &room), (on, letter), param);
                }
            }
        }
    }

    fn one_mode(&mut self, (typed, room): (&'m str, &RoomName), (on, letter): (bool, char), param: Option<&'m str>) {
        let act = match (letter, param) {
            ('b' | 'e' | 'I', None) => {
                let asked = Asked::Masks { room: typed.to_owned(), letter };
                return self.ask(asked, Command::About(room.clone()));
            }
            ('b' | 'e' | 'I', Some(mask)) => match self.list_act(typed, (on, letter), mask) {
                Some(act) => act,
                None => return,
            },
            ('k', None) if on => return self.bad_param(typed, letter, "*", "A key is needed"),
            ('k', Some(key)) if on => match Secret::new(key) {
                Ok(key) => Act::Mode(Mode::Key(Some(key))),
                Err(_) => return self.bad_param(typed, letter, "*", "Not a valid key"),
            },
            ('k', _) => Act::Mode(Mode::Key(None)),
            ('l', Some(count)) => match count.parse::<u32>().ok().filter(|count| *count > 0) {
                Some(count) => Act::Mode(Mode::Limit(Some(count))),
                None => return self.bad_param(typed, letter, count, "A number of people is needed"),
            },
            ('l', None) if on => return self.bad_param(typed, letter, "*", "A number of people is needed"),
            ('l', None) => Act::Mode(Mode::Limit(None)),
            ('q' | 'o' | 'v', None) => return self.bad_param(typed, letter, "*", "A nickname is needed"),
            ('q' | 'o' | 'v', Some(nick)) => {
                let Some(who) = self.person(nick) else { return };
                let act = Act::Role { who, role: role(letter).filter(|_| on) };
                return self.govern("MODE", typed, nick, room.clone(), act);
            }
            (letter, _) => match flag(letter, on) {
                Some(mode) => Act::Mode(mode),
                // Messages from outside are never taken: that mode is always on.
                None if letter == 'n' => return,
                None => return self.say_numeric("472", &[&letter.to_string(), "is unknown mode char to me"]),
            },
        };
        self.govern("MODE", typed, param.unwrap_or_default(), room.clone(), act);
    }

    fn bad_param(&mut self, typed: &str, letter: char, param: &str, words: &str) {
        self.say_numeric("696", &[typed, &letter.to_string(), param, words]);
    }

    /// `~m:mask` mutes; any other mask bans, exempts or lets in.
    fn list_act(&mut self, typed: &str, (on, letter): (bool, char), text: &str) -> Option<Act> {
        let muted = text.strip_prefix("~m:").or_else(|| text.strip_prefix("~mute:")).filter(|_| letter == 'b');
        let Ok(mask) = Mask::new(muted.unwrap_or(text)) else {
            self.bad_param(typed, letter, text, "Not a valid mask");
            return None;
        };
        let whom = Whom::Mask(mask.clone());
        Some(match (letter, muted, on) {
            ('e', ..) => Act::Exempt { mask, on },
            ('I', ..) => Act::Welcome { mask, on },
            (_, None, true) => Act::Ban { whom, span: None, why: None },
            (_, None, false) => Act::Unban(whom),
            (_, Some(_), true) => Act::Mute { whom, span: None, why: None },
            (_, Some(_), false) => Act::Unmute(whom),
        })
    }

    /// Only one's own: B (bot), w (what operators tell everybody), and o to be taken off. The others are as they are.
    fn own_mode(&mut self, target: &str) {
        let me = self.session.me.name.to_string();
        if !me.eq_ignore_ascii_case(target) {
            return match self.param(1) {
                Some(_) => self.say_numeric("502", &["Cannot change mode for other users"]),
                None => self.say_numeric("502", &["Cannot view mode for other users"]),
            };
        }
        let Some(letters) = self.param(1) else {
            let modes = self.own_modes();
            return self.say_numeric("221", &[&modes]);
        };
        let (mut on, mut unknown, mut changed, mut heard) = (true, false, String::new(), String::new());
        for letter in letters.chars() {
            match letter {
                '+' => on = true,
                '-' => on = false,
                'B' if self.session.bot != on => {
                    self.session.bot = on;
                    changed = format!("{}B", if on { '+' } else { '-' });
                }
                'w' if self.session.wallops != on => {
                    self.session.wallops = on;
                    heard = format!("{}w", if on { '+' } else { '-' });
                }
                // Nobody becomes an operator by saying so, but one may step down.
                'o' if !on && self.session.operator => self.ask(Asked::StepDown, Command::StepDown),
                'B' | 'i' | 'o' | 'R' | 'w' => {}
                _ => unknown = true,
            }
        }
        if unknown {
            self.say_numeric("501", &["Unknown MODE flag"]);
        }
        if !heard.is_empty() {
            let head = crate::irc::put::Head::from(self.session.shared.source(&self.session.me));
            crate::irc::put::Put::new(self.out()).message(&head, "MODE", &[&me, &heard]);
        }
        if !changed.is_empty() {
            let face = self.session.face();
            self.ask(Asked::Quietly { command: "MODE" }, Command::Introduce(face));
            let head = crate::irc::put::Head::from(self.session.shared.source(&self.session.me));
            crate::irc::put::Put::new(self.out()).message(&head, "MODE", &[&me, &changed]);
        }
    }

    fn own_modes(&self) -> String {
        let session = &*self.session;
        let set = [(session.bot, 'B'), (true, 'i'), (session.operator, 'o'), (session.wallops, 'w')];
        std::iter::once('+').chain(set.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter)).collect()
    }
}
