//! An application in a folder of its own, and what tests put in.

use std::{future::Future, path::Path, time::Duration};

use fairlead_app::{
    App, AppError, Draft, Import, NewImport, Remote, SendDraft, Settings, Source, SourceFile,
    Target, TraceFilter, TracePage,
};
use fairlead_core::{Id, Timestamp};
use fairlead_store::trace::TraceRow;
use tempfile::TempDir;

/// Longer than anything here takes on a slow machine.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// A small description: two operations, a key for each place that a key can be in.
pub const API: &str = r#"
openapi: 3.1.0
info: { title: Pier, version: "1" }
paths:
  /ships:
    get:
      operationId: listShips
      responses:
        "200":
          description: Ships
          content:
            application/json:
              schema: { type: array, items: { type: string } }
              example: [Fram]
    post:
      operationId: addShip
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { name: { type: string, maxLength: 5 } } }
      responses:
        "201": { description: Added }
"#;

pub struct Opened {
    pub app: App,
    pub folder: TempDir,
}

pub async fn opened() -> Opened {
    let folder = tempfile::tempdir().unwrap();
    Opened {
        app: open(folder.path()).await,
        folder,
    }
}

pub async fn open(folder: &Path) -> App {
    App::open(settings(folder)).await.unwrap()
}

pub fn settings(folder: &Path) -> Settings {
    let mut settings = Settings::new(folder);
    settings.key_in_file = true;
    settings
}

pub fn upload(text: &str) -> Source {
    Source::Upload {
        files: vec![SourceFile {
            name: "api.yaml".into(),
            text: text.into(),
        }],
        root: None,
    }
}

pub fn path(path: &Path) -> Source {
    Source::Path {
        path: path.to_str().unwrap().to_owned(),
    }
}

/// Imports into a new project, without a mock.
pub async fn import(app: &App, source: Source) -> Result<Import, AppError> {
    import_with(app, source, None, false).await
}

pub async fn import_with(
    app: &App,
    source: Source,
    project_id: Option<Id>,
    start_mock: bool,
) -> Result<Import, AppError> {
    app.import(NewImport {
        remote: Remote::None,
        overlays: Vec::new(),
        source,
        name: None,
        project_id,
        start_mock,
    })
    .await
}

/// An import that fails, and leaves no project behind.
pub async fn refused(app: &App, source: Source) -> AppError {
    let before = app.list_projects().await.unwrap().len();
    let error = match import(app, source).await {
        Ok(import) => panic!("imported: {:?}", import.spec),
        Err(error) => error,
    };
    assert_eq!(app.list_projects().await.unwrap().len(), before);
    assert!(error.hint.is_some(), "says what to do next: {error}");
    error
}

/// A draft of an operation for a server.
pub async fn draft(app: &App, project: Id, path: &str, method: &str, base: &str) -> SendDraft {
    let operations = app
        .list_operations(project, fairlead_app::OperationFilter::default())
        .await
        .unwrap();
    let found = operations
        .iter()
        .find(|o| o.path == path && o.method.eq_ignore_ascii_case(method));
    SendDraft {
        draft: Draft {
            target: Target::Url {
                base_url: base.to_owned(),
            },
            ..Draft::of_operation(&found.expect("an operation").id)
        },
        timeout_ms: Some(20_000),
        follow_redirects: false,
        retries: 0,
        use_cookies: false,
        run_id: None,
    }
}

pub async fn traces(app: &App, project: Id) -> TracePage {
    app.list_traces(project, TraceFilter::default(), 500, None)
        .await
        .unwrap()
}

/// Asks again and again until there is an answer; panics after the deadline.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let answer = tokio::time::timeout(DEADLINE, asking).await;
    answer.unwrap_or_else(|_| panic!("not within {DEADLINE:?}: {what}"))
}

/// A trace as the store keeps it: well, or one that broke the contract.
pub fn kept_trace(project: Id, partner: Option<Id>, at: Timestamp, bad: bool) -> TraceRow {
    TraceRow {
        id: Id::new(),
        project_id: project,
        source: "mock".into(),
        operation_id: Some("addShip".into()),
        method: "POST".into(),
        path: "/ships".into(),
        path_template: Some("/ships".into()),
        url: "http://127.0.0.1/ships".into(),
        status: Some(if bad { 422 } else { 201 }),
        started_at: at,
        duration_micros: 1_000,
        request_valid: !bad,
        response_valid: Some(true),
        violation_count: u32::from(bad),
        error_category: bad.then(|| "VALIDATION".to_owned()),
        problem: bad.then(|| "request/body/maxLength".to_owned()),
        mock_id: None,
        environment_id: None,
        partner_id: partner,
        run_id: None,
        request_bytes: 0,
        response_bytes: 0,
    }
}
