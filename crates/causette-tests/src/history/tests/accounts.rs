//! Accounts, their words, and where they are members.

use super::*;

/// An account's story, one attempt after another.
#[derive(Default)]
struct Asked(Vec<Attempt>);

impl Asked {
    fn then(mut self, deed: Deed, outcome: Outcome) -> Asked {
        let now = self.0.len() as Nanos;
        self.0.push(Attempt { span: Span { from: now, to: now }, name: "ann".into(), deed, outcome });
        self
    }
    fn made(outcome: Outcome) -> Asked {
        Asked::default().then(Deed::Register { password: "one".into() }, outcome)
    }
    fn login(self, password: &str, outcome: Outcome) -> Asked {
        self.then(Deed::Login { password: password.into() }, outcome)
    }
    fn changed(self, outcome: Outcome) -> Asked {
        self.then(Deed::Password { old: "one".into(), new: "two".into() }, outcome)
    }
    fn link(self, word: &str) -> Asked {
        self.then(Deed::Link, Outcome::Granted { id: None, word: Some(word.into()) })
    }
    fn resume(self, word: &str, outcome: Outcome) -> Asked {
        self.then(Deed::Resume { word: word.into() }, outcome)
    }
    #[track_caller]
    fn is(self, kinds: &[Kind]) {
        let mut found = Vec::new();
        super::super::accounts::check(&self.0, &mut found);
        let found: Vec<Kind> = found.iter().map(|violation| violation.kind).collect();
        assert_eq!(found, kinds, "{:#?}", self.0);
    }
}

fn yes() -> Outcome {
    Outcome::Granted { id: Some("7".into()), word: None }
}
fn wrong() -> Outcome {
    Outcome::Refused("wrong_login".into())
}
fn stale() -> Outcome {
    Outcome::Refused("bad_token".into())
}

#[test]
fn an_account_that_was_made_stays() {
    Asked::made(yes()).login("one", yes()).login("two", wrong()).is(&[]);
    Asked::made(yes()).login("one", wrong()).is(&[Kind::LostAccount]);
    Asked::made(yes()).login("one", Outcome::Refused("busy".into())).login("one", Outcome::Unknown).is(&[]);
    Asked::made(yes()).then(Deed::Register { password: "one".into() }, yes()).is(&[Kind::LostAccount]);
    let another = Outcome::Granted { id: Some("8".into()), word: None };
    Asked::made(yes()).login("one", another).is(&[Kind::LostAccount]);
}

#[test]
fn an_account_that_was_refused_is_none() {
    let refused = || Asked::made(Outcome::Refused("not_saved".into()));
    refused().login("one", wrong()).is(&[]);
    refused().login("one", yes()).is(&[Kind::Unmade]);
}

#[test]
fn an_answer_that_is_missing_leaves_both_open_until_one_is_seen() {
    let open = || Asked::made(Outcome::Unknown);
    open().login("one", yes()).is(&[]);
    open().login("one", wrong()).is(&[]);
    open().login("one", yes()).login("one", wrong()).is(&[Kind::LostAccount]);
    open().login("one", wrong()).login("one", yes()).is(&[Kind::Unmade]);
    let open = || Asked::made(yes()).changed(Outcome::Unknown);
    open().login("two", wrong()).login("one", yes()).is(&[]);
    open().login("two", yes()).login("one", wrong()).is(&[]);
    open().login("two", yes()).login("one", yes()).is(&[Kind::OldSecret]);
    open().login("two", wrong()).login("one", wrong()).is(&[Kind::LostAccount]);
}

#[test]
fn a_password_that_was_changed_is_no_longer_good() {
    let changed = || Asked::made(yes()).changed(yes());
    changed().login("one", wrong()).login("two", yes()).is(&[]);
    changed().login("one", yes()).is(&[Kind::OldSecret]);
    changed().login("two", wrong()).is(&[Kind::LostAccount]);
    Asked::made(yes()).changed(wrong()).is(&[Kind::LostAccount]);
    Asked::made(yes()).link("w").changed(yes()).resume("w", stale()).is(&[]);
    Asked::made(yes()).link("w").changed(yes()).resume("w", yes()).is(&[Kind::OldSecret]);
    Asked::made(yes()).link("w").changed(Outcome::Unknown).resume("w", stale()).is(&[]);
}

#[test]
fn a_word_signs_in_once() {
    let word = || Asked::made(yes()).link("w");
    word().resume("w", yes()).resume("w", stale()).is(&[]);
    word().resume("w", stale()).is(&[Kind::LostAccount]);
    word().resume("w", yes()).resume("w", yes()).is(&[Kind::UsedTwice]);
    word().resume("w", Outcome::Unknown).resume("w", stale()).is(&[]);
    word().resume("w", Outcome::Unknown).resume("w", yes()).resume("w", yes()).is(&[Kind::UsedTwice]);
}

#[test]
fn a_session_s_word_signs_in_again_and_the_newest_is_promised() {
    let new = |word: &str| Outcome::Granted { id: None, word: Some(word.into()) };
    Asked::made(new("a")).resume("a", yes()).resume("a", yes()).is(&[]);
    Asked::made(new("a")).resume("a", stale()).is(&[Kind::LostAccount]);
    Asked::made(new("a")).login("one", new("b")).resume("a", stale()).is(&[]);
    Asked::made(new("a")).login("one", new("b")).resume("b", stale()).is(&[Kind::LostAccount]);
}

fn joins(seq: Seq) -> Said {
    fact(seq, "ann/7", What::Member { on: true })
}
fn out(seq: Seq) -> (Said, Story) {
    let what = What::SentOut { name: "ann".into(), banned: false, why: "out".into() };
    (fact(seq, "m", what.clone()), story("m").wishes("out", "m", what))
}
fn followed(rooms: &[&str]) -> Story {
    story("ann/7").with(Event::Followed { rooms: rooms.iter().map(|room| (*room).to_owned()).collect() })
}

#[test]
fn a_member_stays_one_until_sent_out() {
    let leaves = || fact(2, "ann/7", What::Member { on: false });
    fine(vec![joins(1), leaves(), joins(3)], &[]);
    bad(vec![joins(1), joins(2)], &[], &[Kind::LostMembership]);
    fine(vec![joins(1), fact(2, "bob/8", What::Member { on: true })], &[]);
    let (kick, asked) = out(2);
    fine(vec![joins(1), kick, joins(3)], &[asked]);
}

#[test]
fn a_member_is_in_the_room_after_signing_in() {
    fine(vec![joins(1)], &[followed(&[ROOM]).enters(Some(1), 1, vec![])]);
    bad(vec![joins(1)], &[followed(&[]).enters(Some(1), 1, vec![])], &[Kind::LostMembership]);
    fine(vec![joins(1)], &[followed(&[]).enters(Some(0), 1, vec![joins(1)])]);
    let (kick, asked) = out(2);
    fine(vec![joins(1), kick.clone()], &[asked, followed(&[]).enters(Some(1), 2, vec![kick])]);
}

#[test]
fn whoever_becomes_a_member_although_banned_is_not_kept_out() {
    let what = What::SentOut { name: "ann".into(), banned: true, why: "out".into() };
    let asked = story("m").wishes("out", "m", what.clone());
    bad(vec![joins(1), fact(2, "m", what), joins(3)], &[asked], &[Kind::NotKeptOut]);
}
