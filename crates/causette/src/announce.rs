//! What the server says when it is ready: one line for programs, then the rest for people, ready to paste.

use crate::args::Serve;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// Fewer open files than this are worth a warning.
const FEW_FILES: u64 = 4096;

pub(crate) fn announce(args: &Serve, address: SocketAddr, files: Option<u64>) {
    println!("ready line={address}");
    println!("talk with:  nc {} {}", reachable(address.ip()), address.port());
    if args.lan {
        println!("open to the local network, in clear text: anyone on the way can read along");
    }
    if args.ephemeral {
        println!("nothing is kept: conversations end with this server (--ephemeral)");
    } else {
        println!("conversations are kept in {}", args.data.display());
    }
    if let Some(files) = files.filter(|n| *n < FEW_FILES) {
        tracing::warn!("at most {files} connections: raise the limit of open files (ulimit -n)");
    }
}

/// The address others would type: for "any address", the one this machine would use to reach a network.
fn reachable(ip: IpAddr) -> IpAddr {
    if !ip.is_unspecified() {
        return ip;
    }
    // Connecting a datagram socket sends nothing; it only asks the system for a route.
    let routed = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    routed.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}
