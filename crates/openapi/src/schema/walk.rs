//! Goes through every schema once, noting changes and problems.

use std::collections::HashSet;

use fairlead_core::Severity;
use serde_json::{Map, Value, json};

use super::{
    cycle::Graph,
    edit::{Change, Edit},
    keyword::{self, Holds, Patterns},
};
use crate::{
    Version,
    files::At,
    pointer,
    problems::Problems,
    resolve::Resolver,
    structure::{SchemaPlace, report, type_name},
};

pub(super) struct Walk<'a, 'p> {
    resolver: &'p Resolver<'a>,
    pub(super) family: Version,
    pub(super) is_2020: bool,
    problems: &'p mut Problems,
    /// Schemas by address: the documents do not move while they are read.
    seen: HashSet<*const Value>,
    waiting: Vec<At<'a>>,
    edits: Vec<Edit>,
    patterns: Patterns,
    graph: Graph,
    file: usize,
}

impl<'a, 'p> Walk<'a, 'p> {
    pub(super) fn new(
        resolver: &'p Resolver<'a>,
        family: Version,
        problems: &'p mut Problems,
    ) -> Self {
        Self {
            resolver,
            family,
            is_2020: family.is_2020_12(),
            problems,
            seen: HashSet::new(),
            waiting: Vec::new(),
            edits: Vec::new(),
            patterns: Patterns::default(),
            graph: Graph::default(),
            file: 0,
        }
    }

    pub(super) fn all(&mut self, places: Vec<SchemaPlace<'a>>) {
        for mut place in places {
            self.file = place.at.file;
            self.schema(place.at.value, &mut place.at.pointer, place.is_inline);
        }
        while let Some(mut at) = self.waiting.pop() {
            self.file = at.file;
            self.schema(at.value, &mut at.pointer, false);
        }
    }

    /// The changes to make.
    pub(super) fn finish(mut self) -> Vec<Edit> {
        for site in self.graph.endless() {
            let key = pointer::join(&site.pointer, "$ref");
            self.problems.add(
                Severity::Error,
                "schema-cycle",
                site.file,
                &key,
                || "this `$ref` leads back to the same schema for the same value, which no check could ever finish; it is left out".to_owned(),
            );
            self.edits.push(Edit {
                file: site.file,
                pointer: site.pointer,
                change: Change::Remove("$ref".to_owned()),
            });
        }
        self.roots();
        self.edits
    }

    /// A validator takes every file for a schema and follows what its root refers to. Where the
    /// root was none, nobody has seen whether that is there.
    fn roots(&mut self) {
        for (file, read) in self.resolver.files.all.iter().enumerate() {
            let is_schema = self.seen.contains(&std::ptr::from_ref(&*read.value));
            if !is_schema && read.value.get("$ref").is_some() {
                self.edits.push(Edit {
                    file,
                    pointer: String::new(),
                    change: Change::Remove("$ref".to_owned()),
                });
            }
        }
    }

    pub(super) fn note(&mut self, at: &str, change: Change) {
        self.edits.push(Edit {
            file: self.file,
            pointer: at.to_owned(),
            change,
        });
    }

    pub(super) fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: &str,
        message: impl FnOnce() -> String,
    ) {
        self.problems.add(severity, code, self.file, at, message);
    }

    /// Depth is bounded by the reader of the texts.
    fn schema(&mut self, value: &'a Value, at: &mut String, is_inline: bool) {
        if !self.seen.insert(std::ptr::from_ref(value)) {
            return;
        }
        let map = match value {
            Value::Object(map) => map,
            Value::Bool(all) => {
                // Draft 4 has no such schemas.
                if !self.is_2020 {
                    let all = *all;
                    self.say(Severity::Warning, "schema-invalid", at, || {
                        format!("a schema has to be a mapping before 3.1; `{all}` is read as the schema that takes {}", if all { "everything" } else { "nothing" })
                    });
                    let instead = if all { json!({}) } else { json!({"not": {}}) };
                    self.note(at, Change::Replace(instead));
                }
                return;
            }
            other => {
                let what = type_name(other);
                self.say(Severity::Error, "schema-invalid", at, || {
                    format!(
                        "a schema has to be a mapping, and this is {what}; any value is taken here"
                    )
                });
                self.note(at, Change::Replace(json!({})));
                return;
            }
        };
        if let Some(reference) = map.get("$ref") {
            let is_ref = self.reference(value, reference, at);
            if is_ref && !self.is_2020 {
                return;
            }
        }
        if self.is_2020 {
            self.identity(value, map, at);
        } else {
            self.draft_4(map, at, is_inline);
        }
        let length = at.len();
        for (keyword, inner) in map {
            let Some(holds) = keyword::holds(keyword, self.is_2020) else {
                continue;
            };
            if is_inline && (keyword == "required" || keyword == "properties") {
                continue;
            }
            if keyword == "type" && !self.is_2020 && inner == "file" {
                continue;
            }
            if let Some(needed) = keyword::fault(holds, inner, self.is_2020) {
                self.broken(map, keyword, inner, needed, at);
                continue;
            }
            if holds == Holds::Pattern {
                self.pattern(inner, at);
            }
            pointer::push(at, keyword);
            self.inside(value, keyword, holds, inner, at);
            at.truncate(length);
        }
    }

    /// The schemas that stand under a keyword whose value has the right shape.
    fn inside(
        &mut self,
        owner: &'a Value,
        keyword: &str,
        holds: Holds,
        value: &'a Value,
        at: &mut String,
    ) {
        let in_place = keyword::is_in_place(keyword);
        let length = at.len();
        match (holds, value) {
            (Holds::Schema | Holds::SchemaOrBool | Holds::SchemaOrList, Value::Object(_)) => {
                if in_place {
                    self.graph.inside(owner, value);
                }
                self.schema(value, at, false);
            }
            (Holds::Schemas | Holds::SchemaOrList, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if in_place {
                        self.graph.inside(owner, item);
                    }
                    pointer::push(at, &index.to_string());
                    self.schema(item, at, false);
                    at.truncate(length);
                }
            }
            (Holds::Named | Holds::Patterned | Holds::Dependencies, Value::Object(named)) => {
                for (name, inner) in named {
                    if holds == Holds::Dependencies && inner.is_array() {
                        continue;
                    }
                    if holds == Holds::Patterned && !self.patterns.compiles(name) {
                        self.say(Severity::Error, "pattern-invalid", at, || {
                            format!(
                                "`{name}` is no regular expression that can be used; it is left out"
                            )
                        });
                        self.note(at, Change::Remove(name.clone()));
                        continue;
                    }
                    if name == "$ref" && !inner.is_object() && !inner.is_boolean() {
                        self.stray_reference(inner, at);
                        continue;
                    }
                    if in_place {
                        self.graph.inside(owner, inner);
                    }
                    pointer::push(at, name);
                    self.schema(inner, at, false);
                    at.truncate(length);
                }
            }
            _ => {}
        }
    }

    /// A map of schemas that was meant to be a `$ref`. It is taken out and not replaced: the map
    /// may be read as a schema as well, where something refers to it, and a schema's `$ref` is a
    /// text.
    fn stray_reference(&mut self, value: &Value, at: &str) {
        let place = pointer::join(at, "$ref");
        let what = type_name(value);
        self.say(Severity::Error, "schema-invalid", &place, || {
            format!("a schema has to be a mapping, and this is {what}; it is left out")
        });
        self.note(at, Change::Remove("$ref".to_owned()));
    }

    fn pattern(&mut self, value: &Value, at: &str) {
        let Some(pattern) = value.as_str() else {
            return;
        };
        if self.patterns.compiles(pattern) {
            return;
        }
        let place = pointer::join(at, "pattern");
        self.say(Severity::Error, "pattern-invalid", &place, || {
            format!("`{pattern}` is no regular expression that can be used; the text is not checked against it")
        });
        self.note(at, Change::Remove("pattern".to_owned()));
    }

    /// What 2020-12 says about names of schemas: references are made to lead straight to their
    /// places, and the names are dropped.
    fn identity(&mut self, value: &'a Value, map: &'a Map<String, Value>, at: &str) {
        for keyword in ["$id", "$anchor", "$dynamicAnchor"] {
            if map.contains_key(keyword) {
                self.note(at, Change::Remove(keyword.to_owned()));
            }
        }
        if let Some(dialect) = map.get("$schema")
            && !dialect.as_str().is_some_and(is_known_draft)
        {
            self.note(at, Change::Remove("$schema".to_owned()));
        }
        if map.get("nullable") == Some(&Value::Bool(true)) {
            let place = pointer::join(at, "nullable");
            self.say(Severity::Warning, "nullable-unknown", &place, || {
                "since 3.1 there is no `nullable`; write `type: [string, \"null\"]`".to_owned()
            });
        }
        if let Some(reference) = map.get("$dynamicRef") {
            self.note(at, Change::Remove("$dynamicRef".to_owned()));
            if !map.contains_key("$ref") {
                self.dynamic_reference(value, reference, at);
            }
        }
    }

    /// `$dynamicRef` is followed to where it leads without looking at who refers to it.
    fn dynamic_reference(&mut self, owner: &'a Value, reference: &'a Value, at: &str) {
        let place = pointer::join(at, "$dynamicRef");
        let Some(text) = reference.as_str() else {
            self.say(Severity::Error, "ref-invalid", &place, || {
                "`$dynamicRef` has to be a text such as `#node`; it is left out".to_owned()
            });
            return;
        };
        match self.resolver.resolve(self.file, at, text) {
            Ok(target) => {
                self.graph.reference(owner, target.value, self.file, at);
                self.note(at, Change::Set("$ref", Value::String(self.uri(&target))));
                self.waiting.push(target);
            }
            Err(why) => {
                let at = At {
                    file: self.file,
                    pointer: place,
                    value: reference,
                };
                report(self.problems, &at, text, &why);
            }
        }
    }

    /// Follows a `$ref`, or drops it; tells whether it is one at all.
    fn reference(&mut self, owner: &'a Value, reference: &'a Value, at: &str) -> bool {
        let place = At {
            file: self.file,
            pointer: pointer::join(at, "$ref"),
            value: reference,
        };
        let Some(text) = reference.as_str() else {
            self.problems.error(
                "ref-invalid",
                &place,
                "`$ref` has to be a text such as `#/components/schemas/Pet`; any value is taken here",
            );
            self.note(at, Change::Remove("$ref".to_owned()));
            return false;
        };
        match self.resolver.resolve(self.file, at, text) {
            Ok(target) if !target.value.is_object() && !target.value.is_boolean() => {
                let what = type_name(target.value);
                self.problems.error(
                    "ref-wrong-type",
                    &place,
                    format!("`$ref` to `{text}` leads to {what}, and a schema is needed; any value is taken here"),
                );
                self.note(at, Change::Remove("$ref".to_owned()));
            }
            Ok(target) => {
                self.graph.reference(owner, target.value, self.file, at);
                if !self.leads_there(text, &target) {
                    self.note(at, Change::Set("$ref", Value::String(self.uri(&target))));
                }
                self.waiting.push(target);
            }
            Err(why) => {
                report(self.problems, &place, text, &why);
                self.note(at, Change::Remove("$ref".to_owned()));
            }
        }
        true
    }

    /// Whether a validator that knows only files and pointers gets to the target as well.
    fn leads_there(&self, reference: &str, target: &At<'_>) -> bool {
        let Some(fragment) = reference.strip_prefix('#') else {
            return false;
        };
        !self.resolver.has_identities()
            && target.file == self.file
            && target.pointer == fragment
            && pointer::to_fragment(fragment) == fragment
    }

    fn uri(&self, target: &At<'_>) -> String {
        format!(
            "{}#{}",
            self.resolver.files.all[target.file].uri,
            pointer::to_fragment(&target.pointer)
        )
    }
}

fn is_known_draft(uri: &str) -> bool {
    let uri = uri.trim_end_matches('#');
    let Some(rest) = uri.split_once("://json-schema.org/").map(|(_, rest)| rest) else {
        return false;
    };
    matches!(
        rest,
        "draft/2020-12/schema"
            | "draft/2019-09/schema"
            | "draft-07/schema"
            | "draft-06/schema"
            | "draft-04/schema"
    )
}
