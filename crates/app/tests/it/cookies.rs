//! Cookies that a server sets go along with what follows, to the same place alone.

use fairlead_app::{App, Draft, SendDraft, Target};
use fairlead_core::Id;
use serde_json::json;

use crate::{
    server::{Server, ok, serve},
    support::opened,
};

const SESSION: &str = "s3ss10n-that-nobody-may-see";

/// A server that one signs in at, and that says whether it knows who asks.
async fn server() -> Server {
    serve(|request| {
        let head = |status: &str, more: &str| {
            format!(
                "HTTP/1.1 {status}\r\nset-cookie: sid={SESSION}; Path=/; HttpOnly\r\ncontent-length: 0\r\n{more}\r\n"
            )
            .into_bytes()
        };
        match request.split(' ').nth(1).unwrap_or_default() {
            "/login" => head("204 No Content", ""),
            "/hop" => head("302 Found", "location: /who\r\n"),
            _ => {
                let cookies = request.lines().filter(|l| l.to_lowercase().starts_with("cookie:"));
                let cookies: Vec<&str> = cookies.collect();
                let known = cookies.concat().contains(SESSION);
                ok("application/json", json!([known, cookies.len()]).to_string())
            }
        }
    })
    .await
}

async fn send(app: &App, project: Id, draft: Draft, follow: bool, with: bool) -> String {
    let send = SendDraft {
        draft,
        timeout_ms: None,
        follow_redirects: follow,
        retries: 0,
        use_cookies: with,
        run_id: None,
    };
    let detail = app.send_draft(project, send).await.unwrap();
    let written = serde_json::to_string(&detail).unwrap();
    assert!(!written.contains(SESSION), "{written}");
    let body = detail.response.unwrap().body;
    body.and_then(|body| body.text).unwrap_or_default()
}

#[tokio::test]
async fn cookies_go_along_to_their_place_until_they_are_forgotten() {
    let it = opened().await;
    let new = serde_json::from_value(json!({ "name": "Bare" })).unwrap();
    let project = it.app.create_project(new).await.unwrap().id;
    let server = server().await;
    let draft = |path: &str| Draft::of_address("GET", format!("{}{path}", server.url()));
    let app = &it.app;
    send(app, project, draft("/login"), false, false).await;
    assert!(
        app.list_cookies(project).await.unwrap().is_empty(),
        "not asked for"
    );

    send(app, project, draft("/login"), false, true).await;
    let kept = app.list_cookies(project).await.unwrap();
    let [cookie] = &kept[..] else {
        panic!("{kept:?}")
    };
    assert_eq!((cookie.name.as_str(), cookie.environment_id), ("sid", None));
    assert!(!serde_json::to_string(&kept).unwrap().contains(SESSION));
    assert_eq!(
        send(app, project, draft("/who"), false, true).await,
        "[true,1]"
    );
    assert_eq!(
        send(app, project, draft("/who"), false, false).await,
        "[false,0]"
    );
    // Whoever looks as a partner has no session of ours.
    let new = serde_json::from_value(json!({ "name": "Acme" })).unwrap();
    let partner = app.create_partner(project, new).await.unwrap().id;
    let actor = app.looking_as(project, partner).await.unwrap();
    let theirs = app.acting_as(actor);
    assert_eq!(
        send(&theirs, project, draft("/who"), false, true).await,
        "[false,0]"
    );
    assert!(theirs.list_cookies(project).await.unwrap().is_empty());
    // What a person writes comes first, in one header.
    let mut own = draft("/who");
    own.cookies = serde_json::from_value(json!([{ "name": "sid", "value": "mine" }])).unwrap();
    assert_eq!(send(app, project, own, false, true).await, "[false,1]");

    // Another environment has a jar of its own.
    let new = json!({ "name": "Pier", "type": "SANDBOX", "baseUrl": server.url() });
    let new = serde_json::from_value(new).unwrap();
    let id = app.create_environment(project, new).await.unwrap().id;
    let there = |path: &str| Draft {
        target: Target::Environment { id },
        ..draft(path)
    };
    assert_eq!(
        send(app, project, there("/who"), false, true).await,
        "[false,0]"
    );
    // A cookie that is set on the way goes along with the next hop.
    assert_eq!(
        send(app, project, there("/hop"), true, true).await,
        "[true,1]"
    );
    app.forget_cookies(project, None).await.unwrap();
    let kept = app.list_cookies(project).await.unwrap();
    assert_eq!(
        kept.iter().map(|c| c.environment_id).collect::<Vec<_>>(),
        [Some(id)]
    );
    app.delete_environment(project, id).await.unwrap();
    assert!(app.list_cookies(project).await.unwrap().is_empty());
    it.app.shutdown().await;
}
