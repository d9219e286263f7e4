//! A calculation: two facts of one commit, one answer, and the asker hears the second like everybody else.

use super::bench::{Bench, calc, history, say};
use causette_core::Range;
use causette_core::ports::{AppendError, Appended};
use causette_core::refusal::NotSaved;

#[test]
fn all_see_the_asking_and_the_answer_with_nothing_between() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, calc("#general", "/calc 2+3*4", "14", None));
    bench.say(2, "next");
    bench.run();
    bench.heard(1, &["ok #general 1", "2 = 14", "3 guest2: next"]);
    bench.heard(2, &["1 guest1: /calc 2+3*4", "2 = 14", "ok #general 3"]);
    let appends = bench.log.appends.lock().unwrap().last().unwrap().clone();
    assert_eq!((appends.len(), appends[0].entries.len()), (1, 3), "one commit");
    bench.ask(2, history("#general", Range::After(0), 9));
    bench.run();
    bench.heard(2, &["[1 guest1: /calc 2+3*4, 2 = 14, 3 guest2: next]"]);
}

#[test]
fn a_retry_is_one_calculation() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, calc("#general", "/calc 1/0+ans", "5", Some("k")));
    bench.run();
    bench.ask(1, calc("#general", "/calc 1/0+ans", "6", Some("k"))); // another `ans` by now
    bench.ask(1, calc("#general", "/calc 1", "1", Some("k")));
    bench.ask(1, say("#general", "= 2", Some("l")));
    bench.run();
    bench.heard(1, &["ok #general 1", "2 = 5", "ok #general 1", "key_reused", "ok #general 3"]);
    bench.heard(2, &["1 guest1: /calc 1/0+ans", "2 = 5", "3 guest1: = 2"]);
    // The store knows the key by the asking's number alone.
    let keys: Vec<_> = bench.log.appends.lock().unwrap()[1][0].entries.iter().map(|e| e.key.is_some()).collect();
    assert_eq!(keys, [true, false]);
}

#[test]
fn a_calculation_that_is_not_saved_shows_nothing() {
    let mut bench = Bench::with_guests(2);
    let full = AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() };
    bench.log.script.lock().unwrap().push_back(Err(full));
    bench.ask(1, calc("#general", "/calc 1+1", "2", None));
    bench.run();
    bench.heard(1, &["not_saved"]);
    bench.heard(2, &[]);
    // Another writer came first: both are numbered again.
    bench.say(2, "a");
    bench.run();
    let theirs = bench.log.appends.lock().unwrap().last().unwrap()[0].entries[0].fact.clone();
    let theirs = std::sync::Arc::new(causette_core::Fact { seq: 2, ..causette_core::Fact::clone(&theirs) });
    bench.clear();
    bench.log.script.lock().unwrap().extend([Ok(Appended::Behind(vec![theirs])), Ok(Appended::Stored)]);
    bench.ask(1, calc("#general", "/calc 1+1", "2", None));
    bench.run();
    bench.heard(1, &["2 guest2: a", "ok #general 3", "4 = 2"]);
}
