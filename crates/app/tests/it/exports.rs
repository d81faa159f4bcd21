//! Exports come a part at a time, as fast as they are taken and no faster.

use fairlead_app::{TraceFilter, TraceFormat};
use fairlead_core::Timestamp;
use fairlead_store::{
    Store,
    trace::{self, ChainKey},
};
use futures::{StreamExt, TryStreamExt, pin_mut};
use serde_json::{Value, json};

use crate::support::{API, import_with, kept_trace, open, opened, upload};

/// Traces that are exported.
const MANY: usize = 2_500;
/// Most bytes of a part: 200 traces of about two kilobytes.
const PART: usize = 1024 * 1024;

#[tokio::test]
async fn no_part_grows_with_the_number_of_traces() {
    let it = opened().await;
    let (app, folder) = (it.app, it.folder);
    let import = import_with(&app, upload(API), None, false).await.unwrap();
    let project = import.project.id;
    app.shutdown().await;
    drop(app);
    let store = Store::open(folder.path()).unwrap();
    let mut rows = Vec::new();
    for n in 0..MANY {
        let at = Timestamp::from_millis(Timestamp::now().as_millis() - i64::try_from(n).unwrap());
        let row = kept_trace(project, None, at, n % 10 == 0);
        let mut detail = json!({
            "id": row.id, "projectId": project, "source": "mock", "operationId": "addShip",
            "method": "POST", "path": "/ships", "url": row.url, "status": row.status,
            "startedAt": at, "durationMs": 1.0, "requestValid": true, "responseValid": true,
            "violationCount": 0, "errorCategory": null, "mockId": null,
            "request": { "method": "POST", "url": row.url, "headers": [], "body": null },
            "response": null, "error": null, "timing": { "totalMs": 1.0 },
            "requestReport": { "valid": true, "violations": [] }, "responseReport": null,
        });
        detail["request"]["body"] = json!({
            "text": "a".repeat(1_000), "bytes": 1_000, "truncated": false, "contentType": null,
        });
        rows.push((row, detail.to_string()));
    }
    let key = ChainKey::new(&[7; 32]);
    let kept = store.write_traces(move |c| trace::insert(c, &key, &rows));
    kept.await.unwrap();
    store.close();

    let app = open(folder.path()).await;
    for format in [TraceFormat::Csv, TraceFormat::Ndjson, TraceFormat::Har] {
        let filter = TraceFilter::default();
        let stream = app.export_traces(project, filter, format).await.unwrap();
        let parts: Vec<_> = stream.try_collect().await.unwrap();
        assert!(
            parts.len() > MANY / 250,
            "{format:?}: {} parts",
            parts.len()
        );
        let most = parts.iter().map(bytes::Bytes::len).max().unwrap();
        assert!(most < PART, "{format:?}: a part of {most} bytes");
        let text = String::from_utf8(parts.concat()).unwrap();
        let found = match format {
            TraceFormat::Csv => text.lines().count() - 1,
            TraceFormat::Ndjson => text.lines().count(),
            TraceFormat::Har => {
                let archive: Value = serde_json::from_str(&text).unwrap();
                archive["log"]["entries"].as_array().unwrap().len()
            }
        };
        assert_eq!(found, MANY, "{format:?}");
    }
    // What is not taken is not read: traces that go meanwhile are missing in what comes later.
    let filter = TraceFilter::default();
    let stream = app
        .export_traces(project, filter, TraceFormat::Ndjson)
        .await
        .unwrap();
    pin_mut!(stream);
    let begun = [stream.next().await, stream.next().await];
    assert!(begun.iter().all(Option::is_some));
    app.delete_traces(project).await.unwrap();
    let rest: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(rest.concat().len(), 0);
    app.shutdown().await;
}
