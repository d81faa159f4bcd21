//! The JSON Schema of the behaviour file, made from the types that read it.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Behaviour;

/// The JSON Schema (2020-12) of the behaviour file.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Behaviour>();
    schema.insert("title".to_owned(), "Behaviour of a Fairlead mock".into());
    schema.to_value()
}
