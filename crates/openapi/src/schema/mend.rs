//! Keywords that no validator could compile, and those of 2.0 and 3.0 that draft 4 has not.

use fairlead_core::Severity;
use serde_json::{Map, Value, json};

use super::{edit::Change, walk::Walk};
use crate::{Version, pointer, structure::type_name};

impl Walk<'_, '_> {
    /// A keyword whose value is of no use: dropped, or understood as what it was meant to be.
    pub(super) fn broken(
        &mut self,
        map: &Map<String, Value>,
        keyword: &str,
        value: &Value,
        needed: &'static str,
        at: &str,
    ) {
        let place = pointer::join(at, keyword);
        let remove = || Change::Remove(keyword.to_owned());
        if keyword == "required" && value.is_boolean() {
            self.say(Severity::Warning, "schema-required-boolean", &place, || {
                "`required` of a schema is a list of property names; to make a property required, name it in the `required` of the object around it".to_owned()
            });
            self.note(at, remove());
            return;
        }
        let shown = shorten(value);
        if let Some(limit) = keyword.strip_prefix("exclusive") {
            let bound = if limit == "Maximum" {
                "maximum"
            } else {
                "minimum"
            };
            let exclusive = if limit == "Maximum" {
                "exclusiveMaximum"
            } else {
                "exclusiveMinimum"
            };
            if self.is_2020 && value.is_boolean() {
                self.say(Severity::Warning, "schema-keyword-old", &place, || {
                    format!("since 3.1 `{exclusive}` is the limit itself, not true or false; it is read as before")
                });
                match (value, map.get(bound)) {
                    (Value::Bool(true), Some(number)) if number.is_number() => {
                        self.note(at, Change::Set(exclusive, number.clone()));
                        self.note(at, Change::Remove(bound.to_owned()));
                    }
                    _ => self.note(at, remove()),
                }
                return;
            }
            if !self.is_2020 && value.is_number() {
                self.say(Severity::Warning, "schema-keyword-new", &place, || {
                    format!("before 3.1 `{exclusive}` is true or false beside `{bound}`; it is read as the limit itself")
                });
                if map.contains_key(bound) {
                    self.note(at, remove());
                } else {
                    self.note(at, Change::Set(bound, value.clone()));
                    self.note(at, Change::Set(exclusive, Value::Bool(true)));
                }
                return;
            }
        }
        let code = if keyword == "type" {
            "schema-type-invalid"
        } else {
            "schema-keyword-invalid"
        };
        self.say(Severity::Error, code, &place, || {
            format!("`{keyword}` has to be {needed}, and this is {shown}; the keyword is left out")
        });
        self.note(at, remove());
    }

    /// What 2.0 and 3.0 have and draft 4 has not.
    pub(super) fn draft_4(&mut self, map: &Map<String, Value>, at: &str, is_inline: bool) {
        if is_inline && map.contains_key("required") {
            self.note(at, Change::Remove("required".to_owned()));
        }
        for id in ["id", "$schema"] {
            if map.get(id).is_some_and(Value::is_string) {
                self.note(at, Change::Remove(id.to_owned()));
            }
        }
        let kind = map.get("type");
        if kind.is_some_and(|k| k == "file") {
            if self.family != Version::V2 {
                let place = pointer::join(at, "type");
                self.say(Severity::Warning, "schema-type-invalid", &place, || {
                    "`type: file` is of 2.0; write `type: string` with `format: binary`".to_owned()
                });
            }
            self.note(at, Change::Set("type", json!("string")));
            self.note(at, Change::Set("format", json!("binary")));
        }
        let nullable = ["nullable", "x-nullable"]
            .into_iter()
            .find(|key| map.get(*key) == Some(&Value::Bool(true)));
        let Some(nullable) = nullable else {
            return;
        };
        match kind {
            Some(Value::String(kind)) if kind != "null" && kind != "file" => {
                self.note(at, Change::Set("type", json!([kind, "null"])));
            }
            Some(Value::Array(kinds)) if !kinds.iter().any(|k| k == "null") => {
                let mut kinds = kinds.clone();
                kinds.push(json!("null"));
                self.note(at, Change::Set("type", Value::Array(kinds)));
            }
            None if ["allOf", "anyOf", "oneOf"]
                .iter()
                .any(|k| map.contains_key(*k)) =>
            {
                let place = pointer::join(at, nullable);
                self.say(Severity::Hint, "nullable-without-type", &place, || {
                    "`nullable` only counts beside a `type` in the same schema; here null is taken only if the schemas it is made of take it".to_owned()
                });
            }
            _ => {}
        }
        if let Some(Value::Array(values)) = map.get("enum")
            && kind.is_some()
            && !values.iter().any(Value::is_null)
        {
            let place = pointer::join(at, "enum");
            self.say(Severity::Hint, "nullable-enum-without-null", &place, || {
                "the schema is nullable, but null is not among the values of `enum` and so not taken; add it".to_owned()
            });
        }
    }
}

/// A value in a message: its text where short, else its type.
fn shorten(value: &Value) -> String {
    let text = value.to_string();
    if text.len() <= 40 {
        format!("`{text}`")
    } else {
        type_name(value).to_owned()
    }
}
