//! Operations, webhooks, callbacks, security, servers.

use fairlead_openapi::diff::{Class, Kind, OperationKind};

use super::{between, lines};

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// Operations and schemes around a `security` of the operation.
fn security(needs: &str) -> String {
    format!(
        "{HEAD}paths:
  /a:
    get:
      security: {needs}
      responses: {{}}
components:
  securitySchemes:
    key: {{type: apiKey, in: header, name: X-Key}}
    basic: {{type: http, scheme: basic}}
    login: {{type: oauth2, flows: {{implicit: {{authorizationUrl: 'https://a.example', scopes: {{r: R, w: W}}}}}}}}
"
    )
}

fn paths(text: &str) -> String {
    format!("{HEAD}paths: {{{text}}}\n")
}

fn webhooks(text: &str) -> String {
    format!("{HEAD}webhooks: {{{text}}}\n")
}

fn callbacks(text: &str) -> String {
    format!("{HEAD}paths: {{/a: {{post: {{responses: {{}}, callbacks: {{{text}}}}}}}}}\n")
}

fn whole(text: &str) -> String {
    format!("{HEAD}{text}\npaths: {{}}\n")
}

fn info(text: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{{text}}}\npaths: {{}}\n")
}

fn itself(text: &str) -> String {
    text.to_owned()
}

/// A scheme that is defined and used by no operation.
fn scheme(text: &str) -> String {
    whole(&format!(
        "components: {{securitySchemes: {{s: {{{text}}}}}}}"
    ))
}

/// The same in OpenAPI 3.2, of OAuth 2.
fn scheme_of_32(text: &str) -> String {
    scheme(&format!("type: oauth2, {text}")).replacen("openapi: 3.1.0", "openapi: 3.2.0", 1)
}

type Case = (&'static str, fn(&str) -> String, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "operation-added",
        paths,
        "/a: {get: {}}",
        "/a: {get: {}, put: {}}",
    ),
    (
        "operation-added",
        paths,
        "",
        "'/a/{b}': {get: {parameters: [{name: b, in: path, required: true}]}}",
    ),
    ("webhook-added", webhooks, "", "a: {post: {}}"),
    (
        "callback-added",
        callbacks,
        "",
        "done: {'{$request.query.u}': {post: {}}}",
    ),
    (
        "operation-deprecated",
        paths,
        "/a: {get: {}}",
        "/a: {get: {deprecated: true}}",
    ),
    (
        "operation-id-changed",
        paths,
        "/a: {get: {operationId: a}}",
        "/a: {get: {operationId: b}}",
    ),
    (
        "operation-summary-changed",
        paths,
        "/a: {get: {}}",
        "/a: {get: {summary: b}}",
    ),
    (
        "operation-description-changed",
        paths,
        "/a: {get: {description: c}}",
        "/a: {get: {description: b}}",
    ),
    (
        "security-lifted",
        security,
        "[{key: []}]",
        "[{key: []}, {}]",
    ),
    (
        "security-alternative-added",
        security,
        "[{key: []}]",
        "[{key: []}, {basic: []}]",
    ),
    (
        "security-scheme-demanded",
        security,
        "[{key: []}]",
        "[{key: [], basic: []}]",
    ),
    (
        "security-scope-added",
        security,
        "[{login: [r]}]",
        "[{login: [w, r]}]",
    ),
    (
        "operation-server-added",
        paths,
        "/a: {get: {servers: [{url: 'https://a.example'}]}}",
        "/a: {get: {servers: [{url: 'https://a.example/'}, {url: 'https://b.example'}]}}",
    ),
    (
        "api-title-changed",
        info,
        "title: T, version: '1'",
        "title: U, version: '1'",
    ),
    (
        "api-version-changed",
        info,
        "title: T, version: '1'",
        "title: T, version: '2'",
    ),
    (
        "api-description-changed",
        info,
        "title: T, version: '1'",
        "title: T, version: '1', description: D",
    ),
    (
        "openapi-version-changed",
        itself,
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}",
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}",
    ),
    (
        "server-added",
        whole,
        "servers: [{url: 'https://a.example'}]",
        "servers: [{url: 'https://a.example'}, {url: 'https://b.example'}]",
    ),
    (
        "security-scheme-added",
        whole,
        "",
        "components: {securitySchemes: {s: {type: http, scheme: basic}}}",
    ),
    (
        "security-scheme-changed",
        scheme,
        "type: http, scheme: bearer",
        "type: http, scheme: basic",
    ),
    (
        "oauth-flow-added",
        scheme,
        "type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {}}}",
        "type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {}}, clientCredentials: {tokenUrl: 'https://t.example', scopes: {}}}",
    ),
    (
        "oauth-url-changed",
        scheme,
        "type: openIdConnect, openIdConnectUrl: 'https://a.example'",
        "type: openIdConnect, openIdConnectUrl: 'https://b.example'",
    ),
    (
        "oauth-url-changed",
        scheme_of_32,
        "oauth2MetadataUrl: 'https://a.example', flows: {}",
        "oauth2MetadataUrl: 'https://b.example', flows: {}",
    ),
    (
        "oauth-scope-added",
        scheme,
        "type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {}}}",
        "type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {a: A}}}",
    ),
    (
        "schema-added",
        whole,
        "components: {schemas: {A: {}}}",
        "components: {schemas: {A: {}, B: {type: string}}}",
    ),
    ("tag-added", whole, "tags: []", "tags: [{name: a}]"),
];

fn find(name: &str) -> Kind {
    *Kind::ALL
        .iter()
        .find(|k| k.name() == name)
        .unwrap_or_else(|| panic!("no kind {name}"))
}

/// Kinds that are tested here.
pub fn covered() -> Vec<Kind> {
    let others = [
        "security-alternative-added",
        "operation-tags-changed",
        "callback-address-changed",
    ];
    CASES
        .iter()
        .map(|(code, ..)| *code)
        .chain(others)
        .flat_map(|code| [find(code), find(code).inverse()])
        .collect()
}

#[test]
fn each_kind_there_and_back() {
    for (code, make, old, new) in CASES {
        let (old, new) = (make(old), make(new));
        let there = between(&old, &new);
        let found: Vec<Kind> = there.iter().map(|c| c.kind).collect();
        assert_eq!(found, [find(code)], "{old}\n{new}\n{}", lines(&there));
        assert_eq!(there[0].code, *code);
        let back: Vec<Kind> = between(&new, &old).iter().map(|c| c.kind).collect();
        assert_eq!(back, [find(code).inverse()], "{new}\n{old}");
    }
}

#[test]
fn tags_that_only_operations_have_are_tags_of_the_whole() {
    let old = paths("/a: {get: {tags: [a]}}");
    let new = paths("/a: {get: {tags: [b]}}");
    assert_eq!(
        lines(&between(&old, &new)),
        "words tag-removed tags: the tag `a` is gone\n\
         words tag-added tags: the tag `b` is new\n\
         words operation-tags-changed GET /a: the tags are others\n"
    );
}

/// What a scheme wants counts, not what it is called; and nothing said is nothing needed.
#[test]
fn security_is_compared_by_what_is_sent() {
    let old = security("[{key: []}]");
    let renamed = old.replace("key:", "apiKey:");
    let changes = between(&old, &renamed);
    assert!(
        changes.iter().all(|c| c.class == Class::Annotation),
        "{}",
        lines(&changes)
    );
    let none = security("[]");
    let said = none.replace("      security: []\n", "");
    assert_eq!(lines(&between(&none, &said)), "");
    assert_eq!(
        lines(&between(
            &security("[{}]"),
            &security("[{login: [r]}, {key: []}]")
        )),
        "BREAK security-required GET /a: security: it no longer works without credentials\n\
         fine security-alternative-added GET /a: security: `login` (r) is taken too\n\
         fine security-alternative-added GET /a: security: `key` is taken too\n"
    );
    let changes = between(&old, &security("[{basic: []}]"));
    assert_eq!(
        lines(&changes),
        "BREAK security-alternative-removed GET /a: security: `key` is no longer taken\n\
         fine security-alternative-added GET /a: security: `basic` is taken too\n"
    );
    assert_eq!(
        changes[0].old.as_ref().unwrap().pointer,
        "/paths/~1a/get/security"
    );
    assert_eq!(changes[0].old.as_ref().unwrap().line, Some(6));
}

#[test]
fn security_of_the_whole_counts_for_each_operation() {
    let old = whole(
        "security: [{key: []}]\ncomponents: {securitySchemes: {key: {type: http, scheme: basic}}}",
    )
    .replace(
        "paths: {}",
        "paths: {/a: {get: {}}, /b: {get: {security: []}}}",
    );
    let new = old.replace("security: [{key: []}]", "x-none: 1");
    let changes = between(&old, &new);
    assert_eq!(
        lines(&changes),
        "fine security-lifted GET /a: security: it works without credentials too now\n\
         BREAK security-alternative-removed GET /a: security: `key` is no longer taken\n"
    );
    assert_eq!(changes[0].old.as_ref().unwrap().pointer, "/security");
    assert_eq!(changes[0].new.as_ref().unwrap().pointer, "/paths/~1a/get");
}

/// Who sends is the server: its request is judged as an answer is.
#[test]
fn webhooks_and_callbacks_are_judged_the_other_way_round() {
    let hook = |schema: &str, status: &str| {
        format!(
            "done: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'{status}': {{description: ok}}}}}}}}"
        )
    };
    let (short, long) = (
        "{type: string, maxLength: 2}",
        "{type: string, maxLength: 3}",
    );
    let old = webhooks(&hook(short, "200"));
    let new = webhooks(&hook(long, "204"));
    let changes = between(&old, &new);
    assert_eq!(
        lines(&changes),
        "BREAK webhook-response-success-status-removed POST done: response 200: it is gone\n\
         fine webhook-response-success-status-added POST done: response 204: it is new\n\
         BREAK webhook-request-max-length-raised POST done: request body: `maxLength` went from `2` to `3`\n"
    );
    assert_eq!(
        changes[0].operation.as_ref().unwrap().kind,
        OperationKind::Webhook
    );
    let called = |schema: &str, at: &str| {
        let item = hook(schema, "200").replacen("done", &format!("'{at}'"), 1);
        callbacks(&format!("done: {{{item}}}"))
    };
    let old = called(short, "{$request.query.a}");
    let new = called(long, "{$request.query.b}");
    assert_eq!(
        lines(&between(&old, &new)),
        "BREAK callback-address-changed POST {$request.query.b} done of POST /a: the address went from `{$request.query.a}` to `{$request.query.b}`\n\
         BREAK webhook-request-max-length-raised POST {$request.query.b} done of POST /a: request body: `maxLength` went from `2` to `3`\n"
    );
}

#[test]
fn an_operation_that_moved_says_where_to() {
    let old = paths("/a: {get: {operationId: one}}");
    let new = paths("/b: {get: {operationId: one}}");
    assert_eq!(
        lines(&between(&old, &new)),
        "BREAK operation-removed GET /a: the operation is gone; its operationId is now that of GET /b\n\
         fine operation-added GET /b: the operation is new; its operationId was that of GET /a\n"
    );
}

/// Templates that differ in names only are one path, but an exact match goes first.
#[test]
fn templates_are_matched_by_form() {
    let old = paths("'/a/{x}': {get: {summary: A}}, '/b/{x}/c': {get: {}}");
    let new = paths("'/b/{y}/c': {get: {}}, '/a/{z}': {get: {summary: A}}");
    let codes: Vec<_> = between(&old, &new).iter().map(|c| c.kind).collect();
    assert_eq!(
        codes,
        [Kind::PathVariableRenamed, Kind::PathVariableRenamed]
    );
}
