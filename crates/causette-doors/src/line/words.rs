//! The door's commands: their names, in both languages. What they mean is `inbound`'s, how they are explained is the texts'.

use causette_core::{About, Role, Scope};
use causette_texts::{Lang, Topic};

/// Every command as it is typed. Both languages work at any time; `Lang` says whose hints it leads.
const COMMANDS: [(&str, Topic, Lang); 130] = [
    ("help", Topic::Help, Lang::En),
    ("nick", Topic::Nick, Lang::En),
    ("join", Topic::Join, Lang::En),
    ("leave", Topic::Leave, Lang::En),
    ("rooms", Topic::Rooms, Lang::En),
    ("who", Topic::Who, Lang::En),
    ("msg", Topic::Msg, Lang::En),
    ("say", Topic::Say, Lang::En),
    ("me", Topic::Me, Lang::En),
    ("history", Topic::History, Lang::En),
    ("format", Topic::Format, Lang::En),
    ("lang", Topic::Lang, Lang::En),
    ("acks", Topic::Acks, Lang::En),
    ("paste", Topic::Paste, Lang::En),
    ("time", Topic::Time, Lang::En),
    ("calc", Topic::Calc, Lang::En),
    ("echo", Topic::Echo, Lang::En),
    ("quit", Topic::Quit, Lang::En),
    ("bye", Topic::Quit, Lang::En),
    ("whois", Topic::Whois, Lang::En),
    ("reply", Topic::Reply, Lang::En),
    ("edit", Topic::Edit, Lang::En),
    ("delete", Topic::Delete, Lang::En),
    ("react", Topic::React, Lang::En),
    ("topic", Topic::Topic, Lang::En),
    ("search", Topic::Search, Lang::En),
    ("read", Topic::Read, Lang::En),
    ("unread", Topic::Unread, Lang::En),
    ("away", Topic::Away, Lang::En),
    ("ignore", Topic::Ignore, Lang::En),
    ("invite", Topic::Invite, Lang::En),
    ("invites", Topic::Invites, Lang::En),
    ("kick", Topic::Kick, Lang::En),
    ("ban", Topic::Ban, Lang::En),
    ("unban", Topic::Unban, Lang::En),
    ("mute", Topic::Mute, Lang::En),
    ("unmute", Topic::Unmute, Lang::En),
    ("op", Topic::Op, Lang::En),
    ("deop", Topic::Deop, Lang::En),
    ("mode", Topic::Mode, Lang::En),
    ("slow", Topic::Slow, Lang::En),
    ("register", Topic::Register, Lang::En),
    ("login", Topic::Login, Lang::En),
    ("logout", Topic::Logout, Lang::En),
    ("password", Topic::Password, Lang::En),
    ("sessions", Topic::Sessions, Lang::En),
    ("resume", Topic::Resume, Lang::En),
    ("claim", Topic::Claim, Lang::En),
    ("export", Topic::Export, Lang::En),
    ("erase", Topic::Erase, Lang::En),
    ("admin", Topic::Admin, Lang::En),
    ("kill", Topic::Kill, Lang::En),
    ("watch", Topic::Watch, Lang::En),
    ("staff", Topic::Staff, Lang::En),
    ("notice", Topic::Notice, Lang::En),
    ("aide", Topic::Help, Lang::Fr),
    ("pseudo", Topic::Nick, Lang::Fr),
    ("salon", Topic::Join, Lang::Fr),
    ("rejoindre", Topic::Join, Lang::Fr),
    ("partir", Topic::Leave, Lang::Fr),
    ("salons", Topic::Rooms, Lang::Fr),
    ("qui", Topic::Who, Lang::Fr),
    ("mp", Topic::Msg, Lang::Fr),
    ("dire", Topic::Say, Lang::Fr),
    ("moi", Topic::Me, Lang::Fr),
    ("historique", Topic::History, Lang::Fr),
    ("langue", Topic::Lang, Lang::Fr),
    ("accusés", Topic::Acks, Lang::Fr),
    ("coller", Topic::Paste, Lang::Fr),
    ("heure", Topic::Time, Lang::Fr),
    ("calcul", Topic::Calc, Lang::Fr),
    ("calculer", Topic::Calc, Lang::Fr),
    ("écho", Topic::Echo, Lang::Fr),
    ("quitter", Topic::Quit, Lang::Fr),
    ("quiest", Topic::Whois, Lang::Fr),
    ("répondre", Topic::Reply, Lang::Fr),
    ("modifier", Topic::Edit, Lang::Fr),
    ("supprimer", Topic::Delete, Lang::Fr),
    ("réagir", Topic::React, Lang::Fr),
    ("sujet", Topic::Topic, Lang::Fr),
    ("chercher", Topic::Search, Lang::Fr),
    ("lu", Topic::Read, Lang::Fr),
    ("nonlus", Topic::Unread, Lang::Fr),
    ("absent", Topic::Away, Lang::Fr),
    ("ignorer", Topic::Ignore, Lang::Fr),
    ("guetter", Topic::Watch, Lang::Fr),
    ("équipe", Topic::Staff, Lang::Fr),
    ("inviter", Topic::Invite, Lang::Fr),
    ("invitations", Topic::Invites, Lang::Fr),
    ("expulser", Topic::Kick, Lang::Fr),
    ("bannir", Topic::Ban, Lang::Fr),
    ("débannir", Topic::Unban, Lang::Fr),
    ("muet", Topic::Mute, Lang::Fr),
    ("parole", Topic::Unmute, Lang::Fr),
    ("rôle", Topic::Op, Lang::Fr),
    ("déchoir", Topic::Deop, Lang::Fr),
    ("lent", Topic::Slow, Lang::Fr),
    ("inscrire", Topic::Register, Lang::Fr),
    ("inscription", Topic::Register, Lang::Fr),
    ("connexion", Topic::Login, Lang::Fr),
    ("connecter", Topic::Login, Lang::Fr),
    ("déconnexion", Topic::Logout, Lang::Fr),
    ("déconnecter", Topic::Logout, Lang::Fr),
    ("motdepasse", Topic::Password, Lang::Fr),
    ("mdp", Topic::Password, Lang::Fr),
    ("reprendre", Topic::Resume, Lang::Fr),
    ("revendiquer", Topic::Claim, Lang::Fr),
    ("exporter", Topic::Export, Lang::Fr),
    ("effacer", Topic::Erase, Lang::Fr),
    ("éjecter", Topic::Kill, Lang::Fr),
    ("exempt", Topic::Exempt, Lang::En),
    ("welcome", Topic::Welcome, Lang::En),
    ("exempter", Topic::Exempt, Lang::Fr),
    ("accueillir", Topic::Welcome, Lang::Fr),
    ("avis", Topic::Notice, Lang::Fr),
    ("guests", Topic::Guests, Lang::En),
    ("hide", Topic::Hide, Lang::En),
    ("visiteurs", Topic::Guests, Lang::Fr),
    ("cacher", Topic::Hide, Lang::Fr),
    ("oper", Topic::Oper, Lang::En),
    ("profile", Topic::Profile, Lang::En),
    ("profil", Topic::Profile, Lang::Fr),
    ("certificate", Topic::Certificate, Lang::En),
    ("certificat", Topic::Certificate, Lang::Fr),
    ("token", Topic::Token, Lang::En),
    ("jeton", Topic::Token, Lang::Fr),
    ("rename", Topic::Rename, Lang::En),
    ("renommer", Topic::Rename, Lang::Fr),
    ("webhook", Topic::Webhook, Lang::En),
    ("crochet", Topic::Webhook, Lang::Fr),
];

/// What operators ask for after `/admin`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Office {
    Users,
    User,
    Invite,
    Reset,
    Export,
    Erase,
    Stats,
    Note,
    Ban,
    Unban,
    Kick,
    Op,
    Deop,
    Reload,
    Announce,
}

/// In English and in French.
const OFFICES: [(&str, &str, Office); 15] = [
    ("users", "comptes", Office::Users),
    ("user", "compte", Office::User),
    ("invite", "inviter", Office::Invite),
    ("reset", "dépanner", Office::Reset),
    ("export", "exporter", Office::Export),
    ("erase", "effacer", Office::Erase),
    ("stats", "chiffres", Office::Stats),
    ("note", "note", Office::Note),
    ("ban", "bannir", Office::Ban),
    ("unban", "débannir", Office::Unban),
    ("kick", "expulser", Office::Kick),
    ("op", "rôle", Office::Op),
    ("deop", "déchoir", Office::Deop),
    ("reload", "relire", Office::Reload),
    ("announce", "annoncer", Office::Announce),
];

/// The one of this name, in either language.
pub(super) fn office(word: &str) -> Option<Office> {
    let word = folded(word);
    OFFICES.iter().find(|(en, fr, _)| *en == word || folded(fr) == word).map(|(.., office)| *office)
}

/// All of them, as the reader calls them: what can be typed after `/admin`.
pub(super) fn offices(lang: Lang) -> String {
    OFFICES.map(|(en, fr, _)| if lang == Lang::Fr { fr } else { en }).join("|")
}

/// Whether the word asks to make something.
pub(super) fn adds(word: &str) -> bool {
    matches!(folded(word).as_str(), "add" | "new" | "creer" | "ajouter" | "nouveau")
}

/// Whether it asks to take something away.
pub(super) fn removes(word: &str) -> bool {
    matches!(
        folded(word).as_str(),
        "remove" | "revoke" | "del" | "delete" | "revoquer" | "retirer" | "enlever" | "supprimer"
    )
}

/// How much a token lets a program do.
pub(super) fn scope(word: &str) -> Option<Scope> {
    Some(match folded(word).as_str() {
        "read" | "lire" => Scope::Read,
        "say" | "ecrire" => Scope::Say,
        "talk" | "parler" => Scope::Talk,
        "all" | "tout" => Scope::All,
        _ => return None,
    })
}

/// Whether it asks to end something.
pub(super) fn ends(word: &str) -> bool {
    matches!(folded(word).as_str(), "end" | "fin" | "fermer" | "finir")
}

/// Whether it asks to try something again.
pub(super) fn retries(word: &str) -> bool {
    matches!(folded(word).as_str(), "retry" | "relancer" | "reprendre")
}

/// What a note of the audit room is about, if the word says so.
pub(super) fn about(word: &str) -> Option<About> {
    match folded(word.strip_suffix(':')?).as_str() {
        "certificate" | "certificat" => Some(About::Certificate),
        "backup" | "sauvegarde" => Some(About::Backup),
        "disk" | "disque" => Some(About::Disk),
        "settings" | "reglages" => Some(About::Settings),
        "sign_in" | "connexions" => Some(About::SignIn),
        "operator" | "gestion" => Some(About::Operator),
        _ => None,
    }
}

/// Alone on a line, it ends the session, as in the lab.
pub(super) const QUIT_WORD: &str = "fin";

/// The command with this name, in either language; neither case nor accents matter.
pub(super) fn find(word: &str) -> Option<Topic> {
    let word = folded(word);
    COMMANDS.iter().find(|(name, ..)| folded(name) == word).map(|(_, topic, _)| *topic)
}

/// Lower case, without the accents of French, however they were typed.
fn folded(word: &str) -> String {
    let bare = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        c => c,
    };
    let apart = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    word.chars().filter(|c| !apart(c)).flat_map(char::to_lowercase).map(bare).collect()
}

/// What a room can be set to: as in JSON, in English and in French.
const MODES: [(&str, &str, &str); 13] = [
    ("private", "private", "privé"),
    ("invite_only", "invite_only", "invitation"),
    ("secret", "secret", "secret"),
    ("moderated", "moderated", "modéré"),
    ("topic_locked", "topic_locked", "sujet"),
    ("accounts_only", "accounts_only", "comptes"),
    ("key", "key", "clé"),
    ("limit", "limit", "limite"),
    ("slow", "slow", "lent"),
    ("keep_days", "keep_days", "jours"),
    ("keep_last", "keep_last", "messages"),
    ("no_ctcp", "no_ctcp", "sans_ctcp"),
    ("outsiders", "outsiders", "dehors"),
];

/// The mode of this name, as JSON calls it.
pub(super) fn mode(word: &str) -> Option<&'static str> {
    let word = folded(word).replace('-', "_");
    MODES.iter().find(|(_, en, fr)| *en == word || folded(fr) == word).map(|(mode, ..)| *mode)
}

/// All of them, as the reader calls them.
pub(super) fn modes(lang: Lang) -> String {
    MODES.map(|(_, en, fr)| if lang == Lang::Fr { fr } else { en }).join(", ")
}

/// What the reader calls a mode that JSON calls so.
pub(super) fn mode_name(mode: &str, lang: Lang) -> &'static str {
    let found = MODES.iter().find(|(known, ..)| *known == mode);
    found.map(|(_, en, fr)| if lang == Lang::Fr { *fr } else { *en }).unwrap_or_default()
}

/// The role of this name; `Some(None)` is none.
pub(super) fn role(word: &str) -> Option<Option<Role>> {
    match folded(word).as_str() {
        "owner" | "proprietaire" => Some(Some(Role::Owner)),
        "moderator" | "moderateur" | "moderatrice" => Some(Some(Role::Moderator)),
        "member" | "membre" => Some(Some(Role::Member)),
        "none" | "aucun" => Some(None),
        _ => None,
    }
}

/// What is not set any more, as the reader says it.
pub(super) fn off(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "non" } else { "off" }
}

/// On or off.
pub(super) fn switch(word: &str) -> Option<bool> {
    match folded(word).as_str() {
        "on" | "oui" | "yes" => Some(true),
        "off" | "non" | "no" => Some(false),
        _ => None,
    }
}

/// Whether history is read on towards newer messages, if the word says either.
pub(super) fn direction(word: &str) -> Option<bool> {
    match folded(word).as_str() {
        "after" | "apres" => Some(true),
        "before" | "avant" => Some(false),
        _ => None,
    }
}

/// What stands before the `:` in a search: `room`, `from`, `since` or `until`.
pub(super) fn search_key(word: &str) -> Option<&'static str> {
    match folded(word).as_str() {
        "room" | "in" | "dans" | "salon" => Some("room"),
        "from" | "by" | "de" => Some("from"),
        "since" | "after" | "depuis" | "apres" => Some("since"),
        "until" | "before" | "avant" => Some("until"),
        _ => None,
    }
}

/// The command that `word` was probably meant to be; of two as near as each other, the one in the reader's language.
pub(super) fn nearest(word: &str, lang: Lang) -> Option<&'static str> {
    let mut names = COMMANDS;
    names.sort_by_key(|(_, _, of)| *of != lang);
    causette_wire::line::words::nearest(word, &names.map(|(name, ..)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What help says to type is what the door understands, and the other way round.
    #[test]
    fn help_shows_the_names_that_work() {
        for lang in Lang::ALL {
            for topic in Topic::ALL {
                let usage = causette_texts::usage(lang, topic);
                let word = usage.split(' ').next().unwrap();
                match word.strip_prefix('/') {
                    Some(word) => assert_eq!(find(word), Some(topic), "{usage}"),
                    None => assert_eq!((word, topic), (QUIT_WORD, Topic::Fin)),
                }
            }
        }
        for (name, topic, lang) in COMMANDS {
            assert_eq!(find(&name.to_uppercase()), Some(topic), "{name} stands twice");
            let named = COMMANDS.iter().filter(|(_, t, l)| (*t, *l) == (topic, lang)).count();
            let usage = causette_texts::usage(lang, topic);
            assert!(named > 1 || topic == Topic::Format || usage.starts_with(&format!("/{name}")), "{lang:?} {usage}");
        }
        assert_eq!((find(""), find("psuedo"), find("fin")), (None, None, None));
        for (typed, expect) in [("REPONDRE", Topic::Reply), ("re\u{301}agir", Topic::React), ("Écho", Topic::Echo)] {
            assert_eq!(find(typed), Some(expect), "{typed}");
        }
    }

    #[test]
    fn words_after_commands_are_known_in_both_languages() {
        for (json, en, fr) in MODES {
            assert_eq!((mode(en), mode(&fr.to_uppercase())), (Some(json), Some(json)));
            assert_eq!((mode_name(json, Lang::En), mode_name(json, Lang::Fr)), (en, fr));
        }
        for (en, fr, expect) in OFFICES {
            assert_eq!((office(en), office(&fr.to_uppercase())), (Some(expect), Some(expect)));
        }
        assert_eq!((office("king"), offices(Lang::Fr).contains("|dépanner|")), (None, true));
        assert_eq!((about("Sauvegarde:"), about("backup"), about("x:")), (Some(About::Backup), None, None));
        assert!(modes(Lang::En).starts_with("private, invite_only") && modes(Lang::Fr).contains(", clé, "));
        assert_eq!((mode("invite-only"), mode("loud"), mode("")), (Some("invite_only"), None, None));
        assert_eq!((role("Modérateur"), role("none"), role("king")), (Some(Some(Role::Moderator)), Some(None), None));
        assert_eq!((switch("NON"), switch("on"), switch("peut-être")), (Some(false), Some(true), None));
        assert_eq!((direction("après"), direction("before"), direction("12")), (Some(true), Some(false), None));
    }

    #[test]
    fn hints_look_at_both_languages() {
        for (word, en, fr) in [
            ("nikc", Some("nick"), Some("nick")),
            ("psuedo", Some("pseudo"), Some("pseudo")),
            ("quitt", Some("quit"), Some("quitter")),
            ("histor", Some("history"), Some("historique")),
            ("m", Some("me"), Some("mp")),
            ("salo", Some("salon"), Some("salon")),
            ("zzzzzz", None, None),
        ] {
            assert_eq!((nearest(word, Lang::En), nearest(word, Lang::Fr)), (en, fr), "{word}");
        }
    }
}
