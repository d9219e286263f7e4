//! What the door asked for in order to show only a part of the answer, or to say more beside it.
//!
//! It travels as the reference of the command, so that nothing has to be remembered. No client can make the like, and none
//! sees it.

use causette_core::Ref;

/// How an answer is to be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum View {
    /// Of what a room is set to, the topic.
    Topic,
    /// The modes and roles.
    Modes,
    /// The bans and mutes.
    Bans,
    /// What it says of itself.
    Profile,
    /// What a person asked for themselves, where the like comes unasked, too.
    Own,
    /// A piece of all that somebody said.
    Export {
        /// An operator reads it.
        of_another: bool,
        /// Where it begins.
        from: u64,
    },
    /// A page of history, after which one can read on.
    Onward {
        /// Towards newer messages.
        forwards: bool,
        /// So many at a time.
        limit: usize,
    },
}

impl View {
    pub(super) fn reference(self) -> Ref {
        Ref::of_door(&match self {
            View::Topic => "topic".to_owned(),
            View::Modes => "modes".to_owned(),
            View::Bans => "bans".to_owned(),
            View::Profile => "profile".to_owned(),
            View::Own => "own".to_owned(),
            View::Export { of_another: false, from } => format!("export {from}"),
            View::Export { of_another: true, from } => format!("export-of {from}"),
            View::Onward { forwards: true, limit } => format!("after {limit}"),
            View::Onward { forwards: false, limit } => format!("before {limit}"),
        })
    }

    /// What a reference asks for, if it is one of these.
    pub(super) fn of(answers: Option<&Ref>) -> Option<View> {
        let word = answers?.as_str().strip_prefix('\u{1}')?;
        match word.split_once(' ') {
            None if word == "topic" => Some(View::Topic),
            None if word == "modes" => Some(View::Modes),
            None if word == "bans" => Some(View::Bans),
            None if word == "profile" => Some(View::Profile),
            None if word == "own" => Some(View::Own),
            Some((kind @ ("export" | "export-of"), from)) => {
                Some(View::Export { of_another: kind == "export-of", from: from.parse().ok()? })
            }
            Some(("after", limit)) => Some(View::Onward { forwards: true, limit: limit.parse().ok()? }),
            Some(("before", limit)) => Some(View::Onward { forwards: false, limit: limit.parse().ok()? }),
            None | Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_comes_back() {
        let onward = [true, false].map(|forwards| View::Onward { forwards, limit: 500 });
        let exports = [true, false].map(|of_another| View::Export { of_another, from: 7 });
        for view in
            [View::Topic, View::Modes, View::Bans, View::Profile, View::Own].into_iter().chain(onward).chain(exports)
        {
            assert_eq!(View::of(Some(&view.reference())), Some(view));
            // A client's own reference never is one.
            assert!(Ref::new(view.reference().as_str()).is_err());
        }
        assert_eq!(View::of(Ref::new("topic").ok().as_ref()), None);
        assert_eq!(View::of(Some(&Ref::of_door("join"))), None);
    }
}
