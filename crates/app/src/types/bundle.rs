//! Environments on their way from one project to another.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EnvironmentVariable, NewEnvironment};

/// Environments as a file, without secrets: `docs/environments.md` describes it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentsFile {
    /// The version of the format.
    #[schema(minimum = 1, maximum = 1, example = 1)]
    pub fairlead_environments: u32,
    /// The environments, in order.
    #[schema(max_items = 100)]
    pub environments: Vec<NewEnvironment>,
    /// The variables of the project; secret ones without their values.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub variables: Vec<EnvironmentVariable>,
}

/// What a bundle is sealed with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BundlePassphrase {
    /// At least 12 characters; it is kept nowhere.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 1000)]
    pub passphrase: secrecy::SecretString,
}

/// Environments with their secrets, encrypted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EnvironmentsBundle {
    /// The file of the format `age`, in ASCII armour.
    pub bundle: String,
}

/// What to import: a file or a bundle.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportEnvironments {
    /// A file without secrets.
    #[serde(default)]
    pub file: Option<EnvironmentsFile>,
    /// A bundle in its place.
    #[serde(default)]
    #[schema(max_length = 20_000_000)]
    pub bundle: Option<String>,
    /// What the bundle was sealed with.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, max_length = 1000)]
    pub passphrase: Option<secrecy::SecretString>,
    /// Whether what is there by the same name is written anew; else it stays as it is.
    #[serde(default)]
    #[schema(default = false)]
    pub replace: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportedEnvironments {
    /// Names of the environments that are new.
    pub created: Vec<String>,
    /// Names of those that were written anew.
    pub replaced: Vec<String>,
    /// Names of those that were there and stay as they are.
    pub kept: Vec<String>,
    /// How many secrets came along.
    pub secrets: usize,
    /// How many variables of the project were set.
    pub variables: usize,
}
