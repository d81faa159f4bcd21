//! A `.bru` file as the JSON that Bruno's export has.

use serde_json::{Map, Value, json};

use super::bru::{self, Block, Content, Pair};
use crate::at::Problems;

const METHODS: [&str; 9] = [
    "get", "post", "put", "delete", "patch", "options", "head", "connect", "trace",
];

/// The item, and for pointers into it the lines of the blocks that they come from.
pub fn item(blocks: &[Block], problems: &mut Problems) -> (Value, Vec<(String, usize)>) {
    let mut lines = Vec::new();
    let mut request = json!({ "body": {}, "auth": {}, "script": {}, "vars": {} });
    let mut item = json!({});
    let mut params = Vec::new();
    for block in blocks {
        let name = block.name.as_str();
        let mut put = |pointer: &str, value: Value| {
            set(&mut request, pointer, value);
            lines.push((format!("/request{pointer}"), block.line));
        };
        match (name, &block.content) {
            ("meta", Content::Pairs(pairs)) => {
                for pair in pairs {
                    item[&pair.name] = value(pair);
                }
            }
            (_, Content::Pairs(pairs)) if METHODS.contains(&name) || name == "http" => {
                if name != "http" {
                    put("/method", name.to_ascii_uppercase().into());
                }
                for pair in pairs {
                    match pair.name.as_str() {
                        "body" => put("/body/mode", value(pair)),
                        "auth" => put("/auth/mode", value(pair)),
                        other => put(&format!("/{other}"), value(pair)),
                    }
                }
            }
            ("query" | "params:query", Content::Pairs(pairs)) => {
                params.extend(rows(pairs, "query"));
            }
            ("params:path", Content::Pairs(pairs)) => params.extend(rows(pairs, "path")),
            ("headers", Content::Pairs(pairs)) => put("/headers", rows(pairs, "").into()),
            ("auth", Content::Pairs(pairs)) => {
                for pair in pairs {
                    put(&format!("/auth/{}", pair.name), value(pair));
                }
            }
            ("body:form-urlencoded", Content::Pairs(pairs)) => {
                put("/body/formUrlEncoded", rows(pairs, "").into());
            }
            ("body:multipart-form", Content::Pairs(pairs)) => {
                put("/body/multipartForm", pairs.iter().map(part).collect());
            }
            ("body:file", Content::Pairs(pairs)) => {
                put("/body/file", pairs.iter().map(file).collect());
            }
            ("vars:pre-request" | "vars", Content::Pairs(pairs)) => {
                put("/vars/req", rows(pairs, "").into());
            }
            ("vars:post-response", Content::Pairs(pairs)) => {
                put("/vars/res", rows(pairs, "").into());
            }
            ("assert", Content::Pairs(pairs)) => put("/assertions", rows(pairs, "").into()),
            ("settings", Content::Pairs(pairs)) => {
                for pair in pairs {
                    item["settings"][&pair.name] = match value(pair) {
                        Value::String(text) if text == "false" => false.into(),
                        other => other,
                    };
                }
            }
            (_, Content::Pairs(pairs)) if name.starts_with("auth:") => {
                let own = pairs.iter().map(|pair| (camel(&pair.name), value(pair)));
                put(
                    &format!("/auth/{}", &name[5..]),
                    Value::Object(own.collect()),
                );
            }
            ("script:pre-request", Content::Text(text)) => put("/script/req", text.as_str().into()),
            ("script:post-response", Content::Text(text)) => {
                put("/script/res", text.as_str().into());
            }
            ("tests" | "docs", Content::Text(text)) => {
                put(&format!("/{name}"), text.as_str().into());
            }
            ("body", Content::Text(text)) => put("/body/json", text.as_str().into()),
            ("body:graphql", Content::Text(text)) => {
                put("/body/graphql/query", text.as_str().into());
            }
            ("body:graphql:vars", Content::Text(text)) => {
                put("/body/graphql/variables", text.as_str().into());
            }
            (_, Content::Text(text)) if name.starts_with("body:") => {
                put(&format!("/body/{}", &name[5..]), text.as_str().into());
            }
            ("example", Content::Text(text)) => {
                let example = example(text, block.line + 1, problems);
                if !item["examples"].is_array() {
                    item["examples"] = json!([]);
                }
                if let Some(list) = item["examples"].as_array_mut() {
                    lines.push((format!("/examples/{}", list.len()), block.line));
                    list.push(example);
                }
            }
            _ => problems.on_line(
                fairlead_core::Severity::Info,
                "not-kept",
                block.line,
                format!("the block `{name}` has no place in a saved request and is left out"),
            ),
        }
    }
    if !params.is_empty() {
        request["params"] = params.into();
    }
    item["request"] = request;
    (item, lines)
}

/// Sets a member by pointer, making the objects on the way.
fn set(root: &mut Value, pointer: &str, value: Value) {
    let mut at = root;
    for key in pointer.split('/').skip(1) {
        if !at.is_object() {
            *at = json!({});
        }
        at = &mut at[key];
    }
    *at = value;
}

fn value(pair: &Pair) -> Value {
    match &pair.value {
        bru::Value::Text(text) | bru::Value::Block(text) => text.as_str().into(),
        bru::Value::Names(names) => names.clone().into(),
    }
}

fn text(pair: &Pair) -> String {
    match &pair.value {
        bru::Value::Text(text) | bru::Value::Block(text) => text.clone(),
        bru::Value::Names(names) => names.join(","),
    }
}

pub fn rows(pairs: &[Pair], kind: &str) -> Vec<Value> {
    let row = |pair: &Pair| json!({ "name": pair.name, "value": text(pair), "enabled": pair.enabled, "type": kind });
    pairs.iter().map(row).collect()
}

/// `value @contentType(type)`.
fn content_type(text: &str) -> (&str, &str) {
    let Some(at) = text.rfind("@contentType(").filter(|_| text.ends_with(')')) else {
        return (text, "");
    };
    (text[..at].trim(), &text[at + 13..text.len() - 1])
}

fn path(text: &str) -> Option<&str> {
    text.strip_prefix("@file(")?.strip_suffix(')')
}

fn part(pair: &Pair) -> Value {
    let text = text(pair);
    let (text, media_type) = content_type(&text);
    let (kind, value) = match path(text) {
        Some(paths) => ("file", paths.split('|').collect::<Vec<_>>().into()),
        None => ("text", Value::from(text)),
    };
    json!({
        "name": pair.name, "value": value, "type": kind, "enabled": pair.enabled,
        "contentType": media_type,
    })
}

fn file(pair: &Pair) -> Value {
    let text = text(pair);
    let (text, media_type) = content_type(&text);
    json!({
        "filePath": path(text).unwrap_or(text), "contentType": media_type,
        "selected": pair.enabled,
    })
}

/// `access_token_url` is called `accessTokenUrl` in the export.
fn camel(name: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            camel.extend(c.to_uppercase());
            upper = false;
        } else {
            camel.push(c);
        }
    }
    camel
}

/// An example: pairs, of which `request` and `response` are blocks of pairs again.
fn example(text: &str, line: usize, problems: &mut Problems) -> Value {
    let mut read = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        bru::pairs(&lines, line, problems)
    };
    let mut example = json!({});
    for pair in read(text) {
        let bru::Value::Block(inner) = &pair.value else {
            example[&pair.name] = value(&pair);
            continue;
        };
        let mut part = json!({});
        for pair in read(inner) {
            let bru::Value::Block(deeper) = &pair.value else {
                part[&pair.name] = value(&pair);
                continue;
            };
            match pair.name.as_str() {
                "headers" => part["headers"] = rows(&read(deeper), "").into(),
                "params:query" | "params:path" => {
                    let kind = &pair.name[7..];
                    let mut all = part["params"].as_array().cloned().unwrap_or_default();
                    all.extend(rows(&read(deeper), kind));
                    part["params"] = all.into();
                }
                "status" => {
                    let code = read(deeper).into_iter().find(|p| p.name == "code");
                    part["status"] = code.map_or(Value::Null, |p| value(&p));
                }
                "body"
                    if pair.value == bru::Value::Block(deeper.clone())
                        && deeper.trim_start().starts_with("type:") =>
                {
                    let own = read(deeper)
                        .into_iter()
                        .map(|p| (p.name.clone(), value(&p)));
                    part["body"] = Value::Object(own.collect::<Map<_, _>>());
                }
                "body" => part["body"] = deeper.trim_matches('\n').into(),
                body if body.starts_with("body:") => {
                    let mode = &body[5..];
                    part["body"] = json!({ "mode": mode, mode: deeper.trim_matches('\n') });
                }
                _ => {}
            }
        }
        example[&pair.name] = part;
    }
    example
}
