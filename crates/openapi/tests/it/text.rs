//! Texts to values, and what is said of texts that are none.

use expect_test::{Expect, expect};
use fairlead_openapi::parse_text;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::show;

fn check(file: &str, text: impl AsRef<[u8]>, expected: Expect) {
    let read = parse_text(file, text.as_ref());
    let value = read.value.map_or("nothing".to_owned(), |v| v.to_string());
    expected.assert_eq(&format!("{value}\n{}", show::problems(&read.problems)));
}

#[test]
fn yaml_means_what_its_core_schema_says() {
    check(
        "a.yaml",
        "date: 2020-01-01\nyes: yes\nnull: ~\n200: 0x1F\noct: 0o17\nf: 1.50\nbig: 18446744073709551616\nneg: -7\nq: '7'\nt: !!str 7\nv: 1.2.3\nb: True\ninf: .inf\ne: 1e3\nlead: 007\n",
        expect![[r#"
            {"date":"2020-01-01","yes":"yes","null":null,"200":31,"oct":15,"f":1.5,"big":1.8446744073709552e+19,"neg":-7,"q":"7","t":"7","v":"1.2.3","b":true,"inf":".inf","e":1000.0,"lead":7}
        "#]],
    );
}

#[test]
fn yaml_aliases_and_merge_keys_are_written_out() {
    check(
        "a.yaml",
        "base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\nlist: {<<: [*b, {z: 4}]}\nagain: *b\n",
        expect![[r#"
            {"base":{"x":1,"y":2},"use":{"y":3,"x":1},"list":{"x":1,"y":2,"z":4},"again":{"x":1,"y":2}}
        "#]],
    );
}

#[test]
fn repeated_keys_are_noticed_in_both_languages() {
    check(
        "a.yaml",
        "a:\n  b: 1\n  b: 2\n",
        expect![[r#"
            {"a":{"b":2}}
            a.yaml:3:3: warning[duplicate-key]: `b` stands twice in this mapping and only the last one counts; remove one (/a/b)
        "#]],
    );
    check(
        "a.json",
        "{\"a\": [0, {\n  \"b\": 1, \"b\": 2}]}",
        expect![[r#"
            {"a":[0,{"b":2}]}
            a.json:2:11: warning[duplicate-key]: `b` stands twice in this object and only the last one counts; remove one (/a/1/b)
        "#]],
    );
}

#[test]
fn what_is_wrong_with_a_text_is_said_with_its_place() {
    check(
        "a.json",
        "{\"a\": 1,\n \"b\": }",
        expect![[r#"
        {"a":1,"b":null}
        a.json:2:7: error[json-invalid]: not valid JSON: expected value; correct the text here
    "#]],
    );
    check(
        "a.json",
        "{\"a\": [1, 2",
        expect![[r#"
        nothing
        a.json:1:11: error[json-invalid]: the JSON ends in the middle; the file is cut off, or a bracket or quote is not closed
    "#]],
    );
    check(
        "a.yaml",
        "a:\n\t- b\n",
        expect![[r#"
        nothing
        a.yaml:2:2: error[yaml-invalid]: not valid YAML: tabs disallowed within this context (block indentation); indent with spaces, not with tabs
    "#]],
    );
    check(
        "a.yaml",
        "a: [1, 2\n",
        expect![[r#"
        nothing
        a.yaml:2:1: error[yaml-invalid]: not valid YAML: while parsing a flow sequence, expected ',' or ']'; the file may be cut off: a bracket or quote is not closed
    "#]],
    );
    check(
        "a.yaml",
        "a: 1\n---\nb: 2\n",
        expect![[r#"
        {"a":1}
        a.yaml:2:1: error[yaml-documents]: a second YAML document starts here and is not read; keep one document in a file
    "#]],
    );
    check(
        "a.yaml",
        "{a: 1}: 2\n",
        expect![[r#"
        nothing
        a.yaml:1:1: error[yaml-invalid]: a key here is itself a list or a mapping, which JSON does not have; put it in quotes (`"{id}":`), or check the indentation
    "#]],
    );
    check(
        "a.yaml",
        "a: &x [*x]\n",
        expect![[r#"
        nothing
        a.yaml:1:8: error[yaml-invalid]: an alias (`*name`) stands inside the very thing it names; write this part out, or use `$ref`
    "#]],
    );
    check(
        "a.json",
        "{a: 1}",
        expect![[r#"
        {"a":1}
        a.json:1:2: error[json-invalid]: not valid JSON: key must be a string; put the key in double quotes
    "#]],
    );
    check(
        "a.yaml",
        "",
        expect![[r#"
        nothing
        a.yaml:1:1: error[file-empty]: the file is empty; an API description starts with a line such as `openapi: 3.1.0`
    "#]],
    );
    check(
        "a.yaml",
        "<!DOCTYPE html><html>",
        expect![[r#"
        nothing
        a.yaml:1:1: error[file-is-markup]: this is HTML or XML and not an API description; where it was downloaded, use the address of the raw file
    "#]],
    );
    check(
        "a.yaml",
        b"PK\x03\x04....",
        expect![[r#"
        nothing
        a.yaml: error[file-binary]: this is a ZIP archive and not an API description; unpack or export it first
    "#]],
    );
    check(
        "a.yaml",
        b"a: \xFF\n",
        expect![[r#"
        nothing
        a.yaml:1:4: error[encoding-invalid]: the text is not UTF-8: the byte 0xFF here cannot be read; save the file as UTF-8
    "#]],
    );
    check(
        "a.yaml",
        b"a\x00\x01\x02",
        expect![[r#"
        nothing
        a.yaml: error[file-binary]: the file holds bytes that are no text; an API description is a JSON or YAML text file
    "#]],
    );
}

#[test]
fn byte_order_marks_and_utf_16_are_read() {
    check(
        "a.json",
        b"\xEF\xBB\xBF{}",
        expect![[r#"
        {}
    "#]],
    );
    check(
        "a.yaml",
        b"\xFF\xFEa\0:\0 \0\xe9\0",
        expect![[r#"
        {"a":"é"}
    "#]],
    );
    check(
        "a.json",
        b"{\0}\0",
        expect![[r#"
        {}
    "#]],
    );
}

#[test]
fn prose_is_one_text() {
    check(
        "tags/a.md",
        "# Title: x\n",
        expect![[r##"
        "# Title: x\n"
    "##]],
    );
}

#[test]
fn nesting_ends_at_the_limit_in_both_languages() {
    for (file, text) in [
        ("a.json", "[".repeat(100_000)),
        ("a.yaml", "[".repeat(100_000)),
        ("a.yaml", "- ".repeat(100_000)),
        ("b.json", "{\"a\":".repeat(100_000)),
    ] {
        let read = parse_text(file, text.as_bytes());
        assert_eq!(read.value, None);
        assert_eq!(
            read.problems[0].code, "too-deep",
            "{file}: {}",
            read.problems[0]
        );
    }
    let fits = format!("{}{}", "[".repeat(250), "]".repeat(250));
    assert!(parse_text("a.json", fits.as_bytes()).value.is_some());
}

#[test]
fn a_yaml_bomb_is_stopped() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            below.trim_end_matches(", ")
        ));
    }
    let read = parse_text("a.yaml", bomb.as_bytes());
    assert_eq!(read.value, None);
    assert_eq!(read.problems[0].code, "yaml-too-many-nodes");
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1_000_000),
        "*a,".repeat(10_000)
    );
    assert_eq!(parse_text("a.yaml", long.as_bytes()).value, None);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1.0e9..1.0e9).prop_map(|n: f64| json!((n * 8.0).round() / 8.0)),
        "[ -~é\n]{0,12}".prop_map(Value::from),
        prop_oneof![
            "null", "~", "1e3", "yes", "0x1F", "<<", "- a", "# x", "true"
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[ -~]{0,8}", inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// YAML in block style, texts in double quotes as JSON writes them.
fn block(value: &Value, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                out.push_str(&format!("\n{pad}{}:", json!(key)));
                block(value, indent + 2, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&format!("\n{pad}-"));
                block(item, indent + 2, out);
            }
        }
        other => out.push_str(&format!(" {other}")),
    }
}

proptest! {
    #[test]
    fn json_and_yaml_of_one_value_are_equal(value in any_json()) {
        let json = value.to_string();
        prop_assert_eq!(parse_text("a.json", json.as_bytes()).value, Some(value.clone()));
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(parse_text("a.yaml", pretty.as_bytes()).value, Some(value.clone()));
        let mut yaml = String::from("---");
        block(&value, 0, &mut yaml);
        prop_assert_eq!(parse_text("a.yaml", yaml.as_bytes()).value, Some(value), "{}", yaml);
    }

    #[test]
    fn no_text_is_too_much(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_text("a.yaml", &bytes);
        let _ = parse_text("a.json", &bytes);
    }
}
