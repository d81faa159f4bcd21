//! Operations of a description, as lists and as details.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::ServerSummary;

/// One operation or webhook, in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// Stable over revisions as long as method and path stay.
    pub id: String,
    /// Upper case.
    pub method: String,
    /// Path template; the name of a webhook.
    pub path: String,
    /// `operationId`
    #[schema(required = true)]
    pub operation_id: Option<String>,
    /// `summary`
    #[schema(required = true)]
    pub summary: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What it is.
    pub kind: OperationKind,
}

/// What an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum OperationKind {
    /// Called by the client.
    Operation,
    /// Called by the API's owner.
    Webhook,
}

/// One operation, whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationDetail {
    /// What the list says of it.
    #[serde(flatten)]
    pub operation: Operation,
    /// `description`
    #[schema(required = true)]
    pub description: Option<String>,
    /// Path item's and operation's parameters.
    pub parameters: Vec<ParameterDetail>,
    /// What it takes.
    #[schema(required = true)]
    pub request_body: Option<RequestBodyDetail>,
    /// What it answers.
    pub responses: Vec<ResponseDetail>,
    /// Alternatives of schemes that are wanted together; null where nothing is said.
    #[schema(required = true)]
    pub security: Option<Vec<Vec<SecurityNeed>>>,
    /// Its servers.
    pub servers: Vec<ServerSummary>,
    /// Every named schema that can be reached, by the NAME of the `$ref`s `#/schemas/NAME`.
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

/// A scheme that is wanted.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityNeed {
    /// Its name.
    pub scheme: String,
    /// Scopes that are wanted.
    pub scopes: Vec<String>,
}

/// A parameter.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParameterDetail {
    /// Its name.
    pub name: String,
    /// `path`, `query`, `querystring`, `header` or `cookie`.
    #[serde(rename = "in")]
    pub location: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What it is for.
    #[schema(required = true)]
    pub description: Option<String>,
    /// How arrays and objects are written.
    pub style: String,
    /// Whether arrays and objects take a place for each part.
    pub explode: bool,
    /// Its schema.
    #[schema(required = true)]
    pub schema: Option<Value>,
    /// Its first example.
    #[schema(required = true)]
    pub example: Option<Value>,
}

/// What a request may carry.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestBodyDetail {
    /// Whether it has to be there.
    pub required: bool,
    /// What it is.
    #[schema(required = true)]
    pub description: Option<String>,
    /// By media type.
    pub content: Vec<ContentDetail>,
}

/// A body of one media type.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContentDetail {
    /// Media type or range.
    pub media_type: String,
    /// Its schema.
    #[schema(required = true)]
    pub schema: Option<Value>,
    /// Its examples.
    pub examples: Vec<ExampleDetail>,
}

/// An example.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExampleDetail {
    /// Its name; `example` for the only one.
    pub name: String,
    /// What it shows.
    #[schema(required = true)]
    pub summary: Option<String>,
    /// The value.
    pub value: Value,
}

/// What an operation answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResponseDetail {
    /// `200`, `2XX` or `default`.
    pub status: String,
    /// What it means.
    pub description: String,
    /// Its headers.
    pub headers: Vec<HeaderDetail>,
    /// By media type.
    pub content: Vec<ContentDetail>,
}

/// A header of a response.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeaderDetail {
    /// Its name.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What it says.
    #[schema(required = true)]
    pub description: Option<String>,
    /// Its schema.
    #[schema(required = true)]
    pub schema: Option<Value>,
}
