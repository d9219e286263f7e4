//! Every limit that people meet, in one place. A door may show them; none may invent another.

/// A person's name, in characters.
pub const NAME_CHARS: usize = 20;
/// A person's name, in bytes of UTF-8.
pub const NAME_BYTES: usize = 64;
/// A room's name without its `#`, in characters.
pub const ROOM_CHARS: usize = 40;
/// A room's name with its `#`, in bytes of UTF-8.
pub const ROOM_BYTES: usize = 128;
/// Combining marks that may follow one letter of a name.
pub const MARKS_PER_LETTER: usize = 2;
/// One message, in bytes of UTF-8.
pub const TEXT_BYTES: usize = 4096;
/// One line on the line door, in bytes, without its end. A longer one is skipped to its end and refused once.
pub const LINE_BYTES: usize = 8 * 1024;
/// One JSON object on the line door, in bytes: room for a whole message of which every letter is written `\u00e9`.
pub const JSON_BYTES: usize = 16 * 1024;
// What may be said fits the line that says it, in JSON also where each letter of two bytes takes six.
const _: () = assert!(LINE_BYTES > TEXT_BYTES && JSON_BYTES > 3 * TEXT_BYTES);
/// Bytes of one overlong line that are skipped before its connection is closed.
pub const SKIPPED_BYTES: u64 = 128 * 1024 * 1024;
/// An idempotency key or a reference, in bytes.
pub const KEY_BYTES: usize = 64;
/// A reaction, in bytes.
pub const MARK_BYTES: usize = 32;
/// Client tags of one message.
pub const CLIENT_TAGS: usize = 64;
/// All client tags of one message together, in bytes.
pub const CLIENT_TAG_BYTES: usize = 4094;
/// People one message can mention; further names are text.
pub const MENTIONS: usize = 20;
/// What may be searched for, in bytes.
pub const QUERY_BYTES: usize = 200;
/// Words of one search.
pub const QUERY_WORDS: usize = 16;
/// Messages in one answer to a search.
pub const SEARCH_FACTS: usize = 50;
/// How long one search may take before it is given up.
pub const SEARCH_MS: u64 = 2_000;
/// A room's topic or a reason, in bytes.
pub const LINE_OF_TEXT_BYTES: usize = 400;
/// A pattern of people, complete, in bytes.
pub const MASK_BYTES: usize = 128;
/// The word somebody gives for themselves beside their name, in characters.
pub const FACE_USER: usize = 10;
/// The real name somebody gives, in bytes.
pub const FACE_REAL: usize = 120;
/// A key of a profile, in bytes.
pub const PROFILE_KEY: usize = 32;
/// What stands under one, in bytes.
pub const PROFILE_VALUE: usize = 300;
/// Keys of one person's profile, or of one room's.
pub const PROFILE_KEYS: usize = 20;
/// People with a role in one room, people invited to it, its bans, its mutes, its exceptions, its standing invitations: each.
pub const ROOM_LISTED: usize = 200;
/// The longest pause that a slow room can ask for, in seconds.
pub const SLOW_SECONDS: u32 = 6 * 3600;
/// The most people a room's limit can be set to.
pub const LIMIT_PEOPLE: u32 = 1_000_000;
/// The longest time a room can be told to keep its messages, in days.
pub const KEEP_DAYS: u32 = 36_500;
/// How long a ban or mute with an end can last, in seconds: ten years.
pub const SPAN_SECONDS: u64 = 10 * 366 * 24 * 3600;
/// Named rooms that may be made from one address in an hour.
pub const ROOMS_MADE: usize = 200;
/// That hour.
pub const QUOTA_MS: u64 = 3600 * 1000;
/// Addresses that are counted in it.
pub const QUOTA_PLACES: usize = 100_000;
/// People one session can ignore.
pub const IGNORED: usize = 200;
/// People to whom somebody wrote who takes no messages of guests, and who may therefore answer; the oldest are forgotten.
pub const ANSWERED: usize = 200;
/// Names one session can watch.
pub const WATCHED: usize = 100;
/// People who can be asked about at once, by name.
pub const SOUGHT: usize = 100;
/// People in one answer about everybody.
pub const FOUND: usize = 500;
/// Rooms they are in, in such an answer; it ends with whoever goes beyond.
pub const FOUND_ROOMS: usize = 2_000;
/// People who left or took another name, and are remembered.
pub const PAST: usize = 1_000;
/// Of these, those told of at once.
pub const PAST_TOLD: usize = 10;
/// How long at least a key is remembered.
pub const KEY_KEPT_MS: u64 = 24 * 3600 * 1000;
/// How long a guest's resume token is valid.
pub const RESUME_MS: u64 = 24 * 3600 * 1000;
/// Named rooms one session may be in.
pub const ROOMS_PER_SESSION: usize = 50;
/// Facts shown to someone who joins a room and asks for no number.
pub const REPLAY_FACTS: usize = 20;
/// Facts in one page of history.
pub const PAGE_FACTS: usize = 500;
/// Bytes of text in one page of history; the page ends early and says there is more.
pub const PAGE_BYTES: usize = 256 * 1024;
// The heaviest message is a page.
const _: () = assert!(PAGE_BYTES >= TEXT_BYTES + CLIENT_TAG_BYTES);
/// Rooms in one list.
pub const ROOM_LIST: usize = 200;
/// Rooms and conversations one list names of those in which something was said.
pub const TARGETS: usize = 100;
/// Facts that are looked through for the messages of one page.
pub const WORDS_SOUGHT: usize = 4 * PAGE_FACTS;
/// People named in one list; the count is always exact.
pub const MEMBER_LIST: usize = 200;
/// People named in one list for an IRC session: its client keeps the list, and cannot ask for the rest.
pub const NAME_LIST: usize = 2_000;
/// With more people than this in a room, who comes and goes is not announced one by one.
pub const PRESENCE_ANNOUNCED: usize = 100;
/// Facts of a room kept in memory, for replays that need no disk.
pub const TAIL_FACTS: usize = 64;
/// Bytes of text and tags in that tail.
pub const TAIL_BYTES: usize = 160 * 1024;
// The replay for a newcomer is always there, however long its messages.
const _: () = assert!(TAIL_BYTES >= REPLAY_FACTS * (TEXT_BYTES + CLIENT_TAG_BYTES));
/// Rooms kept in memory while nobody is in them.
pub const ROOMS_LOADED: usize = 10_000;
/// Facts of one room that a server without a disk keeps.
pub const EPHEMERAL_FACTS: usize = 2_000;
/// Rooms that a server without a disk keeps.
pub const EPHEMERAL_ROOMS: usize = 100_000;
/// Keys that a server without a disk remembers.
pub const EPHEMERAL_KEYS: usize = 100_000;
/// The shortest password that can be set, in bytes, unless the server is set otherwise.
pub const PASSWORD_MIN: usize = 8;
/// The longest password, in bytes.
pub const PASSWORD_MAX: usize = 600;
/// Accounts one server has: their names are always in memory.
pub const ACCOUNTS: usize = 100_000;
/// Accounts in one list.
pub const ACCOUNT_LIST: usize = 200;
/// Bans, exceptions from them and ranks of the whole server: each.
pub const SERVER_LISTED: usize = 2_000;
/// How long a word lasts that signs somebody in again on another connection: thirty days.
pub const SESSION_TOKEN_MS: u64 = 30 * 24 * 3600 * 1000;
/// How long a one-time word lasts: ten minutes.
pub const ONCE_TOKEN_MS: u64 = 10 * 60 * 1000;
/// How long a word lasts that an operator gives to somebody who forgot their password: a day.
pub const RESET_TOKEN_MS: u64 = 24 * 3600 * 1000;
/// Wrong passwords from one address (of IPv6, one /64) before it has to wait: at once, and then one every so many
/// milliseconds. Right ones do not count: a class signs in from one address.
pub const SIGN_IN_HOST: (u64, u64) = (30, 6_000);
/// Wrong passwords for one account, from addresses that it has not signed in from before.
pub const SIGN_IN_NAME: (u64, u64) = (10, 30_000);
/// Addresses and names for which that is counted.
pub const SIGN_IN_COUNTED: usize = 100_000;
/// Passwords that wait to be compared; more are refused as `busy`.
pub const SIGN_IN_WAITING: usize = 256;
/// Accounts that may be made from one address in an hour.
pub const ACCOUNTS_MADE: usize = 50;
/// How long an invitation can last, in seconds: thirty days.
pub const INVITE_SECONDS: u64 = 30 * 24 * 3600;
/// Words of one account that sign it in again; the oldest go first.
pub const TOKENS_PER_ACCOUNT: usize = 50;
/// Tokens by which programs sign in to one account.
pub const PROGRAMS: usize = 20;
/// How long such a token lasts where its owner says nothing else, in days.
pub const TOKEN_DAYS: u32 = 365;
/// The longest, in days.
pub const TOKEN_DAYS_MAX: u32 = 3_650;
/// What its owner calls it, in bytes.
pub const LABEL_BYTES: usize = 64;
/// Webhooks of one account.
pub const HOOKS_PER_ACCOUNT: usize = 10;
/// Webhooks of all accounts together: each has a session and a connection of its own.
pub const HOOKS: usize = 500;
/// The address of a webhook, in bytes.
pub const HOOK_URL_BYTES: usize = 1_024;
/// Certificates that sign in one account.
pub const CERTIFICATES: usize = 10;
/// Sessions one account has at once.
pub const SESSIONS_PER_ACCOUNT: usize = 50;
/// Direct conversations that follow an account to a new session, those with the newest messages.
pub const DIRECT_FOLLOWED: usize = 100;
/// Facts of one piece of an export.
pub const EXPORT_FACTS: usize = 500;
/// Facts scrubbed in one commit after an account was erased.
pub const SCRUB_FACTS: usize = 500;
