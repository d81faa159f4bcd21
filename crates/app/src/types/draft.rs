//! A request being written in the playground, and what is wrong with it.

use std::collections::BTreeMap;

use fairlead_core::{Id, Severity};
use fairlead_validate::Violation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request being written. Texts are values before percent-encoding.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Draft {
    /// The operation it calls.
    pub operation_id: String,
    /// Where it goes.
    #[serde(default)]
    pub target: Target,
    /// Values of the path template, by name.
    #[serde(default)]
    pub path_params: BTreeMap<String, String>,
    /// The query, in order; a name may come again.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub query: Vec<Field>,
    /// Header fields, in order.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub headers: Vec<Field>,
    /// Cookies, in order.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub cookies: Vec<Field>,
    /// The body.
    #[serde(default)]
    pub body: Option<DraftBody>,
    /// Whether to add the credentials that the vault has for this operation.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub use_credentials: bool,
}

fn yes() -> bool {
    true
}

/// Where a request goes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Target {
    /// A mock of the project: the named one, else the first that runs.
    Mock {
        /// Which.
        #[serde(default, rename = "mockId")]
        mock_id: Option<Id>,
    },
    /// A server.
    Url {
        /// What comes before the path of the operation.
        #[serde(rename = "baseUrl")]
        #[schema(format = "uri")]
        base_url: String,
    },
    /// An environment of the project, with its headers, credentials and variables.
    Environment {
        /// Which.
        id: Id,
    },
}

impl Default for Target {
    fn default() -> Self {
        Self::Mock { mock_id: None }
    }
}

/// A name and a value that can be switched off.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// Whether it is sent.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub enabled: bool,
}

/// The body of a draft: a text, or bytes in base64.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftBody {
    /// The header `Content-Type`.
    pub content_type: String,
    /// The body as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The body in base64, where it is no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

/// A draft to send, and how.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SendDraft {
    /// The request.
    #[serde(flatten)]
    pub draft: Draft,
    /// How long it may take, in milliseconds; 30,000 where left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 600_000)]
    pub timeout_ms: Option<u64>,
    /// Whether redirects are followed (at most ten).
    #[serde(default)]
    #[schema(default = false)]
    pub follow_redirects: bool,
}

/// What is wrong with a draft, and what would be sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftCheck {
    /// Whether nothing of severity error was found.
    pub valid: bool,
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
}
