//! Bodies of Postman, by their mode.

use fairlead_core::Severity;

use super::{description, rows};
use crate::{
    Body, Part, Row,
    at::{At, Problems, plain},
};

pub fn read(at: &At<'_>, headers: &[Row], problems: &mut Problems) -> Body {
    problems.others(
        at,
        &[
            "mode",
            "raw",
            "urlencoded",
            "formdata",
            "file",
            "graphql",
            "options",
            "disabled",
            "unknown",
        ],
    );
    let body = of_mode(at, headers, problems);
    if at.flag("disabled") && body != Body::None {
        problems.say(
            Severity::Warning,
            "body-disabled",
            at,
            "the body was switched off; it is kept and would be sent",
        );
    }
    body
}

fn of_mode(at: &At<'_>, headers: &[Row], problems: &mut Problems) -> Body {
    match at.text("mode").as_str() {
        "" => Body::None,
        "raw" => raw(at, headers),
        "urlencoded" => Body::Form {
            rows: rows(at, "urlencoded"),
        },
        "formdata" => Body::Multipart {
            parts: at
                .list("formdata")
                .iter()
                .flat_map(|part| parts(part, problems))
                .collect(),
        },
        "file" => file(at, headers),
        "graphql" => graphql(at, problems),
        other => {
            problems.say(
                Severity::Warning,
                "body-unknown",
                at,
                format!("a body of the mode `{other}` is not known; its text is kept"),
            );
            let text = at.text(other);
            if text.is_empty() {
                Body::None
            } else {
                Body::of_text(text, content_type(headers))
            }
        }
    }
}

fn file(at: &At<'_>, headers: &[Row]) -> Body {
    let Some(file) = at.get("file") else {
        return Body::None;
    };
    let (path, content) = (file.text("src"), file.text("content"));
    if !path.is_empty() {
        return Body::File {
            path,
            media_type: String::new(),
        };
    }
    if content.is_empty() {
        return Body::None;
    }
    Body::of_text(content, content_type(headers))
}

fn graphql(at: &At<'_>, problems: &mut Problems) -> Body {
    let graphql = at.get("graphql");
    let text = |key: &str| {
        let found = graphql.as_ref().and_then(|g| g.get(key));
        found.map(|v| plain(v.value)).unwrap_or_default()
    };
    let operation = text("operationName");
    if !operation.is_empty() {
        problems.say(
            Severity::Info,
            "not-kept",
            at,
            format!("the operation name `{operation}` is left out of the GraphQL request"),
        );
    }
    Body::Graphql {
        query: text("query"),
        variables: text("variables"),
    }
}

fn raw(at: &At<'_>, headers: &[Row]) -> Body {
    let text = at.text("raw");
    if text.is_empty() {
        return Body::None;
    }
    let language = at.value.pointer("/options/raw/language");
    match language.and_then(serde_json::Value::as_str) {
        Some("json") => Body::Json { text },
        Some("xml") => Body::Xml { text },
        Some("html") => Body::of_text(text, "text/html"),
        Some("javascript") => Body::of_text(text, "application/javascript"),
        _ => Body::of_text(text, content_type(headers)),
    }
}

fn content_type(headers: &[Row]) -> &str {
    headers
        .iter()
        .find(|row| row.enabled && row.name.eq_ignore_ascii_case("content-type"))
        .map_or("text/plain", |row| row.value.as_str())
}

/// A part, or one for each file where there are several.
fn parts(at: &At<'_>, problems: &mut Problems) -> Vec<Part> {
    let part = Part {
        media_type: at.text("contentType"),
        enabled: !at.flag("disabled"),
        description: description(at),
        ..Part::text(at.text("key"), "")
    };
    if at.text("type") != "file" {
        return vec![Part {
            value: at.text("value"),
            ..part
        }];
    }
    let mut paths: Vec<String> = match at.get("src") {
        Some(list) if list.value.is_array() => {
            list.items().iter().map(|path| plain(path.value)).collect()
        }
        Some(path) => vec![plain(path.value)],
        None => Vec::new(),
    };
    if paths.is_empty() {
        paths.push(String::new());
        problems.say(
            Severity::Warning,
            "file-missing",
            at,
            format!("no file was chosen for the part `{}`", part.name),
        );
    }
    paths
        .into_iter()
        .map(|path| Part {
            file: Some(path),
            ..part.clone()
        })
        .collect()
}
