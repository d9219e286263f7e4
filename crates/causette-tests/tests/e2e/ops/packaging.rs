//! What is in `packaging`: a unit that may do little, a config that works, a socket that is the door's.

use causette_tests::client::Text;
use causette_tests::server::Program;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Exposure that the unit must stay within, times ten.
const THRESHOLD: &str = "--threshold=20";

fn packaging(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging").join(name)
}

fn security(unit: &Path) -> (bool, String) {
    asked(Command::new("systemd-analyze").args(["security", "--offline=true", "--no-pager", THRESHOLD]).arg(unit))
}

/// Whether it succeeds, and all that it says.
fn asked(command: &mut Command) -> (bool, String) {
    let output =
        command.output().expect("systemd-analyze is here: cargo xtask test installs it, or apt-get install systemd");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn the_unit_is_little_exposed() {
    let (within, said) = security(&packaging("causette.service"));
    assert!(within && said.contains("Overall exposure level for causette.service"), "{said}");
    // The measure can fail: one that may do anything is not within it.
    let place = tempfile::tempdir().unwrap();
    let open = place.path().join("open.service");
    std::fs::write(&open, "[Service]\nExecStart=/usr/bin/causette serve\n").unwrap();
    assert!(!security(&open).0);
}

#[test]
fn the_units_are_what_systemd_understands() {
    // The program and its manual are not installed here.
    let place = tempfile::tempdir().unwrap();
    for name in ["causette.service", "causette.socket"] {
        let unit = std::fs::read_to_string(packaging(name)).unwrap();
        assert!(name != "causette.service" || unit.contains("ExecStart=/usr/bin/causette serve "));
        std::fs::write(place.path().join(name), unit.replace("/usr/bin/causette ", "/bin/true ")).unwrap();
    }
    let units = ["causette.service", "causette.socket"].map(|name| place.path().join(name));
    let (well, said) = asked(Command::new("systemd-analyze").args(["verify", "--man=no"]).args(units));
    assert!(well && !said.contains("causette"), "{said}");
}

#[test]
fn the_config_that_is_installed_starts_a_server() {
    let place = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(packaging("causette.toml")).unwrap();
    assert!(text.contains("\ndata = \"/var/lib/causette\"\n") && text.contains("\nlisten = \"127.0.0.1:63000\"\n"));
    let config = place.path().join("causette.toml");
    std::fs::write(&config, &text).unwrap();
    let mut program = Program::product().unwrap();
    // The harness' own flags, and one more, keep it from the real directory and the real ports.
    let words = ["--config", &config.display().to_string(), "--metrics", "127.0.0.1:0"];
    program.words = words.map(str::to_owned).to_vec();
    let mut server = program.serve(&place.path().join("data")).unwrap();
    Text::connect(server.line).unwrap().expect("#general").unwrap();
    assert!(server.stop().unwrap().success());
}
