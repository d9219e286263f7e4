//! What the lab says: its trace, its answers, its troubles. The eight parts stay as the lab has them; what the messaging
//! server says is not here.

use crate::sentences::sentences;
use crate::{Lang, bundle};

sentences! {
    /// A sentence of the lab.
    Lab {
        /// Title of part I.
        TitleConnection = "lab-title-connection",
        /// Title of part II.
        TitleEcho = "lab-title-echo",
        /// Title of part III.
        TitleSequential = "lab-title-sequential",
        /// Title of part IV.
        TitleTalk = "lab-title-talk",
        /// Title of part V.
        TitleCalc = "lab-title-calc",
        /// Title of part VI.
        TitleProtocol = "lab-title-protocol",
        /// Title of part VII.
        TitleParallel = "lab-title-parallel",
        /// Title of part VIII.
        TitleShared = "lab-title-shared",
        /// What part I is about.
        IdeaConnection = "lab-idea-connection",
        /// What part II adds.
        IdeaEcho = "lab-idea-echo",
        /// What part III adds.
        IdeaSequential = "lab-idea-sequential",
        /// What part IV adds.
        IdeaTalk = "lab-idea-talk",
        /// What part V adds.
        IdeaCalc = "lab-idea-calc",
        /// What part VI adds.
        IdeaProtocol = "lab-idea-protocol",
        /// What part VII adds.
        IdeaParallel = "lab-idea-parallel",
        /// What part VIII adds.
        IdeaShared = "lab-idea-shared",
        /// An actor of the trace.
        Server = "lab-server",
        /// The server of one part, where there are several.
        ServerOf { numeral: &'a str } = "lab-server-of",
        /// The server of part VIII without it.
        NoLock = "lab-no-lock",
        /// An actor of the trace.
        Client { letter: &'a str } = "lab-client",
        /// An actor of the trace: whoever sits at the server of part IV.
        Operator = "lab-operator",
        /// A call that blocks.
        Waiting = "lab-waiting",
        /// How long the queue for `accept` is.
        Backlog { count: u64 } = "lab-backlog",
        /// `accept` failed.
        AcceptFailed { error: &'a str } = "lab-accept-failed",
        /// `connect` succeeded.
        Connected = "lab-connected",
        /// `connect` failed.
        Refused = "lab-refused",
        /// Bytes sent or received.
        Bytes { count: u64, text: &'a str } = "lab-bytes",
        /// `recv` returned nothing.
        EndOfStream = "lab-end-of-stream",
        /// The connection was torn down.
        WasReset = "lab-reset",
        /// A non-blocking `recv`.
        WouldBlock = "lab-would-block",
        /// `shutdown`.
        Shutdown = "lab-shutdown",
        /// `close` of the socket that listens.
        ListeningSocket = "lab-listening-socket",
        /// The lock is somebody else's.
        LockWaiting { holder: &'a str } = "lab-lock-waiting",
        /// The lock is ours.
        LockTaken = "lab-lock-taken",
        /// The lock is free.
        LockReleased = "lab-lock-released",
        /// Once a part can be reached.
        Ready { address: &'a str, host: &'a str, port: u64 } = "lab-ready",
        /// Part I's greeting.
        Hello = "lab-hello",
        /// Part I's client said nothing.
        LeftSilently = "lab-left-silently",
        /// Part II's client went without `fin`.
        LeftWithoutFin = "lab-left-without-fin",
        /// Part III, between two clients.
        NextPlease = "lab-next-please",
        /// A message beyond the limit.
        MessageTooLong { max: u64 } = "lab-message-too-long",
        /// A message that is no text.
        NotUtf8 = "lab-not-utf8",
        /// Part IV begins, in turns.
        TalkTurns = "lab-talk-turns",
        /// Part IV begins, with no turns.
        TalkFree = "lab-talk-free",
        /// Somebody spoke out of turn.
        TalkHeld = "lab-talk-held",
        /// `fin` was said.
        TalkFin = "lab-talk-fin",
        /// The client went without `fin`.
        TalkLeft = "lab-talk-left",
        /// `/bye`
        Goodbye = "lab-goodbye",
        /// The answer to text.
        YouSaid { text: &'a str } = "lab-you-said",
        /// No such command.
        UnknownCommand { word: &'a str } = "lab-unknown-command",
        /// `/name`
        NameIs { name: &'a str } = "lab-name-is",
        /// `/name` with a name that cannot be shown.
        BadName { max: u64 } = "lab-bad-name",
        /// A client without a name.
        ClientNumber { number: u64 } = "lab-client-number",
        /// `/who`
        Who { count: u64, names: &'a str } = "lab-who",
        /// No thread for another client.
        ServerFull = "lab-server-full",
        /// A message was stored.
        Stored { number: u64 } = "lab-stored",
        /// A message was stored without a lock.
        StoredUnlocked { confirmed: u64, kept: u64, lost: u64 } = "lab-stored-unlocked",
        /// `/list` of nothing.
        ListEmpty = "lab-list-empty",
        /// Part VIII runs without its lock.
        UnlockedWarning = "lab-unlocked-warning",
        /// A line of `/help`.
        HelpHelp = "lab-help-help",
        /// A line of `/help`.
        HelpEcho = "lab-help-echo",
        /// A line of `/help`.
        HelpCalc = "lab-help-calc",
        /// A line of `/help`.
        HelpTime = "lab-help-time",
        /// A line of `/help`.
        HelpName = "lab-help-name",
        /// A line of `/help`.
        HelpBye = "lab-help-bye",
        /// A line of `/help`.
        HelpWho = "lab-help-who",
        /// A line of `/help`.
        HelpList = "lab-help-list",
        /// Not an address.
        BadAddress { given: &'a str } = "lab-bad-address",
        /// The port is taken, by whom.
        PortHeld { port: u64, holder: &'a str } = "lab-port-held",
        /// The port is taken.
        PortInUse { port: u64 } = "lab-port-in-use",
        /// The port needs rights.
        PortPrivileged { port: u64 } = "lab-port-privileged",
        /// The address is another machine's.
        AddressNotHere { address: &'a str } = "lab-address-not-here",
        /// Any other failure to listen.
        CannotListen { address: &'a str, error: &'a str } = "lab-cannot-listen",
        /// Connection refused.
        NobodyThere { address: &'a str } = "lab-nobody-there",
        /// Any other failure to connect.
        CannotConnect { address: &'a str, error: &'a str } = "lab-cannot-connect",
        /// Any other failure.
        SystemRefused { error: &'a str } = "lab-system-refused",
        /// No such part.
        NoSuchPart { word: &'a str } = "lab-no-such-part",
        /// No such question.
        NoSuchQuestion { word: &'a str } = "lab-no-such-question",
        /// One question is needed for a drawing.
        SvgNeedsOne = "lab-svg-needs-one",
        /// A drawing was written.
        SvgWritten { file: &'a str } = "lab-svg-written",
        /// The title of a drawing.
        SvgBlocked = "lab-svg-blocked",
        /// In a drawing: the lock is held.
        SvgLocked = "lab-svg-locked",
        /// A demonstration saw what its answer says.
        Observed = "lab-observed",
        /// It did not.
        NotObserved = "lab-not-observed",
        /// After several demonstrations.
        DemoSummary { held: u64, total: u64 } = "lab-demo-summary",
        /// I.2
        NoteNoServer = "lab-note-no-server",
        /// I.2
        NoteServerStarts = "lab-note-server-starts",
        /// I.3
        NoteBacklog = "lab-note-backlog",
        /// II.2
        NoteClientLeaves = "lab-note-client-leaves",
        /// II.2
        NoteSpins { count: u64 } = "lab-note-spins",
        /// III.3
        NoteStillWaiting = "lab-note-still-waiting",
        /// VII.3
        NoteServeStarted = "lab-note-serve-started",
        /// VIII.2
        NoteWithLock { confirmed: u64, kept: u64 } = "lab-note-with-lock",
        /// Before a part is checked.
        CheckTitle { numeral: &'a str, title: &'a str, address: &'a str } = "lab-check-title",
        /// In a verdict: what was sent.
        CheckSent { text: &'a str } = "lab-check-sent",
        /// In a verdict: what came back.
        CheckGot { text: &'a str } = "lab-check-got",
        /// In a verdict: nothing came back.
        CheckGotNothing = "lab-check-got-nothing",
        /// In a verdict: what to do.
        CheckHint { text: &'a str } = "lab-check-hint",
        /// After all verdicts.
        CheckSummary { held: u64, total: u64 } = "lab-check-summary",
        /// Part IV needs somebody who answers.
        CheckNeedsOperator { seconds: u64 } = "lab-check-needs-operator",
        /// Title of the guide.
        GuideTitle = "lab-guide-title",
        /// What the guide is.
        GuideIntro = "lab-guide-intro",
        /// Heads the list of parts.
        GuideParts = "lab-guide-parts",
        /// How to begin.
        GuideStart = "lab-guide-start",
        /// A link to the other language.
        GuideOther = "lab-guide-other",
        /// Where a part's code is.
        GuideCode = "lab-guide-code",
        /// How to try a part.
        GuideTry = "lab-guide-try",
        /// Heads a part's questions.
        GuideQuestions = "lab-guide-questions",
        /// Heads a demonstration's output.
        GuideSeen = "lab-guide-seen",
        /// How to see a demonstration oneself.
        GuideRepeat = "lab-guide-repeat",
        /// How to check one's own server.
        GuideCheck = "lab-guide-check",
        /// Where the pages come from.
        GuideMade = "lab-guide-made",
    }
}

/// The sentence, without a line end after it.
pub fn lab(lang: Lang, what: Lab<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}
