//! A folder that the program opens: a project with traces that have all their parts.

use std::{fs, path::Path};

use fairlead_core::Timestamp;
use fairlead_store::{
    Store,
    project::{self, ProjectRow},
    setting,
    trace::{self, ChainKey, TraceRow},
};
use serde_json::{Value, json};

use crate::{BATCH, Failure, world::World};

/// Makes so many in a fresh folder, and says the id of their project.
pub async fn make(folder: &Path, many: usize) -> Result<(), Failure> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let store = Store::open(folder)?;
    let world = World::new();
    let now = Timestamp::now();
    let project = ProjectRow {
        id: world.project,
        name: "Harbour".into(),
        description: String::new(),
        created_at: now,
        updated_at: now,
    };
    println!("project {}", project.id);
    store
        .write(move |c| {
            project::insert(c, &project)?;
            // They are of a day long ago.
            let name = format!("trace-retention:{}", project.id);
            let keep = r#"{"traces":5000000,"days":3650,"megabytes":16384}"#;
            setting::put(c, &name, keep)
        })
        .await?;
    let mut random = fastrand::Rng::with_seed(7);
    let key = ChainKey::new(&[7; 32]);
    let mut made = 0;
    while made < many {
        let count = BATCH.min(many - made);
        let rows: Result<Vec<_>, Failure> = (made..made + count)
            .map(|n| {
                let at = world.from.as_millis() + i64::try_from(n)?;
                let (row, detail) = world.trace(&mut random, at);
                let detail = whole(&row, &detail)?;
                Ok((row, detail))
            })
            .collect();
        let (rows, key) = (rows?, key.clone());
        store
            .write_traces(move |c| trace::insert(c, &key, &rows))
            .await?;
        made += count;
    }
    while store
        .write_traces(|c| trace::index(c, crate::INDEXED))
        .await?
        > 0
    {}
    store.close();
    Ok(())
}

/// The detail as the API has it (`TraceDetail` in the document of the API).
fn whole(row: &TraceRow, detail: &str) -> Result<String, Failure> {
    let parts: Value = serde_json::from_str(detail)?;
    let verdict = json!({ "valid": row.request_valid, "violations": [] });
    let mut whole = json!({
        "id": row.id,
        "projectId": row.project_id,
        "source": row.source,
        "operationId": row.operation_id,
        "method": row.method,
        "path": row.path,
        "pathTemplate": row.path_template,
        "url": row.url,
        "status": row.status,
        "startedAt": row.started_at,
        "durationMs": row.duration_micros as f64 / 1_000.0,
        "requestValid": row.request_valid,
        "responseValid": row.response_valid,
        "violationCount": row.violation_count,
        "errorCategory": row.error_category,
        "problem": row.problem,
        "mockId": row.mock_id,
        "environmentId": row.environment_id,
        "partnerId": row.partner_id,
        "runId": null,
        "requestBytes": row.request_bytes,
        "responseBytes": row.response_bytes,
        "request": parts["request"],
        "response": parts["response"],
        "error": null,
        "timing": parts["timing"],
        "attempts": 1,
        "requestReport": verdict,
        "responseReport": null,
    });
    whole["response"]["statusText"] = json!("");
    Ok(whole.to_string())
}
