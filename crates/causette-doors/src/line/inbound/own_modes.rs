//! What people set for themselves: whether guests may write to them, whether they are listed.

use super::args::{Wish, Wrong};
use crate::line::view::View;
use crate::line::words;
use causette_core::{Command, OwnMode};

/// `/guests [on|off]`
pub(super) fn guests(arg: &str) -> Wish {
    let heard = match arg.trim_end() {
        "" => None,
        word => Some((OwnMode::AccountsOnly, !switched(word)?)),
    };
    Ok((Some(View::Guests.reference()), Command::OwnModes(heard)))
}

/// `/hide [on|off]`
pub(super) fn hide(arg: &str) -> Wish {
    let hidden = match arg.trim_end() {
        "" => true,
        word => switched(word)?,
    };
    Ok((Some(View::Listed.reference()), Command::OwnModes(Some((OwnMode::Invisible, hidden)))))
}

fn switched(word: &str) -> Result<bool, Wrong> {
    words::switch(word).ok_or_else(|| Wrong::Word(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_sets_for_oneself() {
        let set = |view: View, change| Ok((Some(view.reference()), Command::OwnModes(change)));
        assert_eq!(guests(""), set(View::Guests, None));
        assert_eq!(guests("off"), set(View::Guests, Some((OwnMode::AccountsOnly, true))));
        assert_eq!(guests("oui"), set(View::Guests, Some((OwnMode::AccountsOnly, false))));
        assert_eq!(hide(""), set(View::Listed, Some((OwnMode::Invisible, true))));
        assert_eq!(hide("non "), set(View::Listed, Some((OwnMode::Invisible, false))));
        assert_eq!(hide("bob"), Err(Wrong::Word("bob".to_owned())));
    }
}
