//! The OpenAPI 3.1 document of this API, generated from the handlers.
//!
//! A handler declares what is its own: parameters, body, success, failures of its use case. What
//! every handler has in common (the refusals of extractors and guard, the request id) is added here
//! by rule, so that no handler can forget it.

use std::sync::LazyLock;

use fairlead_app::Event;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::error::{Detail, ErrorBody};

mod failures;
mod names;
mod schemas;

/// What the document says about the whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Fairlead",
        description = "The API of a local Fairlead workbench: projects made of API descriptions, \
            mocks, the playground and traces.\n\n\
            Every failure has one shape, the schema `Error`. Every answer carries `X-Request-Id`; \
            a request may bring its own (1 to 128 letters, digits, `-`, `_`, `.`). \
            Query parameters that an operation does not know next to its own, and unknown JSON \
            fields, are refused. Text bodies are UTF-8, times are RFC 3339 in UTC, ids are UUIDs.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT"),
    ),
    servers((url = "/", description = "The workbench that serves this document")),
    tags(
        (name = "projects", description = "A project is one API under work: its description, its \
            mocks, its traces."),
        (name = "specs", description = "API descriptions: imported, kept as revisions, and what is \
            in them and wrong with them."),
        (name = "operations", description = "The calls that a description declares."),
        (name = "mocks", description = "Servers on this machine that answer as a description says."),
        (name = "webhooks", description = "What an API sends by itself: sent by hand, and tried on a \
            receiver in all the ways in which it can go wrong."),
        (name = "catchers", description = "Servers on this machine that take webhooks and say what \
            is right and wrong with each."),
        (name = "playground", description = "Check a request while it is written, and send it."),
        (name = "requests", description = "Requests that are kept: imported, saved, exported as \
            files, made into code."),
        (name = "credentials", description = "Secrets for the security schemes of a description. \
            They go in and never come out."),
        (name = "environments", description = "Where requests go, and what they carry there. \
            Secrets go in and never come out."),
        (name = "partners", description = "Who integrates the API of a project, what they see of \
            it, and the signed files that go to them and come back."),
        (name = "traces", description = "What was sent and answered."),
        (name = "events", description = "What changes, as it changes."),
        (name = "system", description = "The state of the program itself."),
    ),
    components(schemas(ErrorBody, Detail, Event)),
)]
pub(crate) struct Api;

/// The document as it is served and committed.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| complete(crate::routes::declared()));
    &DOCUMENT
}

/// The document as text: two spaces of indentation and a final newline.
pub fn text() -> String {
    format!("{:#}\n", document())
}

fn complete(declared: utoipa::openapi::OpenApi) -> Value {
    // Maps with text keys, numbers and text only: nothing that JSON could refuse.
    let mut document = serde_json::to_value(declared).unwrap_or_default();
    schemas::correct(&mut document);
    names::tidy(&mut document);
    secure(&mut document);
    let mut responses = Map::new();
    let mut paths = document["paths"].take();
    for (path, item) in paths.as_object_mut().into_iter().flatten() {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            names::name_operation(operation);
            schemas::correct_operation(operation);
            failures::add(path, operation, &mut responses);
            finish_answers(operation);
        }
    }
    document["paths"] = paths;
    document["components"]["responses"] = Value::Object(responses);
    document["components"]["headers"] = json!({
        "RequestId": {
            "description": "The id of the request, as brought by it or made for it.",
            "required": true,
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$" },
        }
    });
    document
}

/// How a caller over TCP shows that it may.
fn secure(document: &mut Value) {
    document["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of this launch, from the address that `fairlead serve` prints.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": format!("{}PORT", crate::guard::token::COOKIE),
            "description": "Set when a browser opens the printed address; PORT is its port.",
        },
    });
    document["security"] = json!([{ "token": [] }, { "session": [] }]);
}

/// Every answer has the request id; every failure has the one body.
fn finish_answers(operation: &mut Value) {
    let answers = operation["responses"].as_object_mut();
    for (status, answer) in answers.into_iter().flatten() {
        if answer.get("$ref").is_some() {
            continue;
        }
        answer["headers"]["X-Request-Id"] = json!({ "$ref": "#/components/headers/RequestId" });
        if status.starts_with(['4', '5']) && answer.get("content").is_none() {
            answer["content"] = failures::content();
        }
    }
}
