//! What a session asks for. Doors make these from words; the engine runs them in order.

use crate::{
    Act, Certificates, ClientTags, Face, HookWish, Key, Mark, Millis, Name, OwnMode, Password, ProfileEdit, Refusal,
    Role, RoomName, Scram, Secret, Seq, Style, Text, TokenWish, Typing, Wish, limits,
};

/// Where something is said or read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A named room.
    Room(RoomName),
    /// The direct conversation with the person who bears this name.
    Person(Name),
}

/// Which part of a room's log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Range {
    /// Facts after this number, oldest first.
    After(Seq),
    /// The facts just before this number, oldest first. `Seq::MAX` is the end.
    Before(Seq),
    /// Facts later than this moment, oldest first.
    Since(Millis),
    /// The facts just before this moment, oldest first.
    Until(Millis),
    /// Facts on both sides of this place: half of them before it, the others from it on.
    Around(Point),
    /// Facts between two places, neither of which is part of it: the first ones after the first place. If that is the later
    /// one, the last ones before it; oldest first all the same.
    Between(Point, Point),
}

/// A place in a room's log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Point {
    /// Where this number stands.
    Seq(Seq),
    /// Where facts of this moment stand. Times in a room never decrease.
    At(Millis),
}

/// Whom a session looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sought {
    /// Those of them who are here: at most [`limits::SOUGHT`].
    Named(Vec<Name>),
    /// Everybody here.
    All,
}

/// What is searched for: all of the words, and whatever else is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    words: String,
    /// Said by whoever bore this name then.
    pub by: Option<Name>,
    /// Not before this moment.
    pub since: Option<Millis>,
    /// Before this moment.
    pub until: Option<Millis>,
}

impl Query {
    /// Checks what is searched for: at most [`limits::QUERY_BYTES`] and [`limits::QUERY_WORDS`]; no word at all needs an author.
    pub fn new(words: &str, by: Option<Name>) -> Result<Query, Refusal> {
        if words.len() > limits::QUERY_BYTES {
            return Err(Refusal::TooLong { bytes: words.len(), max: limits::QUERY_BYTES });
        }
        let words: Vec<&str> =
            words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
        if words.len() > limits::QUERY_WORDS {
            return Err(Refusal::BadSearch { max: limits::QUERY_WORDS });
        }
        let searchable = words.iter().any(|word| word.contains(char::is_alphanumeric));
        if !searchable && (by.is_none() || !words.is_empty()) {
            return Err(Refusal::BadSearch { max: limits::QUERY_WORDS });
        }
        Ok(Query { words: words.join(" "), by, since: None, until: None })
    }

    /// The words, one space between them; every one must be in a message.
    pub fn words(&self) -> &str {
        &self.words
    }
}

/// A wish.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Be told again who one is: the answer is a welcome.
    Hello,
    /// Bear another name.
    Nick(Name),
    /// Be again the guest or the account of an earlier connection, by the token its welcome carried; or sign in once, by a
    /// one-time word.
    Resume(String),
    /// Make an account, and be signed in to it.
    Register {
        /// Its name.
        name: Name,
        /// What it signs in by.
        password: Password,
        /// Where not everybody may make one.
        invitation: Option<String>,
    },
    /// Sign in.
    Login {
        /// The account's name.
        name: Name,
        /// Its password.
        password: Password,
    },
    /// Be a guest again.
    Logout,
    /// Sign in by another password from now on; all other sessions of the account end.
    Password {
        /// The one until now.
        old: Password,
        /// The new one.
        new: Password,
    },
    /// A word by which somebody else, or oneself on a clear line, may sign in once as this account.
    Link,
    /// Which sessions one's account has.
    Sessions,
    /// End one of them.
    EndSession(u64),
    /// Own the server, by the code of its first start.
    Claim(String),
    /// All that one's account said and is, a piece at a time: from here on, as the piece before said; 0: from the beginning.
    Export(u64),
    /// Erase one's account and all it said. Its name is given once more, since nothing undoes this.
    Erase(Name),
    /// What operators ask for.
    Admin(Wish),
    /// Enter a room; it is made if it does not exist. `after`: replay from that number instead of the last few.
    Join {
        /// The room.
        room: RoomName,
        /// The last number already known.
        after: Option<Seq>,
        /// The room's key, if it has one.
        secret: Option<Secret>,
    },
    /// Leave a room.
    Leave {
        /// Which.
        room: RoomName,
        /// Last words, for those who stay: one line.
        why: Option<Text>,
    },
    /// Say or do something.
    Say {
        /// Where.
        to: Target,
        /// The words.
        text: Text,
        /// Said or done.
        style: Style,
        /// The number of the message it answers, in the same room.
        reply_to: Option<Seq>,
        /// Makes a retry safe.
        key: Option<Key>,
        /// What a program attached to it.
        tags: ClientTags,
    },
    /// Ask for a calculation where all can see it, with its answer. Doors calculate; rules see only two texts.
    Calc {
        /// Where.
        to: Target,
        /// What is asked, as all see it.
        ask: Text,
        /// The answer.
        answer: Text,
        /// Makes a retry safe.
        key: Option<Key>,
    },
    /// Put other words in the place of one's own.
    Edit {
        /// Where.
        of: Target,
        /// The message's number.
        seq: Seq,
        /// The new words.
        text: Text,
    },
    /// Take a message back: its words are destroyed, its number stays.
    Delete {
        /// Where.
        of: Target,
        /// The message's number.
        seq: Seq,
        /// Why, for all who read that it is gone: one line.
        why: Option<Text>,
    },
    /// Put a sign beside a message, or take it away.
    React {
        /// Where.
        of: Target,
        /// The message's number.
        seq: Seq,
        /// The sign.
        mark: Mark,
        /// Put, or take away.
        on: bool,
    },
    /// Everything up to this number was read. It only moves forward.
    Read {
        /// Where.
        of: Target,
        /// The last number read; `Seq::MAX` is the end.
        upto: Seq,
    },
    /// Everything up to this moment was read, or how far that is. It only moves forward.
    ReadAt {
        /// Where.
        of: Target,
        /// `None` asks.
        at: Option<Millis>,
    },
    /// What is there to read, in the rooms the session is in.
    Unread,
    /// Look after a room.
    Govern {
        /// Which.
        room: RoomName,
        /// How.
        act: Act,
    },
    /// What a room is about and set to.
    About(RoomName),
    /// Read back.
    History {
        /// Where.
        of: Target,
        /// Which part.
        range: Range,
        /// 1 to [`crate::limits::PAGE_FACTS`].
        limit: usize,
        /// Only messages and answers: what else happened is left out, and does not count.
        only_words: bool,
    },
    /// In which of one's rooms and conversations something was said last between two moments, neither of them included.
    Targets {
        /// After this moment.
        since: Millis,
        /// Before this one.
        until: Millis,
        /// 1 to [`crate::limits::TARGETS`].
        limit: usize,
    },
    /// Find messages.
    Search {
        /// Where; `None`: in all rooms the session is in.
        of: Option<Target>,
        /// What.
        query: Query,
        /// 1 to [`crate::limits::SEARCH_FACTS`].
        limit: usize,
    },
    /// Which rooms there are.
    Rooms,
    /// Who is in a room.
    Who(Target),
    /// Who somebody is.
    Whois(Name),
    /// Say why one does not answer; `None`: one is back.
    Away(Option<Text>),
    /// Not be shown what somebody says, or be shown it again.
    Ignore {
        /// Who.
        who: Name,
        /// Ignore, or no longer.
        on: bool,
    },
    /// Who these people are, as [`Command::Whois`] says it of one.
    Find(Sought),
    /// Into which rooms one was let that one is not in.
    Invitations,
    /// Be told when somebody by one of these names comes, goes or is away; or no longer. Names may be nobody's.
    Watch {
        /// Which.
        names: Vec<Name>,
        /// Watch, or no longer.
        on: bool,
    },
    /// Which names the session watches.
    Watched,
    /// Watch nobody any more.
    Unwatch,
    /// Who bore that name and has left, or bears another now.
    Whowas(Name),
    /// How many are here.
    Census,
    /// Say something in a room to those of a role only: it is neither stored nor numbered.
    Aside {
        /// Where.
        room: RoomName,
        /// To those of this role, or a higher one, who are there.
        role: Role,
        /// The words.
        text: Text,
        /// Said or done.
        style: Style,
    },
    /// Set or lift what concerns oneself; `None` asks what is set.
    OwnModes(Option<(OwnMode, bool)>),
    /// Present oneself, beside one's name. A session of the IRC door is nobody to others before it did.
    Introduce(Face),
    /// Let others see that one types, or no longer.
    Typing {
        /// Where.
        to: Target,
        /// How far one is.
        state: Typing,
    },
    /// Have an operator's rank until the session ends, by a name and a password of the configuration.
    Oper {
        /// The operator's name.
        name: Name,
        /// Its password.
        password: Password,
    },
    /// Have it no longer.
    StepDown,
    /// Sign in without sending the password: one text of the exchange.
    Scram(Scram),
    /// Send client tags without words, for programs.
    Tagged {
        /// Where.
        to: Target,
        /// At least one.
        tags: ClientTags,
        /// They become a numbered entry of the log; else whoever is there hears them, and they are forgotten.
        keep: bool,
    },
    /// Say something else of oneself; `None` asks what one says.
    Profile(Option<ProfileEdit>),
    /// Sign in by the certificate that this connection was made with; as this account, if one is named.
    External(Option<Name>),
    /// The certificates that sign one in.
    Certificates(Certificates),
    /// The tokens by which one's programs sign in.
    Token(TokenWish),
    /// The webhooks of rooms that one owns.
    Webhook(HookWish),
}

impl Command {
    /// What makes a retry of it safe.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Command::Say { key, .. } | Command::Calc { key, .. } => key.as_ref(),
            _ => None,
        }
    }

    /// Whether it says something new in a room, which a slow room counts.
    pub fn speaks(&self) -> bool {
        matches!(self, Command::Say { .. } | Command::Calc { .. } | Command::Tagged { keep: true, .. })
    }

    /// The one room or person that it is about, as they were typed.
    pub(crate) fn place(&self) -> Option<String> {
        let target = |target: &Target| match target {
            Target::Room(name) => name.to_string(),
            Target::Person(name) => name.to_string(),
        };
        match self {
            Command::Say { to, .. } | Command::Calc { to, .. } => Some(target(to)),
            Command::Typing { to, .. } | Command::Tagged { to, .. } => Some(target(to)),
            Command::Edit { of, .. } | Command::Delete { of, .. } | Command::React { of, .. } => Some(target(of)),
            Command::Read { of, .. } | Command::History { of, .. } | Command::Who(of) => Some(target(of)),
            Command::ReadAt { of, .. } => Some(target(of)),
            Command::Search { of, .. } => of.as_ref().map(target),
            Command::Join { room, .. } | Command::Leave { room, .. } => Some(room.to_string()),
            Command::Govern { room, .. } | Command::About(room) => Some(room.to_string()),
            Command::Hello | Command::Nick(_) | Command::Resume(_) | Command::Unread | Command::Rooms => None,
            Command::Whois(_) | Command::Away(_) | Command::Ignore { .. } | Command::Targets { .. } => None,
            Command::Register { .. } | Command::Login { .. } | Command::Logout | Command::Password { .. } => None,
            Command::Link | Command::Sessions | Command::EndSession(_) | Command::Claim(_) => None,
            Command::Aside { room, .. } => Some(room.to_string()),
            Command::Find(_) | Command::Watch { .. } | Command::Watched | Command::Unwatch => None,
            Command::Whowas(_)
            | Command::Census
            | Command::Invitations
            | Command::OwnModes(_)
            | Command::Profile(_) => None,
            Command::Export(_) | Command::Erase(_) | Command::Admin(_) | Command::Introduce(_) => None,
            Command::Oper { .. } | Command::StepDown => None,
            Command::Scram(_) | Command::External(_) | Command::Certificates(_) | Command::Token(_) => None,
            Command::Webhook(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
