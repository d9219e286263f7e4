//! Samples for the source scanner.

use super::*;

#[test]
fn comments_and_literals_are_blanked() {
    let cases = [
        ("a // b\nc", "a     \nc"),
        ("a /* b /* c */ d */ e", "a                   e"),
        (r#"f("x\"y", 1)"#, "f(      , 1)"),
        (r##"f(r#"x"y"#, b"z")"##, "f(        , b   )"),
        ("r#fn('a', '\\'', '\\u{1}')", "r#fn(   ,     ,        )"),
        ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}"),
        ("'é' // ü\n\"é\"", "    \u{20}     \n    "),
        ("for_each\"x\"", "for_each   "),
        ("\"two\nlines\" + 1", "    \n       + 1"),
    ];
    for (text, expect) in cases {
        assert_eq!(mask(text), expect, "{text}");
        assert_eq!(mask(text).len(), text.len(), "{text}");
    }
}

#[test]
fn unfinished_literals_end_with_the_file() {
    for text in ["\"abc", "/* abc", "r#\"abc\"", "'\\", "'"] {
        assert_eq!(mask(text).len(), text.len(), "{text}");
    }
}

#[test]
fn tests_are_left_out() {
    let code =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { c() }\n}\nfn d() {}\n#[cfg(test)]\nmod more;\nfn e() {}";
    let left = without_tests(code);
    assert!(left.contains("fn a") && left.contains("fn d") && left.contains("fn e"));
    assert!(!left.contains("fn b") && !left.contains("more"));
    assert_eq!(left.lines().count(), code.lines().count());
}

#[test]
fn functions_are_measured() {
    let code = mask(
        "fn a() -> [u8; 2] {\n  [0; 2]\n}\ntrait T {\n  fn b(&self);\n  fn c(&self) { \"}\" }\n}\ntype F = fn(u8) -> u8;",
    );
    let expect = [Function { name: "a", line: 1, lines: 3 }, Function { name: "c", line: 6, lines: 1 }];
    assert_eq!(functions(&code), expect);
}

#[test]
fn words_stand_alone() {
    assert_eq!(words("fn xfn fn_ (fn)", "fn").collect::<Vec<_>>(), [0, 12]);
}
