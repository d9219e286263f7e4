//! The service manager: told when the server is ready, reloads and stops, and that it is alive, if there is one that asks
//! (systemd's `NOTIFY_SOCKET` and `WATCHDOG_USEC`). Without one, nothing happens.

use causette_engine::Meter;
use sd_notify::NotifyState;
use std::sync::Arc;
use std::time::Duration;

/// Of the time within which the manager wants a sign of life: how often it gets one, and how often the engine turns for it.
const SIGNS: u32 = 4;
const TURNS: u32 = 8;

/// From here on people are served.
pub(crate) fn ready() {
    tell(&[NotifyState::Ready]);
}

/// Settings are being read again; [`ready`] says that this is over.
pub(crate) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}

/// The end has begun.
pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Gives signs of life for as long as the engine's loop turns: one that waits for ever, for a disk or by a defect, gets none.
pub(crate) fn watch(meter: Arc<Meter>) -> std::io::Result<()> {
    let Some(within) = sd_notify::watchdog_enabled() else { return Ok(()) };
    meter.want_turns((within / TURNS).max(Duration::from_millis(1)));
    let sign = move || {
        let mut seen = None;
        loop {
            let turns = Some(meter.turns.get());
            if turns != seen {
                tell(&[NotifyState::Watchdog]);
            }
            seen = turns;
            std::thread::sleep(within / SIGNS);
        }
    };
    std::thread::Builder::new().name("causette-watchdog".into()).spawn(sign).map(drop)
}

fn tell(state: &[NotifyState<'_>]) {
    // A manager that does not listen is no trouble of those who are served.
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "the service manager cannot be told");
    }
}
