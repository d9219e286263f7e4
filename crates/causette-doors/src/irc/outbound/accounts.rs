//! Signing in, and accounts that were made.

use super::Writer;
use crate::irc::caps::Cap;
use crate::irc::inbound::PIECE;
use crate::irc::put::Head;
use causette_core::notice::CertificateLine;
use causette_core::{Name, Sender};
use causette_texts::{Say, say};
use causette_wire::irc::{sasl_base64, time_tag};

impl Writer<'_> {
    /// 900 and, by SASL, 903; 901 for who is a guest again. Then who the session is. A name that could not be kept follows.
    pub(super) fn signed_in(&mut self, sasl: bool, before: &Sender) {
        self.logged_in();
        if sasl && self.session.signed_in {
            self.numeric("903", &["SASL authentication successful"]);
        }
        self.became(before);
    }

    /// As NickServ says it.
    pub(super) fn certificates(&mut self, lines: &[CertificateLine]) {
        let (lang, nick) = (self.session.shared.setup.lang, self.session.nick().to_owned());
        let head = Head::from(format!("NickServ!services@{}", self.session.shared.setup.name));
        for line in lines {
            let (since, print) = (time_tag(line.since), line.fingerprint.to_string());
            let this = if line.this { "yes" } else { "no" };
            let words = say(lang, Say::Certificate { print: &print, since: &since, this });
            self.put(&head, "NOTICE", &[&nick, &words]);
        }
        if lines.is_empty() {
            self.put(&head, "NOTICE", &[&nick, &say(lang, Say::CertificatesNone)]);
        }
    }

    /// What the server says in an exchange, in pieces; one that is shorter ends it.
    pub(super) fn challenge(&mut self, text: &str) {
        let mut rest = sasl_base64(text);
        loop {
            let more = rest.split_off(rest.len().min(PIECE));
            let piece = if rest.is_empty() { "+" } else { &rest };
            crate::irc::put::Put::new(self.out).line("AUTHENTICATE", &[piece]);
            if rest.len() < PIECE {
                return;
            }
            rest = more;
        }
    }

    fn logged_in(&mut self) {
        let source = self.session.shared.source(&self.session.me);
        let account = self.session.shared.faces.get(self.session.me.id).account;
        match account {
            Some(account) => {
                let words = format!("You are now logged in as {account}");
                self.numeric("900", &[&source, account.as_str(), &words]);
            }
            None => self.numeric("901", &[&source, "You are now logged out"]),
        }
    }

    pub(super) fn account_made(&mut self, name: &str, before: &Sender) {
        let head = self.head();
        self.put(&head, "REGISTER", &["SUCCESS", name, "Account successfully registered"]);
        self.logged_in();
        self.became(before);
    }

    /// The session is another person from here on, or bears another name than its client thinks.
    pub(super) fn became(&mut self, before: &Sender) {
        let me = self.session.me.clone();
        if !self.session.is_registered() {
            return;
        }
        if before.id != me.id {
            self.turned_into(before, &me);
        } else if before.name != me.name {
            self.renamed(before, &me.name);
        }
    }

    /// Somebody who stays is another person: NICK where the name changed, CHGHOST as the host is made of who they are, ACCOUNT.
    /// Clients that know none of these learn the new host with the next message; a QUIT and a JOIN would say what did not happen.
    pub(super) fn turned_into(&mut self, before: &Sender, now: &Sender) {
        if before.name != now.name {
            self.renamed(before, &now.name);
        }
        if self.session.has(Cap::Chghost) {
            let head = self.now_from(&Sender { id: before.id, name: now.name.clone() });
            let (user, host) = self.session.shared.user_host(now.id);
            self.put(&head, "CHGHOST", &[&user, &host]);
        }
        if self.session.has(Cap::AccountNotify) {
            let account = self.session.shared.faces.get(now.id).account;
            let head = self.now_from(now);
            self.put(&head, "ACCOUNT", &[account.as_ref().map_or("*", Name::as_str)]);
        }
    }
}
