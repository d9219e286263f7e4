//! Just enough JSON to write verdicts: the lab may not know serde.

use std::fmt::Write;

/// A string with its quotes.
pub(crate) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c)); // all control characters are below U+0100
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn strings() {
        assert_eq!(super::string("a\"b\\c\né\u{9b}"), "\"a\\\"b\\\\c\\u000aé\\u009b\"");
    }
}
