//! Drafts filled from examples, else made up.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_mock::encode;
use fairlead_openapi::{
    Location, MediaType, Operation, Parameter, SchemaRef, StatusKey,
    sample::{self, Options},
};
use fairlead_validate::{
    Direction,
    media::{self, Kind},
    parameter::write,
};
use serde_json::Value;

use super::{SampleChoice, detail::pretty};
use crate::{AppError, BodyField, Draft, DraftBody, Field, SocketSetup, contracts::Loaded};

/// How many samples are tried until one keeps its schema.
const ATTEMPTS: u64 = 40;

pub fn fill(
    loaded: &Arc<Loaded>,
    operation: &Operation,
    choice: &SampleChoice,
) -> Result<Draft, AppError> {
    let mut draft = Draft {
        socket: is_socket(loaded, operation).then(SocketSetup::default),
        ..Draft::of_operation(&operation.id)
    };
    for parameter in &operation.parameters {
        let value = parameter_value(loaded, parameter, choice);
        let enabled = parameter.required;
        let field = |name: String, value: String| Field {
            name,
            value,
            enabled,
        };
        match parameter.location {
            Location::Path => {
                draft
                    .path_params
                    .insert(parameter.name.clone(), write::text(parameter, &value));
            }
            Location::Query => {
                let pairs = write::pairs(parameter, &value);
                draft
                    .query
                    .extend(pairs.into_iter().map(|(name, value)| field(name, value)));
            }
            Location::Header => {
                draft.headers.push(field(
                    parameter.name.clone(),
                    write::text(parameter, &value),
                ));
            }
            Location::Cookie => {
                draft.cookies.push(field(
                    parameter.name.clone(),
                    write::text(parameter, &value),
                ));
            }
            Location::Querystring => {}
        }
    }
    if let Some(body) = &operation.request_body {
        let content = choose_content(&body.content, choice)?;
        draft.body = content
            .map(|content| make_body(loaded, content, choice))
            .transpose()?;
    }
    Ok(draft)
}

/// Whether an operation opens a WebSocket: it switches protocols, or its servers say so.
fn is_socket(loaded: &Loaded, operation: &Operation) -> bool {
    let switches = operation
        .responses
        .iter()
        .any(|r| r.status == StatusKey::Code(101));
    let own = match &operation.servers[..] {
        [] => &loaded.spec().servers[..],
        own => own,
    };
    let at_sockets = |server: &fairlead_openapi::Server| {
        ["ws:", "wss:"]
            .iter()
            .any(|scheme| server.resolved.starts_with(scheme))
    };
    operation.method == "GET" && (switches || !own.is_empty() && own.iter().all(at_sockets))
}

/// The media type asked for, else the one that is easiest to edit.
fn choose_content<'a>(
    content: &'a [MediaType],
    choice: &SampleChoice,
) -> Result<Option<&'a MediaType>, AppError> {
    if let Some(wanted) = &choice.media_type {
        return media::choose(content, wanted).map(Some).ok_or_else(|| {
            AppError::not_found(
                "media_type_not_found",
                format!("The operation takes no `{wanted}`."),
            )
        });
    }
    let ease = |c: &&MediaType| match media::kind(&c.media_type) {
        Kind::Json => 0,
        Kind::Form => 1,
        Kind::Multipart => 2,
        Kind::Text | Kind::Xml | Kind::JsonLines | Kind::Events => 3,
        Kind::Binary => 4,
    };
    Ok(content.iter().min_by_key(ease))
}

fn make_body(
    loaded: &Loaded,
    content: &MediaType,
    choice: &SampleChoice,
) -> Result<DraftBody, AppError> {
    let example = match &choice.example {
        Some(name) => Some(
            content
                .examples
                .iter()
                .find(|e| e.name.as_deref().unwrap_or("example") == name)
                .ok_or_else(|| {
                    AppError::not_found(
                        "example_not_found",
                        format!("There is no example `{name}`."),
                    )
                })?,
        ),
        // A seed asks for something new.
        None if choice.seed.is_some() => None,
        None => content.examples.first(),
    };
    let value = match (example, &content.schema) {
        (Some(example), _) => example.value.clone(),
        (None, Some(schema)) => generated(loaded, schema, choice),
        (None, None) => Value::Object(serde_json::Map::new()),
    };
    let media_type = if content.media_type.contains('*') {
        "application/json"
    } else {
        &content.media_type
    };
    if media::kind(media_type) == Kind::Json {
        let text = Some(pretty(&value));
        return Ok(DraftBody {
            content_type: media_type.to_owned(),
            text,
            ..DraftBody::default()
        });
    }
    let (bytes, content_type) = encode::encode(&loaded.contract, content, media_type, &value);
    let fields = match media::kind(media_type) {
        Kind::Form => Some(form_fields(&bytes)),
        Kind::Multipart if media::essence(media_type) == "multipart/form-data" => {
            Some(part_fields(content, &value))
        }
        _ => None,
    };
    if fields.is_some() {
        return Ok(DraftBody {
            content_type: media::essence(media_type),
            fields,
            ..DraftBody::default()
        });
    }
    Ok(match std::str::from_utf8(&bytes) {
        Ok(text) => DraftBody {
            content_type,
            text: Some(text.to_owned()),
            ..DraftBody::default()
        },
        Err(_) => DraftBody {
            content_type,
            base64: Some(BASE64_STANDARD.encode(&bytes)),
            ..DraftBody::default()
        },
    })
}

fn form_fields(bytes: &[u8]) -> Vec<BodyField> {
    let pairs = url::form_urlencoded::parse(bytes);
    pairs
        .map(|(name, value)| BodyField::text(name, value))
        .collect()
}

fn part_fields(content: &MediaType, value: &Value) -> Vec<BodyField> {
    let parts = encode::multipart::parts(content, value).into_iter();
    parts
        .map(|part| {
            let mut field = BodyField::text(part.name, part.value);
            field.content_type = part.content_type;
            if part.is_file {
                field.file_name = Some(field.name.clone());
                let bytes = std::mem::take(&mut field.value);
                field.base64 = Some(BASE64_STANDARD.encode(bytes));
            }
            field
        })
        .collect()
}

fn parameter_value(loaded: &Loaded, parameter: &Parameter, choice: &SampleChoice) -> Value {
    if choice.seed.is_none()
        && let Some(example) = parameter.examples.first()
    {
        return example.value.clone();
    }
    let in_content = parameter.content.as_ref().and_then(|c| c.schema.as_ref());
    match parameter.schema.as_ref().or(in_content) {
        Some(schema) => generated(loaded, schema, choice),
        None => Value::from("value"),
    }
}

/// A value that keeps its schema, if one is found.
pub fn generated(loaded: &Loaded, schema: &SchemaRef, choice: &SampleChoice) -> Value {
    let seed = choice.seed.unwrap_or(1);
    let mut last = Value::Null;
    for attempt in 0..ATTEMPTS {
        let options = Options {
            direction: sample::Direction::Request,
            seed: seed.wrapping_add(attempt.wrapping_mul(7_919)),
            examples: choice.seed.is_none() && attempt < 2,
            minimal: attempt > ATTEMPTS / 2,
        };
        last = sample::generate(&loaded.spec().documents, schema, options);
        if loaded.contract.is_valid(schema, Direction::Request, &last) {
            return last;
        }
    }
    last
}
