//! `std::sync` on loom, which tries every order and every value that an atomic may be read as.

pub(crate) use loom::sync::{Arc, Mutex, atomic};
pub(crate) use std::sync::PoisonError;
