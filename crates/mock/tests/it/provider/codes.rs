//! Codes: how they are asked for, and what does not get tokens for one.

use serde_json::json;

use super::*;

const AUTO: &str = "provider: {autoApprove: true}";

#[test]
fn a_code_comes_back_with_the_state_and_the_issuer() {
    let (to, said) = location(&authorize(&harbour(AUTO), &[], 0));
    assert_eq!(to, BACK);
    assert_eq!(said["state"], "s 1");
    assert_eq!(said["iss"], "http://127.0.0.1:4010", "RFC 9207");
    assert!(said["code"].len() >= 32);
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn a_code_gets_tokens_once_and_a_second_try_ends_them() {
    let mock = harbour("provider: {autoApprove: true, enforce: true}");
    let code = code(&mock, 0);
    let (status, tokens) = redeem(&mock, &code, &[], 1_000);
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 3_600);
    assert_eq!(tokens["scope"], "openid berths:read");
    let bearer = format!(
        "Bearer {}",
        tokens["access_token"].as_str().expect("a token")
    );
    let call = |at| send(&mock, "GET /berths", &[("authorization", &bearer)], &[], at);
    assert_eq!(call(1_000).response.status, 200);
    let again = redeem(&mock, &code, &[], 2_000);
    assert_eq!(refusal(&again), (400, "invalid_grant"));
    assert_eq!(call(2_000).response.status, 401, "RFC 6749 section 4.1.2");
    let refresh = tokens["refresh_token"].as_str().expect("a token");
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("client_id", "crane"),
    ];
    assert_eq!(
        refusal(&token(&mock, &fields, 2_000)),
        (400, "invalid_grant")
    );
}

#[test]
fn a_code_lives_for_a_minute() {
    let mock = harbour(AUTO);
    let code = code(&mock, 0);
    assert_eq!(
        refusal(&redeem(&mock, &code, &[], 60_000)),
        (400, "invalid_grant")
    );
    assert_eq!(redeem(&mock, &code, &[], 59_999).0, 200);
}

#[test]
fn only_who_began_gets_the_tokens() {
    let mock = harbour(AUTO);
    let code = code(&mock, 0);
    let other = "0123456789012345678901234567890123456789abc";
    for (changes, why) in [
        (&[("code_verifier", other)][..], "does not fit"),
        (&[("code_verifier", "")], "is missing"),
        (&[("code_verifier", "short")], "43 to 128"),
        (
            &[("redirect_uri", "http://127.0.0.1:7777/other")],
            "redirect_uri",
        ),
        (
            &[("redirect_uri", "http://127.0.0.1:7778/back")],
            "redirect_uri",
        ),
        (&[("redirect_uri", "")], "redirect_uri"),
        (&[("client_id", "other")], "another client"),
        (&[("code", "unknown")], "not known"),
    ] {
        let answer = redeem(&mock, &code, changes, 0);
        assert_eq!(refusal(&answer), (400, "invalid_grant"), "{changes:?}");
        let told = answer.1["error_description"].as_str().unwrap_or_default();
        assert!(told.contains(why), "{told}");
    }
    assert_eq!(
        redeem(&mock, &code, &[], 0).0,
        200,
        "and the code is still good"
    );
}

#[test]
fn a_client_without_a_secret_has_to_use_pkce() {
    let mock = harbour(AUTO);
    let plainly = [("code_challenge", ""), ("code_challenge_method", "")];
    let code = || location(&authorize(&mock, &plainly, 0)).1["code"].clone();
    let without = redeem(&mock, &code(), &[("code_verifier", "")], 0);
    assert_eq!(refusal(&without), (400, "invalid_grant"));
    let downgraded = redeem(&mock, &code(), &[("client_secret", "s")], 0);
    assert_eq!(
        refusal(&downgraded),
        (400, "invalid_grant"),
        "RFC 9700 section 4.8.2"
    );
    let secret = [("client_secret", "s"), ("code_verifier", "")];
    assert_eq!(redeem(&mock, &code(), &secret, 0).0, 200);
}

#[test]
fn what_is_wrong_with_a_request_is_told_to_the_client() {
    let mock = harbour(AUTO);
    for (changes, error) in [
        (&[("response_type", "")][..], "invalid_request"),
        (
            &[("response_type", "code token")],
            "unsupported_response_type",
        ),
        (&[("response_type", "saml")], "unsupported_response_type"),
        (&[("response_mode", "form_post")], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge_method", "S512")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge", "")], "invalid_request"),
        (&[("scope", "berths:sink")], "invalid_scope"),
        (&[("request", "eyJ")], "request_not_supported"),
        (
            &[("request_uri", "https://a.example/r")],
            "request_uri_not_supported",
        ),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
    ] {
        let (to, said) = location(&authorize(&mock, changes, 0));
        assert_eq!(to, BACK);
        assert_eq!(said["error"], error, "{changes:?}");
        assert_eq!(said["state"], "s 1");
        assert_eq!(said["iss"], "http://127.0.0.1:4010");
        assert!(!said.contains_key("code"));
    }
    let mut twice = request_with(&[]);
    twice.push(("scope", "openid"));
    let (_, said) = location(&send(&mock, "GET /oauth/authorize", &[], &twice, 0));
    assert_eq!(said["error"], "invalid_request", "RFC 6749 section 3.1");
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_the_clients() {
    let listed = harbour(
        "provider: {autoApprove: true, clients: [{id: crane, public: true, redirectUris: ['http://127.0.0.1/back', 'https://crane.example/back']}]}",
    );
    let any = harbour(AUTO);
    for (mock, changes) in [
        (&any, &[("client_id", "")][..]),
        (&any, &[("redirect_uri", "")]),
        (&any, &[("redirect_uri", "/back")]),
        (&any, &[("redirect_uri", "javascript:alert(1)")]),
        (&any, &[("redirect_uri", "data:text/html,x")]),
        (&any, &[("redirect_uri", "https://a.example/#x")]),
        (&listed, &[("client_id", "other")]),
        (&listed, &[("redirect_uri", "")]),
        (&listed, &[("redirect_uri", "https://crane.example/back/")]),
        (
            &listed,
            &[("redirect_uri", "https://crane.example:444/back")],
        ),
        (&listed, &[("redirect_uri", "http://127.0.0.1:1/other")]),
    ] {
        let told = authorize(mock, changes, 0);
        assert_eq!(told.response.status, 400, "{changes:?}");
        assert_eq!(told.response.headers.get("location"), None);
        assert!(text(&told).contains("<h1>This sign-in cannot go on</h1>"));
    }
    for to in ["https://crane.example/back", "http://127.0.0.1:50123/back"] {
        let (went, said) = location(&authorize(&listed, &[("redirect_uri", to)], 0));
        assert_eq!(went, to, "RFC 8252 section 7.3 leaves the port free");
        assert!(said.contains_key("code"));
    }
}

#[test]
fn plain_challenges_are_taken_where_the_file_allows_them() {
    let mock = harbour("provider: {autoApprove: true, allowPlainChallenge: true}");
    let plainly = [
        ("code_challenge", VERIFIER),
        ("code_challenge_method", "plain"),
    ];
    let (_, said) = location(&authorize(&mock, &plainly, 0));
    assert_eq!(redeem(&mock, &said["code"], &[], 0).0, 200);
}

#[test]
fn the_implicit_flow_answers_behind_the_hash() {
    let mock = harbour(AUTO);
    let both = [
        ("response_type", "id_token token"),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ];
    let decision = authorize(&mock, &both, 0);
    let to = decision
        .response
        .headers
        .get("location")
        .expect("a redirection");
    assert!(to.starts_with(&format!("{BACK}#")), "{to}");
    let (_, said) = location(&decision);
    assert_eq!(said["token_type"], "Bearer");
    assert_eq!(said["expires_in"], "3600");
    assert!(!said.contains_key("refresh_token") && !said.contains_key("code"));
    assert_eq!(part(&said["id_token"], 1)["nonce"], "n1");
    let without = [("response_type", "id_token"), ("nonce", "")];
    assert_eq!(
        location(&authorize(&mock, &without, 0)).1["error"],
        "invalid_request"
    );
}

#[test]
fn a_flow_that_is_not_declared_is_not_offered() {
    let only = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {description: ok}}}}}
components: {securitySchemes: {s: {type: oauth2, flows: {clientCredentials: {tokenUrl: /oauth/token, scopes: {a: b}}}}}}
";
    let mock = mock_of(only, AUTO, false);
    let said = location(&send(
        &mock,
        &format!("GET {OWN}/authorize"),
        &[],
        &request_with(&[]),
        0,
    ))
    .1;
    assert_eq!(said["error"], "unsupported_response_type");
    for grant in [
        "authorization_code",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "x",
    ] {
        let fields = [
            ("grant_type", grant),
            ("client_id", "a"),
            ("client_secret", "b"),
        ];
        assert_eq!(
            refusal(&token(&mock, &fields, 0)),
            (400, "unsupported_grant_type"),
            "{grant}"
        );
    }
    let device = send(
        &mock,
        &format!("POST {OWN}/device_authorization"),
        &[],
        &[("client_id", "a")],
        0,
    );
    assert_eq!(refusal(&answered(&device)), (400, "unauthorized_client"));
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "a"),
        ("client_secret", "b"),
    ];
    assert_eq!(token(&mock, &fields, 0).1["scope"], json!("a"));
}
