//! Webhooks: columns of words of the kind `Hook`, so that whatever ends a word ends its webhook in the same statement.

use crate::accounts::{select_tokens, token_of};
use crate::append::Stop;
use crate::errors::unread;
use crate::row::{number, whole};
use crate::seal;
use causette_core::hook::Progress;
use causette_core::ports::ReadError;
use causette_core::{Hook, HookFault, HookSecret, HookUrl, Millis, Token, TokenHash};
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Row};

/// They follow a word's own in what is read.
pub(crate) const COLUMNS: &str = "url, secret, after, trouble, failing, paused";
/// Where the first of them stands.
const FIRST: usize = 11;

/// What a webhook has beside its word, which was just written.
pub(crate) fn put(conn: &Connection, hash: TokenHash, hook: &Hook) -> Result<(), Stop> {
    let mut put = conn.prepare_cached("UPDATE tokens SET url = ?2, secret = ?3, after = 0 WHERE hash = ?1")?;
    put.execute((hash.0, hook.url.as_str(), hook.secret.0))?;
    moved(conn, hash, &hook.progress)
}

/// How far it has come; of one that is no longer there, nothing.
pub(crate) fn moved(conn: &Connection, hash: TokenHash, progress: &Progress) -> Result<(), Stop> {
    let (failing, trouble) = progress.trouble.unzip();
    let failing = failing.map(|since: Millis| whole(since.0)).transpose()?;
    let mut update = conn.prepare_cached(
        "UPDATE tokens SET after = max(after, ?2), trouble = ?3, failing = ?4, paused = ?5
         WHERE hash = ?1 AND url IS NOT NULL",
    )?;
    update.execute((hash.0, whole(progress.after)?, trouble.map(HookFault::word), failing, progress.paused))?;
    Ok(seal::again(conn, "tokens", "hash", hash.0)?)
}

/// The part of a row that makes it a webhook.
pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Hook> {
    let unfit = |column: usize| Error::InvalidColumnType(column, "webhook".into(), Type::Text);
    let trouble: Option<String> = row.get(FIRST + 3)?;
    let failing: Option<i64> = row.get(FIRST + 4)?;
    let fault = trouble.map(|word| HookFault::of(&word).ok_or_else(|| unfit(FIRST + 3))).transpose()?;
    Ok(Hook {
        url: HookUrl::new(row.get_ref(FIRST)?.as_str()?).map_err(|_| unfit(FIRST))?,
        secret: HookSecret(row.get(FIRST + 1)?),
        progress: Progress {
            after: number(row.get(FIRST + 2)?).unwrap_or(0),
            trouble: failing.and_then(number).map(Millis).zip(fault),
            paused: row.get(FIRST + 5)?,
        },
    })
}

/// All of them.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Token>, ReadError> {
    let read = || {
        let mut select = conn.prepare_cached(&format!("{} WHERE url IS NOT NULL", select_tokens()))?;
        select.query_map([], token_of)?.collect::<rusqlite::Result<_>>()
    };
    read().map_err(unread)
}
