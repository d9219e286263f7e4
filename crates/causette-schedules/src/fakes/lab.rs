//! The lab without sockets, terminal and translations.

pub(crate) mod texts {
    //! Sentences, as short as a program can read them.

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Lang;

    pub(crate) enum Lab<'a> {
        UnlockedWarning,
        Goodbye,
        HelpList,
        HelpWho,
        ListEmpty,
        ServerFull,
        Stored { number: u64 },
        StoredUnlocked { confirmed: u64, kept: u64, lost: u64 },
        ClientNumber { number: u64 },
        Who { count: u64, names: &'a str },
    }

    pub(crate) fn lab(_: Lang, sentence: Lab<'_>) -> String {
        match sentence {
            Lab::Stored { number } => format!("stored {number}"),
            Lab::StoredUnlocked { confirmed, kept, lost } => format!("stored {confirmed} {kept} {lost}"),
            Lab::ClientNumber { number } => format!("client {number}"),
            Lab::Who { count, names } => format!("{count}: {names}"),
            Lab::UnlockedWarning | Lab::Goodbye | Lab::HelpList | Lab::HelpWho | Lab::ListEmpty | Lab::ServerFull => {
                String::new()
            }
        }
    }
}

pub(crate) mod trace {
    //! What happens is kept, and printed nowhere.

    use super::texts::{Lab, Lang};
    use crate::seam::sync::{Mutex, MutexGuard, PoisonError};
    use std::sync::Arc;

    #[derive(Clone, PartialEq, Eq, Debug)]
    pub(crate) enum What {
        LockWaiting(String),
        LockTaken,
        LockReleased,
    }

    /// Who did what.
    pub(crate) type Events = Arc<std::sync::Mutex<Vec<(String, What)>>>;

    #[derive(Clone)]
    pub(crate) struct Trace {
        pub(crate) actor: String,
        pub(crate) events: Events,
    }

    pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn harmless(text: &str) -> String {
        text.to_owned()
    }

    impl Trace {
        pub(crate) fn actor(&self) -> &str {
            &self.actor
        }
        pub(crate) fn lang(&self) -> Lang {
            Lang
        }
        pub(crate) fn tell(&self, what: What) {
            self.events.lock().unwrap_or_else(PoisonError::into_inner).push((self.actor.clone(), what));
        }
        pub(crate) fn note(&self, _: Lab<'_>) {}
    }
}

pub(crate) mod conversation {
    //! A client that says what is written down for it.

    use super::trace::Trace;
    use crate::seam::switch;
    use std::collections::VecDeque;
    use std::sync::{Arc, Mutex, PoisonError};

    /// What a client was told.
    pub(crate) type Told = Arc<Mutex<Vec<String>>>;

    #[derive(Clone)]
    pub(crate) struct Sender {
        pub(crate) trace: Trace,
        pub(crate) told: Told,
    }

    pub(crate) struct Conversation {
        pub(crate) sender: Sender,
        pub(crate) says: VecDeque<&'static str>,
    }

    impl Sender {
        pub(crate) fn send(&self, bytes: &[u8]) -> bool {
            self.reply(&String::from_utf8_lossy(bytes))
        }
        pub(crate) fn reply(&self, text: &str) -> bool {
            switch();
            self.told.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
            true
        }
        pub(crate) fn trace(&self) -> &Trace {
            &self.trace
        }
    }

    impl Conversation {
        pub(crate) fn recv(&mut self) -> Option<String> {
            switch();
            self.says.pop_front().map(str::to_owned)
        }
        pub(crate) fn reply(&self, text: &str) -> bool {
            self.sender.reply(text)
        }
        pub(crate) fn sender(&self) -> Sender {
            self.sender.clone()
        }
        pub(crate) fn named(mut self, actor: &str) -> Conversation {
            actor.clone_into(&mut self.sender.trace.actor);
            self
        }
        pub(crate) fn close(self) {}
    }
}

pub(crate) mod listener {
    //! Clients that come one after the other.

    use super::conversation::Conversation;
    use super::texts::Lang;
    use super::trace::Trace;
    use crate::seam::switch;
    use std::collections::VecDeque;
    use std::sync::{Mutex, PoisonError};

    pub(crate) struct Listener {
        pub(crate) clients: Mutex<VecDeque<Conversation>>,
        pub(crate) trace: Trace,
    }

    impl Listener {
        pub(crate) fn accept(&self) -> Option<Conversation> {
            switch();
            self.clients.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
        }
        pub(crate) fn trace(&self) -> &Trace {
            &self.trace
        }
        pub(crate) fn lang(&self) -> Lang {
            Lang
        }
        pub(crate) fn close(self) {}
    }
}
