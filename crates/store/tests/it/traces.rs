//! The database of traces: pages, filters, retention.

use std::sync::atomic::{AtomicU64, Ordering};

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store,
    trace::{self, Filter, TraceRow},
};

use crate::support::{a_trace, open};

/// Traces that differ in every column that a filter looks at; five begin at each moment.
fn varied(project: Id, count: i64) -> Vec<TraceRow> {
    (0..count)
        .map(|n| {
            let mut row = a_trace(project, n / 5);
            let pick = usize::try_from(n).unwrap();
            row.method = ["GET", "POST", "DELETE"][pick % 3].into();
            row.status = [Some(200), Some(404), Some(500), None][pick % 4];
            row.source = ["mock", "playground"][pick % 2].into();
            row.operation_id = [Some("a"), Some("b"), None][pick % 3].map(str::to_owned);
            row.url = format!("http://127.0.0.1/Items/{n}?q=100%_");
            row.error_category = (n % 7 == 0).then(|| "SERVER".to_owned());
            row.request_valid = n % 11 != 0;
            row.response_valid = [Some(true), None, Some(false)][pick % 3];
            row
        })
        .collect()
}

async fn keep(store: &Store, rows: &[TraceRow]) {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.clone(), format!("{{\"of\":\"{}\"}}", row.id)))
        .collect();
    store
        .write_traces(move |c| trace::insert(c, &rows))
        .await
        .unwrap();
}

/// Every page of a filter, put together.
async fn all_pages(store: &Store, project: Id, filter: &Filter, limit: usize) -> Vec<TraceRow> {
    let mut found: Vec<TraceRow> = Vec::new();
    loop {
        let after = found
            .last()
            .map(|row| (row.started_at.as_millis(), row.id.to_string()));
        let filter = filter.clone();
        let page = store
            .read_traces(move |c| trace::page(c, project, &filter, limit, after))
            .await
            .unwrap();
        assert!(page.len() <= limit);
        let is_last = page.len() < limit;
        found.extend(page);
        if is_last {
            return found;
        }
    }
}

fn sorted(mut rows: Vec<TraceRow>, ascending: bool) -> Vec<TraceRow> {
    rows.sort_by_key(|row| (row.started_at, row.id));
    if !ascending {
        rows.reverse();
    }
    rows
}

/// What a filter finds, by pages of several sizes, is what the rule says.
async fn check(filter: Filter, rule: impl Fn(&TraceRow) -> bool) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    let rows = varied(project, 260);
    keep(&store, &rows).await;
    keep(&store, &varied(Id::new(), 30)).await;
    let expected: Vec<TraceRow> = rows.into_iter().filter(|row| rule(row)).collect();
    assert!(
        !expected.is_empty(),
        "a filter that finds nothing proves nothing"
    );
    for ascending in [false, true] {
        let filter = Filter {
            ascending,
            ..filter.clone()
        };
        let expected = sorted(expected.clone(), ascending);
        for limit in [1, 7, 500] {
            let found = all_pages(&store, project, &filter, limit).await;
            assert_eq!(found, expected, "pages of {limit}, ascending: {ascending}");
        }
    }
    let count = store
        .read_traces(move |c| trace::count(c, project, &filter))
        .await;
    assert_eq!(count.unwrap(), expected.len() as u64);
    store.close();
}

#[tokio::test]
async fn without_a_filter_every_trace_of_the_project() {
    check(Filter::default(), |_| true).await;
}

#[tokio::test]
async fn by_method_source_and_operation() {
    let filter = Filter {
        method: Some("POST".into()),
        source: Some("playground".into()),
        operation_id: Some("b".into()),
        ..Filter::default()
    };
    check(filter, |row| {
        row.method == "POST"
            && row.source == "playground"
            && row.operation_id.as_deref() == Some("b")
    })
    .await;
}

#[tokio::test]
async fn by_status_with_both_ends() {
    let filter = Filter {
        status: Some((404, 500)),
        ..Filter::default()
    };
    check(filter, |row| matches!(row.status, Some(404 | 500))).await;
}

#[tokio::test]
async fn by_time_without_its_end() {
    let filter = Filter {
        from: Some(Timestamp::from_millis(10)),
        to: Some(Timestamp::from_millis(20)),
        ..Filter::default()
    };
    check(filter, |row| (10..20).contains(&row.started_at.as_millis())).await;
}

#[tokio::test]
async fn errors_are_categories_and_broken_contracts() {
    let filter = Filter {
        errors: true,
        ..Filter::default()
    };
    check(filter, |row| {
        row.error_category.is_some() || !row.request_valid || row.response_valid == Some(false)
    })
    .await;
}

#[tokio::test]
async fn text_is_taken_as_it_is_whatever_its_case() {
    // `%` and `_` are no wildcards, `'` ends nothing.
    let filter = Filter {
        text: Some("items/7?Q=100%_".into()),
        ..Filter::default()
    };
    check(filter, |row| row.url.ends_with("/7?q=100%_")).await;
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    keep(&store, &varied(project, 5)).await;
    for text in ["' OR 1=1 --", "%", "_", "Ж"] {
        let filter = Filter {
            text: Some(format!("nowhere{text}")),
            ..Filter::default()
        };
        assert_eq!(all_pages(&store, project, &filter, 10).await, []);
    }
    store.close();
}

#[tokio::test]
async fn traces_that_come_between_two_pages_move_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    keep(&store, &varied(project, 40)).await;
    let filter = Filter::default();
    let whole = all_pages(&store, project, &filter, 100).await;
    let last = &whole[9];
    let after = Some((last.started_at.as_millis(), last.id.to_string()));
    let newer: Vec<_> = (0..20).map(|n| a_trace(project, 1_000 + n)).collect();
    keep(&store, &newer).await;
    let second = store
        .read_traces(move |c| trace::page(c, project, &filter, 10, after))
        .await
        .unwrap();
    assert_eq!(second, whole[10..20]);
    store.close();
}

#[tokio::test]
async fn a_detail_comes_back_as_it_was_and_only_to_its_project() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    let row = a_trace(project, 1);
    let id = row.id;
    let detail = "{\"body\":\"żółw\u{0}\"}".repeat(10_000);
    let kept = vec![(row, detail.clone())];
    store
        .write_traces(move |c| trace::insert(c, &kept))
        .await
        .unwrap();
    let found = store
        .read_traces(move |c| trace::detail(c, project, id))
        .await;
    assert_eq!(found.unwrap(), Some(detail));
    let other = Id::new();
    let found = store
        .read_traces(move |c| trace::detail(c, other, id))
        .await;
    assert_eq!(found.unwrap(), None);
    store.close();
}

#[tokio::test]
async fn a_detail_that_is_bad_is_an_error_and_not_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    let row = a_trace(project, 1);
    let id = row.id;
    keep(&store, &[row]).await;
    store
        .write_traces(|c| Ok(c.execute("UPDATE traces SET detail = x'0102'", [])?))
        .await
        .unwrap();
    let found = store
        .read_traces(move |c| trace::detail(c, project, id))
        .await;
    let message = found.unwrap_err().to_string();
    assert!(message.contains("cannot be read"), "{message}");
    store.close();
}

#[tokio::test]
async fn the_oldest_of_each_project_go_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (large, small) = (Id::new(), Id::new());
    keep(&store, &varied(large, 100)).await;
    keep(&store, &varied(small, 10)).await;
    let filter = Filter::default();
    let newest = all_pages(&store, large, &filter, 30).await[..30].to_vec();
    // In parts, so that a writer waits for none of them long.
    let removed = AtomicU64::new(0);
    loop {
        let part = store
            .write_traces(|c| trace::prune(c, 30, 25))
            .await
            .unwrap();
        assert!(part <= 25);
        removed.fetch_add(part as u64, Ordering::Relaxed);
        if part == 0 {
            break;
        }
    }
    assert_eq!(removed.into_inner(), 70);
    assert_eq!(all_pages(&store, large, &filter, 500).await, newest);
    assert_eq!(all_pages(&store, small, &filter, 500).await.len(), 10);

    let gone = store
        .write_traces(move |c| trace::delete_all(c, large))
        .await;
    assert_eq!(gone.unwrap(), 30);
    let left = store.read_traces(trace::count_all).await;
    assert_eq!(left.unwrap(), 10);
    store.close();
}
