//! Part VI, protocol: part V plus a rule to tell kinds of message apart. What begins with `/` is a command: its name, one
//! space, and the rest as it is. Everything else is text.

use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::parts::calc;
use crate::trace::harmless;
use causette_calc::Value;
use causette_texts::{Lab, Lang, lab};
use std::time::SystemTime;

/// What a message is.
pub(crate) enum Said<'a> {
    Command { name: &'a str, argument: &'a str },
    Text(&'a str),
}

/// The whole grammar.
pub(crate) fn parse(message: &str) -> Said<'_> {
    match message.strip_prefix('/') {
        Some(command) => {
            let (name, argument) = command.split_once(' ').unwrap_or((command, ""));
            Said::Command { name, argument }
        }
        None => Said::Text(message),
    }
}

/// What is remembered about a client while it is here.
#[derive(Default)]
pub(crate) struct Guest {
    pub(crate) name: String,
    pub(crate) last: Option<Value>,
}

/// Serves one client after another.
pub fn serve(listener: Listener) {
    while let Some(mut client) = listener.accept() {
        talk(&mut client, listener.lang());
        client.close();
    }
    listener.close();
}

fn talk(client: &mut Conversation, lang: Lang) {
    let mut guest = Guest::default();
    while let Some(message) = client.recv() {
        let answered = match parse(&message) {
            Said::Command { name: "bye", .. } => {
                client.reply(&lab(lang, Lab::Goodbye));
                return;
            }
            said => client.reply(&answer(said, &mut guest, lang)),
        };
        if !answered {
            return;
        }
    }
}

/// The answer to anything but `/bye`.
pub(crate) fn answer(said: Said<'_>, guest: &mut Guest, lang: Lang) -> String {
    match said {
        Said::Text(text) => lab(lang, Lab::YouSaid { text: &harmless(text) }),
        Said::Command { name: "help", .. } => help(lang, &[]),
        Said::Command { name: "echo", argument } => argument.to_owned(),
        Said::Command { name: "calc", argument } => calc::answer(argument, &mut guest.last, lang),
        Said::Command { name: "time", .. } => time_of_day(),
        Said::Command { name: "name", argument } => name(argument, guest, lang),
        Said::Command { name, .. } => lab(lang, Lab::UnknownCommand { word: &harmless(name) }),
    }
}

/// A name is short and can be shown to anybody.
fn name(wanted: &str, guest: &mut Guest, lang: Lang) -> String {
    const LONGEST: usize = 20;
    let wanted = wanted.trim();
    if wanted.is_empty() || wanted.chars().count() > LONGEST || harmless(wanted) != wanted {
        return lab(lang, Lab::BadName { max: LONGEST as u64 });
    }
    guest.name = wanted.to_owned();
    lab(lang, Lab::NameIs { name: wanted })
}

/// The commands of this part, and those that a later part adds.
pub(crate) fn help(lang: Lang, more: &[Lab<'_>]) -> String {
    let own = [Lab::HelpHelp, Lab::HelpEcho, Lab::HelpCalc, Lab::HelpTime, Lab::HelpName, Lab::HelpBye];
    let lines: Vec<String> = own.iter().chain(more).map(|line| lab(lang, *line)).collect();
    lines.join("\n")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the lab has no Clock port: it is std and sockets, to be read by beginners"
)]
fn time_of_day() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    format!("{:02}:{:02}:{:02} UTC", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}
