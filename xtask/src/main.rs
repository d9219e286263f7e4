//! The project's chores: `cargo xtask test` and `cargo xtask lint`.

fn main() {}
