//! A way in where nobody has anything to do first, except to be counted.

use super::http::Pages;
use super::transport::Transport;
use crate::gate::crowd::{Crowd, Seat};
use crate::gate::shard::Inner;
use crate::gate::speaker::{Carriage, Trouble};
use causette_core::{Door, Origin};
use std::convert::Infallible;
use std::sync::Arc;

pub(crate) struct Entrance {
    pub(crate) door: Door,
    pub(crate) websocket: Option<Infallible>,
    pub(crate) pages: Option<Arc<dyn Pages>>,
}

pub(crate) struct TurnedAway {
    pub(crate) why: Option<Trouble>,
    pub(crate) unread: bool,
}

pub(crate) type Arrived = Result<(Origin, Carriage, Seat), TurnedAway>;

impl Entrance {
    pub(crate) fn clear(door: Door) -> Entrance {
        Entrance { door, websocket: None, pages: None }
    }
    pub(crate) fn at_once(&self, stream: &Transport, crowd: &Arc<Crowd>) -> Option<Arrived> {
        let from = Origin { door: self.door, private: true, ..Origin::default() };
        let seat = crowd.enter(stream.socket.peer(), crate::seam::time::Instant::now());
        let refused = |_| TurnedAway { why: Some(Trouble::Hurried), unread: false };
        Some(seat.map(|seat| (from, Carriage::Clear, seat)).map_err(refused))
    }
    pub(crate) async fn arrive(&self, stream: &Transport, shard: &Inner) -> Arrived {
        self.at_once(stream, &shard.settings.crowd).unwrap_or(Err(TurnedAway { why: None, unread: false }))
    }
}
