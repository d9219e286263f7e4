//! A room of the relay: who is in it, and what was said since it was last told. Pure.

#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) members: Vec<usize>,
    /// Lines, as they go out.
    pub(crate) batch: Vec<u8>,
    /// Who said how many of the batch's bytes, in order.
    said: Vec<(usize, usize)>,
}

impl Room {
    pub(crate) fn say(&mut self, who: usize, line: &[u8]) {
        self.batch.extend_from_slice(line);
        self.batch.push(b'\n');
        self.said.push((who, line.len() + 1));
    }

    /// The batch less what `who` said.
    pub(crate) fn without(&self, who: usize, others: &mut Vec<u8>) {
        others.clear();
        let mut rest = self.batch.as_slice();
        for &(by, length) in &self.said {
            let Some((said, later)) = rest.split_at_checked(length) else { return };
            if by != who {
                others.extend_from_slice(said);
            }
            rest = later;
        }
    }

    pub(crate) fn told(&mut self) {
        self.batch.clear();
        self.said.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_hears_their_own_words() {
        let (mut room, mut others) = (Room::default(), Vec::new());
        for (who, line) in [(1, "a"), (2, "bb"), (1, "ccc"), (2, "d")] {
            room.say(who, line.as_bytes());
        }
        for (who, expect) in [(1, "bb\nd\n"), (2, "a\nccc\n"), (3, "a\nbb\nccc\nd\n")] {
            room.without(who, &mut others);
            assert_eq!(others, expect.as_bytes());
        }
        room.told();
        room.without(3, &mut others);
        assert!(others.is_empty());
    }
}
