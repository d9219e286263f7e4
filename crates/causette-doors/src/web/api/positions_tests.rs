//! What is told next, and from where what was missed is read.

use super::positions::*;
use crate::web::limits::EVENT_ROOMS;

const ID: &str = "0123456789abcdef0123456789abcdef";
const OTHER: &str = "fedcba98765432100123456789abcdef";

#[test]
fn positions_are_read_by_name_or_id() {
    let id = |seq| Given::Id("0123456789ab".into(), seq);
    let name = |name: &str, seq| Given::Name(name.into(), seq);
    assert_eq!(read("general:17, @bob:3,!0123456789ab:4,"), Some(vec![name("general", 17), name("@bob", 3), id(4)]));
    assert_eq!(read(""), Some(vec![]));
    for bad in ["general", "general:", "general:-1", "!0123:4", "!0123456789aX:4", "a:99999999999999999999"] {
        assert_eq!(read(bad), None, "{bad}");
    }
    assert!(read(&"a:1,".repeat(EVENT_ROOMS)).is_some() && read(&"a:1,".repeat(EVENT_ROOMS + 1)).is_none());
}

#[test]
fn what_follows_is_told_once_and_what_is_missing_is_read() {
    let mut at = Positions::default();
    at.opens(ID, "#a", Some(4));
    assert_eq!((at.heard(ID, "#a", 5), at.heard(ID, "#a", 5), at.next_behind()), (Turn::Tell, Turn::Drop, None));
    // 6 and 7 are missing; whatever comes live meanwhile comes again in what is read.
    assert_eq!((at.heard(ID, "#a", 8), at.heard(ID, "#a", 9)), (Turn::Drop, Turn::Drop));
    assert_eq!(at.next_behind(), Some(("0123456789ab", "#a", 5)));
    assert_eq!([6, 7].map(|seq| at.read(ID, "#a", seq)), [Turn::Tell, Turn::Tell]);
    assert_eq!(at.next_behind(), Some(("0123456789ab", "#a", 7)));
    assert_eq!([8, 9].map(|seq| at.read(ID, "#a", seq)), [Turn::Tell, Turn::Tell]);
    at.was_read();
    assert_eq!(at.next_behind(), None);
    assert_eq!(at.heard(ID, "#a", 10), Turn::Tell);
    assert_eq!(at.write(), "!0123456789ab:10");
}

#[test]
fn coming_back_reads_from_there() {
    let mut at = Positions::default();
    at.come_back("0123456789ab", 2);
    at.opens(ID, "#a", Some(4));
    assert_eq!(at.next_behind(), Some(("0123456789ab", "#a", 2)));
    // What is no longer kept is jumped over.
    assert_eq!([3, 4].map(|seq| at.read(ID, "#a", seq)), [Turn::Tell, Turn::Tell]);
    at.was_read();
    // A conversation whose last number nobody knows.
    at.come_back(OTHER, 7);
    assert_eq!(at.write(), "!0123456789ab:4,!fedcba987654:7");
    at.opens(OTHER, "@bob", None);
    at.look_anyway(OTHER);
    assert_eq!(at.next_behind(), Some(("fedcba987654", "@bob", 7)));
    at.was_read();
    assert_eq!(at.heard(OTHER, "@bob", 8), Turn::Tell);
    // One that begins now.
    at.closes(OTHER);
    assert_eq!((at.heard(OTHER, "@bob", 3), at.knows("@BOB")), (Turn::Tell, Some("fedcba987654")));
}

#[test]
fn a_position_that_is_not_there_goes_on_with_what_is_new() {
    let mut at = Positions::default();
    at.come_back(ID, 9);
    at.opens(ID, "#a", Some(4));
    assert_eq!(at.next_behind(), Some(("0123456789ab", "#a", 9)));
    at.was_refused();
    assert_eq!(at.next_behind(), None);
    assert_eq!(at.heard(ID, "#a", 5), Turn::Tell);
}
