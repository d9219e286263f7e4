//! Accounts, their words and where they are members: rows beside the facts of the directory, written in the same commit.

use crate::append::Stop;
use crate::errors::unread;
use crate::row::{number, sql, whole};
use crate::{erase, hooks, profiles, seal};
use causette_core::ports::ReadError;
use causette_core::{
    Account, AccountChange, Credentials, Host, Label, Millis, Name, PersonId, Program, RoomId, Scope, Seq, Token,
    TokenHash, TokenKind, limits,
};
use rusqlite::{Connection, OptionalExtension, Row};

const SESSION: u8 = 1;
const ONCE: u8 = 2;
const INVITE: u8 = 3;
const RESET: u8 = 4;
const CERTIFICATE: u8 = 5;
const PROGRAM: u8 = 6;
const HOOK: u8 = 7;

/// Makes one change true; `last` is the newest fact of its commit.
pub(crate) fn change(conn: &Connection, change: &AccountChange, last: i64) -> Result<(), Stop> {
    #[cfg(feature = "planted")]
    if crate::plant::omits(change) {
        return Ok(());
    }
    match change {
        AccountChange::Made(account, credentials) => made(conn, account, credentials.as_ref())?,
        AccountChange::Credentials(id, new) => {
            let mut update = conn.prepare_cached("UPDATE accounts SET argon2 = ?2, scram = ?3 WHERE id = ?1")?;
            update.execute((id.0.to_be_bytes(), &new.argon2, &new.scram))?;
            seal::again(conn, "accounts", "id", id.0.to_be_bytes())?;
        }
        AccountChange::Token(token) => put_token(conn, token)?,
        AccountChange::Spent(hash) => {
            conn.prepare_cached("DELETE FROM tokens WHERE hash = ?1")?.execute([hash.0])?;
        }
        AccountChange::Used(hash, day) => {
            let mut update = conn.prepare_cached("UPDATE tokens SET used = ?2 WHERE hash = ?1 AND kind = ?3")?;
            update.execute((hash.0, whole(day.0)?, PROGRAM))?;
            seal::again(conn, "tokens", "hash", hash.0)?;
        }
        AccountChange::Hooked(hash, progress) => hooks::moved(conn, *hash, progress)?,
        AccountChange::SignedOut(person, but) => {
            let mut end =
                conn.prepare_cached("DELETE FROM tokens WHERE person = ?1 AND kind <> ?2 AND hash IS NOT ?3")?;
            end.execute((person.0.to_be_bytes(), INVITE, but.map(|hash| hash.0)))?;
        }
        AccountChange::Profile(person, changes) => profiles::change(conn, *person, changes)?,
        AccountChange::Erased(person) => erase::begin(conn, *person, last)?,
    }
    Ok(())
}

fn made(conn: &Connection, account: &Account, credentials: Option<&Credentials>) -> Result<(), Stop> {
    let mut put = conn.prepare_cached(
        "INSERT INTO accounts (id, name, key, made, argon2, scram, sum)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, causette_sum('accounts', ?1, ?2, ?3, ?4, ?5, ?6))
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, made = excluded.made,
             argon2 = excluded.argon2, scram = excluded.scram, sum = excluded.sum",
    )?;
    let (argon2, scram) = credentials.map(|c| (&c.argon2, &c.scram)).unzip();
    let (id, key) = (account.id.0.to_be_bytes(), account.name.key());
    put.execute((id, account.name.as_str(), key.as_str(), whole(account.made.0)?, argon2, scram))?;
    Ok(())
}

/// With each new word of somebody those go that are over, and the oldest of too many that sign in.
fn put_token(conn: &Connection, token: &Token) -> Result<(), Stop> {
    let (person, made) = (token.person.0.to_be_bytes(), whole(token.made.0)?);
    conn.prepare_cached("DELETE FROM tokens WHERE person = ?1 AND until <= ?2")?.execute((person, made))?;
    let mut put = conn.prepare_cached(
        "INSERT OR REPLACE INTO tokens (hash, person, kind, made, until, host, number, label, scope, room, used) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let kind = match token.kind {
        TokenKind::Session => SESSION,
        TokenKind::Once => ONCE,
        TokenKind::Invite => INVITE,
        TokenKind::Reset => RESET,
        TokenKind::Certificate => CERTIFICATE,
        TokenKind::Program => PROGRAM,
        TokenKind::Hook => HOOK,
    };
    let (until, host) = (whole(token.until.0)?, token.host.map(|h| h.0.cast_signed()));
    let program = token.program.as_deref();
    let (number, label) = program.map(|program| (program.number, program.label.as_str())).unzip();
    let scope = program.map(|program| scope_number(program.scope));
    let room = program.and_then(|program| program.room).map(|room| room.0.to_be_bytes());
    let used = program.and_then(|program| program.used).map(|used| whole(used.0)).transpose()?;
    put.execute((token.hash.0, person, kind, made, until, host, number, label, scope, room, used))?;
    match program.and_then(|program| program.hook.as_deref()) {
        Some(hook) => hooks::put(conn, token.hash, hook)?,
        None => seal::again(conn, "tokens", "hash", token.hash.0)?,
    }
    let mut trim = conn.prepare_cached(
        "DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE person = ?1 AND kind = ?2
             ORDER BY made DESC, hash DESC LIMIT -1 OFFSET ?3)",
    )?;
    trim.execute((person, SESSION, sql(limits::TOKENS_PER_ACCOUNT as u64)))?;
    Ok(())
}

/// Notes who is a member of the room of this row, and who no longer.
pub(crate) fn put_members(conn: &Connection, room: i64, members: &[(PersonId, Option<Seq>)]) -> Result<(), Stop> {
    #[cfg(feature = "planted")]
    if crate::plant::Plant::MemberForgotten.is_set() {
        return Ok(());
    }
    for (person, since) in members {
        let person = person.0.to_be_bytes();
        match since {
            Some(since) => {
                let mut put = conn.prepare_cached(
                    "INSERT OR REPLACE INTO members (person, room, since, sum)
                     VALUES (?1, ?2, ?3, causette_sum('members', ?1, ?2, ?3))",
                )?;
                put.execute((person, room, whole(*since)?))?;
            }
            None => {
                conn.prepare_cached("DELETE FROM members WHERE person = ?1 AND room = ?2")?.execute((person, room))?;
            }
        }
    }
    Ok(())
}

/// All accounts.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Account>, ReadError> {
    let read = || {
        let mut select =
            conn.prepare_cached(&format!("SELECT id, name, made, {} FROM accounts", seal::sound("accounts")))?;
        let rows = select.query_map([], |r| {
            let id = PersonId(u128::from_be_bytes(r.get(0)?));
            Ok(Account { id, name: Name::given(r.get_ref(1)?.as_str()?), made: millis(r, 2)? })
        })?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().map_err(unread)
}

/// What somebody signs in by.
pub(crate) fn credentials(conn: &Connection, person: PersonId) -> Result<Option<Credentials>, ReadError> {
    let read = || {
        let sound = seal::sound("accounts");
        let mut select = conn.prepare_cached(&format!("SELECT argon2, scram, {sound} FROM accounts WHERE id = ?1"))?;
        select.query_row([person.0.to_be_bytes()], |r| Ok((r.get(0)?, r.get(1)?))).optional()
    };
    let both: Option<(Option<String>, Option<String>)> = read().map_err(unread)?;
    Ok(both.and_then(|(argon2, scram)| Some(Credentials { argon2: argon2?, scram: scram? })))
}

/// One word.
pub(crate) fn token(conn: &Connection, hash: TokenHash) -> Result<Option<Token>, ReadError> {
    let read = || {
        let mut select = conn.prepare_cached(&format!("{} WHERE hash = ?1", select_tokens()))?;
        select.query_row([hash.0], token_of).optional()
    };
    read().map_err(unread)
}

/// All words of somebody, the oldest first.
pub(crate) fn tokens(conn: &Connection, person: PersonId) -> rusqlite::Result<Vec<Token>> {
    let mut select = conn.prepare_cached(&format!("{} WHERE person = ?1 ORDER BY made, hash", select_tokens()))?;
    select.query_map([person.0.to_be_bytes()], token_of)?.collect()
}

pub(crate) fn select_tokens() -> String {
    let (columns, sound) = (hooks::COLUMNS, seal::sound("tokens"));
    let own = "hash, person, kind, made, until, host, number, label, scope, room, used";
    format!("SELECT {own}, {columns}, {sound} FROM tokens")
}

pub(crate) fn token_of(row: &Row<'_>) -> rusqlite::Result<Token> {
    let kind = match row.get(2)? {
        SESSION => TokenKind::Session,
        ONCE => TokenKind::Once,
        INVITE => TokenKind::Invite,
        RESET => TokenKind::Reset,
        CERTIFICATE => TokenKind::Certificate,
        PROGRAM => TokenKind::Program,
        HOOK => TokenKind::Hook,
        kind => return Err(rusqlite::Error::IntegralValueOutOfRange(2, kind.into())),
    };
    let host: Option<i64> = row.get(5)?;
    Ok(Token {
        hash: TokenHash(row.get(0)?),
        person: PersonId(u128::from_be_bytes(row.get(1)?)),
        kind,
        made: millis(row, 3)?,
        until: millis(row, 4)?,
        host: host.map(|host| Host(host.cast_unsigned())),
        program: match kind {
            TokenKind::Program => Some(Box::new(program_of(row)?)),
            TokenKind::Hook => Some(Box::new(Program { hook: Some(Box::new(hooks::of(row)?)), ..program_of(row)? })),
            TokenKind::Session | TokenKind::Once | TokenKind::Invite => None,
            TokenKind::Reset | TokenKind::Certificate => None,
        },
    })
}

fn program_of(row: &Row<'_>) -> rusqlite::Result<Program> {
    let label = row.get_ref(7)?.as_str()?;
    let unfit = || rusqlite::Error::InvalidColumnType(7, "label".into(), rusqlite::types::Type::Text);
    let scope: u8 = row.get(8)?;
    let room: Option<[u8; 16]> = row.get(9)?;
    let used: Option<i64> = row.get(10)?;
    Ok(Program {
        number: row.get(6)?,
        label: Label::new(label).map_err(|_| unfit())?,
        scope: scope_of(scope).ok_or(rusqlite::Error::IntegralValueOutOfRange(8, scope.into()))?,
        room: room.map(|room| RoomId(u128::from_be_bytes(room))),
        used: used.and_then(number).map(Millis),
        hook: None,
    })
}

fn scope_number(scope: Scope) -> u8 {
    match scope {
        Scope::Read => 1,
        Scope::Say => 2,
        Scope::Talk => 3,
        Scope::All => 4,
    }
}

fn scope_of(number: u8) -> Option<Scope> {
    Scope::ALL.into_iter().find(|scope| scope_number(*scope) == number)
}

fn millis(row: &Row<'_>, column: usize) -> rusqlite::Result<Millis> {
    Ok(Millis(number(row.get(column)?).unwrap_or(0)))
}

/// Makes the keys of names anew, by today's rules. Two accounts whose names these rules take for one keep what they have: both
/// people still sign in, and only new names are compared by the new rules.
pub(crate) fn refold(conn: &Connection) -> rusqlite::Result<()> {
    let mut select = conn.prepare("SELECT id, name FROM accounts")?;
    let all =
        select.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<Vec<([u8; 16], String)>>>()?;
    for (id, name) in all {
        let mut update = conn.prepare_cached("UPDATE OR IGNORE accounts SET key = ?2 WHERE id = ?1")?;
        update.execute((id, Name::given(&name).key().as_str()))?;
        seal::again(conn, "accounts", "id", id)?;
    }
    Ok(())
}
