//! Refresh tokens, other grants, introspection and revocation.

use super::*;

const AUTO: &str = "provider: {autoApprove: true}";

fn refresh<'a>(mock: &Mock, text: &'a str, more: &[(&'a str, &'a str)], at: i64) -> (u16, Value) {
    let mut fields = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", text),
        ("client_id", "crane"),
    ];
    for change in more {
        fields.retain(|(name, _)| name != &change.0);
        fields.push(*change);
    }
    token(mock, &fields, at)
}

fn of<'a>(tokens: &'a (u16, Value), name: &str) -> &'a str {
    assert_eq!(tokens.0, 200, "{}", tokens.1);
    tokens.1[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name}: {}", tokens.1))
}

fn introspect(mock: &Mock, text: &str, at: i64) -> Value {
    let auth = basic("api", "s");
    let decision = send(
        mock,
        &format!("POST {OWN}/introspect"),
        &[("authorization", &auth)],
        &[("token", text)],
        at,
    );
    let (status, told) = answered(&decision);
    assert_eq!(status, 200);
    told
}

#[test]
fn a_refresh_token_is_good_once_and_reuse_ends_the_family() {
    let mock = harbour(AUTO);
    let first = redeem(&mock, &code(&mock, 0), &[], 0);
    let second = refresh(&mock, of(&first, "refresh_token"), &[], 1_000);
    assert_ne!(of(&first, "refresh_token"), of(&second, "refresh_token"));
    assert_ne!(of(&first, "access_token"), of(&second, "access_token"));
    assert_eq!(
        introspect(&mock, of(&second, "access_token"), 1_000)["active"],
        true
    );
    let stolen = refresh(&mock, of(&first, "refresh_token"), &[], 2_000);
    assert_eq!(refusal(&stolen), (400, "invalid_grant"));
    let after = refresh(&mock, of(&second, "refresh_token"), &[], 3_000);
    assert_eq!(
        refusal(&after),
        (400, "invalid_grant"),
        "RFC 9700 section 4.14.2"
    );
    assert_eq!(
        introspect(&mock, of(&second, "access_token"), 3_000),
        serde_json::json!({"active": false})
    );
}

#[test]
fn scopes_may_shrink_and_not_grow() {
    let mock = harbour(AUTO);
    let first = redeem(&mock, &code(&mock, 0), &[], 0);
    let more = refresh(
        &mock,
        of(&first, "refresh_token"),
        &[("scope", "openid berths:write")],
        0,
    );
    assert_eq!(refusal(&more), (400, "invalid_scope"));
    let less = refresh(
        &mock,
        of(&first, "refresh_token"),
        &[("scope", "berths:read")],
        0,
    );
    assert_eq!(of(&less, "scope"), "berths:read");
    assert_eq!(
        less.1.get("id_token"),
        None,
        "it is not for openid any more"
    );
    let whole = refresh(&mock, of(&less, "refresh_token"), &[], 0);
    assert_eq!(of(&whole, "scope"), "openid berths:read");
    assert_eq!(part(of(&whole, "id_token"), 1).get("nonce"), None);
}

#[test]
fn refresh_tokens_expire_and_belong_to_their_client() {
    let mock = harbour("provider: {autoApprove: true, refreshLifetime: 10m, tokenLifetime: 1m}");
    let first = redeem(&mock, &code(&mock, 0), &[], 0);
    assert_eq!(first.1["expires_in"], 60);
    let text = of(&first, "refresh_token");
    assert_eq!(
        refusal(&refresh(&mock, text, &[("client_id", "other")], 0)),
        (400, "invalid_grant")
    );
    assert_eq!(
        refusal(&refresh(&mock, text, &[], 600_000)),
        (400, "invalid_grant")
    );
    assert_eq!(refresh(&mock, text, &[], 599_999).0, 200);
    assert_eq!(
        refusal(&refresh(&mock, "unknown", &[], 0)),
        (400, "invalid_grant")
    );
}

#[test]
fn a_client_gets_a_token_for_itself() {
    let mock = harbour("");
    let grant = ("grant_type", "client_credentials");
    let body = token(
        &mock,
        &[
            grant,
            ("client_id", "c"),
            ("client_secret", "s"),
            ("scope", "berths:read"),
        ],
        0,
    );
    assert_eq!(of(&body, "scope"), "berths:read");
    assert_eq!(body.1.get("refresh_token"), None, "RFC 6749 section 4.4.3");
    let claims = part(of(&body, "access_token"), 1);
    assert_eq!(
        (&claims["sub"], &claims["client_id"]),
        (&"c".into(), &"c".into())
    );
    let told = |headers: &[(&str, &str)], fields: &[(&str, &str)]| {
        let decision = send(&mock, "POST /oauth/token", headers, fields, 0);
        let challenge = decision
            .response
            .headers
            .get("www-authenticate")
            .map(str::to_owned);
        assert_eq!(
            decision.response.headers.get("cache-control"),
            Some("no-store")
        );
        let answer = answered(&decision);
        (
            answer.0,
            answer.1["error"].as_str().unwrap_or("none").to_owned(),
            challenge.is_some(),
        )
    };
    let auth = basic("c%3A1", "s%20%2B");
    assert_eq!(
        told(&[("authorization", &auth)], &[grant]),
        (200, "none".into(), false)
    );
    let both = [grant, ("client_id", "c"), ("client_secret", "s")];
    assert_eq!(
        told(&[("authorization", &auth)], &both),
        (400, "invalid_request".into(), false)
    );
    assert_eq!(told(&[], &[grant]), (401, "invalid_client".into(), true));
    assert_eq!(
        told(&[], &[grant, ("client_id", "c")]),
        (401, "invalid_client".into(), true)
    );
    assert_eq!(
        told(&[("authorization", "Basic !")], &[grant]),
        (401, "invalid_client".into(), true)
    );
    assert_eq!(
        told(&[("authorization", &auth)], &[]),
        (400, "invalid_request".into(), false)
    );
    assert_eq!(
        told(&[("authorization", &auth)], &[grant, ("scope", "x")]),
        (400, "invalid_scope".into(), false)
    );
    let mut json = send(&mock, "GET /oauth/token", &[], &[], 0);
    assert_eq!(json.response.status, 405);
    assert_eq!(json.response.headers.get("allow"), Some("POST"));
    json = mock.decide(
        &Request {
            method: "POST".into(),
            path: "/oauth/token".into(),
            headers: Headers::from_iter([("content-type", "application/json")]),
            body: "{}".into(),
            ..Request::default()
        },
        Timestamp::from_millis(0),
    );
    assert_eq!(refusal(&answered(&json)), (400, "invalid_request"));
}

#[test]
fn a_password_is_good_where_the_flow_is_declared() {
    let mock =
        harbour("provider: {users: [{id: ada, password: hush, claims: {email: ada@a.example}}]}");
    let with = |name, password| {
        let fields = [
            ("grant_type", "password"),
            ("username", name),
            ("password", password),
            ("client_id", "c"),
            ("scope", "openid"),
        ];
        token(&mock, &fields, 0)
    };
    let good = with("ada@a.example", "hush");
    assert_eq!(part(of(&good, "id_token"), 1)["sub"], "ada");
    assert_eq!(refusal(&with("ada", "no")), (400, "invalid_grant"));
    assert_eq!(refusal(&with("bob", "hush")), (400, "invalid_grant"));
}

#[test]
fn introspection_says_what_a_token_is_good_for() {
    let mock = harbour(AUTO);
    let tokens = redeem(&mock, &code(&mock, 0), &[], 5_000);
    let told = introspect(&mock, of(&tokens, "access_token"), 6_000);
    for (name, value) in [
        ("active", Value::from(true)),
        ("client_id", "crane".into()),
        ("sub", "ada".into()),
        ("iat", 5.into()),
        ("exp", 3_605.into()),
        ("token_type", "Bearer".into()),
        ("scope", "openid berths:read".into()),
        ("iss", "http://127.0.0.1:4010".into()),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    assert_eq!(
        introspect(&mock, of(&tokens, "refresh_token"), 6_000)["active"],
        true
    );
    let inactive = serde_json::json!({"active": false});
    assert_eq!(
        introspect(&mock, of(&tokens, "access_token"), 3_605_000),
        inactive
    );
    assert_eq!(introspect(&mock, "unknown", 0), inactive);
    let path = format!("POST {OWN}/introspect");
    let nobody = send(&mock, &path, &[], &[("token", "x"), ("client_id", "c")], 0);
    assert_eq!(refusal(&answered(&nobody)), (401, "invalid_client"));
}

#[test]
fn a_token_can_be_given_back() {
    let mock = harbour(AUTO);
    let tokens = redeem(&mock, &code(&mock, 0), &[], 0);
    let revoke = |text: &str, client: &str| {
        let fields = [("token", text), ("client_id", client)];
        send(&mock, &format!("POST {OWN}/revoke"), &[], &fields, 0)
    };
    let foreign = revoke(of(&tokens, "refresh_token"), "other");
    assert_eq!(refusal(&answered(&foreign)), (400, "invalid_grant"));
    assert_eq!(
        revoke("unknown", "crane").response.status,
        200,
        "RFC 7009 section 2.2"
    );
    let done = revoke(of(&tokens, "refresh_token"), "crane");
    assert_eq!((done.response.status, done.response.body.len()), (200, 0));
    assert_eq!(
        introspect(&mock, of(&tokens, "access_token"), 0)["active"],
        false
    );
    assert_eq!(
        refusal(&refresh(&mock, of(&tokens, "refresh_token"), &[], 0)),
        (400, "invalid_grant")
    );
}

#[test]
fn everything_secret_is_listed_for_who_keeps_a_record() {
    let mock = harbour(AUTO);
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "c"),
        ("client_secret", "s3cret"),
    ];
    let decision = send(&mock, "POST /oauth/token", &[], &fields, 0);
    let (_, tokens) = answered(&decision);
    let given = tokens["access_token"].as_str().expect("a token").to_owned();
    assert!(decision.secrets.contains(&given) && decision.secrets.contains(&"s3cret".to_owned()));
    assert!(
        decision
            .notes
            .iter()
            .all(|note| !note.contains("s3cret") && !note.contains(&given))
    );
    assert!(
        decision
            .notes
            .iter()
            .any(|note| note.contains("taken, as any is")),
        "{:?}",
        decision.notes
    );
    let asked = authorize(&mock, &[], 0);
    let code = location(&asked).1["code"].clone();
    assert!(asked.secrets.contains(&code));
}

#[test]
fn what_is_kept_is_bounded() {
    let mock = harbour(AUTO);
    let first = code(&mock, 0);
    for _ in 0..fairlead_core::limits::PROVIDER_CODES {
        code(&mock, 0);
    }
    assert_eq!(
        refusal(&redeem(&mock, &first, &[], 0)),
        (400, "invalid_grant")
    );
    let long = "x".repeat(fairlead_core::limits::PROVIDER_FORM_BYTES);
    assert_eq!(
        authorize(&mock, &[("state", &long)], 0).response.status,
        400
    );
}
