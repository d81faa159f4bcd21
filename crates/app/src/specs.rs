//! Revisions of a project's description.

mod capabilities;
mod changes;
mod schemas;

use std::sync::Arc;

use fairlead_core::{Diagnostic, Id, Severity, Timestamp};
use fairlead_openapi::{Location, SecurityKind, SourceSet, Spec, overlay};
use fairlead_store::spec::{self, FileRow, SpecRow};
use serde_json::json;

use crate::{
    App, AppError, ErrorKind, EventKind, NewSpec, ProblemCounts, Remote, SchemaDetail,
    SchemaSummary, SecuritySchemeSummary, ServerSummary, Source, SourceFile, SourceSummary,
    SpecFile, SpecRevision, TagSummary, Topic,
    contracts::{self, Loaded},
    off_thread, sources,
};

pub(crate) use schemas::Inlined;

/// A description that has been read and not kept yet.
pub(crate) struct Read {
    loaded: Arc<Loaded>,
    problems: Vec<Diagnostic>,
    source: SourceSummary,
}

impl Read {
    pub fn title(&self) -> &str {
        &self.loaded.spec().title
    }
}

/// Gets and reads a description. One that is none at all is refused, with what is wrong with it.
pub(crate) async fn read(
    source: Source,
    overlays: Vec<SourceFile>,
    remote: Remote,
) -> Result<Read, AppError> {
    let gathered = sources::gather(source, remote).await?;
    understand(gathered, overlays).await
}

/// Reads a description whose files are all at hand.
pub(crate) async fn read_sources(
    sources: SourceSet,
    summary: SourceSummary,
) -> Result<Read, AppError> {
    let gathered = sources::Gathered {
        sources,
        problems: Vec::new(),
        summary,
    };
    understand(gathered, Vec::new()).await
}

async fn understand(
    gathered: sources::Gathered,
    overlays: Vec<SourceFile>,
) -> Result<Read, AppError> {
    let (mut sources, mut loading) = (gathered.sources, gathered.problems);
    let (loaded, parsing, said) = off_thread(move || {
        let said = lay(&mut sources, &overlays)?;
        let (loaded, parsing) = contracts::read(sources);
        Ok::<_, AppError>((loaded, parsing, said))
    })
    .await??;
    loading.extend(said);
    let problems = fairlead_openapi::merge_problems(loading, parsing);
    let spec = loaded.spec();
    let has_errors = problems.iter().any(|p| p.severity == Severity::Error);
    if has_errors
        && spec.operations.is_empty()
        && spec.schemas.is_empty()
        && spec.webhooks.is_empty()
    {
        // What it is instead says more than what is missing for it to be one.
        let errors = || problems.iter().filter(|p| p.severity == Severity::Error);
        let why = errors()
            .find(|p| matches!(&*p.code, "not-openapi" | "version-unknown"))
            .or_else(|| errors().next());
        let message = why.map_or_else(
            || "This is not an API description.".to_owned(),
            ToString::to_string,
        );
        return Err(AppError::invalid("unusable_description", message)
            .with_hint("Fairlead reads OpenAPI 2.0, 3.0, 3.1 and 3.2, in YAML or JSON.")
            .with_details(problems));
    }
    Ok(Read {
        loaded: Arc::new(loaded),
        problems,
        source: gathered.summary,
    })
}

/// Lays overlays over a description. What is no overlay is refused.
fn lay(sources: &mut SourceSet, overlays: &[SourceFile]) -> Result<Vec<Diagnostic>, AppError> {
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for file in overlays {
        match overlay::read(&file.name, file.text.as_bytes()) {
            Ok((overlay, found)) => {
                read.push(overlay);
                problems.extend(found);
            }
            Err(found) => {
                let why = found.first().map_or_else(String::new, ToString::to_string);
                let message = format!("`{}` is no overlay: {why}", file.name);
                return Err(AppError::invalid("unusable_overlay", message)
                    .with_hint("An overlay begins with `overlay: 1.0.0` and has a list `actions`.")
                    .with_details(found));
            }
        }
    }
    problems.extend(overlay::lay(sources, &read));
    Ok(problems)
}

impl App {
    /// A project's revisions, newest first.
    pub async fn list_specs(&self, project: Id) -> Result<Vec<SpecRevision>, AppError> {
        self.project_row(project).await?;
        let mut rows = self.store().read(move |c| spec::list(c, project)).await?;
        if self.onlooker().is_some() {
            rows.retain(|row| row.active);
        }
        rows.iter().map(to_revision).collect()
    }

    /// Imports a new revision and makes it the one in use; running mocks follow it.
    pub async fn add_spec(&self, project: Id, new: NewSpec) -> Result<SpecRevision, AppError> {
        self.project_row(project).await?;
        let read = read(new.source, new.overlays, new.remote).await?;
        self.keep_spec(project, read).await
    }

    pub(crate) async fn keep_spec(
        &self,
        project: Id,
        read: Read,
    ) -> Result<SpecRevision, AppError> {
        let id = Id::new();
        let loaded = Arc::clone(&read.loaded);
        let files: Vec<FileRow> = loaded
            .sources
            .files
            .iter()
            .map(|(uri, bytes)| FileRow {
                uri: uri.to_string(),
                name: loaded.name_of(uri),
                content: bytes.to_vec(),
            })
            .collect();
        let root = loaded.sources.root.to_string();
        let problems = to_json(&read.problems)?;
        let mut revision = summarise(loaded.spec(), &read, id, project);
        let arguments = json!({ "id": id, "projectId": project });
        let revision = self
            .store()
            .mutate("addSpec", arguments, move |c| {
                revision.revision = spec::next_revision(c, project)?;
                let row = SpecRow {
                    id,
                    project_id: project,
                    revision: revision.revision,
                    active: true,
                    root,
                    summary: serde_json::to_string(&revision)
                        .map_err(|e| fairlead_store::StoreError::Row(e.to_string()))?,
                    problems,
                    created_at: revision.created_at,
                };
                spec::insert(c, &row, &files)?;
                fairlead_store::project::touch(c, project)?;
                Ok(revision)
            })
            .await?;
        self.inner.contracts.put(id, loaded);
        self.publish(
            Topic::Spec,
            EventKind::Created,
            Some(project),
            Some(id.to_string()),
        )
        .await;
        self.move_mocks_to_active(project).await;
        self.move_catchers_to_active(project).await;
        Ok(revision)
    }

    /// One revision.
    pub async fn spec(&self, project: Id, spec: Id) -> Result<SpecRevision, AppError> {
        to_revision(&self.spec_row(project, Some(spec)).await?)
    }

    /// Removes a revision; the newest of the others comes into use if it was the one.
    pub async fn delete_spec(&self, project: Id, spec: Id) -> Result<(), AppError> {
        self.spec_row(project, Some(spec)).await?;
        let arguments = json!({ "id": spec, "projectId": project });
        self.store()
            .mutate("deleteSpec", arguments, move |c| {
                spec::delete(c, project, spec)
            })
            .await?;
        self.publish(
            Topic::Spec,
            EventKind::Deleted,
            Some(project),
            Some(spec.to_string()),
        )
        .await;
        self.move_mocks_to_active(project).await;
        self.move_catchers_to_active(project).await;
        Ok(())
    }

    /// Makes a revision the one in use; running mocks follow it.
    pub async fn activate_spec(&self, project: Id, spec: Id) -> Result<SpecRevision, AppError> {
        self.spec_row(project, Some(spec)).await?;
        let arguments = json!({ "id": spec, "projectId": project });
        self.store()
            .mutate("activateSpec", arguments, move |c| {
                spec::activate(c, project, spec)
            })
            .await?;
        self.publish(
            Topic::Spec,
            EventKind::Updated,
            Some(project),
            Some(spec.to_string()),
        )
        .await;
        self.move_mocks_to_active(project).await;
        self.move_catchers_to_active(project).await;
        self.spec(project, spec).await
    }

    /// What is wrong with a revision.
    pub async fn spec_problems(&self, project: Id, spec: Id) -> Result<Vec<Diagnostic>, AppError> {
        from_json(&self.spec_row(project, Some(spec)).await?.problems)
    }

    /// The files of a revision.
    pub async fn spec_files(&self, project: Id, spec: Id) -> Result<Vec<SpecFile>, AppError> {
        let row = self.spec_row(project, Some(spec)).await?;
        let files = self.store().read(move |c| spec::files(c, spec)).await?;
        Ok(files
            .into_iter()
            .map(|f| SpecFile {
                root: f.uri == row.root,
                name: f.name,
                bytes: f.content.len() as u64,
            })
            .collect())
    }

    /// The text of a file of a revision.
    pub async fn spec_file_text(
        &self,
        project: Id,
        spec: Id,
        name: &str,
    ) -> Result<String, AppError> {
        self.spec_row(project, Some(spec)).await?;
        let files = self.store().read(move |c| spec::files(c, spec)).await?;
        let file = files.into_iter().find(|f| f.name == name).ok_or_else(|| {
            AppError::not_found(
                "file_not_found",
                format!("The revision has no file `{name}`."),
            )
            .with_hint("List its files first.")
        })?;
        Ok(String::from_utf8_lossy(&file.content).into_owned())
    }

    /// The named schemas of a revision.
    pub async fn spec_schemas(
        &self,
        project: Id,
        spec: Id,
    ) -> Result<Vec<SchemaSummary>, AppError> {
        let loaded = self
            .loaded(&self.spec_row(project, Some(spec)).await?)
            .await?;
        off_thread(move || schemas::list(&loaded)).await
    }

    /// One named schema of a revision.
    pub async fn spec_schema(
        &self,
        project: Id,
        spec: Id,
        name: &str,
    ) -> Result<SchemaDetail, AppError> {
        let loaded = self
            .loaded(&self.spec_row(project, Some(spec)).await?)
            .await?;
        let wanted = name.to_owned();
        off_thread(move || schemas::detail(&loaded, &wanted))
            .await?
            .ok_or_else(|| {
                AppError::not_found(
                    "schema_not_found",
                    format!("The revision has no schema `{name}`."),
                )
            })
    }

    /// A revision, or the one in use.
    pub(crate) async fn spec_row(
        &self,
        project: Id,
        spec: Option<Id>,
    ) -> Result<SpecRow, AppError> {
        self.project_row(project).await?;
        let row = match spec {
            Some(id) => {
                self.store()
                    .read(move |c| spec::get(c, project, id))
                    .await?
            }
            None => self.store().read(move |c| spec::active(c, project)).await?,
        };
        let row = row.filter(|row| self.onlooker().is_none() || row.active);
        row.ok_or_else(|| match spec {
            Some(id) => AppError::not_found(
                "spec_not_found",
                format!("The project has no revision {id}."),
            ),
            None => AppError::not_found("no_description", "The project has no description yet.")
                .with_hint("Import one first."),
        })
    }

    /// The active revision, for what cannot be done without one.
    pub(crate) async fn described(&self, project: Id) -> Result<SpecRow, AppError> {
        let found = self.spec_row(project, None).await;
        found.map_err(|error| match error.code {
            "no_description" => AppError {
                kind: ErrorKind::Conflict,
                ..error
            },
            _ => error,
        })
    }
}

/// A row as it is given out.
pub(crate) fn to_revision(row: &SpecRow) -> Result<SpecRevision, AppError> {
    let revision: SpecRevision = from_json(&row.summary)?;
    Ok(SpecRevision {
        active: row.active,
        ..revision
    })
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|e| {
        AppError::new(
            ErrorKind::Internal,
            "storage_failed",
            "A kept revision cannot be read.",
        )
        .because(e)
    })
}

fn to_json(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|e| {
        AppError::new(
            ErrorKind::Internal,
            "internal",
            "A revision cannot be written.",
        )
        .because(e)
    })
}

fn summarise(spec: &Spec, read: &Read, id: Id, project: Id) -> SpecRevision {
    let count = |severity| {
        u32::try_from(
            read.problems
                .iter()
                .filter(|p| p.severity == severity)
                .count(),
        )
        .unwrap_or(u32::MAX)
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    SpecRevision {
        id,
        project_id: project,
        revision: 0,
        title: spec.title.clone(),
        version: spec.version.clone(),
        openapi: spec.openapi.clone(),
        description: spec.description.clone(),
        source: read.source.clone(),
        operation_count: number(spec.operations.len()),
        schema_count: number(spec.schemas.len()),
        webhook_count: number(spec.webhooks.len()),
        problems: ProblemCounts {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            info: count(Severity::Info),
            hint: count(Severity::Hint),
        },
        active: true,
        created_at: Timestamp::now(),
        servers: spec
            .servers
            .iter()
            .map(|s| ServerSummary {
                url: s.resolved.clone(),
                description: s.description.clone(),
            })
            .collect(),
        tags: spec
            .tags
            .iter()
            .map(|t| TagSummary {
                name: t.name.clone(),
                description: t.description.clone(),
            })
            .collect(),
        security_schemes: spec
            .security_schemes
            .values()
            .map(summarise_scheme)
            .collect(),
    }
}

fn summarise_scheme(scheme: &fairlead_openapi::SecurityScheme) -> SecuritySchemeSummary {
    let (kind, location, parameter_name, other) = match &scheme.kind {
        SecurityKind::ApiKey { location, name } => {
            let location = match location {
                Location::Header => "header",
                Location::Cookie => "cookie",
                _ => "query",
            };
            (
                "apiKey",
                Some(location.to_owned()),
                Some(name.clone()),
                None,
            )
        }
        SecurityKind::Basic => ("basic", None, None, None),
        SecurityKind::Bearer { .. } => ("bearer", None, None, None),
        SecurityKind::Http(name) => ("http", None, None, Some(name.clone())),
        SecurityKind::OAuth2 { .. } => ("oauth2", None, None, None),
        SecurityKind::OpenIdConnect { .. } => ("openIdConnect", None, None, None),
        SecurityKind::MutualTls => ("mutualTLS", None, None, None),
    };
    let metadata_url = match &scheme.kind {
        SecurityKind::OAuth2 { metadata_url, .. } => metadata_url.clone(),
        SecurityKind::OpenIdConnect { url } => Some(url.clone()).filter(|url| !url.is_empty()),
        _ => None,
    };
    SecuritySchemeSummary {
        name: scheme.name.clone(),
        kind: kind.into(),
        description: scheme.description.clone(),
        location,
        parameter_name,
        scheme: other,
        metadata_url,
    }
}
