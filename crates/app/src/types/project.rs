//! Projects, and the one-step import that makes them.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Permission;

use super::{Mock, OpenedSpace, Remote, Source, SourceFile, SpecRevision};

/// One API being integrated.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it or its parts last changed.
    pub updated_at: Timestamp,
    /// The revision in use; null before the first import.
    #[schema(required = true)]
    pub spec: Option<SpecRevision>,
    /// Its mocks.
    pub mocks: Vec<Mock>,
    /// How many traces are kept of it.
    pub trace_count: u64,
    /// What whoever asks may do in it.
    pub may: Vec<Permission>,
    /// Where it comes from, if it was opened from a bundle of somebody else.
    #[schema(required = true)]
    pub space: Option<OpenedSpace>,
}

/// What a new project is made of.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewProject {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What it is about.
    #[serde(default)]
    #[schema(max_length = 10000)]
    pub description: String,
}

/// What to change of a project; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProjectPatch {
    /// The new name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The new description.
    #[schema(max_length = 10000)]
    pub description: Option<String>,
}

/// A description to import in one step: project, revision and running mock.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewImport {
    /// Where the description comes from.
    pub source: Source,
    /// OpenAPI overlays (1.0 or 1.1) to lay over it, in this order.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub overlays: Vec<SourceFile>,
    /// Which files on the web a description of files may refer to.
    #[serde(default)]
    pub remote: Remote,
    /// Name of the new project; the title of the description where left out.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The project to import into; a new one is made where left out.
    pub project_id: Option<Id>,
    /// Whether to start a mock of it.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub start_mock: bool,
}

fn yes() -> bool {
    true
}

/// What an import has made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// The project.
    pub project: Project,
    /// The new revision.
    pub spec: SpecRevision,
    /// The running mock, where one was asked for.
    #[schema(required = true)]
    pub mock: Option<Mock>,
}
