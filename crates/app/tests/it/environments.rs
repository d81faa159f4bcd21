//! Environments: what requests carry there, what may go there, and what stays secret.

use std::collections::BTreeMap;

use fairlead_app::{
    App, EnvironmentAuth, EnvironmentType, EnvironmentVariable, Field, KeyPlace, NewEnvironment,
    NewEnvironmentSecret, SendDraft, Target,
};
use fairlead_core::Id;

use crate::{
    canary, log,
    server::{ok, serve},
    support::{API, draft, import, import_with, open, opened, traces, upload},
};

/// As JSON, URLs and base64 would write it differently.
const CANARY: &str = "3nv+/=\"&~?%$ _1r0nm3nt-c4n4ry";

fn sandbox(base: &str) -> NewEnvironment {
    let text = serde_json::json!({ "name": "Sandbox", "type": "SANDBOX", "baseUrl": base });
    serde_json::from_value(text).unwrap()
}

fn field(name: &str, value: &str) -> Field {
    Field {
        name: name.into(),
        value: value.into(),
        enabled: true,
    }
}

fn secret(value: &str) -> NewEnvironmentSecret {
    NewEnvironmentSecret {
        value: value.to_owned().into(),
    }
}

async fn to(app: &App, project: Id, id: Id, method: &str) -> SendDraft {
    let mut send = draft(app, project, "/ships", method, "http://unused.invalid").await;
    send.draft.target = Target::Environment { id };
    send
}

#[tokio::test]
async fn each_kind_of_authentication_is_in_the_request_and_nowhere_else() {
    log::listen();
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let server = serve(|request| ok("application/json", format!("[{request:?}]"))).await;
    let kinds = [
        (
            "apiKey",
            api_key(KeyPlace::Header),
            format!("x-key: {CANARY}"),
        ),
        (
            "apiKey",
            api_key(KeyPlace::Query),
            "x-key=3nv%2B/=".to_owned(),
        ),
        (
            "apiKey",
            api_key(KeyPlace::Cookie),
            format!("x-key={CANARY}"),
        ),
        (
            "password",
            EnvironmentAuth::Basic {
                username: "{{who}}".into(),
            },
            base64(&format!("skipper:{CANARY}")),
        ),
        (
            "token",
            EnvironmentAuth::Bearer {
                prefix: "Pier".into(),
            },
            format!("Pier {CANARY}"),
        ),
    ];
    let mut said = String::new();
    for (at, (name, auth, expected)) in kinds.into_iter().enumerate() {
        let mut new = sandbox(&server.url());
        new.name = format!("Sandbox {at}");
        new.auth = auth;
        new.variables = vec![
            variable("who", "skipper", false),
            variable("hush", "", true),
        ];
        new.headers = vec![field("X-Hush", "{{hush}}"), field("X-Plain", "{{who}}")];
        let made = it.app.create_environment(project, new).await.unwrap();
        assert!(made.secrets.iter().all(|s| !s.set), "{made:?}");
        let send = to(&it.app, project, made.id, "GET").await;
        let refused = it.app.send_draft(project, send).await.unwrap_err();
        assert_eq!(refused.code, "unsendable_request", "{refused}");
        for name in [name, "variable.hush"] {
            it.app
                .set_environment_secret(project, made.id, name, secret(CANARY))
                .await
                .unwrap();
        }
        let send = to(&it.app, project, made.id, "GET").await;
        let check = it
            .app
            .check_draft(project, send.draft.clone())
            .await
            .unwrap();
        let detail = it.app.send_draft(project, send).await.unwrap();
        assert_eq!(detail.trace.status, Some(200), "{detail:?}");
        let request = server.requests().pop().unwrap();
        assert!(request.contains(&expected), "{expected}\n{request}");
        assert!(request.contains(&format!("x-hush: {CANARY}")), "{request}");
        assert!(request.contains("x-plain: skipper"), "{request}");
        let now = it.app.environment(project, made.id).await.unwrap();
        let own = now.secrets.iter().find(|s| s.name == name).unwrap();
        assert!(own.used_at.is_some() && own.set_by.is_some(), "{own:?}");
        for value in [
            serde_json::to_string(&check).unwrap(),
            serde_json::to_string(&detail).unwrap(),
            serde_json::to_string(&now).unwrap(),
        ] {
            said.push_str(&value);
        }
    }
    canary::find("an answer", said.as_bytes(), CANARY);
    assert!(!said.contains("c4n4ry"), "half of it is there");
    assert_eq!(traces(&it.app, project).await.total, 5);
    canary::absent(it.folder.path(), CANARY);
    it.app.shutdown().await;
    canary::absent(it.folder.path(), CANARY);
    canary::find("the log", log::text().as_bytes(), CANARY);
}

fn api_key(place: KeyPlace) -> EnvironmentAuth {
    EnvironmentAuth::ApiKey {
        place,
        name: "x-key".into(),
    }
}

fn variable(name: &str, value: &str, secret: bool) -> EnvironmentVariable {
    EnvironmentVariable {
        name: name.into(),
        value: value.into(),
        secret,
    }
}

fn base64(text: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    BASE64_STANDARD.encode(text)
}

#[tokio::test]
async fn production_takes_only_safe_methods_until_it_is_unlocked() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let server = serve(|_| ok("application/json", "[]")).await;
    let mut new = sandbox(&server.url());
    new.kind = EnvironmentType::Production;
    let made = it
        .app
        .create_environment(project, new.clone())
        .await
        .unwrap();
    assert!(made.read_only && made.unlocked_until.is_none());
    let post = to(&it.app, project, made.id, "POST").await;
    let refused = it.app.send_draft(project, post.clone()).await.unwrap_err();
    assert_eq!(refused.code, "environment_read_only");
    assert!(refused.message.contains("POST"), "{refused}");
    assert_eq!(server.requests(), Vec::<String>::new());
    let get = to(&it.app, project, made.id, "GET").await;
    it.app.send_draft(project, get).await.unwrap();

    let open = it.app.unlock_environment(project, made.id).await.unwrap();
    assert!(open.unlocked_until.is_some());
    it.app.send_draft(project, post.clone()).await.unwrap();
    assert_eq!(server.requests().len(), 2);
    // A change of where it leads locks it again.
    it.app
        .update_environment(project, made.id, new)
        .await
        .unwrap();
    let refused = it.app.send_draft(project, post.clone()).await.unwrap_err();
    assert_eq!(refused.code, "environment_read_only");
    it.app.unlock_environment(project, made.id).await.unwrap();
    it.app.lock_environment(project, made.id).await.unwrap();
    assert!(it.app.send_draft(project, post).await.is_err());

    // Unlocked is nothing that outlives the program.
    it.app.unlock_environment(project, made.id).await.unwrap();
    it.app.shutdown().await;
    drop(it.app);
    let app = open_again(it.folder.path()).await;
    let again = app.environment(project, made.id).await.unwrap();
    assert!(again.read_only && again.unlocked_until.is_none());
    app.shutdown().await;
}

async fn open_again(folder: &std::path::Path) -> App {
    open(folder).await
}

#[tokio::test]
async fn the_nearest_variable_counts_and_an_unknown_one_is_said_where_it_is() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let server = serve(|_| ok("application/json", "[]")).await;
    // The project's own, by way of a credential that was taken out of a saved request.
    for name in ["{{tenant}}", "{{region}}"] {
        let value = "of-project".to_owned().into();
        let credential = fairlead_app::Credential::Value { value };
        it.app
            .set_credential(project, name, credential)
            .await
            .unwrap();
    }
    let mut new = sandbox(&format!("{}/{{{{tenant}}}}", server.url()));
    new.variables = vec![variable("tenant", "of-environment", false)];
    let made = it.app.create_environment(project, new).await.unwrap();
    let mut send = to(&it.app, project, made.id, "GET").await;
    send.draft.headers.push(field("X-Region", "{{region}}"));
    it.app.send_draft(project, send.clone()).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert!(
        request.starts_with("GET /of-environment/ships"),
        "{request}"
    );
    assert!(request.contains("x-region: of-project"), "{request}");

    send.draft.query.push(field("page", "{{pge}}"));
    let check = it
        .app
        .check_draft(project, send.draft.clone())
        .await
        .unwrap();
    let found = &check.violations[0];
    assert_eq!(
        (
            found.keyword.as_str(),
            found.part.as_str(),
            found.pointer.as_str()
        ),
        ("unknown-variable", "query", "/page")
    );
    let refused = it.app.send_draft(project, send).await.unwrap_err();
    assert!(refused.message.contains("{{pge}}"), "{refused}");
    // Of a body it is said, with its place; braces may be meant there.
    let mut post = to(&it.app, project, made.id, "POST").await;
    post.draft.body = Some(fairlead_app::DraftBody {
        content_type: "application/json".into(),
        text: Some(r#"{"name":"x","tags":["a","{{ nope }}"]}"#.into()),
        ..fairlead_app::DraftBody::default()
    });
    let check = it
        .app
        .check_draft(project, post.draft.clone())
        .await
        .unwrap();
    let found = check
        .violations
        .iter()
        .find(|v| v.keyword == "unknown-variable");
    assert_eq!(found.unwrap().pointer, "/tags/1");
    assert!(!check.markers.is_empty(), "it has a place in the text");
    it.app.send_draft(project, post).await.unwrap();
    it.app.shutdown().await;
}

/// An API that takes only the last token it gave, and gives one to who knows the secret.
async fn guarded() -> (
    crate::server::Server,
    std::sync::Arc<std::sync::atomic::AtomicUsize>,
) {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    let given = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&given);
    let server = serve(move |request| {
        let no = |status: &str, body: &str| {
            let length = body.len();
            format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
                .into_bytes()
        };
        if !request.starts_with("POST /token") {
            let last = format!("Bearer tok-c4n4ry-{}\r\n", count.load(Ordering::SeqCst));
            return if request.contains(&last) {
                ok("application/json", "[]")
            } else {
                no("401 No", "{}")
            };
        }
        if !request.contains(&format!("Basic {}", base64("pier:right-c4n4ry"))) {
            // A careless server says the secret back.
            let body = format!(r#"{{"error":"invalid_client","error_description":"not {}"}}"#, "wrong-c4n4ry");
            return no("401 No", &body);
        }
        assert!(request.contains("grant_type=client_credentials"), "{request}");
        assert!(request.contains("scope=read+write"), "{request}");
        let token = count.fetch_add(1, Ordering::SeqCst) + 1;
        let body = format!(r#"{{"access_token":"tok-c4n4ry-{token}","token_type":"Bearer","expires_in":3600}}"#);
        ok("application/json", body)
    })
    .await;
    (server, given)
}

#[tokio::test]
async fn a_token_is_fetched_once_kept_and_fetched_again_when_it_is_refused() {
    use std::sync::atomic::Ordering;
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let (server, given) = guarded().await;
    let mut new = sandbox(&server.url());
    new.variables = vec![variable("login", &server.url(), false)];
    new.auth = serde_json::from_value(serde_json::json!({
        "kind": "oauth2", "tokenUrl": "{{login}}/token", "clientId": "pier",
        "scopes": ["read", "write"],
    }))
    .unwrap();
    let made = it.app.create_environment(project, new).await.unwrap();
    let send = to(&it.app, project, made.id, "GET").await;
    let mut said = String::new();
    for (value, code) in [
        (None, "token_refused"),
        (Some("wrong-c4n4ry"), "token_refused"),
    ] {
        if let Some(value) = value {
            let set =
                it.app
                    .set_environment_secret(project, made.id, "clientSecret", secret(value));
            set.await.unwrap();
        }
        let refused = it.app.send_draft(project, send.clone()).await.unwrap_err();
        assert_eq!(refused.code, code, "{refused}");
        said.push_str(&refused.to_string());
    }
    assert!(said.contains("invalid_client"), "{said}");
    let set =
        it.app
            .set_environment_secret(project, made.id, "clientSecret", secret("right-c4n4ry"));
    set.await.unwrap();
    // Many at once fetch one token.
    let all = (0..8).map(|_| it.app.send_draft(project, send.clone()));
    for detail in futures::future::join_all(all).await {
        let detail = detail.unwrap();
        assert_eq!(detail.trace.status, Some(200), "{detail:?}");
        said.push_str(&serde_json::to_string(&detail).unwrap());
    }
    assert_eq!(given.load(Ordering::SeqCst), 1);
    // The server gives another to somebody else, and takes the first no more.
    given.fetch_add(1, Ordering::SeqCst);
    for expected in [401, 200] {
        let detail = it.app.send_draft(project, send.clone()).await.unwrap();
        assert_eq!(detail.trace.status, Some(expected));
    }
    let check = it.app.check_draft(project, send.draft).await.unwrap();
    said.push_str(&serde_json::to_string(&check).unwrap());
    assert!(!said.contains("c4n4ry"), "{said}");
    for secret in ["right-c4n4ry", "tok-c4n4ry-1"] {
        canary::absent(it.folder.path(), secret);
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn one_is_the_default_and_names_are_told_apart() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let mut new = sandbox("https://a.example");
    new.is_default = true;
    let first = it
        .app
        .create_environment(project, new.clone())
        .await
        .unwrap();
    let taken = it
        .app
        .create_environment(project, new.clone())
        .await
        .unwrap_err();
    assert_eq!(taken.code, "environment_name_taken");
    new.name = "UAT".into();
    let second = it.app.create_environment(project, new).await.unwrap();
    let defaults = || async {
        let all = it.app.list_environments(project).await.unwrap();
        let found: Vec<Id> = all.iter().filter(|e| e.is_default).map(|e| e.id).collect();
        (all.len(), found)
    };
    assert_eq!(defaults().await, (2, vec![second.id]));
    it.app
        .set_default_environment(project, first.id)
        .await
        .unwrap();
    assert_eq!(defaults().await, (2, vec![first.id]));
    it.app.delete_environment(project, first.id).await.unwrap();
    assert_eq!(defaults().await, (1, vec![]));
    let other = import(&it.app, upload(API)).await.unwrap().project.id;
    let strange = it.app.environment(other, second.id).await.unwrap_err();
    assert_eq!(strange.code, "environment_not_found");
    it.app.shutdown().await;
}

#[tokio::test]
async fn what_cannot_work_or_would_show_a_secret_is_refused() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let changes: BTreeMap<&str, fn(&mut NewEnvironment)> = BTreeMap::from([
        (
            "/baseUrl",
            (|e| e.base_url = Some("ftp://a.example".into())) as fn(&mut NewEnvironment),
        ),
        ("/baseUrl ", |e| e.base_url = None),
        ("/baseUrl  ", |e| {
            e.base_url = Some("https://me:pw@a.example".into());
        }),
        ("/baseUrl   ", |e| e.kind = EnvironmentType::Mock),
        ("/headers", |e| {
            e.headers = vec![field("Authorization", "Bearer abc")];
        }),
        ("/headers ", |e| {
            e.headers = vec![field("Host", "b.example")];
        }),
        ("/variables", |e| {
            e.variables = vec![variable("a", "x", true)];
        }),
        ("/variables ", |e| {
            e.variables = vec![variable("a}", "", false)];
        }),
        ("/proxyUrl", |e| e.proxy_url = Some("socks://x".into())),
        ("/caCertificate", |e| {
            e.ca_certificate = Some("no PEM".into());
        }),
    ]);
    for (place, change) in changes {
        let mut new = sandbox("https://a.example");
        change(&mut new);
        let error = it.app.create_environment(project, new).await.unwrap_err();
        assert_eq!(error.code, "invalid_environment", "{place}");
        let at = error.details[0].pointer.as_deref();
        assert_eq!(at, Some(place.trim()), "{error}");
    }
    let made = it
        .app
        .create_environment(project, sandbox("https://{{tenant}}.example"))
        .await
        .unwrap();
    let error = it
        .app
        .set_environment_secret(project, made.id, "apiKey", secret("k"))
        .await
        .unwrap_err();
    assert_eq!(error.code, "secret_not_found");
    // The address is not known yet: that is said, and nothing is sent.
    let send = to(&it.app, project, made.id, "GET").await;
    let check = it
        .app
        .check_draft(project, send.draft.clone())
        .await
        .unwrap();
    assert_eq!(check.violations[0].keyword, "unknown-variable");
    assert!(it.app.send_draft(project, send).await.is_err());
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_mock_environment_is_answered_by_the_mock_of_the_project() {
    let it = opened().await;
    let import = import_with(&it.app, upload(API), None, true).await.unwrap();
    let project = import.project.id;
    let mut new = sandbox("https://a.example");
    (new.kind, new.base_url) = (EnvironmentType::Mock, None);
    let made = it.app.create_environment(project, new).await.unwrap();
    let send = to(&it.app, project, made.id, "GET").await;
    let detail = it.app.send_draft(project, send.clone()).await.unwrap();
    assert_eq!(detail.trace.status, Some(200));
    assert_eq!(detail.trace.mock_id, Some(import.mock.unwrap().id));
    let mut off = sandbox("https://a.example");
    off.is_active = false;
    it.app
        .update_environment(project, made.id, off)
        .await
        .unwrap();
    let refused = it.app.send_draft(project, send).await.unwrap_err();
    assert_eq!(refused.code, "environment_inactive");
    it.app.shutdown().await;
}
