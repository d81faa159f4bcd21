//! Requests that are pasted as text.

use fairlead_core::Diagnostic;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Draft, RequestSecret};

/// A text that holds requests: a `curl` command, a call of `fetch`, a HAR file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastedText {
    /// The text.
    #[schema(min_length = 1)]
    pub text: String,
}

/// The requests of a pasted text.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PastedRequests {
    /// The first of them, as drafts to the addresses that they name.
    pub drafts: Vec<Draft>,
    /// How many there are.
    pub found: usize,
    /// The variables that stand where credentials were; the vault keeps their values.
    pub secrets: Vec<RequestSecret>,
    /// What had no place.
    pub diagnostics: Vec<Diagnostic>,
}
