//! Where pointers stand in texts.

use expect_test::{Expect, expect};
use fairlead_openapi::{MemoryFetch, load, locate, locate_json};
use std::fmt::Write as _;

fn check(file: &str, text: &str, pointers: &[&str], expected: Expect) {
    let fetch = MemoryFetch::new([(file, text.as_bytes())]);
    let uri = MemoryFetch::uri(file);
    let (sources, _) = load(&uri, &fetch);
    let mut out = String::new();
    for pointer in pointers {
        match locate(&sources, &uri, pointer) {
            Some(s) => {
                let _ = writeln!(
                    out,
                    "{pointer} {}:{}-{}:{}",
                    s.line, s.column, s.end_line, s.end_column
                );
            }
            None => {
                let _ = writeln!(out, "{pointer} nowhere");
            }
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn values_in_yaml() {
    check(
        "a.yaml",
        "a: &a\n  b: [1, é, {c: x}]\n  'd/e':\n    - one\n    - two\nf: *a\ng:\n  <<: *a\n  h: 1\ni:\n",
        &[
            "",
            "/a",
            "/a/b",
            "/a/b/2/c",
            "/a/d~1e/1",
            "/f/b/0",
            "/g/b",
            "/g/h",
            "/i",
            "/no",
            "/a/b/9",
        ],
        expect![[r#"
             1:1-10:2
            /a 1:4-5:10
            /a/b 2:6-2:20
            /a/b/2/c 2:17-2:18
            /a/d~1e/1 5:7-5:10
            /f/b/0 6:4-6:6
            /g/b 8:7-8:9
            /g/h 9:6-9:7
            /i 10:2-10:2
            /no nowhere
            /a/b/9 nowhere
        "#]],
    );
}

#[test]
fn values_in_json() {
    check(
        "a.json",
        "{\n  \"a\": {\"é\\\"\": [1, \"x\"], \"b\": true},\n  \"c\": null}",
        &["", "/a", "/a/é\"/1", "/a/b", "/c", "/d", "/a/b/c"],
        expect![[r#"
             1:1-3:13
            /a 2:8-2:36
            /a/é"/1 2:20-2:23
            /a/b 2:31-2:35
            /c 3:8-3:12
            /d nowhere
            /a/b/c nowhere
        "#]],
    );
}

#[test]
fn text_that_is_not_finished() {
    let found = locate_json("{\"a\": {\"b\": 1, \"c\": [tru", "/a/b");
    assert_eq!(
        found.map(|s| (s.line, s.column, s.end_column)),
        Some((1, 13, 14))
    );
    assert!(locate_json("", "/a").is_none());
    assert!(locate_json("{\"a", "/a").is_none());
}
