//! Made-up words with the shape of speech: a few are in every third message, most are rare, and many have an accent.

/// How many words there are.
const WORDS: u64 = 50_000;
const SYLLABLES: [&str; 24] = [
    "ba", "ré", "mo", "li", "ta", "né", "sou", "vi", "po", "ça", "du", "fê", "ga", "lo", "mi", "ran", "té", "zu",
    "cha", "pe", "bri", "où", "ni", "dra",
];

/// Repeatable numbers (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    /// A word as it is met in speech: its rank is a uniform number's cube, so that low ranks are frequent.
    fn word(&mut self) -> String {
        let unit = self.below(1 << 20) as f64 / (1 << 20) as f64;
        word((unit.powi(3) * WORDS as f64) as u64)
    }

    /// A message of 4 to 15 words.
    pub(crate) fn message(&mut self) -> String {
        let words: Vec<String> = (0..4 + self.below(12)).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// A word of about this rank: 0 is the most frequent, 1 the rarest.
    pub(crate) fn ranked(&mut self, rarity: f64) -> String {
        word((rarity * (WORDS - 100) as f64) as u64 + self.below(100))
    }
}

/// The word of a rank: its digits in syllables, so that every rank has its own.
fn word(mut rank: u64) -> String {
    let mut word = String::new();
    loop {
        let syllable = usize::try_from(rank % SYLLABLES.len() as u64).ok().and_then(|n| SYLLABLES.get(n));
        word.push_str(syllable.copied().unwrap_or_default());
        rank /= SYLLABLES.len() as u64;
        if rank == 0 {
            return word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_dice_say_the_same() {
        let say = |seed| (0..100).map(|_| Dice(seed).message()).collect::<Vec<_>>();
        assert_eq!(say(1), say(1));
        assert_ne!(say(1), say(2));
        assert!(word(0) != word(24) && word(WORDS - 1).len() < 20);
    }
}
