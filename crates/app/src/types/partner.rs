//! Partners of a project, and what the project shows to them.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PartnerResults, SpaceContents, TakenResults};

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

/// What a project shows to its partners, next to the environments that are theirs too.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerSpace {
    /// Who we are to partners.
    pub vendor: String,
    /// What partners should know, in Markdown.
    pub notes: String,
    /// The saved requests that they get as templates.
    pub requests: Vec<Id>,
    /// The number of the last bundle that was made; 0 before the first.
    pub number: u32,
    /// Fingerprint of the key that our bundles are signed with: partners see it when they open one.
    pub fingerprint: String,
    /// When it last changed.
    #[schema(required = true)]
    pub updated_at: Option<Timestamp>,
}

/// What to show to partners. It is written as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPartnerSpace {
    /// Who we are to partners; the name of the project where left empty.
    #[serde(default)]
    #[schema(max_length = 200, example = "Harbour Authority")]
    pub vendor: String,
    /// What partners should know, in Markdown.
    #[serde(default)]
    #[schema(max_length = 100_000)]
    pub notes: String,
    /// The saved requests that they get as templates; those that are gone do not matter.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub requests: Vec<Id>,
}

/// What a bundle holds, and what opening it does, or did.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenedBundle {
    /// What it is for.
    pub kind: fairlead_bundle::Kind,
    /// The project it is about, as its makers call it.
    pub space: String,
    /// The partner.
    pub partner: String,
    /// Counts the bundles of a space; of results, the bundle that they belong to.
    pub number: u32,
    /// Who made it, in their own words.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// Fingerprint of the key that it is signed with.
    pub fingerprint: String,
    /// Whether that key has signed what came from there before.
    pub signer: BundleSigner,
    /// The project that it goes into; null where it will be a new one.
    #[schema(required = true)]
    pub project_id: Option<Id>,
    /// What is in it, where it is a space.
    #[schema(required = true)]
    pub contents: Option<SpaceContents>,
    /// What is in it, where it is results.
    #[schema(required = true)]
    pub results: Option<PartnerResults>,
    /// What came of it, where it is results that have been taken.
    #[schema(required = true)]
    pub taken: Option<TakenResults>,
    /// What a person should know before.
    pub warnings: Vec<String>,
    /// Whether it has been kept; false where it was only looked at.
    pub kept: bool,
}

/// Whether the key of a bundle is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum BundleSigner {
    /// Nothing came from there before: compare the fingerprint with whoever sent it.
    New,
    /// The same key as before.
    Known,
    /// Another key than before.
    Changed,
}
