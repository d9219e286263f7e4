//! MODE: of rooms, and of oneself.

use super::Turn;
use crate::irc::isupport::MODES;
use crate::irc::modes::{flag, role};
use crate::irc::requests::Asked;
use causette_core::mask::Mask;
use causette_core::{Act, Command, Mode, RoomName, Secret, Whom};

/// What a letter of MODE means.
enum Meant {
    /// One of the room's settings.
    Setting(Mode),
    /// Something else: a list, a role.
    Other,
    /// Nothing; the client was told why.
    Nothing,
}

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
        let (mut on, mut counted, mut settings) = (true, 0, Vec::new());
        for letter in letters.chars() {
            match letter {
                '+' => on = true,
                '-' => on = false,
                letter => {
                    let takes = "beIkqov".contains(letter) || letter == 'l' && on;
                    let param = if takes { params.next() } else { None };
                    counted += usize::from(param.is_some());
                    if counted > MODES {
                        break;
                    }
                    match self.setting(typed, (on, letter), param) {
                        Meant::Setting(mode) => settings.push(mode),
                        Meant::Nothing => {}
                        Meant::Other => {
                            self.set((typed, &room), &mut settings);
                            self.one_mode((typed, &room), (on, letter), param);
                        }
                    }
                }
            }
        }
        self.set((typed, &room), &mut settings);
    }

    /// Settings that stand together are one wish, and told as one.
    fn set(&mut self, (typed, room): (&str, &RoomName), settings: &mut Vec<Mode>) {
        let mut settings = std::mem::take(settings);
        let act = match (settings.len(), settings.pop()) {
            (1, Some(one)) => Act::Mode(one),
            (_, Some(last)) => {
                settings.push(last);
                Act::Modes(settings)
            }
            (_, None) => return,
        };
        self.govern("MODE", typed, "", room.clone(), act);
    }

    /// What a letter sets the room to.
    fn setting(&mut self, typed: &str, (on, letter): (bool, char), param: Option<&str>) -> Meant {
        let (bad, words) = match (letter, param) {
            ('k', None) if on => ("*", "A key is needed"),
            ('k', Some(key)) if on => match Secret::new(key) {
                Ok(key) => return Meant::Setting(Mode::Key(Some(key))),
                Err(_) => ("*", "Not a valid key"),
            },
            ('k', _) => return Meant::Setting(Mode::Key(None)),
            ('l', Some(count)) => match count.parse::<u32>().ok().filter(|count| *count > 0) {
                Some(count) => return Meant::Setting(Mode::Limit(Some(count))),
                None => (count, "A number of people is needed"),
            },
            ('l', None) if on => ("*", "A number of people is needed"),
            ('l', None) => return Meant::Setting(Mode::Limit(None)),
            (letter, _) => return flag(letter, on).map_or(Meant::Other, Meant::Setting),
        };
        self.bad_param(typed, letter, bad, words);
        Meant::Nothing
    }

    /// Lists and roles.
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
            ('q' | 'o' | 'v', None) => return self.bad_param(typed, letter, "*", "A nickname is needed"),
            ('q' | 'o' | 'v', Some(nick)) => {
                let Some(who) = self.person(nick) else { return };
                match role(letter) {
                    Some(role) if on => Act::Raise { who, role },
                    Some(role) => Act::Lower { who, role },
                    None => return,
                }
            }
            (letter, _) => return self.say_numeric("472", &[&letter.to_string(), "is unknown mode char to me"]),
        };
        self.govern("MODE", typed, param.unwrap_or_default(), room.clone(), act);
    }

    fn bad_param(&mut self, typed: &str, letter: char, param: &str, words: &str) {
        self.say_numeric("696", &[typed, &letter.to_string(), param, words]);
    }

    /// `~m:mask` mutes; any other mask bans, exempts (from mutes too) or lets in.
    fn list_act(&mut self, typed: &str, (on, letter): (bool, char), text: &str) -> Option<Act> {
        let muted = text.strip_prefix("~m:").or_else(|| text.strip_prefix("~mute:")).filter(|_| letter != 'I');
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
}
