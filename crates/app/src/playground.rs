//! Playground.

use fairlead_core::Id;

use crate::{App, AppError, Draft, DraftCheck, SendDraft, TraceDetail};

#[allow(unused_variables)]
impl App {
    /// Check draft.
    pub async fn check_draft(&self, project: Id, draft: Draft) -> Result<DraftCheck, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Send draft.
    pub async fn send_draft(&self, project: Id, send: SendDraft) -> Result<TraceDetail, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
