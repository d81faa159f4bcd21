//! Which shape each keyword's value must have, so that the schema can be compiled.

use std::collections::HashMap;

use serde_json::Value;

/// What stands under a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// One schema.
    Schema,
    /// `true`, `false` or a schema.
    SchemaOrBool,
    /// One schema or a list of them.
    SchemaOrList,
    /// A list of schemas.
    Schemas,
    /// Schemas by name.
    Named,
    /// Schemas by regular expression.
    Patterned,
    /// Schemas or lists of names, by name (draft 4 `dependencies`).
    Dependencies,
    /// Lists of names by name.
    NameLists,
    /// Names.
    Names,
    /// A whole number from 0.
    Count,
    /// A number.
    Number,
    /// A number above 0.
    Positive,
    /// A text.
    Text,
    /// A regular expression.
    Pattern,
    /// `true` or `false`.
    Bool,
    /// A list of values.
    Values,
    /// `type`
    Type,
    /// `exclusiveMinimum` and `exclusiveMaximum`: a number, or in draft 4 true or false.
    Exclusive,
}

/// What a keyword holds; `None` for those that a validator does not look at.
pub(super) fn holds(keyword: &str, is_2020: bool) -> Option<Holds> {
    Some(match keyword {
        "type" => Holds::Type,
        "properties" | "definitions" => Holds::Named,
        "patternProperties" => Holds::Patterned,
        "additionalProperties" | "additionalItems" => Holds::SchemaOrBool,
        "allOf" | "anyOf" | "oneOf" => Holds::Schemas,
        "not" => Holds::Schema,
        "items" if is_2020 => Holds::Schema,
        "items" => Holds::SchemaOrList,
        "required" => Holds::Names,
        "enum" => Holds::Values,
        "pattern" => Holds::Pattern,
        "format" => Holds::Text,
        "maximum" | "minimum" => Holds::Number,
        "multipleOf" => Holds::Positive,
        "exclusiveMaximum" | "exclusiveMinimum" => Holds::Exclusive,
        "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties" | "minProperties" => {
            Holds::Count
        }
        "uniqueItems" => Holds::Bool,
        "dependencies" => Holds::Dependencies,
        _ if !is_2020 => return None,
        "$defs" | "dependentSchemas" => Holds::Named,
        "prefixItems" => Holds::Schemas,
        "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "contentSchema"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::Schema,
        "dependentRequired" => Holds::NameLists,
        "minContains" | "maxContains" => Holds::Count,
        "contentEncoding" | "contentMediaType" => Holds::Text,
        _ => return None,
    })
}

/// Whether what stands under the keyword is checked against the same value as the schema itself.
pub(super) fn is_in_place(keyword: &str) -> bool {
    matches!(
        keyword,
        "allOf"
            | "anyOf"
            | "oneOf"
            | "not"
            | "if"
            | "then"
            | "else"
            | "dependentSchemas"
            | "dependencies"
    )
}

/// What is needed instead, where the value is of no use to its keyword.
pub(super) fn fault(holds: Holds, value: &Value, is_2020: bool) -> Option<&'static str> {
    let fits = match holds {
        Holds::Schema => value.is_object() || (is_2020 && value.is_boolean()),
        Holds::SchemaOrBool => value.is_object() || value.is_boolean(),
        Holds::SchemaOrList => value.is_object() || value.is_array(),
        Holds::Schemas => value.as_array().is_some_and(|a| !a.is_empty()),
        Holds::Named | Holds::Patterned | Holds::Dependencies => value.is_object(),
        Holds::NameLists => value
            .as_object()
            .is_some_and(|m| m.values().all(is_list_of_texts)),
        Holds::Names => is_list_of_texts(value),
        Holds::Count => is_count(value),
        Holds::Number => value.is_number(),
        Holds::Positive => value.as_f64().is_some_and(|n| n > 0.0),
        Holds::Text | Holds::Pattern => value.is_string(),
        Holds::Bool => value.is_boolean(),
        Holds::Values => value.as_array().is_some_and(|a| !a.is_empty()),
        Holds::Type => is_type(value),
        Holds::Exclusive => {
            if is_2020 {
                value.is_number()
            } else {
                value.is_boolean()
            }
        }
    };
    (!fits).then_some(match holds {
        Holds::Schema | Holds::SchemaOrList => "a schema",
        Holds::SchemaOrBool => "a schema, true or false",
        Holds::Schemas => "a list of at least one schema",
        Holds::Named | Holds::Patterned | Holds::Dependencies => "a mapping of schemas",
        Holds::NameLists => "a mapping of lists of property names",
        Holds::Names => "a list of property names",
        Holds::Count => "a whole number from 0 on",
        Holds::Number => "a number",
        Holds::Positive => "a number greater than 0",
        Holds::Text | Holds::Pattern => "a text",
        Holds::Values => "a list of at least one value",
        Holds::Type => "one of array, boolean, integer, null, number, object, string",
        Holds::Exclusive if is_2020 => "a number",
        Holds::Bool | Holds::Exclusive => "true or false",
    })
}

fn is_list_of_texts(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|a| a.iter().all(Value::is_string))
}

fn is_count(value: &Value) -> bool {
    value.as_u64().is_some() || value.as_f64().is_some_and(|n| n >= 0.0 && n.fract() == 0.0)
}

fn is_type(value: &Value) -> bool {
    let known = |value: &Value| {
        matches!(
            value.as_str(),
            Some("array" | "boolean" | "integer" | "null" | "number" | "object" | "string")
        )
    };
    match value {
        Value::Array(types) => !types.is_empty() && types.iter().all(known),
        other => known(other),
    }
}

/// Tells whether the validator's own engine takes a regular expression; each is tried once.
#[derive(Default)]
pub(super) struct Patterns {
    known: HashMap<String, bool>,
}

impl Patterns {
    pub(super) fn compiles(&mut self, pattern: &str) -> bool {
        if let Some(known) = self.known.get(pattern) {
            return *known;
        }
        let compiles = jsonschema_regex::to_rust_regex(pattern)
            .is_ok_and(|translated| fancy_regex::Regex::new(&translated).is_ok());
        self.known.insert(pattern.to_owned(), compiles);
        compiles
    }
}
