//! Webhooks of a project: which there are, sent by hand, and caught.

mod catchers;
mod caught;
mod run;
mod send;

use fairlead_core::Id;

use crate::{App, AppError, Webhook};

pub(crate) use run::Running;

impl App {
    /// The webhooks and callbacks of the active revision, in document order.
    pub async fn list_webhooks(&self, project: Id) -> Result<Vec<Webhook>, AppError> {
        let spec = self.spec_row(project, None).await?;
        let loaded = self.loaded(&spec).await?;
        let outgoing = loaded.spec().outgoing();
        Ok(outgoing
            .into_iter()
            .map(|found| Webhook {
                name: found.name.to_owned(),
                operation_id: found.operation.id.clone(),
                method: found.operation.method.clone(),
                summary: found.operation.summary.clone(),
                callback_of: found.owner.map(|o| format!("{} {}", o.method, o.path)),
            })
            .collect())
    }
}
