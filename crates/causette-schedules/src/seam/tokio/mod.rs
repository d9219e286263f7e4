//! The part of tokio that the mounted sources use. Its channels are tokio's own: what waits in them is woken as in the
//! product, and who goes on then is the schedule's choice.

pub(crate) mod io;
pub(crate) mod runtime;
pub(crate) mod sync;
pub(crate) mod task;
pub(crate) mod time;

pub(crate) use ::tokio::select;
pub(crate) use task::spawn;
