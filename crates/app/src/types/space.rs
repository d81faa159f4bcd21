//! What a partner sees of a project.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EnvironmentType, TestProfile};

/// Everything that a partner sees of a project, and all that a bundle holds.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpaceContents {
    /// Who has made it.
    pub vendor: String,
    /// What partners should know, in Markdown.
    pub notes: String,
    /// The description, without its files; null where there is none yet.
    #[schema(required = true)]
    pub description: Option<SpaceDescription>,
    /// The environments. The built-in mock is none of them, and is always there.
    pub environments: Vec<SpaceEnvironment>,
    /// The variables of the project that environments and requests use, and those of the partner.
    pub variables: Vec<SpaceVariable>,
    /// Variables that environments and requests use and that the partner has to set.
    pub to_set: Vec<String>,
    /// The saved requests.
    pub requests: Vec<SpaceRequest>,
    /// What the tests of a partner have to show, by group of operations.
    pub test_profile: TestProfile,
}

/// The description in a partner space.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpaceDescription {
    /// Its title.
    pub title: String,
    /// The version of the API.
    pub version: String,
    /// How many files it has.
    pub files: usize,
    /// Their size together, in bytes.
    pub bytes: u64,
}

/// An environment in a partner space.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpaceEnvironment {
    /// What it is called.
    pub name: String,
    /// What kind of environment it is.
    #[serde(rename = "type")]
    pub kind: EnvironmentType,
    /// Where requests go.
    #[schema(required = true)]
    pub base_url: Option<String>,
    /// The secrets that the partner has to set.
    pub secrets: Vec<String>,
}

/// A variable in a partner space.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpaceVariable {
    /// Its name.
    pub name: String,
    /// What it stands for; empty where it is secret.
    pub value: String,
    /// Whether its value is secret, and so does not travel.
    pub secret: bool,
    /// Whether it is this partner's alone.
    pub of_partner: bool,
}

/// A saved request in a partner space.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpaceRequest {
    /// The names of the folders around it.
    pub folder: Vec<String>,
    /// What it is called.
    pub name: String,
    /// The method.
    pub method: String,
    /// The address.
    pub url: String,
}

/// Where a project comes from that was opened from a bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenedSpace {
    /// Who has made it.
    pub vendor: String,
    /// What they call the project.
    pub name: String,
    /// Who we are to them.
    pub partner_id: Id,
    /// What they call us.
    pub partner_name: String,
    /// What partners should know, in Markdown.
    pub notes: String,
    /// The number of the bundle.
    pub number: u32,
    /// When the bundle was made.
    pub made_at: Timestamp,
    /// Fingerprint of the key that it is signed with.
    pub fingerprint: String,
    /// The names of the environments that came with it; others are our own.
    pub environments: Vec<String>,
    /// Variables that environments and requests use and that we have to set.
    pub to_set: Vec<String>,
    /// What our tests have to show, by group of operations.
    pub test_profile: TestProfile,
}
