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
        /// Somebody left the server.
        Gone { name: &'a str } = "say-gone",
        /// An operator sent somebody off the server; the reason follows.
        GoneOff { name: &'a str, by: &'a str } = "say-gone-off",
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
        /// The last of them was shown.
        CaughtUp { room: &'a str } = "say-caught-up",
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
        /// Somebody put other words in place of an earlier message; these follow.
        Changed { name: &'a str, seq: u64 } = "say-changed",
        /// A message was taken back.
        TookBack { name: &'a str, seq: u64 } = "say-took-back",
        /// A sign was put beside a message.
        Reacted { name: &'a str, mark: &'a str, seq: u64 } = "say-reacted",
        /// And taken away.
        Unreacted { name: &'a str, mark: &'a str, seq: u64 } = "say-unreacted",
        /// Somebody's program sent tags that were kept.
        Tagged { name: &'a str } = "say-tagged",
        /// In place of words that were taken back.
        GoneDeleted = "say-gone-deleted",
        /// In place of the words of somebody who is ignored.
        GoneIgnored = "say-gone-ignored",
        /// A room has a topic.
        TopicSet { name: &'a str, topic: &'a str } = "say-topic-set",
        /// It has none any more.
        TopicCleared { name: &'a str } = "say-topic-cleared",
        /// Somebody may enter.
        Invited { name: &'a str, who: &'a str } = "say-invited",
        /// Somebody was sent out.
        Kicked { name: &'a str, who: &'a str } = "say-kicked",
        /// Somebody is kept out; `until` is a time, or `none`.
        Banned { name: &'a str, who: &'a str, until: &'a str } = "say-banned",
        /// No longer.
        Unbanned { name: &'a str, who: &'a str } = "say-unbanned",
        /// Somebody may not speak; `until` is a time, or `none`.
        Muted { name: &'a str, who: &'a str, until: &'a str } = "say-muted",
        /// They may again.
        Unmuted { name: &'a str, who: &'a str } = "say-unmuted",
        /// Whom a ban is about that names nobody.
        AnAddress = "say-an-address",
        /// Somebody has a role: `owner`, `moderator` or `member`.
        RoleGiven { name: &'a str, who: &'a str, role: &'a str } = "say-role-given",
        /// Somebody has none any more.
        RoleTaken { name: &'a str, who: &'a str } = "say-role-taken",
        /// A mode without a number was set; `mode` is its name in JSON.
        ModeOn { name: &'a str, mode: &'a str } = "say-mode-on",
        /// A mode is not set any more.
        ModeOff { name: &'a str, mode: &'a str } = "say-mode-off",
        /// A mode with a number was set.
        ModeNumber { name: &'a str, mode: &'a str, count: u64 } = "say-mode-number",
        /// Several modes were set at once; `modes` names them, as the reader calls them.
        ModesSet { name: &'a str, modes: &'a str } = "say-modes-set",
        /// A room has another name.
        RoomRenamed { name: &'a str, from: &'a str, to: &'a str } = "say-room-renamed",
        /// The same in the audit room.
        RenamedARoom { name: &'a str, from: &'a str, to: &'a str } = "say-renamed-a-room",
        /// Everybody had left a room that nobody owns.
        Reset = "say-reset",
        /// Whoever matches is touched by no ban.
        Exempted { name: &'a str, mask: &'a str } = "say-exempted",
        /// They are again.
        Unexempted { name: &'a str, mask: &'a str } = "say-unexempted",
        /// Whoever matches needs no invitation.
        Welcomed { name: &'a str, mask: &'a str } = "say-welcomed",
        /// They do again.
        Unwelcomed { name: &'a str, mask: &'a str } = "say-unwelcomed",
        /// Somebody does not answer for now.
        WentAway { name: &'a str, why: &'a str } = "say-went-away",
        /// They are back.
        CameBack { name: &'a str } = "say-came-back",
        /// Somebody just written to does not answer for now.
        IsAway { name: &'a str, why: &'a str } = "say-is-away",
        /// `/away WHY`
        YouAreAway { why: &'a str } = "say-you-are-away",
        /// `/away`
        YouAreBack = "say-you-are-back",
        /// `/ignore NAME`
        Ignoring { name: &'a str } = "say-ignoring",
        /// `/ignore NAME off`
        NoLongerIgnoring { name: &'a str } = "say-no-longer-ignoring",
        /// What a room is about.
        Topic { room: &'a str, topic: &'a str } = "say-topic",
        /// Nothing.
        TopicNone { room: &'a str } = "say-topic-none",
        /// What a room is set to.
        Modes { room: &'a str, modes: &'a str } = "say-modes",
        /// Nothing.
        ModesNone { room: &'a str } = "say-modes-none",
        /// Who has a role in a room.
        Roles { room: &'a str, names: &'a str } = "say-roles",
        /// One line of the list of bans; `seq` names it for lifting, `until` is a time, or `none`.
        BanLine { seq: u64, who: &'a str, until: &'a str } = "say-ban-line",
        /// One line of the list of mutes, likewise.
        MuteLine { seq: u64, who: &'a str, until: &'a str } = "say-mute-line",
        /// One line of the list of exceptions.
        ExemptLine { seq: u64, mask: &'a str } = "say-exempt-line",
        /// One line of the list of standing invitations.
        WelcomeLine { seq: u64, mask: &'a str } = "say-welcome-line",
        /// There are neither.
        BansNone { room: &'a str } = "say-bans-none",
        /// Whom a ban of a guest is about.
        WithAddress { name: &'a str } = "say-with-address",
        /// Whom a ban of an address is about.
        GuestAddress = "say-guest-address",
        /// Somebody lets the session into a room.
        Invitation { name: &'a str, room: &'a str } = "say-invitation",
        /// Who somebody is: `guest` or `account`, and where.
        Whois { name: &'a str, standing: &'a str, rooms: &'a str } = "say-whois",
        /// Nowhere.
        WhoisNowhere { name: &'a str, standing: &'a str } = "say-whois-nowhere",
        /// `/read`
        Read { room: &'a str, seq: u64 } = "say-read",
        /// One line of `/unread`.
        Unread { room: &'a str, count: u64, seq: u64 } = "say-unread",
        /// There is nothing to read.
        UnreadNone = "say-unread-none",
        /// Rooms one was let into.
        Invitations { rooms: &'a str } = "say-invitations",
        /// There is none.
        InvitationsNone = "say-invitations-none",
        /// In the list of rooms.
        UnreadCount { count: u64 } = "say-unread-count",
        /// On entering a room of which more is unread than is shown.
        ReadUpto { seq: u64 } = "say-read-upto",
        /// A search found nothing.
        FoundNone = "say-found-none",
        /// It found more than it shows.
        FoundMore = "say-found-more",
        /// There are more people than are shown.
        PeopleMore = "say-people-more",
        /// Whom the session watches.
        Watching { names: &'a str } = "say-watching",
        /// Nobody.
        WatchingNone = "say-watching-none",
        /// Somebody is here by a watched name.
        Online { name: &'a str } = "say-online",
        /// Nobody is any more.
        Offline { name: &'a str } = "say-offline",
        /// Being here as a word beside a name.
        WordHere = "say-word-here",
        /// Somebody was here by that name until then.
        WasHere { name: &'a str, until: &'a str } = "say-was-here",
        /// Nobody lately.
        WasHereNone = "say-was-here-none",
        /// How many are here.
        Census { people: u64, guests: u64, rooms: u64 } = "say-census",
        /// Who said something to those of a role only: `owner`, `moderator` or `member`.
        AsideBy { name: &'a str, role: &'a str } = "say-aside-by",
        /// A role as a word beside a name.
        WordRole { role: &'a str } = "say-word-role",
        /// Being away as a word beside a name.
        WordAway = "say-word-away",
        /// A block of lines began; `close` ends it.
        BlockOpen { close: &'a str } = "say-block-open",
        /// The session is an account's.
        SignedIn { name: &'a str } = "say-signed-in",
        /// Its rank on the whole server: `owner` or `moderator`.
        Rank { rank: &'a str } = "say-rank",
        /// It has none any more.
        RankLost = "say-rank-lost",
        /// The session is in this room, too, while its text goes to another; `count` includes it.
        Also { room: &'a str, count: u64 } = "say-also",
        /// It bore the name of an account whose owner came.
        MadeWay { name: &'a str } = "say-made-way",
        /// An account is a member of the room from here on.
        MemberJoined { name: &'a str } = "say-member-joined",
        /// It is a member no longer.
        MemberLeft { name: &'a str } = "say-member-left",
        /// In place of the words of an account that was erased.
        GoneErased = "say-gone-erased",
        /// In the audit room.
        MadeAnAccount { name: &'a str } = "say-made-an-account",
        /// In the audit room.
        ErasedAnAccount { name: &'a str } = "say-erased-an-account",
        /// In the audit room.
        MadeARoom { name: &'a str, room: &'a str } = "say-made-a-room",
        /// In the audit room.
        BeganAConversation { name: &'a str } = "say-began-a-conversation",
        /// What a note in the audit room is about, by its name in JSON; its words follow.
        Noted { about: &'a str } = "say-noted",
        /// What was missed in a room, and what to type to read it.
        UnreadFrom { room: &'a str, count: u64, command: &'a str } = "say-unread-from",
        /// One line of `/sessions`; `private` is `yes` or `no`.
        Session { number: u64, door: &'a str, private: &'a str, since: &'a str } = "say-session",
        /// Beside the one that asks.
        SessionThis = "say-session-this",
        /// After them.
        SessionsEnd = "say-sessions-end",
        /// A certificate that signs one in; `this` is `yes` or `no`.
        Certificate { print: &'a str, since: &'a str, this: &'a str } = "say-certificate",
        /// None does.
        CertificatesNone = "say-certificates-none",
        /// A token by which a program signs in. `reach` is `room`, `nowhere` or `everywhere`; `used` a day, or `never`.
        Token { number: u64, label: &'a str, scope: &'a str, reach: &'a str, room: &'a str, until: &'a str, used: &'a str } = "say-token",
        /// There is none.
        TokensNone = "say-tokens-none",
        /// The token itself, shown this once.
        TokenMade { token: &'a str } = "say-token-made",
        /// A webhook. `reach` is `room` or `nowhere`; `why` what its last delivery failed by: a word of JSON, or `status` and the number.
        Webhook { number: u64, label: &'a str, reach: &'a str, room: &'a str, url: &'a str, state: &'a str, since: &'a str, why: &'a str, status: u64 } = "say-webhook",
        /// There is none.
        WebhooksNone = "say-webhooks-none",
        /// What its deliveries are signed with, shown this once.
        WebhookMade { secret: &'a str } = "say-webhook-made",
        /// Where a word that signs in once can be used in a browser.
        CodeLink { link: &'a str } = "say-code-link",
        /// `/sessions end N`
        SessionEnded { number: u64 } = "say-session-ended",
        /// `/password`; how many other sessions ended.
        PasswordChanged { count: u64 } = "say-password-changed",
        /// A word that signs in once.
        CodeOnce { code: &'a str, until: &'a str } = "say-code-once",
        /// A word for whoever forgot their password.
        CodeReset { code: &'a str, until: &'a str } = "say-code-reset",
        /// An invitation.
        CodeInvite { code: &'a str, until: &'a str } = "say-code-invite",
        /// One line of the list of accounts.
        AccountLine { name: &'a str, since: &'a str, sessions: u64 } = "say-account-line",
        /// A rank as a word beside a name.
        WordRank { rank: &'a str } = "say-word-rank",
        /// There is none to list.
        AccountsNone = "say-accounts-none",
        /// There are more after this one.
        AccountsMore { name: &'a str } = "say-accounts-more",
        /// `/admin user add`
        AccountMade { name: &'a str } = "say-account-made",
        /// An account was erased.
        AccountErased { name: &'a str } = "say-account-erased",
        /// `/admin stats`: what there is now.
        StatsNow { sessions: u64, signed: u64, rooms: u64 } = "say-stats-now",
        /// What the store keeps.
        StatsKept { accounts: u64, rooms: u64, facts: u64, bytes: u64 } = "say-stats-kept",
        /// What it still destroys.
        StatsErasing { count: u64 } = "say-stats-erasing",
        /// `/admin reload`
        Reloading = "say-reloading",
        /// An operator sends one off the server; the reason follows.
        SentOff { name: &'a str } = "say-sent-off",
        /// An operator tells everybody something.
        Announced { name: &'a str, text: &'a str } = "say-announced",
        /// `/admin note`
        NoteSet = "say-note-set",
        /// Before all that somebody said.
        Exported { name: &'a str, since: &'a str, rooms: &'a str } = "say-exported",
        /// The same of somebody who is in no room.
        ExportedNowhere { name: &'a str, since: &'a str } = "say-exported-nowhere",
        /// After it.
        ExportedEnd { name: &'a str } = "say-exported-end",
        /// The last line but one of the help page.
        HelpGuides = "help-guides",
        /// Before all limits.
        GuideLimits = "guide-limits",
        /// A flush failed.
        UnknownOutcome = "say-unknown-outcome",
        /// `/whois`: what somebody gives for their real name.
        RealName { name: &'a str, real: &'a str } = "say-real-name",
        /// `/whois`: a program speaks.
        IsBot { name: &'a str } = "say-is-bot",
        /// Somebody signed in, and is this from here on.
        BecameAccount { name: &'a str, to: &'a str } = "say-became-account",
        /// The same under the name they bore.
        BecameAccountSame { name: &'a str } = "say-became-account-same",
        /// Somebody signed out, and is this guest from here on.
        BecameGuest { name: &'a str, to: &'a str } = "say-became-guest",
        /// The same under the name they bore.
        BecameGuestSame { name: &'a str } = "say-became-guest-same",
        /// `/guests on`
        GuestsHeard = "say-guests-heard",
        /// `/guests off`
        GuestsUnheard = "say-guests-unheard",
        /// `/hide off`
        Listed = "say-listed",
        /// `/hide`
        Hidden = "say-hidden",        /// What somebody, or a room, says of themselves under a key.
        ProfileLine { name: &'a str, key: &'a str, value: &'a str } = "say-profile-line",
        /// A room that says nothing.
        ProfileNone { name: &'a str } = "say-profile-none",
        /// `/profile`: what the reader says.
        ProfileMine { key: &'a str, value: &'a str } = "say-profile-mine",
        /// What they say no longer.
        ProfileMineGone { key: &'a str } = "say-profile-mine-gone",
        /// They say nothing at all.
        ProfileMineNone = "say-profile-mine-none",
        /// Somebody let a room say this.
        RoomProfileSet { name: &'a str, key: &'a str, value: &'a str } = "say-room-profile-set",
        /// And no longer.
        RoomProfileGone { name: &'a str, key: &'a str } = "say-room-profile-gone",
        /// [`Goodbye::Quit`]
        Bye = "say-bye",
        /// [`Goodbye::Stopping`]
        ByeStopping = "say-bye-stopping",
        /// [`Goodbye::Elsewhere`]
        ByeElsewhere = "say-bye-elsewhere",
        /// [`Goodbye::Ended`]
        ByeEnded = "say-bye-ended",
        /// [`Goodbye::Banned`]
        ByeBanned = "say-bye-banned",
        /// [`Goodbye::Erased`]
        ByeErased = "say-bye-erased",
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
            Goodbye::Ended => Say::ByeEnded,
            Goodbye::Banned => Say::ByeBanned,
            Goodbye::Erased => Say::ByeErased,
            Goodbye::StoreFailed => Say::ByeStoreFailed,
            Goodbye::Behind => Say::ByeBehind,
        },
    )
}
