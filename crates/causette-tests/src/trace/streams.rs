//! What left by each socket, and with which call.

use super::Call;
use std::collections::BTreeMap;

/// All that was written to one socket, and which call wrote what.
#[derive(Default)]
pub(super) struct Stream<'a> {
    bytes: Vec<u8>,
    parts: Vec<(usize, &'a Call)>,
}

impl Stream<'_> {
    /// The line at which the call began that wrote the first byte of these.
    pub(super) fn find(&self, needle: &[u8]) -> Option<usize> {
        let place = self.bytes.windows(needle.len()).position(|w| w == needle)?;
        self.wrote(place).map(|call| call.begin)
    }

    /// What wrote the byte at this place.
    fn wrote(&self, place: usize) -> Option<&Call> {
        let part = self.parts.partition_point(|(start, _)| *start <= place).checked_sub(1)?;
        self.parts.get(part).map(|(_, call)| *call)
    }
}

/// Every socket of the network, by its two ends.
pub(super) fn sockets(calls: &[Call]) -> BTreeMap<&str, Stream<'_>> {
    let mut sockets: BTreeMap<&str, Stream<'_>> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.target.starts_with("TCP")) {
        // What is still under way at the end of the trace may have left.
        let written = call.result.map_or(Some(call.bytes.len()), |n| usize::try_from(n).ok()).unwrap_or(0);
        let stream = sockets.entry(&call.target).or_default();
        stream.parts.push((stream.bytes.len(), call));
        stream.bytes.extend(call.bytes.iter().take(written));
    }
    sockets
}

/// For each line that was sent to the client at this port, in order, the line of the trace at which all of it had left.
pub fn lines_sent(calls: &[Call], port: u16) -> Vec<usize> {
    let end = format!("->127.0.0.1:{port}]");
    let sockets = sockets(calls);
    let Some(stream) = sockets.iter().find(|(name, _)| name.ends_with(&end)).map(|(_, stream)| stream) else {
        return Vec::new();
    };
    let ends = stream.bytes.iter().enumerate().filter(|(_, b)| **b == b'\n');
    ends.map(|(place, _)| stream.wrote(place).map_or(usize::MAX, |call| call.end)).collect()
}
