//! What people set for themselves: who finds them, and who may write to them. In memory, while they are here.

use crate::{Name, Refusal, Standing};

/// One of these settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum OwnMode {
    /// Whoever shares no room with them finds them by their name only, and is not told their rooms (IRC's user mode `i`).
    Invisible,
    /// Guests may not write to them, unless they wrote first (IRC's user mode `R`).
    AccountsOnly,
}

impl OwnMode {
    /// All there are.
    pub const ALL: [OwnMode; 2] = [OwnMode::AccountsOnly, OwnMode::Invisible];
}

/// All of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct OwnModes {
    /// [`OwnMode::Invisible`]
    pub invisible: bool,
    /// [`OwnMode::AccountsOnly`]
    pub accounts_only: bool,
}

impl OwnModes {
    /// Whether one of them is set.
    pub fn has(self, mode: OwnMode) -> bool {
        match mode {
            OwnMode::Invisible => self.invisible,
            OwnMode::AccountsOnly => self.accounts_only,
        }
    }

    /// The same with one set or lifted.
    pub fn with(mut self, mode: OwnMode, on: bool) -> OwnModes {
        match mode {
            OwnMode::Invisible => self.invisible = on,
            OwnMode::AccountsOnly => self.accounts_only = on,
        }
        self
    }

    /// Whether somebody of that standing may write to the person of this name; `wrote_first`: they were written to by them.
    pub fn may_write(self, to: &Name, standing: Standing, wrote_first: bool) -> Result<(), Refusal> {
        match standing {
            Standing::Guest if self.accounts_only && !wrote_first => Err(Refusal::NoGuests(to.to_string())),
            Standing::Guest | Standing::Account => Ok(()),
        }
    }

    /// Whether others may list somebody, and be told their rooms; `meet`: they share a room with them.
    pub fn shows(self, meet: bool) -> bool {
        meet || !self.invisible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_are_kept_off_unless_they_were_written_to() {
        let bob = Name::given("bob");
        for (on, standing, wrote_first, refused) in [
            (false, Standing::Guest, false, false),
            (true, Standing::Guest, false, true),
            (true, Standing::Guest, true, false),
            (true, Standing::Account, false, false),
        ] {
            let modes = OwnModes::default().with(OwnMode::AccountsOnly, on);
            let said = modes.may_write(&bob, standing, wrote_first);
            assert_eq!(
                said.err(),
                refused.then(|| Refusal::NoGuests("bob".to_owned())),
                "{on} {standing:?} {wrote_first}"
            );
        }
    }

    #[test]
    fn the_invisible_are_shown_to_those_they_meet() {
        let hidden = OwnModes::default().with(OwnMode::Invisible, true);
        assert_eq!([OwnModes::default().shows(false), hidden.shows(true), hidden.shows(false)], [true, true, false]);
        assert_eq!(hidden.with(OwnMode::Invisible, false), OwnModes::default());
    }

    #[test]
    fn each_is_set_by_itself() {
        for mode in OwnMode::ALL {
            let set = OwnModes::default().with(mode, true);
            assert_eq!(OwnMode::ALL.map(|other| set.has(other)), OwnMode::ALL.map(|other| other == mode));
        }
    }
}
