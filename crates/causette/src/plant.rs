//! Which fault a test wants planted, from the environment variable `CAUSETTE_PLANT`. Never in the program people run.

use causette_engine::plant::Plant;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Notify;

/// The shard that is to die.
static DIES: OnceLock<u8> = OnceLock::new();
/// It is to die now.
static DEATH: Notify = Notify::const_new();

/// With the third connection it is time: each of two shards has served one.
pub(crate) fn accepted() {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    if COUNT.fetch_add(1, Ordering::Relaxed) == 2 {
        DEATH.notify_one();
    }
}

/// Kills the shard that calls it, if it is the one.
pub(crate) async fn death(number: u8) {
    if DIES.get() != Some(&number) {
        return std::future::pending().await;
    }
    DEATH.notified().await;
    #[expect(clippy::panic, reason = "this is the fault")]
    {
        panic!("planted: this shard dies");
    }
}

#[expect(clippy::disallowed_methods, reason = "only compiled for the tests that plant faults")]
fn wanted() -> String {
    std::env::var("CAUSETTE_PLANT").unwrap_or_default()
}

/// Plants a door's or the store's fault if it is the one, and says which is the engine's. To be called before the
/// store is opened.
pub(crate) fn plant() -> Result<Plant, String> {
    let wanted = wanted();
    causette_doors::gate::plant::set_drops(wanted == "drop_on_full_queue");
    causette_doors::web::hooks::plant::set_moves_early(wanted == "hook_moved_early");
    if let Some(plant) = causette_sqlite::plant::Plant::named(&wanted) {
        plant.set();
        return Ok(Plant::Nothing);
    }
    if let Some(plant) = causette_doors::irc::plant::Plant::named(&wanted) {
        plant.set();
        return Ok(Plant::Nothing);
    }
    if let Some(plant) = causette_doors::web::plant::Plant::named(&wanted) {
        plant.set();
        return Ok(Plant::Nothing);
    }
    causette_doors::gate::plant::set_leaves_out(wanted == "socket_leaves_one_out");
    if let Some(number) = wanted.strip_prefix("shard_").and_then(|rest| rest.strip_suffix("_dies")) {
        DIES.get_or_init(|| number.parse().unwrap_or_default());
        return Ok(Plant::Nothing);
    }
    Ok(match wanted.as_str() {
        "ack_before_commit" => Plant::AckBeforeCommit,
        "tell_before_store" => Plant::TellBeforeStore,
        "skip_number" => Plant::SkipNumber,
        "ack_edit_before_commit" => Plant::AckEditBeforeCommit,
        "edit_told_of_another" => Plant::EditToldOfAnother,
        "kick_leaves_them_in" => Plant::KickLeavesThemIn,
        "rename_keeps_the_name" => Plant::RenameKeepsTheName,
        "account_ack_before_commit" => Plant::AccountAckBeforeCommit,
        "expiry_not_said" => Plant::ExpiryNotSaid,
        "drop_on_full_queue" | "socket_leaves_one_out" | "hook_moved_early" => Plant::Nothing,
        other => return Err(format!("CAUSETTE_PLANT={other} is no fault that can be planted")),
    })
}
