//! `cargo xtask fuzz --keep`: of all inputs that runs left in the working corpus, the few and short ones that reach as much as
//! all of them, written beside the seeds. Must not know what an input means.

use super::process::cargo_fuzz;
use super::{Effort, place, seeds, sown};
use crate::shell;
use anyhow::{Context, Result};
use std::path::Path;

/// Longer inputs are not kept.
const LONGEST: usize = 400;
/// Bytes of one file of kept inputs, as they are written.
const MOST: usize = 10 * 1024;

const HEAD: &str =
    "# Inputs that reach what the seeds do not, found by the fuzzer and written by `cargo xtask fuzz --keep`.\n";

/// Keeps what is worth it of a target's corpus.
pub(super) fn keep(target: &str) -> Result<()> {
    let chosen = shell::root().join("fuzz/target/kept").join(target);
    let _ = std::fs::remove_dir_all(&chosen);
    std::fs::create_dir_all(&chosen).with_context(|| format!("could not make {}", chosen.display()))?;
    // What the seeds reach needs no other input.
    sown("seeds", target, &chosen)?;
    let mut command = cargo_fuzz("run", target, Effort::Hunt);
    command.arg(target).arg(&chosen).arg(place("corpus", target));
    // By where inputs come, and not how often: else nearly all of them are worth it.
    command.args(["--", "-merge=1", "-use_counters=0"]).arg(format!("-max_len={LONGEST}"));
    shell::run(&mut command)?;
    let text = written(inputs(&chosen)?);
    let file = shell::root().join(place("corpora", target)).with_extension("txt");
    std::fs::write(&file, &text).with_context(|| format!("could not write {}", file.display()))?;
    eprintln!("xtask fuzz: {target}: {} inputs kept in {}", text.lines().count() - 1, file.display());
    Ok(())
}

/// The inputs in a folder, but the seeds.
fn inputs(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let entry = entry.context("reading the folder of chosen inputs")?;
        if !entry.file_name().to_string_lossy().starts_with("seeds-") {
            inputs.push(std::fs::read(entry.path()).context("reading a chosen input")?);
        }
    }
    Ok(inputs)
}

/// The shortest of them, as many as the file may hold.
fn written(mut inputs: Vec<Vec<u8>>) -> String {
    inputs.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
    let mut text = HEAD.to_owned();
    for input in inputs.iter().filter(|input| !input.is_empty()) {
        let line = seeds::written(input);
        if text.len() + line.len() < MOST {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_are_written_as_far_as_they_fit() {
        let text = written(vec![b"three".to_vec(), b"\xff".to_vec(), Vec::new(), vec![b'x'; MOST], b"#".to_vec()]);
        assert_eq!(text.strip_prefix(HEAD), Some("\\x23\n\\xff\nthree\n"));
        let many = written((0..MOST).map(|n| n.to_string().into_bytes()).collect());
        assert!(many.len() <= MOST && many.len() > MOST - 10, "{}", many.len());
    }
}
