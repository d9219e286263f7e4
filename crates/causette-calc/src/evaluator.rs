//! The grammar: reads a word at a time, gives each operator what binds to it, and computes on the way, so that there
//! is no tree to outgrow anything. Must not know how a number is kept.
//!
//! Weakest first: `+ -`, then `* / // %`, then a sign, then `**` (also `^`), which groups to the right and whose
//! right-hand side may have a sign of its own.

use crate::function::{self, Function};
use crate::limits::DEPTH;
use crate::meter::Meter;
use crate::number::{Number, Operator};
use crate::token::{Comma, Kind, Lexer, Token};
use crate::{CalcError, Fault};

/// How tightly the operand of a sign is bound: more than by `*`, less than by `**`.
const SIGN: u8 = 3;

/// How tightly an operator binds to its left and to its right.
fn binding(operator: Operator) -> (u8, u8) {
    match operator {
        Operator::Add | Operator::Sub => (1, 2),
        Operator::Mul | Operator::Div | Operator::FloorDiv | Operator::Modulo => (2, 3),
        Operator::Power => (4, 4),
    }
}

/// One evaluation under way.
pub(crate) struct Evaluator<'a> {
    lexer: Lexer<'a>,
    /// The word that is not dealt with yet.
    token: Token<'a>,
    ans: Option<&'a Number>,
    meter: &'a mut Meter,
}

impl<'a> Evaluator<'a> {
    /// Evaluates an input of bounded length.
    pub(crate) fn run(input: &'a str, ans: Option<&'a Number>, meter: &'a mut Meter) -> Result<Number, CalcError> {
        let mut lexer = Lexer::new(input);
        let token = lexer.next()?;
        if token.kind == Kind::End {
            return Err(Fault::Empty.at(1));
        }
        let mut evaluator = Evaluator { lexer, token, ans, meter };
        let value = evaluator.expression(0, 0)?;
        match evaluator.token.kind {
            Kind::End => Ok(value),
            Kind::Number(_)
            | Kind::Name
            | Kind::Operator(_)
            | Kind::Open
            | Kind::Close
            | Kind::Comma
            | Kind::Semicolon => Err(evaluator.unexpected()),
        }
    }

    /// A value and every operator after it that binds at least as tightly as `least`.
    fn expression(&mut self, least: u8, depth: usize) -> Result<Number, CalcError> {
        if depth > DEPTH {
            return Err(Fault::TooDeep { limit: DEPTH }.at(self.token.column));
        }
        let mut left = self.value(depth)?;
        while let Kind::Operator(operator) = self.token.kind {
            let (to_left, to_right) = binding(operator);
            if to_left < least {
                break;
            }
            let column = self.advance()?.column;
            let right = self.expression(to_right, depth + 1)?;
            left = operator.apply(&left, &right, self.meter).map_err(|fault| fault.at(column))?;
        }
        Ok(left)
    }

    fn value(&mut self, depth: usize) -> Result<Number, CalcError> {
        let token = self.token;
        match token.kind {
            Kind::Number(literal) => {
                let value = literal.value(self.meter).map_err(|fault| fault.at(token.column))?;
                self.advance()?;
                Ok(Number::Exact(value))
            }
            Kind::Name => self.named(depth),
            Kind::Operator(Operator::Sub) => {
                self.advance()?;
                Ok(self.expression(SIGN, depth + 1)?.neg())
            }
            Kind::Operator(Operator::Add) => {
                self.advance()?;
                self.expression(SIGN, depth + 1)
            }
            Kind::Open => {
                self.advance()?;
                let value = self.expression(0, depth + 1)?;
                self.close(token)?;
                self.advance()?;
                Ok(value)
            }
            Kind::Operator(_) | Kind::Close | Kind::Comma | Kind::Semicolon => {
                Err(Fault::ExpectedValue { found: token.text.to_owned() }.at(token.column))
            }
            Kind::End => Err(Fault::Incomplete.at(token.column)),
        }
    }

    /// A constant, the last answer, or a call. Capitals do not matter: telephones start a line with one.
    fn named(&mut self, depth: usize) -> Result<Number, CalcError> {
        let column = self.token.column;
        let name = self.token.text.to_ascii_lowercase();
        if let Some(function) = Function::named(&name) {
            self.advance()?;
            return self.call(function, column, depth);
        }
        let value = if name == "ans" {
            self.ans.cloned().ok_or(Fault::NoAnswer)
        } else {
            function::constant(&name).ok_or_else(|| Fault::UnknownName { name: self.token.text.to_owned() })
        };
        let value = value.map_err(|fault| fault.at(column))?;
        self.advance()?;
        Ok(value)
    }

    /// The arguments of a function whose name stood at `column`. Each call decides for itself what its commas are.
    fn call(&mut self, function: &Function, column: usize, depth: usize) -> Result<Number, CalcError> {
        let open = self.token;
        if open.kind != Kind::Open {
            return Err(Fault::NeedsParentheses { function: function.name() }.at(column));
        }
        let outside = self.lexer.comma;
        let semicolons = self.lexer.call_uses_semicolons();
        let (comma, separator) =
            if semicolons { (Comma::Decimal, Kind::Semicolon) } else { (Comma::Separator, Kind::Comma) };
        self.lexer.comma = comma;
        self.advance()?;
        let mut arguments = Vec::new();
        if self.token.kind != Kind::Close {
            arguments.push(self.expression(0, depth + 1)?);
        }
        while self.token.kind == separator {
            self.advance()?;
            arguments.push(self.expression(0, depth + 1)?);
        }
        self.close(open)?;
        self.lexer.comma = outside;
        self.advance()?;
        function.call(&arguments, !semicolons, self.meter).map_err(|fault| fault.at(column))
    }

    /// Checks that the partner of `open` has come, and leaves it there.
    fn close(&self, open: Token<'_>) -> Result<(), CalcError> {
        match self.token.kind {
            Kind::Close => Ok(()),
            Kind::End => Err(Fault::Unclosed.at(open.column)),
            Kind::Number(_) | Kind::Name | Kind::Operator(_) | Kind::Open | Kind::Comma | Kind::Semicolon => {
                Err(self.unexpected())
            }
        }
    }

    fn unexpected(&self) -> CalcError {
        Fault::Unexpected { found: self.token.text.to_owned() }.at(self.token.column)
    }

    /// Moves to the next word and hands back the one passed.
    fn advance(&mut self) -> Result<Token<'a>, CalcError> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.token, next))
    }
}
