//! Bodies of requests.

use serde::{Deserialize, Serialize};

use super::{Row, is_default};

/// The body of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SavedBody))]
pub enum Body {
    /// None.
    #[default]
    None,
    /// JSON, which may hold variables and so need not be JSON before they are filled in.
    Json {
        /// The text.
        text: String,
    },
    /// XML.
    Xml {
        /// The text.
        text: String,
    },
    /// Any other text.
    #[serde(rename_all = "camelCase")]
    Text {
        /// The text.
        text: String,
        /// Its media type; `text/plain` where left out.
        #[serde(default, skip_serializing_if = "is_default")]
        media_type: String,
    },
    /// Names and values, `application/x-www-form-urlencoded`.
    Form {
        /// In order, not percent-encoded.
        rows: Vec<Row>,
    },
    /// Parts, `multipart/form-data` (RFC 7578).
    Multipart {
        /// In order.
        parts: Vec<Part>,
    },
    /// A GraphQL request, sent as JSON with `query` and `variables`.
    Graphql {
        /// The document.
        query: String,
        /// The variables, as JSON text; none where empty.
        #[serde(default, skip_serializing_if = "is_default")]
        variables: String,
    },
    /// The bytes of a file.
    #[serde(rename_all = "camelCase")]
    File {
        /// Its path, as the person named it.
        path: String,
        /// Its media type; `application/octet-stream` where left out.
        #[serde(default, skip_serializing_if = "is_default")]
        media_type: String,
    },
}

/// A part of a multipart body: a text, or the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SavedPart))]
pub struct Part {
    /// The name of the field.
    pub name: String,
    /// The text; empty for a file.
    #[serde(default, skip_serializing_if = "is_default")]
    pub value: String,
    /// The path of the file, as the person named it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file: Option<String>,
    /// The media type; where empty, none for a text and `application/octet-stream` for a file.
    #[serde(default, skip_serializing_if = "is_default")]
    pub media_type: String,
    /// Whether it is sent.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub enabled: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_true(value: &bool) -> bool {
    *value
}

impl Part {
    /// A text that is sent.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            file: None,
            media_type: String::new(),
            enabled: true,
            description: String::new(),
        }
    }

    /// A file that is sent.
    pub fn file(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            file: Some(path.into()),
            ..Self::text(name, "")
        }
    }
}

impl Body {
    /// The media type it is sent with where no header field says another; empty for none, and
    /// for multipart, whose boundary is only known when it is sent.
    #[must_use]
    pub fn media_type(&self) -> &str {
        match self {
            Self::None | Self::Multipart { .. } => "",
            Self::Json { .. } | Self::Graphql { .. } => "application/json",
            Self::Xml { .. } => "application/xml",
            Self::Text { media_type, .. } if media_type.is_empty() => "text/plain",
            Self::File { media_type, .. } if media_type.is_empty() => "application/octet-stream",
            Self::Text { media_type, .. } | Self::File { media_type, .. } => media_type,
            Self::Form { .. } => "application/x-www-form-urlencoded",
        }
    }

    /// A body of this text, by what its media type says.
    #[must_use]
    pub fn of_text(text: String, media_type: &str) -> Self {
        let bare = media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match bare.as_str() {
            "application/json" => Self::Json { text },
            "application/xml" => Self::Xml { text },
            "application/x-www-form-urlencoded" => Self::Form {
                rows: crate::url::query(&text),
            },
            "text/plain" => Self::Text {
                text,
                media_type: String::new(),
            },
            _ => Self::Text {
                text,
                media_type: media_type.trim().to_owned(),
            },
        }
    }

    /// The JSON text of a GraphQL request.
    #[must_use]
    pub fn graphql_text(query: &str, variables: &str) -> String {
        let query = serde_json::Value::from(query);
        if variables.trim().is_empty() {
            format!("{{\"query\":{query}}}")
        } else {
            format!("{{\"query\":{query},\"variables\":{}}}", variables.trim())
        }
    }
}
