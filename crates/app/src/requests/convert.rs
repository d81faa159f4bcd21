//! From a draft of the playground to a saved request, and back.

use fairlead_openapi::{Location, Operation};
use fairlead_requests::{Auth, Body, Call, Part, Row, SavedRequest, Socket};
use fairlead_validate::media;

use crate::{
    AppError, BasicLogin, BodyField, Draft, DraftBody, Field, FreeCall, SocketSetup,
    playground::needs_target,
};

/// Stands for the server's address: which one it is, the playground says.
const BASE: &str = "{{baseUrl}}";

/// The saved request of a draft, which calls this operation or is a free one.
pub fn saved(draft: &Draft, operation: Option<&Operation>) -> Result<SavedRequest, AppError> {
    let begun = |f: &&Field| f.name.trim().is_empty() && f.value.is_empty();
    let given =
        |fields: &[Field]| -> Vec<Row> { fields.iter().filter(|f| !begun(f)).map(row).collect() };
    let mut headers = given(&draft.headers);
    for cookie in draft.cookies.iter().filter(|f| !begun(f)) {
        headers.push(Row {
            enabled: cookie.enabled,
            ..Row::new("Cookie", format!("{}={}", cookie.name, cookie.value))
        });
    }
    let (method, url, path_params) = match operation {
        Some(operation) => {
            let params = operation.parameters.iter();
            let params = params.filter(|p| p.location == Location::Path);
            let value = |name: &str| draft.path_params.get(name).cloned().unwrap_or_default();
            let rows = params.map(|p| Row::new(p.name.clone(), value(&p.name)));
            let url = format!("{BASE}{}", operation.path);
            (operation.method.clone(), url, rows.collect())
        }
        None => {
            let FreeCall { method, url } = draft.free.clone().unwrap_or_default();
            let rows = draft.path_params.iter();
            let rows = rows.map(|(name, value)| Row::new(name.clone(), value.clone()));
            (method, url.trim().to_owned(), rows.collect())
        }
    };
    Ok(SavedRequest {
        method,
        url,
        path_params,
        socket: draft.socket.as_ref().map(|socket| Socket {
            subprotocols: socket.subprotocols.clone(),
        }),
        query: given(&draft.query),
        headers,
        auth: match draft.basic.clone() {
            Some(BasicLogin { username, password }) => Auth::Basic { username, password },
            None if draft.use_credentials => Auth::Inherit,
            None => Auth::None,
        },
        body: match &draft.body {
            None => Body::None,
            Some(DraftBody {
                fields: Some(fields),
                content_type,
                ..
            }) => of_fields(content_type, fields),
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

/// The draft of a saved request that calls this operation, or none.
pub fn draft(request: &SavedRequest, call: Option<Call>) -> Draft {
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
    own_auth(&request.auth, &mut headers, &mut query, &mut cookies);
    let inherits = request.auth != Auth::None;
    let (made, use_credentials) = match call {
        Some(call) => {
            let path_params = call.path_values.into_iter().collect();
            let made = Draft::of_operation(call.operation);
            (
                Draft {
                    path_params,
                    ..made
                },
                inherits,
            )
        }
        None => {
            let rows = request.path_params.iter();
            let path_params = rows.map(|row| (row.name.clone(), row.value.clone()));
            let made = Draft {
                path_params: path_params.collect(),
                ..Draft::of_address(&request.method, &request.url)
            };
            // Credentials of an environment go elsewhere only where a person says so.
            let stays = made.free.as_ref().is_some_and(needs_target);
            (made, inherits && stays)
        }
    };
    Draft {
        socket: request.socket.as_ref().map(|socket| SocketSetup {
            subprotocols: socket.subprotocols.clone(),
        }),
        query,
        headers,
        cookies,
        body: body(&request.body),
        use_credentials,
        basic: match request.auth.clone() {
            Auth::Basic { username, password } => Some(BasicLogin { username, password }),
            _ => None,
        },
        ..made
    }
}

/// A token or key of the request's own is written out; a name and password are beside the fields,
/// and other ways to log in are the project's.
fn own_auth(
    auth: &Auth,
    headers: &mut Vec<Field>,
    query: &mut Vec<Field>,
    cookies: &mut Vec<Field>,
) {
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
        Auth::ApiKey { place, name, value } => {
            let fields = match place {
                ApiKeyPlace::Header => headers,
                ApiKeyPlace::Query => query,
                ApiKeyPlace::Cookie => cookies,
            };
            fields.push(field(name, value.clone()));
        }
        _ => {}
    }
}

/// Whether a draft has no place for a way to log in.
pub fn has_no_place(auth: &Auth) -> bool {
    match auth {
        Auth::Digest { .. } | Auth::Oauth2(_) | Auth::AwsSigV4 { .. } | Auth::Other { .. } => true,
        Auth::Inherit
        | Auth::None
        | Auth::Basic { .. }
        | Auth::Bearer { .. }
        | Auth::ApiKey { .. } => false,
    }
}

fn body(body: &Body) -> Option<DraftBody> {
    let text = match body {
        Body::None | Body::File { .. } => return None,
        Body::Json { text } | Body::Xml { text } | Body::Text { text, .. } => text.clone(),
        Body::Graphql { query, variables } => Body::graphql_text(query, variables),
        Body::Form { rows } => {
            return Some(DraftBody {
                content_type: body.media_type().to_owned(),
                fields: Some(rows.iter().map(form_field).collect()),
                ..DraftBody::default()
            });
        }
        Body::Multipart { parts } => {
            return Some(DraftBody {
                content_type: "multipart/form-data".to_owned(),
                fields: Some(parts.iter().map(part_field).collect()),
                ..DraftBody::default()
            });
        }
    };
    Some(DraftBody {
        content_type: body.media_type().to_owned(),
        text: Some(text),
        ..DraftBody::default()
    })
}

/// What is kept of a file is its name: a person chooses it again.
fn of_fields(content_type: &str, fields: &[BodyField]) -> Body {
    if media::kind(content_type) != media::Kind::Multipart {
        let row = |field: &BodyField| Row {
            enabled: field.enabled,
            ..Row::new(field.name.clone(), field.value.clone())
        };
        let rows = fields.iter().map(row).collect();
        return Body::Form { rows };
    }
    let part = |field: &BodyField| Part {
        file: field.file_name.clone(),
        media_type: field.content_type.clone().unwrap_or_default(),
        enabled: field.enabled,
        ..Part::text(field.name.clone(), field.value.clone())
    };
    let parts = fields.iter().map(part).collect();
    Body::Multipart { parts }
}

fn form_field(row: &Row) -> BodyField {
    BodyField {
        enabled: row.enabled,
        ..BodyField::text(row.name.clone(), row.value.clone())
    }
}

fn part_field(part: &Part) -> BodyField {
    let name = |path: &String| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    BodyField {
        enabled: part.enabled,
        file_name: part.file.as_ref().map(name),
        content_type: Some(part.media_type.clone()).filter(|t| !t.is_empty()),
        ..BodyField::text(part.name.clone(), part.value.clone())
    }
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
