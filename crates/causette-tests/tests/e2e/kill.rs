//! The kill loop, briefly. `cargo run --release -p causette-tests --bin kills` runs it for as long as one likes.

use causette_tests::kill::{Options, run};
use causette_tests::random::fresh_seed;
use causette_tests::server::Program;

#[test]
fn nothing_confirmed_is_lost_to_a_kill() {
    let seed = fresh_seed();
    println!("seed {seed}");
    let tally = run(Options::new(Program::product().unwrap(), seed, 18), |_| {}).unwrap();
    println!("{tally}");
    assert_eq!(tally.violations, [], "seed {seed}");
    assert!(
        tally.confirmed > 100 && tally.unknown > 0 && tally.listened > 0,
        "too little happened to prove anything: {tally}"
    );
    for kind in
        ["messages", "replies", "edits", "deletions", "reactions", "calculations", "registrations", "words used"]
    {
        assert!(tally.kinds.contains_key(kind), "no {kind} prove nothing: {:?}", tally.kinds);
    }
    assert!(tally.kinds.contains_key("messages by HTTP"), "nobody spoke by HTTP: {:?}", tally.kinds);
    assert!(tally.by_socket > 0 && tally.by_events > 0, "nobody came by the web: {tally}");
    assert!(tally.searches > 0 && tally.pages > 0, "nobody looked: this proves nothing");
}
