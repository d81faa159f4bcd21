//! What answers leave behind: cookies, and parts of their bodies.

use fairlead_core::{Id, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A cookie that a server has set. Its value is not told.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeptCookie {
    /// The environment whose answer has set it; null for what went elsewhere.
    #[schema(required = true)]
    pub environment_id: Option<Id>,
    /// Its name.
    pub name: String,
    /// The host, or the domain whose hosts, it goes to.
    pub domain: String,
    /// What the path of a request begins with for it to go along.
    pub path: String,
    /// When it ends; null where it lives as long as the program.
    #[schema(required = true)]
    pub expires: Option<Timestamp>,
}

/// The parts of a body that a query picks.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BodyMatches {
    /// How many there are.
    pub total: usize,
    /// The first of them, in the order of the document.
    pub matches: Vec<BodyMatch>,
}

/// A part of a body.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BodyMatch {
    /// Where it is: an RFC 6901 pointer.
    pub pointer: String,
    /// What it is.
    pub value: serde_json::Value,
}
