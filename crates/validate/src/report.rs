//! What validation finds.

use std::fmt;

use fairlead_core::Severity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The part of a message that a violation is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Part {
    /// The request's method.
    Method,
    /// The path, or a parameter in it.
    Path,
    /// The query, or a parameter in it.
    Query,
    /// A header field.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
    /// Credentials.
    Security,
    /// The status code of a response.
    Status,
}

impl Part {
    /// The word used in JSON and on the terminal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::Security => "security",
            Self::Status => "status",
        }
    }
}

/// One rule that a message breaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Violation {
    /// Which part of the message.
    #[serde(rename = "in")]
    pub part: Part,
    /// RFC 6901 pointer within that part. For parameters the first segment is the name.
    pub pointer: String,
    /// What is wrong and what would be right, for a person.
    pub message: String,
    /// Where the rule stands: a pointer into the description as the author wrote it.
    pub schema_pointer: String,
    /// The keyword that failed (`required`, `type`, `enum`, …) or a code of ours
    /// (`media-type`, `undeclared-status`, `missing-credentials`, `malformed`, …).
    pub keyword: String,
    /// What the rule wants, where it can be said as a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Value>,
    /// What was found, where it can be said as a value. Masked for secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
    /// `error` breaks the contract, anything less does not.
    pub severity: Severity,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part.as_str();
        match self.pointer.as_str() {
            "" => write!(f, "{part}: {}", self.message),
            pointer => write!(f, "{part} {pointer}: {}", self.message),
        }
    }
}

/// The result of one validation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Every broken rule, at most `limits::VIOLATIONS`.
    pub violations: Vec<Violation>,
}

impl Report {
    /// Whether nothing of severity error was found.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.violations.iter().all(|v| v.severity < Severity::Error)
    }
}
