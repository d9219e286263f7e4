//! The grammar of part VI, in a table.

use super::protocol::{Said, parse};

#[test]
fn a_command_is_split_once_at_the_first_space() {
    for (message, expect) in [
        ("/echo a  b /c", Some(("echo", "a  b /c"))),
        ("/echo  a", Some(("echo", " a"))),
        ("/help", Some(("help", ""))),
        ("/", Some(("", ""))),
        ("// a", Some(("/", "a"))),
        (" /help", None),
        ("salut /help", None),
        ("", None),
    ] {
        let got = match parse(message) {
            Said::Command { name, argument } => Some((name, argument)),
            Said::Text(text) => {
                assert_eq!(text, message);
                None
            }
        };
        assert_eq!(got, expect, "{message}");
    }
}
