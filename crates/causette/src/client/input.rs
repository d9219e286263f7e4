//! What is to be said, from a pipe: line by line, or all of it at once. It never holds more than a message may have.

use super::refused;
use causette_core::{Refusal, Text, limits};
use causette_texts::{Fault, Lang, fault};
use std::io::{self, BufRead, Read};

/// One message, or the sentence that says why it is none.
pub(super) type Message = Result<String, String>;

/// The next line that is not blank, without its end; `None`: there is no more.
pub(super) fn line(from: &mut impl BufRead, lang: Lang) -> io::Result<Option<Message>> {
    loop {
        let mut line = Vec::new();
        let most = limits::TEXT_BYTES as u64 + 2; // and its end
        if from.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let mut bytes = line.len();
        if line.last() != Some(&b'\n') && line.len() as u64 == most {
            bytes += skip_line(from)?;
        }
        let text = line.trim_ascii_end();
        if bytes == line.len() && text.is_empty() {
            continue;
        }
        return Ok(Some(message(text, bytes, lang)));
    }
}

/// All there is, without the end of its last line.
pub(super) fn whole(from: &mut impl BufRead, lang: Lang) -> io::Result<Message> {
    let mut all = Vec::new();
    from.by_ref().take(limits::TEXT_BYTES as u64 + 2).read_to_end(&mut all)?;
    let more = io::copy(from, &mut io::sink())?;
    let text = all.strip_suffix(b"\n").unwrap_or(&all);
    Ok(message(text, all.len() + usize::try_from(more).unwrap_or(usize::MAX - all.len()), lang))
}

fn message(text: &[u8], bytes: usize, lang: Lang) -> Message {
    let max = limits::TEXT_BYTES;
    if text.len() > max {
        return Err(refused(lang, &Refusal::TooLong { bytes, max }));
    }
    let text = std::str::from_utf8(text).map_err(|_| fault(lang, Fault::BadUtf8))?;
    checked(text, lang)
}

/// Whether the server's rules let it be said.
pub(super) fn checked(text: &str, lang: Lang) -> Message {
    Text::new(text).map(|_| text.to_owned()).map_err(|why| refused(lang, &why))
}

fn skip_line(from: &mut impl BufRead) -> io::Result<usize> {
    let mut skipped = 0;
    loop {
        let bytes = from.fill_buf()?;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(bytes.len(), |at| at + 1);
        let over = bytes.is_empty() || end.is_some();
        from.consume(taken);
        skipped += taken;
        if over {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn lines(bytes: &[u8]) -> Vec<Message> {
        let mut from = Cursor::new(bytes);
        std::iter::from_fn(|| line(&mut from, Lang::En).unwrap()).collect()
    }

    #[test]
    fn each_line_is_a_message_and_blank_ones_are_none() {
        let all: Vec<_> = lines(b"one\r\n\n \t\n  two\nthree").into_iter().map(Result::unwrap).collect();
        assert_eq!(all, ["one", "  two", "three"]);
        assert!(lines(b"").is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_and_the_next_is_not() {
        let longest = "x".repeat(limits::TEXT_BYTES);
        let all = lines(format!("{longest}\n{longest}y\n{longest}{longest}\nnext\n").as_bytes());
        assert_eq!(all[0].as_deref(), Ok(longest.as_str()));
        assert!(all[1].as_ref().unwrap_err().contains("4096"), "{:?}", all[1]);
        assert!(all[2].as_ref().unwrap_err().contains("8193"), "{:?}", all[2]);
        assert_eq!((all[3].as_deref(), all.len()), (Ok("next"), 4));
        assert!(lines(b"\xff\n")[0].as_ref().unwrap_err().contains("UTF-8"));
    }

    #[test]
    fn all_of_it_is_one_message() {
        let read = |bytes: &[u8]| whole(&mut Cursor::new(bytes), Lang::En).unwrap();
        assert_eq!(read(b"one\n\ntwo\n").as_deref(), Ok("one\n\ntwo"));
        assert_eq!(read("x".repeat(limits::TEXT_BYTES).as_bytes()).unwrap().len(), limits::TEXT_BYTES);
        assert!(read("x".repeat(10_000).as_bytes()).unwrap_err().contains("10000 bytes"));
        assert!(read(b"").is_err());
    }
}
