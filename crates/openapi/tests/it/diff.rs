//! Two descriptions compared.

mod corpus;
mod dialects;
mod laws;
mod messages;
mod operations;
mod recursion;
mod schemas;
mod table;

use std::fmt::Write as _;

use fairlead_openapi::{
    diff,
    diff::{Change, Class, locate_changes},
};

pub use corpus::specs as documents;

use crate::show;

/// The changes between two texts, with file and line.
pub fn between(old: &str, new: &str) -> Vec<Change> {
    let (old_sources, old, _) = show::files(&[("old.yaml", old)]);
    let (new_sources, new, _) = show::files(&[("new.yaml", new)]);
    // A text that cannot be read has no differences.
    assert!(
        !old.openapi.is_empty() && !new.openapi.is_empty(),
        "no description"
    );
    let mut changes = diff(&old, &new);
    locate_changes(&mut changes, &old_sources, &new_sources);
    changes
}

/// Changes, one a line: class, code, operation, message.
pub fn lines(changes: &[Change]) -> String {
    changes.iter().fold(String::new(), |mut out, change| {
        let class = match change.class {
            Class::Breaking => "BREAK",
            Class::NonBreaking => "fine",
            Class::Annotation => "words",
        };
        let at = change.operation.as_ref().map_or(String::new(), |o| {
            let of = o
                .callback
                .as_ref()
                .map_or(String::new(), |c| format!(" {c}"));
            format!("{} {}{of}: ", o.method, o.path)
        });
        let _ = writeln!(out, "{class} {} {at}{}", change.code, change.message);
        out
    })
}

/// A description whose one operation takes (or gives) a value of the schema.
pub fn with_schema(schema: &str, is_request: bool) -> String {
    let content = format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
    let (body, answer) = if is_request {
        (
            format!("requestBody: {content}"),
            "{description: ok}".to_owned(),
        )
    } else {
        let answer = content.replacen('{', "{description: ok, ", 1);
        ("summary: none".to_owned(), answer)
    };
    format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a:
    post:
      {body}
      responses: {{'200': {answer}}}
components:
  schemas:
    Cat: {{type: object, required: [kind], properties: {{kind: {{const: cat}}, lives: {{type: integer}}}}}}
    Dog: {{type: object, required: [kind], properties: {{kind: {{const: dog}}, barks: {{type: boolean}}}}}}
    Cow: {{type: object, required: [kind], properties: {{kind: {{const: cow}}, milk: {{type: number}}}}}}
    Open: {{type: object, properties: {{name: {{type: string}}}}}}
    Wide: {{type: object, properties: {{size: {{type: integer}}}}}}
"
    )
}
