//! What the line door's own words do, typed at the real program.

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use std::sync::LazyLock;

/// A server of one language and somebody who has just come in.
struct Typed {
    client: Text,
    server: Server,
    _data: tempfile::TempDir,
}

impl Typed {
    fn new(lang: &str) -> Typed {
        static PRODUCT: LazyLock<Program> = LazyLock::new(|| Program::product().unwrap());
        let data = tempfile::tempdir().unwrap();
        let mut program = PRODUCT.clone();
        program.words = vec!["--lang".into(), lang.into()];
        let server = program.serve(data.path()).unwrap();
        Typed { client: Text::connect(server.line).unwrap(), server, _data: data }
    }

    /// Types a line and waits for these words, in this order.
    #[track_caller]
    fn check(&mut self, line: &str, expect: &[&str]) {
        self.client.send(line).unwrap();
        for words in expect {
            self.client.expect(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}

#[test]
fn french_names_of_commands() {
    let mut typed = Typed::new("fr");
    typed.check("/pseudo alice", &["-- vous vous appelez maintenant alice"]);
    typed.check("/aide", &["/pseudo PSEUDO", "/historique [N]", "/aide COMMANDE"]);
    typed.check("/aide qui", &["/qui [SALON]"]);
    typed.check("/salon rust", &["-- vous êtes dans #rust"]);
    typed.check("/dire fin", &["ok 1"]);
    typed.check("/moi sourit", &["ok 2"]);
    typed.check("/historique 2", &["1] <alice> fin", "2] * alice sourit"]);
    typed.check("/qui", &["une personne dans #rust : alice"]);
    typed.check("/salons", &["#rust : une personne"]);
    typed.check("/mp bob salut", &["!! no_such_person"]);
    typed.check("/partir", &["-- vous avez quitté #rust"]);
    typed.check("/psuedo bob", &["Vouliez-vous dire /pseudo ?"]);
    typed.check("/help nick", &["/pseudo PSEUDO"]);
    typed.check("/QUITTER", &["-- au revoir"]);
    let mut english = Text::connect(typed.server.line).unwrap();
    english.send("/nick bob").unwrap();
    english.expect("-- vous vous appelez maintenant bob").unwrap();
}
