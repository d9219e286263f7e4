//! What is read, when: words that were taken back, and searches.

use super::*;

/// `a-1`, its edit `a-2`, `b-1`, and `a-1` taken back; `gone`: as it reads from then on.
fn log(gone: bool) -> Vec<Said> {
    let words = |said: Said| if gone { Said { what: What::Gone, ..said } } else { said };
    let edit = fact(2, "a", edited(1, "a-2"));
    vec![words(said(1, "a-1")), words(edit), said(3, "b-1"), fact(4, "a", deleted(1))]
}

/// Confirmed at 5.
fn told() -> Story {
    let story = story("a").sends("a-1").wishes("a-2", "a", edited(1, "a-2")).sends("b-1");
    story.wishes("a-3", "a", deleted(1)).at(5).ok("a-3", 4)
}

#[test]
fn nothing_is_shown_of_what_was_taken_back_before_one_asked() {
    let reader = |at| story("c").at(at);
    let early = || log(false)[..3].to_vec();
    fine(log(false), &[told(), reader(4).pages(0, early(), false, None)]);
    fine(log(false), &[told(), reader(6).pages(0, log(true), false, None)]);
    bad(log(false), &[told(), reader(6).pages(0, early(), true, None)], &[Kind::Undeleted]);
    bad(log(false), &[told(), reader(6).pages(1, early()[1..].to_vec(), true, None)], &[Kind::Undeleted]);
    bad(log(false), &[told(), reader(6).enters(Some(0), 4, log(false))], &[Kind::Undeleted]);
    // The log itself was first read after a restart, and has the words again.
    let page = |facts| reader(6).pages(0, facts, false, None);
    bad(log(true), &[told(), page(log(false))], &[Kind::Undeleted]);
    bad(log(false), &[told(), page(log(false))], &[Kind::Undeleted]);
}

#[test]
fn nothing_is_shown_beside_its_own_deletion() {
    let page = |facts| story("c").at(1).pages(0, facts, false, None);
    fine(log(false), &[told(), page(log(true))]);
    bad(log(false), &[told(), page(log(false))], &[Kind::Undeleted]);
    let forgot_the_edit = [log(true)[..1].to_vec(), log(false)[1..].to_vec()].concat();
    bad(log(false), &[told(), page(forgot_the_edit.clone())], &[Kind::Undeleted]);
    bad(log(false), &[told(), story("c").enters(Some(0), 4, forgot_the_edit)], &[Kind::Undeleted]);
    bad(log(false), &[told(), story("c").missed(log(false))], &[Kind::Undeleted]);
}

#[test]
fn a_deletion_that_was_read_before_is_known() {
    // Its outcome was unknown; the rooms were read after the restart, and said that it was granted.
    let found = judge(log(true), 4, &[story("c").at(1).pages(0, log(false)[..3].to_vec(), true, None)]);
    only(found, &[Kind::Undeleted]);
    let wishes =
        || story("a").sends("a-1").wishes("a-2", "a", edited(1, "a-2")).sends("b-1").wishes("a-3", "a", deleted(1));
    let reader = story("c").at(1).pages(0, log(true), false, None).at(2).pages(0, log(false)[..3].to_vec(), true, None);
    bad(log(true), &[wishes(), reader], &[Kind::Undeleted]);
}

#[test]
fn a_search_finds_what_is_there() {
    let all = || story("a").sends("a-1").sends("b-1").ok("a-1", 1).ok("b-1", 2).at(5);
    let texts = ["a-1", "b-1"];
    good(&texts, &[all().finds("a-1", vec![said(1, "a-1")])]);
    bad(kept(&texts), &[all().finds("a-1", vec![])], &[Kind::NotFound]);
    // Not yet confirmed when it was looked for, or kept only so long.
    good(&texts, &[story("a").sends("a-1").sends("b-1").finds("a-1", vec![]).at(1).ok("a-1", 1)]);
    let room = |last| vec![said(1, "a-1"), said(2, "b-1"), fact(3, "m", What::Keep { last: Some(last) })];
    let keep = |last| story("m").wishes("m-1", "m", What::Keep { last: Some(last) });
    fine(room(2), &[all().finds("a-1", vec![]), keep(2)]);
    bad(room(3), &[all().finds("a-1", vec![]), keep(3)], &[Kind::NotFound]);
    // What was checked before is there.
    let found = judge(kept(&texts), 2, &[story("c").finds("b-1", vec![])]);
    only(found, &[Kind::NotFound]);
    bad(kept(&texts), &[all().finds("a-1", vec![said(1, "a-1"), said(2, "b-1")])], &[Kind::WronglyFound]);
    bad(kept(&texts), &[all().finds("a-1", vec![said(2, "a-1")])], &[Kind::TwoOrders, Kind::NotFound]);
}

#[test]
fn a_search_finds_what_the_last_edit_says() {
    let log = || vec![said(1, "a-1"), fact(2, "a", edited(1, "a-2"))];
    let all = || story("a").sends("a-1").ok("a-1", 1).wishes("a-2", "a", edited(1, "a-2")).at(3).ok("a-2", 2);
    let edit = || log()[1].clone();
    fine(log(), &[all().at(5).finds("a-2", vec![edit()]).finds("a-1", vec![])]);
    bad(log(), &[all().at(5).finds("a-2", vec![])], &[Kind::NotFound]);
    bad(log(), &[all().at(5).finds("a-1", vec![said(1, "a-1")])], &[Kind::WronglyFound]);
    // While it was under way, either may be found.
    fine(log(), &[all(), story("b").at(2).finds("a-1", vec![said(1, "a-1")])]);
    fine(log(), &[all(), story("b").at(2).finds("a-1", vec![])]);
}

#[test]
fn a_search_does_not_find_what_was_taken_back() {
    fine(log(false), &[told(), story("c").at(6).finds("a-2", vec![]).finds("a-1", vec![])]);
    fine(log(false), &[told(), story("c").at(4).finds("a-2", vec![log(false)[1].clone()])]);
    bad(log(false), &[told(), story("c").at(6).finds("a-2", vec![log(false)[1].clone()])], &[Kind::Undeleted]);
    let gone = story("c").at(6).finds("a-2", vec![log(true)[1].clone()]);
    bad(log(false), &[told(), gone], &[Kind::WronglyFound]);
}

#[test]
fn a_terminal_tells_the_same_story() {
    let line = |seq, text: &str, reply_to| fact(seq, "", What::Line { text: text.into(), reply_to });
    let reply = What::Message { text: "b-1".into(), reply_to: Some(1) };
    let log =
        || vec![said(1, "a-1"), fact(2, "b", reply.clone()), fact(3, "a", edited(1, "a-2")), fact(4, "a", deleted(1))];
    let wishes = || {
        let story = story("ab").sends("a-1").wishes("b-1", "b", reply.clone()).wishes("a-2", "a", edited(1, "a-2"));
        story.wishes("a-3", "a", deleted(1))
    };
    let lines = ["<a> a-1", "<b> b-1", "-- a changed 1: a-2", "-- a took 1 back"];
    let shown = |lines: [&str; 4], reply_to| {
        let answers = |seq| if seq == 2 { reply_to } else { None };
        let all = (1..).zip(lines);
        all.fold(story("tty"), |story, (seq, text)| story.shown(line(seq, text, answers(seq))))
    };
    fine(log(), &[wishes(), shown(lines, Some(1))]);
    bad(log(), &[wishes(), shown(lines, None)], &[Kind::Vanished]);
    bad(log(), &[wishes(), shown(["<a> a-9", lines[1], lines[2], lines[3]], Some(1))], &[Kind::Vanished]);
    bad(log(), &[wishes(), shown([lines[0], lines[1], lines[2], "-- a took 2 back"], Some(1))], &[Kind::Vanished]);
}
