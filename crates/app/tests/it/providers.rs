//! Providers that say where they are, and what they refuse to a device.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use fairlead_app::{
    App, ClientAuth, ErrorKind, NewDiscovery, NewEnvironment, OAuthGrant, SignIn, SignInState,
};
use fairlead_core::Id;
use serde_json::{Value, json};

use crate::{
    server::{Server, free_port, ok, redirect, serve},
    support::{API, import, opened, until, upload},
};

fn status(code: u16, body: &Value) -> Vec<u8> {
    let answer = ok("application/json", body.to_string());
    let text = String::from_utf8(answer).unwrap();
    let line = format!("HTTP/1.1 {code} Said");
    text.replacen("HTTP/1.1 200 OK", &line, 1).into_bytes()
}

/// A provider whose metadata is at one path only; `{origin}` in it stands for its own.
async fn provider(path: &'static str, metadata: Value) -> Server {
    serve(move |request| {
        let host = request.lines().find_map(|l| l.strip_prefix("host: "));
        let origin = format!("http://{}", host.unwrap_or_default());
        let asked = request.split(' ').nth(1).unwrap_or_default();
        if asked == path {
            let text = metadata.to_string().replace("{origin}", &origin);
            return ok("application/json", text);
        }
        status(404, &json!({}))
    })
    .await
}

async fn discover(
    app: &App,
    project: Id,
    issuer: &str,
) -> Result<fairlead_app::Discovered, fairlead_app::AppError> {
    let new = NewDiscovery {
        issuer: issuer.into(),
        environment_id: None,
    };
    app.discover(project, new).await
}

fn whole(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": "{origin}/authorize",
        "token_endpoint": "{origin}/token",
        "device_authorization_endpoint": "{origin}/device",
        "revocation_endpoint": "{origin}/revoke",
        "jwks_uri": "{origin}/keys",
        "scopes_supported": ["openid", "berths:read"],
        "grant_types_supported": [
            "authorization_code", "refresh_token", "implicit",
            "urn:ietf:params:oauth:grant-type:device_code",
        ],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
    })
}

#[tokio::test]
async fn an_issuer_says_where_its_provider_is() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    for (path, under) in [
        ("/.well-known/openid-configuration", ""),
        ("/.well-known/oauth-authorization-server", ""),
        ("/tenant/.well-known/openid-configuration", "/tenant"),
        ("/.well-known/oauth-authorization-server/tenant", "/tenant"),
        ("/.well-known/openid-configuration/tenant", "/tenant"),
    ] {
        let server = provider(path, whole(&format!("{{origin}}{under}"))).await;
        let issuer = format!("{}{under}", server.url());
        let found = discover(&it.app, project, &issuer).await;
        let found = found.unwrap_or_else(|why| panic!("{path}: {why}"));
        let at = |path: &str| Some(format!("{}{path}", server.url()));
        assert_eq!(found.issuer, issuer);
        assert_eq!(Some(found.token_url), at("/token"));
        assert_eq!(found.authorization_url, at("/authorize"));
        assert_eq!(found.device_url, at("/device"));
        assert_eq!(found.revocation_url, at("/revoke"));
        assert_eq!(
            found.grants,
            [OAuthGrant::AuthorizationCode, OAuthGrant::Device]
        );
        assert_eq!(found.client_auth, ClientAuth::Body);
        assert_eq!(found.scopes, ["openid", "berths:read"]);
    }
    // With a slash at the end, as some write it; and by a variable.
    let metadata = "/.well-known/openid-configuration";
    let server = provider(metadata, whole("{origin}/")).await;
    let found = discover(&it.app, project, &server.url()).await.unwrap();
    assert_eq!(found.issuer, format!("{}/", server.url()));
    let variable = fairlead_app::NewVariable {
        value: server.url().into(),
        secret: false,
    };
    it.app
        .set_variable(Some(project), "login", variable)
        .await
        .unwrap();
    discover(&it.app, project, "{{login}}").await.unwrap();
    it.app.shutdown().await;
}

#[tokio::test]
async fn an_issuer_that_says_nothing_of_use_is_told_with_its_reason() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let metadata = "/.well-known/openid-configuration";
    let check = async |issuer: String, code: &str, part: &str| {
        let why = discover(&it.app, project, &issuer).await.unwrap_err();
        assert_eq!(why.code, code, "{issuer}: {why}");
        assert!(why.message.contains(part), "{issuer}: {why}");
        assert!(why.hint.is_some(), "{issuer}: {why}");
        why.kind
    };
    // Whoever answers for another one may lead to their own token endpoint (RFC 8414 §3.3).
    let server = provider(metadata, whole("https://login.elsewhere.example")).await;
    let part = "`https://login.elsewhere.example`";
    check(server.url(), "issuer_mismatch", part).await;
    let mut tokenless = whole("{origin}");
    tokenless.as_object_mut().unwrap().remove("token_endpoint");
    let server = provider(metadata, tokenless).await;
    check(server.url(), "no_token_endpoint", "token endpoint").await;
    let mut scripted = whole("{origin}");
    scripted["token_endpoint"] = "javascript:alert(1)".into();
    let server = provider(metadata, scripted).await;
    check(server.url(), "no_token_endpoint", "token endpoint").await;
    let server = provider("/nowhere", whole("{origin}")).await;
    check(server.url(), "no_discovery", "status 404").await;
    let server = provider(metadata, json!({ "hello": "there" })).await;
    check(server.url(), "no_discovery", "missing field `issuer`").await;
    let server = serve(|_| ok("text/html", "<h1>Welcome</h1>")).await;
    check(server.url(), "no_discovery", "not with the metadata").await;
    let server = serve(|_| redirect("https://login.elsewhere.example/")).await;
    check(server.url(), "no_discovery", "status 302").await;
    let server = serve(|_| ok("application/json", "x".repeat(300 * 1024))).await;
    check(server.url(), "no_discovery", "larger than 256 KiB").await;
    let closed = format!("http://127.0.0.1:{}", free_port().await);
    let kind = check(closed, "no_discovery", "refused").await;
    assert_eq!(kind, ErrorKind::Unavailable);
    let nobody = "http://nobody.invalid".to_owned();
    check(
        nobody,
        "no_discovery",
        "http://nobody.invalid cannot be reached",
    )
    .await;
    for bad in [
        "quay",
        "ftp://a",
        "https://a?b=c",
        "https://me:pass@a",
        "{{none}}",
    ] {
        check(bad.into(), "invalid_issuer", "").await;
    }
    it.app.shutdown().await;
}

/// What a provider of devices says, in order; the last again and again. And when it was asked.
struct Device {
    server: Server,
    asked: Arc<Mutex<Vec<Instant>>>,
}

async fn device(answers: Vec<(u16, Value)>) -> Device {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let times = Arc::clone(&asked);
    let server = serve(move |request| {
        if request.starts_with("POST /device") {
            return ok(
                "application/json",
                json!({
                    "device_code": "d-1", "user_code": "WDJB-MJHT", "expires_in": 60, "interval": 1,
                    "verification_uri": "https://login.example/device",
                })
                .to_string(),
            );
        }
        let mut times = times.lock().unwrap();
        times.push(Instant::now());
        let (code, body) = &answers[(times.len() - 1).min(answers.len() - 1)];
        status(*code, body)
    })
    .await;
    Device { server, asked }
}

/// Signs in there: how it ended.
async fn sign_in(app: &App, project: Id, device: &Device) -> SignIn {
    let new: NewEnvironment = serde_json::from_value(json!({
        "name": Id::new().to_string(), "type": "SANDBOX", "baseUrl": "http://quay.invalid",
        "auth": {
            "kind": "oauth2", "grant": "device", "clientId": "crane",
            "tokenUrl": format!("{}/token", device.server.url()),
            "deviceUrl": format!("{}/device", device.server.url()),
        },
    }))
    .unwrap();
    let id = app.create_environment(project, new).await.unwrap().id;
    let begun = app.begin_device(project, id).await.unwrap();
    assert_eq!(begun.user_code.as_deref(), Some("WDJB-MJHT"));
    until("the end of the sign-in", || async {
        let told = app.sign_in_status(project, id).await.unwrap();
        (told.state != SignInState::Waiting).then_some(told)
    })
    .await
}

fn refusal(error: &str) -> (u16, Value) {
    (400, json!({ "error": error }))
}

#[tokio::test]
async fn a_device_asks_less_often_where_it_is_told_to_slow_down() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let token = json!({ "access_token": "t-1", "token_type": "Bearer", "expires_in": 60 });
    let device = device(vec![
        refusal("authorization_pending"),
        refusal("slow_down"),
        (200, token),
    ])
    .await;
    let told = sign_in(&it.app, project, &device).await;
    assert_eq!(told.state, SignInState::SignedIn, "{told:?}");
    let asked = device.asked.lock().unwrap().clone();
    let [first, second, third] = asked[..] else {
        panic!("asked {} times", asked.len());
    };
    assert!(second - first >= Duration::from_millis(900));
    // RFC 8628 §3.5: five seconds more than before.
    assert!(
        third - second >= Duration::from_millis(5_900),
        "{:?}",
        third - second
    );
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_device_that_is_refused_or_too_late_says_so() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    for (error, part) in [
        ("access_denied", "The person has refused"),
        ("expired_token", "The code has ended"),
        ("invalid_client", "invalid_client"),
    ] {
        let device = device(vec![refusal("authorization_pending"), refusal(error)]).await;
        let told = sign_in(&it.app, project, &device).await;
        assert_eq!(told.state, SignInState::Failed, "{error}");
        let message = told.message.unwrap();
        assert!(message.contains(part), "{error}: {message}");
        let asked = device.asked.lock().unwrap().len();
        assert_eq!(asked, 2, "{error}: nobody asks on");
    }
    it.app.shutdown().await;
}
