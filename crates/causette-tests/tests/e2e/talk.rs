//! Every command of rooms and messages, typed by three people at the real program, and what each of them reads.

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use std::sync::LazyLock;
use std::time::Duration;

/// A server and people in `#tea`, which the first of them looks after.
struct Tea {
    people: Vec<Text>,
    _server: Server,
    _data: tempfile::TempDir,
}

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

impl Tea {
    fn new() -> Tea {
        static PRODUCT: LazyLock<Program> = LazyLock::new(|| Program::product().unwrap());
        let data = tempfile::tempdir().unwrap();
        let server = PRODUCT.serve(data.path()).unwrap();
        let mut tea = Tea { people: Vec::new(), _server: server, _data: data };
        for (who, name) in ["alice", "bob", "carol"].into_iter().enumerate() {
            tea.people.push(Text::connect(tea._server.line).unwrap());
            tea.check(
                who,
                &format!("/nick {name}\n/join tea"),
                &[&format!("your name is now {name}"), "-- you are in #tea"],
            );
        }
        tea.reads(ALICE, &["bob joined #tea", "carol joined #tea"]);
        tea.reads(BOB, &["carol joined #tea"]);
        tea
    }

    /// Types a line and waits for these words, in this order.
    #[track_caller]
    fn check(&mut self, who: usize, line: &str, expect: &[&str]) {
        self.people[who].send(line).unwrap();
        for words in expect {
            self.people[who].expect(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }

    #[track_caller]
    fn reads(&mut self, who: usize, expect: &[&str]) {
        for words in expect {
            self.people[who].expect(words).unwrap_or_else(|error| panic!("{who}: {error}"));
        }
    }
}

#[test]
fn messages_are_answered_changed_marked_found_and_taken_back() {
    let mut tea = Tea::new();
    tea.check(ALICE, "Qui veut du thé ?", &["ok 1"]);
    tea.check(BOB, "/reply 1 alice: moi", &["ok 2"]);
    tea.reads(ALICE, &["2 re 1 @] <bob> alice: moi"]);
    tea.reads(CAROL, &["2 re 1] <bob> alice: moi"]);
    tea.check(BOB, "/edit 2 alice: moi aussi", &["ok 3"]);
    tea.reads(CAROL, &["3] -- bob changed 2: alice: moi aussi"]);
    tea.check(CAROL, "/react 2 +1\n/react #2 -+1", &["ok 4", "ok 5"]);
    tea.reads(BOB, &["4] -- carol: +1 on 2", "5] -- carol took +1 off 2"]);
    tea.check(CAROL, "/search THE", &["#tea 1] <alice> Qui veut du thé ?"]);
    tea.check(CAROL, "/chercher moi de:bob", &["#tea 3] -- bob changed 2: alice: moi aussi"]);
    tea.check(CAROL, "/search rien-du-tout", &["-- nothing was found"]);
    tea.check(CAROL, "/search 🎉", &["!! bad_search: a search has one to 16 words"]);
    tea.check(CAROL, "/reply thé oui", &["!! wrong_word: this command does not know the word thé. Type /reply N TEXT"]);
    tea.check(
        CAROL,
        "/history @bob",
        &["!! no_such_room: you have no conversation with bob yet. Begin it: /msg bob TEXT"],
    );
    tea.check(CAROL, "/history after 1 1", &["2 re 1] <bob>", "-- more: /history after 2 1"]);
    tea.check(CAROL, "/history before 3 1", &["2 re 1] <bob>", "-- more: /history before 2 1"]);
    tea.check(BOB, "/delete 2", &["ok 6"]);
    tea.reads(CAROL, &["6] -- bob took back 2"]);
    tea.check(CAROL, "/history after 1 2", &["2] -- (taken back)", "3] -- (taken back)"]);
    // Whoever put a sign has read what was there; a mark never goes back.
    tea.check(CAROL, "/read 3", &["-- you have read #tea up to 5"]);
    tea.check(CAROL, "/unread", &["#tea: 1 unread, after 5"]);
    tea.check(CAROL, "/lu", &["-- you have read #tea up to 6"]);
    tea.check(CAROL, "/ignore bob", &["-- you no longer see what bob says"]);
    tea.check(BOB, "psst", &["ok 7"]);
    tea.check(ALICE, "vu", &["ok 8"]);
    tea.reads(CAROL, &["8] <alice> vu"]);
    tea.check(CAROL, "/history 2", &["7] -- (ignored)", "8] <alice> vu"]);
    tea.check(CAROL, "/ignore bob off\n/history 2", &["-- you see again", "7] <bob> psst"]);
}

#[test]
fn rooms_are_looked_after() {
    let mut tea = Tea::new();
    tea.check(ALICE, "/topic Du thé à cinq heures", &["1] -- alice set the topic: Du thé à cinq heures"]);
    tea.check(BOB, "/topic", &["-- #tea is about: Du thé à cinq heures"]);
    tea.check(ALICE, "/away déjeuner", &["-- you are away: déjeuner"]);
    tea.reads(BOB, &["-- alice is away: déjeuner"]);
    tea.check(BOB, "/who", &["alice (moderator, away)"]);
    tea.check(BOB, "/whois alice", &["-- alice is a guest, in", "-- alice is away: déjeuner"]);
    tea.check(BOB, "/msg alice tu es là ?", &["-- alice is away (déjeuner) and finds your message later"]);
    tea.check(ALICE, "/away", &["-- you are no longer away"]);
    tea.check(BOB, "/kick carol", &["!! forbidden: that takes a moderator of #tea."]);
    tea.check(ALICE, "/mute bob 10m trop fort", &["-- alice muted bob until"]);
    tea.check(BOB, "mais", &["!! muted: you may read #tea but not speak there until"]);
    tea.check(ALICE, "/unmute bob", &["-- alice lets bob speak again"]);
    tea.check(ALICE, "/op bob member", &["-- alice made bob a member of this room"]);
    tea.check(ALICE, "/mode moderated on", &["only members and moderators speak"]);
    // Whoever found the room empty is on no list; /who shows them.
    tea.check(
        CAROL,
        "et moi ?",
        &["!! moderated: only people with a role speak in #tea. Ask a moderator for one: /who shows"],
    );
    tea.check(CAROL, "/who", &["alice (moderator)"]);
    tea.check(BOB, "moi oui", &["ok "]);
    tea.check(
        ALICE,
        "/mode modéré non\n/mode clé sesame\n/mode",
        &["lets everybody speak again", "with a key", "-- #tea is set to: key"],
    );
    tea.check(ALICE, "/deop bob", &["-- alice took away bob's role"]);
    tea.check(ALICE, "/slow 600", &["asks for 600 seconds"]);
    tea.check(CAROL, "un\ndeux", &["ok ", "!! slow_down: this room asks for 600 seconds"]);
    tea.check(ALICE, "/slow off", &["lifted the pause"]);
    tea.check(ALICE, "/kick carol à demain", &["-- alice sent carol out (à demain)"]);
    tea.reads(CAROL, &["-- you left #tea"]);
    // Nobody removed anything: it was just not said to them.
    tea.check(ALICE, "/mode private", &["made this room private"]);
    tea.check(BOB, "/leave\n/join tea sesame", &["-- you left #tea", "-- #tea begins with number "]);
    tea.check(ALICE, "/mode private off", &["made this room public"]);
    tea.check(CAROL, "/join tea", &["!! need_key: #tea needs a key. Type /join #tea KEY"]);
    tea.check(CAROL, "/join tea sesame", &["-- you are in #tea"]);
    tea.check(ALICE, "/expulser carol\n/inviter carol", &["sent carol out", "-- alice invited carol"]);
    tea.reads(CAROL, &["-- you left #tea", "-- alice invites you to #tea: /join #tea"]);
    tea.check(CAROL, "/join tea", &["-- you are in #tea"]);
    // Everybody here comes from one address: a guest's ban holds for those who come after it.
    tea.check(ALICE, "/ban carol 3d spam", &["-- alice banned carol until"]);
    tea.check(CAROL, "/join tea sesame", &["!! banned: you are banned from #tea until"]);
    tea.check(ALICE, "/ban", &["-- 18: banned until"]);
    // The list is for moderators; others are not told that it is empty.
    tea.check(BOB, "/ban", &["-- you see no ban or mute in #tea; those of people are shown to moderators only"]);
    tea.check(ALICE, "/débannir carol", &["-- alice lifted the ban on carol"]);
    tea.check(CAROL, "/join tea sesame", &["-- you are in #tea"]);
}

#[test]
fn a_room_is_renamed_and_text_goes_on_there() {
    let mut tea = Tea::new();
    tea.check(ALICE, "avant", &["ok 1"]);
    tea.check(BOB, "/rename #thé", &["!! forbidden: that takes a moderator of #tea."]);
    tea.check(ALICE, "/rename general", &["!! room_taken: there is a room #general already, or one whose name"]);
    // The next line goes where the room is then, though it was sent in one go.
    let renamed = "2] -- alice renamed this room: #tea is now #thé (au jasmin)";
    tea.check(ALICE, "/rename #tea #thé au jasmin\naprès", &[renamed, "ok 2", "ok 3"]);
    tea.reads(BOB, &[renamed, "3] <alice> après"]);
    tea.check(BOB, "moi aussi", &["ok 4"]);
    tea.check(BOB, "/history #thé", &["1] <alice> avant", renamed, "3] <alice> après"]);
    tea.check(BOB, "/history #tea", &["!! no_such_room: "]);
    // The old name is another room's from here on.
    tea.check(CAROL, "/join tea", &["-- you are in #tea"]);
    tea.check(CAROL, "/history 5", &["-- "]);
    tea.check(CAROL, "seule", &["ok 1"]);
    tea.check(ALICE, "/join general\n/renommer #salon", &["!! operators_only: "]);
    tea.check(BOB, "/rename", &["/rename [ROOM] #NEW [WHY]"]);
}

#[test]
fn news_of_a_person_comes_once_to_whoever_shares_two_rooms_with_them() {
    let mut tea = Tea::new();
    // All three are in #general and in #tea.
    tea.check(BOB, "/away déjeuner\n/nick robert\n/away\n/say fini", &["ok 1"]);
    let told: Vec<String> = std::iter::from_fn(|| tea.people[ALICE].line(Duration::from_secs(30)).unwrap())
        .take_while(|line| !line.contains("fini"))
        .filter(|line| line.contains("bob ") || line.contains("robert "))
        .collect();
    assert_eq!(told, ["-- bob is away: déjeuner", "-- bob is now robert", "-- robert is back"]);
}

#[test]
fn whoever_is_watched_is_heard_of_and_asides_stay_among_those_they_are_for() {
    let mut tea = Tea::new();
    tea.check(BOB, "/watch carol\n/watch zed", &["-- you are told when these come and go: carol (here)", ": zed"]);
    tea.check(BOB, "/guetter\n/watch zed off", &[": carol (here) zed", ": carol (here)"]);
    // She knows nothing of it; whoever watches hears of her wherever she is.
    tea.check(
        CAROL,
        "/leave\n/leave general\n/nick zed\n/nick carol",
        &["your name is now zed", "your name is now carol"],
    );
    tea.reads(BOB, &["-- carol is no longer online", "-- carol is online"]);
    tea.check(CAROL, "/away déjeuner\n/away", &["-- you are no longer away"]);
    tea.reads(BOB, &["-- carol is away: déjeuner", "-- carol is back"]);
    tea.check(CAROL, "/join tea\n/staff  bonsoir", &["<carol to moderators> bonsoir"]);
    tea.reads(ALICE, &["-] <carol to moderators> bonsoir"]);
    tea.check(CAROL, "/quit", &["-- "]);
    let told: Vec<String> = std::iter::from_fn(|| tea.people[BOB].line(Duration::from_secs(30)).unwrap())
        .take_while(|line| !line.contains("carol is no longer online"))
        .collect();
    assert!(told.iter().all(|line| !line.contains("bonsoir")), "{told:?}");
    // It took no number.
    tea.check(ALICE, "bonsoir", &["ok 1"]);
    tea.check(ALICE, "/staff", &["/staff TEXT"]);
}
