//! The page on which a person allows things, and who is signed in afterwards.

use super::*;

const PEOPLE: &str = "provider: {users: [{id: ada, claims: {name: Ada <A>}}, {id: bob, claims: {name: Bob, email: bob@a.example}}]}";

/// Opens the page, and answers it: what the client hears, and the cookie.
fn answer(
    mock: &Mock,
    changes: &[(&str, &str)],
    fields: &[(&str, &str)],
    at: i64,
) -> (Decision, String) {
    let page = authorize(mock, changes, at);
    assert_eq!(page.response.status, 200, "{}", text(&page));
    let ticket = ticket(&text(&page));
    let mut form = vec![("ticket", ticket.as_str())];
    form.extend(fields);
    let decision = send(mock, "POST /oauth/authorize", &[], &form, at);
    let cookie = decision
        .response
        .headers
        .get("set-cookie")
        .unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    (decision, cookie)
}

#[test]
fn the_page_says_who_asks_for_what_and_runs_no_script() {
    let mock = harbour(PEOPLE);
    let page = authorize(
        &mock,
        &[
            ("scope", "openid berths:write"),
            ("client_id", "<i>crane"),
            ("login_hint", "bob@a.example"),
        ],
        0,
    );
    let html = text(&page);
    for part in [
        "<h1>Allow &lt;i&gt;crane?</h1>",
        "You will be sent back to 127.0.0.1:7777.",
        "<li><code>berths:write</code><span>Move &lt;ships&gt;</span></li>",
        "<li><code>openid</code><span>Know who you are</span></li>",
        "value=\"ada\"> Ada &lt;A&gt;</label>",
        "value=\"bob\" checked> Bob</label>",
        "mock of Harbour",
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
    assert!(!html.contains("<script") && !html.contains("<i>"));
    let headers = &page.response.headers;
    let policy = headers.get("content-security-policy").unwrap_or_default();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.contains("form-action 'self' http://127.0.0.1:7777;"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(headers.get("cache-control"), Some("no-store"));
    let app = authorize(&mock, &[("redirect_uri", "com.crane.app:/back")], 0);
    let policy = app
        .response
        .headers
        .get("content-security-policy")
        .unwrap_or_default();
    assert!(
        policy.contains("form-action 'self' com.crane.app:;"),
        "{policy}"
    );
}

#[test]
fn yes_gives_a_code_and_no_gives_none() {
    let mock = harbour(PEOPLE);
    let (yes, cookie) = answer(&mock, &[], &[("user", "bob"), ("decision", "allow")], 0);
    assert_eq!(yes.response.status, 303);
    let (_, said) = location(&yes);
    let tokens = redeem(&mock, &said["code"], &[], 0);
    assert_eq!(
        part(tokens.1["id_token"].as_str().expect("a token"), 1)["sub"],
        "bob"
    );
    assert!(cookie.starts_with("fairlead_sign_in_4010="), "{cookie}");
    let (no, cookie) = answer(&mock, &[], &[("user", "bob"), ("decision", "deny")], 0);
    let (_, said) = location(&no);
    assert_eq!(
        (said["error"].as_str(), said["state"].as_str()),
        ("access_denied", "s 1")
    );
    assert_eq!(cookie, "");
    let (nobody, _) = answer(&mock, &[], &[("user", "eve"), ("decision", "allow")], 0);
    assert_eq!(nobody.response.status, 400);
}

#[test]
fn a_page_is_good_once_and_for_ten_minutes() {
    let mock = harbour("");
    let page = authorize(&mock, &[], 0);
    let ticket = ticket(&text(&page));
    let fields = [
        ("ticket", ticket.as_str()),
        ("decision", "allow"),
        ("user", "ada"),
    ];
    let say = |at| {
        send(&mock, "POST /oauth/authorize", &[], &fields, at)
            .response
            .status
    };
    assert_eq!([say(0), say(0)], [303, 400]);
    let old = super::ticket(&text(&authorize(&mock, &[], 0)));
    let fields = [
        ("ticket", old.as_str()),
        ("decision", "allow"),
        ("user", "ada"),
    ];
    assert_eq!(
        send(&mock, "POST /oauth/authorize", &[], &fields, 600_000)
            .response
            .status,
        400
    );
}

#[test]
fn prompt_none_never_asks() {
    let mock = harbour(PEOPLE);
    let silent = |headers: &[(&str, &str)], changes: &[(&'static str, &'static str)], at| {
        let mut changes = changes.to_vec();
        changes.push(("prompt", "none"));
        let fields = request_with(&changes);
        location(&send(&mock, "GET /oauth/authorize", headers, &fields, at)).1
    };
    assert_eq!(silent(&[], &[], 0)["error"], "login_required");
    let (_, cookie) = answer(&mock, &[], &[("user", "ada"), ("decision", "allow")], 0);
    let cookie = [("cookie", cookie.as_str())];
    assert!(silent(&cookie, &[], 1_000).contains_key("code"));
    assert!(silent(&cookie, &[("max_age", "10")], 10_000).contains_key("code"));
    assert_eq!(
        silent(&cookie, &[("max_age", "10")], 10_001)["error"],
        "login_required"
    );
    assert_eq!(
        silent(&cookie, &[("login_hint", "bob")], 0)["error"],
        "login_required"
    );
    assert_eq!(
        silent(&cookie, &[("scope", "openid berths:write")], 0)["error"],
        "consent_required"
    );
    assert_eq!(
        silent(&cookie, &[("client_id", "other")], 0)["error"],
        "consent_required"
    );
    let again = send(
        &mock,
        "GET /oauth/authorize",
        &cookie,
        &request_with(&[("prompt", "login")]),
        0,
    );
    assert_eq!(again.response.status, 200, "the page is there again");
    let known = send(
        &mock,
        "GET /oauth/authorize",
        &cookie,
        &request_with(&[]),
        0,
    );
    assert!(
        location(&known).1.contains_key("code"),
        "and nobody is asked twice"
    );
}

#[test]
fn the_time_of_the_sign_in_is_told() {
    let mock = harbour("");
    let (_, cookie) = answer(&mock, &[], &[("user", "ada"), ("decision", "allow")], 5_000);
    let fields = request_with(&[("prompt", "none")]);
    let silent = send(
        &mock,
        "GET /oauth/authorize",
        &[("cookie", &cookie)],
        &fields,
        9_000,
    );
    let tokens = redeem(&mock, &location(&silent).1["code"], &[], 9_000);
    let claims = part(tokens.1["id_token"].as_str().expect("a token"), 1);
    assert_eq!(
        (&claims["auth_time"], &claims["iat"]),
        (&5.into(), &9.into())
    );
}

#[test]
fn a_rule_of_the_file_comes_before_the_provider() {
    let mock =
        harbour("rules: [{when: {path: /oauth/token}, answer: {status: 503}}]\nlatency: 20ms");
    let told = send(&mock, "POST /oauth/token", &[], &[], 0);
    assert_eq!(told.response.status, 503);
    assert_eq!(told.delivery.delay.as_millis(), 20);
    assert_eq!(authorize(&mock, &[], 0).delivery.delay.as_millis(), 20);
}
