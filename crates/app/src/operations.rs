//! Operations.

use fairlead_core::Id;

use crate::{App, AppError, Draft, Operation, OperationDetail};

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

#[allow(unused_variables)]
impl App {
    /// List operations.
    pub async fn list_operations(
        &self,
        project: Id,
        filter: OperationFilter,
    ) -> Result<Vec<Operation>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Operation.
    pub async fn operation(
        &self,
        project: Id,
        spec: Option<Id>,
        id: &str,
    ) -> Result<OperationDetail, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Operation sample.
    pub async fn operation_sample(
        &self,
        project: Id,
        id: &str,
        choice: SampleChoice,
    ) -> Result<Draft, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
