//! No WebSocket.

use super::entrance::Entrance;
use super::transport::Stream;
use crate::gate::shard::Inner;
use crate::gate::speaker::Speaker;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::Arc;

/// There is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Form {}

pub(crate) struct Answers {
    pub(crate) frames: Vec<u8>,
    pub(crate) last: bool,
}

pub(crate) fn frame(_: &[u8], form: Form, _: &mut Vec<u8>) {
    match form {}
}

pub(crate) async fn serve(_: Stream, _: Arc<Entrance>, _: Box<dyn Speaker>, _: Infallible, _: Rc<Inner>) {}
