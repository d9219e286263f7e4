//! Outgoing webhooks: what happens in a room, sent to an address as the Standard Webhooks specification has it.
//!
//! Each webhook has a session of its own, the one of its account's program: it reads its room in pages, from the position that
//! the store keeps, and sends one fact after the other. So its rules are those of everybody, and nothing is kept here but a page.
//! The position moves after an answer of 200 to 299; whatever ends in between, what was not answered is sent again.

mod follow;
#[cfg(feature = "planted")]
pub mod plant;
mod schedule;
mod send;

use crate::gate::Visitor;
use crate::web::limits::HOOK_AGAIN;
use causette_core::TokenHash;
use causette_core::hook::Allowed;
use causette_core::ports::{Clock, Log};
use causette_engine::Mailbox;
use follow::Follower;
use send::Sender;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;

/// What webhooks are delivered with.
pub struct Setup {
    /// Where they are kept; read, never written.
    pub log: Arc<dyn Log>,
    /// Where it is said how far they have come.
    pub mailbox: Mailbox,
    /// Woken when there is another, or one is to go on.
    pub changed: Arc<Notify>,
    /// Where they may send to.
    pub allowed: Allowed,
    /// How their sessions begin.
    pub house: Visitor,
    /// The time that is signed.
    pub clock: Arc<dyn Clock>,
}

/// One that is delivered for.
struct Running {
    task: AbortHandle,
    /// Its last delivery failed.
    failing: Arc<AtomicBool>,
}

/// Delivers for ever.
pub async fn run(setup: Setup) {
    let Setup { log, mailbox, changed, allowed, house, clock } = setup;
    let sender = Arc::new(Sender::new(allowed));
    let (mut tasks, mut running) = (JoinSet::new(), HashMap::<TokenHash, Running>::new());
    loop {
        let read = {
            let log = log.clone();
            tokio::task::spawn_blocking(move || log.hooks()).await
        };
        let Ok(Ok(tokens)) = read else {
            tracing::warn!(error = ?read, "webhooks could not be read");
            sleep(HOOK_AGAIN * 10).await;
            continue;
        };
        let mut there = HashMap::new();
        for token in tokens {
            let hook = token.program.as_ref().and_then(|program| program.hook.as_deref());
            if let Some(progress) = hook.map(|hook| hook.progress).filter(|progress| !progress.paused) {
                there.insert(token.hash, (token, progress));
            }
        }
        running.retain(|hash, one| {
            // Its owner had it try again, which is what a row without trouble says.
            let again = |has_trouble: bool| one.failing.load(Ordering::Relaxed) && !has_trouble;
            let stays = there.get(hash).is_some_and(|(_, progress)| !again(progress.trouble.is_some()));
            if !stays {
                one.task.abort();
            }
            stays && !one.task.is_finished()
        });
        for (hash, (token, progress)) in there {
            if running.contains_key(&hash) {
                continue;
            }
            let failing = Arc::new(AtomicBool::new(progress.trouble.is_some()));
            let (house, mailbox, sender) = (house.clone(), mailbox.clone(), sender.clone());
            let follower = Follower::new(token, progress, failing.clone(), sender, mailbox, clock.clone());
            let task = tasks.spawn(async move {
                if let Some(mut follower) = follower {
                    follower.run(&house).await;
                }
            });
            running.insert(hash, Running { task, failing });
        }
        tokio::select! {
            () = changed.notified() => {}
            Some(_) = tasks.join_next() => sleep(HOOK_AGAIN).await,
        }
    }
}
