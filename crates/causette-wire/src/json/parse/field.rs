//! What a field holds: something that is needed, a number, a moment, a reason.

use super::Why;
use crate::date;
use causette_core::{Millis, Point, Refusal, Text, limits};
use std::borrow::Cow;

pub(super) fn need<'a>(field: &'a Option<Cow<'_, str>>, name: &'static str) -> Result<&'a str, Why> {
    field.as_deref().ok_or(Why::MissingField { field: name })
}

/// A whole number from 0 on; −1 or 1.5 is out of range, not a broken line.
pub(super) fn number(field: &Option<serde_json::Number>) -> Result<Option<u64>, Refusal> {
    let Some(number) = field else { return Ok(None) };
    number.as_u64().map(Some).ok_or(Refusal::BadRange { max: limits::PAGE_FACTS })
}

/// A reason or a topic; empty is none.
pub(super) fn line_of_text(text: Option<&str>) -> Result<Option<Text>, Refusal> {
    text.filter(|text| !text.trim().is_empty()).map(Text::new).transpose()
}

/// A place in a room: a number, or a moment as text.
pub(super) fn point(value: &serde_json::Value, name: &'static str) -> Result<Point, Why> {
    match value {
        serde_json::Value::Number(_) => value.as_u64().map(Point::Seq),
        serde_json::Value::String(text) => date::parse(text).map(Point::At),
        _ => None,
    }
    .ok_or(Why::BadValue { field: name })
}

pub(super) fn moment(field: &Option<Cow<'_, str>>, name: &'static str) -> Result<Option<Millis>, Why> {
    let parsed = |text: &str| date::parse(text).ok_or(Why::BadValue { field: name });
    field.as_deref().map(parsed).transpose()
}
