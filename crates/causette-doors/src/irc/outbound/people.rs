//! People: WHO and WHOX, WHOIS, WHOWAS, USERHOST, ISON, LUSERS, MONITOR.

use super::{Writer, seconds};
use crate::irc::modes;
use crate::irc::requests::Whox;
use causette_core::notice::{Census, Member, Members, Past, Person};
use causette_core::{Name, Role, RoomTag, Sender, Standing, mask as masks};

/// One line of WHO.
struct Row<'r> {
    who: &'r Sender,
    room: &'r str,
    role: Option<Role>,
    away: bool,
    operator: bool,
}

impl Writer<'_> {
    pub(super) fn who_room(&mut self, who: &Whox, room: &RoomTag, members: &Members) {
        let label = room.label.to_string();
        for member in &members.people {
            let Member { who: of, role, away, operator, .. } = member;
            if who.operators && !operator {
                continue;
            }
            let row = Row { who: of, room: &label, role: *role, away: *away, operator: *operator };
            self.who_row(who, &row);
        }
        self.numeric("315", &[&who.mask, "End of WHO list"]);
    }

    pub(super) fn who(&mut self, who: &Whox, people: &[Person]) {
        for person in people {
            let name = person.who.name.as_str();
            let all = matches!(who.mask.as_str(), "*" | "0");
            let liked = all || masks::like(&who.mask, name) || masks::like(&who.mask, self.host(person).as_str());
            let operator = person.rank >= Some(Role::Moderator);
            if !liked || who.operators && !operator {
                continue;
            }
            let (room, role) =
                person.rooms.first().map_or(("*".to_owned(), None), |(room, role)| (room.label.to_string(), *role));
            let row = Row { who: &person.who, room: &room, role, away: person.away.is_some(), operator };
            self.who_row(who, &row);
        }
        self.numeric("315", &[&who.mask, "End of WHO list"]);
    }

    fn host(&self, person: &Person) -> String {
        self.session.shared.user_host(person.who.id).1
    }

    fn who_row(&mut self, asked: &Whox, row: &Row<'_>) {
        let (user, host) = self.session.shared.user_host(row.who.id);
        let known = self.session.shared.faces.get(row.who.id);
        let real = known.face.as_ref().map_or(row.who.name.as_str(), |face| &face.real).to_owned();
        let bot = known.face.as_ref().is_some_and(|face| face.bot);
        let mut flags = if row.away { "G" } else { "H" }.to_owned();
        if row.operator {
            flags.push('*');
        }
        if bot {
            flags.push('B');
        }
        flags.push_str(self.prefix(row.role));
        let (server, name) = (self.server().to_owned(), row.who.name.to_string());
        let Some(fields) = &asked.fields else {
            let real = format!("0 {real}");
            return self.numeric("352", &[row.room, &user, &host, &server, &name, &flags, &real]);
        };
        let account = known.account.as_ref().map_or("0", Name::as_str).to_owned();
        let mut values: Vec<&str> = Vec::new();
        for field in "tcuihsnfdlaor".chars().filter(|field| fields.contains(*field)) {
            values.push(match field {
                't' => &asked.token,
                'c' => row.room,
                'u' => &user,
                'i' => "255.255.255.255",
                'h' => &host,
                's' => &server,
                'n' => &name,
                'f' => &flags,
                'a' => &account,
                'o' => "n/a",
                'r' => &real,
                _ => "0",
            });
        }
        self.numeric("354", &values);
    }

    pub(super) fn whois(&mut self, person: &Person) {
        let name = person.who.name.as_str();
        let (user, host) = self.session.shared.user_host(person.who.id);
        let real = person.face.as_ref().map_or(name, |face| &face.real).to_owned();
        self.numeric("311", &[name, &user, &host, "*", &real]);
        let rooms: Vec<String> =
            person.rooms.iter().map(|(room, role)| format!("{}{}", modes::plain_prefix(*role), room.label)).collect();
        if !rooms.is_empty() {
            self.numeric("319", &[name, &rooms.join(" ")]);
        }
        let server = self.server().to_owned();
        let description = self.session.shared.setup.description.clone();
        self.numeric("312", &[name, &server, &description]);
        match person.rank {
            Some(Role::Owner) => self.numeric("313", &[name, "owns this server"]),
            Some(Role::Moderator) => self.numeric("313", &[name, "is an IRC operator"]),
            Some(Role::Member) | None => {}
        }
        if person.face.as_ref().is_some_and(|face| face.bot) {
            self.numeric("335", &[name, "is a bot"]);
        }
        if person.private {
            self.numeric("671", &[name, "is using a secure connection"]);
        }
        let own = self.session.certificate.filter(|_| person.who.id == self.session.me.id);
        if let Some(print) = own {
            self.numeric("276", &[name, &format!("has client certificate fingerprint {print}")]);
        }
        if let Some(account) = &person.account {
            self.numeric("330", &[name, account.as_str(), "is logged in as"]);
        }
        if let Some(away) = &person.away {
            self.numeric("301", &[name, away.as_str()]);
        }
        let idle = self.session.shared.clock.now().0.saturating_sub(person.since.0) / 1000;
        self.whois_profile(name, &person.profile);
        self.numeric("317", &[name, &idle.to_string(), &seconds(person.since), "seconds idle, signon time"]);
        self.numeric("318", &[name, "End of /WHOIS list"]);
    }

    pub(super) fn whowas(&mut self, typed: &str, count: usize, past: &[Past]) {
        if past.is_empty() {
            self.numeric("406", &[typed, "There was no such nickname"]);
        }
        let server = self.server().to_owned();
        for past in past.iter().take(count) {
            let standing = if past.account.is_some() { Standing::Account } else { Standing::Guest };
            let host = masks::host_of(past.who.id, standing);
            let name = past.who.name.as_str();
            let face = past.face.as_ref();
            let user = format!("~{}", face.map_or(masks::NO_USER, |face| &face.user));
            self.numeric("314", &[name, &user, &host, "*", face.map_or(name, |face| &face.real)]);
            self.numeric("312", &[name, &server, &causette_wire::irc::time_tag(past.at)]);
        }
        self.numeric("369", &[typed, "End of WHOWAS"]);
    }

    pub(super) fn here(&mut self, command: &str, typed: &[String], people: &[Person]) {
        let found = |word: &&String| {
            let key = Name::new(word).ok()?.key();
            people.iter().find(|person| person.who.name.key() == key)
        };
        if command == "ISON" {
            let names: Vec<String> = typed.iter().filter_map(|w| found(&w)).map(|p| p.who.name.to_string()).collect();
            return self.numeric("303", &[&names.join(" ")]);
        }
        let shown = |person: &Person| {
            let operator = if person.rank >= Some(Role::Moderator) { "*" } else { "" };
            let away = if person.away.is_some() { '-' } else { '+' };
            format!("{}{operator}={away}{}", person.who.name, self.session.shared.address(person.who.id))
        };
        let all: Vec<String> = typed.iter().filter_map(|word| found(&word)).map(shown).collect();
        self.numeric("302", &[&all.join(" ")]);
    }

    pub(super) fn census(&mut self, census: &Census) {
        let Census { people, invisible, operators, rooms, most, entering, .. } = census;
        let seen = people.saturating_sub(*invisible);
        let entering = entering.to_string();
        let (people, operators, rooms, most) =
            (people.to_string(), operators.to_string(), rooms.to_string(), most.to_string());
        self.numeric("251", &[&format!("There are {seen} users and {invisible} invisible on 1 servers")]);
        self.numeric("252", &[&operators, "operator(s) online"]);
        self.numeric("253", &[&entering, "unknown connection(s)"]);
        self.numeric("254", &[&rooms, "channels formed"]);
        self.numeric("255", &[&format!("I have {people} clients and 0 servers")]);
        self.numeric("265", &[&people, &most, &format!("Current local users {people}, max {most}")]);
        self.numeric("266", &[&people, &most, &format!("Current global users {people}, max {most}")]);
    }

    /// 730 and 731: who of the watched is here.
    pub(super) fn watching(&mut self, all: &[(Name, Option<Sender>)]) {
        for (name, who) in all {
            match who {
                Some(who) => {
                    let source = self.session.shared.source(who);
                    self.numeric("730", &[&source]);
                    self.profile_now(who);
                }
                None => self.numeric("731", &[name.as_str()]),
            }
        }
    }

    /// 732 and 733: who is watched.
    pub(super) fn watched(&mut self, all: &[(Name, Option<Sender>)]) {
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        for some in names.chunks(10) {
            self.numeric("732", &[&some.join(",")]);
        }
        self.numeric("733", &["End of MONITOR list"]);
    }
}
