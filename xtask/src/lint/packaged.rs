//! What the Debian package is made of exists: a name that is wrong would be found by whoever makes a release, much later.

use crate::shell;
use anyhow::{Context, Result};
use std::path::Path;
use toml::Value;

const MANIFEST: &str = "crates/causette/Cargo.toml";
/// Made by `cargo xtask deb` itself.
const MADE: &[&str] = &["target/", "../../target/"];

pub(crate) fn check() -> Vec<String> {
    let root = shell::root();
    let found = std::fs::read_to_string(root.join(MANIFEST)).context("reading it").and_then(|text| named(&text));
    let folder = root.join(MANIFEST);
    let folder = folder.parent().unwrap_or(Path::new("."));
    match found {
        Ok(files) => missing(&files, |file| folder.join(file).exists()),
        Err(error) => vec![format!("{MANIFEST}: {error:#}")],
    }
}

fn missing(files: &[String], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let ours = files.iter().filter(|file| !MADE.iter().any(|made| file.starts_with(made)));
    ours.filter(|file| !exists(file)).map(|file| format!("{MANIFEST}: {file} is not there")).collect()
}

/// Every file and folder that the package's metadata names.
fn named(manifest: &str) -> Result<Vec<String>> {
    let manifest: Value = toml::from_str::<toml::Table>(manifest)?.into();
    let at = ["package", "metadata", "deb"];
    let deb = at.iter().try_fold(&manifest, |value, key| value.get(key)).context("no [package.metadata.deb]")?;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let assets = deb.get("assets").and_then(Value::as_array).context("no assets")?;
    let mut files: Vec<String> = assets.iter().filter_map(|asset| text(asset.get(0))).collect();
    files.extend(text(deb.get("changelog")));
    files.extend(text(deb.get("license-file").and_then(|file| file.get(0))));
    files.extend(text(deb.get("maintainer-scripts")).map(|folder| format!("{folder}/postrm")));
    if let Some(units) = deb.get("systemd-units") {
        let folder = text(units.get("unit-scripts")).context("no unit-scripts")?;
        let name = text(units.get("unit-name")).context("no unit-name")?;
        files.extend(["service", "socket", "sysusers"].map(|kind| format!("{folder}/{name}.{kind}")));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"
[package.metadata.deb]
changelog = "../NEWS"
license-file = ["../MIT", "0"]
maintainer-scripts = "../deb"
systemd-units = { unit-name = "x", unit-scripts = "../units" }
assets = [["target/release/x", "usr/bin/", "755"], ["../x.toml", "etc/x", "644"]]
"#;

    #[test]
    fn what_is_named_must_be_there() {
        let files = named(SAMPLE).unwrap();
        assert_eq!(missing(&files, |_| true), [""; 0]);
        let all = missing(&files, |_| false);
        for file in [
            "../x.toml",
            "../NEWS",
            "../MIT",
            "../deb/postrm",
            "../units/x.service",
            "../units/x.socket",
            "../units/x.sysusers",
        ] {
            assert!(all.iter().any(|line| line.contains(&format!(" {file} is not there"))), "{file}: {all:?}");
        }
        assert_eq!(all.len(), 7, "what is made is not looked for: {all:?}");
        assert!(named("[package]").is_err());
    }

    #[test]
    fn ours_is_there() {
        assert_eq!(check(), [""; 0]);
    }
}
