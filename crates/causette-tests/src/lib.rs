//! What the tests of whole programs share: the history checker, and soon the server they start and the clients they are.

pub mod history;
