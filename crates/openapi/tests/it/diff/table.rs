//! The table of kinds: complete, consistent, tested and explained.

use std::{collections::HashSet, fmt::Write as _};

use fairlead_openapi::diff::{Class, Effect, Kind, Scope, Side};

use super::{messages, operations, schemas};

#[test]
fn codes_are_kebab_case_and_unique() {
    let mut seen = HashSet::new();
    for kind in Kind::ALL {
        let name = kind.name();
        assert!(seen.insert(name), "{name} twice");
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "{name}"
        );
    }
}

#[test]
fn the_inverse_of_the_inverse_is_the_kind() {
    for kind in Kind::ALL {
        let inverse = kind.inverse();
        assert_eq!(inverse.inverse(), *kind, "{}", kind.name());
        assert_eq!(inverse.scope(), kind.scope());
        let opposed = match kind.effect() {
            Effect::Narrows => inverse.effect() != Effect::Narrows,
            Effect::Widens => inverse.effect() != Effect::Widens,
            Effect::Words => inverse.effect() == Effect::Words,
            Effect::Breaks | Effect::Compatible => true,
        };
        assert!(opposed, "{}: both directions do the same", kind.name());
    }
}

#[test]
fn every_kind_has_a_fixture() {
    let covered: HashSet<Kind> = schemas::covered()
        .into_iter()
        .chain(messages::covered())
        .chain(operations::covered())
        // Would need a description beyond the limits.
        .chain([Kind::Incomplete])
        .collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|k| !covered.contains(k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn class(kind: Kind, side: Option<Side>) -> &'static str {
    match kind.class(side) {
        Class::Breaking => "**breaking**",
        Class::NonBreaking => "non-breaking",
        Class::Annotation => "annotation",
    }
}

/// The tables of `docs/diff.md`, as the code has them.
fn tables() -> String {
    let mut out = String::from(
        "| code | in a request | in a response | what happened |\n|---|---|---|---|\n",
    );
    for kind in Kind::ALL.iter().filter(|k| k.scope() == Scope::Message) {
        let (request, response) = (
            class(*kind, Some(Side::Request)),
            class(*kind, Some(Side::Response)),
        );
        let _ = writeln!(
            out,
            "| `{}` | {request} | {response} | {} |",
            kind.name(),
            kind.words()
        );
    }
    out.push_str("\n| code | class | what happened |\n|---|---|---|\n");
    for kind in Kind::ALL.iter().filter(|k| k.scope() != Scope::Message) {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            kind.name(),
            class(*kind, None),
            kind.words()
        );
    }
    out
}

/// `UPDATE_EXPECT=1` writes the tables anew.
#[test]
fn the_documentation_has_the_table() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diff.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let (start, end) = ("<!-- codes -->\n", "<!-- end of codes -->");
    let (head, rest) = text.split_once(start).unwrap();
    let (shown, tail) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, format!("{head}{start}{}{end}{tail}", tables())).unwrap();
        return;
    }
    assert_eq!(shown, tables(), "run it with UPDATE_EXPECT=1");
}
