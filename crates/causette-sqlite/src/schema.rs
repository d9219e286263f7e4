//! The tables, and how an older file becomes today's: a list of steps, each one transaction with its version.
//!
//! `docs/model.md` says what each column means. A step once released is never edited; a change is a new step.

use rusqlite::{Connection, TransactionBehavior};

/// "caus": says in the file's header whose file it is.
pub(crate) const APPLICATION_ID: u32 = 0x6361_7573;

const V1: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE rooms (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    key TEXT UNIQUE,
    state BLOB,
    head INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL DEFAULT 0,
    kept_after INTEGER NOT NULL DEFAULT 0,
    kept_chain BLOB NOT NULL DEFAULT (zeroblob(32))
) STRICT;
-- Public rooms only: their keys start with '#'.
CREATE INDEX rooms_newest ON rooms (at DESC, id) WHERE key >= '#' AND key < '$';
CREATE TABLE senders (n INTEGER PRIMARY KEY, id BLOB NOT NULL, name TEXT, UNIQUE (id, name)) STRICT;
CREATE TABLE facts (
    n INTEGER PRIMARY KEY,
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    body BLOB,
    salt BLOB,
    content BLOB NOT NULL,
    chain BLOB NOT NULL,
    UNIQUE (room, seq)
) STRICT;
CREATE TABLE keys (
    room INTEGER NOT NULL,
    sender BLOB NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (room, sender, key)
) STRICT, WITHOUT ROWID;
-- -1 while a program has the store open; the last facts.n once it was closed.
INSERT INTO meta VALUES ('clean', 0);
-- rooms.head and rooms.at are true of all facts up to this n; newer ones are counted at a start.
INSERT INTO meta VALUES ('rooms_upto', 0);
";

/// No table changes. Facts of kind 3 (answers) may follow, which a program of version 1 would take for damage: it must not
/// open the file.
const V2: &str = "";

/// Words to search by, read marks, retention, and facts about other facts. What is derived from what an older file holds
/// is not made here but after opening, in pieces: see `folding` and `words_upto`.
const V3: &str = "
-- The number of the message that an edit, a deletion or a reaction is about.
ALTER TABLE facts ADD COLUMN about INTEGER;
CREATE INDEX facts_about ON facts (room, about, kind) WHERE about IS NOT NULL;
-- Name::key() of the name.
ALTER TABLE senders ADD COLUMN key TEXT;
CREATE INDEX senders_key ON senders (key) WHERE key IS NOT NULL;
-- From the state, where the room itself says how long facts are kept.
ALTER TABLE rooms ADD COLUMN keep_days INTEGER;
ALTER TABLE rooms ADD COLUMN keep_last INTEGER;
-- The time of the first fact that is kept, once a sweep has looked.
ALTER TABLE rooms ADD COLUMN oldest INTEGER;
CREATE INDEX rooms_keep ON rooms (n) WHERE keep_days IS NOT NULL OR keep_last IS NOT NULL;
CREATE TABLE marks (
    person BLOB NOT NULL,
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (person, room)
) STRICT, WITHOUT ROWID;
-- rowid is facts.n; text is words made ready by the program, so the tokenizer only has to cut at spaces. Contentless, but
-- not contentless_delete, which would only hide what is deleted.
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
-- Facts up to this n are in words.
INSERT INTO meta VALUES ('words_upto', 0);
-- By which rules words and senders.key were folded; by none yet.
INSERT INTO meta VALUES ('folding', '');
";

/// Accounts, erasure, and a checksum on every row that has no chain (see `seal.rs`).
const V4: &str = "
CREATE TABLE accounts (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    -- Name::key() of the name: no two accounts have one.
    key TEXT NOT NULL UNIQUE,
    made INTEGER NOT NULL,
    argon2 TEXT,
    scram TEXT,
    sum INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
    hash BLOB PRIMARY KEY,
    person BLOB NOT NULL,
    kind INTEGER NOT NULL,
    made INTEGER NOT NULL,
    until INTEGER NOT NULL,
    host INTEGER,
    sum INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_person ON tokens (person);
CREATE TABLE members (
    person BLOB NOT NULL,
    room INTEGER NOT NULL,
    since INTEGER NOT NULL,
    sum INTEGER,
    PRIMARY KEY (person, room)
) STRICT, WITHOUT ROWID;
-- Who was erased; facts up to upto were there then, and up to done nothing of theirs is left.
CREATE TABLE erased (id BLOB PRIMARY KEY, upto INTEGER NOT NULL, done INTEGER NOT NULL, sum INTEGER) STRICT, WITHOUT ROWID;
-- Whom a deed names, beside whoever did it; n is facts.n.
CREATE TABLE named (n INTEGER PRIMARY KEY, person BLOB NOT NULL, sum INTEGER) STRICT;
CREATE INDEX named_person ON named (person);
INSERT INTO named (n, person)
    SELECT n, causette_named(body) FROM facts WHERE kind = 7 AND causette_named(body) IS NOT NULL;
UPDATE named SET sum = causette_sum('named', n, person);
ALTER TABLE meta ADD COLUMN sum INTEGER;
UPDATE meta SET sum = causette_sum('meta', name, value);
ALTER TABLE rooms ADD COLUMN sum INTEGER;
UPDATE rooms SET sum =
    causette_sum('rooms', n, id, key, state, head, at, kept_after, kept_chain, keep_days, keep_last, oldest);
ALTER TABLE senders ADD COLUMN sum INTEGER;
UPDATE senders SET sum = causette_sum('senders', n, id, name, key);
ALTER TABLE keys ADD COLUMN sum INTEGER;
UPDATE keys SET sum = causette_sum('keys', room, sender, key, seq, at);
ALTER TABLE marks ADD COLUMN sum INTEGER;
UPDATE marks SET sum = causette_sum('marks', person, room, seq);
";

/// The moment up to which somebody said they had read, beside the number.
const V5: &str = "
ALTER TABLE marks ADD COLUMN at INTEGER;
UPDATE marks SET sum = causette_sum('marks', person, room, seq, at);
";

/// What accounts say of themselves. Beside it, states of rooms may say when the room was made and who set its topic, and facts be
/// of kinds of deeds that a program of version 5 would take for damage: it must not open the file.
const V6: &str = "
CREATE TABLE profiles (
    person BLOB NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    sum INTEGER,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;
";

/// What a word that signs in a program is called, how far it goes and when it was used. A program of version 6 would take such
/// words for damage: it must not open the file.
const V7: &str = "
ALTER TABLE tokens ADD COLUMN number INTEGER;
ALTER TABLE tokens ADD COLUMN label TEXT;
ALTER TABLE tokens ADD COLUMN scope INTEGER;
-- The id of the one room it is good in, if there is one.
ALTER TABLE tokens ADD COLUMN room BLOB;
ALTER TABLE tokens ADD COLUMN used INTEGER;
UPDATE tokens SET sum =
    causette_sum('tokens', hash, person, kind, made, until, host, number, label, scope, room, used);
";

/// Webhooks: words that the server itself signs in by. A program of version 7 would take them for damage: it must not open the file.
const V8: &str = "
ALTER TABLE tokens ADD COLUMN url TEXT;
ALTER TABLE tokens ADD COLUMN secret BLOB;
-- The last number that was delivered.
ALTER TABLE tokens ADD COLUMN after INTEGER;
-- Why nothing can be delivered, and since when.
ALTER TABLE tokens ADD COLUMN trouble TEXT;
ALTER TABLE tokens ADD COLUMN failing INTEGER;
ALTER TABLE tokens ADD COLUMN paused INTEGER;
CREATE INDEX tokens_hooks ON tokens (hash) WHERE url IS NOT NULL;
UPDATE tokens SET sum = causette_sum('tokens', hash, person, kind, made, until, host, number, label, scope, room, used,
    url, secret, after, trouble, failing, paused);
";

/// The words of the search index, beside lists of their first one, two and three letters. A word is looked for by its beginning, and
/// without them a short one is put together from the lists of thousands of words. The index is filled anew after opening.
const V9: &str = "
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5
    (text, content = '', detail = none, columnsize = 0, tokenize = 'ascii', prefix = '1 2 3');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
UPDATE meta SET value = 0, sum = causette_sum('meta', name, 0) WHERE name = 'words_upto';
";

/// Every step, oldest first; the version of a file is how many of them it has had.
pub(crate) const STEPS: &[&str] = &[V1, V2, V3, V4, V5, V6, V7, V8, V9];

/// The first version with [`V3`]'s columns.
pub(crate) const ABOUT: u32 = 3;

/// The first version with [`V4`]'s.
pub(crate) const SUMS: u32 = 4;

/// The version this program writes.
pub(crate) fn latest() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

/// Brings a file from its version to the last of `steps`, on a connection that knows the functions of `seal.rs`. A crash leaves it before or after a step, never inside one.
pub(crate) fn migrate(conn: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let version: u32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    for (done, step) in (1u32..).zip(steps).skip(version as usize) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", done)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        crate::seal::register(&conn).unwrap();
        conn
    }

    #[test]
    fn an_older_file_becomes_todays_with_all_it_holds() {
        let mut conn = memory();
        migrate(&mut conn, &[V1]).unwrap();
        conn.execute("INSERT INTO senders (id, name) VALUES (x'07', 'bob')", []).unwrap();
        migrate(&mut conn, STEPS).unwrap();
        let version: u32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        let names: u32 = conn.query_row("SELECT count(*) FROM senders", [], |r| r.get(0)).unwrap();
        assert_eq!((version, names), (latest(), 1));
        for (table, _) in crate::seal::SEALED {
            let sound = format!("SELECT count(*) FROM {table} WHERE NOT {}", crate::seal::sound(table));
            assert_eq!(conn.query_row(&sound, [], |r| r.get::<_, u32>(0)), Ok(0), "{table}");
        }
    }

    /// Words of version 6 are as good as before, and have a checksum over the new columns.
    #[test]
    fn words_of_version_6_stay_what_they_were() {
        let mut conn = memory();
        migrate(&mut conn, &STEPS[..6]).unwrap();
        let put = "INSERT INTO tokens (hash, person, kind, made, until, host, sum)
                   VALUES (zeroblob(32), x'000102030405060708090a0b0c0d0e0f', 1, 5, 9, -3,
                       causette_sum('tokens', zeroblob(32), x'000102030405060708090a0b0c0d0e0f', 1, 5, 9, -3))";
        conn.execute(put, []).unwrap();
        migrate(&mut conn, STEPS).unwrap();
        let word = crate::accounts::token(&conn, causette_core::TokenHash([0; 32])).unwrap().unwrap();
        assert_eq!((word.kind, word.made.0, word.until.0), (causette_core::TokenKind::Session, 5, 9));
        assert_eq!((word.host.map(|host| host.0.cast_signed()), word.program), (Some(-3), None));
    }

    #[test]
    fn a_step_that_fails_half_way_leaves_the_version_before_it() {
        let mut conn = memory();
        let broken = [V1, "CREATE TABLE half (x); CREATE TABLE nonsense (;"];
        migrate(&mut conn, &broken).unwrap_err();
        let version: u32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        let half: u32 =
            conn.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |r| r.get(0)).unwrap();
        assert_eq!((version, half), (1, 0));
        // The corrected program goes on from there.
        migrate(&mut conn, &[V1, "CREATE TABLE half (x)"]).unwrap();
        let version: u32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        assert_eq!(version, 2);
    }

    /// Fault 57: each statement of each step fails once, and leaves the file as it was before the step.
    #[test]
    fn a_step_that_fails_at_any_statement_leaves_nothing_of_it() {
        let look = |conn: &Connection| -> (u32, Vec<String>) {
            let mut all = conn.prepare("SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1").unwrap();
            let all = all.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
            (conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap(), all)
        };
        for (done, step) in STEPS.iter().enumerate() {
            let ends = step.match_indices(";\n").map(|(at, _)| at + 2);
            for end in std::iter::once(0).chain(ends) {
                let mut conn = memory();
                migrate(&mut conn, &STEPS[..done]).unwrap();
                let before = look(&conn);
                let broken = format!("{} SELECT * FROM nowhere;", &step[..end]);
                let steps: Vec<&str> = STEPS[..done].iter().copied().chain([broken.as_str()]).collect();
                migrate(&mut conn, &steps).unwrap_err();
                assert_eq!(look(&conn), before, "step {} after byte {end}", done + 1);
                migrate(&mut conn, STEPS).unwrap();
                assert_eq!(look(&conn).0, latest());
            }
        }
    }
}
