//! JSON lines to commands: the grammar is `causette-wire`'s, the words for what is wrong are the texts'.

use super::super::speaker::{Format, LineSpeaker};
use crate::gate::Heard;
use causette_texts::Fault;
use causette_wire::json::{self, Ask, JsonFault, Why};

impl LineSpeaker {
    pub(super) fn json(&mut self, line: &str, heard: &mut Heard<'_>) {
        match json::parse(line) {
            Ok((answers, Ask::Command(command))) => heard.command(answers, command),
            Ok((answers, Ask::Ping)) => {
                let mut out = Vec::new();
                json::out::pong(&mut out, answers.as_ref());
                heard.say(out);
            }
            Ok((answers, Ask::Calc { to, sum, key })) => self.calculate(to, &sum, key, (answers, heard)),
            Ok((answers, Ask::Lang(to))) => self.language_of_program(&to, answers.as_ref(), heard),
            Ok((_, Ask::Plain)) => self.reads_as(Format::Text, heard),
            Ok((_, Ask::Quit(said))) => self.quit(said, heard),
            Err(JsonFault { reference, why }) => {
                let types = json::TYPES.join(" ");
                let fault = match why {
                    Why::BadJson { column } => Fault::BadJson { column: column as u64 },
                    Why::UnknownType { nearest: Some(near) } => Fault::UnknownTypeNear { near },
                    Why::UnknownType { nearest: None } => Fault::UnknownType { types: &types },
                    Why::MissingField { field } => Fault::MissingField { field },
                    Why::BadValue { field } => Fault::BadValue { field },
                    Why::Refused(refusal) => return self.refusal(&refusal, reference.as_ref(), heard),
                };
                self.fault(fault, reference.as_ref(), heard);
            }
        }
    }
}
