//! What the mounted sources have instead of `std::sync`, `std::thread`, `std::time` and tokio: the same names, on a scheduler
//! that may let somebody else go on at each use. It must know nothing of the product.

pub(crate) mod clock;
pub(crate) mod memory;
pub(crate) mod sync;
pub(crate) mod thread;
pub(crate) mod time;
pub(crate) mod tokio;

/// Here anybody may go on.
pub(crate) use shuttle_engine::runtime::thread::switch;

/// One of `n`, chosen by the schedule.
pub(crate) fn choose(n: u64) -> u64 {
    use shuttle::rand::RngCore;
    shuttle::rand::thread_rng().next_u64() % n.max(1)
}
