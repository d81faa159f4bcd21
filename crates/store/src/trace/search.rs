//! Words of URLs and bodies. Traces come into the index after they are kept, a part at a time, so
//! that keeping them stays quick; the few that are not in yet are looked through as they are.

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde::Deserialize;

use super::{
    detail::unpack,
    plan::{conditions, days, narrowest},
    terms::Terms,
    text::Texts,
};
use crate::error::StoreError;

/// Most bytes of a trace whose words are found.
const INDEXED_BYTES: usize = 16 * 1024;
/// Most traces that are looked through because they are not in the index yet.
const FRESH: i64 = 2_000;
/// Most words that a beginning stands for one by one.
const BEGINNINGS: usize = 64;
/// The name of the mark up to which traces are in the index.
const MARK: &str = "search";

/// The part of a detail that is searched.
#[derive(Deserialize)]
struct Searched {
    request: Option<Side>,
    response: Option<Side>,
}

/// One side of an exchange.
#[derive(Deserialize)]
struct Side {
    body: Option<Body>,
}

/// A kept body.
#[derive(Deserialize)]
struct Body {
    text: Option<String>,
}

/// Brings the next traces into the index, at most `part`: how many there were.
pub fn index(connection: &Connection, part: usize) -> Result<usize, StoreError> {
    let mark = mark(connection)?;
    let mut texts = Texts::default();
    let mut find = connection.prepare_cached(
        "SELECT n, project, origin, path, url, packed FROM traces JOIN trace_details USING (n)
         WHERE n > ?1 ORDER BY n LIMIT ?2",
    )?;
    let mut put =
        connection.prepare_cached("INSERT INTO trace_search (rowid, words) VALUES (?1, ?2)")?;
    let mut rows = find.query(params![mark, crate::value::count(part as u64)])?;
    let (mut last, mut count) = (mark, 0);
    while let Some(row) = rows.next()? {
        let project: i64 = row.get("project")?;
        let words = words(connection, &mut texts, row)?;
        last = row.get("n")?;
        put.execute(params![last, format!("{} {words}", of_project(project))])?;
        count += 1;
    }
    if count > 0 {
        connection
            .prepare_cached("INSERT OR REPLACE INTO trace_marks (name, n) VALUES (?1, ?2)")?
            .execute(params![MARK, last])?;
    }
    Ok(count)
}

/// Takes traces out of the index.
pub(super) fn forget(connection: &Connection, numbers: &[i64]) -> Result<(), StoreError> {
    let mark = mark(connection)?;
    let mut statement = connection.prepare_cached("DELETE FROM trace_search WHERE rowid = ?1")?;
    for n in numbers.iter().filter(|n| **n <= mark) {
        statement.execute([n])?;
    }
    Ok(())
}

/// Numbers of traces that have the words and fit the terms, beyond a number, in order.
pub(super) fn find(
    connection: &Connection,
    terms: &Terms,
    text: &str,
    after: Option<i64>,
    ascending: bool,
    limit: usize,
) -> Result<Vec<i64>, StoreError> {
    let wanted = tokens(text);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // Where the filters leave few, those are looked through: their words may be in all the rest.
    if !terms.each.is_empty() {
        let (index, few) = narrowest(terms, &days(connection, terms)?);
        if few <= FRESH {
            let by = format!("INDEXED BY {index}");
            return look_through(
                connection,
                terms,
                &wanted,
                &by,
                after,
                ascending,
                (0, limit),
            );
        }
    }
    let mark = mark(connection)?;
    let mut found = Vec::new();
    let parts = [ascending, !ascending];
    for indexed in parts {
        if found.len() >= limit {
            break;
        }
        let missing = limit - found.len();
        let part = if indexed {
            in_index(connection, terms, &wanted, after, ascending, missing)?
        } else {
            let place = (mark, missing);
            look_through(
                connection,
                terms,
                &wanted,
                "NOT INDEXED",
                after,
                ascending,
                place,
            )?
        };
        found.extend(part);
    }
    Ok(found)
}

fn in_index(
    connection: &Connection,
    terms: &Terms,
    wanted: &[String],
    after: Option<i64>,
    ascending: bool,
    limit: usize,
) -> Result<Vec<i64>, StoreError> {
    let mut query = of_project(terms.project);
    if let Some((beginning, whole)) = wanted.split_last() {
        for word in whole {
            query.push_str(&format!(" AND \"{word}\""));
        }
        // The index gathers every trace with any word of a beginning before it gives the first;
        // of whole words it gives one trace after the other.
        query.push_str(&match beginnings(connection, beginning)? {
            Some(words) => format!(" AND (\"{}\")", words.join("\" OR \"")),
            None => format!(" AND \"{beginning}\"*"),
        });
    }
    let (order, beyond) = if ascending {
        ("ASC", ">")
    } else {
        ("DESC", "<")
    };
    let (mut condition, of_terms) = conditions(terms);
    let mut values = vec![query.into()];
    let mut place = String::new();
    if let Some(after) = after {
        place = format!(" AND trace_search.rowid {beyond} ?");
        values.push(after.into());
    }
    values.extend(of_terms);
    values.push(crate::value::count(limit as u64).into());
    condition = condition.replace("project = ?", "t.project = ?");
    let sql = format!(
        "SELECT t.n FROM trace_search CROSS JOIN traces t ON t.n = trace_search.rowid
         WHERE trace_search MATCH ?{place} AND {condition}
         ORDER BY trace_search.rowid {order} LIMIT ?"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The words of the index that begin like this, and it itself; none where they are many.
fn beginnings(connection: &Connection, beginning: &str) -> Result<Option<Vec<String>>, StoreError> {
    let mut next = connection
        .prepare_cached("SELECT term FROM trace_words WHERE term >= ?1 ORDER BY term LIMIT 1")?;
    let mut words = vec![beginning.to_owned()];
    let mut place = format!("{beginning}\u{1}");
    while words.len() <= BEGINNINGS {
        let word: Option<String> = next.query_row([&place], |row| row.get(0)).optional()?;
        let Some(word) = word.filter(|word| word.starts_with(beginning)) else {
            return Ok(Some(words));
        };
        place = format!("{word}\u{1}");
        words.push(word);
    }
    Ok(None)
}

/// Traces beyond a place that have the words, found by looking at each that fits the terms.
fn look_through(
    connection: &Connection,
    terms: &Terms,
    wanted: &[String],
    by: &str,
    after: Option<i64>,
    ascending: bool,
    (mark, limit): (i64, usize),
) -> Result<Vec<i64>, StoreError> {
    let order = if ascending { "ASC" } else { "DESC" };
    let (condition, mut values) = conditions(terms);
    let (low, high) = match (after, ascending) {
        (Some(after), true) => (mark.max(after), i64::MAX),
        (Some(after), false) => (mark, after),
        (None, _) => (mark, i64::MAX),
    };
    values.extend([low.into(), high.into(), FRESH.into()]);
    let sql = format!(
        "SELECT n, origin, path, url, packed FROM traces {by} JOIN trace_details USING (n)
         WHERE {condition} AND n > ? AND n < ? ORDER BY n {order} LIMIT ?"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let (mut texts, mut found) = (Texts::default(), Vec::new());
    while let Some(row) = rows.next()? {
        if found.len() >= limit {
            break;
        }
        if has(&tokens(&words(connection, &mut texts, row)?), wanted) {
            found.push(row.get("n")?);
        }
    }
    Ok(found)
}

fn has(there: &[String], wanted: &[String]) -> bool {
    let Some((last, whole)) = wanted.split_last() else {
        return false;
    };
    whole.iter().all(|word| there.contains(word)) && there.iter().any(|w| w.starts_with(last))
}

/// The words of a text as the index makes them: runs of letters and digits, in lower case.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A word that only the traces of a project have.
fn of_project(project: i64) -> String {
    format!("fairleadproject{project}")
}

fn words(
    connection: &Connection,
    texts: &mut Texts,
    row: &rusqlite::Row<'_>,
) -> Result<String, StoreError> {
    let mut words = texts
        .get(connection, row.get("origin")?)?
        .unwrap_or_default();
    words.push_str(&row.get::<_, String>("path")?);
    words.push_str(&row.get::<_, Option<String>>("url")?.unwrap_or_default());
    let detail = unpack(&row.get::<_, Vec<u8>>("packed")?)?;
    // A detail of another shape has no bodies to look into.
    if let Ok(detail) = serde_json::from_str::<Searched>(&detail) {
        for side in [detail.request, detail.response].into_iter().flatten() {
            if let Some(text) = side.body.and_then(|body| body.text) {
                words.push(' ');
                words.push_str(&text);
            }
        }
    }
    words.truncate(words.floor_char_boundary(INDEXED_BYTES));
    Ok(words)
}

fn mark(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT n FROM trace_marks WHERE name = ?1")?;
    Ok(statement
        .query_row([MARK], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}
