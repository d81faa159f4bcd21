//! Collections into a project, and out of it as files.

use std::{collections::HashSet, path::Path};

use fairlead_core::{Id, Severity, Timestamp, limits};
use fairlead_requests::{
    Collection, Reading, SavedRequest, SourceFile, file, match_operation, read, take_known_secrets,
};
use fairlead_store::request::{self, FolderRow, RequestRow};
use serde_json::json;

use super::{disk, text, tree};
use crate::{
    App, AppError, EventKind, ExportRequests, ExportedRequests, ImportRequests, ImportedRequest,
    ImportedRequests, RequestSecret, RequestSource, contracts::Loaded, off_thread,
};

impl App {
    /// Reads a collection and, unless it is a dry run, keeps it.
    pub async fn import_requests(
        &self,
        project: Id,
        import: ImportRequests,
    ) -> Result<ImportedRequests, AppError> {
        self.project_row(project).await?;
        let (source, format) = (import.source, import.format);
        let mut reading =
            off_thread(move || gather(source).map(|files| read(&files, format))).await??;
        if reading.collection.requests().is_empty() && refused(&reading) {
            let errors = reading.diagnostics.iter();
            let why = errors.clone().find(|d| d.severity == Severity::Error);
            let message = why.map_or_else(String::new, |d| d.message.clone());
            return Err(AppError::invalid("unusable_collection", message)
                .with_hint("Fairlead reads Postman, Insomnia, Bruno, OpenCollection, HAR, curl and its own files.")
                .with_details(reading.diagnostics));
        }
        let used = self.variable_secrets(project).await?;
        rename_used(&mut reading, &used);
        let loaded = self.active(project).await;
        let mut parts = tree::parts(reading.collection.clone(), &import.folder)?;
        let known = self.named_secrets(project).await?;
        for (_, request) in &mut parts.requests {
            let own = reading.secrets.iter().map(|secret| secret.name.clone());
            let names: Vec<String> = own.chain(used.iter().cloned()).collect();
            let taken = take_known_secrets(request, &known, &names);
            reading.secrets.extend(taken);
        }
        let rows = rows_of(project, &parts.requests, loaded.as_deref())?;
        let found = ImportedRequests {
            format: reading.format,
            name: reading.collection.name.clone(),
            requests: rows.len(),
            folders: reading.collection.folder_count(),
            matched: rows.iter().filter(|row| row.operation_id.is_some()).count(),
            secrets: reading
                .secrets
                .iter()
                .map(|s| RequestSecret {
                    name: s.name.clone(),
                    place: s.place.clone(),
                })
                .collect(),
            diagnostics: reading.diagnostics.clone(),
            items: rows
                .iter()
                .zip(&parts.requests)
                .map(|(row, (folder, _))| ImportedRequest {
                    id: (!import.dry_run).then_some(row.id),
                    folder: folder.clone(),
                    name: row.name.clone(),
                    method: row.method.clone(),
                    url: row.url.clone(),
                    operation_id: row.operation_id.clone(),
                })
                .collect(),
        };
        if import.dry_run {
            return Ok(found);
        }
        if import.keep_secrets {
            for secret in &reading.secrets {
                self.keep_variable_secret(project, secret).await?;
            }
        }
        self.keep_import(project, rows, parts.folders).await?;
        Ok(found)
    }

    /// Adds a collection to a project's requests, below a folder: the ids that they got.
    pub(crate) async fn add_collection(
        &self,
        project: Id,
        collection: Collection,
        into: &[String],
    ) -> Result<HashSet<Id>, AppError> {
        let loaded = self.active(project).await;
        let parts = tree::parts(collection, into)?;
        let rows = rows_of(project, &parts.requests, loaded.as_deref())?;
        let ids = rows.iter().map(|row| row.id).collect();
        self.keep_import(project, rows, parts.folders).await?;
        Ok(ids)
    }

    async fn keep_import(
        &self,
        project: Id,
        mut rows: Vec<RequestRow>,
        folders: Vec<(Vec<String>, String)>,
    ) -> Result<(), AppError> {
        let have = self
            .store()
            .read(move |c| request::count(c, project))
            .await?;
        if have + rows.len() as u64 > limits::REQUESTS as u64 {
            let message = format!("A project has at most {} saved requests.", limits::REQUESTS);
            return Err(AppError::conflict("too_many_requests_saved", message)
                .with_hint("Delete some, or import into another project."));
        }
        let mut folder_rows = Vec::new();
        for (position, (path, document)) in (0..).zip(folders) {
            folder_rows.push(FolderRow {
                path: text(&path)?,
                position,
                document,
            });
        }
        let arguments = json!({
            "projectId": project,
            "requests": rows.iter().map(super::arguments).collect::<Vec<_>>(),
        });
        self.store()
            .mutate("importRequests", arguments, move |c| {
                let last = request::list(c, project)?
                    .last()
                    .map_or(-1, |row| row.position);
                for (n, row) in (last + 1..).zip(&mut rows) {
                    row.position = n;
                    request::put(c, row)?;
                }
                for row in &folder_rows {
                    request::put_folder(c, project, row)?;
                }
                Ok(())
            })
            .await?;
        self.request_changed(project, EventKind::Created, None)
            .await;
        Ok(())
    }

    /// The project's requests as files, written into a folder where one is named.
    pub async fn export_requests(
        &self,
        project: Id,
        export: ExportRequests,
    ) -> Result<ExportedRequests, AppError> {
        let collection = self.collection(project).await?;
        off_thread(move || {
            let files = file::write(&collection);
            let Some(path) = export.path else {
                return Ok(ExportedRequests { files, written: 0 });
            };
            let folder = absolute(&path)?;
            let written = disk::write_files(folder, &files, export.replace).map_err(|e| {
                AppError::conflict("cannot_write", format!("Cannot write into {path}: {e}"))
                    .with_hint("Choose an empty folder, or write over what differs with `replace`.")
            })?;
            Ok(ExportedRequests { files, written })
        })
        .await?
    }
}

fn rows_of(
    project: Id,
    requests: &[(Vec<String>, SavedRequest)],
    loaded: Option<&Loaded>,
) -> Result<Vec<RequestRow>, AppError> {
    let now = Timestamp::now();
    let row = |(folder, request): &(Vec<String>, SavedRequest)| {
        let call = loaded.and_then(|l| match_operation(request, l.spec()));
        Ok(RequestRow {
            id: Id::new(),
            project_id: project,
            folder: super::folder_text(folder)?,
            name: request.name.clone(),
            position: 0,
            method: request.method.clone(),
            url: request.url.clone(),
            operation_id: call.map(|call| call.operation),
            document: text(request)?,
            created_at: now,
            updated_at: now,
        })
    };
    requests.iter().map(row).collect()
}

/// Gives credentials other names than those that are in use.
pub(super) fn rename_used(reading: &mut Reading, used: &[String]) {
    for n in 0..reading.secrets.len() {
        let from = reading.secrets[n].name.clone();
        let is_free = |name: &String, reading: &Reading| {
            !used.contains(name) && !reading.secrets.iter().any(|s| s.name == *name)
        };
        if used.contains(&from)
            && let Some(to) = (2..10_000)
                .map(|n| format!("{from}_{n}"))
                .find(|to| is_free(to, reading))
        {
            reading.rename_secret(&from, &to);
        }
    }
}

fn refused(reading: &Reading) -> bool {
    reading
        .diagnostics
        .iter()
        .any(|d| d.severity == Severity::Error)
}

fn gather(source: RequestSource) -> Result<Vec<SourceFile>, AppError> {
    match source {
        RequestSource::Upload { files } => {
            let file = |f: crate::SourceFile| SourceFile::new(f.name, f.text);
            Ok(files.into_iter().map(file).collect())
        }
        RequestSource::Path { path } => disk::gather_files(absolute(&path)?).map_err(|e| {
            AppError::invalid("unreadable_file", format!("cannot read {path}: {e}"))
                .with_hint("Check the spelling, and that you may read it.")
        }),
    }
}

pub(super) fn absolute(path: &str) -> Result<&Path, AppError> {
    let folder = Path::new(path);
    if folder.is_absolute() {
        return Ok(folder);
    }
    Err(AppError::invalid(
        "relative_path",
        format!("the path `{path}` is not absolute"),
    )
    .with_hint("Give the whole path, from the root of the disk."))
}
