//! Fields of the JSON objects a server sends.

use crate::history::{Said, Seq};
use anyhow::{Context, Result};
use serde_json::Value;

pub(super) fn string(value: &Value, field: &str) -> Result<String> {
    let found = value.get(field).and_then(Value::as_str);
    found.map(str::to_owned).with_context(|| format!("no {field} in {value}"))
}

pub(super) fn number(value: &Value, field: &str) -> Result<Seq> {
    value.get(field).and_then(Value::as_u64).with_context(|| format!("no {field} in {value}"))
}

/// The facts of a page.
pub(super) fn facts(value: &Value) -> Result<Vec<Said>> {
    let facts = value.get("facts").and_then(Value::as_array).with_context(|| format!("no facts in {value}"))?;
    facts.iter().map(said).collect()
}

/// A message. A fact of another type is kept as one whose text nobody sent.
pub(super) fn said(value: &Value) -> Result<Said> {
    let text = string(value, "text").or_else(|_| string(value, "type"))?;
    let by = format!("{}/{}", string(value, "from")?, string(value, "from_id")?);
    Ok(Said { seq: number(value, "seq")?, by, text })
}
