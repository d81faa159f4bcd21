//! What is only said to people, defaults, names in XML, and rules that are compared as written.

use serde_json::Value;

use super::{flag, from_to, show};
use crate::diff::{
    code::Kind,
    graph::{Context, Found, Graph},
    same::is_equal,
    shape::{Rule, Shape},
};

pub(super) fn compare<'a>(
    old: &Shape<'a>,
    new: &Shape<'a>,
    context: Context,
    found: &mut Found<'a>,
) {
    for (keyword, kind) in [
        ("title", Kind::TitleChanged),
        ("description", Kind::DescriptionChanged),
        ("default", Kind::DefaultChanged),
        ("example", Kind::ExamplesChanged),
        ("examples", Kind::ExamplesChanged),
        ("xml", Kind::XmlChanged),
    ] {
        if keyword == "xml" && !context.is_xml || context.is_field && keyword != "default" {
            continue;
        }
        let (was, is) = (old.words.get(keyword), new.words.get(keyword));
        let text = match (was, is) {
            (Some((b, _)), Some((a, _))) if is_equal(b, a) => continue,
            (Some((b, _)), Some((a, _))) => format!("`{keyword}` went {}", from_to(b, a)),
            (None, Some((a, _))) => format!("`{keyword}` is new: {}", show(a)),
            (Some((b, _)), None) => format!("`{keyword}` is gone; it was {}", show(b)),
            (None, None) => continue,
        };
        let (old_place, new_place) = (old.origin(), new.origin());
        found.add(
            kind,
            (
                was.map(|(_, o)| o).or(old_place.as_ref()),
                was.map(|(v, _)| (*v).clone()),
            ),
            (
                is.map(|(_, o)| o).or(new_place.as_ref()),
                is.map(|(v, _)| (*v).clone()),
            ),
            text,
        );
    }
    if context.is_field {
        return;
    }
    flag(
        (old, old.deprecated.as_ref()),
        (new, new.deprecated.as_ref()),
        (Kind::Deprecated, Kind::Undeprecated),
        ("it is deprecated now", "it is no longer deprecated"),
        found,
    );
}

/// Rules whose meaning is not worked out: the same, or not.
pub(super) fn compare_rules<'a>(
    graph: &mut Graph<'a, '_>,
    old: &Shape<'a>,
    new: &Shape<'a>,
    found: &mut Found<'a>,
) {
    let mut fresh: Vec<&Rule<'a>> = new.rules.iter().collect();
    let mut gone: Vec<&Rule<'a>> = Vec::new();
    for rule in &old.rules {
        let keyword = rule.origin.keyword;
        let same = fresh.iter().position(|other| {
            other.origin.keyword == keyword
                && graph
                    .sameness
                    .rule(keyword, &rule.origin.node, &other.origin.node)
        });
        match same {
            Some(index) => drop(fresh.remove(index)),
            None => gone.push(rule),
        }
    }
    let value = |rule: &Rule<'a>| rule.origin.node.value.get(rule.origin.keyword).cloned();
    let (old_place, new_place) = (old.origin(), new.origin());
    for rule in gone {
        let keyword = rule.origin.keyword;
        let other = fresh.iter().position(|o| o.origin.keyword == keyword);
        match other {
            Some(index) => {
                let other = fresh.remove(index);
                found.add(
                    Kind::RuleChanged,
                    (Some(&rule.origin), value(rule)),
                    (Some(&other.origin), value(other)),
                    format!("`{keyword}` says something else"),
                );
            }
            None => found.add(
                one_way(keyword, Kind::RuleRemoved),
                (Some(&rule.origin), value(rule)),
                (new_place.as_ref(), None),
                format!("`{keyword}` is gone{}", shown(value(rule))),
            ),
        }
    }
    for rule in fresh {
        let keyword = rule.origin.keyword;
        found.add(
            one_way(keyword, Kind::RuleAdded),
            (old_place.as_ref(), None),
            (Some(&rule.origin), value(rule)),
            format!("`{keyword}` is new{}", shown(value(rule))),
        );
    }
}

/// How many items `contains` is about may narrow or widen.
fn one_way(keyword: &str, kind: Kind) -> Kind {
    if matches!(keyword, "minContains" | "maxContains") {
        Kind::RuleChanged
    } else {
        kind
    }
}

fn shown(value: Option<Value>) -> String {
    value.map_or_else(String::new, |v| format!(": {}", show(&v)))
}
