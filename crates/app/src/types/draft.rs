//! A request being written in the playground, and how far it is once it is sent.

use std::collections::BTreeMap;

use fairlead_core::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::NameValue;

/// A request being written. Texts are values before percent-encoding.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Draft {
    /// The operation it calls; empty where `free` says what is called.
    #[serde(default)]
    pub operation_id: String,
    /// What is called, where that is no operation of the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<FreeCall>,
    /// That it opens a WebSocket, and how; its body does not count then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub socket: Option<SocketSetup>,
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
    /// Whether to add the credentials that the vault has for this operation, or for the
    /// environment.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub use_credentials: bool,
    /// A name and password of its own; a header field `Authorization` that is written goes instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basic: Option<BasicLogin>,
}

fn yes() -> bool {
    true
}

impl Draft {
    /// A draft of this operation with nothing in it.
    pub fn of_operation(id: impl Into<String>) -> Self {
        Self {
            operation_id: id.into(),
            free: None,
            socket: None,
            target: Target::default(),
            path_params: BTreeMap::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            use_credentials: true,
            basic: None,
        }
    }

    /// A draft of a request to any address with nothing in it.
    pub fn of_address(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            free: Some(FreeCall {
                method: method.into(),
                url: url.into(),
            }),
            use_credentials: false,
            ..Self::of_operation("")
        }
    }
}

/// A request to any address, which no operation describes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FreeCall {
    /// The method; a WebSocket is always opened with GET.
    #[schema(min_length = 1, max_length = 100)]
    pub method: String,
    /// The whole address, with `{{variables}}` and a query if need be. One that begins with `/` or
    /// `{{baseUrl}}` goes to the target. `:name` and `{name}` in its path are path parameters.
    #[schema(max_length = 100_000)]
    pub url: String,
}

/// A name and a password for HTTP Basic (RFC 7617); both may hold `{{variables}}`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BasicLogin {
    /// The name; no colon is in it.
    #[serde(default)]
    pub username: String,
    /// The password, or better the variable of the vault that stands for it.
    #[serde(default)]
    pub password: String,
}

impl std::fmt::Debug for BasicLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("BasicLogin");
        shown
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// How a WebSocket is opened (RFC 6455).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SocketSetup {
    /// Subprotocols that are offered, the one that is liked best first.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub subprotocols: Vec<String>,
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
        /// What comes before the path of the operation: an address, which may hold `{{variables}}`. A
        /// free request has its own.
        #[serde(rename = "baseUrl")]
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

/// The body of a draft: a text, bytes in base64, or fields.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
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
    /// The body as fields, of a form or of multipart; `text` and `base64` do not count then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    pub fields: Option<Vec<BodyField>>,
}

/// A field of a form, or a part of a multipart body.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BodyField {
    /// The name.
    pub name: String,
    /// The value, where it is a text.
    #[serde(default)]
    pub value: String,
    /// Whether it is sent.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub enabled: bool,
    /// The name of the file, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The media type of the part; none for a text, `application/octet-stream` for a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The bytes of the file, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

impl BodyField {
    /// A text that is sent.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            enabled: true,
            file_name: None,
            content_type: None,
            base64: None,
        }
    }
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
    /// How often it is sent again after no answer, or one that asks for it (429, 502, 503, 504).
    /// A method that is not idempotent is sent again only where nothing can have been done.
    #[serde(default)]
    #[schema(default = 0, maximum = 10)]
    pub retries: u8,
    /// Whether cookies that answers from there have set go along, and those of this one are kept.
    #[serde(default)]
    #[schema(default = false)]
    pub use_cookies: bool,
    /// The run it is part of: one id for all that is sent together.
    #[serde(default)]
    pub run_id: Option<Id>,
}

/// How far an exchange is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ExchangeState {
    /// No answer has begun.
    Sending,
    /// The answer has begun.
    Receiving,
    /// It is over, and kept as a trace.
    Done,
}

/// What has come of an exchange so far.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeProgress {
    /// Grows with every change.
    pub version: u64,
    /// How far it is.
    pub state: ExchangeState,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// The status of the answer.
    #[schema(required = true)]
    pub status: Option<u16>,
    /// The header fields of the answer; credentials are masked.
    pub headers: Vec<NameValue>,
    /// How much of the body has come, in bytes.
    pub received_bytes: u64,
    /// Of a stream, its text from `after` on, in whole lines; empty for other bodies.
    pub text: String,
    /// The next `after`.
    pub next: u64,
    /// The trace, once it is over.
    #[schema(required = true)]
    pub trace_id: Option<Id>,
}
