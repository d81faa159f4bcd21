//! Visits everything a description may hold, wherever it stands and by whatever `$ref` it is
//! reached: checks that each thing has the shape its place asks for, and finds the schemas.

pub(crate) mod check;
pub(crate) mod grammar;

use std::collections::HashSet;

use serde_json::Value;

use crate::{
    Version,
    files::At,
    problems::Problems,
    resolve::{Resolver, Unresolved},
};
use grammar::{Kind, Shape};

/// A place where a schema stands.
pub(crate) struct SchemaPlace<'a> {
    pub(crate) at: At<'a>,
    /// A 2.0 parameter, header or item: the keywords stand in the object itself.
    pub(crate) is_inline: bool,
}

/// Every place with a schema that is reached from the root without going through a schema.
pub(crate) fn visit<'a>(
    resolver: &Resolver<'a>,
    family: Version,
    problems: &mut Problems,
) -> Vec<SchemaPlace<'a>> {
    let mut walk = Walk {
        resolver,
        family,
        problems,
        seen: HashSet::new(),
        waiting: Vec::new(),
        schemas: Vec::new(),
    };
    if let Some(top) = resolver.files.top() {
        walk.waiting.push((top, Kind::Root));
    }
    while let Some((at, kind)) = walk.waiting.pop() {
        walk.node(at, kind);
    }
    walk.schemas
}

struct Walk<'a, 'p> {
    resolver: &'p Resolver<'a>,
    family: Version,
    problems: &'p mut Problems,
    /// Nodes by address: the documents do not move while they are read.
    seen: HashSet<(*const Value, Kind)>,
    waiting: Vec<(At<'a>, Kind)>,
    schemas: Vec<SchemaPlace<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn node(&mut self, at: At<'a>, kind: Kind) {
        if !self.seen.insert((std::ptr::from_ref(at.value), kind)) {
            return;
        }
        if kind == Kind::Schema {
            self.schemas.push(SchemaPlace {
                at,
                is_inline: false,
            });
            return;
        }
        let Some(map) = at.map() else {
            self.problems.error(
                "wrong-type",
                &at,
                format!(
                    "{} has to be a mapping, and this is {}",
                    kind.name(),
                    type_name(at.value)
                ),
            );
            return;
        };
        if let Some(reference) = map.get("$ref") {
            self.reference(&at, reference, kind);
            // One that is no text is left out, as from a schema: the rest is read.
            if reference.is_string() && kind != Kind::PathItem {
                return;
            }
        }
        check::node(self.problems, self.family, &at, kind);
        if self.family == Version::V2 && kind.is_inline_schema(&at) {
            self.schemas.push(SchemaPlace {
                at: at.clone(),
                is_inline: true,
            });
        }
        for (key, shape, inner) in grammar::children(kind, self.family) {
            if let Some(child) = at.get(key) {
                self.child(child, *shape, *inner);
            }
        }
        if let Some(inner) = grammar::entries(kind) {
            self.map(&at, inner);
        }
    }

    fn child(&mut self, at: At<'a>, shape: Shape, kind: Kind) {
        match shape {
            Shape::One => self.waiting.push((at, kind)),
            Shape::List => {
                if !at.value.is_array() {
                    self.problems.error(
                        "wrong-type",
                        &at,
                        format!("a list is needed here, and this is {}", type_name(at.value)),
                    );
                }
                self.waiting.extend(at.items().map(|item| (item, kind)));
            }
            Shape::Map => {
                let at = self.whole_map(at);
                if !at.value.is_object() {
                    self.problems.error(
                        "wrong-type",
                        &at,
                        format!(
                            "a mapping is needed here, and this is {}",
                            type_name(at.value)
                        ),
                    );
                }
                self.map(&at, kind);
            }
        }
    }

    /// The map itself, where a description keeps all of it in another file.
    fn whole_map(&self, at: At<'a>) -> At<'a> {
        if at.text("$ref").is_some() {
            return self.resolver.follow(at.clone()).unwrap_or(at);
        }
        at
    }

    fn map(&mut self, at: &At<'a>, kind: Kind) {
        for (key, value) in at.entries() {
            if !key.starts_with("x-") || kind == Kind::Header || kind == Kind::Schema {
                self.waiting.push((value, kind));
            }
        }
    }

    fn reference(&mut self, at: &At<'a>, reference: &'a Value, kind: Kind) {
        let place = at.get("$ref").unwrap_or_else(|| at.clone());
        let Some(text) = reference.as_str() else {
            self.problems.error(
                "ref-invalid",
                &place,
                "`$ref` has to be a text such as `#/components/schemas/Pet`",
            );
            return;
        };
        match self.resolver.resolve(at.file, &at.pointer, text) {
            Ok(target) => {
                if let Err(Unresolved::Cycle) = self.resolver.follow(target.clone()) {
                    report(self.problems, &place, text, &Unresolved::Cycle);
                    return;
                }
                self.waiting.push((target, kind));
            }
            Err(why) => report(self.problems, &place, text, &why),
        }
    }
}

/// Says why a `$ref` leads nowhere.
pub(crate) fn report(problems: &mut Problems, place: &At<'_>, reference: &str, why: &Unresolved) {
    let (code, message) = match why {
        Unresolved::Invalid => (
            "ref-invalid",
            format!(
                "`{reference}` is no reference; write it like `#/components/schemas/Pet` or `pet.yaml#/Pet`"
            ),
        ),
        Unresolved::NoFile(file) => (
            "ref-file-missing",
            format!(
                "`$ref` names the file `{file}`, which could not be had; check the spelling, or import it together with this one"
            ),
        ),
        Unresolved::BrokenFile(file) => (
            "ref-file-broken",
            format!(
                "`$ref` names the file `{file}`, which is there but cannot be read; correct that file first"
            ),
        ),
        Unresolved::Nowhere(pointer) => (
            "ref-not-found",
            format!(
                "`$ref` to `{reference}`: nothing stands at `{pointer}`; check the spelling, or define it there"
            ),
        ),
        Unresolved::Cycle => (
            "ref-cycle",
            format!(
                "`$ref` to `{reference}` leads back to itself and never to a definition; replace one of the `$ref`s"
            ),
        ),
    };
    problems.error(code, place, message);
}

/// A value's type in words.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}
