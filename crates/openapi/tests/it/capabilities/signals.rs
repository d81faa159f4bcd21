//! Each signal by itself, and what looks like it and is none.

use std::collections::HashSet;

use fairlead_openapi::capabilities::{Capability, CapabilityKind, Signal};

use super::of;

/// A description whose one path is `/a`, with these lines in it.
fn path(item: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {item}\n")
}

fn get(operation: &str) -> String {
    path(&format!("{{get: {{{operation}}}}}"))
}

fn post(operation: &str) -> String {
    path(&format!("{{post: {{{operation}}}}}"))
}

fn query(parameters: &str) -> String {
    get(&format!("parameters: [{parameters}]"))
}

/// An answer of 200 with these properties.
fn answer(properties: &str) -> String {
    get(&format!(
        "responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: object, properties: {{{properties}}}}}}}}}}}}}"
    ))
}

fn header(name: &str) -> String {
    get(&format!(
        "responses: {{'200': {{description: ok, headers: {{{name}: {{schema: {{type: string}}}}}}}}}}"
    ))
}

/// Another path than `/a`.
fn at(path: &str, method: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  '{path}': {{{method}: {{}}}}\n"
    )
}

fn whole(text: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n{text}\n")
}

fn server(url: &str) -> String {
    whole(&format!("servers: [{{url: '{url}'}}]"))
}

/// Errors of three statuses with this content.
fn errors(content: &str) -> String {
    let each = ["400", "404", "default"]
        .map(|status| format!("'{status}': {{description: bad, content: {content}}}"))
        .join(", ");
    format!(
        "{}components:\n  schemas:\n    E: {{type: object, properties: {{oops: {{type: string}}}}}}\n",
        get(&format!("responses: {{{each}}}"))
    )
}

/// What shows a signal, and what is close to it and does not.
type Case = (Signal, fn(&str) -> String, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        Signal::SchemeRequired,
        itself,
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: [{k: []}]\npaths: {/a: {get: {}}}\ncomponents: {securitySchemes: {k: {type: http, scheme: basic}}}",
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: [{k: []}]\npaths: {/a: {get: {security: []}}}\ncomponents: {securitySchemes: {k: {type: http, scheme: basic}}}",
    ),
    (
        Signal::SchemeDeclared,
        whole,
        "components: {securitySchemes: {k: {type: mutualTLS}}}",
        "components: {securitySchemes: {k: {type: nothing}}}",
    ),
    (
        Signal::CredentialParameter,
        query,
        "{name: api_key, in: query}",
        "{name: keyword, in: query}",
    ),
    (
        Signal::Answers401,
        get,
        "responses: {'401': {description: who}}",
        "responses: {'403': {description: no}}",
    ),
    (
        Signal::IdempotencyHeader,
        post,
        "parameters: [{name: Idempotency-Key, in: header}]",
        "parameters: [{name: X-Request-Id, in: header}]",
    ),
    (
        Signal::IdempotencyField,
        post,
        "requestBody: {content: {application/json: {schema: {allOf: [{properties: {idempotency_key: {}}}]}}}}",
        "requestBody: {content: {application/json: {schema: {allOf: [{properties: {key: {}}}]}}}}",
    ),
    (
        Signal::IdempotencyWords,
        post,
        "description: This is idempotent.",
        "description: This is important.",
    ),
    (
        Signal::ConditionalRequests,
        post,
        "parameters: [{name: If-Match, in: header}]",
        "parameters: [{name: If-Modified-Since, in: header}]",
    ),
    (
        Signal::ConditionalRequests,
        post,
        "parameters: [{name: If-None-Match, in: header}]",
        "parameters: [{name: Match, in: header}]",
    ),
    (Signal::PutOperations, path, "{put: {}}", "{post: {}}"),
    (
        Signal::CursorParameter,
        query,
        "{name: starting_after, in: query}",
        "{name: start, in: query}",
    ),
    (
        Signal::AfterParameter,
        query,
        "{name: after, in: query, schema: {type: string}}",
        "{name: after, in: query, schema: {type: string, format: date}}",
    ),
    (
        Signal::TokenParameter,
        query,
        "{name: PageToken, in: query}",
        "{name: tokens, in: query}",
    ),
    (
        Signal::OffsetParameter,
        query,
        "{name: offset, in: query, schema: {type: integer}}",
        "{name: offsetting, in: query, schema: {type: integer}}",
    ),
    (
        Signal::OffsetWithLimit,
        query,
        "{name: skip, in: query, schema: {type: integer}}, {name: top, in: query}",
        "{name: skip, in: query, schema: {type: integer}}",
    ),
    (
        Signal::PageParameter,
        query,
        "{name: page, in: query, schema: {type: integer}}",
        "{name: page, in: query, schema: {type: string}}",
    ),
    (
        Signal::PageWithSize,
        query,
        "{name: page, in: query, schema: {type: integer}}, {name: per_page, in: query}",
        "{name: page, in: query, schema: {type: integer}}, {name: color, in: query}",
    ),
    (
        Signal::LimitAlone,
        query,
        "{name: limit, in: query, schema: {type: integer}}",
        "{name: limit, in: query, schema: {type: integer}}, {name: cursor, in: query}",
    ),
    (Signal::LinkHeader, header, "Link", "Linked"),
    (Signal::NextHeader, header, "x-next", "x-nested"),
    (
        Signal::LinkWords,
        get,
        "description: 'Follow rel=\"next\".'",
        "description: Follow the link.",
    ),
    (
        Signal::NextCursorProperty,
        answer,
        "meta: {properties: {next_cursor: {}}}",
        "a: {properties: {b: {properties: {next_cursor: {}}}}}",
    ),
    (
        Signal::NextTokenProperty,
        answer,
        "nextPageToken: {}",
        "token: {}",
    ),
    (
        Signal::NextLinkProperty,
        answer,
        "next: {}, previous: {}",
        "next: {}",
    ),
    (
        Signal::NextLinkProperty,
        answer,
        "next_page_uri: {}",
        "page_uri: {}",
    ),
    (
        Signal::NextPageProperty,
        answer,
        "total_pages: {}",
        "pages: {}",
    ),
    (
        Signal::WebhooksDescribed,
        whole,
        "webhooks: {a: {post: {}}}",
        "x-hooks: {a: {post: {}}}",
    ),
    (
        Signal::CallbacksDescribed,
        post,
        "callbacks: {a: {'{$request.query.u}': {post: {}}}}",
        "callbacks: {}",
    ),
    (
        Signal::WebhookOperations,
        |p| at(p, "post"),
        "/webhooks",
        "/websites",
    ),
    (
        Signal::WebhookOperations,
        |p| at(p, "post"),
        "/hooks/{id}",
        "/hooked/{id}",
    ),
    (
        Signal::CallbackAddress,
        post,
        "requestBody: {content: {application/json: {schema: {properties: {callbackUrl: {}}}}}}",
        "requestBody: {content: {application/json: {schema: {properties: {homepageUrl: {}}}}}}",
    ),
    (Signal::PutPatchDelete, path, "{delete: {}}", "{get: {}}"),
    (
        Signal::PostWithBody,
        post,
        "requestBody: {content: {application/json: {}}}",
        "requestBody: {content: {application/json: {}}}, operationId: searchThings",
    ),
    (
        Signal::PostWithoutBody,
        |p| at(p, "post"),
        "/things",
        "/things/search",
    ),
    (
        Signal::RateLimitHeader,
        header,
        "X-RateLimit-Remaining",
        "X-Limit",
    ),
    (
        Signal::Answers429,
        get,
        "responses: {'429': {description: slow}}",
        "responses: {'420': {description: calm}}",
    ),
    (
        Signal::RetryAfterHeader,
        get,
        "responses: {'503': {description: later, headers: {Retry-After: {}}}}",
        "responses: {'200': {description: ok, headers: {Retry-After: {}}}}",
    ),
    (
        Signal::RateLimitWords,
        get,
        "description: Requests are rate limited.",
        "description: Interest rates are limited.",
    ),
    (
        Signal::RefundOperation,
        |p| at(p, "post"),
        "/payments/{id}/refunds",
        "/funds",
    ),
    (
        Signal::RefundOperation,
        post,
        "operationId: reversePayment",
        "operationId: reservePayment",
    ),
    (
        Signal::CancelOperation,
        |p| at(p, "post"),
        "/orders/{id}/cancel",
        "/cancelled/{id}",
    ),
    (
        Signal::RefundSchema,
        whole,
        "components: {schemas: {PaymentRefund: {}}}",
        "components: {schemas: {Fund: {}}}",
    ),
    (
        Signal::AcceptedWithLocation,
        post,
        "responses: {'202': {description: later, headers: {Operation-Location: {}}}}",
        "responses: {'201': {description: now, headers: {Location: {}}}}",
    ),
    (
        Signal::Answers202,
        post,
        "responses: {'202': {description: later}}",
        "responses: {'200': {description: now}}",
    ),
    (
        Signal::AcceptedWithStatus,
        post,
        "responses: {'202': {description: later, content: {application/json: {schema: {properties: {status: {}}}}}}}",
        "responses: {'202': {description: later, content: {application/json: {schema: {properties: {name: {}}}}}}}",
    ),
    (
        Signal::JobResource,
        |p| at(p, "get"),
        "/jobs/{id}/status",
        "/jobs",
    ),
    (
        Signal::PollingWords,
        get,
        "description: Poll for the outcome.",
        "description: Vote in the poll.",
    ),
    (
        Signal::VersionInServer,
        server,
        "https://api.example.com/v2",
        "https://api.example.com/vat",
    ),
    (
        Signal::VersionInServer,
        server,
        "https://api.example.com/api/2.0",
        "https://api.example.com/2",
    ),
    (
        Signal::VersionInPath,
        |p| at(p, "get"),
        "/v1/things",
        "/things/v1thing",
    ),
    (
        Signal::VersionHeader,
        get,
        "parameters: [{name: Notion-Version, in: header}]",
        "parameters: [{name: Conversion, in: header}]",
    ),
    (
        Signal::VersionParameter,
        query,
        "{name: api-version, in: query}",
        "{name: appVersion, in: query}",
    ),
    (
        Signal::VersionInHost,
        server,
        "https://v3.example.com",
        "https://vest.example.com",
    ),
    (
        Signal::VersionMediaType,
        get,
        "responses: {'200': {description: ok, content: {application/vnd.example.v2+json: {}}}}",
        "responses: {'200': {description: ok, content: {application/vnd.example+json: {}}}}",
    ),
    (
        Signal::ProblemMediaType,
        errors,
        "{application/problem+json: {}}",
        "{application/json: {}}",
    ),
    (
        Signal::ProblemShape,
        errors,
        "{application/json: {schema: {properties: {title: {}, status: {}, detail: {}}}}}",
        "{application/json: {schema: {properties: {title: {}, detail: {}}}}}",
    ),
    (
        Signal::SharedErrorSchema,
        errors,
        "{application/json: {schema: {$ref: '#/components/schemas/E'}}}",
        "{application/json: {schema: {type: object}}}",
    ),
    (
        Signal::ErrorMembers,
        errors,
        "{application/json: {schema: {properties: {error: {properties: {code: {}, message: {}}}}}}}",
        "{application/json: {schema: {properties: {error: {properties: {code: {}}}}}}}",
    ),
];

fn itself(text: &str) -> String {
    text.to_owned()
}

/// Also signals of what is not likely enough to be told.
fn signals(text: &str) -> Vec<Signal> {
    of(text)
        .iter()
        .flat_map(|c| c.signals.iter().map(|s| s.signal))
        .collect()
}

#[test]
fn each_signal_is_found_where_it_is_and_not_where_it_is_not() {
    for (signal, make, there, near) in CASES {
        let found = signals(&make(there));
        assert!(found.contains(signal), "{signal:?}: {there}\n{found:?}");
        let found = signals(&make(near));
        assert!(!found.contains(signal), "{signal:?}: {near}");
    }
}

#[test]
fn every_signal_has_a_fixture_and_a_sensible_weight() {
    let covered: HashSet<Signal> = CASES.iter().map(|(signal, ..)| *signal).collect();
    for signal in Signal::ALL {
        assert!(covered.contains(signal), "{signal:?}");
        assert!((0.25..1.0).contains(&signal.weight()), "{signal:?}");
        assert!(!signal.words().is_empty());
    }
}

#[test]
fn nothing_speaks_for_anything_in_a_plain_description() {
    assert!(of(&get("responses: {'200': {description: ok}}")).is_empty());
}

fn likely(capability: &Capability) -> String {
    format!("{:.2}", capability.confidence)
}

/// Two independent signals of 0.8 and 0.6 both mislead in 8 of 100 cases; where and how often they
/// are found makes no difference.
#[test]
fn confidence_follows_from_the_weights() {
    let once = query("{name: cursor, in: query}");
    let found = of(&once);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, likely(&found[0])),
        (CapabilityKind::Pagination, "0.80".to_owned())
    );
    let page = "schema: {properties: {next_cursor: {}}}";
    let both = get(&format!(
        "parameters: [{{name: cursor, in: query}}], responses: {{'200': {{description: ok, content: {{a/b: {{{page}}}}}}}}}"
    ));
    assert_eq!(likely(&of(&both)[0]), "0.92");
    let twice = once.replace(
        "/a: ",
        "/b: {get: {parameters: [{name: cursor, in: query}]}}\n  /a: ",
    );
    let found = of(&twice);
    assert_eq!(
        (likely(&found[0]), found[0].operations),
        ("0.80".to_owned(), 2)
    );
    assert_eq!(found[0].signals[0].count, 2);
}

#[test]
fn evidence_says_where_and_whose() {
    let found = of(&query("{name: cursor, in: query}"));
    let evidence = &found[0].signals[0].evidence[0];
    assert_eq!(evidence.spot.pointer, "/paths/~1a/get/parameters/0");
    assert_eq!(
        (evidence.spot.file.as_deref(), evidence.spot.line),
        (Some("api.yaml"), Some(4))
    );
    assert_eq!(evidence.what, "query parameter `cursor`");
    let operation = evidence.operation.as_ref().unwrap();
    assert_eq!(
        (operation.method.as_str(), operation.path.as_str()),
        ("GET", "/a")
    );
    let words = of(&get("description: Calls are rate limited to ten."));
    assert_eq!(
        words[0].signals[0].evidence[0].spot.pointer,
        "/paths/~1a/get/description"
    );
    assert_eq!(
        words[0].signals[0].evidence[0].what,
        "Calls are rate limited to ten."
    );
}

#[test]
fn fields_of_forms_of_2_0_are_found_where_they_are_written() {
    let found = of(
        "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    post:\n      parameters: [{name: idempotency_key, in: formData, type: string}]\n      responses: {}\n",
    );
    let idempotency = found
        .iter()
        .find(|c| c.kind == CapabilityKind::Idempotency)
        .unwrap();
    let spot = &idempotency.signals[0].evidence[0].spot;
    assert_eq!(
        (spot.pointer.as_str(), spot.line),
        ("/paths/~1a/post/parameters/0", Some(6))
    );
}

#[test]
fn a_schema_that_refers_to_itself_ends() {
    let found = of("openapi: 3.1.0
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {description: ok, content: {a/b: {schema: {$ref: '#/components/schemas/N'}}}}}}}}
components: {schemas: {N: {properties: {next_cursor: {}, all: {items: {$ref: '#/components/schemas/N'}}}, anyOf: [{$ref: '#/components/schemas/N'}]}}}
");
    assert_eq!(found[0].style.as_deref(), Some("cursor"));
}
