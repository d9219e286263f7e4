//! How often somebody may be wrong about a password: GCRA by address and by account. Whoever is right pays nothing, and who
//! has signed in from an address before is not held up by what others try elsewhere.

use causette_core::limits::{QUOTA_MS, SIGN_IN_COUNTED, SIGN_IN_HOST, SIGN_IN_NAME};
use causette_core::name::NameKey;
use causette_core::{Host, Millis};
use std::collections::HashMap;
use std::hash::Hash;

/// Attempts not paid off yet: when each address and each name would be even again.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    hosts: HashMap<Option<Host>, u64>,
    names: HashMap<NameKey, u64>,
    /// When operators were last told.
    told: Option<Millis>,
}

/// Whether a password may be tried now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attempt {
    /// It may.
    Fair,
    /// Only from an address that this account has signed in from before; else it would have to wait so many seconds.
    Known {
        /// Rounded up.
        left: u64,
    },
    /// Not for so many seconds.
    Wait {
        /// Rounded up.
        left: u64,
    },
}

impl Backoff {
    /// Counts an attempt, unless it has to wait.
    pub(super) fn attempt(&mut self, host: Option<Host>, name: &NameKey, now: Millis) -> Attempt {
        forget(&mut self.hosts, now);
        forget(&mut self.names, now);
        if let Some(left) = ahead(&self.hosts, &host, SIGN_IN_HOST, now) {
            return Attempt::Wait { left };
        }
        charge(&mut self.hosts, host, SIGN_IN_HOST.1, now);
        match ahead(&self.names, name, SIGN_IN_NAME, now) {
            Some(left) => Attempt::Known { left },
            None => {
                charge(&mut self.names, name.clone(), SIGN_IN_NAME.1, now);
                Attempt::Fair
            }
        }
    }

    /// Whether operators are to be told now: once an hour at most.
    pub(super) fn tells(&mut self, now: Millis) -> bool {
        let due = self.told.is_none_or(|told| now.0.abs_diff(told.0) >= QUOTA_MS);
        if due {
            self.told = Some(now);
        }
        due
    }

    /// It was the right one: it does not count.
    pub(super) fn refund(&mut self, host: Option<Host>, name: &NameKey) {
        if let Some(due) = self.hosts.get_mut(&host) {
            *due = due.saturating_sub(SIGN_IN_HOST.1);
        }
        if let Some(due) = self.names.get_mut(name) {
            *due = due.saturating_sub(SIGN_IN_NAME.1);
        }
    }
}

/// Seconds until the next attempt is fair; `None`: it is.
fn ahead<K: Eq + Hash>(counts: &HashMap<K, u64>, key: &K, (burst, step): (u64, u64), now: Millis) -> Option<u64> {
    let due = counts.get(key).copied().unwrap_or(0).max(now.0);
    let over = (due - now.0 + step).saturating_sub(step * burst);
    (over > 0).then(|| over.div_ceil(1000))
}

fn charge<K: Eq + Hash>(counts: &mut HashMap<K, u64>, key: K, step: u64, now: Millis) {
    let due = counts.entry(key).or_default();
    *due = (*due).max(now.0) + step;
}

/// With as many as are counted, those that are even go; if none is, all do: a guess more is better than no memory.
fn forget<K>(counts: &mut HashMap<K, u64>, now: Millis) {
    if counts.len() >= SIGN_IN_COUNTED {
        counts.retain(|_, due| *due > now.0);
        if counts.len() >= SIGN_IN_COUNTED {
            counts.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::Name;

    fn key(name: &str) -> NameKey {
        Name::new(name).unwrap().key()
    }

    /// Fault 67: an address waits, an account only where it was never seen, and both are even again later.
    #[test]
    fn an_address_waits_and_an_account_is_never_locked_for_its_owner() {
        let mut backoff = Backoff::default();
        let (eve, home, alice) = (Some(Host(1)), Some(Host(2)), key("alice"));
        let fair = (0..SIGN_IN_HOST.0).filter(|_| backoff.attempt(eve, &alice, Millis(5)) == Attempt::Fair).count();
        assert_eq!(fair as u64, SIGN_IN_NAME.0, "then only from where alice was before");
        assert_eq!(backoff.attempt(eve, &alice, Millis(5)), Attempt::Wait { left: 6 });
        assert_eq!(backoff.attempt(eve, &key("bob"), Millis(5)), Attempt::Wait { left: 6 }, "whomever it tries");
        assert_eq!(backoff.attempt(home, &alice, Millis(5)), Attempt::Known { left: 30 });
        assert_eq!(backoff.attempt(home, &key("bob"), Millis(5)), Attempt::Fair);
        assert_eq!(backoff.attempt(eve, &key("bob"), Millis(5 + SIGN_IN_HOST.1)), Attempt::Fair);
        assert_eq!(backoff.attempt(home, &alice, Millis(5 + SIGN_IN_NAME.1)), Attempt::Fair);
    }

    #[test]
    fn who_is_right_pays_nothing() {
        let mut backoff = Backoff::default();
        let (school, alice) = (Some(Host(1)), key("alice"));
        for pupil in 0..500 {
            assert_eq!(backoff.attempt(school, &alice, Millis(5)), Attempt::Fair, "{pupil}");
            backoff.refund(school, &alice);
        }
    }
}
