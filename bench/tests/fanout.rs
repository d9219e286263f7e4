//! The load against the bare relay, as a whole program: it delivers, and nothing is lost.

use serde_json::Value;
use std::process::Command;

#[test]
fn every_message_reaches_every_other_member_of_its_room() {
    let scenarios: [&[&str]; 6] = [
        &["fanout", "--members", "8", "--senders", "3", "--window", "5"],
        &["rooms", "--rooms", "5", "--members", "3", "--senders", "3"],
        &["shallow", "--members", "2"],
        &["direct", "--pairs", "3", "--window", "2"],
        &["echo", "--connections", "3", "--window", "2"],
        &["rate", "--rate", "500", "--rooms", "4", "--members", "3"],
    ];
    for scenario in scenarios {
        let short = ["--relay-only", "--json", "--rounds", "1", "--secs", "0.2", "--warm", "0.05"];
        let output = Command::new(env!("CARGO_BIN_EXE_causette-bench")).args(scenario).args(short).output().unwrap();
        let (said, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{scenario:?}: {errors}");
        let found: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{scenario:?}: {error}: {said}"));
        assert_eq!(found["lost"], 0.0, "{scenario:?}: {said}");
        assert_eq!(found["closed"], 0.0, "{scenario:?}: {said}");
        assert!(found["deliveries"].as_f64().unwrap() > 0.0, "{scenario:?}: {said}");
        assert!(found["p50_us"].as_f64().unwrap() > 0.0, "{scenario:?}: {said}");
    }
}

#[test]
fn what_the_relay_cannot_do_is_refused() {
    for scenario in ["crowd", "join", "history", "slow", "start", "known"] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_causette-bench")).args([scenario, "--relay-only"]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && errors.contains(&format!("the relay has no `{scenario}`")), "{errors}");
    }
}
