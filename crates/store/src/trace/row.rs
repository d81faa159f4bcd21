//! One row of the table.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    TraceRow,
    text::{self, Texts},
};
use crate::error::StoreError;

/// The columns of a row, as [`read`] wants them.
pub(super) const COLUMNS: &str = "n, id, project, started_at, duration, status, operation, method, \
    source, category, environment, partner, mock, run, request_valid, response_valid, violations, \
    request_bytes, response_bytes, template, origin, path, url, problem";

/// One trace without its detail.
pub fn one(connection: &Connection, project: Id, id: Id) -> Result<Option<TraceRow>, StoreError> {
    let Some(project) = text::find(connection, &project.to_string())? else {
        return Ok(None);
    };
    let mut texts = Texts::default();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM traces WHERE id = ?1 AND project = ?2"
    ))?;
    let found = statement
        .query_row(params![id.as_bytes(), project], |row| {
            Ok(read(connection, &mut texts, row))
        })
        .optional()?;
    found.transpose()
}

/// A row of [`COLUMNS`].
pub(super) fn read(
    connection: &Connection,
    texts: &mut Texts,
    row: &Row<'_>,
) -> Result<TraceRow, StoreError> {
    let mut text = |column: &str| -> Result<Option<String>, StoreError> {
        texts.get(connection, row.get(column)?)
    };
    let needed = |text: Option<String>| text.ok_or_else(|| StoreError::Row("a text is 0".into()));
    let id = |text: Option<String>| -> Result<Option<Id>, StoreError> {
        text.map(|text| text.parse())
            .transpose()
            .map_err(|e: fairlead_core::InvalidId| StoreError::Row(e.to_string()))
    };
    let path: String = row.get("path")?;
    let url = match row.get::<_, Option<String>>("url")? {
        Some(url) => url,
        None => needed(text("origin")?)? + &path,
    };
    let size = |column: &str| -> rusqlite::Result<u64> {
        Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
    };
    Ok(TraceRow {
        id: Id::from_bytes(row.get("id")?),
        project_id: id(text("project")?)?
            .ok_or_else(|| StoreError::Row("a trace has no project".into()))?,
        source: needed(text("source")?)?,
        operation_id: text("operation")?,
        method: needed(text("method")?)?,
        path,
        path_template: text("template")?,
        url,
        status: Some(row.get("status")?).filter(|status| *status != 0),
        started_at: Timestamp::from_millis(row.get("started_at")?),
        duration_micros: size("duration")?,
        request_valid: row.get("request_valid")?,
        response_valid: row.get("response_valid")?,
        violation_count: row.get("violations")?,
        error_category: text("category")?,
        problem: text("problem")?,
        mock_id: id(text("mock")?)?,
        environment_id: id(text("environment")?)?,
        partner_id: id(text("partner")?)?,
        run_id: id(text("run")?)?,
        request_bytes: size("request_bytes")?,
        response_bytes: size("response_bytes")?,
    })
}
