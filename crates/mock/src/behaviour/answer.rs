//! Answers that are written down.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use fairlead_core::Response;
use fairlead_openapi::{MediaType, Operation, ResponseSpec};
use fairlead_validate::media::{self, Kind};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{
    several::Several,
    template::{Scope, Template, Tree},
};
use crate::{
    Mock,
    answer::{self as usual, clean},
    encode, negotiate,
    prefer::Preference,
};

/// An answer. What it leaves out is as the description says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// The status; that of success where it is left out.
    #[schemars(range(min = 200, max = 599))]
    pub status: Option<u16>,
    /// Header fields by name: a text, or a list of texts for several fields of that name.
    #[serde(default)]
    pub headers: BTreeMap<String, Several<Template>>,
    /// The body. It is written as the media type that the description declares and the caller
    /// likes best, or as that of a `content-type` under `headers`.
    pub body: Option<Tree>,
    /// A file that holds the body, beside this file or in a folder beneath. JSON and texts are
    /// templates too; anything else is sent as it is.
    pub body_file: Option<String>,
    /// The name of an example of the description.
    pub example: Option<String>,
    /// What `body_file` holds.
    #[serde(skip)]
    pub content: Option<Arc<Content>>,
}

/// What a file with a body holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A value.
    Value(Tree),
    /// A text and its media type.
    Text(Template, &'static str),
    /// Bytes and their media type.
    Bytes(Bytes, &'static str),
}

/// An answer and remarks on it.
pub struct Made {
    /// The answer.
    pub response: Response,
    /// What is not as the description says, or was not there to be filled in.
    pub notes: Vec<String>,
}

/// Makes the answer for one request. `who` is what says so, for the notes.
pub fn make(mock: &Mock, answer: &Answer, scope: &Scope<'_>, who: &str) -> Made {
    let asked = scope.asked;
    let mut notes = Vec::new();
    let preference = Preference {
        code: answer.status,
        example: answer.example.clone(),
        dynamic: false,
        links: false,
    };
    let usual = asked
        .operation
        .and_then(|o| Mock::choose_response(o, &Preference::default()).ok());
    let status = answer
        .status
        .or(usual.map(|(_, status)| status))
        .unwrap_or(200);
    let found = asked
        .operation
        .and_then(|o| Some((o, o.response_for(status)?)));
    let has_body = answer.body.is_some() || answer.content.is_some();
    let mut response = match found {
        _ if !has_body && status >= 400 && answer.example.is_none() => mock.say(
            asked.operation,
            asked.request,
            status,
            &format!("as {who} says"),
        ),
        Some((operation, declared)) if !has_body => mock
            .answer_with(
                operation,
                declared,
                status,
                asked.request,
                &preference,
                None,
            )
            .unwrap_or_else(|why| {
                notes.push(format!("{who}: the description has no such answer"));
                usual::none(why, declared, &preference)
            }),
        Some((operation, declared)) => Response {
            status,
            headers: mock.headers(declared, mock.seed_of(operation, asked.request)),
            body: Bytes::new(),
        },
        None => Response {
            status,
            ..Response::default()
        },
    };
    for (name, values) in &answer.headers {
        let name = name.to_ascii_lowercase();
        for (place, value) in values.0.iter().enumerate() {
            let text = clean(&value.text(scope));
            if place == 0 {
                response.headers.set(&name, text);
            } else {
                response.headers.append(name.clone(), text);
            }
        }
    }
    if has_body {
        write(
            mock,
            answer,
            scope,
            found.map(|(_, declared)| declared),
            &mut response,
        );
    }
    for missing in scope.missing.take() {
        notes.push(format!("{who}: `{missing}` is not there"));
    }
    if let Some(operation) = asked.operation {
        notes.extend(check(
            mock,
            operation,
            &asked.request.method,
            &response,
            who,
        ));
    }
    Made { response, notes }
}

/// Writes the body and, where it is not said, its media type.
fn write(
    mock: &Mock,
    answer: &Answer,
    scope: &Scope<'_>,
    declared: Option<&ResponseSpec>,
    response: &mut Response,
) {
    let said = response.headers.get("content-type").map(str::to_owned);
    let value = match (&answer.body, answer.content.as_deref()) {
        (Some(body), _) | (None, Some(Content::Value(body))) => body.value(scope),
        (None, Some(Content::Text(text, media_type))) => {
            response.headers.set(
                "content-type",
                said.unwrap_or_else(|| (*media_type).to_owned()),
            );
            response.body = text.text(scope).into();
            return;
        }
        (None, Some(Content::Bytes(bytes, media_type))) => {
            response.headers.set(
                "content-type",
                said.unwrap_or_else(|| (*media_type).to_owned()),
            );
            response.body = bytes.clone();
            return;
        }
        (None, None) => return,
    };
    let content = declared.map_or(&[][..], |d| &d.content);
    let (declared, media_type) = match said {
        Some(said) => (media::choose(content, &said), said),
        None => match negotiate::choose(&scope.asked.request.headers, content)
            .or_else(|| negotiate::choose(&fairlead_core::Headers::default(), content))
        {
            Some(choice) => (Some(choice.declared), choice.media_type),
            None => (None, usual_type(&value).to_owned()),
        },
    };
    let (body, content_type) = match declared {
        Some(declared) => bytes_of(mock, declared, &media_type, &value),
        None => (plain(&value, &media_type), media_type),
    };
    response.headers.set("content-type", content_type);
    response.body = body;
}

fn bytes_of(mock: &Mock, declared: &MediaType, media_type: &str, value: &Value) -> (Bytes, String) {
    encode::encode(&mock.contract, declared, media_type, value)
}

/// The body of a media type that is not declared.
fn plain(value: &Value, media_type: &str) -> Bytes {
    match value {
        Value::String(text) if media::kind(media_type) != Kind::Json => text.clone().into(),
        other => other.to_string().into(),
    }
}

fn usual_type(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text/plain; charset=utf-8",
        _ => "application/json",
    }
}

/// What is not as the description says.
fn check(
    mock: &Mock,
    operation: &Operation,
    method: &str,
    response: &Response,
    who: &str,
) -> Option<String> {
    let report = mock.contract.check_response(operation, method, response);
    let errors: Vec<String> = report
        .violations
        .iter()
        .filter(|v| v.severity == fairlead_core::Severity::Error)
        .map(ToString::to_string)
        .collect();
    let (first, rest) = errors.split_first()?;
    let more: Cow<'_, str> = match rest.len() {
        0 => "".into(),
        more => format!("; and {more} more").into(),
    };
    Some(format!(
        "{who}: the answer is not what the description declares: {first}{more}"
    ))
}

impl Content {
    /// What the bytes of a file hold, by its name.
    ///
    /// # Errors
    /// Where a template in it is none, in words for a person.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, String> {
        let ending = name
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_ascii_lowercase();
        let media_type = match ending.as_str() {
            "json" => "application/json",
            "xml" => "application/xml",
            "html" | "htm" => "text/html; charset=utf-8",
            "csv" => "text/csv; charset=utf-8",
            "md" => "text/markdown; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            "pdf" => "application/pdf",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        let is_text = media_type.starts_with("text/") || media_type.ends_with("xml");
        if ending == "json" {
            return serde_json::from_slice(&bytes)
                .map(Self::Value)
                .map_err(|e| e.to_string());
        }
        match String::from_utf8(bytes) {
            Ok(text) if is_text => Template::new(&text).map(|t| Self::Text(t, media_type)),
            Ok(text) => Ok(Self::Bytes(text.into_bytes().into(), media_type)),
            Err(no_text) => Ok(Self::Bytes(no_text.into_bytes().into(), media_type)),
        }
    }
}
