//! Kept exchanges: listed, counted, shown, compared, forgotten.

mod analytics;
mod compare;
mod cursor;
mod explain;
mod export;
mod making;
mod masking;
mod partners;
mod patterns;
mod retention;
mod rows;
pub(crate) mod seal;
mod views;

use fairlead_core::{Id, limits, redact::Redactor};
use fairlead_store::{trace, variable::Scope};
use secrecy::SecretString;

pub use export::TraceFormat;
pub(crate) use making::{Making, as_kept, category_of, of_mock, reason, secret_names};
pub(crate) use masking::Masking;
pub(crate) use rows::to_row;
use rows::{from_store, to_store};

use crate::{
    App, AppError, ErrorKind, EventKind, Topic, TraceDetail, TraceFacet, TraceFacets, TraceFilter,
    TracePage, TraceSort, secrets,
};

impl App {
    /// A page of a project's traces.
    pub async fn list_traces(
        &self,
        project: Id,
        filter: TraceFilter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<TracePage, AppError> {
        self.project_row(project).await?;
        let sort = filter.sort;
        if sort != TraceSort::Started && filter.text.is_some() {
            return Err(AppError::invalid(
                "invalid_query",
                "sort: traces that are searched for words come in order of time",
            )
            .with_hint("Leave `sort` or `q` out."));
        }
        let after = cursor.map(|text| cursor::read(text, sort)).transpose()?;
        let limit = limit.clamp(1, limits::PAGE_ROWS_MAX);
        let filter = to_store(self.seen_traces(filter));
        let (page, total) = self
            .store()
            .read_traces(move |c| {
                let page = trace::page(c, project, &filter, limit, after)?;
                Ok((page, trace::count(c, project, &filter)?))
            })
            .await?;
        Ok(TracePage {
            items: page.rows.into_iter().map(from_store).collect(),
            next_cursor: page.next.map(|place| cursor::write(place, sort)),
            total: total.number,
            total_is_exact: total.exact,
        })
    }

    /// How many traces each choice of a filter would leave beside the others.
    pub async fn trace_facets(
        &self,
        project: Id,
        filter: TraceFilter,
    ) -> Result<TraceFacets, AppError> {
        self.project_row(project).await?;
        let filter = to_store(self.seen_traces(filter));
        let found = self
            .store()
            .read_traces(move |c| trace::facets(c, project, &filter))
            .await?;
        let mut facets = TraceFacets::default();
        for (name, choices) in found {
            let place = match name {
                "operation" => &mut facets.operations,
                "method" => &mut facets.methods,
                "source" => &mut facets.sources,
                "status" => &mut facets.statuses,
                "category" => &mut facets.categories,
                "environment" => &mut facets.environments,
                "partner" => &mut facets.partners,
                _ => &mut facets.mocks,
            };
            // A facet does not narrow itself: who looks on would see the others.
            let own = self.onlooker().filter(|_| name == "partner");
            let is_seen = |value: &Option<String>| {
                own.is_none_or(|own| value.as_ref() == Some(&own.to_string()))
            };
            let choices = choices.into_iter().filter(|choice| is_seen(&choice.value));
            let choices = choices.take(limits::TRACE_CHOICES);
            *place = choices
                .map(|choice| TraceFacet {
                    value: choice.value,
                    count: choice.count,
                })
                .collect();
        }
        Ok(facets)
    }

    /// One trace.
    pub async fn trace(&self, project: Id, id: Id) -> Result<TraceDetail, AppError> {
        self.project_row(project).await?;
        let detail = self
            .store()
            .read_traces(move |c| trace::detail(c, project, id))
            .await?;
        let gone =
            || AppError::not_found("trace_not_found", format!("The project has no trace {id}."));
        let text = detail.ok_or_else(gone)?;
        let detail: TraceDetail = serde_json::from_str(&text).map_err(|e| {
            AppError::new(
                ErrorKind::Internal,
                "storage_failed",
                "A kept trace cannot be read.",
            )
            .because(e)
        })?;
        let is_seen = self.onlooker().is_none() || detail.trace.partner_id == self.onlooker();
        is_seen.then_some(detail).ok_or_else(gone)
    }

    /// Forgets all traces of a project.
    pub async fn delete_traces(&self, project: Id) -> Result<(), AppError> {
        self.project_row(project).await?;
        self.forget_traces(project).await?;
        self.publish(Topic::Trace, EventKind::Deleted, Some(project), None)
            .await;
        Ok(())
    }

    /// The same where the project may be gone.
    pub(crate) async fn forget_traces(&self, project: Id) -> Result<(), AppError> {
        let key = self.inner.trace_key.clone();
        self.store()
            .write_traces(move |c| trace::delete_all(c, &key, project))
            .await?;
        Ok(())
    }

    /// Keeps a trace; it is on the disk when this returns.
    pub(crate) async fn keep_trace(&self, detail: &TraceDetail) -> Result<(), AppError> {
        let (project, id) = (detail.trace.project_id, detail.trace.id);
        let row = to_row(detail)?;
        let key = self.inner.trace_key.clone();
        self.store()
            .write_traces(move |c| {
                trace::end_under_way(c, id)?;
                trace::insert(c, &key, &[row])
            })
            .await?;
        self.inner.recorder.added();
        self.publish(
            Topic::Trace,
            EventKind::Created,
            Some(project),
            Some(id.to_string()),
        )
        .await;
        Ok(())
    }

    /// What finds a project's secrets in texts.
    pub(crate) async fn redactor(&self, project: Id) -> Redactor {
        match self.sure_redactor(project).await {
            Ok(redactor) => redactor,
            Err(error) => {
                tracing::warn!(%error, "credentials cannot be opened to be masked");
                Redactor::default()
            }
        }
    }

    /// The same; `Err` where not every secret can be opened.
    pub(crate) async fn sure_redactor(&self, project: Id) -> Result<Redactor, AppError> {
        Ok(secrets::redactor_of(&self.known_secrets(project).await?))
    }

    /// Every secret that is kept for a project.
    pub(crate) async fn known_secrets(&self, project: Id) -> Result<Vec<SecretString>, AppError> {
        let known = self.named_secrets(project).await?;
        Ok(known.into_iter().map(|(_, secret)| secret).collect())
    }

    /// The same with the variables that stand for them, where there are such.
    pub(crate) async fn named_secrets(
        &self,
        project: Id,
    ) -> Result<Vec<(Option<String>, SecretString)>, AppError> {
        let credentials = self.open_credentials(project).await?;
        let named = |(scheme, opened): (String, crate::credentials::Opened)| {
            let name = crate::credentials::variable_of(&scheme).map(str::to_owned);
            (name, opened.secret)
        };
        let mut known: Vec<_> = credentials.into_iter().map(named).collect();
        known.extend(self.environment_secrets(project).await?);
        let catchers = self.catcher_secrets(project).await?;
        known.extend(catchers.into_iter().map(|secret| (None, secret)));
        let partners = self
            .store()
            .read(move |c| fairlead_store::partner::list(c, project))
            .await?;
        let partners = partners.into_iter().map(|row| Scope::Partner {
            project,
            id: row.id,
        });
        for scope in [Scope::Workspace, Scope::Project(project)]
            .into_iter()
            .chain(partners)
        {
            let variables = self.open_variables(scope).await?;
            let secret = variables.into_iter().filter(|(_, _, secret)| *secret);
            // A partner's stand for something with that partner alone.
            let is_shared = !matches!(scope, Scope::Partner { .. });
            known.extend(secret.map(|(name, value, _)| (is_shared.then_some(name), value)));
        }
        Ok(known)
    }
}
