//! Signing in to environments with OAuth 2, at the sign-in provider of a mock.

use std::{collections::HashMap, time::Duration};

use fairlead_app::{App, MockProvider, NewEnvironment, SendDraft, SignInState, Target};
use fairlead_core::Id;
use serde_json::{Value, json};

use crate::{
    canary, log,
    support::{draft, import_with, open, opened, traces, until, upload},
};

const API: &str = r#"
openapi: 3.1.0
info: { title: Quay, version: "1" }
security: [{ sign-in: [berths:read] }]
paths:
  /berths:
    get:
      operationId: listBerths
      responses: { "200": { description: All of them. } }
components:
  securitySchemes:
    sign-in:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: /oauth/authorize
          tokenUrl: /oauth/token
          scopes: { berths:read: See who lies where }
        deviceAuthorization:
          deviceAuthorizationUrl: /oauth/device
          tokenUrl: /oauth/token
          scopes: { berths:read: See who lies where }
"#;

/// A project with a mock that takes only its own tokens.
struct Quay {
    it: crate::support::Opened,
    project: Id,
    mock: Id,
    origin: String,
    provider: MockProvider,
}

async fn quay(behaviour: &str) -> Quay {
    let it = opened().await;
    let import = import_with(&it.app, upload(API), None, true).await.unwrap();
    let (project, mock) = (import.project.id, import.mock.unwrap().id);
    let set = it
        .app
        .set_mock_behaviour(project, mock, behaviour.to_owned());
    set.await.unwrap();
    let found = it.app.mock(project, mock).await.unwrap();
    Quay {
        project,
        mock,
        origin: found.url.unwrap(),
        provider: found.provider.unwrap(),
        it,
    }
}

impl Quay {
    fn environment(&self, grant: &str, more: &Value) -> NewEnvironment {
        let mut auth = json!({
            "kind": "oauth2", "grant": grant, "clientId": "crane", "scopes": ["berths:read"],
            "tokenUrl": self.provider.token_url, "revocationUrl": self.provider.revocation_url,
            "authorizationUrl": self.provider.authorization_url,
            "deviceUrl": self.provider.device_url, "issuer": self.provider.issuer,
        });
        for (name, value) in more.as_object().unwrap() {
            auth[name] = value.clone();
        }
        let new = json!({ "name": grant, "type": "SANDBOX", "baseUrl": self.origin, "auth": auth });
        serde_json::from_value(new).unwrap()
    }

    async fn add(&self, new: NewEnvironment) -> Id {
        let made = self.it.app.create_environment(self.project, new).await;
        made.unwrap().id
    }

    async fn get_berths(&self, id: Id) -> SendDraft {
        let mut send = draft(
            &self.it.app,
            self.project,
            "/berths",
            "GET",
            "http://x.invalid",
        )
        .await;
        send.draft.target = Target::Environment { id };
        send
    }

    async fn sent(&self, id: Id) -> Option<u16> {
        let send = self.get_berths(id).await;
        let detail = self.it.app.send_draft(self.project, send).await.unwrap();
        detail.trace.status
    }

    /// Waits until a sign-in is over: how.
    async fn over(&self, id: Id) -> fairlead_app::SignIn {
        until("the end of the sign-in", || async {
            let told = self.it.app.sign_in_status(self.project, id).await.unwrap();
            (told.state != SignInState::Waiting).then_some(told)
        })
        .await
    }
}

fn browser() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.build().unwrap()
}

/// Opens the page of the provider and answers it: where the browser is sent.
async fn answer(page: &str, decision: &str) -> String {
    let text = browser()
        .get(page)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let (_, after) = text.split_once("name=\"ticket\" value=\"").expect(&text);
    let ticket = after.split('"').next().unwrap();
    let form = format!("ticket={ticket}&user=ada&decision={decision}");
    let asked = browser()
        .post(page.split('?').next().unwrap())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let answer = asked.send().await.unwrap();
    match answer.headers().get("location") {
        Some(to) => to.to_str().unwrap().to_owned(),
        None => answer.text().await.unwrap(),
    }
}

#[tokio::test]
async fn a_person_signs_in_with_a_browser_and_the_token_is_renewed_and_survives() {
    log::listen();
    // Shorter than a token may be to be used: each request renews it, and rotates.
    let quay = quay("provider: { enforce: true, tokenLifetime: 5s }").await;
    let (app, project) = (&quay.it.app, quay.project);
    let id = quay
        .add(quay.environment("authorizationCode", &json!({})))
        .await;
    let send = quay.get_berths(id).await;
    let check = app.check_draft(project, send.draft.clone()).await.unwrap();
    assert_eq!(check.violations[0].keyword, "not-signed-in");
    let refused = app.send_draft(project, send.clone()).await.unwrap_err();
    assert_eq!(refused.code, "not_signed_in", "{refused}");

    let begun = app.begin_sign_in(project, id).await.unwrap();
    assert_eq!(begun.state, SignInState::Waiting);
    let page = begun.url.unwrap();
    let asked: HashMap<String, String> = url::Url::parse(&page)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect();
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["redirect_uri"].starts_with("http://127.0.0.1:"));
    // Others who come by are told to go, and end nothing.
    let back = &asked["redirect_uri"];
    for stray in [
        format!("{back}?code=c&state=guessed"),
        format!("{back}?code=c"),
        back.replace("/callback", "/favicon.ico"),
    ] {
        let answer = browser().get(&stray).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{stray}");
    }
    let waiting = app.sign_in_status(project, id).await.unwrap();
    assert_eq!(waiting.state, SignInState::Waiting);
    let to = answer(&page, "allow").await;
    let done = browser().get(&to).send().await.unwrap();
    assert_eq!(done.status(), 200);
    assert!(done.text().await.unwrap().contains("go back to Fairlead"));
    let told = quay.over(id).await;
    assert_eq!(told.state, SignInState::SignedIn, "{told:?}");
    assert!(told.renewable && told.since.is_some() && told.expires_at.is_some());
    assert_eq!(told.scopes, ["berths:read"]);

    // A refresh token that came twice would end the whole sign-in.
    let all = (0..6).map(|_| app.send_draft(project, send.clone()));
    for detail in futures::future::join_all(all).await {
        let detail = detail.unwrap();
        assert_eq!(detail.trace.status, Some(200), "{detail:?}");
    }
    let behaviour = "provider: { enforce: true }".to_owned();
    let set = app.set_mock_behaviour(project, quay.mock, behaviour);
    set.await.unwrap();
    let asked_for_tokens = || async {
        let page = traces(app, project).await;
        let token = |t: &&fairlead_app::Trace| t.path == "/oauth/token" && t.method == "POST";
        page.items.iter().filter(token).count()
    };
    let before = asked_for_tokens().await;
    let all = (0..6).map(|_| app.send_draft(project, send.clone()));
    for detail in futures::future::join_all(all).await {
        assert_eq!(detail.unwrap().trace.status, Some(200));
    }
    let after = until("the traces of the mock", || async {
        Some(asked_for_tokens().await).filter(|now| *now > before)
    });
    assert_eq!(after.await, before + 1, "one renewal for all");

    // The program ends, and goes on without asking anybody.
    let folder = quay.it.folder.path().to_owned();
    quay.it.app.shutdown().await;
    let again = open_again(quay, &folder).await;
    let told = again.it.app.sign_in_status(project, id).await.unwrap();
    assert_eq!(told.state, SignInState::SignedIn);
    assert_eq!(again.it.app.environment(project, id).await.unwrap().id, id);
    again.it.app.shutdown().await;
}

async fn open_again(quay: Quay, folder: &std::path::Path) -> Quay {
    let Quay {
        it,
        project,
        mock,
        origin,
        provider,
    } = quay;
    let crate::support::Opened { app, folder: kept } = it;
    drop(app);
    // Tasks that end hold the folder for a moment.
    let app = open(folder).await;
    Quay {
        it: crate::support::Opened { app, folder: kept },
        project,
        mock,
        origin,
        provider,
    }
}

#[tokio::test]
async fn what_the_provider_refuses_is_said_and_who_else_answers_is_not_heard() {
    let quay = quay("provider: { enforce: true }").await;
    let (app, project) = (&quay.it.app, quay.project);
    let id = quay
        .add(quay.environment("authorizationCode", &json!({})))
        .await;
    let page = app.begin_sign_in(project, id).await.unwrap().url.unwrap();
    let to = answer(&page, "deny").await;
    let done = browser().get(&to).send().await.unwrap();
    assert_eq!(done.status(), 400);
    let told = quay.over(id).await;
    assert_eq!(told.state, SignInState::Failed);
    assert!(told.message.unwrap().contains("access_denied"));

    // The same provider under a name that was not expected (RFC 9207).
    let other = json!({ "issuer": "https://id.elsewhere.example" });
    let mut new = quay.environment("authorizationCode", &other);
    new.name = "Elsewhere".into();
    let id = quay.add(new).await;
    let page = app.begin_sign_in(project, id).await.unwrap().url.unwrap();
    let to = answer(&page, "allow").await;
    browser().get(&to).send().await.unwrap();
    let told = quay.over(id).await;
    assert_eq!(told.state, SignInState::Failed);
    assert!(told.message.unwrap().contains("id.elsewhere.example"));
    // A second sign-in takes the place of the first, whose port closes.
    let first = app.begin_sign_in(project, id).await.unwrap().url.unwrap();
    let second = app.begin_sign_in(project, id).await.unwrap().url.unwrap();
    assert_ne!(first, second);
    let port = |page: &str| {
        let url = url::Url::parse(page).unwrap();
        let back = url
            .query_pairs()
            .find(|(n, _)| n == "redirect_uri")
            .unwrap()
            .1;
        url::Url::parse(&back).unwrap().port().unwrap()
    };
    until("a closed port", || async {
        let tried = tokio::net::TcpStream::connect(("127.0.0.1", port(&first))).await;
        tried.is_err().then_some(())
    })
    .await;
    app.sign_out(project, id).await.unwrap();
    until("the other closed port", || async {
        let tried = tokio::net::TcpStream::connect(("127.0.0.1", port(&second))).await;
        tried.is_err().then_some(())
    })
    .await;
    let wrong = app.begin_device(project, id).await.unwrap_err();
    assert_eq!(wrong.code, "not_this_grant");
    app.shutdown().await;
}

#[tokio::test]
async fn a_device_signs_in_and_signing_out_takes_the_tokens_back() {
    log::listen();
    let quay = quay("provider: { enforce: true }").await;
    let (app, project) = (&quay.it.app, quay.project);
    let id = quay.add(quay.environment("device", &json!({}))).await;
    let begun = app.begin_device(project, id).await.unwrap();
    let code = begun.user_code.unwrap();
    assert!(code.len() >= 8, "{code}");
    let page = begun.url.unwrap();
    let said = answer(&page, "allow").await;
    let told = tokio::time::timeout(Duration::from_secs(30), quay.over(id));
    let told = told.await.unwrap();
    assert_eq!(told.state, SignInState::SignedIn, "{told:?} {said}");
    assert_eq!(quay.sent(id).await, Some(200));

    let token = sealed_access_token(&quay, id).await;
    canary::absent(quay.it.folder.path(), &token);
    canary::find("the log", log::text().as_bytes(), &token);
    let berths = format!("{}/berths", quay.origin);
    let bearer = |token: String| async {
        let asked = browser().get(&berths);
        asked
            .bearer_auth(token)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(bearer(token.clone()).await, 200);
    let told = app.sign_out(project, id).await.unwrap();
    assert_eq!((told.state, told.message), (SignInState::SignedOut, None));
    assert_eq!(bearer(token).await, 401, "it was taken back");
    let send = quay.get_berths(id).await;
    assert_eq!(
        app.send_draft(project, send).await.unwrap_err().code,
        "not_signed_in"
    );
    app.shutdown().await;
}

/// What the mock was sent, as the mock sees it: the application shows it to nobody.
async fn sealed_access_token(quay: &Quay, id: Id) -> String {
    let server = crate::server::serve(|_| crate::server::ok("application/json", "[]")).await;
    let app: &App = &quay.it.app;
    let mut new = quay.environment("device", &json!({}));
    new.base_url = Some(server.url());
    app.update_environment(quay.project, id, new).await.unwrap();
    assert_eq!(quay.sent(id).await, Some(200), "the same sign-in elsewhere");
    let request = server.requests().pop().unwrap();
    let (_, rest) = request.split_once("Bearer ").unwrap();
    rest.lines().next().unwrap().to_owned()
}
