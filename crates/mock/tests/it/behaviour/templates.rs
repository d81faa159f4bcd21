//! What is filled in.

use serde_json::{Value, json};

use super::{Ask, json, payments};

/// The value that a body of this one text becomes, and the notes.
fn filled(template: &str) -> (Value, Vec<String>) {
    let quoted = serde_json::to_string(template).unwrap();
    let mock = payments(&format!(
        "rules:\n  - {{answer: {{body: {{v: {quoted}}}}}}}\n"
    ));
    let asked = Ask {
        line: "GET /v1/payments/7?limit=5&q=a%20b&limit=6",
        headers: &[("X-Who", "Ada"), ("Cookie", "s=abc")],
        body: r#"{"a": {"b": [1, {"c": null}]}}"#,
        at: 1_700_000_000_123,
        ..Ask::default()
    };
    let decision = asked.of(&mock);
    (json(&decision)["v"].clone(), decision.notes)
}

#[test]
fn values_keep_their_type_where_the_text_is_nothing_else() {
    for (template, value) in [
        ("{{ request.method }}", json!("GET")),
        ("{{ request.path }}", json!("/v1/payments/7")),
        ("{{ request.path.id }}", json!(7)),
        ("{{request.path.id}}!", json!("7!")),
        ("{{ request.query.q }}", json!("a b")),
        ("{{ request.headers.x-who }}", json!("Ada")),
        ("{{ request.cookies.s }}", json!("abc")),
        ("{{ request.body#/a/b }}", json!([1, {"c": null}])),
        ("{{ request.body#/a/b/0 }}", json!(1)),
        ("{{ request.body }}", json!({"a": {"b": [1, {"c": null}]}})),
        (
            "b is {{ request.body#/a/b/1 }}",
            json!(r#"b is {"c":null}"#),
        ),
        ("{{ now }}", json!("2023-11-14T22:13:20.123Z")),
        ("{{ now +1d }}", json!("2023-11-15T22:13:20.123Z")),
        ("{{ date - 15d }}", json!("2023-10-30")),
        ("{{ unix }}", json!(1_700_000_000)),
        ("{{ count }}", json!(1)),
        ("{{ request.query.page ?? 1 }}", json!(1)),
        ("{{ request.query.page ?? \"none\" }}", json!("none")),
        ("{{ \"{{\" }} and {{ \"}}\" }}", json!("{{ and }}")),
        ("", json!("")),
    ] {
        let (found, notes) = filled(template);
        assert_eq!(found, value, "{template}");
        let missing: Vec<&String> = notes.iter().filter(|n| n.contains("not there")).collect();
        assert!(missing.is_empty(), "{template}: {missing:?}");
    }
}

#[test]
fn what_is_not_there_is_null_and_noted() {
    let (value, notes) = filled("{{ request.query.page }}");
    assert_eq!(value, Value::Null);
    assert!(
        notes
            .iter()
            .any(|n| n == "rule 1: `request.query.page` is not there"),
        "{notes:?}"
    );
    assert_eq!(filled("page {{ request.body#/x }}").0, json!("page "));
}

#[test]
fn chance_comes_from_the_seed_and_the_count() {
    let (uuid, _) = filled("{{ uuid }}");
    let text = uuid.as_str().unwrap();
    assert_eq!((text.len(), &text[14..15]), (36, "4"), "{text}");
    assert_eq!(filled("{{ uuid }}").0, uuid);
    let mock = payments(
        "rules:\n  - {answer: {body: ['{{ random 1 6 }}', '{{ random 0.5 1.5 }}', '{{ uuid }}']}}\n",
    );
    let throws: Vec<Value> = (0..60)
        .map(|_| json(&super::ask(&mock, "GET /payments")))
        .collect();
    for side in 1..=6 {
        assert!(throws.iter().any(|t| t[0] == side), "{side}");
    }
    assert!(
        throws
            .iter()
            .all(|t| (0.5..=1.5).contains(&t[1].as_f64().unwrap()))
    );
    assert_ne!(throws[0][2], throws[1][2]);
    mock.reset_counters();
    assert_eq!(json(&super::ask(&mock, "GET /payments")), throws[0]);
}

#[test]
fn nothing_from_outside_breaks_a_header() {
    let mock =
        payments("rules:\n  - {answer: {status: 204, headers: {x-q: '{{ request.query.q }}'}}}\n");
    let decision = super::ask(&mock, "GET /payments?q=a%0d%0aset-cookie:%20b");
    assert_eq!(super::header(&decision, "x-q"), Some("a??set-cookie: b"));
}
