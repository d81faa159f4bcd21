//! Partners of a project, and what the project shows to them.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody who integrates the API of a project.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Partner {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// Whom to write to.
    pub contact: String,
    /// What only the people of the project read.
    pub note: String,
    /// Fingerprint of the key that its results are signed with, once there were some.
    #[schema(required = true)]
    pub fingerprint: Option<String>,
    /// When a bundle was last made for it.
    #[schema(required = true)]
    pub sent_at: Option<Timestamp>,
    /// When results of it last came.
    #[schema(required = true)]
    pub received_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A partner to add, or all of one anew.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPartner {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Acme Payments")]
    pub name: String,
    /// Whom to write to.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub contact: String,
    /// What only the people of the project read.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub note: String,
}
