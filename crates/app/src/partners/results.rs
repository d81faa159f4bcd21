//! What a partner did with a space, on its way back to the vendor.

use std::collections::{BTreeMap, HashMap};

use fairlead_bundle::{About, Bundle, Kind, Party};
use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::{
    partner,
    trace::{self, TraceRow},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    open::{self, OpenBundle},
    send, unreadable,
};
use crate::{
    App, AppError, EventKind, NewResults, OpenedBundle, OperationResults, PartnerResults,
    TakenResults, Topic, TraceDetail, off_thread, traces,
};

const RESULTS: &str = "results.json";
const TRACES: &str = "traces.ndjson";
/// Longest note, in characters.
const NOTE: usize = 10_000;
/// Traces kept at once.
const PART: usize = 500;
/// Operations that a summary names.
const OPERATIONS: usize = 1_000;

/// The results, and what it takes to read the traces.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(flatten)]
    results: PartnerResults,
    /// Names of the environments that traces went to.
    environments: BTreeMap<Id, String>,
}

impl App {
    /// The traces of a partner space as one signed file for the vendor, and a name for it. Where
    /// they are too many, the newest of them.
    ///
    /// # Errors
    /// Where the project is nobody's space.
    pub async fn make_results(
        &self,
        project: Id,
        new: NewResults,
    ) -> Result<(String, Vec<u8>), AppError> {
        if new.note.chars().count() > NOTE {
            let message = format!("A note has at most {NOTE} characters.");
            return Err(AppError::invalid("invalid_results", message));
        }
        let space = self.project_row(project).await?;
        let row = self
            .store()
            .read(move |c| partner::opened(c, project))
            .await?;
        let opened = self.opened_space(project).await?;
        let (row, opened) = row.zip(opened).ok_or_else(|| {
            let message = "This project is your own: there is nobody to send results to.";
            AppError::conflict("no_partner_space", message)
                .with_hint("Open a bundle that a vendor has sent you.")
        })?;
        let environments = self.list_environments(project).await?;
        let environments = environments.into_iter().map(|e| (e.id, e.name)).collect();
        let since = new.since;
        let lines = self
            .store()
            .read_traces(move |c| trace::newest(c, project, since, limits::BUNDLE_BYTES / 2))
            .await?;
        let redactor = self.sure_redactor(project).await?;
        let key = self.signing_key().await?;
        let about = About {
            kind: Kind::Results,
            space: Party {
                id: row.space_id,
                name: opened.name,
            },
            partner: Party {
                id: row.partner_id,
                name: opened.partner_name.clone(),
            },
            number: row.number,
            made_by: opened.partner_name,
            made_at: Timestamp::now(),
        };
        let name = send::file_name(&space.name, "results", row.number);
        let bytes = off_thread(move || {
            let details = lines.iter().map(|line| serde_json::from_str(line));
            let details: Vec<TraceDetail> =
                details.collect::<Result<_, _>>().map_err(unreadable)?;
            let file = File {
                results: sum_up(redactor.apply(&new.note), &details),
                environments,
            };
            let mut text = String::new();
            for line in &lines {
                text.push_str(line);
                text.push('\n');
            }
            let files = BTreeMap::from([
                (
                    RESULTS.to_owned(),
                    serde_json::to_vec_pretty(&file).map_err(unreadable)?,
                ),
                (TRACES.to_owned(), text.into_bytes()),
            ]);
            fairlead_bundle::write(about, &files, &key).map_err(send::unwritten)
        })
        .await??;
        Ok((name, bytes))
    }

    /// Takes what a partner sends back: their traces are among those of the project.
    pub(super) async fn take_results(
        &self,
        bundle: Bundle,
        how: OpenBundle,
    ) -> Result<OpenedBundle, AppError> {
        let Bundle {
            about,
            signer,
            mut files,
        } = bundle;
        let (project, id) = (about.space.id, about.partner.id);
        let partner = async {
            self.project_row(project).await?;
            self.partner_row(project, id).await
        };
        let mut row = partner.await.map_err(|_| {
            let message = format!(
                "These are results of {} for {}: there is no such project with this partner here.",
                about.partner.name, about.space.name
            );
            AppError::conflict("unknown_space", message)
                .with_hint("Open them where the partner space was made.")
        })?;
        let file: File = files
            .remove(RESULTS)
            .ok_or_else(|| AppError::invalid("unreadable_bundle", "The results are missing."))
            .and_then(|content| {
                serde_json::from_slice(&content).map_err(|error| {
                    let message = format!("The results cannot be read: {error}");
                    AppError::invalid("unreadable_bundle", message)
                })
            })?;
        let mut opened = open::opened(&about, signer, row.signer.as_deref());
        opened.project_id = Some(project);
        opened.results = Some(file.results);
        if how.dry_run {
            return Ok(opened);
        }
        open::check_signer(&opened, how)?;
        let own: HashMap<String, Id> = self
            .list_environments(project)
            .await?
            .into_iter()
            .map(|e| (e.name, e.id))
            .collect();
        let environments = file
            .environments
            .into_iter()
            .filter_map(|(theirs, name)| Some((theirs, *own.get(&name)?)))
            .collect();
        let text = files.remove(TRACES).unwrap_or_default();
        let rows = off_thread(move || rows(&text, project, id, &environments)).await??;
        let mut taken = TakenResults {
            partner_id: id,
            added: 0,
            known: 0,
        };
        for part in rows.chunks(PART) {
            let (many, key) = (part.len() as u64, self.inner.trace_key.clone());
            let part = part.to_vec();
            let added = self
                .store()
                .write_traces(move |c| trace::insert(c, &key, &part))
                .await?;
            taken.added += added;
            taken.known += many - added;
        }
        opened.taken = Some(taken);
        self.inner.recorder.added();
        row.signer = Some(signer.to_text());
        row.received_at = Some(Timestamp::now());
        let arguments = serde_json::json!({ "id": id, "projectId": project });
        self.store()
            .mutate("takeResults", arguments, move |c| partner::put(c, &row))
            .await?;
        self.publish(Topic::Trace, EventKind::Created, Some(project), None)
            .await;
        self.tell_partner(project, id, EventKind::Updated).await;
        opened.kept = true;
        Ok(opened)
    }
}

fn sum_up(note: String, details: &[TraceDetail]) -> PartnerResults {
    let mut operations: BTreeMap<(String, String), OperationResults> = BTreeMap::new();
    let mut results = PartnerResults {
        note,
        from: details.iter().map(|d| d.trace.started_at).min(),
        to: details.iter().map(|d| d.trace.started_at).max(),
        traces: details.len() as u64,
        failed: 0,
        operations: Vec::new(),
    };
    for TraceDetail { trace, .. } in details {
        let failed = u64::from(trace.error_category.is_some());
        results.failed += failed;
        let path = trace.path_template.as_ref().unwrap_or(&trace.path);
        let path = path.split('?').next().unwrap_or_default().to_owned();
        let of = operations
            .entry((path.clone(), trace.method.clone()))
            .or_insert_with(|| OperationResults {
                method: trace.method.clone(),
                path,
                traces: 0,
                failed: 0,
            });
        of.traces += 1;
        of.failed += failed;
    }
    results.operations = operations.into_values().collect();
    results
        .operations
        .sort_by_key(|of| std::cmp::Reverse((of.failed, of.traces)));
    results.operations.truncate(OPERATIONS);
    results
}

/// The traces of a partner as ours.
fn rows(
    text: &[u8],
    project: Id,
    partner: Id,
    environments: &HashMap<Id, Id>,
) -> Result<Vec<(TraceRow, String)>, AppError> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let mut rows = Vec::new();
    for (n, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let mut detail: TraceDetail = serde_json::from_slice(line).map_err(|error| {
            let message = format!("Line {} of the traces cannot be read: {error}", n + 1);
            AppError::invalid("unreadable_bundle", message)
        })?;
        let trace = &mut detail.trace;
        trace.id = moved(trace.id, project);
        trace.project_id = project;
        trace.partner_id = Some(partner);
        trace.mock_id = None;
        let own = trace.environment_id.and_then(|id| environments.get(&id));
        trace.environment_id = own.copied();
        rows.push(traces::to_row(&detail)?);
    }
    Ok(rows)
}

/// The id that a trace of elsewhere has here: always the same one, so that results that come twice
/// are kept once, and of the same time (RFC 9562 §5.7: the first 48 bits are the milliseconds).
fn moved(id: Id, project: Id) -> Id {
    let hash = Sha256::new()
        .chain_update(project.as_bytes())
        .chain_update(id.as_bytes())
        .finalize();
    let mut bytes = *id.as_bytes();
    for (to, from) in bytes.iter_mut().zip(hash.iter()).skip(6) {
        *to = *from;
    }
    bytes[6] = 0x70 | (bytes[6] & 0x0F);
    bytes[8] = 0x80 | (bytes[8] & 0x3F);
    Id::from_bytes(bytes)
}
