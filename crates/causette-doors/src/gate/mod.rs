//! Accept, read, throttle, write, drain: what every door needs, whatever language it speaks.

mod accept;
mod audience;
mod conn;
mod deadlines;
mod deliver;
mod limits;
mod out;
#[cfg(feature = "planted")]
pub mod plant;
mod serve;
mod shard;
mod speaker;
mod stage;
#[cfg(test)]
mod tests;
mod throttle;
mod timers;
mod write;

pub use accept::{Listener, accept};
pub use limits::*;
pub use shard::{Settings, Shard};
pub use speaker::{Dialect, Heard, Speaker, Trouble};
pub use throttle::{LiveRate, Rate};
