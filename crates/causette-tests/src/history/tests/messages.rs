//! Edits, deletions, reactions, replies and calculations.

use super::*;

/// `a-1` was said, edited to `a-2` and reacted to by `b`.
fn changed() -> Vec<Said> {
    let reaction = What::Reacted { target: 1, mark: "+1".into(), on: true };
    vec![said(1, "a-1"), fact(2, "a", edited(1, "a-2")), fact(3, "b", reaction)]
}

fn wishes() -> Story {
    let reaction = What::Reacted { target: 1, mark: "+1".into(), on: true };
    story("ab").sends("a-1").wishes("a-2", "a", edited(1, "a-2")).wishes("b-1", "b", reaction)
}

#[test]
fn changes_are_entries_like_others() {
    fine(changed(), &[wishes().ok("a-1", 1).ok("a-2", 2).ok("b-1", 3)]);
    fine(
        changed(),
        &[wishes(), story("c").shown(said(1, "a-1")).shown(changed()[1].clone()).shown(changed()[2].clone())],
    );
    bad(changed()[..1].to_vec(), &[wishes().ok("a-2", 2)], &[Kind::Lost]);
    bad(changed(), &[wishes().ok("b-1", 2)], &[Kind::Lost]);
    bad(changed(), &[wishes().refused("a-2")], &[Kind::RefusedKept]);
    let twice = [changed(), vec![fact(4, "a", edited(1, "a-2"))]].concat();
    bad(twice, &[wishes()], &[Kind::Repeated]);
    bad(changed(), &[sent(&["a-1"])], &[Kind::Invented]);
}

#[test]
fn told_under_another_target() {
    let wrong = fact(2, "a", edited(3, "a-2"));
    bad(changed(), &[wishes(), story("c").shown(said(1, "a-1")).shown(wrong)], &[Kind::TwoOrders]);
}

#[test]
fn a_target_is_a_message_before_and_still_there() {
    let wish = |what: &What| story("a").sends("a-1").sends("a-3").wishes("a-2", "a", what.clone());
    for what in [edited(2, "x"), edited(9, "x"), edited(0, "x"), deleted(2), deleted(7)] {
        bad(vec![said(1, "a-1"), fact(2, "a", what.clone())], &[wish(&what)], &[Kind::BadTarget]);
    }
    let reply = What::Message { text: "a-2".into(), reply_to: Some(2) };
    bad(vec![said(1, "a-1"), fact(2, "a", reply.clone())], &[wish(&reply)], &[Kind::BadTarget]);
    let reply = What::Message { text: "a-2".into(), reply_to: Some(1) };
    fine(vec![said(1, "a-1"), fact(2, "a", reply.clone())], &[wish(&reply)]);
    // An edit of an edit, and of what is gone.
    let log = [changed(), vec![fact(4, "a", edited(2, "a-4"))]].concat();
    bad(log, &[wishes().wishes("a-4", "a", edited(2, "a-4"))], &[Kind::BadTarget]);
    let log = vec![said(1, "a-1"), fact(2, "a", deleted(1)), fact(3, "a", edited(1, "a-4"))];
    let story = story("a").sends("a-1").wishes("a-2", "a", deleted(1)).wishes("a-4", "a", edited(1, "a-4"));
    bad(log, &[story], &[Kind::BadTarget]);
}

#[test]
fn only_ones_own_is_edited_and_moderators_take_back_what_others_said() {
    let log = |by: &str, what: What| vec![said(1, "a-1"), fact(2, by, what)];
    let wish = |by: &str, what: What| story(by).sends("a-1").wishes("w", by, what);
    bad(log("b", edited(1, "x")), &[wish("b", edited(1, "x"))], &[Kind::NotTheirs]);
    bad(log("m", edited(1, "x")), &[wish("m", edited(1, "x"))], &[Kind::NotTheirs]);
    bad(log("b", deleted(1)), &[wish("b", deleted(1))], &[Kind::NotTheirs]);
    fine(log("m", deleted(1)), &[wish("m", deleted(1))]);
    fine(log("a", deleted(1)), &[wish("a", deleted(1))]);
}

#[test]
fn what_two_wished_happens_once() {
    let two = || story("a").sends("a-1").wishes("d-1", "a", deleted(1)).wishes("d-2", "m", deleted(1));
    let log = |by: &str| vec![said(1, "a-1"), fact(2, by, deleted(1))];
    fine(log("m"), &[two().ok("d-2", 2).refused("d-1")]);
    fine(log("a"), &[two().refused("d-2")]);
    bad(log("b"), &[two().ok("d-2", 2)], &[Kind::WrongSender, Kind::NotTheirs]);
    let keep = || What::Keep { last: Some(5) };
    let modes = story("m").wishes("k-1", "m", keep()).wishes("k-2", "m", keep());
    let twice = vec![fact(1, "m", keep()), fact(2, "m", keep())];
    fine(twice.clone(), &[modes]);
    bad(twice, &[story("m").wishes("k-1", "m", keep()).ok("k-1", 1)], &[Kind::Repeated]);
}

#[test]
fn words_are_gone_only_when_they_were_taken_back() {
    let gone = |seq, by: &str| fact(seq, by, What::Gone);
    let delete = || fact(3, "a", deleted(1));
    let wishes = || {
        let story = story("a").sends("a-1").ok("a-1", 1).wishes("a-2", "a", edited(1, "a-2")).ok("a-2", 2);
        story.wishes("a-3", "a", deleted(1)).ok("a-3", 3)
    };
    fine(vec![gone(1, "a"), gone(2, "a"), delete()], &[wishes()]);
    let other = vec![gone(1, "a"), gone(2, "b"), delete()];
    bad(other, &[wishes()], &[Kind::WrongSender, Kind::Destroyed]);
    let log = vec![gone(1, "a")];
    bad(log, &[sent(&["a-1"])], &[Kind::Destroyed]);
    let log = vec![gone(1, "a"), said(2, "b-1")];
    bad(log, &[sent(&["b-1"]).sends("a-1").ok("a-1", 1)], &[Kind::Lost, Kind::Destroyed]);
    // Whoever saw it before it was taken back is right, and so is whoever sees that it was.
    let before = story("b").shown(said(1, "a-1")).shown(fact(2, "a", edited(1, "a-2"))).shown(delete());
    fine(vec![gone(1, "a"), gone(2, "a"), delete()], &[wishes(), before]);
    let after = story("b").pages(0, vec![gone(1, "a"), gone(2, "a"), delete()], false, None);
    fine(vec![said(1, "a-1"), fact(2, "a", edited(1, "a-2")), delete()], &[wishes(), after]);
    let page = story("b").pages(0, vec![gone(1, "a"), said(2, "b-1")], false, None);
    bad(kept(&["a-1", "b-1"]), &[sent(&["a-1", "b-1"]), page], &[Kind::Destroyed]);
}

#[test]
fn a_key_is_forgotten_with_its_message() {
    let log = |last: Said| vec![said(1, "a-1"), fact(2, "m", deleted(1)), last];
    let again = |seq| story("a").sends("a-1").ok("a-1", 1).again("a-1").ok("a-1", seq);
    let delete = || story("m").wishes("m-1", "m", deleted(1));
    fine(log(said(3, "a-1")), &[again(3), delete()]);
    bad(vec![said(1, "a-1"), said(2, "a-1")], &[again(2)], &[Kind::Repeated, Kind::TwoNumbers]);
    let unanswered = story("a").sends("a-1").ok("a-1", 1).again("a-1");
    fine(log(said(3, "a-1")), &[unanswered, delete()]);
    let never = story("a").sends("a-1").ok("a-1", 1);
    bad(log(said(3, "a-1")), &[never, delete()], &[Kind::Repeated]);
}

#[test]
fn a_calculation_is_two_entries_in_a_row() {
    let answer = |seq, by: &str, text: &str| fact(seq, by, What::Answer { text: text.into() });
    let asks = || story("a").asks("a-1", "4");
    fine(vec![said(1, "a-1"), answer(2, "a", "4")], &[asks().ok("a-1", 1)]);
    fine(vec![said(1, "a-1"), answer(2, "a", "4")], &[asks()]);
    fine(vec![], &[asks()]);
    bad(kept(&["a-1"]), &[asks()], &[Kind::Parted]);
    bad(vec![said(1, "a-1"), answer(2, "a", "5")], &[asks()], &[Kind::Parted]);
    bad(vec![said(1, "a-1"), answer(2, "b", "4")], &[asks()], &[Kind::Parted]);
    let parted = vec![said(1, "a-1"), said(2, "b-1"), answer(3, "a", "4")];
    bad(parted, &[asks(), sent(&["b-1"])], &[Kind::Invented, Kind::Parted]);
    bad(vec![said(1, "a-1"), answer(2, "a", "4")], &[sent(&["a-1"])], &[Kind::Invented]);
    // Sent again after it was taken back, it is calculated again.
    let twice =
        || vec![said(1, "a-1"), answer(2, "a", "4"), fact(3, "m", deleted(1)), said(4, "a-1"), answer(5, "a", "4")];
    let again = || asks().ok("a-1", 1).again("a-1").ok("a-1", 4);
    fine(twice(), &[again(), story("m").wishes("m-1", "m", deleted(1))]);
    bad(twice()[..4].to_vec(), &[again(), story("m").wishes("m-1", "m", deleted(1))], &[Kind::Parted]);
}
