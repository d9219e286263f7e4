//! What is left in a room's state of somebody who was erased.

use super::*;
use crate::TopicSet;

#[test]
fn who_was_erased_is_on_no_list_and_what_holds_for_others_stays() {
    let mut room = public();
    let of = |id: u128, host| Sanction { who: Some(guest(id).who), host, ..Sanction::new(id as Seq) };
    let nobody = Sanction { host: Some(Host(9)), ..Sanction::new(9) };
    let pattern = Sanction { mask: Some(mask("x")), ..Sanction::new(10) };
    let state = Arc::make_mut(&mut room.state);
    state.bans = vec![of(2, Some(Host(2))), of(3, Some(Host(3))), nobody.clone(), pattern.clone()];
    state.mutes = vec![of(2, None), of(3, None)];
    state.topic_set = Some(TopicSet { by: guest(3).who, at: Millis(1) });
    let left = room.state.without(PersonId(2)).unwrap();
    // The address keeps guests out as before, whoever it was about.
    let bare = Sanction { who: None, ..of(2, Some(Host(2))) };
    assert_eq!(left.bans, vec![bare, of(3, Some(Host(3))), nobody, pattern]);
    assert_eq!(left.mutes, vec![of(3, None)]);
    assert_eq!(left.topic_set, room.state.topic_set);
    let left = room.state.without(PersonId(3)).unwrap();
    let by = Sender { id: PersonId::SERVER, name: Name::erased() };
    assert_eq!(left.topic_set, Some(TopicSet { by, at: Millis(1) }));
    assert_eq!(room.state.without(PersonId(4)), None, "they are not in it");
}
