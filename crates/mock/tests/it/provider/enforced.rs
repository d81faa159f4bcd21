//! Whose tokens the mock takes.

use super::*;

const TABLE: &str =
    "credentials: [{name: tester, scheme: sign-in, value: known, scopes: [berths:read]}]";

fn call(mock: &Mock, line: &str, bearer: &str, at: i64) -> (u16, String) {
    let bearer = format!("Bearer {bearer}");
    let decision = send(mock, line, &[("authorization", &bearer)], &[], at);
    let challenge = decision
        .response
        .headers
        .get("www-authenticate")
        .unwrap_or_default();
    (decision.response.status, challenge.to_owned())
}

/// A token of a client for itself.
fn given(mock: &Mock, scope: &str) -> String {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "c"),
        ("client_secret", "s"),
        ("scope", scope),
    ];
    let (status, tokens) = token(mock, &fields, 0);
    assert_eq!(status, 200, "{tokens}");
    tokens["access_token"].as_str().expect("a token").to_owned()
}

#[test]
fn any_token_will_do_unless_told_otherwise() {
    let mock = harbour("");
    assert!(!mock.enforces_tokens());
    assert_eq!(call(&mock, "GET /berths", "whatever", 0).0, 200);
    assert_eq!(
        call(&mock, "POST /berths", &given(&mock, "berths:read"), 0).0,
        201
    );
}

#[test]
fn tokens_of_the_provider_only() {
    for mock in [
        mock_of(HARBOUR, "", true),
        harbour("provider: {enforce: true}"),
    ] {
        assert!(mock.enforces_tokens());
        let (status, challenge) = call(&mock, "GET /berths", "whatever", 0);
        assert_eq!(status, 401);
        assert!(challenge.contains("error=\"invalid_token\""), "{challenge}");
        let nobody = send(&mock, "GET /berths", &[], &[], 0);
        assert_eq!(nobody.response.status, 401);
        let challenge = nobody
            .response
            .headers
            .get("www-authenticate")
            .unwrap_or_default();
        assert!(
            !challenge.contains("error="),
            "RFC 6750 section 3.1: {challenge}"
        );
        let token = given(&mock, "berths:read");
        assert_eq!(call(&mock, "GET /berths", &token, 3_599_999).0, 200);
        let (status, challenge) = call(&mock, "GET /berths", &token, 3_600_000);
        assert_eq!(status, 401);
        assert!(challenge.contains("the token has expired"), "{challenge}");
        let (status, challenge) = call(&mock, "POST /berths", &token, 0);
        assert_eq!(status, 403);
        assert!(
            challenge.contains("error=\"insufficient_scope\""),
            "{challenge}"
        );
        assert!(
            challenge.ends_with("scope=\"berths:read berths:write\""),
            "{challenge}"
        );
        let broad = given(&mock, "berths:read berths:write");
        assert_eq!(call(&mock, "POST /berths", &broad, 0).0, 201);
        let fields = [
            ("token", token.as_str()),
            ("client_id", "c"),
            ("client_secret", "s"),
        ];
        let revoked = send(&mock, &format!("POST {OWN}/revoke"), &[], &fields, 0);
        assert_eq!(revoked.response.status, 200);
        assert!(
            call(&mock, "GET /berths", &token, 0)
                .1
                .contains("was revoked")
        );
        let key = send(&mock, "GET /key", &[("x-key", "any")], &[], 0);
        assert_eq!(key.response.status, 200, "keys are none of its business");
    }
}

#[test]
fn the_file_has_the_last_word() {
    let mock = mock_of(HARBOUR, "provider: {enforce: false}", true);
    assert_eq!(call(&mock, "GET /berths", "whatever", 0).0, 200);
}

#[test]
fn tokens_stand_beside_the_table_of_credentials() {
    let mock = harbour(TABLE);
    assert_eq!(call(&mock, "GET /berths", "known", 0).0, 200);
    assert_eq!(call(&mock, "POST /berths", "known", 0).0, 403);
    assert_eq!(
        call(&mock, "GET /berths", &given(&mock, "berths:read"), 0).0,
        200
    );
    assert_eq!(call(&mock, "GET /berths", "other", 0).0, 401);
}

#[test]
fn a_restart_forgets_every_token() {
    let before = mock_of(HARBOUR, "", true);
    let token = given(&before, "berths:read");
    let after = mock_of(HARBOUR, "", true);
    assert_eq!(call(&after, "GET /berths", &token, 0).0, 401);
}

#[test]
fn without_such_schemes_there_is_no_provider() {
    let mock = mock_of(
        "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {security: [{b: []}], responses: {'200': {description: ok}}}}}\ncomponents: {securitySchemes: {b: {type: http, scheme: bearer}}}\n",
        "",
        true,
    );
    assert!(mock.provider("http://a").is_none() && !mock.enforces_tokens());
    assert_eq!(call(&mock, "GET /a", "whatever", 0).0, 200);
    let metadata = send(&mock, "GET /.well-known/openid-configuration", &[], &[], 0);
    assert_eq!(metadata.response.status, 404);
}
