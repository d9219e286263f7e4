//! Who may make an account, as it is set.

use causette_core::Registration;

/// See [`Registration`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Admission {
    /// Everybody while only this machine can connect, else whoever has an invitation.
    Auto,
    Open,
    Invited,
    Closed,
}

impl Admission {
    pub(crate) const ALL: [Admission; 4] = [Admission::Auto, Admission::Open, Admission::Invited, Admission::Closed];

    /// As it stands in the file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Admission::Auto => "auto",
            Admission::Open => "open",
            Admission::Invited => "invited",
            Admission::Closed => "closed",
        }
    }

    /// What that means on a server that only this machine reaches, or that others reach, too.
    pub(crate) fn of(self, only_here: bool) -> Registration {
        match self {
            Admission::Auto if only_here => Registration::Open,
            Admission::Auto | Admission::Invited => Registration::Invited,
            Admission::Open => Registration::Open,
            Admission::Closed => Registration::Closed,
        }
    }
}
