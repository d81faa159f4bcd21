//! What is wrong with a draft, and what would be sent.

use fairlead_core::Severity;
use fairlead_validate::Violation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is wrong with a draft, and what would be sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftCheck {
    /// Whether nothing of severity error was found.
    pub valid: bool,
    /// The operation by which it was checked; null where it calls none, so that nothing was.
    #[schema(required = true)]
    pub checked_by: Option<String>,
    /// The operation that has the address of a free request, which would check it.
    #[schema(required = true)]
    pub fits: Option<String>,
    /// What would be sent; credentials are masked.
    pub request: RequestPreview,
    /// The same as a shell command; credentials are masked.
    pub curl: String,
    /// Every broken rule.
    pub violations: Vec<Violation>,
    /// The broken rules of the body, by their place in its text.
    pub markers: Vec<Marker>,
}

/// A request as it would be sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestPreview {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The header fields.
    pub headers: Vec<NameValue>,
}

/// A name and a value.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NameValue {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A squiggle: lines and columns count from 1, the end is exclusive.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Marker {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last one.
    pub end_column: u32,
    /// How bad.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The keyword that failed.
    pub code: String,
    /// Edits that would mend it, the likeliest first.
    pub fixes: Vec<MarkerFix>,
}

/// An edit of a body's text: what stands in a stretch of it is replaced.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkerFix {
    /// What it does.
    pub title: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last one.
    pub end_column: u32,
    /// The text that comes in its place.
    pub text: String,
}
