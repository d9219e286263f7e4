//! Signing in, and accounts that were made.

use super::Writer;
use crate::irc::caps::Cap;
use causette_core::{Name, Sender};

impl Writer<'_> {
    /// 900 and, by SASL, 903; 901 for who is a guest again.
    pub(super) fn signed_in(&mut self, sasl: bool) {
        self.logged_in();
        if sasl && self.session.signed_in {
            self.numeric("903", &["SASL authentication successful"]);
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

    pub(super) fn account_made(&mut self, name: &str) {
        let head = self.head();
        self.put(&head, "REGISTER", &["SUCCESS", name, "Account successfully registered"]);
        self.logged_in();
    }

    /// The session is another person from here on.
    pub(super) fn became(&mut self, before: &Sender) {
        let me = self.session.me.clone();
        if before.id == me.id || !self.session.is_registered() {
            return;
        }
        if before.name != me.name {
            let head = self.now_from(before);
            self.put(&head, "NICK", &[me.name.as_str()]);
        }
        if self.session.has(Cap::AccountNotify) {
            let account = self.session.shared.faces.get(me.id).account;
            let head = self.now_from(&me);
            self.put(&head, "ACCOUNT", &[account.as_ref().map_or("*", Name::as_str)]);
        }
    }
}
