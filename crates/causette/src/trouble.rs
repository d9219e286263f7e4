//! What goes wrong, as a sentence in the language of whoever started the program.

use causette_engine::EngineError;
use causette_sqlite::{OpenError, OperateError};
use causette_texts::{AdminError, Lang, ProgramError, admin_error, program_error};

/// Why the store cannot be opened.
pub(crate) fn store(lang: Lang, error: &OpenError) -> String {
    let shown = |path: &std::path::Path| path.display().to_string();
    let say = |what: ProgramError<'_>| program_error(lang, what);
    match error {
        OpenError::Held { pid: None, path } => say(ProgramError::DataHeld { path: &shown(path) }),
        OpenError::Held { pid: Some(pid), path } => {
            say(ProgramError::DataHeldBy { path: &shown(path), pid: (*pid).into() })
        }
        OpenError::NotADirectory { path } => say(ProgramError::DataNotADirectory { path: &shown(path) }),
        OpenError::NotOurs { path } => say(ProgramError::DataNotOurs { path: &shown(path) }),
        OpenError::FromTheFuture { version, known, path } => say(ProgramError::DataFromTheFuture {
            path: &shown(path),
            version: (*version).into(),
            known: (*known).into(),
        }),
        OpenError::ReadOnly { path } => say(ProgramError::DataReadOnly { path: &shown(path) }),
        OpenError::Denied { path } => say(ProgramError::DataDenied { path: &shown(path) }),
        OpenError::Locked { path } => say(ProgramError::DataLocked { path: &shown(path) }),
        OpenError::DiskFull { path } => say(ProgramError::DataDiskFull { path: &shown(path) }),
        OpenError::WalMissing { path } => say(ProgramError::DataWalMissing { path: &shown(path) }),
        OpenError::StoreMissing { path, beside } => {
            say(ProgramError::DataStoreMissing { path: &shown(path), beside: &shown(beside) })
        }
        OpenError::Damaged { path, detail } => say(ProgramError::DataDamaged { path: &shown(path), detail }),
        OpenError::Failed(detail) => say(ProgramError::DataFailed { detail }),
    }
}

/// Why a store cannot be copied, put back or checked.
pub(crate) fn operate(lang: Lang, error: &OperateError) -> String {
    let shown = |path: &std::path::Path| path.display().to_string();
    let say = |what: AdminError<'_>| admin_error(lang, what);
    match error {
        OperateError::Store(error) => store(lang, error),
        OperateError::NoStore(path) => say(AdminError::NoStore { path: &shown(path) }),
        OperateError::Older { version, path } => {
            say(AdminError::Older { file: &shown(path), version: (*version).into() })
        }
        OperateError::NotACopy(path) => say(AdminError::NotACopy { file: &shown(path) }),
        // A store is replaced only when one asks for it; any other file never.
        OperateError::Exists(path) if path.ends_with(causette_sqlite::DB_FILE) => {
            say(AdminError::StoreThere { path: &shown(path) })
        }
        OperateError::Exists(path) => say(AdminError::FileExists { file: &shown(path) }),
        OperateError::Damaged { path, report } => say(AdminError::Damaged { file: &shown(path), count: report.count }),
    }
}

/// Why the engine ended.
pub(crate) fn engine(lang: Lang, error: &EngineError) -> String {
    match error {
        EngineError::StoreFailed(detail) => program_error(lang, ProgramError::StoreFailed { detail }),
        EngineError::NoThread(error) => cannot_start(lang, error),
    }
}

/// What the machine does not give.
pub(crate) fn cannot_start(lang: Lang, error: impl std::fmt::Display) -> String {
    program_error(lang, ProgramError::CannotStart { detail: &error.to_string() })
}

/// Something that only a defect explains.
pub(crate) fn died(lang: Lang, error: impl std::fmt::Display) -> String {
    program_error(lang, ProgramError::Died { detail: &error.to_string() })
}
