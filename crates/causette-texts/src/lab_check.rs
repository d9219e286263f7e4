//! What the lab expects of anybody's server: the expectation, and what to look at when it is not met.

use crate::{Lang, bundle};

macro_rules! expectations {
    ($(#[doc = $doc:literal] $expect:ident = $id:literal,)+) => {
        /// Something a server of the lab is expected to do.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Expect { $(#[doc = $doc] $expect,)+ }

        impl Expect {
            /// All of them.
            pub const ALL: &'static [Expect] = &[$(Expect::$expect,)+];

            pub(crate) fn id(self) -> &'static str {
                match self { $(Expect::$expect => $id,)+ }
            }
        }
    };
}

expectations! {
    /// It can be reached.
    Reachable = "lab-expect-reachable",
    /// A message with a newline is answered.
    Newline = "lab-expect-newline",
    /// A message in two halves is one message.
    Halves = "lab-expect-halves",
    /// So is one cut inside an accented letter.
    HalfCharacter = "lab-expect-half-character",
    /// Several lines at once are several messages.
    SeveralLines = "lab-expect-several-lines",
    /// I
    Greets = "lab-expect-greets",
    /// I
    ClosesAfterGreeting = "lab-expect-closes-after-greeting",
    /// I
    EndsAfterOne = "lab-expect-ends-after-one",
    /// II
    EchoExact = "lab-expect-echo-exact",
    /// II
    EchoAgain = "lab-expect-echo-again",
    /// II
    FinCloses = "lab-expect-fin-closes",
    /// II
    FinEnds = "lab-expect-fin-ends",
    /// III
    NextServed = "lab-expect-next-served",
    /// III
    BacklogServed = "lab-expect-backlog-served",
    /// III
    AfterReset = "lab-expect-after-reset",
    /// III
    AfterFin = "lab-expect-after-fin",
    /// IV
    OperatorAnswers = "lab-expect-operator-answers",
    /// V
    Sum = "lab-expect-sum",
    /// V
    Exact = "lab-expect-exact",
    /// V
    DivisionByZero = "lab-expect-division-by-zero",
    /// V
    SurvivesError = "lab-expect-survives-error",
    /// V
    NotExecuted = "lab-expect-not-executed",
    /// V
    HugePower = "lab-expect-huge-power",
    /// V
    Deep = "lab-expect-deep",
    /// VI
    Help = "lab-expect-help",
    /// VI
    EchoArgument = "lab-expect-echo-argument",
    /// VI
    CalcArgument = "lab-expect-calc-argument",
    /// VI
    Time = "lab-expect-time",
    /// VI
    Name = "lab-expect-name",
    /// VI
    Unknown = "lab-expect-unknown",
    /// VI
    PlainText = "lab-expect-plain-text",
    /// VI and VIII
    Bye = "lab-expect-bye",
    /// After whatever was done to it.
    GoesOn = "lab-expect-goes-on",
    /// VII
    NoWaiting = "lab-expect-no-waiting",
    /// VII
    Twenty = "lab-expect-twenty",
    /// VII
    WhoIsHere = "lab-expect-who-is-here",
    /// VIII
    Confirmed = "lab-expect-confirmed",
    /// VIII
    Listed = "lab-expect-listed",
    /// VIII
    LastTen = "lab-expect-last-ten",
    /// VIII
    NothingLost = "lab-expect-nothing-lost",
}

impl Expect {
    /// A stable name for programs: `nothing-lost`.
    pub fn code(self) -> &'static str {
        let id = self.id();
        id.strip_prefix("lab-expect-").unwrap_or(id)
    }
}

/// What is expected.
pub fn expectation(lang: Lang, what: Expect) -> String {
    bundle::attribute(lang, what.id(), "what")
}

/// What to look at when it is not so.
pub fn hint(lang: Lang, what: Expect) -> String {
    bundle::attribute(lang, what.id(), "hint")
}
