//! Accept, read, throttle, write, drain: what every door needs, whatever language it speaks.

mod accept;
mod audience;
mod conn;
mod crowd;
mod deadlines;
mod deliver;
mod entrance;
#[cfg(feature = "fuzzed")]
pub mod fuzzed;
mod http;
mod limits;
mod out;
#[cfg(feature = "planted")]
pub mod plant;
mod proxy;
mod serve;
mod shard;
mod speaker;
mod stage;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_ending;
#[cfg(test)]
mod tests_entering;
#[cfg(test)]
mod tests_tls;
mod throttle;
mod timers;
mod tls;
mod transport;
mod websocket;
mod write;

pub use accept::{Listener, accept};
pub use causette_core::Network;
pub use crowd::Crowd;
pub use entrance::Entrance;
pub use http::{Begins, Pages, Upgrade, Visitor};
pub use limits::*;
pub use shard::{Settings, Shard};
pub use speaker::{Carriage, Dialect, Heard, Speaker, Trouble};
pub use throttle::{LiveRate, Rate};
pub use tls::{ACME_PROTOCOL, Certificates};
pub use transport::Stream;
pub use websocket::Subprotocols;
