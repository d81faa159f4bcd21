//! The sign-in provider: its flows with clients that others wrote, and everything it refuses.

mod codes;
mod devices;
mod enforced;
mod flows;
mod metadata;
mod openid;
mod pages;
mod settings;
mod tokens;

use std::{collections::HashMap, sync::Arc};

use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{Behaviour, Decision, Mock, MockOptions, behaviour::Outside};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::{Url, form_urlencoded};

/// Every flow, under addresses that the description declares.
const HARBOUR: &str = include_str!("provider/harbour.yaml");

const OWN: &str = "/.fairlead/oauth";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BACK: &str = "http://127.0.0.1:7777/back";

fn mock_of(description: &str, behaviour: &str, strict_auth: bool) -> Mock {
    let fetch = MemoryFetch::new([("api.yaml", description)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let contract = Arc::new(Contract::new(Arc::new(spec)));
    let reading = Behaviour::read(
        "b.yaml",
        behaviour.as_bytes(),
        &contract,
        from_environment(),
    );
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    let options = MockOptions {
        strict_auth,
        ..MockOptions::default()
    };
    let mock = Mock::new(contract, options);
    mock.set_behaviour(reading.behaviour);
    mock
}

fn harbour(behaviour: &str) -> Mock {
    mock_of(HARBOUR, behaviour, false)
}

/// A request at so many milliseconds; `fields` are the query of a GET and the form of a POST.
fn send(
    mock: &Mock,
    line: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
    at: i64,
) -> Decision {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let text = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let is_form = method == "POST";
    let mut headers: Headers = headers.iter().copied().collect();
    headers.append("host", "127.0.0.1:4010");
    if is_form {
        headers.append("content-type", "application/x-www-form-urlencoded");
    }
    let request = Request {
        method: method.into(),
        path: path.into(),
        query: (!is_form && !text.is_empty()).then(|| text.clone()),
        headers,
        body: if is_form { text.into() } else { "".into() },
    };
    mock.decide(&request, Timestamp::from_millis(at))
}

fn token(mock: &Mock, fields: &[(&str, &str)], at: i64) -> (u16, Value) {
    answered(&send(mock, "POST /oauth/token", &[], fields, at))
}

fn answered(decision: &Decision) -> (u16, Value) {
    let body = &decision.response.body;
    let value = serde_json::from_slice(body)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(body)));
    (decision.response.status, value)
}

/// Status and `error` of a refusal.
fn refusal(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["error"].as_str().unwrap_or("none"))
}

/// Where an answer sends the browser, and what it says there.
fn location(decision: &Decision) -> (String, HashMap<String, String>) {
    let to = decision
        .response
        .headers
        .get("location")
        .unwrap_or_else(|| {
            panic!(
                "no redirection: {}",
                String::from_utf8_lossy(&decision.response.body)
            )
        });
    let url = Url::parse(to).expect("an address");
    let said = url.query().or(url.fragment()).unwrap_or_default();
    let said = form_urlencoded::parse(said.as_bytes())
        .into_owned()
        .collect();
    let whole = to.split(['?', '#']).next().unwrap_or_default();
    (whole.to_owned(), said)
}

/// The usual request for a code.
const REQUEST: &[(&str, &str)] = &[
    ("response_type", "code"),
    ("client_id", "crane"),
    ("redirect_uri", BACK),
    ("scope", "openid berths:read"),
    ("state", "s 1"),
    ("nonce", "n1"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

/// The usual request with other values; an empty one takes a field away.
fn request_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = REQUEST.to_vec();
    for change in changes {
        fields.retain(|(name, _)| *name != change.0);
        fields.push(*change);
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

fn authorize(mock: &Mock, changes: &[(&str, &str)], at: i64) -> Decision {
    send(
        mock,
        "GET /oauth/authorize",
        &[],
        &request_with(changes),
        at,
    )
}

/// A code, from a mock that asks nobody.
fn code(mock: &Mock, at: i64) -> String {
    let (_, said) = location(&authorize(mock, &[], at));
    said.get("code")
        .unwrap_or_else(|| panic!("no code: {said:?}"))
        .clone()
}

/// Fetches the tokens of a code as the usual client.
fn redeem(mock: &Mock, code: &str, changes: &[(&str, &str)], at: i64) -> (u16, Value) {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("client_id", "crane"),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ];
    for change in changes {
        fields.retain(|(name, _)| *name != change.0);
        fields.push(*change);
    }
    fields.retain(|(_, value)| !value.is_empty());
    token(mock, &fields, at)
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}")))
}

/// Header or claims of a signed token.
fn part(token: &str, place: usize) -> Value {
    let text = token.split('.').nth(place).expect("three parts");
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).expect("base64");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// The value of a hidden field of a page.
fn ticket(page: &str) -> String {
    let (_, after) = page
        .split_once("name=\"ticket\" value=\"")
        .expect("a ticket");
    after.split('"').next().unwrap_or_default().to_owned()
}

fn text(decision: &Decision) -> String {
    String::from_utf8_lossy(&decision.response.body).into_owned()
}

/// A mock on a socket: its origin, and what keeps it there.
async fn served(mock: Mock) -> (String, DropGuard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let cancel = CancellationToken::new();
    let sink = Arc::new(|_| {});
    tokio::spawn(fairlead_mock::serve(
        listener,
        Arc::new(mock),
        sink,
        cancel.clone(),
    ));
    (origin, cancel.drop_guard())
}

fn browser() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.build().expect("a client")
}

/// What carries the requests of the clients under test.
async fn carry(request: oauth2::HttpRequest) -> Result<oauth2::HttpResponse, reqwest::Error> {
    let response = browser().execute(request.try_into()?).await?;
    let mut out = http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        out = out.header(name, value);
    }
    let body = response.bytes().await?.to_vec();
    Ok(out.body(body).expect("what was an answer is one"))
}

/// Opens the page, says yes as a person would, and gives what the client hears.
async fn consent(address: &str, user: &str) -> HashMap<String, String> {
    let browser = browser();
    let page = browser.get(address).send().await.expect("an answer");
    assert_eq!(page.status(), 200);
    let ticket = ticket(&page.text().await.expect("a page"));
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("ticket", ticket.as_str()),
            ("user", user),
            ("decision", "allow"),
        ])
        .finish();
    let to = address.split('?').next().unwrap_or_default();
    let answer = browser
        .post(to)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 303);
    let to = answer.headers()["location"].to_str().expect("text");
    let url = Url::parse(to).expect("an address");
    url.query_pairs().into_owned().collect()
}

/// No files, and the secrets of the environment.
fn from_environment() -> Outside<'static> {
    Outside {
        bodies: &|_| Err("no such file".to_owned()),
        secrets: &|name| {
            std::env::var(name).map_err(|_| "there is no such variable in the environment".into())
        },
        secrets_inline: true,
    }
}
