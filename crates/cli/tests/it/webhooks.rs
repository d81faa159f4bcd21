//! Webhooks sent and caught by the command, and callbacks of a mock.

use serde_json::{Value, json};

use crate::run::{Listening, ask, fairlead, fairlead_with, sample};

const KEY: (&str, &str) = ("HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
const SIGNED: [&str; 4] = ["--scheme", "standard", "--secret-env", "HOOK_SECRET"];

fn catcher(more: &[&str]) -> Listening {
    let mut args = vec!["catch", "--port", "0", "--json"];
    args.extend(more);
    Listening::start_with(&args, &[KEY])
}

fn port(catcher: &Listening) -> u64 {
    let line: Value = serde_json::from_str(&catcher.line).expect("JSON");
    line["port"].as_u64().expect("a port")
}

fn next(catcher: &mut Listening) -> Value {
    serde_json::from_str(&catcher.next_line()).expect("JSON")
}

fn send(to: u64, more: &[&str]) -> crate::run::Said {
    let (spec, url) = (sample(), format!("http://127.0.0.1:{to}/hooks"));
    let mut args = vec!["webhook", &spec, "bookingChanged", "--to", &url];
    args.extend(more);
    fairlead_with(&args, &[KEY])
}

#[test]
fn what_is_sent_is_caught_and_checked() {
    let spec = sample();
    let mut catching = catcher(&[&SIGNED[..], &["--spec", &spec, "--fail", "1"]].concat());
    let mut args = SIGNED.to_vec();
    args.extend([
        "--retries",
        "1",
        "--retry-scale",
        "0",
        "--json",
        "--seed",
        "7",
    ]);
    let said = send(port(&catching), &args);
    assert_eq!(said.code, 0, "{}", said.err);
    let told = said.json();
    assert_eq!(told["taken"], true);
    assert_eq!(told["attempts"][0]["status"], 503);
    assert_eq!(told["attempts"][1]["status"], 204);
    let first = next(&mut catching);
    assert_eq!(
        (&first["status"], &first["attempt"]),
        (&json!(503), &json!(1))
    );
    let second = next(&mut catching);
    assert_eq!(
        (&second["status"], &second["attempt"]),
        (&json!(204), &json!(2))
    );
    assert_eq!(second["verdict"]["kind"], "valid");
    assert_eq!(second["webhook"], "bookingChanged");
    assert_eq!(second["violations"], json!([]));
    assert_eq!(second["good"], true);
    assert_eq!(second["id"], told["id"]);
    assert_eq!(second["body"], told["body"]);
    assert_eq!(catching.stop(), 0);
}

#[test]
fn every_case_is_tried_on_a_receiver() {
    let right = catcher(&SIGNED);
    let mut args = SIGNED.to_vec();
    args.extend(["--case", "all"]);
    let said = send(port(&right), &args);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_eq!(said.out.lines().count(), 11, "{}", said.out);

    // One that looks at nothing takes what it had to refuse.
    let careless = catcher(&[]);
    args.push("--json");
    let said = send(port(&careless), &args);
    assert_eq!(said.code, 1, "{}", said.err);
    let rows = said.json();
    let failed: Vec<&str> = rows
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["passed"] == false)
        .map(|row| row["case"].as_str().expect("a text"))
        .collect();
    assert_eq!(
        failed,
        [
            "tampered",
            "wrong-secret",
            "too-old",
            "too-new",
            "missing-signature",
            "unsigned"
        ]
    );
    let wrong = rows[1]["wrong"].as_str().expect("a text");
    assert!(wrong.contains("answered 204 and not 4xx"), "{wrong}");
}

#[test]
fn a_callback_of_a_mock_is_caught() {
    let spec = sample();
    let mut catching = catcher(&["--spec", &spec]);
    let mock = Listening::start(&["mock", &spec, "--port", "0"]);
    let body = json!({
        "berthId": "A-12",
        "ship": { "kind": "yacht", "name": "Fram", "lengthMetres": 39 },
        "arrival": "2026-05-01",
        "departure": "2026-05-03",
        "skipper": { "name": "Ada", "email": "ada@example.com" },
        "notifyUrl": format!("http://127.0.0.1:{}/told", port(&catching)),
    });
    let headers = [
        "X-Harbour-Key: k",
        "Content-Type: application/json",
        "Idempotency-Key: 0190163d-8694-739b-aea5-966c26f8ad91",
    ];
    let (status, head, answer) = ask(mock.port(), "POST /bookings", &headers, &body.to_string());
    assert!((200..300).contains(&status), "{head}\n{answer}");
    let caught = next(&mut catching);
    assert_eq!(caught["target"], "/told");
    assert_eq!(caught["webhook"], "bookingChanged", "{caught}");
    assert_eq!(caught["violations"], json!([]));
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let sent: Value = serde_json::from_str(caught["body"].as_str().expect("a text")).expect("JSON");
    assert_eq!(sent["booking"]["id"], answer["id"], "{sent}\n{answer}");
}

#[test]
fn what_cannot_be_used_is_told() {
    let spec = sample();
    let to = ["--to", "http://127.0.0.1:1"];
    let with = |more: &[&str]| {
        let mut args = vec!["webhook", &spec];
        args.extend(more);
        args.extend(to);
        let said = fairlead(&args);
        (said.code, said.err)
    };
    let (code, err) = with(&["nothing"]);
    assert_eq!(code, 2);
    assert!(err.contains("there is bookingChanged"), "{err}");
    let (code, err) = with(&[
        "bookingChanged",
        "--scheme",
        "github",
        "--secret-env",
        "NO_SUCH",
    ]);
    assert_eq!(code, 2);
    assert!(err.contains("`NO_SUCH`"), "{err}");
    let (code, _) = with(&["bookingChanged", "--scheme", "github"]);
    assert_eq!(code, 2, "a scheme needs a secret");
    let (code, err) = with(&["bookingChanged"]);
    assert_eq!(code, 1);
    assert!(err.contains("cannot be reached"), "{err}");
    let caught = fairlead(&[
        "catch",
        "--port",
        "0",
        "--spec",
        &spec,
        "--webhook",
        "nothing",
    ]);
    assert_eq!(caught.code, 2, "{}", caught.err);
}
