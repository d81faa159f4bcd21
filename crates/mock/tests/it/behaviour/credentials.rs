//! Which credentials let in, and how the others are turned away.

use fairlead_mock::Mock;

use super::{Ask, behaving, header, json};

const SECURED: &str = "
openapi: 3.1.0
info: {title: T, version: '1'}
security: [{token: [read]}]
paths:
  /read: {get: {responses: {'200': {description: ok}, '401': {description: no, content: {application/json: {schema: {type: object, required: [message], properties: {message: {type: string}}}}}}}}}
  /write: {get: {security: [{token: [read, write]}], responses: {'200': {description: ok}}}}
  /either: {get: {security: [{key: []}, {login: []}], responses: {'200': {description: ok}}}}
  /both: {get: {security: [{key: [], login: []}], responses: {'200': {description: ok}}}}
  /open: {get: {security: [], responses: {'200': {description: ok}}}}
  /maybe: {get: {security: [{token: [read]}, {}], responses: {'200': {description: ok}}}}
components:
  securitySchemes:
    token: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example/t', scopes: {read: r, write: w}}}}
    key: {type: apiKey, in: query, name: key}
    login: {type: http, scheme: basic}
";

const TABLE: &str = "
credentials:
  - {name: reader, scheme: token, value: r, scopes: [read]}
  - {scheme: token, value: all}
  - {name: old, scheme: token, value: old, state: expired}
  - {name: gone, scheme: token, value: gone, state: revoked}
  - {name: short, scheme: token, value: short, expires: '1970-01-01T00:00:10Z'}
  - {scheme: key, value: k 1}
  - {scheme: login, username: ada, password: 'a:b'}
";

/// `Basic` of `ada:a:b`, and of `ada:x`.
const LOGIN: (&str, &str) = ("authorization", "Basic YWRhOmE6Yg==");
const WRONG: (&str, &str) = ("authorization", "Basic YWRhOng=");

fn status(mock: &Mock, line: &str, headers: &[(&str, &str)]) -> u16 {
    Ask {
        line,
        headers,
        ..Ask::default()
    }
    .of(mock)
    .response
    .status
}

#[test]
fn known_credentials_let_in_where_their_scopes_do() {
    let mock = behaving(SECURED, TABLE);
    let bearer = |line: &str, token: &str| {
        status(
            &mock,
            line,
            &[("authorization", &format!("Bearer {token}"))],
        )
    };
    assert_eq!(bearer("GET /read", "r"), 200);
    assert_eq!(bearer("GET /read", "all"), 200);
    assert_eq!(bearer("GET /write", "all"), 200);
    assert_eq!(bearer("GET /write", "r"), 403);
    for token in ["unknown", "old", "gone"] {
        assert_eq!(bearer("GET /read", token), 401, "{token}");
    }
    assert_eq!(status(&mock, "GET /open", &[]), 200);
    assert_eq!(status(&mock, "GET /maybe", &[]), 200);
    assert_eq!(
        bearer("GET /maybe", "old"),
        200,
        "nobody has to be anybody here"
    );
}

#[test]
fn alternatives_and_joint_schemes_are_honoured() {
    let mock = behaving(SECURED, TABLE);
    assert_eq!(status(&mock, "GET /either?key=k%201", &[]), 200);
    assert_eq!(status(&mock, "GET /either?key=x", &[LOGIN]), 200);
    assert_eq!(status(&mock, "GET /either", &[WRONG]), 401);
    assert_eq!(status(&mock, "GET /both?key=k+1", &[LOGIN]), 200);
    assert_eq!(status(&mock, "GET /both?key=k+1", &[WRONG]), 401);
    assert_eq!(status(&mock, "GET /both?key=k+1", &[]), 401);
}

#[test]
fn a_token_expires_when_its_time_comes() {
    let mock = behaving(SECURED, TABLE);
    let at = |at: i64| {
        Ask {
            line: "GET /read",
            headers: &[("authorization", "bearer short")],
            at,
            ..Ask::default()
        }
        .of(&mock)
        .response
        .status
    };
    assert_eq!([at(9_999), at(10_000)], [200, 401]);
}

#[test]
fn who_is_turned_away_hears_why() {
    let mock = behaving(SECURED, TABLE);
    let told = |line: &str, token: &str| {
        let headers = [("authorization", token)];
        let decision = Ask {
            line,
            headers: &headers,
            ..Ask::default()
        }
        .of(&mock);
        (
            header(&decision, "www-authenticate")
                .unwrap_or_default()
                .to_owned(),
            decision,
        )
    };
    let (challenge, expired) = told("GET /read", "Bearer old");
    assert_eq!(
        challenge,
        "Bearer realm=\"mock\", error=\"invalid_token\", error_description=\"credential 'old' has expired\""
    );
    assert_eq!(
        json(&expired)["message"],
        "credential `old` has expired",
        "in the own shape"
    );
    assert!(!expired.request_report.is_valid());
    assert_eq!(
        expired.request_report.violations[0].keyword,
        "invalid-credentials"
    );
    assert_eq!(expired.notes, ["credential `old` has expired"]);
    let (challenge, narrow) = told("GET /write", "Bearer r");
    assert!(
        challenge.contains("error=\"insufficient_scope\""),
        "{challenge}"
    );
    assert!(challenge.ends_with("scope=\"read write\""), "{challenge}");
    assert_eq!(json(&narrow)["title"], "Forbidden");
    let (challenge, _) = told("GET /either", WRONG.1);
    assert!(
        challenge.starts_with("ApiKey") && challenge.contains("Basic"),
        "{challenge}"
    );
    let nobody = Ask {
        line: "GET /read",
        ..Ask::default()
    }
    .of(&mock);
    let challenge = header(&nobody, "www-authenticate").unwrap_or_default();
    assert!(
        challenge.starts_with("Bearer") && !challenge.contains("error"),
        "{challenge}"
    );
    assert_eq!(
        told("GET /read", "Bearer r").1.notes,
        ["credential `reader`"]
    );
}

#[test]
fn nothing_secret_is_in_what_is_printed() {
    let mock = behaving(SECURED, "credentials: [{scheme: token, value: hush-hush}]");
    let printed = format!("{mock:?} {:?}", mock.behaviour());
    assert!(!printed.contains("hush"), "{printed}");
}
