//! Who holds a port that we wanted, where Linux says so: `/proc/net/tcp` has the socket, `/proc/*/fd` its owner.

use std::fs;
use std::net::SocketAddr;

/// The program that listens on this port, as "name (pid N)".
pub fn holder(address: SocketAddr) -> Option<String> {
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| listening(table, address.port()))?;
    let wanted = format!("socket:[{inode}]");
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let name = process.file_name();
        let Some(pid) = name.to_str().filter(|n| n.bytes().all(|b| b.is_ascii_digit())) else { continue };
        let Ok(open) = fs::read_dir(process.path().join("fd")) else { continue };
        let owns = open.flatten().any(|fd| fs::read_link(fd.path()).is_ok_and(|to| to.as_os_str() == wanted.as_str()));
        if owns {
            let program = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("{} (pid {pid})", program.trim()));
        }
    }
    None
}

/// The inode of the socket that listens (state 0A) on `port`.
fn listening(table: &str, port: u16) -> Option<String> {
    let wanted = format!(":{port:04X}");
    fs::read_to_string(table).ok()?.lines().skip(1).find_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(1);
        let (local, _remote, state) = (words.next()?, words.next()?, words.next()?);
        let inode = words.nth(5)?;
        (local.ends_with(&wanted) && state == "0A").then(|| inode.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn the_holder_of_a_port_is_named() {
        let held = TcpListener::bind("127.0.0.1:0").unwrap();
        let holder = holder(held.local_addr().unwrap()).expect("this is Linux");
        assert!(holder.contains(&format!("(pid {})", std::process::id())), "{holder}");
    }
}
