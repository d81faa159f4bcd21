//! The tables of traces, and how rows of the first layout come into them.

use rusqlite::{Connection, Row};

use super::{
    TraceRow, failure,
    insert::add,
    rollup::{DAY, HOUR, Sums},
};
use crate::{error::StoreError, migrate::Migration, value};

/// The first layout: one wide table.
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

/// The layout for millions of rows. `n` numbers traces in the order they were kept; it is never
/// used twice. Texts that repeat are numbers of `trace_texts`; 0 stands for none. Details stay
/// out of the way of lists.
const LAYOUT: &str = "
CREATE TABLE trace_texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
ALTER TABLE traces RENAME TO traces_1;
DROP INDEX traces_by_time;
DROP INDEX traces_by_status;
DROP INDEX traces_by_operation;
CREATE TABLE traces (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    project INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    status INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    method INTEGER NOT NULL,
    source INTEGER NOT NULL,
    category INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    partner INTEGER NOT NULL,
    mock INTEGER NOT NULL,
    run INTEGER NOT NULL,
    request_valid INTEGER NOT NULL,
    response_valid INTEGER,
    violations INTEGER NOT NULL,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    template INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    path TEXT NOT NULL,
    url TEXT,
    mac BLOB,
    problem INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX traces_by_time ON traces (project, started_at);
CREATE INDEX traces_by_duration ON traces (project, duration, started_at);
CREATE INDEX traces_by_status ON traces (project, status, started_at);
CREATE INDEX traces_by_class ON traces (project, status / 100, started_at);
CREATE INDEX traces_by_operation ON traces (project, operation, started_at);
CREATE INDEX traces_by_method ON traces (project, method, started_at);
CREATE INDEX traces_by_source ON traces (project, source, started_at);
CREATE INDEX traces_by_failure ON traces (project, started_at) WHERE failed = 1;
CREATE INDEX traces_by_category ON traces (project, category, started_at) WHERE category <> 0;
CREATE INDEX traces_by_environment ON traces (project, environment, started_at)
    WHERE environment <> 0;
CREATE INDEX traces_by_partner ON traces (project, partner, started_at) WHERE partner <> 0;
CREATE INDEX traces_by_mock ON traces (project, mock, started_at) WHERE mock <> 0;
CREATE INDEX traces_by_run ON traces (project, run, started_at) WHERE run <> 0;
CREATE TABLE trace_details (n INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE trace_sums (
    project INTEGER NOT NULL,
    span INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    value INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    method INTEGER NOT NULL,
    source INTEGER NOT NULL,
    status INTEGER NOT NULL,
    category INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    count INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    sketch BLOB NOT NULL,
    PRIMARY KEY (project, span, kind, started_at, value, operation, method, source, status,
        category, failed)
) STRICT, WITHOUT ROWID;
CREATE TABLE trace_chains (
    project INTEGER PRIMARY KEY,
    kept INTEGER NOT NULL,
    anchor_n INTEGER NOT NULL,
    anchor_mac BLOB NOT NULL,
    head_n INTEGER NOT NULL,
    head_mac BLOB NOT NULL,
    seal BLOB
) STRICT;
CREATE TABLE trace_marks (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE trace_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'unicode61 remove_diacritics 0'
);";

/// Rows of the first layout that are brought over at once.
const PART: usize = 1_000;

/// Makes the layout for millions of rows and brings the rows of the first one over, oldest first.
/// They carry no seal: the chain begins with the first trace after them.
pub(crate) fn lay_out(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(LAYOUT)?;
    connection.execute_batch(failure::LAYOUT)?;
    {
        let mut statement = connection.prepare("SELECT * FROM traces_1 ORDER BY started_at, id")?;
        let mut rows = statement.query([])?;
        let mut part = Vec::with_capacity(PART);
        while let Some(row) = rows.next()? {
            let packed: Vec<u8> = row.get("detail")?;
            part.push((read_first(row)?, packed));
            if part.len() == PART {
                add(connection, None, &mut part)?;
            }
        }
        add(connection, None, &mut part)?;
    }
    connection.execute_batch("DROP TABLE traces_1;")?;
    Ok(())
}

/// Adds what tells failures apart: the rule that was broken and the sums of failures; and the sums
/// that tell one thing apart. Which rule it was is known of new traces only.
pub(crate) fn tell_failures(connection: &Connection) -> Result<(), StoreError> {
    let known: i64 = connection.query_row(
        "SELECT count(*) FROM pragma_table_info('traces') WHERE name = 'problem'",
        [],
        |row| row.get(0),
    )?;
    // A layout that was made a moment ago has all of it.
    if known > 0 {
        return Ok(());
    }
    connection
        .execute_batch("ALTER TABLE traces ADD COLUMN problem INTEGER NOT NULL DEFAULT 0;")?;
    connection.execute_batch(failure::LAYOUT)?;
    for span in [HOUR, DAY] {
        connection.execute(
            "INSERT INTO trace_failures
             SELECT project, ?1, started_at / ?1 * ?1 AS start, operation, status, category, 0,
                 partner, count(*), min(started_at), max(started_at)
             FROM traces WHERE failed = 1
             GROUP BY project, start, operation, status, category, partner",
            [span],
        )?;
    }
    Sums::add_rough(connection)
}

fn read_first(row: &Row<'_>) -> rusqlite::Result<TraceRow> {
    let micros: i64 = row.get("duration_micros")?;
    Ok(TraceRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        source: row.get("source")?,
        operation_id: row.get("operation_id")?,
        method: row.get("method")?,
        path: row.get("path")?,
        path_template: None,
        url: row.get("url")?,
        status: row.get("status")?,
        started_at: value::time(row, "started_at")?,
        duration_micros: u64::try_from(micros).unwrap_or(0),
        request_valid: row.get("request_valid")?,
        response_valid: row.get("response_valid")?,
        violation_count: row.get("violation_count")?,
        error_category: row.get("error_category")?,
        problem: None,
        mock_id: value::optional_id(row, "mock_id")?,
        environment_id: None,
        partner_id: None,
        run_id: None,
        request_bytes: 0,
        response_bytes: 0,
    })
}
