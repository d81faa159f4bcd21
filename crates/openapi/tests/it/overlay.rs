//! Overlays: what each kind of action does, and what is said of those that cannot be done.

use fairlead_openapi::{MemoryFetch, load, overlay, parse};
use serde_json::{Value, json};

fn description() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Old", "version": "1", "contact": { "name": "A" } },
        "tags": [{ "name": "a" }],
        "paths": {
            "/a": { "get": { "tags": ["a"], "responses": {} } },
            "/b": { "get": { "x-internal": true, "responses": {} }, "post": { "responses": {} } },
        },
    })
}

/// The description with actions carried out, and the codes and lines of what was said.
fn applied(actions: &str) -> (Value, Vec<String>) {
    let text = format!("overlay: 1.0.0\ninfo: {{ title: T, version: '1' }}\nactions:\n{actions}");
    let (overlay, mut said) = overlay::read("o.yaml", text.as_bytes()).expect("an overlay");
    let mut document = description();
    said.extend(overlay.apply(&mut document));
    let said = said
        .iter()
        .map(|p| format!("{} line {}", p.code, p.line.unwrap_or(0)));
    (document, said.collect())
}

#[test]
fn objects_are_merged_and_lists_added_to() {
    let (document, said) = applied(
        "- target: $.info\n  update: { title: New, contact: { email: b } }\n\
         - target: $.tags\n  update: { name: b }\n\
         - target: $.paths['/a'].get\n  update: { tags: [c] }\n",
    );
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(
        document["info"],
        json!({ "title": "New", "version": "1", "contact": { "name": "A", "email": "b" } })
    );
    assert_eq!(document["tags"], json!([{ "name": "a" }, { "name": "b" }]));
    assert_eq!(document["paths"]["/a"]["get"]["tags"], json!(["a", "c"]));
}

#[test]
fn every_match_is_removed_and_later_actions_see_it() {
    let (document, said) = applied(
        "- target: $.paths.*[?@['x-internal'] == true]\n  remove: true\n\
         - target: $.paths.*.get\n  update: { summary: s }\n\
         - target: $.tags[?@.name == 'a']\n  remove: true\n",
    );
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(
        document["paths"]["/b"],
        json!({ "post": { "responses": {} } })
    );
    assert_eq!(document["paths"]["/a"]["get"]["summary"], "s");
    assert_eq!(document["tags"], json!([]));
}

#[test]
fn a_part_is_copied() {
    let (document, said) = applied(
        "- target: $.paths\n  update: { /c: {} }\n\
         - target: $.paths['/c']\n  copy: $.paths['/a']\n",
    );
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(document["paths"]["/c"], document["paths"]["/a"]);
}

#[test]
fn what_cannot_be_done_is_said_with_its_line_and_the_rest_is_done() {
    let (document, said) = applied(
        "- target: $.nothing\n  update: {}\n\
         - target: $.info.title\n  update: X\n\
         - target: $.info\n  update: { contact: text }\n\
         - target: $.info\n  copy: $.paths.*\n\
         - target: '$..['\n  remove: true\n\
         - update: {}\n\
         - target: $.info\n\
         - target: $.info\n  update: { version: '2' }\n",
    );
    assert_eq!(
        said,
        [
            "overlay-action line 12",
            "overlay-action line 14",
            "overlay-action line 15",
            "overlay-no-match line 4",
            "overlay-mismatch line 7",
            "overlay-mismatch line 9",
            "overlay-copy line 11",
        ]
    );
    assert_eq!(document["info"]["version"], "2");
    assert_eq!(document["info"]["title"], "Old");
}

#[test]
fn what_is_no_overlay_is_refused() {
    for (text, code) in [
        ("openapi: 3.1.0", "overlay-version"),
        ("overlay: 2.0.0", "overlay-version"),
        ("", "file-empty"),
    ] {
        let problems = overlay::read("o.yaml", text.as_bytes()).expect_err("none");
        assert_eq!(problems[0].code, code, "{text}");
    }
}

#[test]
fn the_description_is_read_as_if_it_were_written_so() {
    let fetch = MemoryFetch::new([("a.json", description().to_string())]);
    let (mut sources, _) = load(&MemoryFetch::uri("a.json"), &fetch);
    let text = b"overlay: 1.0.0\nactions: [{ target: \"$.paths['/b']\", remove: true }]";
    let (overlay, _) = overlay::read("o.yaml", text).expect("an overlay");
    assert!(overlay::lay(&mut sources, &[overlay]).is_empty());
    let (spec, _) = parse(&sources);
    let paths: Vec<&str> = spec.operations.iter().map(|o| o.path.as_str()).collect();
    assert_eq!(paths, ["/a"]);
}
