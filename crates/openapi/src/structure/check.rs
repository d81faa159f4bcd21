//! What each object must have and which words it may use.

use serde_json::Value;

use super::{grammar::Kind, type_name};
use crate::{Version, files::At, normalise::status_key, problems::Problems};

pub(super) fn node(problems: &mut Problems, family: Version, at: &At<'_>, kind: Kind) {
    match kind {
        Kind::Root => root(problems, family, at),
        Kind::Info => {
            for key in ["title", "version"] {
                want_text(problems, at, key, "`info`");
            }
        }
        Kind::Paths => {
            for (path, item) in at.entries() {
                if !path.starts_with('/') && !path.starts_with("x-") && path != "$ref" {
                    problems.error(
                        "path-invalid",
                        &item,
                        format!("the path `{path}` has to start with `/`"),
                    );
                }
            }
        }
        Kind::Operation => operation(problems, family, at),
        Kind::Parameter => parameter(problems, family, at),
        Kind::Header if family == Version::V2 => known_type(problems, at),
        Kind::Responses => {
            for (status, response) in at.entries() {
                if !status.starts_with("x-") && status_key(status).is_none() {
                    problems.error(
                        "status-invalid",
                        &response,
                        format!("`{status}` is no status; write `200`, `2XX` or `default`"),
                    );
                }
            }
        }
        Kind::Response => {
            let is_32 = family == Version::V32;
            if !is_32 && at.value.get("description").is_none() {
                problems.hint(
                    "response-description-missing",
                    at,
                    "a response needs a `description`",
                );
            }
        }
        Kind::RequestBody if at.value.get("content").is_none() => {
            problems.error(
                "content-missing",
                at,
                "a request body needs `content` with at least one media type",
            );
        }
        Kind::SecurityScheme => security_scheme(problems, family, at),
        Kind::Server => server(problems, at),
        Kind::Tag => want_text(problems, at, "name", "a tag"),
        _ => {}
    }
}

fn root(problems: &mut Problems, family: Version, at: &At<'_>) {
    if at.value.get("info").is_none() {
        problems.error(
            "info-missing",
            at,
            "`info` with `title` and `version` is missing",
        );
    }
    let has = |key: &str| at.value.get(key).is_some();
    if family.is_2020_12() {
        if !has("paths") && !has("webhooks") && !has("components") {
            problems.error(
                "paths-missing",
                at,
                "there is none of `paths`, `webhooks` and `components`; a description needs one of them",
            );
        }
        if let Some(dialect) = at.get("jsonSchemaDialect")
            && !dialect.value.as_str().is_some_and(is_usual_dialect)
        {
            problems.warning(
                "dialect-unknown",
                &dialect,
                "only JSON Schema 2020-12 and the dialects of OpenAPI 3.1 and 3.2 are known; schemas are read as 2020-12",
            );
        }
    } else if !has("paths") {
        problems.error("paths-missing", at, "`paths` is missing");
    }
}

fn is_usual_dialect(uri: &str) -> bool {
    uri.starts_with("https://spec.openapis.org/oas/3.")
        || uri.trim_end_matches('#') == "https://json-schema.org/draft/2020-12/schema"
}

fn operation(problems: &mut Problems, family: Version, at: &At<'_>) {
    match at.value.get("responses") {
        None if !family.is_2020_12() => {
            problems.warning(
                "responses-missing",
                at,
                "the operation says nothing about its `responses`; add at least a `default`",
            );
        }
        Some(Value::Object(map)) if map.keys().all(|k| k.starts_with("x-")) => {
            problems.warning(
                "responses-missing",
                &at.get("responses").unwrap_or_else(|| at.clone()),
                "`responses` is empty; add at least a `default`",
            );
        }
        _ => {}
    }
    if let Some(id) = at.get("operationId")
        && !id.value.is_string()
    {
        problems.warning(
            "wrong-type",
            &id,
            format!(
                "`operationId` has to be a text, and this is {}",
                type_name(id.value)
            ),
        );
    }
}

fn parameter(problems: &mut Problems, family: Version, at: &At<'_>) {
    want_text(problems, at, "name", "a parameter");
    let location = at.text("in");
    let known: &[&str] = match family {
        Version::V2 => &["path", "query", "header", "formData", "body"],
        Version::V32 => &["path", "query", "querystring", "header", "cookie"],
        _ => &["path", "query", "header", "cookie"],
    };
    if !location.is_some_and(|l| known.contains(&l)) {
        let place = at.get("in").unwrap_or_else(|| at.clone());
        let message = format!(
            "`in` has to be one of {}; this parameter is left out",
            known.join(", ")
        );
        problems.error("parameter-in-invalid", &place, message);
        return;
    }
    if location == Some("path") && at.flag("required") != Some(true) {
        problems.warning(
            "path-parameter-optional",
            at,
            "a path parameter needs `required: true`; it is taken as required",
        );
    }
    if family == Version::V2 {
        match location {
            Some("body") if at.value.get("schema").is_none() => {
                problems.error("schema-missing", at, "a body parameter needs a `schema`");
            }
            Some("body") => {}
            _ => known_type(problems, at),
        }
        return;
    }
    let has = |key: &str| at.value.get(key).is_some();
    if !has("schema") && !has("content") {
        problems.warning(
            "schema-missing",
            at,
            "the parameter has neither `schema` nor `content`; any value is taken",
        );
    }
    if let Some(style) = at.get("style") {
        style_fits(problems, location.unwrap_or_default(), &style);
    }
}

fn style_fits(problems: &mut Problems, location: &str, style: &At<'_>) {
    let known: &[&str] = match location {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form", "cookie"],
        _ => return,
    };
    if !style.value.as_str().is_some_and(|s| known.contains(&s)) {
        problems.error(
            "style-invalid",
            style,
            format!(
                "a {location} parameter knows the styles {}; the first is used",
                known.join(", ")
            ),
        );
    }
}

/// 2.0 parameters and headers name a primitive type, an array or a file.
fn known_type(problems: &mut Problems, at: &At<'_>) {
    if at.value.get("type").is_none() && at.value.get("schema").is_none() {
        problems.warning(
            "type-missing",
            at,
            "no `type` says what the value is; any text is taken",
        );
    } else if at.value.get("type").is_none() {
        problems.warning(
            "type-missing",
            at,
            "in 2.0 only a body parameter has a `schema`; write `type` in the parameter itself",
        );
    }
}

fn security_scheme(problems: &mut Problems, family: Version, at: &At<'_>) {
    let known: &[&str] = if family == Version::V2 {
        &["basic", "apiKey", "oauth2"]
    } else {
        &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]
    };
    let kind = at.text("type");
    if !kind.is_some_and(|k| known.contains(&k)) {
        let place = at.get("type").unwrap_or_else(|| at.clone());
        problems.error(
            "security-scheme-invalid",
            &place,
            format!(
                "`type` of a security scheme has to be one of {}",
                known.join(", ")
            ),
        );
        return;
    }
    if kind == Some("apiKey") {
        let is_known = matches!(at.text("in"), Some("header" | "query" | "cookie"));
        if at.text("name").is_none() || !is_known {
            problems.error(
                "security-scheme-invalid",
                at,
                "an API key needs `name` and `in` (query, header or cookie)",
            );
        }
    }
    if kind == Some("http") && at.text("scheme").is_none() {
        problems.error(
            "security-scheme-invalid",
            at,
            "an `http` security scheme needs `scheme`, such as `bearer`",
        );
    }
}

fn server(problems: &mut Problems, at: &At<'_>) {
    let Some(url) = at.text("url") else {
        problems.error("server-invalid", at, "a server needs a `url`");
        return;
    };
    for name in variables(url) {
        let default = at
            .value
            .get("variables")
            .and_then(|v| v.get(name))
            .and_then(|v| v.get("default"));
        if default.is_none() {
            problems.warning(
                "server-variable-missing",
                at,
                format!("`{{{name}}}` of the URL has no entry with a `default` under `variables`"),
            );
        }
    }
}

/// Names between braces.
pub(crate) fn variables(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect()
}

fn want_text(problems: &mut Problems, at: &At<'_>, key: &str, whose: &str) {
    match at.value.get(key) {
        Some(Value::String(_)) => {}
        None => problems.error(
            match key {
                "title" => "info-title-missing",
                "version" => "info-version-missing",
                _ => "name-missing",
            },
            at,
            format!("{whose} needs `{key}`"),
        ),
        // A text kept in another file.
        Some(other) if other.get("$ref").is_some() => {}
        Some(other) => {
            if let Some(place) = at.get(key) {
                problems.warning(
                    "wrong-type",
                    &place,
                    format!(
                        "`{key}` has to be a text, and this is {}; put it in quotes",
                        type_name(other)
                    ),
                );
            }
        }
    }
}
