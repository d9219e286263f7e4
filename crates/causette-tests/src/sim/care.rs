//! Looking after rooms: each wish as the act it is.

use super::Care;
use super::people::Shape;
use super::world::{PEOPLE, World};
use causette_core::{Act, Command, Kind, Mode, Name, Role, Sanction, Text, Whom};

impl World {
    pub(super) fn care(&mut self, who: usize, room: usize, care: Care) {
        let key = format!("w{}", self.asked.len());
        let (name, other) = self.room_name(room);
        let why = Text::new(&key).ok();
        let of = |whom: usize| self.users.get(whom % PEOPLE).and_then(|user| user.name.clone());
        let person = |whom: usize| of(whom).map(Whom::Person);
        let last = |list: fn(&causette_core::RoomState) -> &Vec<Sanction>| {
            let id = self.truth.named(&Kind::Named(name.clone()))?;
            let state = &self.truth.rooms.get(&id)?.room.state;
            list(state).last().map(|sanction| Whom::Fact(sanction.seq))
        };
        let act = match care {
            Care::Topic => Some(Act::Topic(why)),
            Care::Invite(whom) => of(whom).map(Act::Invite),
            Care::Kick(whom) => of(whom).map(|who: Name| Act::Kick { who, why }),
            Care::Ban(whom, minutes) => {
                person(whom).map(|whom| Act::Ban { whom, span: minutes.map(|minutes| minutes * 60), why })
            }
            Care::Unban => last(|state| &state.bans).map(Act::Unban),
            Care::Mute(whom, minutes) => person(whom).map(|whom| Act::Mute { whom, span: Some(minutes * 60), why }),
            Care::Unmute => last(|state| &state.mutes).map(Act::Unmute),
            Care::Role(whom, role) => {
                let role = match role {
                    0 => None,
                    1 => Some(Role::Member),
                    2 => Some(Role::Moderator),
                    _ => Some(Role::Owner),
                };
                of(whom).map(|who| Act::Role { who, role })
            }
            Care::Private(on) => Some(Act::Mode(Mode::Private(on))),
            Care::Moderated(on) => Some(Act::Mode(Mode::Moderated(on))),
            Care::Slow(seconds) => Some(Act::Mode(Mode::Slow(seconds))),
            Care::KeepDays(days) => Some(Act::Mode(Mode::KeepDays(days))),
            Care::KeepLast(last) => Some(Act::Mode(Mode::KeepLast(last))),
            Care::Rename => Some(Act::Rename { to: other, why }),
        };
        let Some(act) = act else { return };
        self.send(who, key, Command::Govern { room: name, act }, Shape::Care(care), None);
    }
}
