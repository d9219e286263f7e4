//! Whatever people try, in whatever order: the rules never panic, agree with themselves and keep the room in shape.

use super::*;
use crate::{Deed, Mark, Query, limits};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// People 1 to 4 are guests, 5 to 8 accounts; two share an address.
const PEOPLE: u128 = 8;

#[derive(Clone, Copy, Debug)]
struct Try {
    who: u128,
    whom: u128,
    /// Which command, and a number for it.
    command: u8,
    number: u64,
    on: bool,
    /// How the clock moves before it, in milliseconds.
    passed: i64,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (1..=PEOPLE, 1..=PEOPLE, 0..50u8, 0..13u64, any::<bool>(), -2_000..20_000i64);
    let one = one.prop_map(|(who, whom, command, number, on, passed)| Try { who, whom, command, number, on, passed });
    prop::collection::vec(one, 1..120)
}

/// The engine in small: who is in the room, and its log.
struct World {
    room: Room,
    log: Vec<Arc<Fact>>,
    present: Vec<(u128, Seq, bool)>,
    members: BTreeSet<u128>,
    now: u64,
}

impl World {
    fn actor(&self, id: u128) -> Actor {
        let found = self.present.iter().find(|(who, ..)| *who == id);
        let base = if id > 4 { account(id) } else { guest(id) };
        let host = Some(Host(id as u64 / 2));
        let member = self.members.contains(&id);
        Actor {
            host,
            member,
            since: found.map(|(_, since, _)| *since),
            first: found.is_some_and(|(.., first)| *first),
            ..base
        }
    }

    /// By chance alone hardly anybody with a role would meet those few who are banned or muted.
    fn aimed(&self, it: Try) -> Try {
        let listed = match it.command {
            25 | 26 => self.room.state.bans.get(it.number as usize % 4),
            29 => self.room.state.mutes.get(it.number as usize % 4),
            _ => None,
        };
        let whom = listed.and_then(|sanction| sanction.who.as_ref()).map_or(it.whom, |who| who.id.0);
        let governs = it.command >= 18 && it.passed % 2 == 0;
        let chief = || self.present.iter().find(|(id, ..)| role(&self.room, &self.actor(*id)) >= Some(Role::Moderator));
        let who = governs.then(chief).flatten().map_or(it.who, |(id, ..)| *id);
        Try { who, whom, ..it }
    }

    fn given(&self, it: Try) -> Given {
        let gone = self.log.iter().any(|fact| matches!(fact.what, What::Deleted { seq, .. } if seq == it.number));
        let target = self.log.iter().find(|fact| fact.seq == it.number && !gone).cloned();
        let said = |fact: &&Arc<Fact>| fact.by.id.0 == it.who && matches!(fact.what, What::Message { .. });
        Given {
            target,
            other: (it.command % 7 != 6).then(|| self.actor(it.whom)),
            host: it.on.then_some(Host(it.whom as u64 / 2)),
            present: self.present.len(),
            holder: (it.command.is_multiple_of(3)).then_some(RoomId(u128::from(it.number % 2))),
            last_said: self.log.iter().rev().find(said).map(|fact| fact.at),
        }
    }

    /// What the engine does once a wish was granted.
    fn settle(&mut self, it: Try, command: &Command, facts: &Facts) {
        let (head, alone) = (self.room.head, self.present.is_empty());
        match command {
            Command::Join { .. } if facts.is_empty() && !self.actor(it.who).here() => {
                self.present.push((it.who, head, alone));
            }
            Command::Leave { .. } => self.present.retain(|(who, ..)| *who != it.who),
            _ => {}
        }
        for fact in facts {
            let out = match &fact.what {
                What::Joined => {
                    self.members.insert(it.who);
                    continue;
                }
                What::Left => it.who,
                What::Governed(Deed::Role { who, role: None, .. }) => {
                    let stepped_down = self.present.iter_mut().filter(|(id, ..)| *id == who.id.0);
                    stepped_down.for_each(|(_, _, first)| *first = false);
                    continue;
                }
                What::Governed(Deed::Kicked { who, .. }) => who.id.0,
                What::Governed(Deed::Banned(Sanction { who: Some(who), .. })) => who.id.0,
                _ => continue,
            };
            self.present.retain(|(who, ..)| *who != out);
            self.members.remove(&out);
        }
    }
}

fn command(it: Try) -> Command {
    let (seq, whom, on) = (it.number, name(it.whom), it.on);
    let person = || Whom::Person(name(it.whom));
    let secret = |number: u64| Secret::new(if number.is_multiple_of(2) { "sesame" } else { "wrong" }).unwrap();
    let span = [None, Some(0), Some(3), Some(limits::SPAN_SECONDS)][it.number as usize % 4];
    let pattern = || mask(["p1", "P*", "*@*.guest", "~a:p5"][it.whom as usize % 4]);
    let why = on.then(|| text("because"));
    let roles = [None, Some(Role::Member), Some(Role::Moderator), Some(Role::Owner)];
    let act = match it.command {
        0..=5 => return Command::Join { room: general(), after: None, secret: on.then(|| secret(seq)) },
        6 | 7 => return Command::Leave { room: general(), why },
        8..=10 => {
            let reply_to = on.then_some(seq);
            return Command::Say {
                to: here(),
                text: text("x"),
                style: Style::Plain,
                reply_to,
                key: None,
                tags: crate::ClientTags::NONE,
            };
        }
        11 => return Command::Calc { to: here(), ask: text("1"), answer: text("1"), key: None },
        12 => return Command::Edit { of: here(), seq, text: text("y") },
        13 => return Command::Delete { of: here(), seq, why },
        14 => return Command::React { of: here(), seq, mark: Mark::new("+1").unwrap(), on },
        15 if on => return tagged(true),
        15 => return Command::Read { of: here(), upto: seq },
        16 => return history(seq as usize),
        17 => return Command::Search { of: None, query: Query::new("x", None).unwrap(), limit: seq as usize },
        18 => Act::Topic(why),
        19 | 20 => Act::Invite(whom),
        21 => Act::Kick { who: whom, why },
        22 | 23 => Act::Ban { whom: person(), span, why },
        24 => Act::Ban { whom: Whom::Address("192.0.2.1".parse().unwrap()), span, why },
        25 | 26 => Act::Unban(if on { person() } else { Whom::Address("192.0.2.1".parse().unwrap()) }),
        27 | 28 => Act::Mute { whom: Whom::Person(whom), span, why },
        29 => Act::Unmute(Whom::Person(whom)),
        40 => Act::Ban { whom: Whom::Mask(pattern()), span, why },
        41 => Act::Mute { whom: Whom::Mask(pattern()), span, why },
        42 => Act::Unban(Whom::Mask(pattern())),
        43 => Act::Unmute(Whom::Mask(pattern())),
        44 => Act::Exempt { mask: pattern(), on },
        45 => Act::Welcome { mask: pattern(), on },
        49 => Act::Rename { to: RoomName::new(["#agora", "#Agora", "#forum"][it.number as usize % 3]).unwrap(), why },
        48 => Act::Profile(say_of(on.then_some("x"))),
        46 => Act::Modes(vec![Mode::Private(on), Mode::Limit(on.then_some(3)), Mode::Private(on)]),
        47 if on => Act::Raise { who: whom, role: roles[it.number as usize % 4].unwrap_or(Role::Member) },
        47 => Act::Lower { who: whom, role: roles[it.number as usize % 4].unwrap_or(Role::Member) },
        30..=33 => Act::Role { who: whom, role: roles[it.number as usize % 4] },
        _ => Act::Mode(match it.number {
            0 => Mode::Private(on),
            1 => Mode::InviteOnly(on),
            2 => Mode::Secret(on),
            3 => Mode::Moderated(on),
            4 => Mode::TopicLocked(on),
            5 => Mode::AccountsOnly(on),
            6 => Mode::Key(on.then(|| secret(0))),
            7 => Mode::Limit(on.then_some(3)),
            8 => Mode::Slow(u32::from(on)),
            9 => Mode::KeepDays(on.then_some(3)),
            11 => Mode::NoCtcp(on),
            12 => Mode::Outsiders(on),
            _ => Mode::KeepLast(on.then_some(3)),
        }),
    };
    govern(act)
}

fn sound(state: &RoomState, owned_before: bool) {
    let once = |list: &[Sanction]| {
        let pattern = |s: &Sanction| s.mask.as_ref().map(|mask| mask.as_str().to_lowercase());
        let whom: BTreeSet<_> = list
            .iter()
            .map(|s| (s.who.as_ref().map(|w| w.id), s.who.is_none().then_some(s.host), pattern(s)))
            .collect();
        assert_eq!(whom.len(), list.len(), "one entry a person, address or pattern");
        assert!(list.iter().all(|s| s.who.is_some() || s.host.is_some() || s.mask.is_some()), "a sanction of nobody");
        assert!(list.iter().all(|s| s.by_id != PersonId::SERVER && s.at > Millis(0)), "nobody made it");
        assert!(list.windows(2).all(|two| two[0].seq < two[1].seq), "in the order of their facts");
    };
    once(&state.bans);
    once(&state.mutes);
    for list in [&state.exempt, &state.welcome] {
        let patterns: BTreeSet<_> = list.iter().map(|listed| listed.mask.as_str().to_lowercase()).collect();
        assert!(patterns.len() == list.len() && list.len() <= limits::ROOM_LISTED, "one entry a pattern");
        assert!(list.windows(2).all(|two| two[0].seq < two[1].seq), "in the order of their facts");
    }
    let sizes = [state.bans.len(), state.mutes.len(), state.roles.len(), state.invited.len()];
    assert!(sizes.iter().all(|size| *size <= limits::ROOM_LISTED));
    let owners = state.roles.iter().filter(|(_, (_, role))| *role == Role::Owner);
    assert!(owners.clone().all(|(who, _)| who.0 > 4), "a guest owns a room");
    assert!(!owned_before || owners.count() > 0, "the last owner stays");
}

/// Whether somebody without a role may make that happen.
fn everybodys(modes: &Modes, actor: &Actor, deed: &Deed) -> bool {
    match deed {
        Deed::Topic(_) => !modes.topic_locked,
        Deed::Invited(_) => {
            let guarded = modes.invite_only || modes.accounts_only || modes.key.is_some() || modes.limit.is_some();
            !guarded
        }
        Deed::Kicked { .. } | Deed::Banned(_) | Deed::Unbanned(_) | Deed::Muted(_) | Deed::Unmuted(_) => false,
        // Nobody needs leave to step down.
        Deed::Role { who, role: None, .. } => who.id == actor.who.id,
        Deed::Role { .. } | Deed::Mode(_) | Deed::Modes(_) | Deed::Reset => false,
        Deed::Exempt { .. } | Deed::Welcome { .. } | Deed::Profile(_) | Deed::Renamed { .. } => false,
    }
}

fn one(world: &mut World, it: Try) {
    world.now = world.now.saturating_add_signed(it.passed);
    let it = world.aimed(it);
    let (actor, command, given, now) = (world.actor(it.who), command(it), world.given(it), Millis(world.now));
    let before = world.room.clone();
    let Ok(facts) = decide(&before, &actor, &command, &given, now) else { return };
    assert_eq!(decide(&before, &actor, &command, &given, now).as_ref(), Ok(&facts), "deterministic");
    for fact in &facts {
        assert_eq!((fact.room, fact.seq), (before.id, world.room.head + 1), "contiguous");
        assert!(fact.at >= world.room.at, "time went back");
        let role = role(&before, &actor);
        match &fact.what {
            What::Governed(Deed::Reset) => {
                assert!(world.present.is_empty() && !before.state.owned() && fact.by.id == PersonId::SERVER);
            }
            What::Governed(deed) => {
                let heard = role.is_some() || !before.state.modes.moderated;
                let open = heard && everybodys(&before.state.modes, &actor, deed);
                assert!(role >= Some(Role::Moderator) || open, "{actor:?} {deed:?}");
                assert!(actor.here(), "from outside: {deed:?}");
            }
            What::Message { .. } | What::Answer { .. } => {
                assert!(actor.here() || before.state.modes.outsiders);
                assert!(role.is_some() || !before.state.modes.moderated);
            }
            What::Edited { .. } | What::Reacted { .. } | What::Tagged { .. } => {
                assert!(actor.here() && (role.is_some() || !before.state.modes.moderated));
            }
            What::Deleted { .. } => assert!(actor.here()),
            What::Joined => assert!(actor.standing == Standing::Account && !actor.here() && !actor.member),
            What::Left => assert!(actor.member),
            What::RoomOpened { .. } | What::RoomRenamed { .. } | What::Gone(_) => panic!("{command:?} made {fact:?}"),
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) => panic!("{command:?} made {fact:?}"),
        }
        apply(&mut world.room, fact);
        assert!(hidden(&world.room, &actor) <= world.room.head);
    }
    world.log.extend(facts.iter().cloned());
    sound(&world.room.state, before.state.owned());
    world.settle(it, &command, &facts);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn the_room_stays_in_shape(tries in tries(), owned in any::<bool>(), head in 0..3u64) {
        let mut start = Room { head, at: Millis(7), ..plaza(public()) };
        if owned {
            give(&mut start, 5, Role::Owner);
        }
        let mut world = World { room: start.clone(), log: Vec::new(), present: Vec::new(), members: BTreeSet::new(), now: 100_000 };
        tries.into_iter().for_each(|it| one(&mut world, it));
        // The log alone makes the same room.
        world.log.iter().for_each(|fact| apply(&mut start, fact));
        prop_assert_eq!(start, world.room);
    }
}

/// The random commands reach what they are meant to try, or the property would hold of nothing.
#[test]
fn the_random_commands_reach_every_deed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let (mut runner, mut seen) = (TestRunner::deterministic(), BTreeSet::new());
    for round in 0..900 {
        let mut start = plaza(public());
        if round % 2 == 0 {
            give(&mut start, 5, Role::Owner);
        }
        let mut world =
            World { room: start, log: Vec::new(), present: Vec::new(), members: BTreeSet::new(), now: 100_000 };
        let tries = tries().new_tree(&mut runner).unwrap().current();
        tries.into_iter().for_each(|it| one(&mut world, it));
        seen.extend(world.log.iter().map(|fact| match &fact.what {
            What::Governed(deed) => match deed {
                Deed::Topic(_) => "topic",
                Deed::Invited(_) => "invited",
                Deed::Kicked { .. } => "kicked",
                Deed::Banned(_) => "banned",
                Deed::Unbanned(_) => "unbanned",
                Deed::Muted(_) => "muted",
                Deed::Unmuted(_) => "unmuted",
                Deed::Role { .. } => "role",
                Deed::Mode(_) => "mode",
                Deed::Modes(_) => "modes",
                Deed::Reset => "reset",
                Deed::Exempt { on: true, .. } => "exempt",
                Deed::Exempt { .. } => "exempt-off",
                Deed::Welcome { on: true, .. } => "welcome",
                Deed::Welcome { .. } => "welcome-off",
                Deed::Profile(_) => "profile",
                Deed::Renamed { .. } => "renamed",
            },
            What::Message { .. } => "message",
            What::Answer { .. } => "answer",
            What::Edited { .. } => "edited",
            What::Deleted { .. } => "deleted",
            What::Reacted { .. } => "reacted",
            What::Tagged { .. } => "tagged",
            What::Joined => "joined",
            What::Left => "left",
            What::RoomOpened { .. } | What::RoomRenamed { .. } | What::Gone(_) => "never",
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) => "never",
        }));
    }
    let seen: Vec<_> = seen.into_iter().collect();
    let all = "answer banned deleted edited exempt exempt-off invited joined kicked left message mode modes muted profile reacted renamed reset role tagged topic unbanned unmuted welcome welcome-off";
    assert_eq!(seen.join(" "), all);
}
