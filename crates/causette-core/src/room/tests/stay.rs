//! Who may stay in a room as somebody else: after signing in, after signing out.

use super::*;

fn stays(room: &Room, who: &Actor) -> Option<&'static str> {
    stay(room, who, Millis(0)).err().map(|refusal| refusal.code())
}

#[test]
fn who_signs_in_stays_unless_the_account_is_banned() {
    let arrived = outside(account(9));
    let keyed = set(&[Mode::Key(Some(Secret::new("sesame").unwrap())), Mode::InviteOnly(true), Mode::Limit(Some(1))]);
    assert_eq!(stays(&keyed, &arrived), None);
    let mut room = public();
    done(&mut room, &founder(1), &ban(9, None), &about(&account(9)), 0);
    assert_eq!(stays(&room, &arrived), Some("banned"));
    assert_eq!(stays(&room, &outside(account(8))), None);
}

#[test]
fn who_signs_out_stays_where_any_guest_comes_in() {
    let guest = outside(guest(9));
    for (modes, expect) in [
        (vec![], None),
        (vec![Mode::AccountsOnly(true)], Some("need_account")),
        (vec![Mode::InviteOnly(true)], Some("need_invite")),
        (vec![Mode::Key(Some(Secret::new("sesame").unwrap()))], Some("need_key")),
        (vec![Mode::Limit(Some(1))], None),
    ] {
        assert_eq!(stays(&set(&modes), &guest), expect, "{modes:?}");
    }
}

/// Being there, an account becomes a member as it does on entering; a member and a guest become nothing.
#[test]
fn an_account_that_is_there_becomes_a_member() {
    let there = Actor { member: false, ..account(9) };
    assert_eq!(code(&public(), &there, &join(), &Given::default(), 0), Ok(1));
    assert_eq!(code(&public(), &account(9), &join(), &Given::default(), 0), Ok(0));
    assert_eq!(code(&public(), &guest(9), &join(), &Given::default(), 0), Ok(0));
}
