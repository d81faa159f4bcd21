//! The JSON Schema of the behaviour file, made from the types that read it.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::Behaviour;

/// The JSON Schema (2020-12) of the behaviour file. Where a text names something outside of the
/// file, `x-names` says what: an `operation`, a `webhook` or a `credential`.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<Behaviour>().to_value();
    // What it is comes first, for people who open the file.
    let mut ordered = Map::new();
    for key in ["$schema", "title", "description"] {
        if let Some(value) = schema.get(key) {
            ordered.insert(key.to_owned(), value.clone());
        }
    }
    ordered.insert("title".to_owned(), "Behaviour of a Fairlead mock".into());
    if let Value::Object(rest) = schema {
        for (key, value) in rest {
            ordered.entry(key).or_insert(value);
        }
    }
    Value::Object(ordered)
}
