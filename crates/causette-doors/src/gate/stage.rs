//! What one turn of a shard has to write, before it is written: bytes encoded once, and for each connection the stretches
//! of them it is to be sent. Nothing is copied or counted for a connection whose socket takes all of it.

use super::conn::Conn;
use super::speaker::Dialect;
use super::websocket::{Form, frame};
use bytes::Bytes;
use causette_core::RoomId;
use causette_core::ids::IdMap;
use smallvec::SmallVec;
use std::ops::Range;
use std::rc::Rc;

/// Words for one session up to this size are gathered in one buffer; larger ones have their own.
const SMALL: usize = 1024;
/// A buffer larger than this is not kept for the next turn.
const KEPT: usize = 256 * 1024;
/// Buffers kept for the next turn.
const KEPT_COUNT: usize = 256;
/// What they may hold together: a crowd that is shown a long room is no reason to keep its pages for ever.
const KEPT_BYTES: usize = 2 * 1024 * 1024;

/// Two connections of the same tongue are sent the very same bytes for what happens in a room: the dialect of their words, and
/// the frames around them.
pub(super) type Tongue = (Dialect, Option<Form>);

/// A stretch of the turn's bytes.
#[derive(Debug)]
pub(super) struct Piece {
    arena: usize,
    range: Range<usize>,
}

/// A buffer of the turn: plain until a connection must keep a part of it, shared from then on.
#[derive(Debug)]
enum Arena {
    Open(Vec<u8>),
    Shared(Bytes),
}

/// A connection with something to write.
pub(super) struct Touched {
    pub(super) conn: Rc<Conn>,
    pub(super) pieces: SmallVec<[Piece; 4]>,
}

#[derive(Default)]
pub(super) struct Stage {
    arenas: Vec<Arena>,
    places: IdMap<(RoomId, Tongue), usize>,
    /// Where small words for single sessions go.
    small: Option<usize>,
    /// Lines that are put into frames.
    lines: Vec<u8>,
    spare: Vec<Vec<u8>>,
    spare_bytes: usize,
    pub(super) touched: Vec<Touched>,
}

impl Stage {
    /// Words that all of a room's readers of one tongue share.
    pub(super) fn shared(&mut self, room: RoomId, tongue: Tongue, write: impl FnOnce(&mut Vec<u8>)) -> Piece {
        let arena = match self.places.get(&(room, tongue)) {
            Some(arena) => *arena,
            None => {
                let arena = self.open();
                self.places.insert((room, tongue), arena);
                arena
            }
        };
        self.write(arena, tongue.1, write)
    }

    /// Words for one session, which takes them in such frames.
    pub(super) fn own(&mut self, form: Option<Form>, write: impl FnOnce(&mut Vec<u8>)) -> Piece {
        let arena = match self.small {
            Some(arena) => arena,
            None => self.open(),
        };
        let piece = self.write(arena, form, write);
        // What is large is not shared with strangers: a slow reader would keep theirs as well.
        self.small = (piece.range.len() <= SMALL).then_some(arena);
        piece
    }

    fn open(&mut self) -> usize {
        let buffer = self.spare.pop().unwrap_or_default();
        self.spare_bytes -= buffer.capacity();
        self.arenas.push(Arena::Open(buffer));
        self.arenas.len() - 1
    }

    fn write(&mut self, arena: usize, form: Option<Form>, write: impl FnOnce(&mut Vec<u8>)) -> Piece {
        let Some(Arena::Open(buffer)) = self.arenas.get_mut(arena) else { return Piece { arena, range: 0..0 } };
        let start = buffer.len();
        match form {
            None => write(buffer),
            Some(form) => {
                write(&mut self.lines);
                frame(&self.lines, form, buffer);
                self.lines.clear();
                self.lines.shrink_to(KEPT);
            }
        }
        Piece { arena, range: start..buffer.len() }
    }

    /// Adds a piece to what a connection is to be sent. Neighbours become one.
    pub(super) fn add(&mut self, conn: &Rc<Conn>, piece: &Piece) {
        let place = conn.staged.get() as usize;
        let touched = match self.touched.get_mut(place) {
            Some(touched) if Rc::ptr_eq(&touched.conn, conn) => touched,
            _ => {
                conn.staged.set(self.touched.len() as u32);
                self.touched.push(Touched { conn: conn.clone(), pieces: SmallVec::new() });
                let Some(touched) = self.touched.last_mut() else { return };
                touched
            }
        };
        match touched.pieces.last_mut() {
            Some(last) if last.arena == piece.arena && last.range.end == piece.range.start => {
                last.range.end = piece.range.end;
            }
            _ => touched.pieces.push(Piece { arena: piece.arena, range: piece.range.clone() }),
        }
    }

    /// Makes sure a connection is looked at, even with nothing to send.
    pub(super) fn touch(&mut self, conn: &Rc<Conn>) {
        self.add(conn, &Piece { arena: usize::MAX, range: 0..0 });
    }

    /// The bytes of a piece.
    pub(super) fn bytes(&self, piece: &Piece) -> &[u8] {
        let buffer = match self.arenas.get(piece.arena) {
            Some(Arena::Open(buffer)) => buffer.get(piece.range.clone()),
            Some(Arena::Shared(bytes)) => bytes.get(piece.range.clone()),
            None => None,
        };
        buffer.unwrap_or_default()
    }

    /// A part of a piece, from `skip` on, for a connection that must keep it; the bytes stay one copy.
    pub(super) fn keep(&mut self, piece: &Piece, skip: usize) -> Bytes {
        let range = piece.range.start + skip..piece.range.end;
        let Some(arena) = self.arenas.get_mut(piece.arena) else { return Bytes::new() };
        if let Arena::Open(buffer) = arena {
            *arena = Arena::Shared(std::mem::take(buffer).into());
        }
        match arena {
            Arena::Shared(bytes) if range.end <= bytes.len() && range.start <= range.end => bytes.slice(range),
            Arena::Shared(_) | Arena::Open(_) => Bytes::new(),
        }
    }

    /// Ready for the next turn; buffers nobody kept are used again.
    pub(super) fn clear(&mut self) {
        self.touched.clear();
        self.places.clear();
        self.small = None;
        for arena in self.arenas.drain(..) {
            match arena {
                Arena::Open(mut buffer)
                    if buffer.capacity() <= KEPT
                        && self.spare.len() < KEPT_COUNT
                        && self.spare_bytes + buffer.capacity() <= KEPT_BYTES =>
                {
                    buffer.clear();
                    self.spare_bytes += buffer.capacity();
                    self.spare.push(buffer);
                }
                Arena::Open(_) | Arena::Shared(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_for_the_next_turn_is_bounded() {
        let mut stage = Stage::default();
        for size in [100, 100_000, 300_000, 2000] {
            for _ in 0..1000 {
                stage.own(None, |out| out.resize(out.len() + size, b'x'));
            }
            stage.clear();
            let held: usize = stage.spare.iter().map(Vec::capacity).sum();
            assert!(held == stage.spare_bytes && held <= KEPT_BYTES, "{held} after {size}");
        }
        assert!(!stage.spare.is_empty());
    }
}
