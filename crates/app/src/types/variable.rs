//! Variables of the workspace and of projects.

use fairlead_core::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A variable: what `{{name}}` stands for.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    /// Its name, without braces.
    #[schema(example = "tenant")]
    pub name: String,
    /// What it stands for; empty where it is secret.
    pub value: String,
    /// Whether the vault keeps its value, which is never shown.
    pub secret: bool,
    /// When it was set.
    pub updated_at: Timestamp,
}

/// The value of a variable.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVariable {
    /// What it stands for.
    #[schema(value_type = String, max_length = 10_000)]
    pub value: secrecy::SecretString,
    /// Whether it goes into the vault and is never shown.
    #[serde(default)]
    #[schema(default = false)]
    pub secret: bool,
}
