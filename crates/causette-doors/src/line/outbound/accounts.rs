//! Accounts, their sessions, secret words, and what operators are told.

use super::Writer;
use crate::line::view::View;
use causette_core::notice::{AccountLine, CertificateLine, HookLine, Reach, SessionLine, Stats, TokenLine, UnreadLine};
use causette_core::{Fact, HookFault, Millis, Notice, Profile, Role, RoomTag, TokenKind, limits};
use causette_texts::{Lang, Say, Topic};
use causette_wire::line::safe;
use causette_wire::{hook, json};
use std::sync::Arc;

impl Writer<'_> {
    /// What concerns accounts, of all that is told.
    pub(super) fn of_accounts(&mut self, notice: &Notice, view: Option<View>) {
        match notice {
            Notice::Sessions(lines) => self.sessions(lines),
            Notice::Certificates(lines) => self.certificates(lines),
            Notice::Token { line, token } => {
                self.token(line);
                self.news(Say::TokenMade { token });
            }
            Notice::Tokens(lines) => {
                lines.iter().for_each(|line| self.token(line));
                if lines.is_empty() {
                    self.news(Say::TokensNone);
                }
            }
            Notice::Webhook { line, secret } => {
                self.webhook(line);
                if let Some(secret) = secret {
                    self.news(Say::WebhookMade { secret: &hook::secret(secret) });
                }
            }
            Notice::Webhooks(lines) => {
                lines.iter().for_each(|line| self.webhook(line));
                if lines.is_empty() {
                    self.news(Say::WebhooksNone);
                }
            }
            Notice::SessionEnded { number } => self.news(Say::SessionEnded { number: *number }),
            Notice::PasswordChanged { ended } => self.news(Say::PasswordChanged { count: *ended as u64 }),
            Notice::Code { kind, code, until } => self.code(*kind, code, *until),
            Notice::Accounts { lines, more } => self.accounts(lines, *more),
            Notice::AccountMade(who) => self.news(Say::AccountMade { name: who.name.as_str() }),
            Notice::AccountErased(who) => self.news(Say::AccountErased { name: who.name.as_str() }),
            Notice::Stats(stats) => self.stats(stats),
            Notice::Noted => self.news(Say::NoteSet),
            Notice::Reloading => self.news(Say::Reloading),
            Notice::Announced { by, text } => {
                self.news(Say::Announced { name: by.name.as_str(), text: text.as_str() });
            }
            Notice::Exported { who, made, profile, rooms, facts, next } => {
                self.exported(who.name.as_str(), (*made, profile, rooms), facts, (*next, view));
            }
            _ => {}
        }
    }

    /// What was missed, for whoever comes back, and how to read it; nothing is said where there is nothing.
    pub(super) fn missed_rooms(&mut self, lines: &[UnreadLine]) {
        for line in lines.iter().filter(|line| line.count > 0) {
            let room = line.room.label.to_string();
            let command = self.read_on(&room, false, true, (line.read, limits::REPLAY_FACTS));
            self.news(Say::UnreadFrom { room: &room, count: line.count, command: &command });
        }
    }

    /// `/sessions`: `-- session 3: lines, private, since 14:03 (this one)`.
    pub(super) fn sessions(&mut self, lines: &[SessionLine]) {
        for line in lines {
            let since = self.moment(line.since);
            let (door, private) = (json::door_term(line.door), if line.private { "yes" } else { "no" });
            self.told(Say::Session { number: line.number, door, private, since: &since });
            if line.this {
                self.aside(Say::SessionThis);
            }
            self.end();
        }
        if lines.len() > 1 {
            self.news(Say::SessionsEnd);
        }
    }

    /// `/certificate`
    fn certificates(&mut self, lines: &[CertificateLine]) {
        for line in lines {
            let since = self.civil(line.since).date().to_string();
            let (print, this) = (line.fingerprint.to_string(), if line.this { "yes" } else { "no" });
            self.news(Say::Certificate { print: &print, since: &since, this });
        }
        if lines.is_empty() {
            self.news(Say::CertificatesNone);
        }
    }

    /// A line of `/token`.
    fn token(&mut self, line: &TokenLine) {
        let day = |writer: &Self, at| writer.civil(at).date().to_string();
        let (until, used) = (day(self, line.until), line.used.map(|used| day(self, used)));
        let (reach, room) = match &line.reach {
            Reach::Everywhere => ("everywhere", String::new()),
            Reach::Room(room) => ("room", room.to_string()),
            Reach::Nowhere => ("nowhere", String::new()),
        };
        let (label, scope, used) = (line.label.as_str(), line.scope.word(), used.as_deref().unwrap_or("never"));
        let number = line.number.into();
        self.news(Say::Token { number, label, scope, reach, room: &room, until: &until, used });
    }

    /// A line of `/webhook`.
    fn webhook(&mut self, line: &HookLine) {
        let room = line.room.as_ref().map(ToString::to_string).unwrap_or_default();
        let reach = if line.room.is_some() { "room" } else { "nowhere" };
        let (label, url, state) = (line.label.as_str(), line.url.as_str(), line.state.word());
        let (since, fault) = line.trouble.unzip();
        let since = since.map(|since| self.moment(since)).unwrap_or_default();
        let last = match fault {
            None => ("none".to_owned(), 0),
            Some(HookFault::Status(status)) => ("status".to_owned(), status.into()),
            Some(fault) => (fault.word(), 0),
        };
        let (number, why, status, since) = (line.number.into(), last.0.as_str(), last.1, since.as_str());
        self.news(Say::Webhook { number, label, reach, room: &room, url, state, since, why, status });
    }

    /// A secret word, shown this once.
    pub(super) fn code(&mut self, kind: TokenKind, code: &str, until: Millis) {
        let until = self.moment(until);
        let until = until.as_str();
        self.news(match kind {
            TokenKind::Session | TokenKind::Once | TokenKind::Certificate | TokenKind::Program | TokenKind::Hook => {
                Say::CodeOnce { code, until }
            }
            TokenKind::Reset => Say::CodeReset { code, until },
            TokenKind::Invite => Say::CodeInvite { code, until },
        });
    }

    /// Where that word can be used in a browser. It stands behind the `#`, which no browser sends to anybody.
    pub(in crate::line) fn code_link(&mut self, web: &str, code: &str) {
        self.news(Say::CodeLink { link: &format!("{web}/#word={code}") });
    }

    /// `/admin users`
    pub(super) fn accounts(&mut self, lines: &[AccountLine], more: bool) {
        for line in lines {
            let since = self.civil(line.made).date().to_string();
            self.told(Say::AccountLine { name: line.who.name.as_str(), since: &since, sessions: line.sessions as u64 });
            if let Some(rank) = line.rank.filter(|rank| *rank >= Role::Moderator) {
                self.aside(Say::WordRank { rank: json::role_term(rank) });
            }
            self.end();
        }
        match lines.last() {
            None => self.news(Say::AccountsNone),
            Some(last) if more => self.news(Say::AccountsMore { name: last.who.name.as_str() }),
            Some(_) => {}
        }
    }

    /// `/admin stats`
    pub(super) fn stats(&mut self, stats: &Stats) {
        let (sessions, signed) = (stats.sessions as u64, stats.signed_in as u64);
        self.news(Say::StatsNow { sessions, signed, rooms: stats.rooms_loaded as u64 });
        let kept = &stats.kept;
        let (accounts, rooms, facts) = (kept.accounts, kept.rooms, kept.facts);
        self.news(Say::StatsKept { accounts, rooms, facts, bytes: kept.bytes });
        if kept.erasing > 0 {
            self.news(Say::StatsErasing { count: kept.erasing });
        }
    }

    /// A piece of all that somebody said, and, if there is more of it, how to read on.
    pub(super) fn exported(
        &mut self,
        name: &str,
        (made, profile, rooms): (Millis, &Profile, &[RoomTag]),
        facts: &[(RoomTag, Arc<Fact>)],
        (next, view): (Option<u64>, Option<View>),
    ) {
        let (of_another, from) = match view {
            Some(View::Export { of_another, from }) => (of_another, from),
            Some(_) | None => (false, 0),
        };
        if from == 0 {
            let since = self.civil(made).date().to_string();
            let rooms = rooms.iter().map(|room| room.label.to_string()).collect::<Vec<_>>().join(" ");
            self.news(match rooms.as_str() {
                "" => Say::ExportedNowhere { name, since: &since },
                rooms => Say::Exported { name, since: &since, rooms },
            });
            self.profile(name, profile);
        }
        self.scattered(facts);
        let Some(next) = next else { return self.news(Say::ExportedEnd { name }) };
        let usage = causette_texts::usage(self.lang, Topic::Export);
        let command = usage.split(' ').next().unwrap_or_default();
        let command = match (of_another, self.lang) {
            (false, _) => format!("{command} {next}"),
            (true, Lang::En) => format!("/admin export {name} {next}"),
            (true, Lang::Fr) => format!("/admin exporter {name} {next}"),
        };
        self.news(Say::HistoryMore { command: &command });
    }

    /// ` (words)`, of ours.
    fn aside(&mut self, what: Say<'_>) {
        let words = self.word(what);
        self.out.extend_from_slice(b" (");
        safe::push_word(self.out, &words);
        self.out.push(b')');
    }
}
