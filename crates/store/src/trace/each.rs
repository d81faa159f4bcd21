//! Traces one by one, for what no sums tell apart: words, durations, runs, broken rules.

use fairlead_core::limits::TRACES_LOOKED_AT;
use rusqlite::{Connection, Row, params_from_iter, types::Value};

use super::{
    plan::{days, few_slow, narrowest},
    search,
    term::Term,
    terms::Terms,
};
use crate::error::StoreError;

/// What figures need of one trace; numbers of texts, except for the times and the status.
#[derive(Clone, Copy, Debug)]
pub(super) struct One {
    pub started_at: i64,
    pub micros: u64,
    pub operation: i64,
    pub status: i64,
    pub category: i64,
    pub problem: i64,
    pub partner: i64,
    pub failed: bool,
}

const COLUMNS: &str = "started_at, duration, operation, status, category, problem, partner, failed";

/// Takes each trace that fits the terms, has the words and began within the times. Where there are
/// more than [`TRACES_LOOKED_AT`] to look at, only the newest so many are, and that number is told.
pub(super) fn each(
    connection: &Connection,
    terms: &Terms,
    text: Option<&str>,
    times: (i64, i64),
    take: impl FnMut(One),
) -> Result<Option<u64>, StoreError> {
    let all = newest(connection, terms, text, times, TRACES_LOOKED_AT, take)?;
    Ok((!all).then_some(TRACES_LOOKED_AT as u64))
}

/// The same, of the `most` newest to look at: whether these are all.
fn newest(
    connection: &Connection,
    terms: &Terms,
    text: Option<&str>,
    (from, to): (i64, i64),
    most: usize,
    take: impl FnMut(One),
) -> Result<bool, StoreError> {
    let terms = &Terms {
        from: Some(from),
        to: Some(to),
        ..terms.clone()
    };
    match text {
        Some(text) => with_words(connection, terms, text, most, take),
        None => along(connection, terms, (from, to), most, take),
    }
}

/// Those with words: whether these are all.
fn with_words(
    connection: &Connection,
    terms: &Terms,
    text: &str,
    most: usize,
    mut take: impl FnMut(One),
) -> Result<bool, StoreError> {
    let mut found = search::find(connection, terms, text, None, false, most + 1)?;
    let all = found.len() <= most;
    found.truncate(most);
    let sql = format!("SELECT {COLUMNS} FROM traces WHERE n = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    for n in found {
        take(statement.query_row([n], read)?);
    }
    Ok(all)
}

/// Those along the index that leaves the fewest, the newest first: whether these are all.
fn along(
    connection: &Connection,
    terms: &Terms,
    (from, to): (i64, i64),
    most: usize,
    mut take: impl FnMut(One),
) -> Result<bool, StoreError> {
    let (index, rows) = narrowest(terms, &days(connection, terms)?);
    let slow = few_slow(connection, terms)?.is_some_and(|slow| slow < rows);
    let index = if slow { "traces_by_duration" } else { index };
    let leads = |term: &&Term| {
        if slow {
            term.facet == "duration"
        } else {
            term.index == Some(index)
        }
    };
    let (condition, of_index) = Terms::sql(terms.each.iter().filter(leads));
    let (others, mut values) = Terms::sql(terms.each.iter().filter(|term| !leads(term)));
    // Few slow ones are all looked at, in whatever order.
    let order = if slow { "" } else { "ORDER BY started_at DESC" };
    let sql = format!(
        "SELECT {COLUMNS}, 1 = 1{others} FROM traces INDEXED BY {index}
         WHERE project = ?{condition} AND started_at >= ? AND started_at < ? {order} LIMIT ?"
    );
    values.push(terms.project.into());
    values.extend(of_index);
    let limit = crate::value::count(most as u64) + 1;
    values.extend([from, to, limit].map(Value::from));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut looked_at = 0;
    while let Some(row) = rows.next()? {
        looked_at += 1;
        if looked_at > most {
            return Ok(false);
        }
        if row.get(8)? {
            take(read(row)?);
        }
    }
    Ok(true)
}

fn read(row: &Row<'_>) -> rusqlite::Result<One> {
    Ok(One {
        started_at: row.get(0)?,
        micros: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
        operation: row.get(2)?,
        status: row.get(3)?,
        category: row.get(4)?,
        problem: row.get(5)?,
        partner: row.get(6)?,
        failed: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use fairlead_core::{Id, Timestamp};

    use super::*;
    use crate::{
        Store,
        trace::{ChainKey, Filter, TraceRow, index, insert, terms::terms},
    };

    fn row(project: Id, at: i64) -> TraceRow {
        TraceRow {
            id: Id::new(),
            project_id: project,
            source: "mock".into(),
            operation_id: None,
            method: "GET".into(),
            path: "/tide".into(),
            path_template: None,
            url: "http://h/tide".into(),
            status: Some(200),
            started_at: Timestamp::from_millis(at),
            duration_micros: 5,
            request_valid: true,
            response_valid: Some(true),
            violation_count: 0,
            error_category: None,
            problem: None,
            mock_id: None,
            environment_id: None,
            partner_id: None,
            run_id: (at < 40).then_some(project),
            request_bytes: 0,
            response_bytes: 0,
        }
    }

    #[tokio::test]
    async fn beyond_the_most_the_newest_are_taken_and_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let project = Id::new();
        let rows: Vec<_> = (0..60)
            .map(|at| (row(project, at), "{}".to_owned()))
            .collect();
        let key = ChainKey::new(&[7; 32]);
        let kept = store.write_traces(move |c| {
            insert(c, &key, &rows)?;
            index(c, 50)
        });
        kept.await.unwrap();
        for (text, run) in [(None, false), (None, true), (Some("tide"), false)] {
            let filter = Filter {
                run_id: run.then_some(project),
                ..Filter::default()
            };
            let last = if run { 40 } else { 60 };
            for (most, all) in [(10, false), (last, true)] {
                let filter = filter.clone();
                let found = store.read_traces(move |c| {
                    let terms = terms(c, project, &filter)?.unwrap();
                    let mut taken = Vec::new();
                    let take = |one: One| taken.push(one.started_at);
                    let whole = newest(c, &terms, text, (0, 100), most, take)?;
                    Ok((whole, taken))
                });
                let (whole, mut taken) = found.await.unwrap();
                assert_eq!(whole, all, "{text:?} {run}");
                taken.sort_unstable();
                let first = last - most;
                let expected: Vec<_> = (first..last)
                    .filter_map(|at| i64::try_from(at).ok())
                    .collect();
                assert_eq!(taken, expected, "{text:?} {run}");
            }
        }
        store.close();
    }
}
