//! Traces: kept exchanges, in a database of their own.

use std::fmt::Write;

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Value};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE traces (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    source TEXT NOT NULL,
    operation_id TEXT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    url TEXT NOT NULL,
    status INTEGER,
    started_at INTEGER NOT NULL,
    duration_micros INTEGER NOT NULL,
    request_valid INTEGER NOT NULL,
    response_valid INTEGER,
    violation_count INTEGER NOT NULL,
    error_category TEXT,
    mock_id TEXT,
    detail BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX traces_by_time ON traces (project_id, started_at, id);
CREATE INDEX traces_by_status ON traces (project_id, status, started_at);
CREATE INDEX traces_by_operation ON traces (project_id, operation_id, started_at);";

/// How many are kept of one project; the oldest go first.
pub const KEPT: usize = 1_000_000;
/// How hard details are compressed.
const LEVEL: i32 = 1;
/// The columns of a row without its detail.
const COLUMNS: &str = "id, project_id, source, operation_id, method, path, url, status, started_at, \
    duration_micros, request_valid, response_valid, violation_count, error_category, mock_id";

/// One trace without its detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// Who began it.
    pub source: String,
    /// The operation, where one was found.
    pub operation_id: Option<String>,
    /// The method.
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// The whole URL.
    pub url: String,
    /// The status, where an answer came.
    pub status: Option<u16>,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took, in microseconds.
    pub duration_micros: u64,
    /// Whether the request kept the contract.
    pub request_valid: bool,
    /// Whether the response kept the contract.
    pub response_valid: Option<bool>,
    /// How many rules were broken.
    pub violation_count: u32,
    /// What kind of error.
    pub error_category: Option<String>,
    /// The mock that answered.
    pub mock_id: Option<Id>,
}

/// Which traces to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this method.
    pub method: Option<String>,
    /// Only these statuses, both ends included.
    pub status: Option<(u16, u16)>,
    /// Only from there.
    pub source: Option<String>,
    /// Only this operation.
    pub operation_id: Option<String>,
    /// Only of this mock.
    pub mock_id: Option<Id>,
    /// Only those with an error category or a broken contract.
    pub errors: bool,
    /// Only those with this text in the URL.
    pub text: Option<String>,
    /// Only those that began then or later.
    pub from: Option<Timestamp>,
    /// Only those that began before.
    pub to: Option<Timestamp>,
    /// Oldest first.
    pub ascending: bool,
}

/// Adds traces; `detail` is JSON that the application reads and writes.
pub fn insert(connection: &Connection, rows: &[(TraceRow, String)]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "INSERT OR REPLACE INTO traces ({COLUMNS}, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
    ))?;
    for (row, detail) in rows {
        let packed = zstd::encode_all(detail.as_bytes(), LEVEL)
            .map_err(|e| StoreError::Row(e.to_string()))?;
        statement.execute(params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.source,
            row.operation_id,
            row.method,
            row.path,
            row.url,
            row.status,
            row.started_at.as_millis(),
            value::count(row.duration_micros),
            row.request_valid,
            row.response_valid,
            row.violation_count,
            row.error_category,
            row.mock_id.map(|m| m.to_string()),
            packed
        ])?;
    }
    Ok(())
}

/// A page of traces after a place (time in milliseconds, id), newest first unless the filter says
/// otherwise.
pub fn page(
    connection: &Connection,
    project: Id,
    filter: &Filter,
    limit: usize,
    after: Option<(i64, String)>,
) -> Result<Vec<TraceRow>, StoreError> {
    let (mut condition, mut values) = conditions(project, filter);
    let (order, beyond) = if filter.ascending {
        ("ASC", ">")
    } else {
        ("DESC", "<")
    };
    if let Some((at, id)) = after {
        condition.push_str(&format!(" AND (started_at, id) {beyond} (?, ?)"));
        values.extend([Value::from(at), Value::from(id)]);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM traces WHERE {condition} ORDER BY started_at {order}, id {order} LIMIT {limit}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(values), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many traces a filter fits.
pub fn count(connection: &Connection, project: Id, filter: &Filter) -> Result<u64, StoreError> {
    let (condition, values) = conditions(project, filter);
    let sql = format!("SELECT count(*) FROM traces WHERE {condition}");
    let mut statement = connection.prepare_cached(&sql)?;
    let found: i64 = statement.query_row(rusqlite::params_from_iter(values), |row| row.get(0))?;
    Ok(u64::try_from(found).unwrap_or(0))
}

/// How many traces there are of all projects.
pub fn count_all(connection: &Connection) -> Result<u64, StoreError> {
    let found: i64 = connection.query_row("SELECT count(*) FROM traces", [], |row| row.get(0))?;
    Ok(u64::try_from(found).unwrap_or(0))
}

/// The detail of one trace, as JSON.
pub fn detail(connection: &Connection, project: Id, id: Id) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT detail FROM traces WHERE project_id = ?1 AND id = ?2")?;
    let packed: Option<Vec<u8>> = statement
        .query_row([project.to_string(), id.to_string()], |row| row.get(0))
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
    let mut statement = connection.prepare_cached(
        "SELECT detail FROM traces
         WHERE project_id = ?1 AND mock_id = ?2 AND source = 'proxy' AND status IS NOT NULL
         ORDER BY started_at DESC, id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map(
        params![
            project.to_string(),
            mock.to_string(),
            value::count(most as u64)
        ],
        |row| row.get::<_, Vec<u8>>(0),
    )?;
    let mut details = rows
        .map(|packed| unpack(&packed?))
        .collect::<Result<Vec<_>, _>>()?;
    details.reverse();
    Ok(details)
}

fn unpack(packed: &[u8]) -> Result<String, StoreError> {
    let bytes = zstd::decode_all(packed).map_err(|e| StoreError::Row(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| StoreError::Row(e.to_string()))
}

/// Forgets all traces of a project: how many there were.
pub fn delete_all(connection: &Connection, project: Id) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM traces WHERE project_id = ?1",
        [project.to_string()],
    )?)
}

/// Forgets the oldest traces of each project that has more than `most`, at most `part` of them at
/// once, so that no writer waits long: how many there were.
pub fn prune(connection: &Connection, most: usize, part: usize) -> Result<usize, StoreError> {
    // Reads the index by project alone; the rows themselves stay on the disk.
    let mut statement = connection.prepare_cached(
        "SELECT project_id, count(*) AS there FROM traces GROUP BY project_id HAVING there > ?1",
    )?;
    let full: Vec<(String, i64)> = statement
        .query_map([value::count(most as u64)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "DELETE FROM traces WHERE id IN
         (SELECT id FROM traces WHERE project_id = ?1 ORDER BY started_at, id LIMIT ?2)",
    )?;
    let (most, mut left) = (value::count(most as u64), value::count(part as u64));
    let mut removed = 0;
    for (project, there) in full {
        let gone = statement.execute(params![project, (there - most).min(left)])?;
        removed += gone;
        left -= value::count(gone as u64);
    }
    Ok(removed)
}

fn conditions(project: Id, filter: &Filter) -> (String, Vec<Value>) {
    let mut condition = String::from("project_id = ?");
    let mut values = vec![Value::from(project.to_string())];
    let mut and = |text: &str, value: Value| {
        // Writing to a String does not fail.
        let _ = write!(condition, " AND {text}");
        values.push(value);
    };
    if let Some(method) = &filter.method {
        and("method = ?", method.clone().into());
    }
    if let Some((from, to)) = filter.status {
        and("status >= ?", i64::from(from).into());
        and("status <= ?", i64::from(to).into());
    }
    if let Some(source) = &filter.source {
        and("source = ?", source.clone().into());
    }
    if let Some(operation) = &filter.operation_id {
        and("operation_id = ?", operation.clone().into());
    }
    if let Some(mock) = filter.mock_id {
        and("mock_id = ?", mock.to_string().into());
    }
    if let Some(text) = &filter.text {
        and("instr(lower(url), lower(?)) > 0", text.clone().into());
    }
    if let Some(from) = filter.from {
        and("started_at >= ?", from.as_millis().into());
    }
    if let Some(to) = filter.to {
        and("started_at < ?", to.as_millis().into());
    }
    if filter.errors {
        condition.push_str(
            " AND (error_category IS NOT NULL OR request_valid = 0 OR response_valid = 0)",
        );
    }
    (condition, values)
}

fn read(row: &Row<'_>) -> rusqlite::Result<TraceRow> {
    let micros: i64 = row.get("duration_micros")?;
    Ok(TraceRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        source: row.get("source")?,
        operation_id: row.get("operation_id")?,
        method: row.get("method")?,
        path: row.get("path")?,
        url: row.get("url")?,
        status: row.get("status")?,
        started_at: value::time(row, "started_at")?,
        duration_micros: u64::try_from(micros).unwrap_or(0),
        request_valid: row.get("request_valid")?,
        response_valid: row.get("response_valid")?,
        violation_count: row.get("violation_count")?,
        error_category: row.get("error_category")?,
        mock_id: value::optional_id(row, "mock_id")?,
    })
}
