//! The whole of a trace: JSON, compressed, beside the row.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Filter, page, text};
use crate::{error::StoreError, value};

/// The detail of one trace, as JSON.
pub fn detail(connection: &Connection, project: Id, id: Id) -> Result<Option<String>, StoreError> {
    let Some(project) = text::find(connection, &project.to_string())? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT packed FROM traces JOIN trace_details USING (n) WHERE project = ?1 AND id = ?2",
    )?;
    let packed: Option<Vec<u8>> = statement
        .query_row(params![project, id.as_bytes()], |row| row.get(0))
        .optional()?;
    packed.map(|packed| unpack(&packed)).transpose()
}

/// Details of the newest exchanges that a mock has had as a proxy, oldest first, as JSON.
pub fn of_proxy(
    connection: &Connection,
    project: Id,
    mock: Id,
    most: usize,
) -> Result<Vec<String>, StoreError> {
    let number = |text: &str| text::find(connection, text);
    let (Some(project), Some(mock), Some(proxy)) = (
        number(&project.to_string())?,
        number(&mock.to_string())?,
        number("proxy")?,
    ) else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(
        "SELECT packed FROM traces INDEXED BY traces_by_mock JOIN trace_details USING (n)
         WHERE project = ?1 AND mock = ?2 AND mock <> 0 AND source = ?3 AND status <> 0
         ORDER BY started_at DESC, n DESC LIMIT ?4",
    )?;
    let rows = statement.query_map(
        params![project, mock, proxy, value::count(most as u64)],
        |row| row.get::<_, Vec<u8>>(0),
    )?;
    let mut details = rows
        .map(|packed| unpack(&packed?))
        .collect::<Result<Vec<_>, _>>()?;
    details.reverse();
    Ok(details)
}

pub(super) fn unpack(packed: &[u8]) -> Result<String, StoreError> {
    let bytes = zstd::decode_all(packed).map_err(|e| StoreError::Row(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| StoreError::Row(e.to_string()))
}

/// Traces read at once.
const PART: usize = 500;

/// The details of the newest traces of a project, newest first, from a time on: as many as fit into
/// a number of bytes.
pub fn newest(
    connection: &Connection,
    project: Id,
    since: Option<Timestamp>,
    most: usize,
) -> Result<Vec<String>, StoreError> {
    let filter = Filter {
        from: since,
        ..Filter::default()
    };
    let mut found = Vec::new();
    let (mut bytes, mut after) = (0, None);
    loop {
        let page = page(connection, project, &filter, PART, after)?;
        for row in &page.rows {
            let Some(text) = detail(connection, project, row.id)? else {
                continue;
            };
            bytes += text.len() + 1;
            if bytes > most {
                return Ok(found);
            }
            found.push(text);
        }
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}
