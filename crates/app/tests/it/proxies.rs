//! Mocks that stand before a real API.

use std::collections::BTreeMap;

use fairlead_app::{App, Credential, ErrorKind, Mock, NewMock, ProxySetup, TraceSource};
use fairlead_core::Id;

use crate::{
    server::{Server, free_port, ok, serve},
    support::{import_with, opened, traces, until, upload},
};

const API: &str = r#"
openapi: 3.1.0
info: { title: Pier, version: "1" }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Pier } } }
paths:
  /ships:
    get:
      operationId: listShips
      security: [{ key: [] }]
      parameters: [{ name: q, in: query, schema: { type: string } }]
      responses:
        "200":
          description: Ships
          content:
            application/json:
              schema: { type: array, items: { type: string } }
              example: [Fram]
"#;
const CANARY: &str = "c4n4ry-Sw0rdf1sh";

struct World {
    project: Id,
    mock: Mock,
    api: Server,
}

/// A proxy before an API whose answer tells the key that it was sent.
async fn world(app: &App, change: impl FnOnce(&mut ProxySetup)) -> World {
    let api = serve(|request| {
        let key = request.contains(CANARY);
        ok(
            "application/json",
            format!("[\"Gjøa {}\"]", if key { CANARY } else { "" }),
        )
    })
    .await;
    let import = import_with(app, upload(API), None, false).await.unwrap();
    let project = import.project.id;
    let mut proxy = ProxySetup {
        upstream: format!("{}/v1", api.url()),
        ..ProxySetup::default()
    };
    change(&mut proxy);
    let new = NewMock {
        proxy: Some(proxy),
        ..NewMock::default()
    };
    let mock = app.create_mock(project, new).await.unwrap();
    World { project, mock, api }
}

async fn ask(mock: &Mock, query: &str) -> (u16, String) {
    let url = format!("{}/ships{query}", mock.url.as_ref().unwrap());
    let answer = reqwest::Client::new()
        .get(url)
        .header("x-pier", CANARY)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn what_goes_through_is_a_trace_of_the_api() {
    let it = opened().await;
    let world = world(&it.app, |_| {}).await;
    let (status, body) = ask(&world.mock, "?q=a").await;
    assert_eq!((status, body), (200, format!("[\"Gjøa {CANARY}\"]")));
    let sent = world.api.requests().remove(0);
    assert!(sent.starts_with("GET /v1/ships?q=a "), "{sent}");
    let found = until("a trace", || async {
        traces(&it.app, world.project).await.items.pop()
    })
    .await;
    assert_eq!(found.source, TraceSource::Proxy);
    assert_eq!(found.url, format!("{}/v1/ships?q=a", world.api.url()));
    assert_eq!(
        (found.status, found.response_valid),
        (Some(200), Some(true))
    );
    it.app.shutdown().await;
}

#[tokio::test]
async fn what_was_answered_is_answered_again_without_the_api() {
    let it = opened().await;
    let app = &it.app;
    let world = world(app, |_| {}).await;
    let credential = Credential::Value {
        value: CANARY.to_owned().into(),
    };
    app.set_credential(world.project, "key", credential)
        .await
        .unwrap();
    ask(&world.mock, "?q=a").await;
    ask(&world.mock, &format!("?q={CANARY}")).await;
    until("two traces", || async {
        (traces(app, world.project).await.total == 2).then_some(())
    })
    .await;
    let setup = ProxySetup {
        upstream: format!("http://127.0.0.1:{}", free_port().await),
        replay: true,
        ..ProxySetup::default()
    };
    let mock = app
        .set_mock_proxy(world.project, world.mock.id, Some(setup))
        .await
        .unwrap();
    let (status, body) = ask(&mock, "?q=a").await;
    assert_eq!(status, 200);
    assert!(body.contains("Gjøa") && !body.contains(CANARY), "{body}");
    // A secret in the request finds the trace in which it is masked.
    assert_eq!(ask(&mock, &format!("?q={CANARY}")).await.0, 200);
    let (status, body) = ask(&mock, "?q=new").await;
    assert_eq!(status, 502, "{body}");
    assert_eq!(world.api.requests().len(), 2);
    it.app.shutdown().await;
}

#[tokio::test]
async fn the_mock_answers_for_what_is_not_there_yet() {
    let it = opened().await;
    let world = world(&it.app, |p| p.mocked = vec!["listShips".into()]).await;
    assert_eq!(ask(&world.mock, "").await.1, "[\"Fram\"]");
    let found = until("a trace", || async {
        traces(&it.app, world.project).await.items.pop()
    })
    .await;
    assert_eq!(found.source, TraceSource::Mock);
    assert!(world.api.requests().is_empty());
    let mock = it
        .app
        .set_mock_proxy(world.project, world.mock.id, None)
        .await
        .unwrap();
    assert_eq!((mock.proxy, mock.port), (None, world.mock.port));
    it.app.shutdown().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_nothing_changes() {
    let it = opened().await;
    let world = world(&it.app, |_| {}).await;
    let refused = |upstream: &str, mocked: &[&str]| ProxySetup {
        upstream: upstream.into(),
        mocked: mocked.iter().map(|m| (*m).to_owned()).collect(),
        ..ProxySetup::default()
    };
    let wrong = BTreeMap::from([
        ("unusable_upstream", refused("ftp://example.com", &[])),
        (
            "operation_not_found",
            refused("http://127.0.0.1:1", &["sinkShip"]),
        ),
    ]);
    for (code, setup) in wrong {
        let error = it
            .app
            .set_mock_proxy(world.project, world.mock.id, Some(setup))
            .await
            .unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::Invalid, code));
        assert!(error.hint.is_some());
    }
    let now = it.app.mock(world.project, world.mock.id).await.unwrap();
    assert_eq!(now.proxy, world.mock.proxy);
    assert_eq!(ask(&world.mock, "").await.0, 200);
    it.app.shutdown().await;
}
