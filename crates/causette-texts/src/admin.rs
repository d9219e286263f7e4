//! What `causette admin` says: what it did, what it found, why it could not.

use crate::sentences::sentences;
use crate::{Lang, bundle};

sentences! {
    /// What was done, or is asked for.
    Admin {
        /// Done, and where that stands.
        Done { room: &'a str, seq: u64 } = "admin-done",
        /// One who is kept out; `until` is a moment, or `none`.
        Ban { seq: u64, who: &'a str, until: &'a str } = "admin-ban",
        /// Whom a ban names when it names nobody.
        BanAddress = "admin-ban-address",
        /// Nobody is kept out.
        BansNone = "admin-bans-none",
        /// All that somebody said is in this file.
        ExportSaved { name: &'a str, file: &'a str, count: u64 } = "admin-export-saved",
        /// A copy was taken.
        BackupSaved { file: &'a str, bytes: u64 } = "admin-backup-saved",
        /// The same, in the audit room.
        BackupNoted { file: &'a str, bytes: u64 } = "admin-backup-noted",
        /// One could not be taken, in the audit room.
        BackupFailed { error: &'a str } = "admin-backup-failed",
        /// Where all of it stands.
        Head { head: &'a str } = "admin-head",
        /// A copy was put back.
        Restored { file: &'a str, place: &'a str, facts: u64 } = "admin-restored",
        /// Who was erased since it was taken is erased again.
        RestoredErased { count: u64 } = "admin-restored-erased",
        /// What was there before.
        Replaced { place: &'a str } = "admin-replaced",
        /// A check that found nothing.
        Sound { facts: u64, rooms: u64, gone: u64, erased: u64 } = "admin-sound",
        /// Some words are still being destroyed.
        Erasing { count: u64 } = "admin-erasing",
        /// The head that was given is on the way to the one there is.
        HeadSame = "admin-head-same",
        /// It cannot be compared any more.
        HeadForgotten = "admin-head-forgotten",
        /// Where a fault is: a table.
        InTable { table: &'a str, row: &'a str } = "admin-in-table",
        /// Where a fault is: an entry of a room.
        InRoom { room: &'a str, seq: u64 } = "admin-in-room",
        /// Where a fault is: anywhere.
        InStore = "admin-in-store",
        /// What SQLite says.
        FaultSqlite { detail: &'a str } = "admin-fault-sqlite",
        /// A table of another shape.
        FaultSchema = "admin-fault-schema",
        /// A wrong checksum.
        FaultChecksum = "admin-fault-checksum",
        /// Other words than were stored.
        FaultContent = "admin-fault-content",
        /// Not what follows on the one before.
        FaultChain = "admin-fault-chain",
        /// A gap.
        FaultMissing = "admin-fault-missing",
        /// A row that says something else than the facts.
        FaultStale = "admin-fault-stale",
        /// The search index.
        FaultIndex = "admin-fault-index",
        /// Words of somebody who was erased.
        FaultErased = "admin-fault-erased",
        /// Two opinions on who was erased.
        FaultErasure = "admin-fault-erasure",
        /// Asks for a password at a terminal.
        Password { name: &'a str } = "admin-password",
        /// Asks for it once more.
        PasswordAgain = "admin-password-again",
    }
}

sentences! {
    /// Why it is not done: what happened and why, and the next step.
    AdminError {
        /// There is nothing.
        NoStore { path: &'a str } = "admin-no-store",
        /// `--ephemeral`
        Ephemeral = "admin-ephemeral",
        /// A server that does not answer.
        NoConsole { path: &'a str } = "admin-no-console",
        /// It is gone.
        Lost = "admin-lost",
        /// Not without `--yes`.
        Confirm { name: &'a str } = "admin-confirm",
        /// Two passwords.
        PasswordsDiffer = "admin-passwords-differ",
        /// None.
        NoPassword = "admin-no-password",
        /// No duration.
        BadSpan { value: &'a str } = "admin-bad-span",
        /// Nothing is written over.
        FileExists { file: &'a str } = "admin-file-exists",
        /// A file that cannot be written or read.
        FileFailed { file: &'a str, error: &'a str } = "admin-file-failed",
        /// No copy.
        NotACopy { file: &'a str } = "admin-not-a-copy",
        /// From an older program.
        Older { file: &'a str, version: u64 } = "admin-older",
        /// A check found something.
        Damaged { file: &'a str, count: u64 } = "admin-damaged",
        /// What was kept elsewhere says otherwise.
        HeadChanged { head: &'a str } = "admin-head-changed",
        /// No head.
        BadHead { value: &'a str } = "admin-bad-head",
        /// A store is there.
        StoreThere { path: &'a str } = "admin-store-there",
    }
}

/// The sentence, without a line end.
pub fn admin(lang: Lang, what: Admin<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}

/// What happened, why, and the next step.
pub fn admin_error(lang: Lang, what: AdminError<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}
