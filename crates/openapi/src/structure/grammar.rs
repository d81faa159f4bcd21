//! What may stand where, in every version: the tables of the OpenAPI specifications.

use crate::{Version, files::At};

/// An object of the specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Root,
    Info,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Responses,
    Response,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Components,
    Server,
    Tag,
    Schema,
}

/// How many of them stand under a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    One,
    List,
    Map,
}

type Child = (&'static str, Shape, Kind);

impl Kind {
    /// What it is called in a message.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Root => "a description",
            Self::Info => "`info`",
            Self::Paths => "`paths`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::Responses => "`responses`",
            Self::Response => "a response",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::SecurityScheme => "a security scheme",
            Self::Components => "`components`",
            Self::Server => "a server",
            Self::Tag => "a tag",
            Self::Schema => "a schema",
        }
    }

    /// Whether in 2.0 the object is itself the schema of its value.
    pub(super) fn is_inline_schema(self, at: &At<'_>) -> bool {
        match self {
            Self::Header => true,
            Self::Parameter => at.text("in") != Some("body"),
            _ => false,
        }
    }
}

/// Methods that a path item may have.
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// What the entries of a kind are whose keys are free.
pub(super) fn entries(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Paths | Kind::Callback => Some(Kind::PathItem),
        Kind::Responses => Some(Kind::Response),
        _ => None,
    }
}

/// Fixed keys of a kind and what they hold.
pub(super) fn children(kind: Kind, family: Version) -> &'static [Child] {
    if family == Version::V2 {
        v2(kind)
    } else {
        v3(kind)
    }
}

use Kind::{
    Callback, Components, Encoding, Example, Header, Info, Link, MediaType, Operation, Parameter,
    PathItem, Paths, RequestBody, Response, Responses, Schema, SecurityScheme, Server, Tag,
};
use Shape::{List, Map, One};

fn v2(kind: Kind) -> &'static [Child] {
    match kind {
        Kind::Root => &[
            ("info", One, Info),
            ("paths", One, Paths),
            ("x-webhooks", Map, PathItem),
            ("definitions", Map, Schema),
            ("parameters", Map, Parameter),
            ("responses", Map, Response),
            ("securityDefinitions", Map, SecurityScheme),
            ("tags", List, Tag),
        ],
        PathItem => &[
            ("parameters", List, Parameter),
            ("get", One, Operation),
            ("put", One, Operation),
            ("post", One, Operation),
            ("delete", One, Operation),
            ("options", One, Operation),
            ("head", One, Operation),
            ("patch", One, Operation),
        ],
        Operation => &[
            ("parameters", List, Parameter),
            ("responses", One, Responses),
        ],
        Parameter => &[("schema", One, Schema)],
        Response => &[("schema", One, Schema), ("headers", Map, Header)],
        _ => &[],
    }
}

fn v3(kind: Kind) -> &'static [Child] {
    match kind {
        Kind::Root => &[
            ("info", One, Info),
            ("servers", List, Server),
            ("paths", One, Paths),
            ("webhooks", Map, PathItem),
            ("x-webhooks", Map, PathItem),
            ("components", One, Components),
            ("tags", List, Tag),
        ],
        Components => &[
            ("schemas", Map, Schema),
            ("responses", Map, Response),
            ("parameters", Map, Parameter),
            ("examples", Map, Example),
            ("requestBodies", Map, RequestBody),
            ("headers", Map, Header),
            ("securitySchemes", Map, SecurityScheme),
            ("links", Map, Link),
            ("callbacks", Map, Callback),
            ("pathItems", Map, PathItem),
            ("mediaTypes", Map, MediaType),
        ],
        PathItem => &[
            ("servers", List, Server),
            ("parameters", List, Parameter),
            ("get", One, Operation),
            ("put", One, Operation),
            ("post", One, Operation),
            ("delete", One, Operation),
            ("options", One, Operation),
            ("head", One, Operation),
            ("patch", One, Operation),
            ("trace", One, Operation),
            ("query", One, Operation),
            ("additionalOperations", Map, Operation),
        ],
        Operation => &[
            ("servers", List, Server),
            ("parameters", List, Parameter),
            ("requestBody", One, RequestBody),
            ("responses", One, Responses),
            ("callbacks", Map, Callback),
        ],
        Parameter | Header => &[
            ("schema", One, Schema),
            ("content", Map, MediaType),
            ("examples", Map, Example),
        ],
        RequestBody => &[("content", Map, MediaType)],
        Response => &[
            ("headers", Map, Header),
            ("content", Map, MediaType),
            ("links", Map, Link),
        ],
        MediaType => &[
            ("schema", One, Schema),
            ("itemSchema", One, Schema),
            ("examples", Map, Example),
            ("encoding", Map, Encoding),
            ("prefixEncoding", List, Encoding),
            ("itemEncoding", One, Encoding),
        ],
        Encoding => &[("headers", Map, Header)],
        Link => &[("server", One, Server)],
        _ => &[],
    }
}
