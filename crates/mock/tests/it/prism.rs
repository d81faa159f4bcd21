//! Held against Prism: what Prism 5.14.2 answers to each of these requests, and where this mock
//! answers otherwise. The groups are those of Prism's public harness; description and requests
//! are our own, and `docs/differences-from-prism.md` says why.

use std::sync::Arc;

use fairlead_core::{Request, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;

use Body::{Json, None, Problem, Text, Xml};

/// What kind of body an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    None,
    Json,
    /// RFC 9457
    Problem,
    Text,
    Xml,
}

/// Name, request line, header fields, body, and what Prism answers.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    (u16, Body),
);

/// What this mock answers where it is not what Prism answers.
const OTHERWISE: &[(&str, (u16, Body))] = &[
    ("code by query", (200, Json)),
    ("dynamic", (200, Json)),
    ("head", (200, None)),
    ("options", (204, None)),
    ("body no json", (422, Problem)),
    ("body without media type", (415, Problem)),
    ("digest there", (200, None)),
    ("digest without fields", (200, None)),
];

/// Each case.
const CASES: &[Case] = &[
    (
        "accepts what is there",
        "GET /plain",
        &[("accept", "text/plain")],
        "",
        (200, Text),
    ),
    (
        "accepts another",
        "GET /plain",
        &[("accept", "application/json")],
        "",
        (406, Problem),
    ),
    (
        "accepts nonsense",
        "GET /plain",
        &[("accept", "inv/alid")],
        "",
        (406, Problem),
    ),
    (
        "accepts anything",
        "GET /plain",
        &[("accept", "*/*")],
        "",
        (200, Text),
    ),
    (
        "accepts nothing in particular",
        "GET /both",
        &[],
        "",
        (200, Json),
    ),
    (
        "accepts xml",
        "GET /both",
        &[("accept", "application/xml")],
        "",
        (200, Xml),
    ),
    (
        "accepts by quality",
        "GET /both",
        &[("accept", "application/json;q=0.1, application/xml;q=0.9")],
        "",
        (200, Xml),
    ),
    (
        "accepts a range",
        "GET /both",
        &[("accept", "application/*")],
        "",
        (200, Json),
    ),
    (
        "accepts with parameter",
        "GET /both",
        &[("accept", "application/json; charset=utf-8")],
        "",
        (200, Json),
    ),
    (
        "accepts q=0",
        "GET /both",
        &[("accept", "application/json;q=0, application/xml")],
        "",
        (200, Xml),
    ),
    (
        "no content and accept",
        "GET /empty",
        &[("accept", "application/json")],
        "",
        (204, None),
    ),
    (
        "200 without content and accept",
        "GET /emptyok",
        &[("accept", "application/json")],
        "",
        (200, None),
    ),
    ("default only", "GET /defaulted", &[], "", (200, Json)),
    ("errors only", "GET /onlyerror", &[], "", (400, Json)),
    ("range", "GET /range", &[], "", (200, Json)),
    (
        "code there",
        "GET /problem",
        &[("prefer", "code=400")],
        "",
        (400, Json),
    ),
    (
        "code not there",
        "GET /problem",
        &[("prefer", "code=404")],
        "",
        (404, Problem),
    ),
    (
        "code under default",
        "GET /defaulted",
        &[("prefer", "code=418")],
        "",
        (418, Json),
    ),
    (
        "code by query",
        "GET /problem?__code=400",
        &[],
        "",
        (400, Json),
    ),
    (
        "example by name",
        "GET /named",
        &[("prefer", "example=second")],
        "",
        (200, Json),
    ),
    (
        "example unknown",
        "GET /named",
        &[("prefer", "example=third")],
        "",
        (404, Problem),
    ),
    (
        "dynamic",
        "GET /named",
        &[("prefer", "dynamic=true")],
        "",
        (500, Problem),
    ),
    ("no path", "GET /nowhere", &[], "", (404, Problem)),
    ("no method", "DELETE /plain", &[], "", (405, Problem)),
    ("head", "HEAD /plain", &[], "", (405, None)),
    ("options", "OPTIONS /plain", &[], "", (405, Problem)),
    (
        "concrete path first",
        "GET /things/mine",
        &[],
        "",
        (200, Text),
    ),
    ("trailing slash", "GET /plain/", &[], "", (404, Problem)),
    (
        "path value of another type",
        "GET /things/x?size=small",
        &[],
        "",
        (422, Problem),
    ),
    ("query missing", "GET /things/1", &[], "", (422, Problem)),
    (
        "query not in enum",
        "GET /things/1?size=medium",
        &[],
        "",
        (422, Problem),
    ),
    (
        "query right",
        "GET /things/1?size=small",
        &[],
        "",
        (200, Json),
    ),
    (
        "query undeclared",
        "GET /things/1?size=small&more=1",
        &[],
        "",
        (200, Json),
    ),
    (
        "header of another type",
        "GET /things/1?size=small",
        &[("x-run", "fast")],
        "",
        (422, Problem),
    ),
    (
        "body right",
        "PUT /things/1",
        &[("content-type", "application/json")],
        r#"{"name":"a"}"#,
        (200, Json),
    ),
    (
        "body lacks a field",
        "PUT /things/1",
        &[("content-type", "application/json")],
        "{}",
        (422, Problem),
    ),
    ("body missing", "PUT /things/1", &[], "", (422, Problem)),
    (
        "body no json",
        "PUT /things/1",
        &[("content-type", "application/json")],
        "{",
        (400, Json),
    ),
    (
        "body of another media type",
        "PUT /things/1",
        &[("content-type", "text/plain")],
        "a",
        (415, Problem),
    ),
    (
        "body without media type",
        "PUT /things/1",
        &[],
        r#"{"name":"a"}"#,
        (422, Problem),
    ),
    (
        "own 400",
        "POST /own",
        &[("content-type", "application/json")],
        "{}",
        (400, Json),
    ),
    (
        "own 422 and 400",
        "POST /own422",
        &[("content-type", "application/json")],
        "{}",
        (422, Json),
    ),
    (
        "own default",
        "POST /owndefault",
        &[("content-type", "application/json")],
        "{}",
        (422, Json),
    ),
    (
        "form wrong",
        "POST /form",
        &[("content-type", "application/x-www-form-urlencoded")],
        "status=oops",
        (422, Problem),
    ),
    (
        "form right",
        "POST /form",
        &[("content-type", "application/x-www-form-urlencoded")],
        "status=open&id=1",
        (200, None),
    ),
    (
        "optional body left out",
        "POST /optional",
        &[],
        "",
        (200, None),
    ),
    (
        "optional body wrong",
        "POST /optional",
        &[("content-type", "application/json")],
        "{}",
        (422, Problem),
    ),
    ("key missing", "GET /key", &[], "", (401, Problem)),
    ("key there", "GET /key", &[("x-key", "a")], "", (200, None)),
    ("key missing, own 401", "GET /keyown", &[], "", (401, Json)),
    ("basic missing", "GET /basic", &[], "", (401, Problem)),
    (
        "basic there",
        "GET /basic",
        &[("authorization", "Basic YTpi")],
        "",
        (200, None),
    ),
    (
        "basic not base64",
        "GET /basic",
        &[("authorization", "Basic !!")],
        "",
        (401, Problem),
    ),
    (
        "basic without colon",
        "GET /basic",
        &[("authorization", "Basic YWJj")],
        "",
        (401, Problem),
    ),
    (
        "basic but bearer wanted",
        "GET /bearer",
        &[("authorization", "Basic YTpi")],
        "",
        (401, Problem),
    ),
    (
        "bearer there",
        "GET /bearer",
        &[("authorization", "Bearer x")],
        "",
        (200, None),
    ),
    (
        "bearer empty",
        "GET /bearer",
        &[("authorization", "Bearer")],
        "",
        (401, Problem),
    ),
    ("oauth missing", "GET /oauth", &[], "", (401, Problem)),
    (
        "oauth there",
        "GET /oauth",
        &[("authorization", "Bearer x")],
        "",
        (200, None),
    ),
    ("oidc missing", "GET /oidc", &[], "", (401, Problem)),
    (
        "oidc there",
        "GET /oidc",
        &[("authorization", "Bearer x")],
        "",
        (200, None),
    ),
    ("either, none", "GET /either", &[], "", (401, Problem)),
    (
        "either, second",
        "GET /either",
        &[("authorization", "Basic YTpi")],
        "",
        (200, None),
    ),
    (
        "joint, one of two",
        "GET /joint",
        &[("x-key", "a")],
        "",
        (401, Problem),
    ),
    (
        "joint, both",
        "GET /joint",
        &[("x-key", "a"), ("authorization", "Basic YTpi")],
        "",
        (200, None),
    ),
    (
        "optional credentials",
        "GET /optionalauth",
        &[],
        "",
        (200, None),
    ),
    ("digest missing", "GET /digest", &[], "", (401, Problem)),
    (
        "digest there",
        "GET /digest",
        &[(
            "authorization",
            "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\"",
        )],
        "",
        (401, Problem),
    ),
    (
        "digest without fields",
        "GET /digest",
        &[("authorization", "Digest x")],
        "",
        (401, Problem),
    ),
    (
        "no credentials and a wrong body",
        "POST /bodyandkey",
        &[("content-type", "application/json")],
        "{}",
        (401, Problem),
    ),
];

fn answer(mock: &Mock, case: &Case) -> (u16, Body) {
    let (_, line, headers, body, _) = case;
    let (method, target) = line.split_once(' ').expect("a method and a target");
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        Option::None => (target, Option::None),
    };
    let request = Request {
        method: method.into(),
        path: path.into(),
        query,
        headers: headers.iter().copied().collect(),
        body: (*body).into(),
    };
    let response = mock.decide(&request, Timestamp::from_millis(0)).response;
    let kind = response.headers.get("content-type").unwrap_or_default();
    let body = match kind.split(';').next().unwrap_or_default() {
        _ if response.body.is_empty() => None,
        "application/json" => Json,
        "application/problem+json" => Problem,
        "application/xml" => Xml,
        "text/plain" => Text,
        other => panic!("{other}"),
    };
    (response.status, body)
}

#[test]
fn it_answers_as_prism_does_but_for_what_is_listed() {
    let fetch = MemoryFetch::new([("api.yaml", include_str!("prism/quay.yaml"))]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let mock = Mock::new(
        Arc::new(Contract::new(Arc::new(spec))),
        MockOptions::default(),
    );
    let mut wrong = Vec::new();
    let mut used = 0;
    for case in CASES {
        let (name, _, _, _, prism) = case;
        let given = answer(&mock, case);
        let listed = OTHERWISE.iter().find(|(other, _)| other == name);
        used += usize::from(listed.is_some());
        let wanted = listed.map_or(*prism, |(_, wanted)| *wanted);
        if given != wanted {
            wrong.push(format!("{name}: {given:?}, wanted {wanted:?}"));
        }
        if listed.is_some() && given == *prism {
            wrong.push(format!("{name}: as Prism answers; take it off the list"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(
        used,
        OTHERWISE.len(),
        "every name of the list is one of a case"
    );
    assert_eq!(CASES.len(), 70);
}
