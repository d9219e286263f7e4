//! What the sequencer tells about itself, for the meter.

use super::Sequencer;

impl Sequencer {
    /// Rooms in memory.
    pub(crate) fn rooms_in_memory(&self) -> usize {
        self.rooms.len()
    }
}
