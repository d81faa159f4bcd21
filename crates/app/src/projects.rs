//! Projects, and the one-step import that makes one.

use fairlead_core::{Id, Timestamp};
use fairlead_store::project::{self, ProjectRow};
use serde_json::json;

use crate::{
    App, AppError, EventKind, Import, NewImport, NewMock, NewProject, Project, ProjectPatch, Topic,
};

/// Longest name of a project, in characters.
const NAME: usize = 200;

impl App {
    /// Every project, the one that changed last first.
    pub async fn list_projects(&self) -> Result<Vec<Project>, AppError> {
        let rows = self.store().read(project::list).await?;
        let mut projects = Vec::with_capacity(rows.len());
        let only = self.only_project();
        for row in rows {
            if only.is_some_and(|only| only != row.id) {
                continue;
            }
            projects.push(self.fill(row).await?);
        }
        Ok(projects)
    }

    /// Makes a project.
    pub async fn create_project(&self, new: NewProject) -> Result<Project, AppError> {
        let now = Timestamp::now();
        let row = ProjectRow {
            id: Id::new(),
            name: checked_name(&new.name)?,
            description: new.description,
            created_at: now,
            updated_at: now,
        };
        let arguments = json!({ "id": row.id, "name": row.name, "description": row.description });
        let kept = row.clone();
        self.store()
            .mutate("createProject", arguments, move |c| {
                project::insert(c, &kept)
            })
            .await?;
        self.publish(
            Topic::Project,
            EventKind::Created,
            Some(row.id),
            Some(row.id.to_string()),
        )
        .await;
        self.fill(row).await
    }

    /// One project.
    pub async fn project(&self, id: Id) -> Result<Project, AppError> {
        let row = self.project_row(id).await?;
        self.fill(row).await
    }

    /// Changes name or description.
    pub async fn update_project(&self, id: Id, patch: ProjectPatch) -> Result<Project, AppError> {
        let row = self.project_row(id).await?;
        let name = patch
            .name
            .map_or(Ok(row.name), |name| checked_name(&name))?;
        let description = patch.description.unwrap_or(row.description);
        let arguments = json!({ "id": id, "name": name, "description": description });
        self.store()
            .mutate("updateProject", arguments, move |c| {
                project::update(c, id, &name, &description)
            })
            .await?;
        self.publish(
            Topic::Project,
            EventKind::Updated,
            Some(id),
            Some(id.to_string()),
        )
        .await;
        self.project(id).await
    }

    /// Removes a project with its revisions, mocks, credentials and traces.
    pub async fn delete_project(&self, id: Id) -> Result<(), AppError> {
        self.project_row(id).await?;
        for mock in self.list_mocks(id).await? {
            self.end_mock(mock.id).await;
            self.forget_state(mock.id).await;
        }
        for catcher in self.catcher_rows(Some(id)).await? {
            self.end_catcher(catcher.id).await;
        }
        self.store()
            .mutate("deleteProject", json!({ "id": id }), move |c| {
                project::delete(c, id)
            })
            .await?;
        self.store()
            .write_traces(move |c| fairlead_store::caught::delete_all(c, id))
            .await?;
        self.forget_traces(id).await?;
        self.inner.opened.forget(id);
        self.publish(
            Topic::Project,
            EventKind::Deleted,
            Some(id),
            Some(id.to_string()),
        )
        .await;
        Ok(())
    }

    /// Imports a description: a project (unless one is named), a revision, and a running mock.
    pub async fn import(&self, new: NewImport) -> Result<Import, AppError> {
        let read = crate::specs::read(new.source, new.overlays, new.remote).await?;
        let (project, is_new) = match new.project_id {
            Some(id) => (self.project_row(id).await?.id, false),
            None => {
                let title = new.name.unwrap_or_else(|| read.title().to_owned());
                let name = if title.trim().is_empty() {
                    "Untitled API".to_owned()
                } else {
                    title
                };
                let name = name.chars().take(NAME).collect();
                let made = self
                    .create_project(NewProject {
                        name,
                        description: String::new(),
                    })
                    .await?;
                (made.id, true)
            }
        };
        let spec = match self.keep_spec(project, read).await {
            Ok(spec) => spec,
            Err(error) => {
                // A project that nobody asked for by itself does not stay without its description.
                if is_new && let Err(failure) = self.delete_project(project).await {
                    tracing::error!(%failure, "an empty project could not be removed");
                }
                return Err(error);
            }
        };
        let mock = if new.start_mock && spec.operation_count > 0 {
            let existing = self.list_mocks(project).await?.into_iter().next();
            Some(match existing {
                // The revision is kept: a mock that cannot follow it says so itself.
                Some(mock) => {
                    if let Err(error) = self.start_mock(project, mock.id).await {
                        tracing::warn!(%error, mock = %mock.id, "a mock did not start");
                    }
                    self.mock(project, mock.id).await?
                }
                None => self.create_mock(project, NewMock::default()).await?,
            })
        } else {
            None
        };
        Ok(Import {
            project: self.project(project).await?,
            spec,
            mock,
        })
    }

    pub(crate) async fn project_row(&self, id: Id) -> Result<ProjectRow, AppError> {
        self.store()
            .read(move |c| project::get(c, id))
            .await?
            .ok_or_else(|| not_there(id))
    }

    async fn fill(&self, row: ProjectRow) -> Result<Project, AppError> {
        let id = row.id;
        let spec = self
            .store()
            .read(move |c| fairlead_store::spec::active(c, id))
            .await?;
        let mocks = self.mocks_of(id).await?;
        let filter = fairlead_store::trace::Filter {
            partner_id: self.onlooker(),
            ..fairlead_store::trace::Filter::default()
        };
        let trace_count = self
            .store()
            .read_traces(move |c| fairlead_store::trace::count(c, id, &filter))
            .await?
            .number;
        Ok(Project {
            id,
            name: row.name,
            description: row.description,
            created_at: row.created_at,
            updated_at: row.updated_at,
            spec: spec.as_ref().map(crate::specs::to_revision).transpose()?,
            mocks,
            trace_count,
            may: self.permissions_in(id),
            space: self.space_seen(id).await?,
        })
    }
}

/// There is no such project, for who asks.
pub(crate) fn not_there(id: Id) -> AppError {
    AppError::not_found("project_not_found", format!("There is no project {id}."))
        .with_hint("List the projects with GET /v1/projects.")
}

fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME {
        return Err(
            AppError::invalid("invalid_name", "A project's name has 1 to 200 characters.")
                .with_hint("Give it a name such as the API's title."),
        );
    }
    Ok(name.to_owned())
}
