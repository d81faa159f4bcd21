//! Ids of operations over revisions of a description: what is anchored to them stays.

use std::collections::BTreeMap;

use fairlead_openapi::MemoryFetch;

/// The ids of a description's operations, by method and path.
fn ids(paths: &str) -> BTreeMap<String, String> {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}");
    let fetch = MemoryFetch::new([("api.yaml", text.as_str())]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let named = spec.operations.iter();
    let ids: BTreeMap<String, String> = named
        .map(|o| (format!("{} {}", o.method, o.path), o.id.clone()))
        .collect();
    assert_eq!(ids.len(), spec.operations.len(), "each is there once");
    ids
}

const FIRST: &str = "
  /a:
    get: {operationId: getA, tags: [x], responses: {'200': {description: ok}}}
  /b:
    get: {operationId: getB, tags: [x], responses: {'200': {description: ok}}}
";

#[test]
fn another_operation_id_leaves_the_id() {
    assert_eq!(ids(&FIRST.replace("getA", "fetchA")), ids(FIRST));
}

#[test]
fn other_tags_and_another_order_leave_the_id() {
    let moved = "
  /b:
    get: {operationId: getB, tags: [y], responses: {'200': {description: ok}}}
  /a:
    get: {operationId: getA, tags: [z, y], responses: {'200': {description: ok}}}
";
    assert_eq!(ids(moved), ids(FIRST));
}

#[test]
fn operation_ids_that_change_places_leave_the_ids_with_their_paths() {
    let swapped = FIRST
        .replace("getA", "other")
        .replace("getB", "getA")
        .replace("other", "getB");
    assert_eq!(ids(&swapped), ids(FIRST));
}

#[test]
fn another_path_or_method_has_another_id() {
    let first = ids(FIRST);
    let both = ids(&FIRST.replace("/a:", "/c:").replace("getA", "getC"));
    assert!(!first.values().any(|id| *id == both["GET /c"]));
    assert_eq!(both["GET /b"], first["GET /b"]);
    let posted = ids(&FIRST.replacen("get:", "post:", 1));
    assert_ne!(posted["POST /a"], first["GET /a"]);
}
