//! How somebody presents themselves beside their name: IRC's user and real name, and whether a program speaks.

use crate::limits;
use std::sync::Arc;

/// What a person says of themselves. Anybody may say anything: nothing is decided by it.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Face {
    /// A word of [`limits::FACE_USER`] letters, digits, `_`, `-` and `.` at most, never empty.
    pub user: Arc<str>,
    /// Their real name, or what they give for it: one line of [`limits::FACE_REAL`] bytes at most, perhaps empty.
    pub real: Arc<str>,
    /// It is a program that speaks, not a person.
    pub bot: bool,
}

impl Face {
    /// Takes what was said as far as it fits: nobody is kept out for how they present themselves.
    pub fn new(user: &str, real: &str, bot: bool) -> Face {
        let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let user: String = user.chars().filter(fits).take(limits::FACE_USER).collect();
        let real: String = real.chars().filter(|c| !c.is_control()).collect();
        let mut end = real.len().min(limits::FACE_REAL);
        while !real.is_char_boundary(end) {
            end -= 1;
        }
        let user = if user.is_empty() { "u" } else { &user };
        Face { user: user.into(), real: real.get(..end).unwrap_or_default().trim().into(), bot }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(user: &str, real: &str, expect: (&str, &str)) {
        let face = Face::new(user, real, false);
        assert_eq!((&*face.user, &*face.real), expect, "{user:?} {real:?}");
    }

    #[test]
    fn whatever_is_said_makes_a_face() {
        check("alice", "Alice Liddell", ("alice", "Alice Liddell"));
        check("~al ice@x!\n", "", ("alicex", ""));
        check("", " \r\n", ("u", ""));
        check("élan", "Zoé\u{1b}[31m \u{85}rouge", ("lan", "Zoé[31m rouge"));
        check("abcdefghijklmno", "x", ("abcdefghij", "x"));
        check("a_b-c.d", &"é".repeat(70), ("a_b-c.d", &"é".repeat(60)));
        check("a", &format!("x{}", "é".repeat(70)), ("a", &format!("x{}", "é".repeat(59))));
    }
}
