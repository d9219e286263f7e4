//! Which fault a test wants planted, from the environment variable `CAUSETTE_PLANT`. Never in the program people run.

use causette_engine::plant::Plant;

#[expect(clippy::disallowed_methods, reason = "only compiled for the tests that plant faults")]
fn wanted() -> String {
    std::env::var("CAUSETTE_PLANT").unwrap_or_default()
}

/// Plants the gate's fault if it is the one, and says which is the engine's.
pub(crate) fn plant() -> Plant {
    causette_doors::gate::plant::set_drops(wanted() == "drop_on_full_queue");
    match wanted().as_str() {
        "ack_before_commit" => Plant::AckBeforeCommit,
        "tell_before_store" => Plant::TellBeforeStore,
        "skip_number" => Plant::SkipNumber,
        _ => Plant::Nothing,
    }
}
