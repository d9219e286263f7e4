//! Two browsers, one in English and one in French, and one `nc`: one conversation, one order.

use super::House;
use causette_tests::client::{Text, said};

/// The numbers of what was said in the current room, as a terminal shows them.
pub(super) fn history(nc: &mut Text) -> Vec<(u64, String)> {
    nc.send("/history after 0 100\n/echo that was all").unwrap();
    let mut all = Vec::new();
    loop {
        let line = nc.expect("").unwrap();
        if line.contains("that was all") {
            return all;
        }
        all.extend(said(&line).map(|said| (said.seq, line.clone())));
    }
}

#[test]
fn two_browsers_and_nc_are_in_one_conversation() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let (alice, bob) = (house.person("alice", "en"), house.person("bob", "fr"));

    alice.says("good morning, all");
    let first = alice.reads("good morning, all");
    alice.until(
        "the sign that it is saved",
        "return !!document.querySelector('[data-testid=line-' + arguments[0] + '] [data-testid=saved]')",
        vec![first.into()],
    );
    assert_eq!(bob.reads("good morning, all"), first);
    carol.expect(&format!("{first}] <alice> good morning, all")).unwrap();
    carol.send("bonjour alice").unwrap();
    let second = bob.reads("bonjour alice");
    assert_eq!(alice.reads("bonjour alice"), second);

    bob.does_with(second, "reply");
    bob.says("moi aussi");
    let third = alice.reads("moi aussi");
    carol.expect(&format!("{third} re {second}] <bob> moi aussi")).unwrap();
    bob.does_with(first, "react");
    bob.clicks("react-👍");
    carol.expect(&format!("bob: 👍 on {first}")).unwrap();
    alice.line_reads(first, "👍");
    alice.does_with(first, "edit");
    alice.until("the text to change", "return document.activeElement?.value === 'good morning, all'", Vec::new());
    alice.says(" of you");
    carol.expect(&format!("-- alice changed {first}: good morning, all of you")).unwrap();
    bob.line_reads(first, "good morning, all of you");

    carol.send("/msg alice psst").unwrap();
    alice.sees("unread-@carol");
    alice.clicks("room-@carol");
    alice.reads("psst");
    alice.says("yes?");
    carol.expect("<alice> yes?").unwrap();
    alice.clicks("room-#general");
    alice.reads("moi aussi");

    // What nobody took back or changed is the same everywhere, under the same numbers, in the same order.
    let told = history(&mut carol);
    let by = |lines: Vec<(u64, String)>| lines.into_iter().map(|(seq, _)| seq).collect::<Vec<u64>>();
    assert_eq!(by(alice.lines()), by(bob.lines()));
    let spoken: Vec<u64> = told.iter().filter(|(_, line)| line.contains("] <")).map(|(seq, _)| *seq).collect();
    assert_eq!(spoken, [first, second, third]);
    let seen = by(alice.lines());
    assert!(spoken.iter().all(|seq| seen.contains(seq)), "{seen:?} of {told:?}");

    carol.send("one more, and the end").unwrap();
    alice.reads("one more, and the end");
    bob.says("à bientôt");
    carol.expect("<bob> à bientôt").unwrap();
    for (name, window) in [("alice", &alice), ("bob", &bob)] {
        assert_eq!(window.complaints(), [""; 0], "{name}");
    }
}

#[test]
fn code_from_a_terminal_is_shown_as_code() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let page = house.page("en");
    carol.send("```\nfor i in range(3):\n    print(i)\n```").unwrap();
    carol.expect("ok ").unwrap();
    let seq = page.reads("print(i)");
    let shown = "return document.querySelector(`[data-testid=line-${arguments[0]}] pre`)?.textContent ?? null";
    assert_eq!(page.eval(shown, vec![seq.into()]), "for i in range(3):\n    print(i)");
    carol.send("for prose, nothing changes").unwrap();
    let seq = page.reads("nothing changes");
    assert_eq!(page.eval(shown, vec![seq.into()]), serde_json::Value::Null);
}
