//! Puts names back into schemas, and makes each resource a value of its own.

use std::sync::Arc;

use fairlead_openapi::{Documents, pointer};
use jsonschema::Draft;
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    Start, Values, is_data,
    names::{KNOWN_TO_READER, canonical, is_of_a_dialect},
    reference,
};

/// The files with names put back, and every resource by its URI. Each schema is in them once:
/// where a resource stood is a reference to it.
pub fn values(documents: &Documents, starts: &[Start], draft: Draft) -> Values {
    let mut values = Values::new();
    for (uri, uniform) in &documents.uniform {
        let Some(original) = documents.original.get(uri) else {
            values.insert(uri.clone(), Arc::clone(uniform));
            continue;
        };
        let restore = Restore {
            documents,
            starts,
            document: uri,
        };
        let mut value;
        if draft == KNOWN_TO_READER {
            value = uniform.as_ref().clone();
            restore.value(original, &mut value, &mut String::new(), uri);
        } else {
            value = original.as_ref().clone();
            restore.references(&mut value, &mut String::new());
        }
        let mut own: Vec<&Start> = starts
            .iter()
            .filter(|s| s.document == *uri && !s.is_inside_foreign)
            .collect();
        own.sort_by_key(|s| std::cmp::Reverse(s.pointer.len()));
        let mut defs = Map::new();
        for start in own {
            let Some(place) = value.pointer_mut(&start.pointer) else {
                continue;
            };
            let reference = reference(&start.uri, &start.inner);
            let mut part = std::mem::replace(place, json!({ "$ref": reference }));
            if start.is_foreign {
                part = restore.as_written(original, start).unwrap_or(part);
            }
            match start.inner.strip_prefix("/$defs/") {
                Some(name) => {
                    defs.insert(name.to_owned(), part);
                }
                None => {
                    values.insert(start.uri.clone(), Arc::new(part));
                }
            }
        }
        if let Value::Object(map) = &mut value
            && !defs.is_empty()
        {
            map.insert("$defs".into(), defs.into());
        }
        values.entry(uri.clone()).or_insert_with(|| Arc::new(value));
    }
    values
}

struct Restore<'a> {
    documents: &'a Documents,
    starts: &'a [Start],
    document: &'a Url,
}

impl Restore<'_> {
    fn start(&self, at: &str) -> Option<&Start> {
        self.starts
            .iter()
            .find(|s| s.pointer == at && s.document == *self.document)
    }

    fn value(&self, original: &Value, value: &mut Value, at: &mut String, base: &Url) {
        let length = at.len();
        match (original, value) {
            (Value::Object(original), Value::Object(map)) => {
                let start = self.start(at).cloned();
                if start.as_ref().is_some_and(|s| s.is_foreign) {
                    return;
                }
                let is_named = start.as_ref().is_some_and(|s| s.inner.is_empty());
                let base = start.map_or_else(|| base.clone(), |s| s.uri);
                if is_named {
                    map.insert("$id".into(), base.as_str().into());
                }
                self.keywords(original, map, &base);
                for (key, inner) in map.iter_mut() {
                    let Some(original) = original.get(key).filter(|_| !is_data(key)) else {
                        continue;
                    };
                    pointer::push(at, key);
                    self.value(original, inner, at, &base);
                    at.truncate(length);
                }
            }
            (Value::Array(originals), Value::Array(items)) => {
                for (index, (original, item)) in originals.iter().zip(items).enumerate() {
                    pointer::push(at, &index.to_string());
                    self.value(original, item, at, base);
                    at.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn keywords(&self, original: &Map<String, Value>, map: &mut Map<String, Value>, base: &Url) {
        for name in ["$anchor", "$dynamicAnchor"] {
            if let Some(Value::String(text)) = original.get(name) {
                map.entry(name).or_insert_with(|| text.clone().into());
            }
        }
        if let Some(Value::String(target)) = original.get("$dynamicRef") {
            let is_known = map.contains_key("$ref") || is_of_a_dialect(target);
            if !original.contains_key("$ref") {
                map.shift_remove("$ref");
            }
            if is_known {
                map.insert("$dynamicRef".into(), target.clone().into());
            }
        }
        let Some(Value::String(written)) = original.get("$ref") else {
            return;
        };
        let read = map.get("$ref").and_then(Value::as_str);
        let target = self.named(written, base).or_else(|| match read {
            Some(text) => self.canonical(text, self.document),
            None => self.found_by_name(written, base),
        });
        if let Some(target) = target {
            map.insert("$ref".into(), target.into());
        }
    }

    /// Leads references outside of all resources to the resources they name.
    fn references(&self, value: &mut Value, at: &mut String) {
        let length = at.len();
        match value {
            Value::Object(_) if self.start(at).is_some() => {}
            Value::Object(map) => {
                for (key, inner) in map.iter_mut() {
                    match inner {
                        Value::String(text) if key == "$ref" => {
                            if let Some(target) = self.canonical(text, self.document) {
                                *text = target;
                            }
                        }
                        _ if is_data(key) => {}
                        _ => {
                            pointer::push(at, key);
                            self.references(inner, at);
                            at.truncate(length);
                        }
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    pointer::push(at, &index.to_string());
                    self.references(item, at);
                    at.truncate(length);
                }
            }
            _ => {}
        }
    }

    /// A reference that the reader left, by the innermost resource around its target.
    fn canonical(&self, text: &str, base: &Url) -> Option<String> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = if path.is_empty() {
            base.clone()
        } else {
            base.join(path).ok()?
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Some(format!("{file}#{fragment}"));
        }
        let fragment = pointer::from_fragment(fragment);
        Some(canonical(self.starts, &file, &fragment))
    }

    /// What a reference names by the name of a resource, if there is such a thing in it.
    fn named(&self, written: &str, base: &Url) -> Option<String> {
        let target = base.join(written).ok()?;
        let mut name = target.clone();
        name.set_fragment(None);
        let start = self
            .starts
            .iter()
            .find(|s| s.uri == name && s.inner.is_empty() && !s.is_inside_foreign)?;
        let at = pointer::from_fragment(target.fragment().unwrap_or_default());
        if !at.is_empty() && !at.starts_with('/') {
            return None;
        }
        let whole = self.documents.original.get(&start.document)?;
        let place = format!("{}{at}", start.pointer);
        whole.pointer(&place)?;
        Some(canonical(self.starts, &start.document, &place))
    }

    /// A reference that the reader could not follow: it may name a dialect, or a file or resource
    /// by the name of the schema around.
    fn found_by_name(&self, written: &str, base: &Url) -> Option<String> {
        let target = base.join(written).ok()?;
        if is_of_a_dialect(target.as_str()) {
            return Some(target.into());
        }
        let mut file = target.clone();
        file.set_fragment(None);
        let is_known =
            self.documents.uniform.contains_key(&file) || self.starts.iter().any(|s| s.uri == file);
        is_known
            .then(|| self.canonical(target.as_str(), base))
            .flatten()
    }

    /// A resource of another dialect: as written, but for references to the file around.
    fn as_written(&self, original: &Value, start: &Start) -> Option<Value> {
        let part = original.pointer(&start.pointer)?;
        let mut copy = part.clone();
        self.outward(&mut copy, part, original, start);
        Some(copy)
    }

    fn outward(&self, value: &mut Value, part: &Value, original: &Value, start: &Start) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map.iter_mut() {
                    match inner {
                        Value::String(text) if key == "$ref" => {
                            if let Some(outside) = self.outside(text, part, original, start) {
                                *text = outside;
                            }
                        }
                        _ if is_data(key) => {}
                        _ => self.outward(inner, part, original, start),
                    }
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| self.outward(item, part, original, start)),
            _ => {}
        }
    }

    /// What a reference in another dialect's resource is meant to name outside of it.
    fn outside(&self, text: &str, part: &Value, original: &Value, start: &Start) -> Option<String> {
        if let Some(fragment) = text.strip_prefix('#') {
            let fragment = pointer::from_fragment(fragment);
            let is_inside = part.pointer(&fragment).is_some();
            let is_outside = fragment.starts_with('/') && original.pointer(&fragment).is_some();
            return (!is_inside && is_outside)
                .then(|| canonical(self.starts, self.document, &fragment));
        }
        let has_name = part.get(start.draft.id_keyword()).is_some();
        let target = self.document.join(text).ok()?;
        if has_name || is_of_a_dialect(target.as_str()) {
            return None;
        }
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = self.document.join(file).ok()?;
        Some(if fragment.is_empty() || fragment.starts_with('/') {
            canonical(self.starts, &file, &pointer::from_fragment(fragment))
        } else {
            format!("{file}#{fragment}")
        })
    }
}
