//! Keeping traces: rows, details, sums and seals in one transaction.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use zstd::bulk::Compressor;

use super::{
    TraceRow,
    chain::{self, ChainKey, Link},
    combination::Combinations,
    detail::unpack,
    failure::Failures,
    rollup::{Sort, Sums},
    text::Numbers,
};
use crate::{error::StoreError, value};

/// How hard details are compressed.
const LEVEL: i32 = 1;

/// Adds traces in the order given, each sealed behind the one before; `detail` is JSON that the
/// application reads and writes. One whose id is there already is left as it is. Says how many were
/// added.
pub fn insert(
    connection: &Connection,
    key: &ChainKey,
    rows: &[(TraceRow, String)],
) -> Result<u64, StoreError> {
    let failed = |e: std::io::Error| StoreError::Row(e.to_string());
    let mut compressor = Compressor::new(LEVEL).map_err(failed)?;
    let mut batch = Batch::new(connection, Some(key));
    for (row, detail) in rows {
        let packed = compressor.compress(detail.as_bytes()).map_err(failed)?;
        batch.add(row, detail, &packed)?;
    }
    let added = batch.added;
    batch.finish()?;
    Ok(added)
}

/// Adds traces whose details are packed, and empties the list; unsealed without a key.
pub(super) fn add(
    connection: &Connection,
    key: Option<&ChainKey>,
    rows: &mut Vec<(TraceRow, Vec<u8>)>,
) -> Result<(), StoreError> {
    let mut batch = Batch::new(connection, key);
    for (row, packed) in rows.drain(..) {
        let detail = match key {
            Some(_) => unpack(&packed)?,
            None => String::new(),
        };
        batch.add(&row, &detail, &packed)?;
    }
    batch.finish()
}

/// What one transaction adds.
struct Batch<'a> {
    connection: &'a Connection,
    key: Option<&'a ChainKey>,
    added: u64,
    numbers: Numbers,
    combinations: Combinations,
    sums: Sums,
    failures: Failures,
    links: HashMap<i64, Link>,
}

impl<'a> Batch<'a> {
    fn new(connection: &'a Connection, key: Option<&'a ChainKey>) -> Self {
        Self {
            connection,
            key,
            added: 0,
            numbers: Numbers::default(),
            combinations: Combinations::default(),
            sums: Sums::default(),
            failures: Failures::default(),
            links: HashMap::new(),
        }
    }

    fn add(&mut self, row: &TraceRow, detail: &str, packed: &[u8]) -> Result<(), StoreError> {
        let c = self.connection;
        let ids = [row.mock_id, row.environment_id, row.partner_id, row.run_id]
            .map(|id| id.map(|id| id.to_string()));
        let [mock, environment, partner, run] = &ids;
        let project = self.numbers.put(c, &row.project_id.to_string())?;
        let operation = self.numbers.put_optional(c, row.operation_id.as_deref())?;
        let template = self.numbers.put_optional(c, row.path_template.as_deref())?;
        let category = self
            .numbers
            .put_optional(c, row.error_category.as_deref())?;
        let mut sort = Sort {
            operation,
            method: self.numbers.put(c, &row.method)?,
            source: self.numbers.put(c, &row.source)?,
            status: row.status.map_or(0, i64::from),
            category,
            problem: self.numbers.put_optional(c, row.problem.as_deref())?,
            failed: row.failed(),
            environment: self.numbers.put_optional(c, environment.as_deref())?,
            partner: self.numbers.put_optional(c, partner.as_deref())?,
            mock: self.numbers.put_optional(c, mock.as_deref())?,
            together: 0,
        };
        self.combinations.tell(c, &mut sort)?;
        let run = self.numbers.put_optional(c, run.as_deref())?;
        // Most URLs are an origin that repeats, and the path.
        let (origin, url) = match row.url.strip_suffix(&row.path) {
            Some(origin) => (self.numbers.put(c, origin)?, None),
            None => (0, Some(&row.url)),
        };
        let link = match self.links.get_mut(&project) {
            Some(link) => link,
            None => {
                let link = chain::link(c, project)?.map_or_else(Link::default, |found| found.0);
                self.links.entry(project).or_insert(link)
            }
        };
        let mac = self.key.map(|key| key.code(&link.head, row, detail));
        let added = c
            .prepare_cached(
                "INSERT OR IGNORE INTO traces (id, project, started_at, duration, status,
                 operation, method, source, category, failed, environment, partner, mock, run,
                 request_valid, response_valid, violations, request_bytes, response_bytes,
                 template, origin, path, url, mac, problem)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                 ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
            )?
            .execute(params![
                row.id.as_bytes(),
                project,
                row.started_at.as_millis(),
                value::count(row.duration_micros),
                sort.status,
                sort.operation,
                sort.method,
                sort.source,
                sort.category,
                sort.failed,
                sort.environment,
                sort.partner,
                sort.mock,
                run,
                row.request_valid,
                row.response_valid,
                row.violation_count,
                value::count(row.request_bytes),
                value::count(row.response_bytes),
                template,
                origin,
                row.path,
                url,
                mac,
                sort.problem
            ])?;
        if added == 0 {
            return Ok(());
        }
        self.added += 1;
        let n = c.last_insert_rowid();
        c.prepare_cached("INSERT INTO trace_details (n, packed) VALUES (?1, ?2)")?
            .execute(params![n, packed])?;
        link.kept += 1;
        link.head_n = n;
        match mac {
            Some(mac) => link.head = mac,
            // What is not sealed lies before the chain.
            None => link.anchor_n = n,
        }
        let at = row.started_at.as_millis();
        self.sums.count(project, at, sort, row.duration_micros);
        self.failures.count(project, at, sort);
        Ok(())
    }

    fn finish(self) -> Result<(), StoreError> {
        self.sums.add(self.connection)?;
        self.failures.add(self.connection)?;
        for (project, link) in &self.links {
            chain::keep(self.connection, self.key, *project, link)?;
        }
        Ok(())
    }
}
