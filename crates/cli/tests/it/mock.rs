use crate::run::{Listening, ask, fairlead, sample};

const KEY: &str = "X-Harbour-Key: k";

fn mock() -> Listening {
    Listening::start(&["mock", &sample(), "--port", "0"])
}

#[test]
fn it_says_where_it_listens_and_answers_there() {
    let mock = mock();
    assert!(
        mock.line.starts_with("listening on http://127.0.0.1:"),
        "{}",
        mock.line
    );
    let (status, head, body) = ask(mock.port(), "GET /status", &[], "");
    assert_eq!(status, 200, "{head}");
    assert!(
        head.to_ascii_lowercase()
            .contains("content-type: application/json"),
        "{head}"
    );
    assert!(
        body.contains("\"open\""),
        "the document's own example: {body}"
    );
    assert_eq!(mock.stop(), 0);
}

#[test]
fn it_refuses_as_the_description_says() {
    let mock = mock();
    let port = mock.port();
    assert_eq!(ask(port, "GET /boats", &[KEY], "").0, 404);
    let (status, head, _) = ask(port, "PUT /berths", &[KEY], "");
    assert_eq!(status, 405);
    assert!(head.to_ascii_lowercase().contains("allow: get"), "{head}");
    let (status, head, _) = ask(port, "GET /berths", &[], "");
    assert_eq!(status, 401);
    assert!(
        head.to_ascii_lowercase().contains("www-authenticate:"),
        "{head}"
    );
    assert_eq!(ask(port, "GET /berths?limit=0", &[KEY], "").0, 422);
    assert_eq!(
        ask(port, "GET /berths", &[KEY, "Accept: image/png"], "").0,
        406
    );
    assert_eq!(
        ask(
            port,
            "POST /dues/quote",
            &["Content-Type: text/plain"],
            "hello"
        )
        .0,
        415
    );
}

#[test]
fn the_same_seed_gives_the_same_answer() {
    let (first, second) = (mock(), mock());
    let answer = |m: &Listening| ask(m.port(), "GET /berths?limit=3", &[KEY], "").2;
    let one = answer(&first);
    assert_eq!(one, answer(&first));
    assert_eq!(one, answer(&second));
    let other = Listening::start(&["mock", &sample(), "--port", "0", "--seed", "2"]);
    assert_ne!(one, answer(&other));
}

#[test]
fn a_port_in_use_is_a_failure_that_says_what_to_do() {
    let mock = mock();
    let said = fairlead(&["mock", &sample(), "--port", &mock.port().to_string()]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("hint: another program has this port"),
        "{}",
        said.err
    );
}
