//! Any deed, sanction, mode and room, for the tests of their stored forms.

use causette_core::{
    Deed, Host, Kind, Listed, Mask, Millis, Mode, Name, PersonId, ProfileKey, ProfileValue, Role, RoomName, RoomState,
    Sanction, Secret, Sender, Text, TopicSet,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

pub(super) fn bob() -> Sender {
    Sender { id: PersonId(7), name: Name::given("bob") }
}

pub(super) fn sanction() -> Sanction {
    let why = Some(Text::new("why").unwrap());
    Sanction { who: Some(bob()), host: Some(Host(5)), until: Some(Millis(65_536)), why, ..Sanction::new(12) }
}

fn name() -> impl Strategy<Value = Name> {
    "[a-zé]{1,9}".prop_map(|n| Name::given(&n))
}
fn sender() -> impl Strategy<Value = Sender> {
    (any::<u128>(), name()).prop_map(|(id, name)| Sender { id: PersonId(id), name })
}
pub(super) fn room_name() -> impl Strategy<Value = RoomName> {
    "#[a-zé]{1,9}".prop_map(|name| RoomName::stored(&name))
}
fn text() -> impl Strategy<Value = Option<Text>> {
    option::of("[a-zé]{1,9}".prop_map(|t| Text::new(&t).unwrap()))
}
fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::Member, Role::Moderator, Role::Owner])
}
fn a_sanction() -> impl Strategy<Value = Sanction> {
    (option::of(sender()), option::of(any::<u64>()), option::of(any::<u64>()), text(), any::<u64>()).prop_map(
        |(who, host, until, why, seq)| Sanction {
            who,
            host: host.map(Host),
            until: until.map(Millis),
            why,
            ..Sanction::new(seq)
        },
    )
}
fn mask() -> impl Strategy<Value = Mask> {
    "(~account:)?[a-zé*?!@]{1,9}".prop_map(|raw| Mask::new(&raw).unwrap())
}
fn any_sanction() -> impl Strategy<Value = Sanction> {
    (a_sanction(), option::of(mask())).prop_map(|(sanction, mask)| Sanction { mask, ..sanction })
}
/// As a room's list has it: of an earlier version, or with its maker.
fn held() -> impl Strategy<Value = Sanction> {
    (any_sanction(), option::of((sender(), any::<u64>()))).prop_map(|(sanction, made)| match made {
        Some((by, at)) => Sanction { by: by.name, by_id: by.id, at: Millis(at), ..sanction },
        None => sanction,
    })
}
fn listed() -> impl Strategy<Value = Listed> {
    (mask(), sender(), any::<u64>(), any::<u64>()).prop_map(|(mask, by, at, seq)| Listed {
        mask,
        by: by.name,
        by_id: by.id,
        at: Millis(at),
        seq,
    })
}
fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        any::<bool>().prop_map(Mode::Private),
        any::<bool>().prop_map(Mode::InviteOnly),
        any::<bool>().prop_map(Mode::Secret),
        any::<bool>().prop_map(Mode::Moderated),
        any::<bool>().prop_map(Mode::TopicLocked),
        any::<bool>().prop_map(Mode::AccountsOnly),
        option::of("[a-z]{1,9}").prop_map(|k| Mode::Key(k.map(|k| Secret::new(&k).unwrap()))),
        any::<Option<u32>>().prop_map(Mode::Limit),
        any::<u32>().prop_map(Mode::Slow),
        any::<Option<u32>>().prop_map(Mode::KeepDays),
        any::<Option<u64>>().prop_map(Mode::KeepLast),
        any::<bool>().prop_map(Mode::NoCtcp),
        any::<bool>().prop_map(Mode::Outsiders),
    ]
}
fn profile_key() -> impl Strategy<Value = ProfileKey> {
    "[a-z0-9_./-]{1,9}".prop_map(|key| ProfileKey::new(&key).unwrap())
}
fn profile_value() -> impl Strategy<Value = ProfileValue> {
    "[a-zé 💜]{0,9}".prop_map(|value| ProfileValue::new(&value).unwrap())
}
pub(super) fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        text().prop_map(Deed::Topic),
        sender().prop_map(Deed::Invited),
        (sender(), text()).prop_map(|(who, why)| Deed::Kicked { who, why }),
        any_sanction().prop_map(Deed::Banned),
        any_sanction().prop_map(Deed::Unbanned),
        any_sanction().prop_map(Deed::Muted),
        any_sanction().prop_map(Deed::Unmuted),
        (sender(), option::of(role()), option::of(role())).prop_map(|(who, role, was)| Deed::Role { who, role, was }),
        vec(mode(), 0..14).prop_map(Deed::Modes),
        mode().prop_map(Deed::Mode),
        Just(Deed::Reset),
        (mask(), any::<bool>()).prop_map(|(mask, on)| Deed::Exempt { mask, on }),
        (mask(), any::<bool>()).prop_map(|(mask, on)| Deed::Welcome { mask, on }),
        vec((profile_key(), option::of(profile_value())), 0..4).prop_map(|changes| Deed::Profile(changes.into())),
        (room_name(), room_name(), text()).prop_map(|(from, to, why)| Deed::Renamed { from, to, why }),
    ]
}
pub(super) fn room() -> impl Strategy<Value = RoomState> {
    let roles = btree_map(any::<u128>().prop_map(PersonId), (name(), role()), 0..4);
    let invited = btree_map(any::<u128>().prop_map(PersonId), name(), 0..4);
    let lists = (vec(held(), 0..4), vec(held(), 0..4), vec(listed(), 0..4), vec(listed(), 0..4));
    let profile = btree_map(profile_key(), profile_value(), 0..4);
    let topic_set = option::of((sender(), any::<u64>()).prop_map(|(by, at)| TopicSet { by, at: Millis(at) }));
    let times = (any::<u64>(), option::of(any::<u64>().prop_map(Millis)), topic_set);
    (text(), vec(mode(), 0..14), roles, invited, lists, times, profile).prop_map(
        |(topic, modes, roles, invited, (bans, mutes, exempt, welcome), (hidden_upto, made, topic_set), profile)| {
            let kind = Kind::Named(RoomName::stored("#a"));
            let mut room =
                RoomState { topic, roles, invited, bans, mutes, exempt, welcome, hidden_upto, ..RoomState::new(kind) };
            room.profile = profile.into_iter().collect();
            (room.made, room.topic_set) = (made, topic_set);
            modes.iter().for_each(|mode| room.modes.set(mode));
            room
        },
    )
}
