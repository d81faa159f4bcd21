//! Kept exchanges.

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Id, Timestamp};
use fairlead_validate::Violation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::NameValue;

/// A kept exchange, in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// Who began it.
    pub source: TraceSource,
    /// The operation, where one was found.
    #[schema(required = true)]
    pub operation_id: Option<String>,
    /// The method.
    pub method: String,
    /// The path, with the query, as sent.
    pub path: String,
    /// The path as the description writes it, such as `/berths/{id}`.
    #[serde(default)]
    #[schema(required = true)]
    pub path_template: Option<String>,
    /// The whole URL; secrets are masked.
    pub url: String,
    /// The status; null where no answer came.
    #[schema(required = true)]
    pub status: Option<u16>,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
    /// Whether the request kept the contract.
    pub request_valid: bool,
    /// Whether the response kept the contract; null where there was none or no operation.
    #[schema(required = true)]
    pub response_valid: Option<bool>,
    /// How many rules request and response broke.
    pub violation_count: u32,
    /// What kind of error; null where all was well.
    #[schema(required = true)]
    pub error_category: Option<ErrorCategory>,
    /// The rule of the contract that was broken first: message, part and keyword, such as
    /// `request/body/required`; null where none was.
    #[serde(default)]
    #[schema(required = true)]
    pub problem: Option<String>,
    /// The mock that answered.
    #[schema(required = true)]
    pub mock_id: Option<Id>,
    /// The environment it was sent to.
    #[serde(default)]
    #[schema(required = true)]
    pub environment_id: Option<Id>,
    /// The partner who sent it.
    #[serde(default)]
    #[schema(required = true)]
    pub partner_id: Option<Id>,
    /// The run of tests or of an agent it is part of.
    #[serde(default)]
    #[schema(required = true)]
    pub run_id: Option<Id>,
    /// Size of the request's body, in bytes.
    #[serde(default)]
    #[schema(required = true)]
    pub request_bytes: u64,
    /// Size of the response's body, in bytes.
    #[serde(default)]
    #[schema(required = true)]
    pub response_bytes: u64,
}

/// Who began an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TraceSource {
    /// The playground.
    Playground,
    /// Somebody who called a mock.
    Mock,
    /// Somebody who called a real API through a proxy.
    Proxy,
    /// A run of tests.
    Test,
    /// A run of an agent.
    Agent,
    /// A webhook that came in or went out.
    Webhook,
}

/// What kind of error an exchange ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCategory {
    /// 401, 403 and 407.
    Auth,
    /// 400, 422 and the other statuses from 400 to 499, and broken contracts.
    Validation,
    /// 404 and 410.
    NotFound,
    /// 429.
    RateLimit,
    /// 409 and 412.
    Conflict,
    /// No answer in time, 408 and 504.
    Timeout,
    /// No connection.
    Network,
    /// 500 to 599.
    Server,
}

/// A kept exchange, whole. Credentials are masked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceDetail {
    /// What the list says of it.
    #[serde(flatten)]
    pub trace: Trace,
    /// What was sent.
    pub request: TraceRequest,
    /// What came back.
    #[schema(required = true)]
    pub response: Option<TraceResponse>,
    /// Why nothing came back.
    #[schema(required = true)]
    pub error: Option<TraceError>,
    /// How long each part took.
    pub timing: Timing,
    /// What the mock did to its answer on purpose, as its behaviour file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<TraceFault>,
    /// How often it was sent, where answers asked for it; the others left no trace.
    #[serde(default = "once")]
    pub attempts: u32,
    /// What was wrong with the request.
    pub request_report: Verdict,
    /// What was wrong with the response.
    #[schema(required = true)]
    pub response_report: Option<Verdict>,
}

/// What went wrong with an answer on its way, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TraceFault {
    /// The connection was closed without an answer.
    Drop,
    /// The connection was reset.
    Reset,
    /// What came was no HTTP.
    Garbage,
    /// The body came in small pieces, slowly.
    SlowBody,
    /// The connection was closed in the middle of the body.
    Partial,
}

fn once() -> u32 {
    1
}

/// A kept request.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceRequest {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The header fields.
    pub headers: Vec<NameValue>,
    /// The body.
    #[schema(required = true)]
    pub body: Option<TraceBody>,
}

/// A kept response.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceResponse {
    /// The status.
    pub status: u16,
    /// Its usual words.
    pub status_text: String,
    /// The header fields.
    pub headers: Vec<NameValue>,
    /// The body.
    #[schema(required = true)]
    pub body: Option<TraceBody>,
}

/// A kept body: a text, or bytes in base64.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceBody {
    /// The body as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The body in base64, where it is no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
    /// Size of the whole body, in bytes.
    pub bytes: u64,
    /// Whether only the beginning was kept.
    pub truncated: bool,
    /// `Content-Type`
    #[schema(required = true)]
    pub content_type: Option<String>,
}

impl TraceBody {
    /// What was kept of it; none where that is no base64.
    pub(crate) fn into_bytes(self) -> Option<bytes::Bytes> {
        match (self.text, self.base64) {
            (Some(text), _) => Some(text.into()),
            (None, Some(base64)) => BASE64_STANDARD.decode(base64).ok().map(Into::into),
            (None, None) => Some(bytes::Bytes::new()),
        }
    }
}

/// Why nothing came back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceError {
    /// What kind.
    pub category: ErrorCategory,
    /// What failed, on what, and what to do.
    pub message: String,
}

/// How long the parts of an exchange took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Timing {
    /// Finding the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dns_ms: Option<f64>,
    /// Reaching the address, with agreeing on encryption where that is not told by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect_ms: Option<f64>,
    /// Agreeing on encryption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_ms: Option<f64>,
    /// From sending to the first byte of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_byte_ms: Option<f64>,
    /// Of an answer of ours: from the head of the request to the end of its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive_ms: Option<f64>,
    /// Finding the operation, checking, and making the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_ms: Option<f64>,
    /// Asking the API behind a proxy, until the beginning of its answer is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_ms: Option<f64>,
    /// Holding the answer back on purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_ms: Option<f64>,
    /// Sending the body, where that is slow on purpose or it is still arriving from the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_ms: Option<f64>,
    /// From beginning to end.
    pub total_ms: f64,
}

/// What validation found.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Whether nothing of severity error was found.
    pub valid: bool,
    /// Every broken rule.
    pub violations: Vec<Violation>,
}
