//! Mocks.

use fairlead_core::Id;

use crate::{App, AppError, Mock, MockPatch, NewMock};

#[allow(unused_variables)]
impl App {
    /// List mocks.
    pub async fn list_mocks(&self, project: Id) -> Result<Vec<Mock>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Create mock.
    pub async fn create_mock(&self, project: Id, new: NewMock) -> Result<Mock, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Mock.
    pub async fn mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Update mock.
    pub async fn update_mock(
        &self,
        project: Id,
        id: Id,
        patch: MockPatch,
    ) -> Result<Mock, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Delete mock.
    pub async fn delete_mock(&self, project: Id, id: Id) -> Result<(), AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Start mock.
    pub async fn start_mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Stop mock.
    pub async fn stop_mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Restart mock.
    pub async fn restart_mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Pause mocks.
    pub async fn pause_mocks(&self) -> Result<usize, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Resume mocks.
    pub async fn resume_mocks(&self) -> Result<usize, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Running mocks.
    pub async fn running_mocks(&self) -> Result<Vec<Mock>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
