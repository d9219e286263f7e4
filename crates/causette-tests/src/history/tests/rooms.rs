//! Retention, and people who are sent out.

use super::*;

fn keep(last: u64) -> What {
    What::Keep { last: Some(last) }
}

/// Ten entries, of which the second says that three are kept.
fn ten() -> Vec<Said> {
    let mut log: Vec<Said> = (1..=10).map(|seq| said(seq, &format!("a-{seq}"))).collect();
    log[1] = fact(2, "m", keep(3));
    log
}

fn wishes() -> Story {
    let all = (1..=10).filter(|n| *n != 2).fold(story("a"), |story, n| story.sends(&format!("a-{n}")));
    all.wishes("k", "m", keep(3))
}

fn reads(from: usize, expired_before: Option<Seq>) -> Story {
    story("b").pages(0, ten()[from - 1..].to_vec(), false, expired_before)
}

#[test]
fn what_is_let_go_is_said_and_was_not_to_be_kept() {
    fine(ten(), &[wishes(), reads(8, Some(8))]);
    fine(ten(), &[wishes(), reads(5, Some(5))]);
    bad(ten(), &[wishes(), reads(9, Some(9))], &[Kind::LetGo]);
    bad(ten(), &[wishes(), reads(8, None)], &[Kind::BadResume]);
    bad(ten(), &[wishes(), reads(8, Some(7))], &[Kind::BadResume]);
    let without = (1..=10).fold(story("a"), |story, n| story.sends(&format!("a-{n}")));
    let log = (1..=10).map(|seq| said(seq, &format!("a-{seq}"))).collect();
    let reader = story("b").pages(0, vec![said(10, "a-10")], false, Some(10));
    bad(log, &[without, reader], &[Kind::LetGo]);
}

#[test]
fn what_the_server_keeps_holds_where_the_room_does_not_say() {
    let all = || (1..=10).fold(story("a"), |story, n| story.sends(&format!("a-{n}")));
    let log = || RoomLog::of(1, (1..=10).map(|seq| said(seq, &format!("a-{seq}"))).collect());
    let reads = |from: u64| story("b").pages(0, log().after(from - 1).to_vec(), false, Some(from));
    assert_eq!(judge_kept(log(), 0, Some(4), &[all(), reads(7)]), []);
    only(judge_kept(log(), 0, Some(4), &[all(), reads(8)]), &[Kind::LetGo]);
    // Until the second entry the server's word holds, from there on the room's.
    let ten = || RoomLog::of(1, ten());
    assert_eq!(judge_kept(ten(), 0, Some(4), &[wishes(), self::reads(8, Some(8))]), []);
    only(judge_kept(ten(), 0, Some(1), &[wishes(), self::reads(9, Some(9))]), &[Kind::LetGo]);
}

#[test]
fn entering_and_catching_up_say_it_too() {
    let facts = || ten()[7..].to_vec();
    let enter = |expired_before| {
        let (span, room) = (Span::default(), ROOM.into());
        story("b").with(Event::Entered {
            span,
            room,
            after: Some(1),
            head: 10,
            facts: facts(),
            more: false,
            expired_before,
        })
    };
    fine(ten(), &[wishes(), enter(Some(8)).settled()]);
    bad(ten(), &[wishes(), enter(None)], &[Kind::BadResume]);
    let missed = |expired_before| {
        story("b").hears(1, "a-1").with(Event::Missed { room: ROOM.into(), facts: facts(), expired_before })
    };
    fine(ten(), &[wishes(), missed(Some(8))]);
    bad(ten(), &[wishes(), missed(None)], &[Kind::Gap]);
}

#[test]
fn a_policy_holds_from_its_own_entry_to_the_next() {
    let mut log = ten();
    log[7] = fact(8, "m", keep(100));
    let wishes = || {
        let all = [1, 3, 4, 5, 6, 7, 9, 10].iter().fold(story("a"), |story, n| story.sends(&format!("a-{n}")));
        all.wishes("k", "m", keep(3)).wishes("l", "m", keep(100))
    };
    let reads = |from: u64| story("b").pages(0, log[from as usize - 1..].to_vec(), false, Some(from));
    // With seven entries, three are kept: four may be let go.
    fine(log.clone(), &[wishes(), reads(5)]);
    bad(log.clone(), &[wishes(), reads(6)], &[Kind::LetGo]);
    let reset = |log: &[Said]| {
        let mut log = log.to_vec();
        log[7] = fact(8, "server", What::Reset);
        log
    };
    let reader = story("b").pages(0, reset(&log)[5..].to_vec(), false, Some(6));
    bad(reset(&log), &[wishes(), reader], &[Kind::LetGo]);
}

#[test]
fn what_was_let_go_does_not_come_back() {
    let twice = |second: usize, at: Nanos| {
        let first = story("b").at(1).pages(0, ten()[7..].to_vec(), false, Some(8));
        first.at(at).pages(second as Seq - 1, ten()[second - 1..].to_vec(), false, None)
    };
    fine(ten(), &[wishes(), twice(8, 3)]);
    bad(ten(), &[wishes(), twice(7, 3)], &[Kind::CameBack]);
    fine(ten(), &[wishes(), twice(7, 1)]);
    // Nor after a restart.
    let log = RoomLog { kept_from: 8, ..RoomLog::of(1, ten()) };
    let found = judge_log(log, 10, &[story("b").pages(6, ten()[6..].to_vec(), false, None)]);
    only(found, &[Kind::CameBack]);
}

#[test]
fn what_was_let_go_before_it_was_read_is_known_from_those_who_heard_it() {
    let mut log = RoomLog::of(1, ten()[..2].to_vec());
    log.take(RoomLog::of(8, ten()[7..].to_vec()));
    assert_eq!((log.head(), log.holes.clone()), (10, vec![(3, 7)]));
    let heard = || ten()[..7].iter().fold(story("c"), |story, said| story.shown(said.clone()));
    assert_eq!(judge_log(log.clone(), 0, &[wishes().ok("a-4", 4), heard()]), []);
    assert_eq!(judge_log(log.clone(), 0, &[wishes().ok("a-4", 4)]), [], "nobody can tell");
    only(judge_log(log.clone(), 0, &[wishes().ok("a-4", 5), heard()]), &[Kind::Lost]);
    let other = story("d").shown(said(4, "a-5"));
    only(judge_log(log, 0, &[wishes(), heard(), other]), &[Kind::TwoOrders]);
    let mut holed = RoomLog::of(1, ten()[..2].to_vec());
    holed.take(RoomLog::of(3, ten()[7..].to_vec()));
    only(judge_log(holed, 0, &[wishes()]), &[Kind::NotContiguous]);
}

fn out(banned: bool) -> What {
    What::SentOut { name: "b".into(), banned, why: "m-1".into() }
}

#[test]
fn whoever_was_sent_out_comes_back_before_taking_part() {
    let log = || vec![fact(1, "m", out(false)), said(2, "b-1")];
    let kick = || story("m").wishes("m-1", "m", out(false)).ok("m-1", 1);
    let back = |head| story("b").enters(Some(head), head, vec![]);
    bad(log(), &[kick(), back(0).sends("b-1")], &[Kind::NotKeptOut]);
    fine(log(), &[kick(), back(0).enters(Some(1), 1, vec![]).sends("b-1").ok("b-1", 2)]);
    fine(vec![log()[0].clone()], &[kick(), back(0).sends("b-1").refused("b-1")]);
    // It began after the confirmation, and was let through as if it had come before.
    let late = story("b").at(3).sends("b-1").at(4).ok("b-1", 1);
    bad(
        vec![said(1, "b-1"), fact(2, "m", out(false))],
        &[story("m").wishes("m-1", "m", out(false)).at(2).ok("m-1", 2), late],
        &[Kind::RealTime],
    );
}

#[test]
fn a_ban_keeps_out_until_it_is_lifted() {
    let lifted = || What::LetIn { name: "b".into() };
    let log = || vec![fact(1, "m", out(true)), said(2, "m-2"), fact(3, "m", lifted())];
    let ban = || story("m").wishes("m-1", "m", out(true)).sends("m-2").wishes("m-3", "m", lifted());
    let enters = |head: Seq| story("b").enters(Some(head), head, vec![]);
    fine(log(), &[ban(), enters(0), enters(3)]);
    bad(log(), &[ban(), enters(1)], &[Kind::NotKeptOut]);
    bad(log(), &[ban(), enters(2)], &[Kind::NotKeptOut]);
    bad(log()[..2].to_vec(), &[ban(), enters(2)], &[Kind::NotKeptOut]);
    let reset = vec![log()[0].clone(), fact(2, "server", What::Reset)];
    fine(reset.clone(), &[ban(), enters(2)]);
    bad(reset, &[ban(), enters(1)], &[Kind::NotKeptOut]);
}
