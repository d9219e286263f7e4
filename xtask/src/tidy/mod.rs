//! What no compiler checks: one small file a rule, each a function from the tree to what it found.

pub(crate) mod appends;
pub(crate) mod doors;
pub(crate) mod headers;
pub(crate) mod model;
pub(crate) mod paths;
pub(crate) mod places;
pub(crate) mod sizes;
pub(crate) mod strays;
pub(crate) mod unfinished;
