//! The operator's own door: a Unix socket in the data directory. Who may read what is kept there is who may come in, and nobody
//! else: whoever comes is the server itself.

use crate::live::Live;
use causette_core::Door;
use causette_core::ports::Log;
use causette_doors::gate::{Entrance, Shard};
use socket2::{Domain, SockAddr, Socket, Type};
use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener as StdListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixListener;

/// Its file in the data directory.
pub(crate) const SOCKET: &str = "console.sock";
/// Operators that have not been accepted yet.
const WAITING: i32 = 16;
/// A path up to this can be the address of a socket everywhere.
const PATH_BYTES: usize = 100;
/// How long to wait when the machine has no file left for one more.
const PAUSE: Duration = Duration::from_millis(100);

/// The console of a server. Its file is removed when it is dropped.
pub(crate) struct Console {
    listener: StdListener,
    file: PathBuf,
    /// Keeps the data directory ours until the file is gone: the next server's must not be removed.
    _held: Arc<dyn Log>,
}

impl Console {
    /// Opens it in a data directory that is `held`: what a killed server left there is nobody's any more.
    pub(crate) fn bind(data: &Path, held: Arc<dyn Log>) -> io::Result<Console> {
        let file = data.join(SOCKET);
        match fs::symlink_metadata(&file) {
            Ok(found) if found.file_type().is_socket() => fs::remove_file(&file)?,
            Ok(_) => return Err(io::Error::other(format!("{} is no socket", file.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let listener = reach(data, |path| {
            let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
            socket.bind(&SockAddr::unix(path)?)?;
            // Before anybody can connect.
            fs::set_permissions(path, Permissions::from_mode(0o600))?;
            socket.listen(WAITING)?;
            socket.set_nonblocking(true)?;
            Ok(socket)
        })?;
        Ok(Console { listener: listener.into(), file, _held: held })
    }

    /// Accepts for ever.
    pub(crate) async fn admit_all(self, shard: Shard, live: Arc<Live>) {
        let listener = match self.listener.try_clone().and_then(UnixListener::from_std) {
            Ok(listener) => listener,
            Err(error) => return tracing::warn!(%error, "there is no console for causette admin"),
        };
        let entrance = entrance();
        loop {
            match listener.accept().await {
                Ok((stream, _)) if shard.has_room() => shard.admit(stream, &entrance, live.console()),
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "nobody could be taken in at the console");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // If it stays, the next server takes its place.
        let _ = fs::remove_file(&self.file);
    }
}

/// What makes whoever comes by there the operator.
pub(crate) fn entrance() -> Arc<Entrance> {
    Arc::new(Entrance::clear(Door::Console))
}

/// Connects to the server of a data directory.
pub(crate) fn connect(data: &Path) -> io::Result<UnixStream> {
    reach(data, |path| UnixStream::connect(path))
}

/// The address of a socket has room for some hundred bytes; a longer way to it is one by a directory that is open.
fn reach<T>(data: &Path, call: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = data.join(SOCKET);
    if path.as_os_str().len() <= PATH_BYTES {
        return call(&path);
    }
    let directory = File::open(data)?;
    call(Path::new(&format!("/proc/self/fd/{}/{SOCKET}", directory.as_raw_fd())))
}
