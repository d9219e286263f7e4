//! `/help limits`: every limit of the core that people meet, by name and amount.

use crate::{Lang, Say, bundle, say};
use causette_core::limits;
use fluent_bundle::FluentArgs;

/// How much.
#[derive(Clone, Copy)]
pub(crate) enum Amount {
    /// So many of what the sentence names.
    Of(usize),
    Bytes(u64),
    Millis(u64),
    /// So many at once, then one every so many milliseconds.
    Pace((u64, u64)),
}

use Amount::{Bytes, Millis, Of, Pace};

const SECOND: u64 = 1000;

/// Each under its constant's name, in the order of `limits.rs`. What only the server's own memory knows is left out.
pub(crate) const LIMITS: [(&str, Amount); 78] = [
    ("name_chars", Of(limits::NAME_CHARS)),
    ("name_bytes", Bytes(limits::NAME_BYTES as u64)),
    ("room_chars", Of(limits::ROOM_CHARS)),
    ("room_bytes", Bytes(limits::ROOM_BYTES as u64)),
    ("marks_per_letter", Of(limits::MARKS_PER_LETTER)),
    ("text_bytes", Bytes(limits::TEXT_BYTES as u64)),
    ("line_bytes", Bytes(limits::LINE_BYTES as u64)),
    ("json_bytes", Bytes(limits::JSON_BYTES as u64)),
    ("skipped_bytes", Bytes(limits::SKIPPED_BYTES)),
    ("key_bytes", Bytes(limits::KEY_BYTES as u64)),
    ("mark_bytes", Bytes(limits::MARK_BYTES as u64)),
    ("client_tags", Of(limits::CLIENT_TAGS)),
    ("client_tag_bytes", Bytes(limits::CLIENT_TAG_BYTES as u64)),
    ("mentions", Of(limits::MENTIONS)),
    ("query_bytes", Bytes(limits::QUERY_BYTES as u64)),
    ("query_words", Of(limits::QUERY_WORDS)),
    ("search_facts", Of(limits::SEARCH_FACTS)),
    ("search_ms", Millis(limits::SEARCH_MS)),
    ("targets", Of(limits::TARGETS)),
    ("words_sought", Of(limits::WORDS_SOUGHT)),
    ("line_of_text_bytes", Bytes(limits::LINE_OF_TEXT_BYTES as u64)),
    ("mask_bytes", Bytes(limits::MASK_BYTES as u64)),
    ("face_user", Of(limits::FACE_USER)),
    ("face_real", Bytes(limits::FACE_REAL as u64)),
    ("profile_key", Bytes(limits::PROFILE_KEY as u64)),
    ("profile_value", Bytes(limits::PROFILE_VALUE as u64)),
    ("profile_keys", Of(limits::PROFILE_KEYS)),
    ("room_listed", Of(limits::ROOM_LISTED)),
    ("slow_seconds", Millis(limits::SLOW_SECONDS as u64 * SECOND)),
    ("limit_people", Of(limits::LIMIT_PEOPLE as usize)),
    ("keep_days", Of(limits::KEEP_DAYS as usize)),
    ("span_seconds", Millis(limits::SPAN_SECONDS * SECOND)),
    ("rooms_made", Of(limits::ROOMS_MADE)),
    ("ignored", Of(limits::IGNORED)),
    ("answered", Of(limits::ANSWERED)),
    ("watched", Of(limits::WATCHED)),
    ("sought", Of(limits::SOUGHT)),
    ("found", Of(limits::FOUND)),
    ("found_rooms", Of(limits::FOUND_ROOMS)),
    ("past", Of(limits::PAST)),
    ("past_told", Of(limits::PAST_TOLD)),
    ("key_kept_ms", Millis(limits::KEY_KEPT_MS)),
    ("resume_ms", Millis(limits::RESUME_MS)),
    ("rooms_per_session", Of(limits::ROOMS_PER_SESSION)),
    ("replay_facts", Of(limits::REPLAY_FACTS)),
    ("page_facts", Of(limits::PAGE_FACTS)),
    ("page_bytes", Bytes(limits::PAGE_BYTES as u64)),
    ("room_list", Of(limits::ROOM_LIST)),
    ("member_list", Of(limits::MEMBER_LIST)),
    ("name_list", Of(limits::NAME_LIST)),
    ("presence_announced", Of(limits::PRESENCE_ANNOUNCED)),
    ("ephemeral_facts", Of(limits::EPHEMERAL_FACTS)),
    ("ephemeral_rooms", Of(limits::EPHEMERAL_ROOMS)),
    ("ephemeral_keys", Of(limits::EPHEMERAL_KEYS)),
    ("password_min", Bytes(limits::PASSWORD_MIN as u64)),
    ("password_max", Bytes(limits::PASSWORD_MAX as u64)),
    ("accounts", Of(limits::ACCOUNTS)),
    ("account_list", Of(limits::ACCOUNT_LIST)),
    ("server_listed", Of(limits::SERVER_LISTED)),
    ("session_token_ms", Millis(limits::SESSION_TOKEN_MS)),
    ("once_token_ms", Millis(limits::ONCE_TOKEN_MS)),
    ("reset_token_ms", Millis(limits::RESET_TOKEN_MS)),
    ("sign_in_host", Pace(limits::SIGN_IN_HOST)),
    ("sign_in_name", Pace(limits::SIGN_IN_NAME)),
    ("sign_in_waiting", Of(limits::SIGN_IN_WAITING)),
    ("accounts_made", Of(limits::ACCOUNTS_MADE)),
    ("invite_seconds", Millis(limits::INVITE_SECONDS * SECOND)),
    ("tokens_per_account", Of(limits::TOKENS_PER_ACCOUNT)),
    ("programs", Of(limits::PROGRAMS)),
    ("token_days", Millis(limits::TOKEN_DAYS as u64 * 24 * 3600 * SECOND)),
    ("token_days_max", Millis(limits::TOKEN_DAYS_MAX as u64 * 24 * 3600 * SECOND)),
    ("label_bytes", Bytes(limits::LABEL_BYTES as u64)),
    ("hooks_per_account", Of(limits::HOOKS_PER_ACCOUNT)),
    ("hooks", Of(limits::HOOKS)),
    ("hook_url_bytes", Bytes(limits::HOOK_URL_BYTES as u64)),
    ("certificates", Of(limits::CERTIFICATES)),
    ("sessions_per_account", Of(limits::SESSIONS_PER_ACCOUNT)),
    ("direct_followed", Of(limits::DIRECT_FOLLOWED)),
];

/// Its sentence's name in the `.ftl` files.
pub(crate) fn id(name: &str) -> String {
    format!("limit-{}", name.replace('_', "-"))
}

/// All of them, a line each.
pub(crate) fn page(lang: Lang) -> String {
    let amounts = LIMITS.map(|(_, amount)| shown(lang, amount));
    let wide = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let name_width = wide(&mut LIMITS.iter().map(|(name, _)| name.len()));
    let width = wide(&mut amounts.iter().map(|amount| amount.chars().count()));
    let mut page = say(lang, Say::GuideLimits);
    for ((name, _), amount) in LIMITS.iter().zip(&amounts) {
        let about = bundle::sentence(lang, &id(name), &FluentArgs::new());
        page.push_str(&format!("\n  {name:name_width$}  {amount:>width$}  {about}"));
    }
    page
}

/// In the largest unit that leaves a whole number.
fn shown(lang: Lang, amount: Amount) -> String {
    if let Pace((at_once, every)) = amount {
        return format!("{at_once} + 1/{}", shown(lang, Millis(every)));
    }
    let (french, number, units) = (lang == Lang::Fr, amount.number(), amount.units());
    let fits = |(size, ..): &&(u64, &str, &str)| number >= *size && number.is_multiple_of(*size);
    match units.iter().find(fits) {
        Some((size, en, fr)) => format!("{} {}", number / size, if french { fr } else { en }).trim_end().to_owned(),
        None => number.to_string(),
    }
}

impl Amount {
    fn number(self) -> u64 {
        match self {
            Of(count) => count as u64,
            Bytes(number) | Millis(number) | Pace((number, _)) => number,
        }
    }

    /// Sizes, the largest first, and what each is called in both languages.
    fn units(self) -> &'static [(u64, &'static str, &'static str)] {
        match self {
            Of(_) | Pace(_) => &[],
            Bytes(_) => &[(1 << 20, "MiB", "Mio"), (1 << 10, "KiB", "Kio"), (1, "B", "o")],
            Millis(_) => &[
                (86_400 * SECOND, "d", "j"),
                (3600 * SECOND, "h", "h"),
                (60 * SECOND, "min", "min"),
                (SECOND, "s", "s"),
                (1, "ms", "ms"),
            ],
        }
    }
}
