//! From schemas to the shape of what they let through together.

use std::collections::HashSet;

use serde_json::Value;

use super::{Bound, Count, ItemPart, Kinds, Limit, Listed, ObjectPart, Origin, Rule, Shape, group};
use crate::diff::node::{Library, Node, key};

/// Keywords that are compared as they are written.
const RULES: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
    "contentMediaType",
];

/// Keywords that are only words to those who check.
const WORDS: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "xml",
];

/// How deep single alternatives inside single alternatives are taken apart.
const DEPTH: usize = 16;

/// The shape of schemas that all have to hold.
pub(in crate::diff) fn gather<'a>(library: &Library<'a>, nodes: &[Node<'a>]) -> Shape<'a> {
    let mut seen = HashSet::new();
    let mut shape = gather_into(library, nodes, 0, &mut seen);
    shape.nodes = nodes.to_vec();
    shape
}

fn gather_into<'a>(
    library: &Library<'a>,
    nodes: &[Node<'a>],
    depth: usize,
    seen: &mut HashSet<Vec<usize>>,
) -> Shape<'a> {
    let mut shape = Shape::default();
    let mut waiting: Vec<Node<'a>> = nodes.iter().rev().cloned().collect();
    while let Some(node) = waiting.pop() {
        if !seen.insert(key(std::slice::from_ref(&node))) {
            continue;
        }
        let target = library.follow(&node);
        // Before 3.1 a `$ref` stands alone.
        if target.is_some() && !library.is_2020 {
            waiting.extend(target);
            continue;
        }
        own(&mut shape, library, &node);
        for keyword in ["oneOf", "anyOf"] {
            if node.value.get(keyword).is_none() {
                continue;
            }
            let group = group::group(library, &node, keyword);
            if group.branches.len() == 1 && depth < DEPTH {
                let inner = gather_into(library, &group.branches[0].nodes, depth + 1, seen);
                if !group.has_null {
                    shape.and(inner);
                    continue;
                }
                let takes_null = inner.kinds.meets(Kinds::NULL)
                    && !(inner.kinds.is_any() && inner.implied().is_some());
                if inner.rules.is_empty() && !(group.is_one && takes_null) {
                    shape.and(inner.or_null());
                    continue;
                }
                // Null fits both and so is refused.
                if group.is_one && inner.kinds.is_any() && inner.groups.is_empty() {
                    let mut inner = inner;
                    inner.kinds = inner.kinds.without(Kinds::NULL);
                    shape.and(inner);
                    continue;
                }
            }
            shape.groups.push(group);
        }
        // Words beside a `$ref` come before those behind it.
        waiting.extend(node.listed("allOf").into_iter().rev());
        waiting.extend(target);
    }
    shape
}

fn own<'a>(shape: &mut Shape<'a>, library: &Library<'a>, node: &Node<'a>) {
    if node.value == &Value::Bool(false) {
        shape.kinds = Kinds::NONE;
        shape.typed.get_or_insert_with(|| Origin {
            node: node.clone(),
            keyword: "",
        });
        return;
    }
    let Some(map) = node.value.as_object() else {
        return;
    };
    let origin = |keyword: &'static str| Origin {
        node: node.clone(),
        keyword,
    };
    if let Some(kind) = map.get("type") {
        shape.kinds = shape.kinds.and(Kinds::named(kind));
        shape.typed.get_or_insert_with(|| origin("type"));
    }
    if let Some(values) = map.get("enum").and_then(Value::as_array) {
        let listed = values.iter().enumerate().map(|(index, value)| Listed {
            value,
            origin: origin("enum"),
            index: Some(index),
        });
        shape.list(listed.collect());
    }
    if let Some(value) = map.get("const") {
        shape.list(vec![Listed {
            value,
            origin: origin("const"),
            index: None,
        }]);
    }
    for bound in Bound::ALL {
        if let Some(value) = map.get(bound.keyword())
            && let Some(size) = value.as_f64()
        {
            shape.count(
                bound,
                Count {
                    size,
                    value,
                    origin: origin(bound.keyword()),
                },
            );
        }
    }
    limits(shape, library.is_2020, node);
    let number = map.get("multipleOf").and_then(Value::as_f64);
    shape
        .multiples
        .extend(number.map(|n| (n, origin("multipleOf"))));
    let text = |keyword: &str| map.get(keyword).and_then(Value::as_str);
    shape
        .patterns
        .extend(text("pattern").map(|p| (p, origin("pattern"))));
    match text("format") {
        Some("byte") => shape.encodings.push(("base64", origin("format"))),
        // What 3.1 says with `contentMediaType`, and says nothing of the text.
        Some("binary") | None => {}
        Some(format) => shape.formats.push((format, origin("format"))),
    }
    let encoding = text("contentEncoding").filter(|e| !matches!(*e, "binary" | "8bit" | "7bit"));
    shape
        .encodings
        .extend(encoding.map(|e| (e, origin("contentEncoding"))));
    if map.get("uniqueItems") == Some(&Value::Bool(true)) {
        shape.unique.get_or_insert_with(|| origin("uniqueItems"));
    }
    let required = map.get("required").and_then(Value::as_array);
    for name in required.into_iter().flatten().filter_map(Value::as_str) {
        shape
            .required
            .entry(name)
            .or_insert_with(|| origin("required"));
    }
    if ["properties", "patternProperties", "additionalProperties"]
        .iter()
        .any(|k| map.contains_key(*k))
    {
        shape.objects.push(ObjectPart { node: node.clone() });
    }
    for keyword in ["additionalProperties", "unevaluatedProperties"] {
        if map.get(keyword) == Some(&Value::Bool(false)) || map.get(keyword).is_some_and(is_nothing)
        {
            shape.closed.get_or_insert_with(|| origin(keyword));
        }
    }
    items(shape, node);
    if let Some(found) = group::discriminator(node) {
        shape.discriminator.get_or_insert(found);
    }
    for keyword in RULES {
        // A PDF in a text is still any text.
        if *keyword == "contentMediaType" && map.get("type").is_none() {
            continue;
        }
        if map.contains_key(*keyword) {
            shape.rules.push(Rule {
                origin: origin(keyword),
            });
        }
    }
    for keyword in WORDS {
        if let Some(value) = map.get(*keyword) {
            shape
                .words
                .entry(keyword)
                .or_insert_with(|| (value, origin(keyword)));
        }
    }
    if map.get("deprecated") == Some(&Value::Bool(true)) {
        shape.deprecated.get_or_insert_with(|| origin("deprecated"));
    }
}

/// How draft 4 writes the schema that takes nothing.
fn is_nothing(value: &Value) -> bool {
    value.as_object().is_some_and(|m| {
        m.len() == 1
            && m.get("not")
                .and_then(Value::as_object)
                .is_some_and(serde_json::Map::is_empty)
    })
}

fn limits<'a>(shape: &mut Shape<'a>, is_2020: bool, node: &Node<'a>) {
    for (keyword, exclusive_keyword, is_least) in [
        ("minimum", "exclusiveMinimum", true),
        ("maximum", "exclusiveMaximum", false),
    ] {
        let is_flagged = node.value.get(exclusive_keyword) == Some(&Value::Bool(true));
        for (keyword, exclusive) in [(keyword, is_flagged && !is_2020), (exclusive_keyword, true)] {
            if let Some(value) = node.value.get(keyword)
                && let Some(number) = value.as_f64()
            {
                let origin = Origin {
                    node: node.clone(),
                    keyword,
                };
                shape.limit(
                    is_least,
                    Limit {
                        number,
                        exclusive,
                        value,
                        origin,
                    },
                );
            }
        }
    }
}

fn items<'a>(shape: &mut Shape<'a>, node: &Node<'a>) {
    let is_tuple = node.value.get("items").is_some_and(Value::is_array);
    let (first, rest) = if is_tuple {
        (node.listed("items"), node.under("additionalItems"))
    } else {
        (node.listed("prefixItems"), node.under("items"))
    };
    if !first.is_empty() || rest.is_some() {
        shape.items.push(ItemPart { first, rest });
    }
}
