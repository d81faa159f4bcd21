//! Parameters, headers, bodies, media types, statuses and links: kinds outside of schemas.

use fairlead_openapi::diff::Kind;

use super::{between, lines};

/// An operation in YAML: its lines are those of `POST /a/{id}`.
fn operation(text: &str) -> String {
    let indented = text.trim().replace('\n', "\n      ");
    format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a/{{id}}:
    post:
      {indented}
"
    )
}

const ID: &str = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";

/// Parameters beside the path's own.
fn parameters(text: &str) -> String {
    let own = ID.trim_end_matches(']');
    let rest = if text.is_empty() {
        String::new()
    } else {
        format!(", {text}")
    };
    operation(&format!(
        "{own}{rest}]\nresponses: {{'200': {{description: ok}}}}"
    ))
}

fn body(text: &str) -> String {
    operation(&format!(
        "{ID}\nresponses: {{'200': {{description: ok}}}}\n{text}"
    ))
}

fn responses(text: &str) -> String {
    operation(&format!("{ID}\nresponses: {{{text}}}"))
}

/// Code, how the description is made, old text, new text.
type Case = (&'static str, fn(&str) -> String, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "request-parameter-added",
        parameters,
        "",
        "{name: q, in: query, schema: {type: string}}",
    ),
    (
        "request-required-parameter-added",
        parameters,
        "",
        "{name: q, in: query, required: true, schema: {type: string}}",
    ),
    (
        "request-parameter-became-required",
        parameters,
        "{name: q, in: query, schema: {type: string}}",
        "{name: q, in: query, required: true, schema: {type: string}}",
    ),
    (
        "request-parameter-moved",
        parameters,
        "{name: q, in: query, schema: {type: string}}",
        "{name: q, in: header, schema: {type: string}}",
    ),
    (
        "request-parameter-renamed",
        parameters,
        "{name: pageSize, in: query, schema: {type: integer}}",
        "{name: page_size, in: query, schema: {type: integer}}",
    ),
    (
        "request-parameter-renamed",
        parameters,
        "{name: n, in: query, description: How many, schema: {type: integer}}",
        "{name: limit, in: query, description: How many, schema: {type: integer}}",
    ),
    (
        "request-parameter-style-changed",
        parameters,
        "{name: q, in: query, explode: false, schema: {type: array}}",
        "{name: q, in: query, style: pipeDelimited, schema: {type: array}}",
    ),
    (
        "request-parameter-explode-changed",
        parameters,
        "{name: q, in: query, schema: {type: array}}",
        "{name: q, in: query, explode: false, schema: {type: array}}",
    ),
    (
        "request-reserved-characters-forbidden",
        parameters,
        "{name: q, in: query, allowReserved: true, schema: {type: string}}",
        "{name: q, in: query, schema: {type: string}}",
    ),
    (
        "request-empty-value-forbidden",
        parameters,
        "{name: q, in: query, allowEmptyValue: true, schema: {type: string}}",
        "{name: q, in: query, schema: {type: string}}",
    ),
    (
        "request-parameter-content-changed",
        parameters,
        "{name: q, in: query, schema: {type: object}}",
        "{name: q, in: query, content: {application/json: {schema: {type: object}}}}",
    ),
    (
        "request-type-narrowed",
        parameters,
        "{name: q, in: query, schema: {type: number}}",
        "{name: q, in: query, schema: {type: integer}}",
    ),
    (
        "request-type-changed",
        parameters,
        "{name: q, in: query, content: {application/json: {schema: {type: string}}}}",
        "{name: q, in: query, content: {application/json: {schema: {type: integer}}}}",
    ),
    (
        "request-deprecated",
        parameters,
        "{name: q, in: query, schema: {}}",
        "{name: q, in: query, deprecated: true, schema: {}}",
    ),
    (
        "request-description-changed",
        parameters,
        "{name: q, in: query, schema: {}}",
        "{name: q, in: query, description: Q, schema: {}}",
    ),
    (
        "request-default-changed",
        parameters,
        "{name: q, in: query, schema: {type: integer, default: 1}}",
        "{name: q, in: query, schema: {type: integer, default: 2}}",
    ),
    (
        "request-body-added",
        body,
        "",
        "requestBody: {content: {application/json: {}}}",
    ),
    (
        "request-required-body-added",
        body,
        "",
        "requestBody: {required: true, content: {application/json: {}}}",
    ),
    (
        "request-body-became-required",
        body,
        "requestBody: {content: {application/json: {}}}",
        "requestBody: {required: true, content: {application/json: {}}}",
    ),
    (
        "request-description-changed",
        body,
        "requestBody: {description: A, content: {application/json: {}}}",
        "requestBody: {description: B, content: {application/json: {}}}",
    ),
    (
        "request-media-type-added",
        body,
        "requestBody: {content: {application/json: {}}}",
        "requestBody: {content: {application/json: {}, text/csv: {}}}",
    ),
    (
        "request-type-narrowed",
        body,
        "requestBody: {content: {application/json: {}}}",
        "requestBody: {content: {application/json: {schema: {type: object}}}}",
    ),
    (
        "request-part-encoding-changed",
        body,
        "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {}}}}}}",
        "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {}}}, encoding: {f: {contentType: image/png}}}}}",
    ),
    (
        "request-part-encoding-changed",
        body,
        "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {f: {}}}, encoding: {f: {explode: false}}}}}",
        "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {f: {}}}}}}",
    ),
    (
        "request-xml-changed",
        body,
        "requestBody: {content: {application/xml: {schema: {type: object, xml: {name: a}}}}}",
        "requestBody: {content: {application/xml: {schema: {type: object, xml: {name: b}}}}}",
    ),
    (
        "response-success-status-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok}, '202': {description: later}",
    ),
    (
        "response-success-status-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok}, '3XX': {description: there}",
    ),
    (
        "response-error-status-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok}, '429': {description: slow}",
    ),
    (
        "response-error-status-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok}, default: {description: bad}",
    ),
    (
        "response-status-detailed",
        responses,
        "default: {description: bad}",
        "default: {description: bad}, '404': {description: gone}",
    ),
    (
        "response-status-detailed",
        responses,
        "4XX: {description: bad}",
        "4XX: {description: bad}, '404': {description: gone}",
    ),
    (
        "response-media-type-added",
        responses,
        "'200': {description: ok, content: {application/json: {}}}",
        "'200': {description: ok, content: {application/json: {}, text/csv: {}}}",
    ),
    (
        "response-media-type-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok, content: {application/json: {schema: {type: string}}}}",
    ),
    (
        "response-header-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok, headers: {ETag: {schema: {type: string}}}}",
    ),
    (
        "response-required-header-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok, headers: {ETag: {required: true, schema: {type: string}}}}",
    ),
    (
        "response-header-became-required",
        responses,
        "'200': {description: ok, headers: {ETag: {schema: {type: string}}}}",
        "'200': {description: ok, headers: {etag: {required: true, schema: {type: string}}}}",
    ),
    (
        "response-type-changed",
        responses,
        "'200': {description: ok, headers: {A: {schema: {type: string}}}}",
        "'200': {description: ok, headers: {A: {schema: {type: integer}}}}",
    ),
    (
        "response-type-changed",
        responses,
        "'200': {description: ok, content: {application/x-ndjson: {itemSchema: {type: string}}}}",
        "'200': {description: ok, content: {application/x-ndjson: {itemSchema: {type: integer}}}}",
    ),
    (
        "response-description-changed",
        responses,
        "'200': {description: ok}",
        "'200': {description: fine}",
    ),
    (
        "response-link-added",
        responses,
        "'200': {description: ok}",
        "'200': {description: ok, links: {n: {operationId: x}}}",
    ),
    (
        "response-link-changed",
        responses,
        "'200': {description: ok, links: {n: {operationId: y}}}",
        "'200': {description: ok, links: {n: {operationId: x}}}",
    ),
];

fn codes(old: &str, new: &str) -> Vec<String> {
    let changes = between(old, new);
    changes.iter().map(|c| c.code.to_string()).collect()
}

fn find(code: &str) -> Kind {
    let name = code.split_once('-').unwrap().1;
    *Kind::ALL
        .iter()
        .find(|k| k.name() == name)
        .unwrap_or_else(|| panic!("no kind {name}"))
}

/// Kinds that [`CASES`] has.
pub fn covered() -> Vec<Kind> {
    CASES
        .iter()
        .flat_map(|(code, ..)| [find(code), find(code).inverse()])
        .chain([Kind::PathVariableRenamed])
        .collect()
}

#[test]
fn each_kind_there_and_back() {
    for (code, make, old, new) in CASES {
        let (old, new) = (make(old), make(new));
        assert_eq!(codes(&old, &new), [*code], "{old}\n{new}");
        let side = between(&old, &new)[0].side;
        let back = find(code).inverse().code(side);
        assert_eq!(codes(&new, &old), [back], "{new}\n{old}");
    }
}

#[test]
fn a_variable_of_the_path_may_have_any_name() {
    let old = operation(&format!("{ID}\nresponses: {{}}"));
    let new = old
        .replace("{id}", "{petId}")
        .replace("name: id", "name: petId");
    assert_eq!(
        lines(&between(&old, &new)),
        "fine request-path-variable-renamed POST /a/{petId}: path parameter `petId`: the variable of the path was called `id`\n"
    );
    let typed = new.replace("{type: string}", "{type: integer}");
    assert_eq!(
        codes(&old, &typed),
        ["request-path-variable-renamed", "request-type-changed"]
    );
}

/// How the description is made, old text, new text.
type Same = (fn(&str) -> String, &'static str, &'static str);

#[test]
fn what_makes_no_difference_is_no_change() {
    let same: [Same; 6] = [
        (
            parameters,
            "{name: q, in: query, schema: {type: string}}",
            "{name: q, in: query, explode: false, style: form, schema: {type: string}}",
        ),
        (
            parameters,
            "{name: X-A, in: header, schema: {type: string}}",
            "{name: x-a, in: header, schema: {type: string}}",
        ),
        (
            body,
            "requestBody: {content: {application/json: {}}}",
            "requestBody: {content: {'Application/JSON; charset=utf-8': {}}}",
        ),
        (
            body,
            "requestBody: {content: {application/json: {schema: {type: object, xml: {name: a}}}}}",
            "requestBody: {content: {application/json: {schema: {type: object}}}}",
        ),
        (
            responses,
            "'200': {description: ok, content: {a/b: {}, c/d: {}}}",
            "'200': {description: ok, content: {c/d: {}, a/b: {}}}",
        ),
        (
            body,
            "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {}}}, encoding: {f: {contentType: 'a/b,c/d'}}}}}",
            "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {}}}, encoding: {f: {contentType: 'a/b, C/d'}}}}}",
        ),
    ];
    for (make, old, new) in same {
        assert_eq!(lines(&between(&make(old), &make(new))), "", "{old} {new}");
    }
}

/// An entry of its own is held against what stood for the status before.
#[test]
fn a_detailed_status_is_compared_with_what_covered_it() {
    let old = responses(
        "default: {description: x, content: {application/json: {schema: {type: integer}}}}",
    );
    let new = responses(
        "default: {description: x, content: {application/json: {schema: {type: integer}}}}, '200': {description: x, content: {application/json: {schema: {type: string}}}}",
    );
    assert_eq!(
        lines(&between(&old, &new)),
        "words response-status-detailed POST /a/{id}: response 200: `default` stood for it before\n\
         BREAK response-type-changed POST /a/{id}: response 200: the type is another, from `\"integer\"` to `\"string\"`\n"
    );
}

/// A moved parameter is compared on, and two of one name are not guessed at.
#[test]
fn a_moved_parameter_is_still_compared() {
    let old = parameters("{name: q, in: query, schema: {type: string}}");
    let new = parameters("{name: q, in: cookie, required: true, schema: {type: integer}}");
    assert_eq!(
        codes(&old, &new),
        [
            "request-parameter-moved",
            "request-parameter-became-required",
            "request-type-changed"
        ]
    );
}
