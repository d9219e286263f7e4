//! What `causette doctor` finds: what is well, in a few words; what is not, with what to do about it.

use crate::sentences::sentences;
use crate::{Lang, bundle};

sentences! {
    /// Something that was looked at and is well; and the words of the list itself.
    Sound {
        /// The mark of a line: all is well.
        MarkOk = "doctor-mark-ok",
        /// The mark of a line: it could be better.
        MarkHint = "doctor-mark-hint",
        /// The mark of a line: it works, and will not always.
        MarkWarning = "doctor-mark-warning",
        /// The mark of a line: it does not work.
        MarkProblem = "doctor-mark-problem",
        /// How many of each there were.
        Sum { problems: u64, warnings: u64 } = "doctor-sum",
        /// The config file.
        ConfigRead { file: &'a str } = "doctor-config-read",
        /// There is no config file.
        ConfigNone = "doctor-config-none",
        /// A door's address can be had.
        PortFree { door: &'a str, address: &'a str } = "doctor-port-free",
        /// The server that has this data directory has it.
        PortOurs { door: &'a str, address: &'a str, holder: &'a str } = "doctor-port-ours",
        /// Nobody else reaches the doors.
        OnlyThisMachine = "doctor-only-this-machine",
        /// The data directory will be made.
        DataNew { path: &'a str } = "doctor-data-new",
        /// The data directory is there.
        DataWell { path: &'a str } = "doctor-data-well",
        /// A server has the data directory.
        DataServed { path: &'a str, pid: u64 } = "doctor-data-served",
        /// `--ephemeral`
        DataNone = "doctor-data-none",
        /// Its console answers.
        Console = "doctor-console",
        /// Somebody owns the server.
        Owned = "doctor-owned",
        /// Space on the disk, in megabytes.
        Space { free: u64 } = "doctor-space",
        /// There is a backup, so many hours old.
        BackupFresh { file: &'a str, hours: u64 } = "doctor-backup-fresh",
        /// The certificate of the doors by TLS.
        CertificateGood { file: &'a str, names: &'a str, day: &'a str } = "doctor-certificate-good",
        /// Open files.
        Files { count: u64 } = "doctor-files",
        /// The clock.
        ClockWell = "doctor-clock-well",
    }
}

sentences! {
    /// Something that is not as it should be, and what to do about it.
    Finding {
        /// A door in clear text that others reach.
        OpenToOthers { door: &'a str, address: &'a str, flag: &'a str, here: &'a str } = "doctor-open-to-others",
        /// Figures that others reach.
        MetricsOpen { address: &'a str } = "doctor-metrics-open",
        /// Somebody else's directory.
        DataForeign { path: &'a str, owner: u64, user: u64 } = "doctor-data-foreign",
        /// Others on this machine may read what is there.
        DataOpen { path: &'a str, mode: &'a str, right: &'a str } = "doctor-data-open",
        /// The directory cannot be made.
        DataNowhere { path: &'a str, parent: &'a str } = "doctor-data-nowhere",
        /// Little space is left, in megabytes and of a hundred.
        SpaceLow { path: &'a str, free: u64, percent: u64 } = "doctor-space-low",
        /// Space cannot be asked for, or nothing can be read.
        Unreadable { path: &'a str, error: &'a str } = "doctor-unreadable",
        /// A server runs, and its console does not answer.
        ConsoleSilent { error: &'a str } = "doctor-console-silent",
        /// Nobody owns the server.
        Unowned = "doctor-unowned",
        /// There is no backup.
        BackupNone { place: &'a str } = "doctor-backup-none",
        /// The newest is days old.
        BackupOld { file: &'a str, days: u64 } = "doctor-backup-old",
        /// A certificate that ends soon.
        CertificateEnds { file: &'a str, day: &'a str, days: u64 } = "doctor-certificate-ends",
        /// Few connections.
        FilesFew { count: u64 } = "doctor-files-few",
        /// A time before this program was written.
        ClockWrong { year: u64 } = "doctor-clock-wrong",
        /// The store's files are from the future.
        ClockBehind { file: &'a str, seconds: u64 } = "doctor-clock-behind",
        /// Nobody sets it.
        ClockUnset = "doctor-clock-unset",
        /// Nobody keeps the log.
        NoJournal = "doctor-no-journal",
    }
}

/// A few words, without a line end.
pub fn sound(lang: Lang, what: Sound<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}

/// What was found, and what to do about it.
pub fn finding(lang: Lang, what: Finding<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}
