use crate::run::{Listening, TempFile, ask, fairlead, sample};

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

/// `/pets` to list, to add to and to read.
const PETS: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  /pets/{petId}:
    parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    delete: {responses: {'204': {description: gone}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties: {id: {type: integer, readOnly: true}, name: {type: string}}
";

#[test]
fn with_state_it_remembers_what_clients_do() {
    let spec = TempFile::new("pets.yaml", PETS);
    let data = TempFile::new("seeds.yaml", "/pets:\n  - {id: 7, name: Rex}\n");
    let arguments = [
        "mock",
        &spec.path(),
        "--port",
        "0",
        "--stateful",
        "--data",
        &data.path(),
    ];
    let mock = Listening::start(&arguments);
    let json = ["Content-Type: application/json"];
    let (status, head, body) = ask(mock.port(), "POST /pets", &json, r#"{"name":"Tom"}"#);
    assert_eq!(
        (status, body.as_str()),
        (201, r#"{"id":8,"name":"Tom"}"#),
        "{head}"
    );
    assert!(head.contains("location: /pets/8"), "{head}");
    assert_eq!(ask(mock.port(), "DELETE /pets/7", &[], "").0, 204);
    assert_eq!(ask(mock.port(), "GET /pets/7", &[], "").0, 404);
    let (_, _, left) = ask(mock.port(), "GET /pets", &[], "");
    assert_eq!(left, r#"[{"id":8,"name":"Tom"}]"#);
    assert_eq!(mock.stop(), 0);
}

#[test]
fn without_state_nothing_is_remembered() {
    let spec = TempFile::new("pets.yaml", PETS);
    let mock = Listening::start(&["mock", &spec.path(), "--port", "0"]);
    assert_eq!(ask(mock.port(), "DELETE /pets/1", &[], "").0, 204);
    assert_eq!(ask(mock.port(), "GET /pets/1", &[], "").0, 200);
}

#[test]
fn seed_data_with_mistakes_is_a_failure_that_says_where() {
    let spec = TempFile::new("pets.yaml", PETS);
    let seed = |data: &str| fairlead(&["mock", &spec.path(), "--stateful", "--data", data]);
    let data = TempFile::new("seeds.yaml", "/pets:\n  - Rex\n/boats: []\n");
    let said = seed(&data.path());
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("seeds.yaml:2:5: error[data-no-item]"),
        "{}",
        said.err
    );
    assert!(said.err.contains("(/~1boats)"), "{}", said.err);
    let said = seed("/nowhere/seeds.yaml");
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("hint: name a file of seed data"),
        "{}",
        said.err
    );
    let said = fairlead(&["mock", &spec.path(), "--data", &data.path()]);
    assert_eq!(said.code, 2, "{}", said.err);
}

const SIGN_IN: &str = "
openapi: 3.0.3
info: {title: Ships, version: '1'}
security: [{sign-in: [read]}]
paths:
  /ships: {get: {responses: {'200': {description: All}}}}
components:
  securitySchemes:
    sign-in: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {read: Read}}}}
";

#[test]
fn it_says_where_to_sign_in_and_takes_only_its_own_tokens() {
    let spec = TempFile::new("ships.yaml", SIGN_IN);
    let arguments = [
        "mock",
        &spec.path(),
        "--port",
        "0",
        "--json",
        "--auth",
        "strict",
    ];
    let mock = Listening::start(&arguments);
    let line: serde_json::Value = serde_json::from_str(&mock.line).expect("JSON");
    let provider = &line["provider"];
    assert_eq!(provider["issuer"], line["listening"]);
    assert_eq!(
        provider["tokenUrl"],
        format!("{}/token", line["listening"].as_str().unwrap())
    );
    assert_eq!(provider["enforced"], true);
    let form = ["Content-Type: application/x-www-form-urlencoded"];
    let fields = "grant_type=client_credentials&client_id=c&client_secret=s";
    let (status, _, tokens) = ask(mock.port(), "POST /token", &form, fields);
    assert_eq!(status, 200, "{tokens}");
    let tokens: serde_json::Value = serde_json::from_str(&tokens).expect("JSON");
    let bearer = format!(
        "Authorization: Bearer {}",
        tokens["access_token"].as_str().unwrap()
    );
    assert_eq!(ask(mock.port(), "GET /ships", &[&bearer], "").0, 200);
    let (status, head, _) = ask(mock.port(), "GET /ships", &["Authorization: Bearer x"], "");
    assert_eq!(status, 401);
    assert!(head.contains("invalid_token"), "{head}");
    assert_eq!(mock.stop(), 0);
}

#[test]
fn it_answers_to_names_of_this_machine_and_those_allowed() {
    let status = |mock: &Listening, host: &str| {
        ask(mock.port(), "GET /status", &[&format!("Host: {host}")], "").0
    };
    let mock = mock();
    for host in [
        "localhost",
        "app.localhost:1",
        "127.0.0.1",
        "[::1]:80",
        "host.docker.internal",
    ] {
        assert_eq!(status(&mock, host), 200, "{host}");
    }
    for host in [
        "attacker.example",
        "localhost.attacker.example",
        "10.0.0.1",
        "a b",
    ] {
        assert_eq!(status(&mock, host), 421, "{host}");
    }
    assert_eq!(mock.stop(), 0);
    let named = Listening::start(&[
        "mock",
        &sample(),
        "--port",
        "0",
        "--allow-host",
        "mock.test",
    ]);
    assert_eq!(
        [
            status(&named, "mock.test:4010"),
            status(&named, "other.test")
        ],
        [200, 421]
    );
    assert_eq!(named.stop(), 0);
    let any = Listening::start(&["mock", &sample(), "--port", "0", "--allow-host", "*"]);
    assert_eq!(status(&any, "attacker.example"), 200);
    assert_eq!(any.stop(), 0);
}
