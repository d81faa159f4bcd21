//! The failures that follow from an operation's form rather than from its use case.

use serde_json::{Map, Value, json};

/// One failure that several operations share.
struct Failure {
    status: &'static str,
    name: &'static str,
    description: &'static str,
    /// Whether an operation of this form can fail so.
    applies: fn(&Form<'_>) -> bool,
}

/// What decides how an operation can fail.
struct Form<'a> {
    path: &'a str,
    operation: &'a Value,
}

impl Form<'_> {
    fn has_body(&self) -> bool {
        self.operation.get("requestBody").is_some()
    }

    fn has_parameters(&self) -> bool {
        self.operation.get("parameters").is_some()
    }

    fn is_open(&self) -> bool {
        let wanted = self.operation.get("security").and_then(Value::as_array);
        wanted.is_some_and(|alternatives| alternatives.contains(&json!({})))
    }
}

const SHARED: &[Failure] = &[
    Failure {
        status: "400",
        name: "BadRequest",
        description: "The path, the query or the body is malformed; `details` says where.",
        applies: |form| form.has_parameters() || form.has_body(),
    },
    Failure {
        status: "401",
        name: "Unauthorized",
        description: "The token of this launch is missing or wrong (over TCP only).",
        applies: |form| !form.is_open(),
    },
    Failure {
        status: "403",
        name: "Forbidden",
        description: "The Host is not loopback or the Origin is another's (over TCP only).",
        applies: |_| true,
    },
    Failure {
        status: "404",
        name: "NotFound",
        description: "There is nothing under an id or name in the path.",
        applies: |form| form.path.contains('{'),
    },
    Failure {
        status: "413",
        name: "ContentTooLarge",
        description: "The body is larger than this operation takes.",
        applies: |form| form.has_body(),
    },
    Failure {
        status: "415",
        name: "UnsupportedMediaType",
        description: "The body is not declared to be `application/json`.",
        applies: |form| form.has_body(),
    },
    Failure {
        status: "422",
        name: "UnprocessableContent",
        description: "The body is JSON of another shape, or asks for what cannot be done; \
            `details` says where.",
        applies: |form| form.has_body(),
    },
    Failure {
        status: "429",
        name: "TooManyRequests",
        description: "More requests arrive than the server takes; `Retry-After` says how many \
            seconds to wait (over TCP only).",
        applies: |_| true,
    },
    Failure {
        status: "500",
        name: "InternalError",
        description: "Something went wrong inside Fairlead; the log has more under the request id.",
        applies: |_| true,
    },
    Failure {
        status: "504",
        name: "Timeout",
        description: "The answer took too long (over TCP only).",
        applies: |_| true,
    },
];

/// Adds to an operation the shared failures that it does not describe itself, and to `responses`
/// what they refer to.
pub fn add(path: &str, operation: &mut Value, responses: &mut Map<String, Value>) {
    let form = Form { path, operation };
    let applicable: Vec<_> = SHARED.iter().filter(|f| (f.applies)(&form)).collect();
    let Some(answers) = operation["responses"].as_object_mut() else {
        return;
    };
    for failure in applicable {
        if answers.contains_key(failure.status) {
            continue;
        }
        let target = format!("#/components/responses/{}", failure.name);
        answers.insert(failure.status.to_owned(), json!({ "$ref": target }));
        responses
            .entry(failure.name)
            .or_insert_with(|| response(failure));
    }
    answers.sort_keys();
}

fn response(failure: &Failure) -> Value {
    let mut headers = json!({ "X-Request-Id": { "$ref": "#/components/headers/RequestId" } });
    if failure.status == "429" {
        headers["Retry-After"] = json!({
            "description": "Seconds to wait.",
            "schema": { "type": "integer", "minimum": 1 },
        });
    }
    json!({ "description": failure.description, "headers": headers, "content": content() })
}

/// The body of every failure.
pub fn content() -> Value {
    json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } })
}
