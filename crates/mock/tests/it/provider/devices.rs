//! The device flow, against the clock (RFC 8628).

use super::*;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn begin(mock: &Mock, at: i64) -> Value {
    let fields = [("client_id", "tv"), ("scope", "berths:read")];
    let (status, told) = answered(&send(mock, "POST /oauth/device", &[], &fields, at));
    assert_eq!(status, 200, "{told}");
    told
}

fn poll(mock: &Mock, begun: &Value, at: i64) -> (u16, Value) {
    let code = begun["device_code"].as_str().expect("a code");
    token(
        mock,
        &[
            ("grant_type", GRANT),
            ("device_code", code),
            ("client_id", "tv"),
        ],
        at,
    )
}

fn answer(mock: &Mock, begun: &Value, decision: &str, at: i64) -> Decision {
    let path = format!("{OWN}/device");
    let code = begun["user_code"]
        .as_str()
        .expect("a code")
        .to_lowercase()
        .replace('-', " ");
    let page = send(
        mock,
        &format!("POST {path}"),
        &[],
        &[("user_code", &code)],
        at,
    );
    assert_eq!(page.response.status, 200, "{}", text(&page));
    assert!(text(&page).contains("<code>berths:read</code><span>See who lies where</span>"));
    let ticket = ticket(&text(&page));
    let fields = [
        ("ticket", ticket.as_str()),
        ("user", "ada"),
        ("decision", decision),
    ];
    send(mock, &format!("POST {path}"), &[], &fields, at)
}

#[test]
fn a_device_waits_until_a_person_has_allowed_it() {
    let mock = harbour("");
    let begun = begin(&mock, 0);
    assert_eq!(
        (&begun["interval"], &begun["expires_in"]),
        (&5.into(), &600.into())
    );
    let code = begun["user_code"].as_str().expect("a code");
    assert!(code.len() == 9 && code.as_bytes()[4] == b'-', "{code}");
    let whole = begun["verification_uri_complete"]
        .as_str()
        .expect("an address");
    assert_eq!(
        whole,
        format!("http://127.0.0.1:4010{OWN}/device?user_code={code}")
    );
    assert_eq!(
        refusal(&poll(&mock, &begun, 0)),
        (400, "authorization_pending")
    );
    assert_eq!(refusal(&poll(&mock, &begun, 4_999)), (400, "slow_down"));
    assert_eq!(
        refusal(&poll(&mock, &begun, 14_998)),
        (400, "slow_down"),
        "ten seconds now"
    );
    assert_eq!(
        refusal(&poll(&mock, &begun, 29_998)),
        (400, "authorization_pending")
    );
    let done = answer(&mock, &begun, "allow", 30_000);
    assert!(text(&done).contains("Your device may go on"));
    let tokens = poll(&mock, &begun, 60_000);
    assert_eq!(tokens.0, 200, "{}", tokens.1);
    assert_eq!(tokens.1["scope"], "berths:read");
    assert!(tokens.1["refresh_token"].is_string());
    assert_eq!(
        refusal(&poll(&mock, &begun, 90_000)),
        (400, "invalid_grant"),
        "once"
    );
}

#[test]
fn a_person_may_say_no_or_nothing() {
    let mock = harbour("");
    let begun = begin(&mock, 0);
    assert!(text(&answer(&mock, &begun, "deny", 0)).contains("Your device was refused"));
    assert_eq!(refusal(&poll(&mock, &begun, 0)), (400, "access_denied"));
    let late = begin(&mock, 0);
    assert_eq!(
        refusal(&poll(&mock, &late, 600_000)),
        (400, "expired_token")
    );
    let page = format!("POST {OWN}/device");
    let code = late["user_code"].as_str().expect("a code");
    let told = send(&mock, &page, &[], &[("user_code", code)], 600_000);
    assert_eq!(told.response.status, 400);
    assert!(text(&told).contains("role=\"alert\""));
    assert_eq!(
        send(&mock, &page, &[], &[("user_code", "<b>")], 0)
            .response
            .status,
        400
    );
    assert!(!text(&send(&mock, &page, &[], &[("user_code", "<b>")], 0)).contains("<b>"));
}

#[test]
fn a_page_is_answered_once() {
    let mock = harbour("");
    let begun = begin(&mock, 0);
    let path = format!("{OWN}/device");
    let code = begun["user_code"].as_str().expect("a code");
    let page = send(
        &mock,
        &format!("GET {path}"),
        &[],
        &[("user_code", code)],
        0,
    );
    let ticket = ticket(&text(&page));
    let fields = [
        ("ticket", ticket.as_str()),
        ("user", "ada"),
        ("decision", "allow"),
    ];
    let say = |at| {
        send(&mock, &format!("POST {path}"), &[], &fields, at)
            .response
            .status
    };
    assert_eq!([say(0), say(0)], [200, 400]);
}

#[test]
fn where_nobody_is_asked_a_device_goes_on_at_once() {
    let mock = harbour("provider: {autoApprove: true}");
    let begun = begin(&mock, 0);
    let other = [
        ("grant_type", GRANT),
        ("client_id", "other"),
        (
            "device_code",
            begun["device_code"].as_str().expect("a code"),
        ),
    ];
    assert_eq!(refusal(&token(&mock, &other, 0)), (400, "invalid_grant"));
    assert_eq!(poll(&mock, &begun, 0).0, 200);
}
