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
CREATE INDEX traces_by_operation ON traces (project_id, operation_id, started_at);
