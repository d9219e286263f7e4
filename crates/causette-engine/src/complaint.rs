//! Tells the operator that batches are not saved: at once, then seldom, with how many there were; and when it is over.

use causette_core::ports::{AppendError, Appended};
use causette_core::refusal::NotSaved;
use std::time::Duration;
use tokio::time::Instant;

/// While it lasts, one line in this time.
const SELDOM: Duration = Duration::from_secs(10);

/// What was last said of it.
#[derive(Debug, Default)]
pub(crate) struct Complaint {
    /// When it was last said; `None`: all is well.
    said: Option<Instant>,
    /// Batches refused since then.
    unsaid: u64,
    /// Since when there is no room on the disk.
    full: Option<Instant>,
}

/// What is to be said now.
#[derive(PartialEq, Eq, Debug)]
enum Word {
    Nothing,
    /// Not saved; and so many more since it was last said.
    NotSaved(u64),
    /// Saved again; so many were not, since it was last said.
    Again(u64),
}

impl Complaint {
    /// Takes the outcome of an append; for how long the disk was full, once there is room again.
    pub(crate) fn hear(&mut self, outcome: &Result<Appended, AppendError>) -> Option<Duration> {
        let now = Instant::now();
        match (self.word(outcome, now), outcome) {
            (Word::NotSaved(others), Err(AppendError::NotSaved { detail, .. })) => {
                tracing::warn!(%detail, others, "a batch of messages was not saved; its senders were told");
            }
            (Word::Again(others), _) => tracing::info!(others, "messages are saved again"),
            (Word::Nothing | Word::NotSaved(_), _) => {}
        }
        self.was_full(outcome, now)
    }

    fn was_full(&mut self, outcome: &Result<Appended, AppendError>, now: Instant) -> Option<Duration> {
        match outcome {
            Err(AppendError::NotSaved { why: NotSaved::DiskFull, .. }) => {
                self.full.get_or_insert(now);
                None
            }
            Ok(Appended::Stored) => self.full.take().map(|since| now - since),
            Ok(Appended::KeyUsed(_) | Appended::Behind(_))
            | Err(AppendError::NotSaved { .. } | AppendError::Unknown(_)) => None,
        }
    }

    fn word(&mut self, outcome: &Result<Appended, AppendError>, now: Instant) -> Word {
        match outcome {
            Ok(Appended::Stored) if self.said.take().is_some() => Word::Again(std::mem::take(&mut self.unsaid)),
            Ok(Appended::Stored | Appended::KeyUsed(_) | Appended::Behind(_)) | Err(AppendError::Unknown(_)) => {
                Word::Nothing
            }
            Err(AppendError::NotSaved { .. }) if self.said.is_some_and(|said| now < said + SELDOM) => {
                self.unsaid += 1;
                Word::Nothing
            }
            Err(AppendError::NotSaved { .. }) => {
                self.said = Some(now);
                Word::NotSaved(std::mem::take(&mut self.unsaid))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_in_a_while_counts_the_others() {
        let start = Instant::now();
        let mut complaint = Complaint::default();
        let full = || Err(AppendError::NotSaved { why: NotSaved::DiskFull, detail: "full".into() });
        let mut at = |seconds: u64, outcome: Result<Appended, AppendError>| {
            complaint.word(&outcome, start + Duration::from_secs(seconds))
        };
        assert_eq!(at(0, Ok(Appended::Stored)), Word::Nothing);
        assert_eq!(at(1, full()), Word::NotSaved(0));
        assert!((2..11).all(|second| at(second, full()) == Word::Nothing));
        assert_eq!(at(11, full()), Word::NotSaved(9));
        assert_eq!(at(12, full()), Word::Nothing);
        assert_eq!(at(13, Ok(Appended::Stored)), Word::Again(1));
        assert_eq!(at(14, Ok(Appended::Stored)), Word::Nothing);
        assert_eq!(at(15, full()), Word::NotSaved(0), "a new trouble is said at once");
    }

    #[test]
    fn a_full_disk_is_told_once_and_for_how_long() {
        let start = Instant::now();
        let mut complaint = Complaint::default();
        let not_saved = |why| Err(AppendError::NotSaved { why, detail: String::new() });
        let mut at = |seconds: u64, outcome: Result<Appended, AppendError>| {
            complaint.was_full(&outcome, start + Duration::from_secs(seconds)).map(|full| full.as_secs())
        };
        assert_eq!(at(0, Ok(Appended::Stored)), None);
        assert_eq!(at(1, not_saved(NotSaved::Locked)), None);
        assert_eq!(at(2, Ok(Appended::Stored)), None, "that was another trouble");
        assert_eq!(at(3, not_saved(NotSaved::DiskFull)), None);
        assert_eq!(at(60, not_saved(NotSaved::DiskFull)), None);
        assert_eq!(at(203, Ok(Appended::Stored)), Some(200));
        assert_eq!(at(204, Ok(Appended::Stored)), None);
    }
}
