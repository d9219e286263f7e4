//! Faults planted on purpose: each must be caught by a named harness, or that harness proves nothing.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use causette_core::{AccountChange, Seq};
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

/// What a store does wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Plant {
    /// Nothing.
    Nothing,
    /// Commits are not flushed: `synchronous=NORMAL`, behind the back of the check that it is FULL.
    SyncNormal,
    /// Nothing is flushed: `synchronous=OFF`, likewise.
    SyncOff,
    /// A new data directory is not made durable: its name in the one above.
    FolderUnflushed,
    /// The log of commits is copied into the store at the start as it is read, and not written again first.
    LogNotWrittenOver,
    /// A deletion is stored, and destroys nothing.
    DeleteKeepsBody,
    /// A deletion destroys the message, and not the edits of it.
    DeleteForgetsEdits,
    /// A deletion destroys nothing; what reads pages hides it, what searches does not.
    SearchShowsDeleted,
    /// A sweep removes one fact more than the room says.
    SweepOneTooMany,
    /// What somebody erased had said is hidden, and stays in the file.
    EraseKeepsBody,
    /// That a word was used is told, and not stored.
    WordWorksTwice,
    /// Who is a member is told, and not stored.
    MemberForgotten,
    /// A new password is told, and not stored.
    OldPasswordStays,
}

const ALL: [Plant; 13] = [
    Plant::Nothing,
    Plant::SyncNormal,
    Plant::SyncOff,
    Plant::FolderUnflushed,
    Plant::LogNotWrittenOver,
    Plant::DeleteKeepsBody,
    Plant::DeleteForgetsEdits,
    Plant::SearchShowsDeleted,
    Plant::SweepOneTooMany,
    Plant::EraseKeepsBody,
    Plant::WordWorksTwice,
    Plant::MemberForgotten,
    Plant::OldPasswordStays,
];

static PLANTED: AtomicU8 = AtomicU8::new(Plant::Nothing as u8);

thread_local! {
    static SEARCHING: Cell<bool> = const { Cell::new(false) };
}

impl Plant {
    /// Plants it, for the whole process.
    pub fn set(self) {
        PLANTED.store(self as u8, Ordering::Relaxed);
    }

    pub(crate) fn is_set(self) -> bool {
        PLANTED.load(Ordering::Relaxed) == self as u8
    }

    /// The fault of this name.
    pub fn named(name: &str) -> Option<Plant> {
        ALL.into_iter().find(|plant| plant.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Plant::Nothing => "",
            Plant::SyncNormal => "sync_normal",
            Plant::SyncOff => "sync_off",
            Plant::FolderUnflushed => "folder_unflushed",
            Plant::LogNotWrittenOver => "log_not_written_over",
            Plant::DeleteKeepsBody => "delete_keeps_body",
            Plant::DeleteForgetsEdits => "delete_forgets_edits",
            Plant::SearchShowsDeleted => "search_shows_deleted",
            Plant::SweepOneTooMany => "sweep_one_too_many",
            Plant::EraseKeepsBody => "erase_keeps_body",
            Plant::WordWorksTwice => "word_works_twice",
            Plant::MemberForgotten => "member_forgotten",
            Plant::OldPasswordStays => "old_password_stays",
        }
    }
}

/// Whether a deletion of `target` leaves the words of fact `seq` where they are.
pub(crate) fn spares(target: Seq, seq: i64) -> bool {
    let edit = u64::try_from(seq) != Ok(target);
    Plant::DeleteKeepsBody.is_set() || Plant::SearchShowsDeleted.is_set() || edit && Plant::DeleteForgetsEdits.is_set()
}

/// Whether a change of accounts is told, and not stored.
pub(crate) fn omits(change: &AccountChange) -> bool {
    match change {
        AccountChange::Spent(_) => Plant::WordWorksTwice.is_set(),
        AccountChange::Credentials(..) => Plant::OldPasswordStays.is_set(),
        AccountChange::Made(..) | AccountChange::Token(_) | AccountChange::Used(..) => false,
        AccountChange::Hooked(..)
        | AccountChange::Profile(..)
        | AccountChange::SignedOut(..)
        | AccountChange::Erased(_) => false,
    }
}

/// How far a sweep goes that ought to go to `least`.
pub(crate) fn least(least: Seq) -> Seq {
    least + u64::from(least > 0 && Plant::SweepOneTooMany.is_set())
}

/// What is read on this thread is read by a search until the guard goes.
pub(crate) fn searching() -> Searching {
    SEARCHING.set(true);
    Searching
}

pub(crate) struct Searching;

impl Drop for Searching {
    fn drop(&mut self) {
        SEARCHING.set(false);
    }
}

/// Whether words that were taken back, and not destroyed, are hidden from whoever reads.
pub(crate) fn hides() -> bool {
    Plant::SearchShowsDeleted.is_set() && !SEARCHING.get()
}
