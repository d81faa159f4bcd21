//! The parts of a request in OpenCollection.

use fairlead_core::Severity;

use crate::{
    ApiKeyPlace, Auth, Body, Example, OAuth2, Part, Row,
    at::{At, Problems, plain},
};

pub fn row(at: &At<'_>) -> Row {
    Row {
        name: at.text("name"),
        value: at.text("value"),
        enabled: !at.flag("disabled"),
        description: match at.get("description") {
            Some(text) if text.value.is_object() => text.text("content"),
            Some(text) => plain(text.value),
            None => String::new(),
        },
    }
}

pub fn auth(at: &At<'_>, problems: &mut Problems) -> Auth {
    if at.value.is_string() {
        return match at.value.as_str() {
            Some("inherit") => Auth::Inherit,
            _ => Auth::None,
        };
    }
    let kind = at.text("type");
    match kind.as_str() {
        "" | "none" => Auth::None,
        "inherit" => Auth::Inherit,
        "basic" => Auth::Basic {
            username: at.text("username"),
            password: at.text("password"),
        },
        "digest" => Auth::Digest {
            username: at.text("username"),
            password: at.text("password"),
        },
        "bearer" => Auth::Bearer {
            token: at.text("token"),
            prefix: String::new(),
        },
        "apikey" => Auth::ApiKey {
            place: match at.text("placement").as_str() {
                "query" | "queryparams" => ApiKeyPlace::Query,
                _ => ApiKeyPlace::Header,
            },
            name: at.text("key"),
            value: at.text("value"),
        },
        "awsv4" => Auth::AwsSigV4 {
            access_key_id: at.text("accessKeyId"),
            secret_access_key: at.text("secretAccessKey"),
            session_token: at.text("sessionToken"),
            region: at.text("region"),
            service: at.text("service"),
        },
        "oauth2" => oauth2(at),
        _ => {
            problems.say(
                Severity::Info,
                "auth-not-sent",
                at,
                format!("authentication `{kind}` is kept, but requests are sent without it"),
            );
            Auth::Other {
                fields: others(at, &["type"]),
                kind,
            }
        }
    }
}

fn oauth2(at: &At<'_>) -> Auth {
    let credentials = at.get("credentials");
    let owner = at.get("resourceOwner");
    let of =
        |part: &Option<At<'_>>, key: &str| part.as_ref().map(|p| p.text(key)).unwrap_or_default();
    let flow = match at.text("flow").as_str() {
        "authorization_code" => "authorizationCode".to_owned(),
        "client_credentials" => "clientCredentials".to_owned(),
        "resource_owner_password_credentials" | "resource_owner_password" => "password".to_owned(),
        other => other.to_owned(),
    };
    Auth::Oauth2(Box::new(OAuth2 {
        flow,
        authorization_url: at.text("authorizationUrl"),
        token_url: at.text("accessTokenUrl"),
        refresh_url: at.text("refreshTokenUrl"),
        redirect_url: at.text("callbackUrl"),
        client_id: of(&credentials, "clientId") + &at.text("clientId"),
        client_secret: of(&credentials, "clientSecret") + &at.text("clientSecret"),
        username: of(&owner, "username"),
        password: of(&owner, "password"),
        scopes: at.text("scope"),
        pkce: at.get("pkce").is_some_and(|p| !p.flag("disabled")),
        access_token: String::new(),
        others: others(
            at,
            &[
                "type",
                "flow",
                "authorizationUrl",
                "accessTokenUrl",
                "refreshTokenUrl",
                "callbackUrl",
                "credentials",
                "clientId",
                "clientSecret",
                "resourceOwner",
                "scope",
                "pkce",
            ],
        ),
    }))
}

fn others(at: &At<'_>, known: &[&str]) -> Vec<Row> {
    let members = at.members().into_iter();
    members
        .filter(|(key, _)| !known.contains(key))
        .map(|(key, value)| Row::new(key, plain(value.value)))
        .filter(|row| !row.value.is_empty() && row.value != "false")
        .collect()
}

pub fn body(at: &At<'_>, is_graphql: bool, problems: &mut Problems) -> Body {
    if is_graphql {
        return Body::Graphql {
            query: at.text("query"),
            variables: at.text("variables"),
        };
    }
    let text = at.text("data");
    match at.text("type").as_str() {
        "" | "none" => Body::None,
        "json" => Body::Json { text },
        "xml" => Body::Xml { text },
        "text" => Body::of_text(text, "text/plain"),
        "sparql" => Body::of_text(text, "application/sparql-query"),
        "form-urlencoded" => Body::Form {
            rows: at.list("data").iter().map(row).collect(),
        },
        "multipart-form" => Body::Multipart {
            parts: at.list("data").iter().flat_map(parts).collect(),
        },
        "file" => {
            let files = at.list("data");
            let chosen = files.iter().find(|f| f.flag("selected")).or(files.first());
            chosen.map_or(Body::None, |file| Body::File {
                path: file.text("filePath"),
                media_type: file.text("contentType"),
            })
        }
        other => {
            problems.say(
                Severity::Warning,
                "body-unknown",
                at,
                format!("a body of the type `{other}` is not known; its text is kept"),
            );
            Body::of_text(text, "text/plain")
        }
    }
}

fn parts(at: &At<'_>) -> Vec<Part> {
    let own = row(at);
    let part = Part {
        media_type: at.text("contentType"),
        enabled: own.enabled,
        description: own.description,
        ..Part::text(own.name, "")
    };
    if at.text("type") != "file" {
        return vec![Part {
            value: own.value,
            ..part
        }];
    }
    let paths: Vec<String> = match at.get("value") {
        Some(list) if list.value.is_array() => {
            list.items().iter().map(|path| plain(path.value)).collect()
        }
        Some(path) => vec![plain(path.value)],
        None => vec![String::new()],
    };
    let one = |path| Part {
        file: Some(path),
        ..part.clone()
    };
    paths.into_iter().map(one).collect()
}

pub fn example(at: &At<'_>) -> Example {
    let response = at.get("response");
    let of = |key: &str| response.as_ref().map(|r| r.text(key)).unwrap_or_default();
    Example {
        name: at.text("name"),
        description: at.text("description"),
        status: of("status").parse().unwrap_or(0),
        headers: response
            .as_ref()
            .map(|r| r.list("headers").iter().map(row).collect())
            .unwrap_or_default(),
        body: match response.as_ref().and_then(|r| r.get("body")) {
            Some(body) if body.value.is_object() => body.text("data"),
            Some(body) => plain(body.value),
            None => String::new(),
        },
    }
}
