//! Saved requests as the store has them.

use fairlead_core::limits;
use fairlead_requests::SavedRequest;
use fairlead_store::request::RequestRow;
use serde_json::json;

use crate::{AppError, SavedRequestSummary};

/// Longest name, in characters.
const NAME: usize = 200;

pub fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME || name.contains(char::is_control) {
        let message = format!("A request's name is one line of 1 to {NAME} characters.");
        return Err(AppError::invalid("invalid_name", message));
    }
    Ok(name.to_owned())
}

/// Folders as the store has them.
pub fn folder_text(folder: &[String]) -> Result<String, AppError> {
    if folder.len() > limits::REQUEST_FOLDERS_DEEP
        || folder.iter().any(|name| name.trim().is_empty())
    {
        let message = format!(
            "Folders have names, and are at most {} deep.",
            limits::REQUEST_FOLDERS_DEEP
        );
        return Err(AppError::invalid("invalid_folder", message));
    }
    text(&folder)
}

pub fn text(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(internal)
}

pub fn internal(error: serde_json::Error) -> AppError {
    let message = "A saved request cannot be read or written.";
    AppError::new(crate::ErrorKind::Internal, "internal", message).because(error)
}

pub fn document(row: &RequestRow) -> Result<SavedRequest, AppError> {
    let mut request: SavedRequest = serde_json::from_str(&row.document).map_err(internal)?;
    request.take_described_fields();
    Ok(request)
}

pub fn summary(row: &RequestRow) -> Result<SavedRequestSummary, AppError> {
    Ok(SavedRequestSummary {
        id: row.id,
        folder: serde_json::from_str(&row.folder).map_err(internal)?,
        name: row.name.clone(),
        method: row.method.clone(),
        url: row.url.clone(),
        operation_id: row.operation_id.clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub fn arguments(row: &RequestRow) -> serde_json::Value {
    json!({
        "id": row.id,
        "projectId": row.project_id,
        "folder": row.folder,
        "name": row.name,
        "document": row.document,
    })
}
