//! No HTTP.

use super::entrance::Entrance;
use super::transport::{Socket, Stream};
use crate::gate::shard::Inner;
use crate::gate::speaker::Speaker;
use crate::seam::tokio::sync::{mpsc, oneshot};
use causette_core::Origin;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

pub(crate) const PIPES_WAITING: usize = 1;

pub(crate) type PipeEnd = Socket;

pub(crate) fn pair() -> io::Result<(PipeEnd, Socket)> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(crate) struct Begins;

pub(crate) trait Pages: Send + Sync {
    fn speaker(&self, begins: Begins) -> Box<dyn Speaker>;
}

pub(crate) struct Opening {
    pub(crate) begins: Begins,
    pub(crate) from: Origin,
    pub(crate) reply: oneshot::Sender<io::Result<PipeEnd>>,
}

pub(crate) struct Visitor;

impl Visitor {
    pub(crate) fn new(_: Origin, _: bool, _: mpsc::Sender<Opening>) -> Visitor {
        Visitor
    }
}

pub(crate) async fn serve(_: Stream, _: Arc<Entrance>, _: Arc<dyn Pages>, _: Box<dyn Speaker>, _: Rc<Inner>) {}
