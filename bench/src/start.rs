//! How long a server takes to start on a store, and what it takes of memory then.

use crate::args::Common;
use crate::figures::Figures;
use crate::procfs::{cpu_fine, memory};
use crate::server::Server;
use crate::session::Session;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

/// Messages that were said just before a server was killed.
const LATE: u64 = 100;
/// How long a server is watched, and the CPU it may use meanwhile, to be at rest.
const LOOK: Duration = Duration::from_secs(1);
const RESTING: f64 = 0.02;
/// For it to get there.
const PATIENCE: Duration = Duration::from_secs(600);

/// Rooms of messages in a directory.
pub(crate) struct Filled<'d> {
    pub(crate) data: &'d Path,
    pub(crate) rooms: Vec<String>,
    pub(crate) messages: u64,
}

impl Filled<'_> {
    /// Has `messages` in the store, all of them indexed, and stops the server.
    pub(crate) fn grow(&mut self, messages: u64, common: &Common) -> Result<()> {
        let server = Server::on(self.data, common)?;
        self.say(messages.saturating_sub(self.messages), &server)?;
        rest(&server)?;
        server.stop()
    }

    /// Says a little and kills the server at once.
    pub(crate) fn kill(&mut self, server: Server) -> Result<()> {
        self.say(LATE, &server)?;
        drop(server);
        Ok(())
    }

    fn say(&mut self, count: u64, server: &Server) -> Result<()> {
        let mut session = Session::in_json(server)?;
        self.rooms.iter().try_for_each(|room| session.enter(room))?;
        session.fill_all(&self.rooms, count, self.messages)?;
        self.messages += count;
        Ok(())
    }
}

/// What one that was just started took for it.
pub(crate) fn started(server: &Server) -> Result<Figures> {
    let memory = memory(server.pid())?;
    Ok(Figures::from([
        ("ready_ms", server.took.as_secs_f64() * 1e3),
        ("cpu_us", cpu_fine(server.pid())? * 1e6),
        ("private_dirty_mb", memory.private_dirty as f64 / 1024.0),
        ("resident_mb", memory.resident as f64 / 1024.0),
    ]))
}

/// Waits until it does nothing: words are indexed in quiet moments.
pub(crate) fn rest(server: &Server) -> Result<()> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        crate::stop::check()?;
        let before = cpu_fine(server.pid())?;
        std::thread::sleep(LOOK);
        if cpu_fine(server.pid())? - before < RESTING {
            return Ok(());
        }
    }
    bail!("the server was still busy after {PATIENCE:?}")
}

/// Megabytes of all files in a directory.
pub(crate) fn megabytes(folder: &Path) -> Result<f64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { (megabytes(&entry.path())? * 1e6) as u64 } else { metadata.len() };
    }
    Ok(bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_as_large_as_its_files() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        for (name, bytes) in [("a", 1_500_000), ("in/b", 500_000)] {
            std::fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
        }
        assert_eq!(megabytes(folder.path()).unwrap(), 2.0);
    }
}
