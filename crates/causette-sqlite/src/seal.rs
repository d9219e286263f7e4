//! Row checksums: every row outside `facts` carries one over its other values, written with it and compared wherever it is read.
//! A fact has its chain; this is what finds a flipped bit in everything else. It finds flips, not forgers.
//!
//! It is a function of SQL, so that an `UPDATE` of one column can seal the whole row.

use causette_wire::stored::checksum::{self, Value};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, ToSql};

/// Tables with a checksum, and the columns it covers.
pub(crate) const SEALED: [(&str, &str); 11] = [
    ("meta", "name, value"),
    ("rooms", "n, id, key, state, head, at, kept_after, kept_chain, keep_days, keep_last, oldest"),
    ("senders", "n, id, name, key"),
    ("keys", "room, sender, key, seq, at"),
    ("marks", "person, room, seq, at"),
    ("accounts", "id, name, key, made, argon2, scram"),
    (
        "tokens",
        "hash, person, kind, made, until, host, number, label, scope, room, used, url, secret, after, trouble, failing, paused",
    ),
    ("members", "person, room, since"),
    ("erased", "id, upto, done"),
    ("named", "n, person"),
    ("profiles", "person, key, value"),
];

/// Makes the functions known to a connection. Schema steps and statements call them by these names: they are for ever.
pub(crate) fn register(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("causette_sum", -1, flags, |values| Ok(sum(values, 1)))?;
    conn.create_scalar_function("causette_sound", -1, flags, |values| {
        let sound = values.get_raw(1).as_i64_or_null()? == Some(sum(values, 2));
        let table = || values.get_raw(0).as_str().unwrap_or_default().to_owned();
        if sound { Ok(true) } else { Err(Error::UserFunctionError(Box::new(Unsound(table())))) }
    })?;
    conn.create_scalar_function("causette_named", 1, flags, |values| {
        let body = values.get_raw(0).as_blob_or_null()?.unwrap_or_default();
        Ok(super::named::of_body(body).map(|person| person.0.to_be_bytes().to_vec()))
    })
}

/// A row whose checksum does not fit.
#[derive(Debug, thiserror::Error)]
#[error("damaged: a row of {0} does not match its checksum")]
struct Unsound(String);

fn sum(values: &Context<'_>, first: usize) -> i64 {
    let table = values.get_raw(0).as_str().unwrap_or_default();
    let value = |i| match values.get_raw(i) {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(text) => Value::Text(text),
        ValueRef::Blob(bytes) => Value::Blob(bytes),
    };
    checksum::of(table, (first..values.len()).map(value))
}

fn columns(table: &str) -> &'static str {
    SEALED.iter().find(|(name, _)| *name == table).map_or("", |(_, columns)| columns)
}

/// The checksum of a row of `table`, in SQL.
pub(crate) fn expression(table: &str) -> String {
    format!("causette_sum('{table}', {})", columns(table))
}

/// True in SQL, for a row of `table`; an error if its checksum does not fit.
pub(crate) fn sound(table: &str) -> String {
    format!("causette_sound('{table}', sum, {})", columns(table))
}

/// Seals the rows of `table` with this value in this column, after they have changed.
pub(crate) fn again(conn: &Connection, table: &str, column: &str, value: impl ToSql) -> rusqlite::Result<()> {
    let sql = format!("UPDATE {table} SET sum = {} WHERE {column} = ?1", expression(table));
    conn.prepare_cached(&sql)?.execute([value]).map(drop)
}

/// Writes one of the store's own figures.
pub(crate) fn set_meta(conn: &Connection, name: &str, value: impl ToSql) -> rusqlite::Result<()> {
    let put = "INSERT INTO meta (name, value, sum) VALUES (?1, ?2, causette_sum('meta', ?1, ?2))
               ON CONFLICT DO UPDATE SET value = excluded.value, sum = excluded.sum";
    conn.prepare_cached(put)?.execute((name, value)).map(drop)
}
