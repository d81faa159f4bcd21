//! Names that schemas of 3.1 and later give themselves.

use std::collections::HashMap;

use serde_json::Value;
use url::Url;

use crate::{load, pointer};

/// `$id` and `$anchor` of 3.1 schemas.
#[derive(Default)]
pub(super) struct Identities {
    /// Where a base URI applies: file and pointer prefix.
    pub(super) scopes: HashMap<(usize, String), Url>,
    /// What an absolute URI (with `#anchor`, if any) names.
    pub(super) named: HashMap<String, (usize, String)>,
}

impl Identities {
    /// The `$id` of the innermost schema around a place.
    pub(super) fn base(&self, file: usize, from: &str) -> Option<&Url> {
        let mut prefix = from;
        loop {
            if let Some(base) = self.scopes.get(&(file, prefix.to_owned())) {
                return Some(base);
            }
            prefix = &prefix[..prefix.rfind('/')?];
        }
    }

    pub(super) fn collect(&mut self, file: usize, value: &Value, at: &mut String, base: &Url) {
        let length = at.len();
        match value {
            Value::Object(map) => {
                let mut own = None;
                if let Some(id) = map.get("$id").and_then(Value::as_str)
                    && let Ok(id) = load::join(base, id)
                {
                    self.scopes.insert((file, at.clone()), id.clone());
                    self.named.insert(id.to_string(), (file, at.clone()));
                    own = Some(id);
                }
                let base = own.as_ref().unwrap_or(base);
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = map.get(keyword).and_then(Value::as_str) {
                        self.named
                            .entry(format!("{base}#{name}"))
                            .or_insert_with(|| (file, at.clone()));
                    }
                }
                for (key, value) in map {
                    let is_data = matches!(
                        key.as_str(),
                        "example" | "examples" | "default" | "enum" | "const"
                    );
                    if !is_data && (value.is_object() || value.is_array()) {
                        pointer::push(at, key);
                        self.collect(file, value, at, base);
                        at.truncate(length);
                    }
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    if value.is_object() || value.is_array() {
                        pointer::push(at, &index.to_string());
                        self.collect(file, value, at, base);
                        at.truncate(length);
                    }
                }
            }
            _ => {}
        }
    }
}
