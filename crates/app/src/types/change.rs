//! What differs between two revisions of a description.

use fairlead_core::Id;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What a change means for a client of the older revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeClass {
    /// It may stop working.
    Breaking,
    /// It goes on working.
    NonBreaking,
    /// Words, names and examples.
    Annotation,
}

/// The differences between two revisions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecChanges {
    /// The older revision.
    pub from: Id,
    /// The newer one.
    pub to: Id,
    /// How many break clients.
    pub breaking: usize,
    /// How many do not.
    pub non_breaking: usize,
    /// How many are but words.
    pub annotations: usize,
    /// In the order of the operations.
    pub items: Vec<SpecChange>,
}

/// One difference.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecChange {
    /// Stable kebab-case code.
    pub code: String,
    /// What it means for clients.
    pub class: ChangeClass,
    /// The operation, webhook or callback; null for the description as a whole.
    #[schema(required = true)]
    pub operation: Option<NamedOperation>,
    /// Which part of it, such as `response 200`; may be empty.
    pub part: String,
    /// Where inside the value, such as `items[].owner.name`; empty for the value itself.
    pub path: String,
    /// Where it stands in the older revision.
    #[schema(required = true)]
    pub old: Option<SpecPlace>,
    /// Where it stands in the newer one.
    #[schema(required = true)]
    pub new: Option<SpecPlace>,
    /// What was said before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What is said now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// The change in a sentence.
    pub message: String,
}

/// An operation by its name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NamedOperation {
    /// Method, upper case.
    pub method: String,
    /// Path template, a webhook's name or a callback's expression.
    pub path: String,
    /// Its id; null where it is not in this revision any more.
    #[schema(required = true)]
    pub id: Option<String>,
}

/// A place in a file of a description.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecPlace {
    /// Name of the file.
    #[schema(required = true)]
    pub file: Option<String>,
    /// RFC 6901 pointer in it.
    pub pointer: String,
    /// Counted from 1.
    #[schema(required = true, minimum = 1)]
    pub line: Option<u32>,
}
