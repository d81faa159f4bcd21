//! A secret that goes through everything and may be found nowhere afterwards.

mod forms;

use std::{fs, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_app::{App, Credential, Field, SendDraft};
use fairlead_core::Id;
use forms::forms;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    log,
    server::{free_port, ok, redirect, serve},
    support::{draft, import_with, opened, traces, until, upload},
};

/// Has characters that JSON, URLs and base64 write differently. Cookies take no more than this.
const CANARY: &str = "c4n4ry+/=\"&~?%$ _9f3-Sw0rdf1sh";

/// One operation for each place and scheme that a credential can have.
const API: &str = r#"
openapi: 3.1.0
info: { title: Pier, version: "1" }
components:
  securitySchemes:
    header: { type: apiKey, in: header, name: X-Pier }
    query: { type: apiKey, in: query, name: pier }
    cookie: { type: apiKey, in: cookie, name: pier }
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
    other: { type: http, scheme: Pier }
paths:
"#;
const SCHEMES: [&str; 6] = ["header", "query", "cookie", "basic", "bearer", "other"];

fn api() -> String {
    let mut text = API.to_owned();
    for scheme in SCHEMES {
        text.push_str(&format!(
            r#"
  /{scheme}:
    post:
      operationId: {scheme}
      security: [{{ {scheme}: [] }}]
      parameters:
        - {{ name: note, in: query, schema: {{ type: string, maxLength: 3 }} }}
        - {{ name: X-Note, in: header, schema: {{ type: integer }} }}
      requestBody:
        content:
          application/json: {{ schema: {{ type: object, properties: {{ note: {{ enum: [a] }} }} }} }}
      responses:
        "200":
          description: Echo
          content:
            application/json: {{ schema: {{ type: object, properties: {{ echo: {{ maxLength: 2 }} }} }} }}
"#
        ));
    }
    text
}

pub fn find(place: &str, bytes: &[u8], secret: &str) {
    for form in forms(secret) {
        let found = bytes.windows(form.len()).position(|w| w == form.as_bytes());
        if let Some(at) = found {
            let around = &bytes[at.saturating_sub(80)..(at + 80).min(bytes.len())];
            panic!("{place}: `{form}` in {}", String::from_utf8_lossy(around));
        }
    }
}

/// Asserts that no file below a folder has the secret in it.
pub fn absent(folder: &Path, secret: &str) {
    let mut folders = vec![folder.to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                find(
                    &path.display().to_string(),
                    &fs::read(&path).unwrap(),
                    secret,
                );
                files += 1;
            }
        }
    }
    assert!(files > 2, "the folder was looked through");
}

/// Says the request back in every form that a careless server may: as it is, escaped, encoded.
fn echo(request: &str) -> Vec<u8> {
    let whole = BASE64_STANDARD.encode(request);
    let escaped = utf8_percent_encode(request, NON_ALPHANUMERIC).to_string();
    let form: String = url::form_urlencoded::byte_serialize(request.as_bytes()).collect();
    let body = serde_json::json!({ "echo": [request, whole, escaped, form], CANARY: CANARY });
    let head: String = request
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("content-") && !line.starts_with("host"))
        .map(|line| format!("x-echo-{line}\r\n"))
        .collect();
    let answer = ok("application/json", body.to_string());
    let at = answer.windows(2).position(|w| w == b"\r\n").unwrap() + 2;
    [&answer[..at], head.as_bytes(), &answer[at..]].concat()
}

/// Bytes that are no text, with the secret among them.
fn binary(_: &str) -> Vec<u8> {
    let body = [b"\xFF\xFE\x00".as_slice(), CANARY.as_bytes(), b"\x00\x80"].concat();
    ok("application/octet-stream", body)
}

/// The secret where a kept body is cut.
fn long(_: &str) -> Vec<u8> {
    let kept = fairlead_core::limits::TRACE_BODY_BYTES;
    let body = format!("{}{CANARY}{}", "x".repeat(kept - 12), "y".repeat(kept));
    ok("text/plain", body)
}

/// A draft in whose free fields a person has written the secret too.
async fn careless(app: &App, project: Id, scheme: &str, base: &str) -> SendDraft {
    let mut send = draft(app, project, &format!("/{scheme}"), "POST", base).await;
    let field = |name: &str| Field {
        name: name.into(),
        value: CANARY.into(),
        enabled: true,
    };
    send.draft.query.push(field("note"));
    send.draft.headers.push(field("X-Note"));
    send.draft.body = Some(fairlead_app::DraftBody {
        content_type: "application/json".into(),
        text: Some(serde_json::json!({ "note": CANARY, CANARY: 1 }).to_string()),
        ..fairlead_app::DraftBody::default()
    });
    send
}

#[tokio::test]
async fn a_secret_is_in_no_file_no_answer_and_no_log() {
    log::listen();
    let it = opened().await;
    let app = &it.app;
    let import = import_with(app, upload(&api()), None, true).await.unwrap();
    let (project, mock) = (import.project.id, import.mock.unwrap());
    for scheme in SCHEMES {
        let secret = CANARY.to_owned().into();
        let credential = match scheme {
            "basic" => Credential::Basic {
                username: "skipper".into(),
                password: secret,
            },
            _ => Credential::Value { value: secret },
        };
        app.set_credential(project, scheme, credential)
            .await
            .unwrap();
    }
    let echoing = serve(echo).await;
    let (binary, long) = (serve(binary).await, serve(long).await);
    let closed = format!("http://127.0.0.1:{}", free_port().await);
    let mut said = Vec::new();
    let mut count = 0;
    for scheme in SCHEMES {
        for base in [
            &echoing.url(),
            &binary.url(),
            &long.url(),
            &closed,
            mock.url.as_ref().unwrap(),
        ] {
            let send = careless(app, project, scheme, base).await;
            let check = app.check_draft(project, send.draft.clone()).await.unwrap();
            said.push(serde_json::to_string(&check).unwrap());
            let detail = app.send_draft(project, send).await.unwrap();
            said.push(serde_json::to_string(&detail).unwrap());
            // What goes to the mock's address as to any other is recorded by the mock too.
            count += if base == mock.url.as_ref().unwrap() {
                2
            } else {
                1
            };
        }
    }
    // The secret was indeed sent, with every operation.
    let sent = echoing.requests().join("\n");
    assert!(sent.matches(CANARY).count() > SCHEMES.len(), "{sent}");
    let basic = BASE64_STANDARD.encode(format!("skipper:{CANARY}"));
    assert!(sent.contains(&basic), "{sent}");

    let kept = until("every trace", || async {
        let page = traces(app, project).await;
        (page.total == count).then_some(page.items)
    })
    .await;
    for trace in kept {
        said.push(serde_json::to_string(&trace).unwrap());
        let detail = app.trace(project, trace.id).await.unwrap();
        said.push(serde_json::to_string(&detail).unwrap());
    }
    said.push(serde_json::to_string(&app.list_credentials(project).await.unwrap()).unwrap());
    said.push(serde_json::to_string(&app.project(project).await.unwrap()).unwrap());
    for text in &said {
        find("an answer", text.as_bytes(), CANARY);
        // Nor the half of it that a cut would leave.
        assert!(!text.contains("c4n4ry"), "half of it is in {text}");
    }
    // While it is open, with the logs of SQLite; and afterwards.
    absent(it.folder.path(), CANARY);
    app.shutdown().await;
    absent(it.folder.path(), CANARY);
    let log = log::text();
    assert!(!log.is_empty(), "somebody listens");
    find("the log", log.as_bytes(), CANARY);
}

#[tokio::test]
async fn a_redirect_to_another_host_does_not_take_the_key_along() {
    let it = opened().await;
    let import = import_with(&it.app, upload(&api()), None, false)
        .await
        .unwrap();
    let project = import.project.id;
    let value = CANARY.to_owned().into();
    let credential = Credential::Value { value };
    it.app
        .set_credential(project, "header", credential)
        .await
        .unwrap();
    let other = serve(|_| ok("text/plain", "got it")).await;
    let to = format!("http://localhost:{}/elsewhere", other.port);
    let server = serve(move |request| {
        if request.starts_with("POST /header") {
            redirect("/moved")
        } else {
            redirect(&to)
        }
    })
    .await;
    let mut send = draft(&it.app, project, "/header", "POST", &server.url()).await;
    send.follow_redirects = true;
    let detail = it.app.send_draft(project, send).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2, "within the host it is followed");
    assert!(requests[1].contains(CANARY), "{}", requests[1]);
    assert_eq!(other.requests(), Vec::<String>::new());
    assert_eq!(detail.trace.status, Some(302), "the answer is shown");
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_token_a_key_and_variables_that_are_said_back_are_found_nowhere() {
    log::listen();
    let it = opened().await;
    let app = &it.app;
    let import = import_with(app, upload(&api()), None, false).await.unwrap();
    let project = import.project.id;
    let token = format!("t{}", &CANARY[..6]) + "-4cc355-t0k3n-9xQ";
    let given = token.clone();
    let server = serve(move |request| {
        if request.starts_with("POST /token") {
            let body = serde_json::json!({ "access_token": given, "token_type": "Bearer" });
            return ok("application/json", body.to_string());
        }
        echo(request)
    })
    .await;
    let secret = |text: &str| -> fairlead_app::NewEnvironmentSecret {
        let value = text.to_owned().into();
        fairlead_app::NewEnvironmentSecret { value }
    };
    let mut said = Vec::new();
    for (name, secrets, auth) in [
        (
            "oauth",
            ["clientSecret", "variable.hush"],
            serde_json::json!({
                "kind": "oauth2", "tokenUrl": format!("{}/token", server.url()), "clientId": "pier",
            }),
        ),
        (
            "signed",
            ["signingKey", "variable.hush"],
            serde_json::json!({
                "kind": "hmac", "header": "X-Signature", "template": "{{hush}}{{body}}",
            }),
        ),
        (
            "aws",
            ["secretAccessKey", "sessionToken"],
            serde_json::json!({
                "kind": "awsSigV4", "accessKeyId": "AKID", "region": "r", "service": "s",
            }),
        ),
    ] {
        let new = serde_json::json!({
            "name": name, "type": "UAT", "baseUrl": server.url(), "auth": auth,
            "variables": [{ "name": "hush", "secret": true }],
            "headers": [{ "name": "X-Hush", "value": "{{hush}}-{{mute}}", "enabled": true }],
        });
        let new = serde_json::from_value(new).unwrap();
        let id = app.create_environment(project, new).await.unwrap().id;
        for name in secrets.into_iter().chain(["variable.hush"]) {
            let set = app.set_environment_secret(project, id, name, secret(CANARY));
            set.await.unwrap();
        }
        let value = CANARY.to_owned().into();
        let variable = fairlead_app::NewVariable {
            value,
            secret: true,
        };
        app.set_variable(None, "mute", variable).await.unwrap();
        let mut send = careless(app, project, "header", &server.url()).await;
        send.draft.target = fairlead_app::Target::Environment { id };
        send.draft.headers.push(Field {
            name: "X-Mute".into(),
            value: "{{mute}}".into(),
            enabled: true,
        });
        let check = app.check_draft(project, send.draft.clone()).await.unwrap();
        let detail = app.send_draft(project, send).await.unwrap();
        assert_eq!(detail.trace.status, Some(200), "{detail:?}");
        said.push(serde_json::to_string(&check).unwrap());
        said.push(serde_json::to_string(&detail).unwrap());
        let status = app.sign_in_status(project, id).await.unwrap();
        said.push(serde_json::to_string(&status).unwrap());
        said.push(serde_json::to_string(&app.environment(project, id).await.unwrap()).unwrap());
    }
    let file = app.export_environments(project).await.unwrap();
    said.push(serde_json::to_string(&file).unwrap());
    let variables = app.list_variables(None).await.unwrap();
    said.push(serde_json::to_string(&variables).unwrap());
    // All of it was indeed sent.
    let sent = server.requests().join("\n");
    assert!(sent.contains(&format!("Bearer {token}")), "{sent}");
    assert!(
        sent.contains(&format!("x-hush: {CANARY}-{CANARY}")),
        "{sent}"
    );
    for secret in [CANARY, &token] {
        for text in &said {
            find("an answer", text.as_bytes(), secret);
        }
        absent(it.folder.path(), secret);
    }
    app.shutdown().await;
    for secret in [CANARY, &token] {
        absent(it.folder.path(), secret);
        find("the log", log::text().as_bytes(), secret);
    }
}
