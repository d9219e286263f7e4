//! What cargo says about the workspace: its members, all packages, and what each depends on.

use crate::shell;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// The package's own name, whatever it is called in the manifest.
    pub(crate) package: String,
    /// What sources call it.
    pub(crate) alias: Option<String>,
    pub(crate) dev: bool,
    pub(crate) features: Vec<String>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: Option<String>,
    /// Its library's name in sources, where it has one.
    pub(crate) library: Option<String>,
    /// Its folder below the workspace's, for a member.
    pub(crate) folder: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug, Default)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo; `deep` brings every dependency too.
    pub(crate) fn load(deep: bool) -> Result<Self> {
        let mut command = shell::cargo(&["metadata", "--format-version", "1", "--quiet"]);
        if !deep {
            command.arg("--no-deps");
        }
        let json = serde_json::from_str(&shell::output(&mut command)?).context("cargo metadata")?;
        Ok(Self::read(&json))
    }

    fn read(json: &Value) -> Self {
        let root = format!("{}/", text(json, "workspace_root"));
        let members: Vec<&str> = list(json, "workspace_members").iter().filter_map(Value::as_str).collect();
        let packages = list(json, "packages");
        Self {
            packages: packages.iter().map(|json| package(json, &root, members.contains(&text(json, "id")))).collect(),
            target: PathBuf::from(text(json, "target_directory")),
        }
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.folder.is_some())
    }

    pub(crate) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }
}

fn package(json: &Value, root: &str, member: bool) -> Package {
    let folder = text(json, "manifest_path").trim_end_matches("/Cargo.toml");
    let library = list(json, "targets").iter().find(|target| {
        let is = |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("lib") || kind == "proc-macro");
        list(target, "kind").iter().any(is)
    });
    Package {
        name: text(json, "name").to_owned(),
        version: text(json, "version").to_owned(),
        licence: json.get("license").and_then(Value::as_str).map(str::to_owned),
        library: library.map(|target| text(target, "name").replace('-', "_")),
        folder: member.then(|| folder.strip_prefix(root).unwrap_or(folder).to_owned()),
        dependencies: list(json, "dependencies").iter().map(dependency).collect(),
    }
}

fn dependency(json: &Value) -> Dependency {
    Dependency {
        package: text(json, "name").to_owned(),
        alias: json.get("rename").and_then(Value::as_str).map(str::to_owned),
        dev: text(json, "kind") == "dev",
        features: list(json, "features").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

fn text<'a>(json: &'a Value, field: &str) -> &'a str {
    json.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(json: &'a Value, field: &str) -> &'a [Value] {
    json.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read() {
        let json = serde_json::json!({
            "workspace_root": "/w", "target_directory": "/t", "workspace_members": ["a#1"],
            "packages": [
                {"id": "a#1", "name": "a", "version": "1.0.0", "license": "MIT", "manifest_path": "/w/crates/a/Cargo.toml",
                 "targets": [{"kind": ["bin"], "name": "a"}],
                 "dependencies": [{"name": "b-b", "rename": "bb", "kind": "dev", "features": ["x"]}]},
                {"id": "b#1", "name": "b-b", "version": "2.0.0", "license": null, "manifest_path": "/r/b/Cargo.toml",
                 "targets": [{"kind": ["lib"], "name": "b-lib"}], "dependencies": []},
            ]
        });
        let workspace = Workspace::read(&json);
        assert_eq!(workspace.target, PathBuf::from("/t"));
        let names: Vec<&str> = workspace.members().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["a"]);
        let a = workspace.package("a").unwrap();
        assert_eq!((a.folder.as_deref(), a.library.as_deref()), (Some("crates/a"), None));
        let expect =
            Dependency { package: "b-b".into(), alias: Some("bb".into()), dev: true, features: vec!["x".into()] };
        assert_eq!(a.dependencies, [expect]);
        assert_eq!(workspace.package("b-b").unwrap().library.as_deref(), Some("b_lib"));
    }
}
