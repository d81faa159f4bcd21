//! What a bundle says of itself.

use std::collections::BTreeMap;

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};

/// The version of the format.
pub const VERSION: u32 = 1;

/// What a bundle is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = BundleKind))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// What a vendor shows to a partner.
    Space,
    /// What a partner did with it.
    Results,
}

/// A project or a partner, by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its id, the same in every bundle.
    pub id: Id,
    /// Its name, as it was then.
    pub name: String,
}

/// What a bundle is, from whom, for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// What it is for.
    pub kind: Kind,
    /// The vendor's project.
    pub space: Party,
    /// The partner.
    pub partner: Party,
    /// Counts the bundles of a space; of results, the bundle that they belong to.
    pub number: u32,
    /// Who made it, in their own words.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The version of the format: 1.
    pub fairlead_bundle: u32,
    /// What the bundle is.
    #[serde(flatten)]
    pub about: About,
    /// Every file but this one, by path.
    pub files: BTreeMap<String, File>,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its length, in bytes.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
}
