//! Saved choices of filters.

use fairlead_core::{Id, limits};
use serde_json::json;

use crate::{App, AppError, EventKind, Topic, TraceView};

/// Longest name, in characters.
const NAME: usize = 100;
/// Longest query, in bytes.
const QUERY: usize = 2_000;

impl App {
    /// The saved views of a project, in the order of their names.
    pub async fn list_trace_views(&self, project: Id) -> Result<Vec<TraceView>, AppError> {
        self.project_row(project).await?;
        if self.onlooker().is_some() {
            return Ok(Vec::new());
        }
        let kept = self.setting(&setting(project)).await?;
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Keeps a view, in place of one of the same name.
    pub async fn put_trace_view(
        &self,
        project: Id,
        view: TraceView,
    ) -> Result<TraceView, AppError> {
        let name = view.name.trim();
        if name.is_empty() || name.chars().count() > NAME || view.query.len() > QUERY {
            return Err(AppError::invalid(
                "invalid_view",
                format!(
                    "A view has a name of 1 to {NAME} characters and a query of at most {QUERY}."
                ),
            ));
        }
        let view = TraceView {
            name: name.to_owned(),
            query: view.query,
        };
        let mut views = self.list_trace_views(project).await?;
        views.retain(|known| known.name != view.name);
        if views.len() >= limits::TRACE_VIEWS {
            let most = limits::TRACE_VIEWS;
            return Err(AppError::invalid(
                "too_many_views",
                format!("A project has at most {most} saved views."),
            )
            .with_hint("Delete one that is not needed."));
        }
        views.push(view.clone());
        views.sort_by(|a, b| a.name.cmp(&b.name));
        self.keep_views(project, &views).await?;
        Ok(view)
    }

    /// Forgets a view.
    pub async fn delete_trace_view(&self, project: Id, name: &str) -> Result<(), AppError> {
        let mut views = self.list_trace_views(project).await?;
        let before = views.len();
        views.retain(|known| known.name != name);
        if views.len() == before {
            return Err(AppError::not_found(
                "view_not_found",
                format!("The project has no saved view `{name}`."),
            ));
        }
        self.keep_views(project, &views).await
    }

    async fn keep_views(&self, project: Id, views: &[TraceView]) -> Result<(), AppError> {
        let arguments = json!({ "project": project, "views": views });
        let (name, text) = (setting(project), json!(views).to_string());
        self.store()
            .mutate("putTraceViews", arguments, move |c| {
                fairlead_store::setting::put(c, &name, &text)
            })
            .await?;
        self.publish(Topic::Project, EventKind::Updated, Some(project), None)
            .await;
        Ok(())
    }
}

fn setting(project: Id) -> String {
    format!("trace-views:{project}")
}
