//! Characters to words, one at a time, each with its column. Must not know what may follow what, nor any arithmetic.

use crate::CalcError;
use crate::Fault;
use crate::literal::Literal;
use crate::number::Operator;

/// A word of the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    /// In characters, from 1.
    pub(crate) column: usize,
    /// As it was written.
    pub(crate) text: &'a str,
    pub(crate) kind: Kind<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    Number(Literal<'a>),
    Name,
    Operator(Operator),
    Open,
    Close,
    Comma,
    Semicolon,
    End,
}

/// What a comma between two digits is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comma {
    /// Part of the number: `3,5`.
    Decimal,
    /// Between two arguments: `max(3,5)`.
    Separator,
}

/// What of the input has not been read yet.
#[derive(Clone, Copy)]
pub(crate) struct Lexer<'a> {
    rest: &'a str,
    column: usize,
    pub(crate) comma: Comma,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(input: &'a str) -> Self {
        Lexer { rest: input, column: 1, comma: Comma::Decimal }
    }

    pub(crate) fn next(&mut self) -> Result<Token<'a>, CalcError> {
        self.take_while(char::is_whitespace);
        let start = *self;
        let kind = self.kind().map_err(|fault| fault.at(start.column))?;
        Ok(Token { column: start.column, text: start.until(self), kind })
    }

    fn kind(&mut self) -> Result<Kind<'a>, Fault> {
        let start = *self;
        let Some(first) = self.take() else { return Ok(Kind::End) };
        Ok(match first {
            '+' => Kind::Operator(Operator::Add),
            '-' => Kind::Operator(Operator::Sub),
            '*' if self.take_if('*') => Kind::Operator(Operator::Power),
            '*' => Kind::Operator(Operator::Mul),
            '/' if self.take_if('/') => Kind::Operator(Operator::FloorDiv),
            '/' => Kind::Operator(Operator::Div),
            '%' => Kind::Operator(Operator::Modulo),
            '^' => Kind::Operator(Operator::Power),
            '(' => Kind::Open,
            ')' => Kind::Close,
            ';' => Kind::Semicolon,
            ',' if self.comma == Comma::Separator || !self.at_digit() => Kind::Comma,
            ',' | '.' | '0'..='9' => {
                *self = start;
                self.number()?
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                self.take_while(|c| c.is_alphanumeric() || c == '_');
                Kind::Name
            }
            found => return Err(Fault::UnknownCharacter { found }),
        })
    }

    fn number(&mut self) -> Result<Kind<'a>, Fault> {
        let start = *self;
        let whole = self.take_while(|c| c.is_ascii_digit());
        if whole == "0" && (self.take_if('x') || self.take_if('X')) {
            let digits = self.take_while(|c| c.is_ascii_hexdigit());
            return match digits {
                "" => Err(Fault::BadNumber { text: start.until(self).to_owned() }),
                digits => Ok(Kind::Number(Literal::Hexadecimal(digits))),
            };
        }
        let fraction =
            if self.take_if('.') || self.take_decimal_comma() { self.take_while(|c| c.is_ascii_digit()) } else { "" };
        if whole.is_empty() && fraction.is_empty() {
            return Err(Fault::BadNumber { text: start.until(self).to_owned() });
        }
        Ok(Kind::Number(Literal::Decimal { whole, fraction, exponent: self.exponent() }))
    }

    /// `e5`, `E-3`; without a digit the `e` is a name and stays.
    fn exponent(&mut self) -> &'a str {
        let mut ahead = *self;
        if !ahead.take_if('e') && !ahead.take_if('E') {
            return "";
        }
        let sign = ahead;
        let _ = ahead.take_if('+') || ahead.take_if('-');
        if !ahead.at_digit() {
            return "";
        }
        ahead.take_while(|c| c.is_ascii_digit());
        *self = ahead;
        sign.until(self)
    }

    /// A comma is decimal only right before a digit: `3,5` but not `3, 5`.
    fn take_decimal_comma(&mut self) -> bool {
        let mut ahead = *self;
        let decimal = self.comma == Comma::Decimal && ahead.take_if(',') && ahead.at_digit();
        if decimal {
            *self = ahead;
        }
        decimal
    }

    /// Whether the call whose `(` was just read separates its arguments with `;`, which frees the comma.
    pub(crate) fn call_uses_semicolons(&self) -> bool {
        let mut depth = 0usize;
        for c in self.rest.chars() {
            match c {
                ';' if depth == 0 => return true,
                '(' => depth += 1,
                ')' if depth == 0 => return false,
                ')' => depth -= 1,
                _ => {}
            }
        }
        false
    }

    fn at_digit(&self) -> bool {
        self.rest.starts_with(|c: char| c.is_ascii_digit())
    }

    fn take(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let first = chars.next()?;
        self.rest = chars.as_str();
        self.column += 1;
        Some(first)
    }

    fn take_if(&mut self, wanted: char) -> bool {
        self.rest.starts_with(wanted) && self.take().is_some()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let start = *self;
        while self.rest.starts_with(&wanted) {
            self.take();
        }
        start.until(self)
    }

    /// What lies between two places of the same input.
    fn until(&self, later: &Self) -> &'a str {
        self.rest.strip_suffix(later.rest).unwrap_or_default()
    }
}
