//! Who may call: alternatives of schemes that all are needed, with their scopes.
//!
//! Schemes are told apart by what they want, not by the names they have in a description.

use serde_json::Value;

use super::{
    code::Kind,
    section::{Comparison, Half, inside, with},
};
use crate::{
    Place, Spec,
    model::{Operation, SecurityKind, SecurityNeed},
};

/// One scheme of an alternative.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Need {
    /// What it wants.
    wants: String,
    /// What to call it.
    name: String,
    scopes: Vec<String>,
}

type Alternative = Vec<Need>;

pub(super) fn compare(comparison: &mut Comparison<'_, '_, '_>, old: &Operation, new: &Operation) {
    let (old_spec, new_spec) = comparison.specs;
    let before = alternatives(old_spec, old);
    let after = alternatives(new_spec, new);
    let was_open = before.iter().any(Vec::is_empty);
    let is_open = after.iter().any(Vec::is_empty);
    let (at_old, at_new) = (place(old_spec, old), place(new_spec, new));
    let places = (&at_old, &at_new);
    if was_open != is_open {
        let (kind, text) = if is_open {
            (Kind::SecurityLifted, "it works without credentials too now")
        } else {
            (
                Kind::SecurityRequired,
                "it no longer works without credentials",
            )
        };
        let all =
            |alternatives: &[Alternative]| -> Value { alternatives.iter().map(show).collect() };
        comparison.add(
            None,
            "security",
            kind,
            with(&at_old, all(&before)),
            with(&at_new, all(&after)),
            text,
        );
    }
    let mut gone: Vec<&Alternative> = Vec::new();
    let mut fresh: Vec<&Alternative> = after.iter().filter(|a| !a.is_empty()).collect();
    for was in before.iter().filter(|a| !a.is_empty()) {
        match fresh.iter().position(|is| is_same(was, is)) {
            Some(index) => scopes(comparison, places, was, fresh.remove(index)),
            None => gone.push(was),
        }
    }
    // One scheme more or fewer, where that is all the difference.
    gone.retain(|was| {
        let Some(index) = fresh
            .iter()
            .position(|is| contains(was, is) || contains(is, was))
        else {
            return true;
        };
        let is = fresh.remove(index);
        let (kind, text) = if contains(is, was) {
            (Kind::SecuritySchemeDemanded, "more is needed now")
        } else {
            (Kind::SecuritySchemeWaived, "less is needed now")
        };
        let text = format!("{text}: {} instead of {}", show(is), show(was));
        let (old, new) = (with(&at_old, show(was)), with(&at_new, show(is)));
        comparison.add(None, "security", kind, old, new, text);
        scopes(comparison, places, was, is);
        false
    });
    let nothing = |place: &Place| -> Half { (Some(place.clone()), None) };
    for was in gone {
        let text = format!("{} is no longer taken", show(was));
        let kind = Kind::SecurityAlternativeRemoved;
        comparison.add(
            None,
            "security",
            kind,
            with(&at_old, show(was)),
            nothing(&at_new),
            text,
        );
    }
    for is in fresh {
        let text = format!("{} is taken too", show(is));
        let kind = Kind::SecurityAlternativeAdded;
        comparison.add(
            None,
            "security",
            kind,
            nothing(&at_old),
            with(&at_new, show(is)),
            text,
        );
    }
}

/// Nothing said, and an empty list, are the alternative that needs nothing.
fn alternatives(spec: &Spec, operation: &Operation) -> Vec<Alternative> {
    let said = operation.security.as_deref().unwrap_or_default();
    if said.is_empty() {
        return vec![Vec::new()];
    }
    let mut all: Vec<Alternative> = Vec::new();
    for needs in said {
        let mut alternative: Alternative = needs.iter().map(|n| need(spec, n)).collect();
        alternative.sort();
        if !all.contains(&alternative) {
            all.push(alternative);
        }
    }
    all
}

fn need(spec: &Spec, need: &SecurityNeed) -> Need {
    let kind = spec.security_schemes.get(&need.scheme).map(|s| &s.kind);
    let mut scopes = need.scopes.clone();
    scopes.sort();
    scopes.dedup();
    Need {
        wants: kind.map_or_else(|| format!("unknown {}", need.scheme), wants),
        name: need.scheme.clone(),
        scopes,
    }
}

/// What a scheme wants on the wire; two that want the same are the same.
pub(super) fn wants(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKey { location, name } => {
            format!("key {location:?} {}", name.to_lowercase())
        }
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::Bearer { .. } => "bearer".to_owned(),
        SecurityKind::Http(scheme) => format!("http {scheme}"),
        SecurityKind::OAuth2 { .. } => "oauth2".to_owned(),
        SecurityKind::OpenIdConnect { .. } => "openid".to_owned(),
        SecurityKind::MutualTls => "certificate".to_owned(),
    }
}

fn is_same(a: &Alternative, b: &Alternative) -> bool {
    a.len() == b.len() && contains(a, b)
}

/// Whether one alternative has every scheme of another.
fn contains(a: &Alternative, b: &Alternative) -> bool {
    b.iter().all(|n| a.iter().any(|m| m.wants == n.wants))
}

fn scopes(
    comparison: &mut Comparison<'_, '_, '_>,
    (at_old, at_new): (&Place, &Place),
    old: &Alternative,
    new: &Alternative,
) {
    for was in old {
        let Some(is) = new.iter().find(|n| n.wants == was.wants) else {
            continue;
        };
        for scope in was.scopes.iter().filter(|s| !is.scopes.contains(s)) {
            let text = format!("`{}` no longer needs the scope `{scope}`", is.name);
            let kind = Kind::SecurityScopeRemoved;
            let new = (Some(at_new.clone()), None);
            comparison.add(
                None,
                "security",
                kind,
                with(at_old, scope.as_str()),
                new,
                text,
            );
        }
        for scope in is.scopes.iter().filter(|s| !was.scopes.contains(s)) {
            let text = format!("`{}` needs the scope `{scope}` now", is.name);
            let kind = Kind::SecurityScopeAdded;
            let old = (Some(at_old.clone()), None);
            comparison.add(
                None,
                "security",
                kind,
                old,
                with(at_new, scope.as_str()),
                text,
            );
        }
    }
}

fn show(alternative: &Alternative) -> String {
    let names: Vec<String> = alternative
        .iter()
        .map(|n| match n.scopes.as_slice() {
            [] => format!("`{}`", n.name),
            scopes => format!("`{}` ({})", n.name, scopes.join(", ")),
        })
        .collect();
    if names.is_empty() {
        return "no credentials".to_owned();
    }
    names.join(" with ")
}

/// Where the security that counts for an operation is said.
fn place(spec: &Spec, operation: &Operation) -> Place {
    let documents = &spec.documents.original;
    let own = inside(&operation.place, "security");
    let has_own = documents
        .get(&own.document)
        .is_some_and(|d| d.pointer(&own.pointer).is_some());
    if has_own {
        return own;
    }
    let shared = inside(&super::whole::root(spec), "security");
    let has_shared = documents
        .get(&shared.document)
        .is_some_and(|d| d.pointer(&shared.pointer).is_some());
    if has_shared {
        shared
    } else {
        operation.place.clone()
    }
}
