//! What people set for themselves: whether guests may write to them, whether they are listed.

use super::args::{Wish, Wrong, plain};
use crate::line::words;
use causette_core::{Command, OwnMode};

/// `/guests [on|off]`
pub(super) fn guests(arg: &str) -> Wish {
    let heard = match arg.trim_end() {
        "" => return plain(Command::OwnModes(None)),
        word => switched(word)?,
    };
    plain(Command::OwnModes(Some((OwnMode::AccountsOnly, !heard))))
}

/// `/hide [on|off]`
pub(super) fn hide(arg: &str) -> Wish {
    let hidden = match arg.trim_end() {
        "" => true,
        word => switched(word)?,
    };
    plain(Command::OwnModes(Some((OwnMode::Invisible, hidden))))
}

fn switched(word: &str) -> Result<bool, Wrong> {
    words::switch(word).ok_or_else(|| Wrong::Word(word.to_owned()))
}
