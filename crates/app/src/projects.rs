//! Projects.

use fairlead_core::Id;

use crate::{App, AppError, Import, NewImport, NewProject, Project, ProjectPatch};

#[allow(unused_variables)]
impl App {
    /// List projects.
    pub async fn list_projects(&self) -> Result<Vec<Project>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Create project.
    pub async fn create_project(&self, new: NewProject) -> Result<Project, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Project.
    pub async fn project(&self, id: Id) -> Result<Project, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Update project.
    pub async fn update_project(&self, id: Id, patch: ProjectPatch) -> Result<Project, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Delete project.
    pub async fn delete_project(&self, id: Id) -> Result<(), AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Import.
    pub async fn import(&self, new: NewImport) -> Result<Import, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
