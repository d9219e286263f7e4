//! News, answers and goodbyes.

use crate::sentences::sentences;
use crate::{Lang, bundle};
use causette_core::notice::Goodbye;

sentences! {
    /// A sentence, with what it names. Rooms are named as the reader sees them: `#general`, `@bob`.
    Say {
        /// The first line a newcomer reads.
        Greeting { name: &'a str, room: &'a str } = "say-greeting",
        /// Somebody came.
        Joined { name: &'a str, room: &'a str } = "say-joined",
        /// Somebody went.
        Left { name: &'a str, room: &'a str } = "say-left",
        /// Somebody changed name.
        Renamed { name: &'a str, to: &'a str } = "say-renamed",
        /// The session entered a room; `count` includes it.
        Entered { room: &'a str, count: u64 } = "say-entered",
        /// The room that text goes to has changed.
        Current { room: &'a str } = "say-current",
        /// The session left its last room.
        Nowhere = "say-nowhere",
        /// The session left a room.
        Parted { room: &'a str } = "say-parted",
        /// The session's own name.
        Named { name: &'a str } = "say-named",
        /// A direct conversation began.
        Opened { name: &'a str } = "say-opened",
        /// How many are in a room.
        People { room: &'a str, count: u64 } = "say-people",
        /// Who is in a room: all of them.
        Who { room: &'a str, count: u64, names: &'a str } = "say-who",
        /// Who is in a room: more than are named.
        WhoPart { room: &'a str, count: u64, names: &'a str } = "say-who-part",
        /// Nobody is in a room.
        RoomEmpty { room: &'a str } = "say-room-empty",
        /// One line of the list of rooms.
        RoomLine { room: &'a str, count: u64, head: u64 } = "say-room-line",
        /// There is no room.
        RoomsNone = "say-rooms-none",
        /// The list of rooms left some out.
        RoomsMore = "say-rooms-more",
        /// A room without a message.
        HistoryEmpty { room: &'a str } = "say-history-empty",
        /// There is more to read, by this command.
        HistoryMore { command: &'a str } = "say-history-more",
        /// The oldest message was shown.
        HistoryStart { room: &'a str } = "say-history-start",
        /// There is nothing newer.
        HistoryEnd { room: &'a str } = "say-history-end",
        /// What was asked for reaches below the oldest message kept.
        Expired { room: &'a str, seq: u64 } = "say-expired",
        /// Messages the session was too slow for follow.
        Missed { room: &'a str, count: u64 } = "say-missed",
        /// The last of them was shown.
        CaughtUp { room: &'a str } = "say-caught-up",
        /// `/format text`.
        FormatText = "say-format-text",
        /// `/lang`, in the new language.
        Language = "say-language",
        /// `/acks on`
        AcksOn = "say-acks-on",
        /// `/acks off`
        AcksOff = "say-acks-off",
        /// `/paste on`
        PasteOn = "say-paste-on",
        /// `/paste off`
        PasteOff = "say-paste-off",
        /// `/time`: date and time of day, and the zone.
        Time { at: &'a str, zone: &'a str } = "say-time",
        /// The first line of the help page.
        HelpIntro = "help-intro",
        /// Its last line.
        HelpOutro = "help-outro",
        /// A flush failed.
        UnknownOutcome = "say-unknown-outcome",
        /// [`Goodbye::Quit`]
        Bye = "say-bye",
        /// [`Goodbye::Stopping`]
        ByeStopping = "say-bye-stopping",
        /// [`Goodbye::Elsewhere`]
        ByeElsewhere = "say-bye-elsewhere",
        /// [`Goodbye::Behind`]
        ByeBehind = "say-bye-behind",
        /// [`Goodbye::StoreFailed`]
        ByeStoreFailed = "say-bye-store-failed",
    }
}

/// The sentence, without any mark before it or line end after it.
pub fn say(lang: Lang, what: Say<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}

/// Why a session ends, and what to do.
pub fn goodbye(lang: Lang, why: Goodbye) -> String {
    say(
        lang,
        match why {
            Goodbye::Quit => Say::Bye,
            Goodbye::Stopping => Say::ByeStopping,
            Goodbye::Elsewhere => Say::ByeElsewhere,
            Goodbye::StoreFailed => Say::ByeStoreFailed,
            Goodbye::Behind => Say::ByeBehind,
        },
    )
}
