//! What OpenAPI says and what the router knows. That the answers are those it says is for the tests of the whole program.

use super::OPENAPI;
use serde_json::Value;
use std::collections::BTreeSet;

/// A router cannot be asked for what it knows.
const ROUTES: &str = include_str!("mod.rs");

#[test]
fn every_route_is_described_and_no_other() {
    let mut routes = BTreeSet::new();
    for line in ROUTES.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (path, methods) = line.split_once("\", ").unwrap();
        for method in ["get", "post", "put", "patch", "delete"] {
            if methods.starts_with(&format!("{method}(")) || methods.contains(&format!(".{method}(")) {
                routes.insert(format!("{method} {path}"));
            }
        }
    }
    let openapi: Value = serde_json::from_str(OPENAPI).unwrap();
    let paths = openapi["paths"].as_object().unwrap();
    let methods = |path: &String, item: &Value| -> Vec<String> {
        let methods = item.as_object().unwrap().keys().filter(|key| *key != "parameters");
        methods.map(|method| format!("{method} {path}")).collect()
    };
    let described: BTreeSet<String> = paths.iter().flat_map(|(path, item)| methods(path, item)).collect();
    assert!(described.len() >= 14);
    assert_eq!(routes, described);
}
