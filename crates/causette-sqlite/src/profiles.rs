//! What accounts say of themselves: a row a key, beside the account.

use crate::append::Stop;
use crate::seal;
use causette_core::{PersonId, Profile, ProfileKey, ProfileValue};
use rusqlite::Connection;

/// Makes changes true.
pub(crate) fn change(
    conn: &Connection,
    person: PersonId,
    changes: &[(ProfileKey, Option<ProfileValue>)],
) -> Result<(), Stop> {
    let id = person.0.to_be_bytes();
    for (key, value) in changes {
        match value {
            Some(value) => {
                let mut put = conn.prepare_cached(
                    "INSERT OR REPLACE INTO profiles (person, key, value, sum)
                     VALUES (?1, ?2, ?3, causette_sum('profiles', ?1, ?2, ?3))",
                )?;
                put.execute((id, key.as_str(), value.as_str()))?;
            }
            None => {
                conn.prepare_cached("DELETE FROM profiles WHERE person = ?1 AND key = ?2")?
                    .execute((id, key.as_str()))?;
            }
        }
    }
    Ok(())
}

/// All that an account says of itself. Only what was checked is ever stored; what another version allowed is left out.
pub(crate) fn of(conn: &Connection, person: PersonId) -> rusqlite::Result<Profile> {
    let sound = seal::sound("profiles");
    let mut select = conn.prepare_cached(&format!("SELECT key, value, {sound} FROM profiles WHERE person = ?1"))?;
    let rows = select.query_map([person.0.to_be_bytes()], |r| {
        let (key, value): (String, String) = (r.get(0)?, r.get(1)?);
        Ok(ProfileKey::new(&key).ok().zip(ProfileValue::new(&value).ok()))
    })?;
    rows.filter_map(Result::transpose).collect()
}
