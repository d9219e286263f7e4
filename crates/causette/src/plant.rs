//! Which fault a test wants planted, from the environment variable `CAUSETTE_PLANT`. Never in the program people run.

use causette_engine::plant::Plant;

#[expect(clippy::disallowed_methods, reason = "only compiled for the tests that plant faults")]
fn wanted() -> String {
    std::env::var("CAUSETTE_PLANT").unwrap_or_default()
}

/// Plants the gate's or the store's fault if it is the one, and says which is the engine's. To be called before the
/// store is opened.
pub(crate) fn plant() -> anyhow::Result<Plant> {
    let wanted = wanted();
    causette_doors::gate::plant::set_drops(wanted == "drop_on_full_queue");
    causette_sqlite::plant::set_normal(wanted == "sync_normal");
    Ok(match wanted.as_str() {
        "ack_before_commit" => Plant::AckBeforeCommit,
        "tell_before_store" => Plant::TellBeforeStore,
        "skip_number" => Plant::SkipNumber,
        "" | "drop_on_full_queue" | "sync_normal" => Plant::Nothing,
        other => anyhow::bail!("CAUSETTE_PLANT={other} is no fault that can be planted"),
    })
}
