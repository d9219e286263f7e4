//! No WebSocket.

use super::entrance::Entrance;
use super::transport::{Socket, Stream};
use crate::gate::shard::Inner;
use crate::gate::speaker::Speaker;
use std::convert::Infallible;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

pub(crate) async fn serve(_: Stream, _: Arc<Entrance>, _: Box<dyn Speaker>, _: Infallible, _: Rc<Inner>) {}

pub(crate) fn pair() -> io::Result<(Socket, Socket)> {
    Err(io::ErrorKind::Unsupported.into())
}
