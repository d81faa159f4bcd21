//! Pages of traces.

use fairlead_core::{Id, Timestamp};
use rusqlite::Connection;

use super::{
    TraceRow,
    filter::{Filter, SortBy},
    reading::Reading,
    terms::terms,
    text::Texts,
};
use crate::error::StoreError;

/// A place in a list: what comes after it is the next page, whatever has been added since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the list is sorted by, of the last trace before.
    pub key: i64,
    /// When that trace began, in milliseconds.
    pub started_at: i64,
    /// Its number in the order of keeping.
    pub n: i64,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The traces.
    pub rows: Vec<TraceRow>,
    /// Where the next page begins; none on the last one.
    pub next: Option<Place>,
}

/// A page of traces after a place.
pub fn page(
    connection: &Connection,
    project: Id,
    filter: &Filter,
    limit: usize,
    after: Option<Place>,
) -> Result<Page, StoreError> {
    let mut reading = Reading {
        connection,
        texts: Texts::default(),
        found: Vec::new(),
        wanted: limit + 1,
        sort: filter.sort,
        ascending: filter.ascending,
    };
    if let Some(terms) = terms(connection, project, filter)? {
        match &filter.text {
            Some(text) => reading.with_text(&terms, text, after)?,
            None if filter.sort == SortBy::Started => reading.by_time(terms, after)?,
            None if filter.sort == SortBy::Status => reading.by_status(&terms, after)?,
            None => reading.by_duration(&terms, after)?,
        }
    }
    let is_last = reading.found.len() <= limit;
    reading.found.truncate(limit);
    let next = reading.found.last().map(|(place, _)| *place);
    Ok(Page {
        next: next.filter(|_| !is_last),
        rows: reading.found.into_iter().map(|(_, row)| row).collect(),
    })
}

/// The newest traces of an operation that began before a time, newest first; of one partner where
/// one is named.
pub fn neighbours(
    connection: &Connection,
    project: Id,
    operation: Option<String>,
    partner: Option<Id>,
    before: Timestamp,
    limit: usize,
) -> Result<Vec<TraceRow>, StoreError> {
    let filter = Filter {
        operation_id: operation,
        partner_id: partner,
        to: Some(before),
        ..Filter::default()
    };
    Ok(page(connection, project, &filter, limit, None)?.rows)
}
