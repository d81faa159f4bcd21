//! Revisions of a description, their files, schemas and problems.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Where a description comes from.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Source {
    /// Files given with the request.
    Upload {
        /// The files, joined by relative `$ref`s.
        #[schema(min_items = 1, max_items = 2000)]
        files: Vec<SourceFile>,
        /// Name of the file to begin with; the one that looks like a description where left out.
        root: Option<String>,
    },
    /// A file on this machine, with the files beneath its folder that it refers to.
    Path {
        /// Absolute path.
        #[schema(min_length = 1)]
        path: String,
    },
    /// A document on the web.
    Url {
        /// `http` or `https`.
        #[schema(format = "uri")]
        url: String,
        /// Whether addresses of this machine and of private networks may be read.
        #[serde(default, rename = "allowPrivate")]
        #[schema(default = false)]
        allow_private: bool,
    },
    /// The description that comes with Fairlead.
    // With braces: a variant without any would take unknown fields.
    Sample {},
}

/// Which files on the web a description that was read from files may refer to (`$ref`). One that
/// comes from the web itself reads there what its source allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Remote {
    /// None: nothing is fetched that nobody asked for.
    #[default]
    None,
    /// Those that everybody can reach.
    Public,
    /// Those of this machine and of private networks too.
    Any,
}

/// One uploaded file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceFile {
    /// Relative path, such as `schemas/pet.yaml`.
    #[schema(min_length = 1, max_length = 1000)]
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A new revision.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSpec {
    /// Where it comes from.
    pub source: Source,
    /// OpenAPI overlays (1.0 or 1.1) to lay over it, in this order.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub overlays: Vec<SourceFile>,
    /// Which files on the web a description of files may refer to.
    #[serde(default)]
    pub remote: Remote,
}

/// One revision of a project's description.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecRevision {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// Counted from 1 within the project.
    #[schema(minimum = 1)]
    pub revision: u32,
    /// `info.title`
    pub title: String,
    /// `info.version`
    pub version: String,
    /// The version of OpenAPI, such as `3.1.0`.
    pub openapi: String,
    /// `info.description`
    #[schema(required = true)]
    pub description: Option<String>,
    /// Where it came from.
    pub source: SourceSummary,
    /// How many operations it has.
    pub operation_count: u32,
    /// How many named schemas it has.
    pub schema_count: u32,
    /// How many webhooks it has.
    pub webhook_count: u32,
    /// How many problems it has, by severity.
    pub problems: ProblemCounts,
    /// Whether it is the one in use.
    pub active: bool,
    /// When it was imported.
    pub created_at: Timestamp,
    /// Its servers.
    pub servers: Vec<ServerSummary>,
    /// Its tags.
    pub tags: Vec<TagSummary>,
    /// Its security schemes.
    pub security_schemes: Vec<SecuritySchemeSummary>,
}

/// Where a revision came from.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceSummary {
    /// `upload`, `path`, `url` or `sample`.
    pub kind: String,
    /// File name, path or URL.
    pub location: String,
}

/// How many problems, by severity.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProblemCounts {
    /// Parts that cannot be used or break the standard.
    pub error: u32,
    /// Probably not meant so.
    pub warning: u32,
    /// Worth knowing.
    pub info: u32,
    /// Might be nicer otherwise.
    pub hint: u32,
}

/// A server of a description.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerSummary {
    /// URL with every variable at its default.
    pub url: String,
    /// What it is for.
    #[schema(required = true)]
    pub description: Option<String>,
}

/// A tag of a description.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TagSummary {
    /// Its name.
    pub name: String,
    /// What it groups.
    #[schema(required = true)]
    pub description: Option<String>,
}

/// How a caller proves who it is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecuritySchemeSummary {
    /// Its name in the description.
    pub name: String,
    /// `apiKey`, `basic`, `bearer`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is for.
    #[schema(required = true)]
    pub description: Option<String>,
    /// Where an API key goes: `header`, `query` or `cookie`.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Under which name an API key goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter_name: Option<String>,
    /// Name of another HTTP scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Where its provider tells of itself: `oauth2MetadataUrl` (RFC 8414) or `openIdConnectUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata_url: Option<String>,
}

/// One file of a revision.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it is the one to begin with.
    pub root: bool,
}

/// A named schema, in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchemaSummary {
    /// Its name.
    pub name: String,
    /// RFC 6901 pointer within `file`.
    pub pointer: String,
    /// The file it is in.
    pub file: String,
    /// Line in the file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Its type, where it says one; several joined by `|`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it is.
    #[schema(required = true)]
    pub description: Option<String>,
}

/// A named schema, whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchemaDetail {
    /// Its name.
    pub name: String,
    /// The schema as written, its `$ref`s to named schemas as `#/schemas/NAME`.
    pub schema: Value,
    /// Every named schema that can be reached from it, by the NAME used in the `$ref`s.
    #[schema(value_type = Object)]
    pub schemas: serde_json::Map<String, Value>,
    /// The file it is in.
    pub file: String,
    /// RFC 6901 pointer within `file`.
    pub pointer: String,
    /// Line in the file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}
