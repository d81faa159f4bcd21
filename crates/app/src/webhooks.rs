//! Webhooks of a project: which there are, sent by hand, and caught.

mod catchers;
mod caught;
mod run;
mod send;

use fairlead_core::Id;

use crate::{App, AppError, Webhook};

pub(crate) use run::Running;

impl App {
    /// The webhooks and callbacks of the active revision, in document order; none where there is no
    /// description.
    pub async fn list_webhooks(&self, project: Id) -> Result<Vec<Webhook>, AppError> {
        let spec = match self.spec_row(project, None).await {
            Err(error) if error.code == "no_description" => return Ok(Vec::new()),
            found => found?,
        };
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
