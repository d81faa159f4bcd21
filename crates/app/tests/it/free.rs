//! Requests to any address: sent, kept and saved without an operation.

use fairlead_app::{Draft, Field, Language, NewSavedRequest, SavedRequestPatch, SendDraft, Target};
use fairlead_core::Id;
use serde_json::json;

use crate::{
    server::{Server, ok, serve},
    support::{API, Opened, import, opened, traces, upload},
};

const CANARY: &str = "c4n4ry-Sw0rdf1sh";

struct Case {
    it: Opened,
    project: Id,
    server: Server,
    environment: Id,
}

/// A project with an environment that shows a key, and a server.
async fn case(api: Option<&str>) -> Case {
    let it = opened().await;
    let project = match api {
        Some(api) => import(&it.app, upload(api)).await.unwrap().project.id,
        None => {
            let new = serde_json::from_value(json!({ "name": "Bare" })).unwrap();
            it.app.create_project(new).await.unwrap().id
        }
    };
    let server = serve(|_| ok("application/json", "{\"free\":true}")).await;
    let new = json!({
        "name": "Pier", "type": "SANDBOX", "baseUrl": format!("{}/v1", server.url()),
        "auth": { "kind": "apiKey", "place": "header", "name": "X-Pier" },
    });
    let new = serde_json::from_value(new).unwrap();
    let environment = it.app.create_environment(project, new).await.unwrap().id;
    let secret = serde_json::from_value(json!({ "value": CANARY })).unwrap();
    it.app
        .set_environment_secret(project, environment, "apiKey", secret)
        .await
        .unwrap();
    Case {
        it,
        project,
        server,
        environment,
    }
}

fn sending(draft: Draft) -> SendDraft {
    SendDraft {
        draft,
        timeout_ms: Some(20_000),
        follow_redirects: false,
        retries: 0,
        use_cookies: false,
        run_id: None,
    }
}

#[tokio::test]
async fn a_free_request_needs_no_description_and_takes_credentials_by_choice() {
    for api in [None, Some(API)] {
        let case = case(api).await;
        let (app, project) = (&case.it.app, case.project);
        let url = format!("{}/any/:id?x=1", case.server.url());
        let mut draft = Draft::of_address("PATCH", &url);
        draft.path_params.insert("id".into(), "a/b".into());
        draft.query.push(Field {
            name: "y".into(),
            value: "2 3".into(),
            enabled: true,
        });
        draft.target = Target::Environment {
            id: case.environment,
        };
        let check = app.check_draft(project, draft.clone()).await.unwrap();
        assert!(check.valid && check.checked_by.is_none() && check.fits.is_none());
        let detail = app
            .send_draft(project, sending(draft.clone()))
            .await
            .unwrap();
        assert_eq!(
            (detail.trace.status, detail.trace.operation_id),
            (Some(200), None)
        );
        assert!(detail.response_report.is_none());
        draft.use_credentials = true;
        let detail = app.send_draft(project, sending(draft)).await.unwrap();
        assert!(!serde_json::to_string(&detail).unwrap().contains("c4n4ry"));
        let asked = case.server.requests();
        assert!(
            asked[0].starts_with("PATCH /any/a%2Fb?x=1&y=2%203 "),
            "{}",
            asked[0]
        );
        assert!(!asked[0].contains(CANARY) && asked[1].contains(CANARY));
        assert_eq!(traces(app, project).await.total, 2);
        case.it.app.shutdown().await;
    }
}

#[tokio::test]
async fn an_address_of_an_operation_says_so_and_a_base_is_the_environments() {
    let case = case(Some(API)).await;
    let (app, project) = (&case.it.app, case.project);
    for url in ["/ships", "{{baseUrl}}/ships"] {
        let mut draft = Draft::of_address("GET", url);
        draft.target = Target::Environment {
            id: case.environment,
        };
        let check = app.check_draft(project, draft.clone()).await.unwrap();
        assert_eq!(check.request.url, format!("{}/v1/ships", case.server.url()));
        app.send_draft(project, sending(draft)).await.unwrap();
    }
    let check = app
        .check_draft(
            project,
            Draft::of_address("GET", "https://pier.example/ships"),
        )
        .await
        .unwrap();
    assert!(check.checked_by.is_none() && check.fits.is_some());
    // Without a target there is nothing that it could be below.
    let error = app
        .send_draft(project, sending(Draft::of_address("GET", "/ships")))
        .await
        .unwrap_err();
    assert_eq!(error.code, "no_running_mock");
    for (method, url) in [("GET", "pier"), ("G T", "http://x"), ("GET", "ws://x")] {
        let draft = Draft::of_address(method, url);
        let error = app.send_draft(project, sending(draft)).await.unwrap_err();
        assert!(!error.message.is_empty());
    }
    let draft = Draft::of_address("GET", "http://me:secret@127.0.0.1/");
    let error = app.send_draft(project, sending(draft)).await.unwrap_err();
    assert!(error.message.contains("name and password"), "{error}");
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn a_saved_free_request_opens_as_it_was() {
    let case = case(Some(API)).await;
    let (app, project) = (&case.it.app, case.project);
    let mut draft = Draft::of_address("PURGE", "https://cdn.example/:zone/all");
    draft.path_params.insert("zone".into(), "7".into());
    draft.socket = Some(fairlead_app::SocketSetup {
        subprotocols: vec!["a".into()],
    });
    let new = NewSavedRequest {
        name: "Purge".into(),
        folder: Vec::new(),
        request: None,
        draft: Some(draft.clone()),
    };
    let saved = app.create_request(project, new).await.unwrap();
    assert_eq!(saved.summary.operation_id, None);
    assert_eq!(saved.draft.free, draft.free);
    assert_eq!(saved.draft.path_params, draft.path_params);
    assert_eq!(saved.draft.socket, draft.socket);
    assert!(!saved.draft.use_credentials);
    draft.socket = None;
    let code = app
        .draft_code(project, draft, Language::Curl)
        .await
        .unwrap();
    assert!(
        code.code.contains("https://cdn.example/7/all"),
        "{}",
        code.code
    );
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn fields_of_templates_have_their_own_place_and_old_ones_are_read() {
    let case = case(Some(API)).await;
    let (app, project) = (&case.it.app, case.project);
    let mut draft = Draft::of_address("GET", "https://cdn.example/{{zone}}");
    draft.headers.push(Field {
        name: "Authorization".into(),
        value: "Bearer {{token}}".into(),
        enabled: true,
    });
    let new = NewSavedRequest {
        name: "Purge".into(),
        folder: Vec::new(),
        request: None,
        draft: Some(draft),
    };
    let saved = app.create_request(project, new).await.unwrap();
    let mut request = saved.request;
    request.description = format!("About.\n\nFields:\n- `zone`: \"7\"\n- `token`: \"{CANARY}\"");
    let patch = SavedRequestPatch {
        request: Some(request),
        ..SavedRequestPatch::default()
    };
    let id = saved.summary.id;
    app.update_request(project, id, patch).await.unwrap();
    let found = app.saved_request(project, id).await.unwrap().request;
    assert_eq!(found.description, "About.");
    let fields: Vec<_> = found
        .template
        .iter()
        .map(|f| (f.name.as_str(), f.sample.as_str()))
        .collect();
    // Nobody keeps what a credential was.
    assert_eq!(fields, [("zone", "7"), ("token", "")]);
    // A draft has no place for them: they stay.
    let patch = SavedRequestPatch {
        draft: Some(app.saved_request(project, id).await.unwrap().draft),
        ..SavedRequestPatch::default()
    };
    let kept = app.update_request(project, id, patch).await.unwrap();
    assert_eq!(kept.request.template, found.template);
    case.it.app.shutdown().await;
}
