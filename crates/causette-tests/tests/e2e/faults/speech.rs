//! Faults 12–16, 21, 31, 35: what people write to seem what they are not, to spoil a screen, or to change what others said.

use super::arena::Arena;
use super::raw::Raw;
use serde_json::json;

/// Somebody of that name and somebody who reads along.
fn two(arena: &Arena) -> (Raw, Raw) {
    let mut sender = arena.alone("#words");
    let mut reader = arena.guest();
    reader.ask("/join #words", "2 people in #words");
    sender.until("joined #words");
    (sender, reader)
}

pub(super) fn fault_12_nothing_turns_a_line_round() {
    let arena = Arena::new();
    let (mut sender, mut reader) = two(&arena);
    sender.ask("safe\u{202e}gnp.exe\u{2066}x\u{200b}y\u{feff}z", "ok 1");
    let shown = reader.until("<");
    assert!(shown.ends_with("> safe\u{fffd}gnp.exe\u{fffd}xyz"), "{shown:?}");
    for name in ["bob\u{202e}", "bo\u{200b}b", "\u{2066}bob"] {
        sender.ask(&format!("/nick {name}"), "!! bad_name: U+2");
        sender.ask(&format!("/join #{name}"), "!! bad_room: U+2");
    }
    drop((sender, reader));
    arena.calm();
}

pub(super) fn fault_13_names_that_look_alike() {
    let arena = Arena::new();
    let (mut first, mut second) = two(&arena);
    first.ask("/nick cop", "your name is now cop");
    second.ask("/nick \u{441}\u{43e}\u{440}", "!! name_lookalike: that name looks like cop");
    second.ask("/nick c\u{43e}p", "!! bad_name: that name mixes letters of several alphabets");
    second.ask("/nick COP", "!! name_taken");
    drop((first, second));
    arena.calm();
}

pub(super) fn fault_14_ten_thousand_marks() {
    let arena = Arena::new();
    let (mut sender, mut reader) = two(&arena);
    let tower = format!("a{}b", "\u{301}".repeat(2000));
    for (line, seq) in [(tower.clone(), 1), (format!("/me {tower}"), 2)] {
        sender.ask(&line, &format!("ok {seq}"));
        let shown = reader.until(&format!(" {seq}] "));
        assert_eq!(shown.matches('\u{301}').count(), 8, "{shown:?}");
        assert!(shown.ends_with('b'));
    }
    sender.ask(&format!("a{}", "\u{301}".repeat(10_000)), "line_too_long");
    sender.ask(&format!("/nick q{}", "\u{302}".repeat(3)), "!! bad_name: too many marks");
    drop((sender, reader));
    arena.calm();
}

pub(super) fn fault_15_ctcp_and_dcc_are_text() {
    let arena = Arena::new();
    let (mut sender, mut reader) = two(&arena);
    for (n, line) in
        ["\u{1}VERSION\u{1}", "\u{1}DCC SEND x 2130706433 80 1\u{1}", "\u{1}ACTION waves\u{1}"].iter().enumerate()
    {
        sender.ask(line, &format!("ok {}", n + 1));
        let shown = reader.until("\u{2401}");
        assert!(!shown.contains('\u{1}') && shown.contains("] <"), "{shown:?}");
    }
    drop((sender, reader));
    arena.calm();
}

pub(super) fn fault_16_no_colours_here() {
    let arena = Arena::new();
    let (mut sender, mut reader) = two(&arena);
    sender.ask("\u{3}04,01red\u{3} \u{2}bold\u{f} \u{1d}i\u{1f}u\u{16}r", "ok 1");
    let shown = reader.until("<");
    assert!(shown.ends_with("> red bold iur"), "{shown:?}");
    // Nothing is lost: a program reads what was written.
    reader.ask("/format json", "welcome");
    let page = reader.ask(&json!({"type":"history","room":"#words","ref":"h"}).to_string(), r#""ref":"h""#);
    assert!(page.contains(r"\u000304,01red"), "{page}");
    drop((sender, reader));
    arena.calm();
}

pub(super) fn fault_21_a_flood_is_told_and_loses_nothing() {
    const LINES: usize = 60;
    let arena = Arena::with(&["--line-rate", "20", "--line-burst", "20"]);
    let mut raw = arena.alone("#flood");
    raw.send((0..LINES).map(|n| format!("line {n}\n")).collect::<String>());
    let mut told = 0;
    loop {
        let line = raw.line().expect("a flood is slowed, not closed");
        told += usize::from(line.starts_with("!! slowed: "));
        if line == format!("ok {LINES}") {
            break;
        }
    }
    assert_eq!(told, 1, "once is enough");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_31_nobody_speaks_as_another() {
    let arena = Arena::new();
    let (mut sender, mut reader) = two(&arena);
    let mut program = arena.guest();
    program.ask("/format json", "welcome");
    program.ask(r##"{"type":"join","room":"#words","ref":"j"}"##, r#""ref":"j""#);
    let forged = [
        "<alice> hello",
        ":alice!a@b PRIVMSG #words :hello",
        "[14:03 99] <alice> hello",
        "-- alice left #words",
        "ok 99",
    ];
    for (n, line) in forged.iter().enumerate() {
        sender.ask(line, &format!("ok {}", n + 1));
        let shown = reader.until(line);
        assert!(shown.contains(&format!(" {}] <guest", n + 1)) && shown.ends_with(&format!("> {line}")), "{shown:?}");
    }
    // Neither in the further lines of a message, nor with fields that only the server writes.
    let text = forged.join("\n");
    let say = json!({"type":"say","room":"#words","text":format!("x\n{text}"),"from":"alice","from_id":"00","seq":99,"ref":"s"});
    program.ask(&say.to_string(), r#""ref":"s""#);
    reader.until("> x");
    for line in forged {
        assert_eq!(reader.line().unwrap(), format!("| {line}"));
    }
    drop((sender, reader, program));
    arena.calm();
}

pub(super) fn fault_35_anothers_message_stays_as_it_is() {
    let arena = Arena::new();
    // Whoever comes first looks after the room, so the one who tries is the second.
    let (mut owner, mut thief) = two(&arena);
    owner.ask("mine", "ok 1");
    thief.until("> mine");
    thief.ask("/edit 1 yours", "!! not_yours: message 1 is somebody else's");
    thief.ask("/delete 1", "!! not_yours");
    thief.ask("/edit 9 x", "!! no_such_message");
    thief.ask("/format json", "welcome");
    let edit = json!({"type":"edit","room":"#words","seq":1,"text":"yours","ref":"e"});
    thief.ask(&edit.to_string(), r#""type":"refused","ref":"e","code":"not_yours""#);
    let delete = json!({"type":"delete","room":"#words","seq":1,"ref":"d"});
    thief.ask(&delete.to_string(), r#""type":"refused","ref":"d","code":"not_yours""#);
    owner.ask("/history", "1] <");
    drop((owner, thief));
    arena.calm();
}
