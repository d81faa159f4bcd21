//! Specs.

use fairlead_core::{Diagnostic, Id};

use crate::{App, AppError, NewSpec, SchemaDetail, SchemaSummary, SpecFile, SpecRevision};

#[allow(unused_variables)]
impl App {
    /// List specs.
    pub async fn list_specs(&self, project: Id) -> Result<Vec<SpecRevision>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Add spec.
    pub async fn add_spec(&self, project: Id, new: NewSpec) -> Result<SpecRevision, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Spec.
    pub async fn spec(&self, project: Id, spec: Id) -> Result<SpecRevision, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Delete spec.
    pub async fn delete_spec(&self, project: Id, spec: Id) -> Result<(), AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Activate spec.
    pub async fn activate_spec(&self, project: Id, spec: Id) -> Result<SpecRevision, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Spec problems.
    pub async fn spec_problems(&self, project: Id, spec: Id) -> Result<Vec<Diagnostic>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Spec files.
    pub async fn spec_files(&self, project: Id, spec: Id) -> Result<Vec<SpecFile>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Spec file text.
    pub async fn spec_file_text(
        &self,
        project: Id,
        spec: Id,
        name: &str,
    ) -> Result<String, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Spec schemas.
    pub async fn spec_schemas(
        &self,
        project: Id,
        spec: Id,
    ) -> Result<Vec<SchemaSummary>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Spec schema.
    pub async fn spec_schema(
        &self,
        project: Id,
        spec: Id,
        name: &str,
    ) -> Result<SchemaDetail, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
