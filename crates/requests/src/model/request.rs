//! One request as a person keeps it.

use serde::{Deserialize, Serialize};

use super::{Auth, Body, is_default};

/// One request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SavedRequest {
    /// What it is called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// What it is for; Markdown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// The method, such as `GET`.
    pub method: String,
    /// The address without its query. `{name}` or `:name` in the path is a path parameter.
    pub url: String,
    /// Values of the path parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub path_params: Vec<Row>,
    /// The query, in order, not percent-encoded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub query: Vec<Row>,
    /// Header fields, in order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headers: Vec<Row>,
    /// How it shows who it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub auth: Auth,
    /// Its body.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Body,
    /// That it opens a WebSocket, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub socket: Option<Socket>,
    /// What is asked for whenever it is opened: `{{name}}` stands for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub template: Vec<TemplateField>,
    /// Answers that were kept with it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub examples: Vec<Example>,
    /// Scripts and the like, kept as text and never run.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: Vec<Note>,
}

/// How a WebSocket is opened (RFC 6455).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SavedSocket))]
pub struct Socket {
    /// Subprotocols that are offered, the one that is liked best first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subprotocols: Vec<String>,
}

/// A value that a template asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TemplateField {
    /// The name, as in `{{name}}`.
    pub name: String,
    /// The value that it had when the template was made: it is offered first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sample: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_true(value: &bool) -> bool {
    *value
}

/// A name and a value that can be switched off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SavedRow))]
pub struct Row {
    /// The name.
    pub name: String,
    /// The value.
    #[serde(default)]
    pub value: String,
    /// Whether it is sent.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub enabled: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
}

impl Row {
    /// A row that is sent.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            enabled: true,
            description: String::new(),
        }
    }
}

/// What a variable stands for. The value of a secret one is kept elsewhere and empty here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Variable {
    /// The name, as in `{{name}}`.
    pub name: String,
    /// What is put in its place.
    #[serde(default)]
    pub value: String,
    /// Whether it counts.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub enabled: bool,
    /// Whether its value is a secret.
    #[serde(default, skip_serializing_if = "is_default")]
    pub secret: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
}

impl Variable {
    /// A variable in use.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            enabled: true,
            secret: false,
            description: String::new(),
        }
    }
}

/// An answer that was kept with a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SavedExample))]
pub struct Example {
    /// What it is called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// The status code; 0 where it is not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: u16,
    /// Header fields.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headers: Vec<Row>,
    /// The body, as text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: String,
}

/// A text that came with a request and has no effect here, such as a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    /// What it is, such as `script before the request`.
    pub title: String,
    /// The text.
    pub text: String,
}
