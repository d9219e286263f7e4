//! Drawings of measurements, as the whole program makes them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn bench(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_causette-bench"));
    command.args(words);
    command
}

fn plot(file: &Path, out: &Path) -> std::io::Result<Output> {
    bench(&["plot"]).arg(file).arg("--out").arg(out).output()
}

#[test]
fn what_was_measured_is_drawn_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("measured.json");
    let mut measured = Vec::new();
    for members in ["2", "5"] {
        let short = ["--relay-only", "--json", "--rounds", "1", "--secs", "0.1", "--warm", "0.05"];
        measured.extend(bench(&[&["fanout", "--members", members][..], &short].concat()).output().unwrap().stdout);
    }
    fs::write(&file, measured).unwrap();
    let drawn = ["a", "b"].map(|out| {
        let out = folder.path().join(out);
        let output = plot(&file, &out).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read_dir(&out).unwrap().count(), 1, "only what was measured");
        fs::read_to_string(out.join("fanout.svg")).unwrap()
    });
    assert_eq!(drawn[0], drawn[1]);
    for words in ["members of the room", "µs for each delivery", " at 2, ", " at 5.", ">relay<"] {
        assert!(drawn[0].contains(words), "{words:?} is not in {}", drawn[0]);
    }
}

#[test]
fn what_is_no_measurement_is_named_and_nothing_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("measured.json");
    let echo = r#"{"scenario":"echo, 1 × 1","server":"relay","cpu_us":1.0}"#;
    for (text, expect) in
        [(format!("{echo}\n\nround 1: relay\n"), "json:3: this is no line"), (echo.to_owned(), "nothing in these")]
    {
        fs::write(&file, &text).unwrap();
        let output = plot(&file, &folder.path().join("out")).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && errors.contains(expect), "{text}: {errors}");
    }
}
