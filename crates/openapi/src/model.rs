//! One shape for every version of OpenAPI: what validation, mocking and the UI work on.

use std::{collections::BTreeMap, fmt, sync::Arc};

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// Which family of rules a description follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Version {
    /// Swagger 2.0
    V2,
    /// OpenAPI 3.0.x
    V30,
    /// OpenAPI 3.1.x
    V31,
    /// OpenAPI 3.2.x
    V32,
}

impl Version {
    /// Whether schemas are JSON Schema 2020-12 (3.1 and later) rather than draft 4 with additions.
    #[must_use]
    pub fn is_2020_12(self) -> bool {
        self >= Self::V31
    }
}

/// A description, read and made uniform.
#[derive(Clone, Debug)]
pub struct Spec {
    /// `info.title`, or an empty text.
    pub title: String,
    /// `info.version`, or an empty text.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The text of `openapi` or `swagger`, such as `3.1.0`.
    pub openapi: String,
    /// The family it belongs to.
    pub family: Version,
    /// URI of the file that is the description.
    pub root: Url,
    /// Every file of it: schemas in these are plain JSON Schema (see [`Documents`]).
    pub documents: Arc<Documents>,
    /// Everything under `paths`, in document order.
    pub operations: Vec<Operation>,
    /// Everything under `webhooks` (or `x-webhooks`); `path` is the webhook's name.
    pub webhooks: Vec<Operation>,
    /// Named schemas (`components.schemas` or `definitions`), in document order.
    pub schemas: IndexMap<String, SchemaRef>,
    /// Named security schemes.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// Servers of the description; for 2.0 made from `schemes`, `host` and `basePath`.
    pub servers: Vec<Server>,
    /// Tags, declared first and then those only used, each once.
    pub tags: Vec<Tag>,
}

/// The parsed files, made uniform so that JSON pointers of the original still hold.
///
/// Schemas of 2.0 and 3.0 are rewritten in place to draft 4: `nullable` becomes a type with
/// `null`, annotation keywords that draft 4 would misread are removed. Those of 3.1 and later
/// stay as they are. Parts of 2.0 that have no schema of their own (`formData`) get one in a
/// document with the URI [`Documents::SYNTHETIC`].
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Original documents, as written.
    pub original: BTreeMap<Url, Arc<Value>>,
    /// The same with their schemas made uniform.
    pub uniform: BTreeMap<Url, Arc<Value>>,
}

impl Documents {
    /// URI of the document that holds schemas made by us.
    pub const SYNTHETIC: &'static str = "fairlead:/synthetic";

    /// [`Self::SYNTHETIC`] as a URI.
    pub(crate) fn synthetic() -> Url {
        #[expect(clippy::unwrap_used, reason = "a constant that is a URI")]
        Url::parse(Self::SYNTHETIC).unwrap()
    }

    /// The schema as uniform JSON Schema, `$ref`s unresolved.
    #[must_use]
    pub fn schema(&self, at: &SchemaRef) -> Option<&Value> {
        self.uniform.get(&at.document)?.pointer(&at.pointer)
    }
}

/// Where a schema stands. It is compiled as `{"$ref": "<document>#<pointer>"}`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaRef {
    /// URI of the file.
    pub document: Url,
    /// RFC 6901 pointer in it (not percent-encoded).
    pub pointer: String,
}

impl fmt::Debug for SchemaRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.document, self.pointer)
    }
}

/// Where something stands in the original files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// URI of the file.
    pub document: Url,
    /// RFC 6901 pointer in it.
    pub pointer: String,
}

/// One operation or webhook.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Stable over revisions as long as method and path stay: `op_` and 16 hex digits of
    /// SHA-256 over `METHOD path` (webhooks: `wh_`, over `METHOD name`).
    pub id: String,
    /// `operationId`, as written.
    pub operation_id: Option<String>,
    /// Upper case, such as `GET`.
    pub method: String,
    /// Path template as written, such as `/pets/{petId}`.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Tags in order.
    pub tags: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Path-item and operation parameters merged (the operation's own win), `$ref`s followed.
    pub parameters: Vec<Parameter>,
    /// The body it takes.
    pub request_body: Option<RequestBody>,
    /// What it answers, in document order.
    pub responses: Vec<ResponseSpec>,
    /// Alternatives (OR) of schemes (AND). `None`: nothing said anywhere; an empty list or an
    /// empty alternative: no credentials needed.
    pub security: Option<Vec<Vec<SecurityNeed>>>,
    /// Servers that apply (operation's, else path item's, else the description's).
    pub servers: Vec<Server>,
    /// What the server may call back because of this operation (OpenAPI 3.1.1, Callback Object).
    /// Callbacks of callbacks are there up to a small depth, and never one inside itself.
    pub callbacks: Vec<Callback>,
}

/// What the server calls back, and where.
#[derive(Clone, Debug)]
pub struct Callback {
    /// Its key under `callbacks`.
    pub name: String,
    /// The URL to call, as a template of runtime expressions such as
    /// `{$request.body#/notifyUrl}` (OpenAPI 3.1.1, Runtime Expressions).
    pub expression: String,
    /// Where the path item of the expression stands.
    pub place: Place,
    /// What is called there; `path` is the expression. Ids start with `cb_` and hold the name and
    /// the calling operation, so the same callback of two operations has two.
    pub operations: Vec<Operation>,
}

/// One scheme that has to be satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityNeed {
    /// Name among [`Spec::security_schemes`].
    pub scheme: String,
    /// Scopes or roles.
    pub scopes: Vec<String>,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// A `{name}` of the path template.
    Path,
    /// `?name=value`
    Query,
    /// The whole query at once (3.2 `querystring`).
    Querystring,
    /// A header field.
    Header,
    /// A cookie.
    Cookie,
}

/// How arrays and objects are written in one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// `a,b,c` (path, header)
    Simple,
    /// `.a.b` (path)
    Label,
    /// `;name=a` (path)
    Matrix,
    /// `name=a&name=b` or `name=a,b` (query, cookie)
    Form,
    /// `a%20b`
    SpaceDelimited,
    /// `a|b`
    PipeDelimited,
    /// `name[key]=value`
    DeepObject,
    /// 2.0 `collectionFormat: tsv`
    TabDelimited,
    /// 3.2 `style: cookie`
    Cookie,
}

/// A parameter or a response header.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// Where it is declared.
    pub place: Place,
    /// `description`.
    pub description: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `style`, or the location's default.
    pub style: Style,
    /// `explode`, or the style's default.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// Schema of the value where it is given with `schema` (or by 2.0 inline keywords).
    pub schema: Option<SchemaRef>,
    /// Media type of the value where it is given with `content`.
    pub content: Option<Box<MediaType>>,
    /// Examples, `example` as one without a name.
    pub examples: Vec<Example>,
}

/// What a request may carry.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Where it is declared.
    pub place: Place,
    /// `description`.
    pub description: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// By media type, in document order.
    pub content: Vec<MediaType>,
}

/// One entry of `content`.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// Media type or range as written, such as `application/json` or `text/*`.
    pub media_type: String,
    /// Where it is declared.
    pub place: Place,
    /// Schema of the whole body.
    pub schema: Option<SchemaRef>,
    /// Schema of each item of a stream (3.2 `itemSchema`).
    pub item_schema: Option<SchemaRef>,
    /// Examples, `example` as one without a name.
    pub examples: Vec<Example>,
    /// How single properties of a form or multipart body are written.
    pub encoding: IndexMap<String, Encoding>,
}

/// How one property of a form or multipart body is written.
#[derive(Clone, Debug)]
pub struct Encoding {
    /// `contentType`, a comma-separated list.
    pub content_type: Option<String>,
    /// Headers of the part.
    pub headers: Vec<Parameter>,
    /// `style`, where given.
    pub style: Option<Style>,
    /// `explode`, where given.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// An example of a value.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its key in `examples`; `None` for the single `example`.
    pub name: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// The value: `value`, `dataValue` or the single `example`.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}

/// Which statuses a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusKey {
    /// Exactly this one.
    Code(u16),
    /// `2XX`: the leading digit.
    Range(u8),
    /// `default`
    Default,
}

/// One entry of `responses`.
#[derive(Clone, Debug)]
pub struct ResponseSpec {
    /// For which statuses.
    pub status: StatusKey,
    /// Where it is declared.
    pub place: Place,
    /// `description`.
    pub description: String,
    /// Header fields (location `Header`).
    pub headers: Vec<Parameter>,
    /// By media type, in document order. Empty: no body.
    pub content: Vec<MediaType>,
    /// What may be called next with parts of this answer (3.x).
    pub links: Vec<Link>,
}

/// An operation that goes on from a response (OpenAPI 3.1.1, Link Object).
#[derive(Clone, Debug)]
pub struct Link {
    /// Its key under `links`.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// `description`.
    pub description: Option<String>,
    /// Which operation.
    pub target: LinkTarget,
    /// Values for its parameters by name (perhaps qualified, as in `path.id`): constants or
    /// runtime expressions such as `$response.body#/id`.
    pub parameters: IndexMap<String, Value>,
    /// The body to send: a constant or a runtime expression.
    pub request_body: Option<Value>,
    /// The server to use instead of the target's own.
    pub server: Option<Server>,
}

/// Which operation a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// By `operationId`.
    Id(String),
    /// By `operationRef`.
    Reference {
        /// As written.
        written: String,
        /// Where the operation stands, if it is among the files.
        place: Option<Place>,
    },
}

/// `servers` entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// URL template as written.
    pub url: String,
    /// URL with every variable at its default, absolute or relative.
    pub resolved: String,
    /// `description`.
    pub description: Option<String>,
}

/// `tags` entry.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// Name of the parent tag (3.2).
    pub parent: Option<String>,
}

/// How a caller proves who it is.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its name in the description.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// `description`.
    pub description: Option<String>,
    /// What it wants.
    pub kind: SecurityKind,
}

/// What a security scheme wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where.
        location: Location,
        /// Under which name.
        name: String,
    },
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization: Bearer …`
    Bearer {
        /// `bearerFormat`.
        format: Option<String>,
    },
    /// Another HTTP scheme, by name (lower case).
    Http(String),
    /// OAuth 2, sent as a bearer token.
    OAuth2 {
        /// The flows.
        flows: Vec<OAuthFlow>,
        /// `oauth2MetadataUrl` (OpenAPI 3.2): where the provider tells of itself (RFC 8414).
        metadata_url: Option<String>,
    },
    /// OpenID Connect, sent as a bearer token.
    OpenIdConnect {
        /// Discovery URL.
        url: String,
    },
    /// A client certificate.
    MutualTls,
}

/// One OAuth 2 flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthFlow {
    /// `authorizationCode`, `clientCredentials`, `implicit`, `password`, `deviceAuthorization`.
    pub kind: String,
    /// `authorizationUrl`, or `deviceAuthorizationUrl` of the device flow.
    pub authorization_url: Option<String>,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// Scope and what it is for.
    pub scopes: Vec<(String, String)>,
}

impl Spec {
    /// The operation that a link leads to.
    #[must_use]
    pub fn linked(&self, link: &Link) -> Option<&Operation> {
        self.operations.iter().find(|o| match &link.target {
            LinkTarget::Id(id) => o.operation_id.as_ref() == Some(id),
            LinkTarget::Reference { place, .. } => place.as_ref() == Some(&o.place),
        })
    }
}

impl Operation {
    /// The response that a status falls under: exact, then range, then default.
    #[must_use]
    pub fn response_for(&self, status: u16) -> Option<&ResponseSpec> {
        let wanted = [
            StatusKey::Code(status),
            StatusKey::Range(u8::try_from(status / 100).unwrap_or(0)),
            StatusKey::Default,
        ];
        wanted
            .iter()
            .find_map(|key| self.responses.iter().find(|r| r.status == *key))
    }
}

impl fmt::Display for StatusKey {
    /// `200`, `2XX` or `default`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
