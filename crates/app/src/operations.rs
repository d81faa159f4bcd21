//! Operations of a description: lists, details, and drafts filled from examples.

mod detail;
pub(crate) mod draft;

use std::sync::Arc;

use fairlead_core::Id;
use fairlead_openapi as openapi;

use crate::{
    App, AppError, Draft, Operation, OperationDetail, OperationKind, contracts::Loaded, off_thread,
};

/// Which operations to list.
#[derive(Clone, Debug, Default)]
pub struct OperationFilter {
    /// Of this revision; of the active one where left out.
    pub spec_id: Option<Id>,
    /// Only those with this text in path, operationId or summary.
    pub q: Option<String>,
    /// Only those with this tag.
    pub tag: Option<String>,
}

/// How to fill a draft.
#[derive(Clone, Debug, Default)]
pub struct SampleChoice {
    /// Another seed gives other generated values.
    pub seed: Option<u64>,
    /// Which body.
    pub media_type: Option<String>,
    /// Which example, by name.
    pub example: Option<String>,
}

impl App {
    /// The operations and webhooks of a revision, in document order.
    pub async fn list_operations(
        &self,
        project: Id,
        filter: OperationFilter,
    ) -> Result<Vec<Operation>, AppError> {
        let loaded = self
            .loaded(&self.spec_row(project, filter.spec_id).await?)
            .await?;
        let spec = loaded.spec();
        let text = filter.q.as_deref().map(str::to_lowercase);
        let fits = |operation: &&openapi::Operation| {
            let has = |field: &str| {
                text.as_ref()
                    .is_none_or(|t| field.to_lowercase().contains(t))
            };
            let by_text = has(&operation.path)
                || operation.operation_id.as_deref().is_some_and(has)
                || operation.summary.as_deref().is_some_and(has);
            by_text
                && filter
                    .tag
                    .as_ref()
                    .is_none_or(|tag| operation.tags.contains(tag))
        };
        let operations = spec
            .operations
            .iter()
            .filter(fits)
            .map(|o| summarise(o, OperationKind::Operation));
        let webhooks = spec
            .webhooks
            .iter()
            .filter(fits)
            .map(|o| summarise(o, OperationKind::Webhook));
        Ok(operations.chain(webhooks).collect())
    }

    /// One operation or webhook.
    pub async fn operation(
        &self,
        project: Id,
        spec: Option<Id>,
        id: &str,
    ) -> Result<OperationDetail, AppError> {
        let loaded = self.loaded(&self.spec_row(project, spec).await?).await?;
        let id = id.to_owned();
        off_thread(move || find(&loaded, &id).map(|(o, kind)| detail::describe(&loaded, o, kind)))
            .await?
    }

    /// A draft of a request to an operation, filled from examples, else made up.
    pub async fn operation_sample(
        &self,
        project: Id,
        id: &str,
        choice: SampleChoice,
    ) -> Result<Draft, AppError> {
        let loaded = self.loaded(&self.spec_row(project, None).await?).await?;
        let id = id.to_owned();
        off_thread(move || {
            let (operation, _) = find(&loaded, &id)?;
            draft::fill(&loaded, operation, &choice)
        })
        .await?
    }

    /// The JSON Schema of an operation's request body with all that it refers to, for tools that
    /// help to write one; `true` where the description has none.
    pub async fn body_schema(
        &self,
        project: Id,
        id: &str,
        media_type: &str,
    ) -> Result<serde_json::Value, AppError> {
        let loaded = self.loaded(&self.spec_row(project, None).await?).await?;
        let (id, media_type) = (id.to_owned(), media_type.to_owned());
        off_thread(move || {
            let (operation, _) = find(&loaded, &id)?;
            let content = operation.request_body.as_ref().map(|body| &body.content);
            let content = content
                .and_then(|content| fairlead_validate::media::choose(content, &media_type))
                .ok_or_else(|| {
                    let message = format!("The operation takes no `{media_type}`.");
                    AppError::not_found("media_type_not_found", message)
                })?;
            let documents = &loaded.spec().documents;
            Ok(content.schema.as_ref().map_or(true.into(), |schema| {
                fairlead_validate::bundle(documents, schema, fairlead_validate::Direction::Request)
            }))
        })
        .await?
    }
}

/// An operation or webhook by its id.
pub(crate) fn find<'a>(
    loaded: &'a Arc<Loaded>,
    id: &str,
) -> Result<(&'a openapi::Operation, OperationKind), AppError> {
    let spec = loaded.spec();
    let by_id = |o: &&openapi::Operation| o.id == id;
    let operation = spec
        .operations
        .iter()
        .find(by_id)
        .map(|o| (o, OperationKind::Operation));
    operation
        .or_else(|| {
            spec.webhooks
                .iter()
                .find(by_id)
                .map(|o| (o, OperationKind::Webhook))
        })
        .ok_or_else(|| {
            AppError::not_found(
                "operation_not_found",
                format!("The description has no operation `{id}`."),
            )
            .with_hint("List the operations; ids change with method and path.")
        })
}

fn summarise(operation: &openapi::Operation, kind: OperationKind) -> Operation {
    Operation {
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        operation_id: operation.operation_id.clone(),
        summary: operation.summary.clone(),
        tags: operation.tags.clone(),
        deprecated: operation.deprecated,
        kind,
    }
}
