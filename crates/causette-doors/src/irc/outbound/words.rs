//! A text as messages of one line each: as one batch for clients that take that, else one after the other, none cut inside a
//! character.

use super::Writer;
use crate::irc::caps::Cap;
use crate::irc::put::{CUTS, Head, line_bytes};
use causette_core::{ClientTags, Style};
use causette_wire::irc::{BODY_BYTES, split};

/// What an action has around its words.
const ACTION: (&str, &str) = ("\u{1}ACTION ", "\u{1}");

/// One message of several; whether it goes on with the line before.
type Piece<'t> = (bool, &'t str);

impl Writer<'_> {
    pub(in crate::irc) fn words(
        &mut self,
        head: Head,
        target: &str,
        (text, style): (&str, Style),
        reply: Option<&str>,
        tags: &ClientTags,
    ) {
        let tagged = self.session.caps.tags();
        let head = match reply.filter(|_| tagged) {
            Some(reply) => head.tag("+draft/reply", reply),
            None => head,
        };
        let head = head.client_tags(tagged, tags);
        let command = if style == Style::Notice { "NOTICE" } else { "PRIVMSG" };
        let (before, after) = if style == Style::Action { ACTION } else { ("", "") };
        let source = head.source().unwrap_or_default().len();
        let around = line_bytes(source, command, target) + before.len() + after.len();
        // However long a line may be that is taken: every client can take this.
        let room = BODY_BYTES.saturating_sub(around).max(64);
        let batches = self.session.has(Cap::Multiline) && self.session.has(Cap::Batch) && style != Style::Action;
        let pieces = pieces(text, tags.get(CUTS), room);
        match pieces.as_slice() {
            many @ [_, _, ..] if batches => self.batch(head, target, command, many),
            many => {
                let mut head = head;
                // An empty line is nothing by itself.
                for (_, piece) in many.iter().filter(|(_, piece)| !piece.is_empty()) {
                    match style {
                        Style::Action => self.put(&head, command, &[target, &[before, piece, after].concat()]),
                        Style::Plain | Style::Notice => self.put(&head, command, &[target, piece]),
                    }
                    // Only the first line is the message its number names.
                    head = head.without("msgid");
                }
            }
        }
    }

    fn batch(&mut self, head: Head, target: &str, command: &str, pieces: &[Piece<'_>]) {
        let id =
            format!("m{}", head.value("msgid").map_or_else(|| self.out.len().to_string(), |id| id.replace('-', "")));
        self.put(&head, "BATCH", &[&format!("+{id}"), "draft/multiline", target]);
        for (goes_on, piece) in pieces {
            let line = Head::from(head.source().unwrap_or_default()).tag("batch", id.as_str());
            let line = if *goes_on { line.flag("draft/multiline-concat") } else { line };
            self.put(&line, command, &[target, piece]);
        }
        let end = Head::from(self.server());
        self.put(&end, "BATCH", &[&format!("-{id}")]);
    }
}

/// The lines of a text, cut where its sender's program cut them, and where they are longer than there is room for.
fn pieces<'t>(text: &'t str, cuts: Option<&str>, room: usize) -> Vec<Piece<'t>> {
    let mut cuts =
        cuts.into_iter().flat_map(|cuts| cuts.split(',')).filter_map(|cut| cut.parse::<usize>().ok()).peekable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let (mut from, mut goes_on) = (start, false);
        // Whatever somebody else wrote into that tag is passed over where nothing can be cut.
        while let Some(cut) = cuts.next_if(|cut| *cut < end) {
            if let Some(part) = text.get(from..cut).filter(|part| !part.is_empty()) {
                add(&mut pieces, goes_on, part, room);
                (from, goes_on) = (cut, true);
            }
        }
        add(&mut pieces, goes_on, text.get(from..end).unwrap_or_default(), room);
        start = end + 1;
    }
    pieces
}

fn add<'t>(pieces: &mut Vec<Piece<'t>>, goes_on: bool, part: &'t str, room: usize) {
    for (n, piece) in split(part, room).enumerate() {
        pieces.push((goes_on || n > 0, piece));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, cuts: Option<&str>, room: usize, expect: &[(bool, &str)]) {
        let pieces = pieces(text, cuts, room);
        assert_eq!(pieces, expect, "{text:?} {cuts:?}");
    }

    #[test]
    fn lines_are_cut_where_they_were_and_where_they_must_be() {
        check("hi", None, 64, &[(false, "hi")]);
        check("\nhow is all?", Some("8"), 64, &[(false, ""), (false, "how is "), (true, "all?")]);
        check("ab\ncdef", Some("1,4,5"), 64, &[(false, "a"), (true, "b"), (false, "c"), (true, "d"), (true, "ef")]);
        check("abcdef", Some("2"), 3, &[(false, "ab"), (true, "cde"), (true, "f")]);
    }

    #[test]
    fn odd_cuts_cut_nothing() {
        for odd in ["", "x", "0", "2", "3", "99", "-1", "18446744073709551616"] {
            check("é", Some(odd), 64, &[(false, "é")]);
        }
        check("aé", Some("2"), 64, &[(false, "aé")]);
        check("a\nb", Some("1,2"), 64, &[(false, "a"), (false, "b")]);
    }
}
