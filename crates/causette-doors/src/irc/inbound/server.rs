//! What is asked of the server itself: MOTD, LUSERS, VERSION, ADMIN, INFO, TIME, HELP, LINKS.

use super::Turn;
use crate::irc::requests::Asked;
use causette_core::Command;
use causette_wire::irc::time_tag;

impl Turn<'_, '_, '_> {
    pub(super) fn about_the_server(&mut self, command: &str) {
        let setup = &self.session.shared.setup;
        let (name, description) = (setup.name.clone(), setup.description.clone());
        let other = self.param(0).filter(|server| !self.means_us(server));
        if let (Some(server), "MOTD" | "VERSION" | "ADMIN" | "INFO" | "TIME") = (other, command) {
            return self.say_numeric("402", &[server, "No such server"]);
        }
        match command {
            "MOTD" => {
                let session = &*self.session;
                let mut bytes = Vec::new();
                session.writer(&mut bytes).motd();
                self.out().extend_from_slice(&bytes);
            }
            "LUSERS" => self.ask(Asked::Census, Command::Census),
            "VERSION" => {
                self.say_numeric("351", &[VERSION, &name, &description]);
                let mut bytes = Vec::new();
                self.session.writer(&mut bytes).isupport();
                self.out().extend_from_slice(&bytes);
            }
            "ADMIN" => {
                self.say_numeric("256", &[&name, "Administrative info"]);
                let mut lines = self.session.shared.setup.admin.clone();
                lines.resize(3, String::new());
                for (numeric, line) in ["257", "258", "259"].into_iter().zip(&lines) {
                    self.say_numeric(numeric, &[if line.is_empty() { UNSAID } else { line }]);
                }
            }
            "INFO" => {
                self.say_numeric("371", &[VERSION]);
                self.say_numeric("371", &["One conversation, many doors: nc, IRC, a browser."]);
                let since = format!("Open since {}", time_tag(self.session.shared.since));
                self.say_numeric("371", &[&since]);
                self.say_numeric("374", &["End of INFO list"]);
            }
            "TIME" => {
                let now = self.session.shared.clock.now();
                let (seconds, text) = ((now.0 / 1000).to_string(), time_tag(now));
                self.say_numeric("391", &[&name, &seconds, "0", &text]);
            }
            "LINKS" => {
                // As many networks do, and there is only this one.
                if self.session.operator {
                    self.say_numeric("364", &[&name, &name, &format!("0 {description}")]);
                }
                self.say_numeric("365", &["*", "End of /LINKS list"]);
            }
            _ => self.help(),
        }
    }

    /// Whether a mask or a nickname names this server: there is only one.
    fn means_us(&self, server: &str) -> bool {
        let setup = &self.session.shared.setup;
        let me = self.session.me.name.as_str();
        server.is_empty() || server.eq_ignore_ascii_case(me) || causette_core::mask::like(server, &setup.name)
    }

    fn help(&mut self) {
        let subject = self.param(0).filter(|subject| !subject.is_empty()).unwrap_or("*");
        let known = subject == "*" || HELP.iter().any(|(word, _)| word.eq_ignore_ascii_case(subject));
        if !known {
            return self.say_numeric("524", &[subject, "There is no help on this"]);
        }
        self.say_numeric("704", &[subject, "Commands of this server, and what they are for"]);
        for (word, about) in HELP.iter().filter(|(word, _)| subject == "*" || word.eq_ignore_ascii_case(subject)) {
            self.say_numeric("705", &[subject, &format!("{word} {about}")]);
        }
        self.say_numeric("706", &[subject, "End of /HELP"]);
    }
}

/// The program and its version.
pub(in crate::irc) const VERSION: &str = concat!("causette-", env!("CARGO_PKG_VERSION"));

/// What stands where nobody said who runs the server.
const UNSAID: &str = "Nothing more is said here";

const HELP: &[(&str, &str)] = &[
    ("PRIVMSG", "<target>{,<target>} :<text>: says something to a channel or a person"),
    ("JOIN", "<channel> [<key>]: enters a channel, or makes it"),
    ("PART", "<channel> [:<words>]: leaves it"),
    ("TOPIC", "<channel> [:<topic>]: what it is about"),
    ("INVITE", "<nick> <channel>: lets somebody in"),
    ("KICK", "<channel> <nick> [:<why>]: sends somebody out"),
    ("MODE", "<channel> [<modes>]: b e I k l C R i m p s t, and q o v for people"),
    ("WHOIS", "<nick>: who somebody is"),
    ("CHATHISTORY", "LATEST <target> * <count>: what was said before"),
    ("REGISTER", "<account> * :<password>: makes an account"),
    ("OPER", "<name> <password>: looks after the server for this session, by its configuration"),
    ("KILL", "<nick> [:<why>]: sends somebody off the server; for operators"),
    ("WALLOPS", ":<text>: tells it to everybody who wants to hear (MODE <nick> +w); for operators"),
    ("REHASH", "has the configuration read again; for operators"),
];
