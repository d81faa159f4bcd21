//! Laws of traces: sums are a recount, seals hold, words are found, pages show each row once.

use std::collections::{BTreeMap, BTreeSet};

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store,
    trace::{self, Filter, Keep, Span, TraceRow, Walk},
};
use proptest::prelude::*;

use crate::support::{a_trace, all_pages, count, keep, key, open, page, prune};
use crate::trace_figures::figures_are_a_recount;

/// An id of an environment, a mock, a run.
pub fn place(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

/// A trace from a few small numbers.
pub fn made(project: Id, (at, pick, micros): (i64, u8, u64)) -> TraceRow {
    let mut row = a_trace(project, at);
    row.operation_id = [Some("a"), Some("b"), None][usize::from(pick % 3)].map(str::to_owned);
    row.status = [Some(200), Some(422), Some(503), None][usize::from(pick % 4)];
    row.error_category = row.status.filter(|s| *s > 299).map(|_| "SERVER".to_owned());
    row.partner_id = (pick % 5 == 0).then_some(project);
    row.environment_id = [Some(place(1)), Some(place(2)), None][usize::from(pick / 2 % 3)];
    row.mock_id = (pick % 2 == 0).then_some(place(3));
    row.run_id = (pick % 7 == 0).then_some(place(4));
    row.problem = (pick % 8 == 1).then(|| "request/body/required".to_owned());
    row.duration_micros = micros;
    row
}

fn some_traces() -> impl Strategy<Value = Vec<(i64, u8, u64)>> {
    let days = 0..10 * 86_400_000_i64;
    prop::collection::vec((days, any::<u8>(), 1_u64..10_000_000), 1..60)
}

async fn walk(store: &Store, project: Id) -> Walk {
    let found = store.read_traces(move |c| trace::verify(c, &key(), project));
    found.await.unwrap()
}

fn detail(row: &TraceRow) -> String {
    format!(r#"{{"response":{{"body":{{"text":"berth {}"}}}}}}"#, row.id)
}

pub async fn fill(store: &Store, rows: &[TraceRow], batch: usize) {
    for rows in rows.chunks(batch) {
        keep(store, rows.iter().map(|r| (r.clone(), detail(r))).collect()).await;
    }
}

async fn sums_are_a_recount(traces: Vec<(i64, u8, u64)>, batch: usize, most: u64) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    let rows: Vec<_> = traces.into_iter().map(|t| made(project, t)).collect();
    fill(&store, &rows, batch).await;
    let few = Keep {
        most,
        since: None,
        bytes: None,
    };
    prune(&store, project, few, 7).await;
    let gone = rows.len().saturating_sub(usize::try_from(most).unwrap());
    let left = &rows[gone..];
    for span in [Span::Hour, Span::Day] {
        let all = (
            Timestamp::from_millis(0),
            Timestamp::from_millis(864_000_000),
        );
        let found = store
            .read_traces(move |c| trace::analytics(c, project, &Filter::default(), all, span, 0))
            .await
            .unwrap();
        let failed = left.iter().filter(|row| row.failed()).count() as u64;
        assert_eq!(found.all.count, left.len() as u64);
        assert_eq!(found.all.failed, failed);
        assert_eq!(found.all.sketch.count(), left.len() as u64);
        let micros: u64 = left.iter().map(|row| row.duration_micros).sum();
        assert_eq!(found.all.micros, micros);
        let mut points: BTreeMap<i64, u64> = BTreeMap::new();
        for row in left {
            let at = row.started_at.as_millis();
            *points
                .entry(at / span.millis() * span.millis())
                .or_default() += 1;
        }
        let series = found.series.iter().filter(|p| p.figures.count > 0);
        let series: BTreeMap<i64, u64> = series
            .map(|p| (p.start.as_millis(), p.figures.count))
            .collect();
        assert_eq!(series, points);
        failures_are_a_recount(&store, project, left, (all, span)).await;
        figures_are_a_recount(&store, project, left, (all, span)).await;
        assert_eq!(
            found.heat.iter().map(|h| h.count).sum::<u64>(),
            left.len() as u64
        );
    }
    // Any times at all: whole days, hours and pieces of hours add up.
    for (from, to) in [
        (1, 86_400_000),
        (3_599_999, 90_000_001),
        (80_000_000, 500_000_123),
    ] {
        let filter = Filter {
            from: Some(Timestamp::from_millis(from)),
            to: Some(Timestamp::from_millis(to)),
            status: Some((500, 599)),
            ..Filter::default()
        };
        let fits = |row: &&TraceRow| {
            (from..to).contains(&row.started_at.as_millis()) && row.status == Some(503)
        };
        let expected = left.iter().filter(fits).count() as u64;
        assert_eq!(count(&store, project, &filter).await.number, expected);
        assert_eq!(
            all_pages(&store, project, &filter, 3).await.len() as u64,
            expected
        );
    }
    let found = walk(&store, project).await;
    assert_eq!((found.sealed, found.broken), (left.len() as u64, None));
    store.close();
}

/// Whether a trace fits a filter.
pub type Rule = fn(&TraceRow) -> bool;

/// What the sums say of failures and of the partner, from the rows themselves.
async fn failures_are_a_recount(
    store: &Store,
    project: Id,
    left: &[TraceRow],
    (times, span): ((Timestamp, Timestamp), Span),
) {
    let rules: [(Filter, Rule); 4] = [
        (Filter::default(), |_| true),
        (
            Filter {
                partner_id: Some(project),
                status: Some((400, 499)),
                ..Filter::default()
            },
            |row| row.partner_id.is_some() && row.status == Some(422),
        ),
        (
            Filter {
                problem: Some("request/body/required".into()),
                ..Filter::default()
            },
            |row| row.problem.as_deref() == Some("request/body/required"),
        ),
        (
            Filter {
                source: Some("mock".into()),
                ..Filter::default()
            },
            |_| true,
        ),
    ];
    for (filter, rule) in rules {
        let by_source = filter.source.is_some();
        let fits = |row: &&TraceRow| row.failed() && rule(row);
        let mut expected: BTreeMap<_, Vec<&TraceRow>> = BTreeMap::new();
        for row in left.iter().filter(fits) {
            let problem = row.problem.as_deref().filter(|_| !by_source);
            let alike = (row.operation_id.as_deref(), row.status, problem);
            expected.entry(alike).or_default().push(row);
        }
        let found = store
            .read_traces(move |c| trace::patterns(c, project, &filter, times, span, 100))
            .await
            .unwrap();
        assert_eq!(found.kinds, expected.len() as u64);
        assert_eq!(found.top.len(), expected.len());
        assert!(found.top.is_sorted_by_key(|p| std::cmp::Reverse(p.count)));
        for pattern in &found.top {
            let alike = (
                pattern.operation_id.as_deref(),
                pattern.status,
                pattern.problem.as_deref(),
            );
            let rows = &expected[&alike];
            assert_eq!(pattern.count, rows.len() as u64);
            assert_eq!(pattern.series.iter().sum::<u64>(), pattern.count);
            let partners = u64::from(rows.iter().any(|row| row.partner_id.is_some()));
            assert_eq!(pattern.partners, (!by_source).then_some(partners));
            let Some((first, last)) = pattern.seen else {
                assert!(by_source, "{pattern:?}");
                continue;
            };
            // A sum that was partly forgotten still knows when what went began.
            let times = || rows.iter().map(|row| row.started_at.as_millis());
            let (first, last) = (first.as_millis(), last.as_millis());
            let near =
                |a: i64, b: Option<i64>| b.is_some_and(|b| (0..span.millis()).contains(&(b - a)));
            assert!(near(first, times().min()), "{first}");
            assert!(near(-last, times().max().map(|max| -max)), "{last}");
        }
    }
    let found = store
        .read_traces(move |c| trace::partners(c, project, times, span))
        .await
        .unwrap();
    let own: Vec<_> = left.iter().filter(|r| r.partner_id.is_some()).collect();
    assert_eq!(found.len(), usize::from(!own.is_empty()));
    for of in found {
        let failed = own.iter().filter(|row| row.failed()).count() as u64;
        assert_eq!(
            (of.figures.count, of.figures.failed),
            (own.len() as u64, failed)
        );
        let counts = of
            .series
            .iter()
            .fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        assert_eq!(counts, (own.len() as u64, failed));
        let newest = own.iter().map(|row| row.started_at).max();
        assert_eq!(Some(of.last.at), newest);
        assert!(of.failures.len() <= 3);
        assert!(of.failures.iter().map(|f| f.count).sum::<u64>() <= failed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn sums_equal_a_recount(traces in some_traces(), batch in 1_usize..30, most in 0_u64..70) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(sums_are_a_recount(traces, batch, most));
    }
}

#[tokio::test]
async fn what_is_changed_behind_the_back_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (project, other) = (Id::new(), Id::new());
    let rows: Vec<_> = (0..12).map(|n| made(project, (n, 1, 5))).collect();
    fill(&store, &rows, 5).await;
    fill(&store, &[made(other, (1, 1, 1))], 1).await;
    assert_eq!(walk(&store, project).await.sealed, 12);
    store.close();
    let path = folder.path().join("traces.db");
    let kept = std::fs::read(&path).unwrap();
    // Each change alone: how many hold before it.
    for (change, holds) in [
        ("UPDATE traces SET status = 200 WHERE n = 4", 3),
        ("UPDATE traces SET path = '/other' WHERE n = 1", 0),
        (
            "UPDATE trace_details SET packed = (SELECT packed FROM trace_details WHERE n = 2) WHERE n = 9",
            8,
        ),
        ("DELETE FROM traces WHERE n = 6", 5),
        ("DELETE FROM traces WHERE n = 1", 0),
        ("DELETE FROM traces WHERE n = 12", 11),
        ("UPDATE traces SET mac = NULL WHERE n = 3", 2),
        (
            "UPDATE traces SET started_at = started_at + 1 WHERE n = 12",
            11,
        ),
        ("UPDATE trace_chains SET kept = 3 WHERE head_n = 12", 0),
        (
            "UPDATE trace_chains SET anchor_n = 3, anchor_mac = (SELECT mac FROM traces WHERE n = 3) WHERE head_n = 12",
            0,
        ),
        (
            "UPDATE trace_texts SET text = 'DELETE' WHERE text = 'GET'",
            0,
        ),
    ] {
        std::fs::write(&path, &kept).unwrap();
        let connection = rusqlite::Connection::open(&path).unwrap();
        assert!(connection.execute(change, []).unwrap() >= 1, "{change}");
        drop(connection);
        let store = open(folder.path());
        let found = walk(&store, project).await;
        assert!(found.broken.is_some(), "{change} was not found");
        assert_eq!(found.sealed, holds, "{change}");
        store.close();
    }
    std::fs::write(&path, &kept).unwrap();
    let store = open(folder.path());
    let wrong = trace::ChainKey::new(&[8; 32]);
    let found = store.read_traces(move |c| trace::verify(c, &wrong, project));
    assert!(
        found.await.unwrap().broken.is_some(),
        "another key opens it"
    );
    store.close();
}

#[tokio::test]
async fn words_are_found_whether_they_are_in_the_index_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (project, other) = (Id::new(), Id::new());
    let mut rows: Vec<_> = (0..30).map(|n| made(project, (n, 1, 5))).collect();
    for (n, row) in rows.iter_mut().enumerate() {
        row.url = format!("http://127.0.0.1/Items/item{n}?q=100%_");
        row.path = format!("/Items/item{n}?q=100%_");
    }
    fill(&store, &rows, 30).await;
    fill(&store, &[made(other, (1, 1, 1))], 1).await;
    let find = async |text: &str| {
        let filter = Filter {
            text: Some(text.into()),
            ..Filter::default()
        };
        let found = all_pages(&store, project, &filter, 4).await;
        let mut ids: Vec<_> = found.iter().map(|row| row.id).collect();
        let total = count(&store, project, &filter).await.number;
        assert_eq!(total, ids.len() as u64, "{text}");
        ids.reverse();
        ids
    };
    for indexed in [0, 12, 100] {
        store
            .write_traces(move |c| trace::index(c, indexed))
            .await
            .unwrap();
        assert_eq!(find("ITEMS item7").await, [rows[7].id], "{indexed}");
        assert_eq!(
            find("item2").await.len(),
            11,
            "the last word may be a beginning"
        );
        assert_eq!(find(&format!("berth {}", rows[20].id)).await, [rows[20].id]);
        assert_eq!(find("berth").await.len(), 30, "only of this project");
        for none in [
            "' OR 1=1 --",
            "%",
            "_",
            "\"",
            "nowhere*",
            "item7 nowhere",
            "Ж",
            "berth NOT",
        ] {
            assert_eq!(find(none).await, [], "{none}");
        }
    }
    let few = Keep {
        most: 10,
        since: None,
        bytes: None,
    };
    prune(&store, project, few, 100).await;
    assert_eq!(
        find("berth").await.len(),
        10,
        "forgotten ones are not found"
    );
    store.close();
}

#[tokio::test]
async fn facets_count_beside_the_other_filters() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    let rows: Vec<_> = (0..120_u8)
        .map(|n| made(project, (i64::from(n), n, 5)))
        .collect();
    fill(&store, &rows, 50).await;
    let filter = Filter {
        operation_id: Some("a".into()),
        ..Filter::default()
    };
    let found = store
        .read_traces(move |c| trace::facets(c, project, &filter))
        .await
        .unwrap();
    let of = |name: &str| -> BTreeMap<Option<String>, u64> {
        let facet = found.iter().find(|(n, _)| *n == name).unwrap();
        facet.1.iter().map(|f| (f.value.clone(), f.count)).collect()
    };
    assert_eq!(of("operation").len(), 3, "a facet does not narrow itself");
    assert_eq!(of("operation")[&Some("b".into())], 40);
    let statuses: u64 = of("status").values().sum();
    assert_eq!(statuses, 40);
    assert_eq!(of("status")[&None], 10);
    store.close();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn pages_show_each_row_once_while_rows_are_added() {
    let folder = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(open(folder.path()));
    let project = Id::new();
    let old: Vec<_> = (0..400)
        .map(|n| made(project, (n * 1_000_000, 1, 5)))
        .collect();
    fill(&store, &old, 100).await;
    let adding = std::sync::Arc::clone(&store);
    let writer = tokio::spawn(async move {
        for n in 0..60 {
            // Some begin before others that are there already.
            let rows: Vec<_> = (0..10)
                .map(|m| made(project, ((n * 7_919 + m * 104_729) % 400 * 1_000_000, 1, 5)))
                .collect();
            fill(&adding, &rows, 10).await;
        }
    });
    let mut looks = 0;
    while !writer.is_finished() || looks == 0 {
        let (mut seen, mut after) = (BTreeSet::new(), None);
        loop {
            let found = page(&store, project, &Filter::default(), 37, after).await;
            for row in &found.rows {
                assert!(seen.insert(row.id), "{} twice", row.id);
            }
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        for row in &old {
            assert!(seen.contains(&row.id), "{} was skipped", row.id);
        }
        looks += 1;
    }
    writer.await.unwrap();
    assert_eq!(walk(&store, project).await.sealed, 1_000);
    store.close();
}

#[tokio::test]
async fn rows_of_the_first_layout_come_over() {
    let folder = tempfile::tempdir().unwrap();
    let project = Id::new();
    open(folder.path()).close();
    let path = folder.path().join("traces.db");
    std::fs::remove_file(&path).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(include_str!("traces-1.sql"))
        .unwrap();
    for n in 0..2_500_i64 {
        let packed = zstd::encode_all(format!("{{\"n\":{n}}}").as_bytes(), 1).unwrap();
        connection
            .execute(
                "INSERT INTO traces VALUES (?1, ?2, 'mock', 'a', 'GET', '/b?x=1', ?3, ?4, ?5, 1500, 1, NULL, 0, NULL, NULL, ?6)",
                rusqlite::params![
                    Id::new().to_string(),
                    project.to_string(),
                    if n % 2 == 0 { "http://h/b?x=1" } else { "http://h/else" },
                    (n % 5 != 0).then_some(200),
                    n * 60_000,
                    packed
                ],
            )
            .unwrap();
    }
    connection.pragma_update(None, "user_version", 1).unwrap();
    drop(connection);
    let store = open(folder.path());
    let rows = all_pages(&store, project, &Filter::default(), 500).await;
    assert_eq!(rows.len(), 2_500);
    assert_eq!(rows[0].started_at.as_millis(), 2_499 * 60_000);
    assert_eq!(
        (rows[0].url.as_str(), rows[1].url.as_str()),
        ("http://h/else", "http://h/b?x=1")
    );
    assert_eq!((rows[0].status, rows[4].status), (Some(200), None));
    let none = rows.iter().filter(|row| row.status.is_none()).count();
    assert_eq!(none, 500);
    let id = rows[2].id;
    let text = store
        .read_traces(move |c| trace::detail(c, project, id))
        .await;
    assert_eq!(text.unwrap().unwrap(), "{\"n\":2497}");
    let total = count(&store, project, &Filter::default()).await;
    assert_eq!(total.number, 2_500);
    // New ones are sealed behind them, and the old ones can go.
    fill(&store, &[made(project, (1, 1, 1))], 1).await;
    let found = walk(&store, project).await;
    assert_eq!(
        (found.sealed, found.unsealed, found.broken),
        (1, 2_500, None)
    );
    let few = Keep {
        most: 1,
        since: None,
        bytes: None,
    };
    assert_eq!(prune(&store, project, few, 1_000).await, 2_500);
    let found = walk(&store, project).await;
    assert_eq!((found.sealed, found.unsealed, found.broken), (1, 0, None));
    store.close();
}

#[tokio::test]
async fn failures_of_a_layout_without_their_sums_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let project = Id::new();
    let rows: Vec<_> = (0..200_u8)
        .map(|pick| made(project, (i64::from(pick) * 1_000_000, pick, 100)))
        .collect();
    let store = open(folder.path());
    fill(&store, &rows, 50).await;
    store.close();
    // As it was one version before.
    let connection = rusqlite::Connection::open(folder.path().join("traces.db")).unwrap();
    connection
        .execute_batch(
            "DROP TABLE trace_words; DROP INDEX traces_by_problem; ALTER TABLE traces DROP COLUMN problem;
             DROP TABLE trace_failures; DELETE FROM trace_sums WHERE kind > 3;
             DROP TABLE trace_combinations; PRAGMA user_version = 4;",
        )
        .unwrap();
    drop(connection);
    let store = open(folder.path());
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| TraceRow {
            problem: None,
            ..row
        })
        .collect();
    let all = (
        Timestamp::from_millis(0),
        Timestamp::from_millis(864_000_000),
    );
    for span in [Span::Hour, Span::Day] {
        failures_are_a_recount(&store, project, &rows, (all, span)).await;
    }
    store.close();
}
