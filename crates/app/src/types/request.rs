//! Saved requests.

use fairlead_core::{Diagnostic, Id, Timestamp};
use fairlead_requests::{Format, Language, SavedRequest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Draft, SourceFile};

/// A saved request in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedRequestSummary {
    /// Its id.
    pub id: Id,
    /// The names of the folders around it, outermost first.
    pub folder: Vec<String>,
    /// What it is called.
    pub name: String,
    /// The method.
    pub method: String,
    /// The address, which may hold `{{variables}}`.
    pub url: String,
    /// The operation that it calls, as the description was when it was saved.
    #[schema(required = true)]
    pub operation_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A saved request.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedRequestDetail {
    /// What the list has of it.
    #[serde(flatten)]
    pub summary: SavedRequestSummary,
    /// The whole of it; `{{name}}` stands where a credential was.
    pub request: SavedRequest,
    /// The same as a draft of the playground: of the operation that it calls, else a free one.
    pub draft: Draft,
}

/// A request to save: a whole one, or a draft of the playground.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSavedRequest {
    /// What to call it.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The names of the folders around it, outermost first.
    #[serde(default)]
    #[schema(max_items = 32)]
    pub folder: Vec<String>,
    /// The request.
    #[serde(default)]
    pub request: Option<SavedRequest>,
    /// The draft, where no request is given.
    #[serde(default)]
    pub draft: Option<Draft>,
}

/// What to change of a saved request. What is left out, or null, stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedRequestPatch {
    /// What to call it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The folders to move it into.
    #[serde(default)]
    #[schema(max_items = 32)]
    pub folder: Option<Vec<String>>,
    /// The request to put it before.
    #[serde(default)]
    pub before: Option<Id>,
    /// The request.
    #[serde(default)]
    pub request: Option<SavedRequest>,
    /// The draft, where no request is given.
    #[serde(default)]
    pub draft: Option<Draft>,
}

/// Where a collection comes from.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum RequestSource {
    /// Files, or one text that was pasted.
    Upload {
        /// The files; paths keep the folders they lay in.
        #[schema(min_items = 1, max_items = 10_000)]
        files: Vec<SourceFile>,
    },
    /// A file or a folder on this machine.
    Path {
        /// Absolute path.
        #[schema(min_length = 1)]
        path: String,
    },
}

/// A collection to import.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRequests {
    /// Where it comes from.
    pub source: RequestSource,
    /// What it is written in; found out where left out.
    #[serde(default)]
    pub format: Option<Format>,
    /// The folders to put it into.
    #[serde(default)]
    #[schema(max_items = 32)]
    pub folder: Vec<String>,
    /// Say what would come of it, and keep nothing.
    #[serde(default)]
    #[schema(default = false)]
    pub dry_run: bool,
    /// Put the credentials into the vault; else they are left away.
    #[serde(default)]
    #[schema(default = false)]
    pub keep_secrets: bool,
}

/// What a collection holds, or what was kept of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportedRequests {
    /// What it was written in.
    #[schema(required = true)]
    pub format: Option<Format>,
    /// What it is called.
    pub name: String,
    /// How many requests.
    pub requests: usize,
    /// How many folders.
    pub folders: usize,
    /// How many of the requests call an operation of the description.
    pub matched: usize,
    /// The variables that stand where credentials were.
    pub secrets: Vec<RequestSecret>,
    /// What is wrong, and what has no place.
    pub diagnostics: Vec<Diagnostic>,
    /// The requests, in order; without ids where nothing was kept.
    pub items: Vec<ImportedRequest>,
}

/// A credential that was found; its value is not told.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestSecret {
    /// The variable.
    pub name: String,
    /// Where it stood.
    pub place: String,
}

/// One request of an import.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportedRequest {
    /// Its id, where it was kept.
    #[schema(required = true)]
    pub id: Option<Id>,
    /// The names of the folders around it.
    pub folder: Vec<String>,
    /// What it is called.
    pub name: String,
    /// The method.
    pub method: String,
    /// The address.
    pub url: String,
    /// The operation that it calls.
    #[schema(required = true)]
    pub operation_id: Option<String>,
}

/// Where to export to.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportRequests {
    /// Absolute path of a folder to write the files into; none is written where left out.
    #[serde(default)]
    pub path: Option<String>,
    /// Write over files that differ.
    #[serde(default)]
    #[schema(default = false)]
    pub replace: bool,
}

/// The files of a project's requests.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExportedRequests {
    /// Text by path.
    pub files: std::collections::BTreeMap<String, String>,
    /// How many of them were written.
    pub written: usize,
}

/// A draft, and the language to have it in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftToCode {
    /// The draft.
    pub draft: Draft,
    /// The language.
    pub language: Language,
}

/// Code that sends a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestCode {
    /// The language.
    pub language: Language,
    /// The code; credentials are environment variables.
    pub code: String,
}

/// The folder to keep a project's saved requests in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkRequestFolder {
    /// Absolute path of the folder; it is made where it is missing.
    #[schema(min_length = 1, max_length = 4096)]
    pub path: String,
}

/// The folder that a project's saved requests are kept in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestFolder {
    /// Absolute path of the folder; null where there is none.
    #[schema(required = true)]
    pub path: Option<String>,
    /// How it stands.
    pub state: RequestFolderState,
    /// Why nothing is kept the same for now, and what to do.
    #[schema(required = true)]
    pub error: Option<String>,
    /// When both sides were the same last.
    #[schema(required = true)]
    pub synced_at: Option<Timestamp>,
    /// Files that cannot be read, with lines; nothing of them is taken or changed.
    pub problems: Vec<Diagnostic>,
    /// What has changed on both sides.
    pub conflicts: Vec<FolderConflict>,
}

/// How a folder of saved requests stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RequestFolderState {
    /// The project has no folder.
    Unlinked,
    /// Both sides are the same, but for files that cannot be read.
    Synced,
    /// Changes are on their way.
    Syncing,
    /// Something has changed on both sides, and both are kept.
    Conflicts,
    /// Nothing is taken or written until what is wrong is mended.
    Failed,
}

/// Something that has changed on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FolderConflict {
    /// The file, below the folder.
    pub file: String,
    /// The name under which this side's version is kept beside it; null where one side had
    /// deleted it.
    #[schema(required = true)]
    pub mine: Option<String>,
    /// What has happened, and what is kept.
    pub message: String,
}
