//! Each demonstration observed what its answer claims: asked of the facts here, not of the demonstration.

use crate::support::program;
use causette_lab::demo::demonstrate;
use causette_lab::trace::Style;
use causette_texts::{Lang, Question};

/// `name` is exactly this; `name>` is a number above this.
fn observed(question: Question, expect: &[(&str, &str)]) {
    let program = (question == Question::VII3).then(program);
    let done = demonstrate(question, Lang::Fr, Style::Quiet, program.as_deref()).unwrap();
    let facts = &done.seen.facts;
    assert!(done.seen.holds, "{}: {facts:?}", question.label());
    for (name, value) in expect {
        let got = done.seen.get(name.trim_end_matches('>')).unwrap_or_else(|| panic!("{name}: {facts:?}"));
        match name.strip_suffix('>') {
            Some(_) => assert!(got.parse::<u64>().unwrap() > value.parse().unwrap(), "{name} {value}: {facts:?}"),
            None => assert_eq!(got, *value, "{}, {name}: {facts:?}", question.label()),
        }
    }
    let answer = done.answer();
    assert!(!answer.contains("{ $") && answer.len() > 100, "{answer}");
}

macro_rules! demonstrations {
    ($($test:ident $question:ident [$($fact:expr),* $(,)?],)+) => {
        $(#[test]
        fn $test() {
            observed(Question::$question, &[$($fact),*]);
        })+

        #[test]
        fn all_twenty_one_are_here() {
            assert_eq!([$(Question::$question),+], Question::ALL);
        }
    };
}

demonstrations! {
    i_1_blocks_in_accept_and_recv I1 [("accept_ms>", "50"), ("recv_ms>", "50"), ("greeting", "Bonjour client !")],
    i_2_refused_then_greeted I2 [("before", "ConnectionRefused"), ("after", "Bonjour client !")],
    i_3_bound_is_closed_listening_is_open I3 [("bound", "ConnectionRefused"), ("before_accept", "connected")],
    ii_1_one_answer_or_two II1 [("without", "1"), ("with", "2")],
    ii_2_recv_of_nothing_a_thousand_times II2 [("echoed", "fin"), ("zeros", "1000")],
    ii_3_three_sends_are_one_recv II3 [("sends", "3"), ("text", "undeuxtrois"), ("bytes", "11")],
    iii_1_three_served_one_of_them_cut III1 [("served", "3")],
    iii_2_gone_or_serving III2 [("second", "ConnectionRefused"), ("third", "salut")],
    iii_3_nothing_then_the_answer III3 [("early", ""), ("late", "salut")],
    iv_1_held_and_told IV1 [("answers", "bonjour oui")],
    iv_2_first_word_while_the_client_is_silent IV2 [("heard", "coucou"), ("would_block", "true")],
    iv_3_fin_half_close_reset IV3 [("goodbye", "au revoir"), ("half", "salut"), ("resets", "1")],
    v_1_every_injection_refused V1 [("refused", "6"), ("tried", "6"), ("alive", "4")],
    v_2_errors_then_a_value V2 [("zero", "colonne 2 : division par zéro. Divisez par autre chose."), ("after", "42")],
    vi_1_a_word_and_an_order VI1 [("text", "vous avez dit : bye"), ("command", "au revoir !")],
    vi_2_three_kinds VI2 [("text", "vous avez dit : calc 6*7"), ("command", "42")],
    vii_1_nobody_waits VII1 [("who", "2 personnes : client 1, client 2"), ("first", "vous avez dit : me voici")],
    vii_2_numbers_without_a_lock VII2 [("asked", "3"), ("numbers", "3"), ("locks", "0")],
    vii_3_causette_itself VII3 [],
    viii_1_one_waits_none_is_lost VIII1 [("kept", "2"), ("waits", "1")],
    viii_2_lost_without_kept_with VIII2 [
        ("confirmed", "4"), ("lost>", "0"), ("mixed>", "0"), ("lockedConfirmed", "3"), ("lockedKept", "3"),
    ],
}
