//! The page's modules put together in one file, so that a browser asks once and not forty times. The files stay as they are
//! read: nothing has to be built, and each module that is read later finds the others under their own names.
//!
//! It knows how our modules are written and no more of JavaScript: an import is one line of names, an export stands before
//! a function, a class or a constant. What is written otherwise gives no bundle, and a test says so.

use std::collections::HashMap;
use std::fmt::Write;

/// The file that holds them all, and where it begins.
pub(super) const BUNDLE: &str = "page.js";
const ENTRY: &str = "main.js";

/// The files to serve in place of the modules: all of them together, and by each module's name what it exports. `read` finds a module.
pub(super) fn bundle<'t>(read: impl Fn(&str) -> Option<&'t str>) -> Option<HashMap<String, String>> {
    let mut order = Vec::new();
    visit(ENTRY, &read, &mut order, &mut Vec::new())?;
    let (mut whole, mut files) = (String::new(), HashMap::new());
    for (path, module) in &order {
        let (name, exports) = (variable(path), module.exports.join(", "));
        let _ = write!(whole, "const {name} = (() => {{\n{}return {{ {exports} }};\n}})();\n", module.body);
        files.insert(
            path.clone(),
            format!("import {{ {name} }} from './{BUNDLE}';\nexport const {{ {exports} }} = {name};\n"),
        );
    }
    let names: Vec<String> = order.iter().map(|(path, _)| variable(path)).collect();
    let _ = writeln!(whole, "export {{ {} }};", names.join(", "));
    files.insert(BUNDLE.to_owned(), whole);
    Some(files)
}

/// A module without its imports and exports.
struct Module {
    /// With the names that it imports as constants.
    body: String,
    exports: Vec<String>,
    imports: Vec<String>,
}

/// A module after all that it imports; `None`: one is missing, is written otherwise, or imports itself by a detour.
fn visit<'t>(
    path: &str,
    read: &impl Fn(&str) -> Option<&'t str>,
    order: &mut Vec<(String, Module)>,
    under_way: &mut Vec<String>,
) -> Option<()> {
    if order.iter().any(|(done, _)| done == path) {
        return Some(());
    }
    if under_way.iter().any(|other| other == path) {
        return None;
    }
    under_way.push(path.to_owned());
    let module = module(read(path)?)?;
    for import in &module.imports {
        visit(import, read, order, under_way)?;
    }
    under_way.pop();
    order.push((path.to_owned(), module));
    Some(())
}

fn module(text: &str) -> Option<Module> {
    let mut module = Module { body: String::new(), exports: Vec::new(), imports: Vec::new() };
    for line in text.lines() {
        if let Some(import) = line.strip_prefix("import ") {
            let (names, from) = import.strip_prefix('{')?.split_once("} from './")?;
            let from = from.strip_suffix("';")?;
            module.imports.push(from.to_owned());
            let _ = writeln!(module.body, "const {{{}}} = {};", names.replace(" as ", ": "), variable(from));
        } else if let Some(what) = line.strip_prefix("export ") {
            module.exports.push(exported(what)?.to_owned());
            let _ = writeln!(module.body, "{what}");
        } else {
            let _ = writeln!(module.body, "{line}");
        }
    }
    Some(module)
}

/// The name in `function draw(`, `async function draw(`, `class Draw {` or `const draw =`.
fn exported(what: &str) -> Option<&str> {
    let what = what.strip_prefix("async ").unwrap_or(what);
    let name = ["function ", "class ", "const "].into_iter().find_map(|kind| what.strip_prefix(kind))?;
    let name = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$').next()?;
    (!name.is_empty()).then_some(name)
}

/// What a module is called among the others.
fn variable(path: &str) -> String {
    format!("${}", path.trim_end_matches(".js").replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &'static str)]) -> Option<HashMap<String, String>> {
        bundle(|wanted| files.iter().find(|(path, _)| *path == wanted).map(|(_, text)| *text))
    }

    #[test]
    fn modules_come_after_what_they_import_and_keep_their_names() {
        let files = of(&[
            ("main.js", "import { draw as paint } from './a-b.js';\nimport { x } from './c.js';\npaint(x);\n"),
            ("a-b.js", "import { x } from './c.js';\nexport async function draw() {}\nconst own = x;\n"),
            ("c.js", "export const x = 1;\nexport class Y {}\n"),
        ])
        .unwrap();
        let expect = "const $c = (() => {\nconst x = 1;\nclass Y {}\nreturn { x, Y };\n})();\n\
                      const $a_b = (() => {\nconst { x } = $c;\nasync function draw() {}\nconst own = x;\nreturn { draw };\n})();\n\
                      const $main = (() => {\nconst { draw: paint } = $a_b;\nconst { x } = $c;\npaint(x);\nreturn {  };\n})();\n\
                      export { $c, $a_b, $main };\n";
        assert_eq!(files[BUNDLE], expect);
        assert_eq!(files["c.js"], "import { $c } from './page.js';\nexport const { x, Y } = $c;\n");
        assert_eq!(files.len(), 4);
    }

    #[test]
    fn what_is_written_otherwise_gives_none() {
        for other in [
            "import * as x from './c.js';",
            "import x from './c.js';",
            "import { x } from './gone.js';",
            "import { x } from './main.js';",
            "export default 1;",
            "export { x };",
            "export let x = 1;",
            "import {\n",
        ] {
            let text: &'static str = Box::leak(other.to_owned().into_boxed_str());
            assert_eq!(of(&[("main.js", text), ("c.js", "export const x = 1;\n")]), None, "{other}");
        }
    }
}
