//! Operations in groups.

use fairlead_openapi::capabilities::{GroupedBy, groups};

use crate::show;

fn check(paths: &str, expected: &[(&str, GroupedBy, usize)]) {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}");
    let spec = show::one(&text).1;
    assert!(!spec.operations.is_empty());
    let all = groups(&spec);
    let found: Vec<_> = all
        .iter()
        .map(|g| (g.name.as_str(), g.by, g.operations.len()))
        .collect();
    assert_eq!(found, expected);
    let ids: usize = all.iter().map(|g| g.operations.len()).sum();
    assert_eq!(ids, spec.operations.len(), "each in one");
}

#[test]
fn by_tag_where_most_have_one() {
    check(
        "  /a: {get: {tags: [One, Two]}, put: {tags: [One]}}\n  /b: {get: {tags: [Two]}}\n  /c: {get: {}}\n",
        &[
            ("One", GroupedBy::Tag, 2),
            ("Two", GroupedBy::Tag, 1),
            ("c", GroupedBy::Path, 1),
        ],
    );
}

#[test]
fn by_the_first_telling_segment_otherwise() {
    check(
        "  /api/v1/shop/pets: {get: {}}\n  '/api/v1/shop/pets/{id}': {get: {tags: [x]}}\n  '/api/v1/shop/{owner}/orders': {get: {}}\n",
        &[("pets", GroupedBy::Path, 2), ("orders", GroupedBy::Path, 1)],
    );
    check(
        "  /chat.postMessage: {post: {}}\n  /chat.delete: {post: {}}\n  /auth.test: {get: {}}\n",
        &[("chat", GroupedBy::Path, 2), ("auth", GroupedBy::Path, 1)],
    );
    check("  /: {get: {}}\n", &[("", GroupedBy::Path, 1)]);
    check(
        "  '/{a}': {get: {}}\n  /v1: {get: {}}\n",
        &[("", GroupedBy::Path, 2)],
    );
}
