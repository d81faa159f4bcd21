//! From a draft of the playground to a saved request, and back.

use fairlead_openapi::{Location, Operation};
use fairlead_requests::{Auth, Body, Call, Row, SavedRequest};
use percent_encoding::utf8_percent_encode;

use crate::{
    AppError, Draft, DraftBody, Field, Target,
    playground::{PATH, QUERY_VALUE},
};

/// Stands for the server's address: which one it is, the playground says.
const BASE: &str = "{{baseUrl}}";

/// The saved request of a draft.
pub fn saved(draft: &Draft, operation: &Operation) -> Result<SavedRequest, AppError> {
    let mut headers: Vec<Row> = draft.headers.iter().map(row).collect();
    for cookie in &draft.cookies {
        headers.push(Row {
            enabled: cookie.enabled,
            ..Row::new("Cookie", format!("{}={}", cookie.name, cookie.value))
        });
    }
    let params = operation
        .parameters
        .iter()
        .filter(|p| p.location == Location::Path);
    let value = |name: &str| draft.path_params.get(name).cloned().unwrap_or_default();
    Ok(SavedRequest {
        method: operation.method.clone(),
        url: format!("{BASE}{}", operation.path),
        path_params: params
            .map(|p| Row::new(p.name.clone(), value(&p.name)))
            .collect(),
        query: draft.query.iter().map(row).collect(),
        headers,
        auth: if draft.use_credentials {
            Auth::Inherit
        } else {
            Auth::None
        },
        body: match &draft.body {
            None => Body::None,
            Some(DraftBody {
                text: Some(text),
                content_type,
                ..
            }) => Body::of_text(text.clone(), content_type),
            Some(_) => {
                return Err(AppError::invalid(
                    "body_not_text",
                    "A body that is no text cannot be saved.",
                )
                .with_hint("Keep it as a file, and name the file in the saved request."));
            }
        },
        ..SavedRequest::default()
    })
}

/// The draft of a saved request that calls this operation.
pub fn draft(request: &SavedRequest, call: Call) -> Draft {
    let mut headers = Vec::new();
    let mut cookies = Vec::new();
    for header in &request.headers {
        if !header.name.eq_ignore_ascii_case("cookie") {
            headers.push(field(header));
            continue;
        }
        for pair in header
            .value
            .split(';')
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            cookies.push(Field {
                name: name.to_owned(),
                value: value.to_owned(),
                enabled: header.enabled,
            });
        }
    }
    let mut query: Vec<Field> = request.query.iter().map(field).collect();
    own_auth(&request.auth, &mut headers, &mut query);
    Draft {
        operation_id: call.operation,
        target: Target::default(),
        path_params: call.path_values.into_iter().collect(),
        query,
        headers,
        cookies,
        body: body(&request.body),
        use_credentials: request.auth != Auth::None,
    }
}

/// A token or key of the request's own is written out; other ways to log in are the project's.
fn own_auth(auth: &Auth, headers: &mut Vec<Field>, query: &mut Vec<Field>) {
    use fairlead_requests::ApiKeyPlace;
    let field = |name: &str, value: String| Field {
        name: name.to_owned(),
        value,
        enabled: true,
    };
    match auth {
        Auth::Bearer { token, prefix } => {
            let prefix = if prefix.is_empty() { "Bearer" } else { prefix };
            headers.push(field("Authorization", format!("{prefix} {token}")));
        }
        Auth::ApiKey {
            place: ApiKeyPlace::Header,
            name,
            value,
        } => {
            headers.push(field(name, value.clone()));
        }
        Auth::ApiKey {
            place: ApiKeyPlace::Query,
            name,
            value,
        } => {
            query.push(field(name, value.clone()));
        }
        _ => {}
    }
}

fn body(body: &Body) -> Option<DraftBody> {
    let text = match body {
        Body::None | Body::File { .. } => return None,
        Body::Json { text } | Body::Xml { text } | Body::Text { text, .. } => text.clone(),
        Body::Graphql { query, variables } => Body::graphql_text(query, variables),
        Body::Form { rows } => {
            let encode = |text: &str| utf8_percent_encode(text, QUERY_VALUE).to_string();
            let pairs = rows.iter().filter(|row| row.enabled);
            let pair = |row: &Row| format!("{}={}", encode(&row.name), encode(&row.value));
            pairs
                .map(pair)
                .collect::<Vec<_>>()
                .join("&")
                .replace("%7B%7B", "{{")
                .replace("%7D%7D", "}}")
        }
        Body::Multipart { parts } => {
            let boundary = "fairlead-boundary";
            let mut text = String::new();
            // The bytes of files are not at hand here; their names stand in their place.
            for part in parts.iter().filter(|part| part.enabled) {
                let file = part.file.as_ref().map(|path| {
                    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
                    format!("; filename=\"{}\"", utf8_percent_encode(name, PATH))
                });
                text.push_str(&format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"{}\r\n",
                    part.name,
                    file.unwrap_or_default()
                ));
                if !part.media_type.is_empty() {
                    text.push_str(&format!("Content-Type: {}\r\n", part.media_type));
                }
                text.push_str(&format!("\r\n{}\r\n", part.value));
            }
            text.push_str(&format!("--{boundary}--\r\n"));
            return Some(DraftBody {
                content_type: format!("multipart/form-data; boundary={boundary}"),
                text: Some(text),
                base64: None,
            });
        }
    };
    Some(DraftBody {
        content_type: body.media_type().to_owned(),
        text: Some(text),
        base64: None,
    })
}

fn row(field: &Field) -> Row {
    Row {
        enabled: field.enabled,
        ..Row::new(field.name.clone(), field.value.clone())
    }
}

fn field(row: &Row) -> Field {
    Field {
        name: row.name.clone(),
        value: row.value.clone(),
        enabled: row.enabled,
    }
}
