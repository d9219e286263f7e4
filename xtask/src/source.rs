//! Just enough Rust to look at sources: what is code, what is a test, where functions start and end. No parser.

/// The text with comments, strings and character literals replaced by blanks, byte for byte; lines stay.
pub(crate) fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut before) = (text, ' ');
    while let Some(first) = rest.chars().next() {
        let hidden = literal(rest, before);
        let (taken, left) = rest.split_at(if hidden == 0 { first.len_utf8() } else { hidden.min(rest.len()) });
        if hidden == 0 {
            out.push_str(taken);
        } else {
            out.extend(taken.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
        (rest, before) = (left, if hidden == 0 { first } else { ' ' });
    }
    out
}

/// How many bytes of a comment or literal start here; 0 where code does.
fn literal(rest: &str, before: char) -> usize {
    let until = |start: usize, end: &str| rest.get(start..).and_then(|tail| tail.find(end)).map(|at| start + at);
    if rest.starts_with("//") {
        return until(0, "\n").unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    if rest.starts_with("'\\") {
        return quoted(rest, '\'');
    }
    if rest.starts_with('\'') {
        // One character and a quote; else it is a lifetime.
        return rest.char_indices().nth(2).filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1);
    }
    let raw = rest.trim_start_matches(['b', 'c']);
    if let Some(hashes) = raw.strip_prefix('r').filter(|_| !is_word(before) && rest.len() - raw.len() <= 1) {
        let string = hashes.trim_start_matches('#');
        let end = format!("\"{}", "#".repeat(hashes.len() - string.len()));
        if string.starts_with('"') {
            let start = rest.len() - string.len() + 1;
            return until(start, &end).map_or(rest.len(), |at| at + end.len());
        }
    }
    0
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        let step = match tail {
            _ if tail.starts_with("/*") => 1,
            _ if tail.starts_with("*/") => -1,
            _ => 0,
        };
        depth = depth.saturating_add_signed(step);
        at += if step == 0 { tail.chars().next().map_or(1, char::len_utf8) } else { 2 };
        if depth == 0 {
            break;
        }
    }
    at
}

pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Byte offsets where `word` stands alone.
pub(crate) fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text.get(..*at).and_then(|head| head.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

/// Offset just past the item that starts here: its `;`, or the `}` that closes its first `{`.
fn item_end(code: &str, start: usize) -> usize {
    let (mut curly, mut other) = (0_i32, 0_i32);
    for (at, c) in code.char_indices().skip_while(|(at, _)| *at < start) {
        match c {
            '(' | '[' => other += 1,
            ')' | ']' => other -= 1,
            '{' => curly += 1,
            '}' => curly -= 1,
            _ => {}
        }
        if curly <= 0 && other <= 0 && matches!(c, ';' | '}') {
            return at + 1;
        }
    }
    code.len()
}

/// Masked code with every `#[cfg(test)]` item blanked.
pub(crate) fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let (mut out, mut from) = (String::with_capacity(code.len()), 0);
    while let Some(at) = code.get(from..).and_then(|tail| tail.find(MARK)).map(|at| from + at) {
        let end = item_end(code, at + MARK.len());
        out.push_str(code.get(from..at).unwrap_or_default());
        let blank = |c| if c == '\n' { '\n' } else { ' ' };
        out.extend(code.get(at..end).unwrap_or_default().chars().map(blank));
        from = end;
    }
    out.push_str(code.get(from..).unwrap_or_default());
    out
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function<'a> {
    pub(crate) name: &'a str,
    /// Its first line, from 1.
    pub(crate) line: usize,
    /// From `fn` to its closing brace.
    pub(crate) lines: usize,
}

/// Every function with a body in masked code, nested ones too.
pub(crate) fn functions(code: &str) -> Vec<Function<'_>> {
    let count = |text: Option<&str>| text.map_or(0, |text| text.matches('\n').count());
    let named = words(code, "fn").filter_map(|at| {
        let tail = code.get(at + 2..)?.trim_start();
        let name = tail.split(|c| !is_word(c)).next().filter(|name| !name.is_empty())?;
        let body = code.get(at..item_end(code, at)).filter(|body| body.ends_with('}'))?;
        Some(Function { name, line: count(code.get(..at)) + 1, lines: count(Some(body)) + 1 })
    });
    named.collect()
}

#[cfg(test)]
mod tests;
