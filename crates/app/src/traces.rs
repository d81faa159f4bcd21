//! Traces.

use fairlead_core::Id;

use crate::{App, AppError, TraceDetail, TraceFilter, TracePage};

#[allow(unused_variables)]
impl App {
    /// List traces.
    pub async fn list_traces(
        &self,
        project: Id,
        filter: TraceFilter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<TracePage, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Trace.
    pub async fn trace(&self, project: Id, id: Id) -> Result<TraceDetail, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Delete traces.
    pub async fn delete_traces(&self, project: Id) -> Result<(), AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
