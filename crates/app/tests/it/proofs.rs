//! Proofs that need more than a header: client certificates, proxies with a password, signatures.

use fairlead_app::{App, ConnectionVerdict, EnvironmentAuth, NewEnvironment, SendDraft, Target};
use fairlead_core::Id;
use hmac::{Hmac, KeyInit, Mac};
use rcgen::KeyPair;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    canary,
    connections::{authority, params, secure_for},
    log,
    server::{ok, serve},
    support::{API, draft, import, opened, upload},
};

const CANARY: &str = "pr00f-c4n4ry~+/=9xQ";

async fn add(app: &App, project: Id, setup: Value) -> Id {
    let mut new = json!({ "name": Id::new().to_string(), "type": "SANDBOX" });
    for (name, value) in setup.as_object().unwrap() {
        new[name] = value.clone();
    }
    let new: NewEnvironment = serde_json::from_value(new).unwrap();
    app.create_environment(project, new).await.unwrap().id
}

async fn set(app: &App, project: Id, id: Id, name: &str, value: &str) {
    let secret = fairlead_app::NewEnvironmentSecret {
        value: value.to_owned().into(),
    };
    app.set_environment_secret(project, id, name, secret)
        .await
        .unwrap();
}

async fn to(app: &App, project: Id, id: Id, method: &str) -> SendDraft {
    let mut send = draft(app, project, "/ships", method, "http://unused.invalid").await;
    send.draft.target = Target::Environment { id };
    send
}

#[tokio::test]
async fn a_client_certificate_opens_a_server_that_asks_for_one() {
    log::listen();
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let (issuer, clients) = (authority(), authority());
    let port = secure_for(&issuer, params("localhost"), Some(&clients)).await;
    let url = format!("https://localhost:{port}");
    let plain = json!({ "baseUrl": url, "caCertificate": issuer.pem() });
    let without = add(&it.app, project, plain).await;
    let send = to(&it.app, project, without, "GET").await;
    let detail = it.app.send_draft(project, send).await.unwrap();
    assert_eq!(detail.trace.status, None, "{detail:?}");
    let found = it.app.test_environment(project, without).await.unwrap();
    assert!(!found.ok, "{found:?}");

    let key = KeyPair::generate().unwrap();
    let certificate = params("crane").signed_by(&key, &clients).unwrap();
    let setup = json!({
        "baseUrl": url, "caCertificate": issuer.pem(), "clientCertificate": certificate.pem(),
    });
    let with = add(&it.app, project, setup.clone()).await;
    let send = to(&it.app, project, with, "GET").await;
    let refused = it.app.send_draft(project, send.clone()).await.unwrap_err();
    assert!(refused.message.contains("clientKey"), "{refused}");
    for wrong in [
        "no key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    ] {
        let secret = fairlead_app::NewEnvironmentSecret {
            value: wrong.to_owned().into(),
        };
        let set = it
            .app
            .set_environment_secret(project, with, "clientKey", secret)
            .await;
        // What is in it shows when it is used.
        if wrong == "no key" {
            assert_eq!(set.unwrap_err().code, "invalid_secret");
        }
    }
    set(&it.app, project, with, "clientKey", &key.serialize_pem()).await;
    let detail = it.app.send_draft(project, send).await.unwrap();
    assert_eq!(detail.trace.status, Some(200), "{detail:?}");
    let found = it.app.test_environment(project, with).await.unwrap();
    assert!(found.ok, "{found:?}");
    assert_eq!(found.steps[2].verdict, ConnectionVerdict::Passed);
    // A key of another certificate is no use, and is said so.
    let other = KeyPair::generate().unwrap();
    set(&it.app, project, with, "clientKey", &other.serialize_pem()).await;
    let send = to(&it.app, project, with, "GET").await;
    let refused = it.app.send_draft(project, send).await.unwrap_err();
    assert_eq!(refused.code, "unusable_environment", "{refused}");
    // A key among the certificates would be shown.
    let mut shown = setup;
    shown["name"] = "Shown".into();
    shown["type"] = "SANDBOX".into();
    shown["clientCertificate"] = format!("{}{}", certificate.pem(), key.serialize_pem()).into();
    let new = serde_json::from_value(shown).unwrap();
    let refused = it.app.create_environment(project, new).await.unwrap_err();
    assert_eq!(
        refused.details[0].pointer.as_deref(),
        Some("/clientCertificate")
    );

    let pem = other.serialize_pem();
    let line = pem.lines().nth(1).unwrap();
    canary::absent(it.folder.path(), line);
    it.app.shutdown().await;
    canary::absent(it.folder.path(), line);
    canary::find("the log", log::text().as_bytes(), line);
}

#[tokio::test]
async fn a_proxy_gets_its_name_and_password_and_nobody_else_does() {
    log::listen();
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let proxy = serve(|request| {
        let expected = format!("proxy-authorization: Basic {}", base64("crane", CANARY));
        if request.to_lowercase().contains(&expected.to_lowercase()) {
            return ok("application/json", "[]");
        }
        b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n".to_vec()
    })
    .await;
    let setup = json!({
        "baseUrl": "http://ships.invalid", "proxyUrl": proxy.url(), "proxyUsername": "crane",
    });
    let id = add(&it.app, project, setup).await;
    let send = to(&it.app, project, id, "GET").await;
    assert!(it.app.send_draft(project, send.clone()).await.is_err());
    set(&it.app, project, id, "proxyPassword", CANARY).await;
    let detail = it.app.send_draft(project, send).await.unwrap();
    assert_eq!(detail.trace.status, Some(200), "{detail:?}");
    let said = serde_json::to_string(&detail).unwrap();
    canary::find("the trace", said.as_bytes(), CANARY);
    assert!(!said.contains("roxy-authorization"), "{said}");
    it.app.shutdown().await;
    canary::absent(it.folder.path(), CANARY);
    canary::find("the log", log::text().as_bytes(), CANARY);
}

fn base64(name: &str, password: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    BASE64_STANDARD.encode(format!("{name}:{password}"))
}

/// The value of a header field of a request as it came.
fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let found = request.lines().find_map(|line| {
        let (known, value) = line.split_once(": ")?;
        known.eq_ignore_ascii_case(name).then_some(value)
    });
    found.unwrap_or_else(|| panic!("no {name}: {request}"))
}

#[tokio::test]
async fn a_request_is_signed_as_it_arrives() {
    log::listen();
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let server = serve(|_| ok("application/json", "[]")).await;
    let setup = json!({
        "baseUrl": server.url(),
        "variables": [{ "name": "salt", "value": "s4lt" }],
        "auth": {
            "kind": "hmac", "header": "X-Signature", "prefix": "v1=",
            "template": "{{salt}}|{{method}}|{{pathAndQuery}}|{{timestamp}}|{{header.x-mine}}|{{body}}",
            "timestampHeader": "X-Timestamp", "bodyHashHeader": "X-Hash", "encoding": "hex",
        },
    });
    let id = add(&it.app, project, setup).await;
    set(&it.app, project, id, "signingKey", CANARY).await;
    let mut send = to(&it.app, project, id, "POST").await;
    let field = |name: &str, value: &str| fairlead_app::Field {
        name: name.into(),
        value: value.into(),
        enabled: true,
    };
    send.draft.query = vec![field("q", "a b&c")];
    send.draft.headers = vec![field("X-Mine", "mine")];
    let body = r#"{"name":"{{salt}} Fram"}"#;
    send.draft.body = Some(fairlead_app::DraftBody {
        content_type: "application/json".into(),
        text: Some(body.into()),
        base64: None,
        fields: None,
    });
    let detail = it.app.send_draft(project, send.clone()).await.unwrap();
    assert_eq!(detail.trace.status, Some(200), "{detail:?}");
    let request = server.requests().pop().unwrap();
    let (head, sent) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(sent, r#"{"name":"s4lt Fram"}"#);
    let target = head.split(' ').nth(1).unwrap();
    let time = header(head, "x-timestamp");
    assert!(time.parse::<u64>().unwrap() > 1_700_000_000, "{time}");
    let text = format!("s4lt|POST|{target}|{time}|mine|{sent}");
    let mut mac = Hmac::<Sha256>::new_from_slice(CANARY.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let expected = format!("v1={}", hex(&mac.finalize().into_bytes()));
    assert_eq!(header(head, "x-signature"), expected);
    assert_eq!(header(head, "x-hash"), hex(&Sha256::digest(sent)));
    let check = it
        .app
        .check_draft(project, send.draft.clone())
        .await
        .unwrap();
    assert!(
        check
            .request
            .headers
            .iter()
            .any(|h| h.name == "X-Signature")
    );
    let mut said = serde_json::to_string(&(&detail, &check)).unwrap();

    // What stands for nothing is said before anything is sent.
    let setup = json!({
        "baseUrl": server.url(),
        "auth": { "kind": "hmac", "header": "X-Signature", "template": "{{nobody}}{{body}}" },
    });
    let id = add(&it.app, project, setup).await;
    set(&it.app, project, id, "signingKey", CANARY).await;
    send.draft.target = Target::Environment { id };
    let refused = it.app.send_draft(project, send.clone()).await.unwrap_err();
    assert!(refused.message.contains("{{nobody}}"), "{refused}");

    let setup = json!({
        "baseUrl": server.url(),
        "auth": {
            "kind": "awsSigV4", "accessKeyId": "AKIDEXAMPLE", "region": "eu-central-1",
            "service": "execute-api",
        },
    });
    let id = add(&it.app, project, setup).await;
    let secret = format!("aws-{CANARY}");
    let session = format!("session-{CANARY}");
    set(&it.app, project, id, "secretAccessKey", &secret).await;
    send.draft.target = Target::Environment { id };
    send.draft.body = None;
    let detail = it.app.send_draft(project, send.clone()).await.unwrap();
    let request = server.requests().pop().unwrap();
    let proof = header(&request, "authorization");
    assert!(
        proof.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            && proof.contains(
                "/eu-central-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature="
            ),
        "{proof}"
    );
    said.push_str(&serde_json::to_string(&detail).unwrap());
    set(&it.app, project, id, "sessionToken", &session).await;
    let detail = it.app.send_draft(project, send).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(header(&request, "x-amz-security-token"), session);
    assert!(header(&request, "authorization").contains("x-amz-security-token"));
    said.push_str(&serde_json::to_string(&detail).unwrap());
    let environment = it.app.environment(project, id).await.unwrap();
    assert!(matches!(environment.auth, EnvironmentAuth::AwsSigV4 { .. }));
    said.push_str(&serde_json::to_string(&environment).unwrap());
    for secret in [CANARY, &secret, &session] {
        canary::find("an answer", said.as_bytes(), secret);
        canary::absent(it.folder.path(), secret);
    }
    it.app.shutdown().await;
    canary::absent(it.folder.path(), CANARY);
    canary::find("the log", log::text().as_bytes(), CANARY);
}

#[tokio::test]
async fn the_nearest_of_four_scopes_counts_and_secret_ones_are_shown_to_nobody() {
    log::listen();
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let server = serve(|_| ok("application/json", "[]")).await;
    let variable = |value: &str, secret| fairlead_app::NewVariable {
        value: value.to_owned().into(),
        secret,
    };
    for (scope, name, value, secret) in [
        (None, "a", "workspace-a", false),
        (None, "b", "workspace-b", false),
        (None, "c", "workspace-c", false),
        (Some(project), "b", "project-b", false),
        (Some(project), "c", "project-c", false),
        (None, "hush", CANARY, true),
        (Some(project), "mute", &format!("project-{CANARY}"), true),
    ] {
        it.app
            .set_variable(scope, name, variable(value, secret))
            .await
            .unwrap();
    }
    let setup = json!({
        "baseUrl": server.url(),
        "variables": [{ "name": "c", "value": "environment-c" }],
        "headers": [{ "name": "X-All", "value": "{{a}} {{b}} {{c}}", "enabled": true },
            { "name": "X-Hush", "value": "{{hush}} {{mute}}", "enabled": true }],
    });
    let id = add(&it.app, project, setup).await;
    let send = to(&it.app, project, id, "GET").await;
    let detail = it.app.send_draft(project, send.clone()).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(
        header(&request, "x-all"),
        "workspace-a project-b environment-c"
    );
    assert_eq!(
        header(&request, "x-hush"),
        format!("{CANARY} project-{CANARY}")
    );
    let mut said = serde_json::to_string(&detail).unwrap();
    for scope in [None, Some(project)] {
        let all = it.app.list_variables(scope).await.unwrap();
        assert!(
            all.iter().all(|v| v.secret == v.value.is_empty()),
            "{all:?}"
        );
        said.push_str(&serde_json::to_string(&all).unwrap());
    }
    canary::find("an answer", said.as_bytes(), CANARY);
    assert!(!said.contains("pr00f"), "half of it");

    it.app.delete_variable(Some(project), "b").await.unwrap();
    it.app.send_draft(project, send.clone()).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(
        header(&request, "x-all"),
        "workspace-a workspace-b environment-c"
    );
    it.app.delete_variable(None, "a").await.unwrap();
    let refused = it.app.send_draft(project, send).await.unwrap_err();
    assert!(refused.message.contains("{{a}}"), "{refused}");
    let gone = it.app.delete_variable(None, "a").await.unwrap_err();
    assert_eq!(gone.code, "variable_not_found");
    let wrong = it.app.set_variable(None, "a}b", variable("x", false)).await;
    assert_eq!(wrong.unwrap_err().code, "invalid_variable");
    it.app.delete_project(project).await.unwrap();
    assert_eq!(it.app.list_variables(None).await.unwrap().len(), 3);
    it.app.shutdown().await;
    canary::absent(it.folder.path(), CANARY);
    canary::find("the log", log::text().as_bytes(), CANARY);
}
