//! The grammar of the lab's part VI, without its calculator.

use super::lab::texts::{Lab, Lang};

pub(crate) enum Said<'a> {
    Command { name: &'a str, argument: &'a str },
    Text(&'a str),
}

pub(crate) fn parse(message: &str) -> Said<'_> {
    match message.strip_prefix('/') {
        Some(command) => {
            let (name, argument) = command.split_once(' ').unwrap_or((command, ""));
            Said::Command { name, argument }
        }
        None => Said::Text(message),
    }
}

#[derive(Default)]
pub(crate) struct Guest {
    pub(crate) name: String,
    pub(crate) last: Option<u64>,
}

pub(crate) fn help(_: Lang, _: &[Lab<'_>]) -> String {
    String::new()
}

pub(crate) fn answer(said: Said<'_>, guest: &mut Guest, _: Lang) -> String {
    if let Said::Command { name: "name", argument } = said {
        argument.clone_into(&mut guest.name);
    }
    guest.name.clone()
}
