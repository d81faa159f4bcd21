//! The database of traces: pages, filters, retention.

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store,
    trace::{self, Filter, Keep, SortBy, TraceRow},
};

use crate::support::{a_trace, all_pages, count, key, open, page, prune};

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
            row.duration_micros = [900, 30, 7_000_000, 900][pick % 4] + n.unsigned_abs() % 2;
            row.partner_id = (n % 4 == 0).then_some(row.project_id);
            row.environment_id = (n % 6 == 0).then_some(row.project_id);
            row.problem = (n % 11 == 0).then(|| "request/body/type".to_owned());
            row.run_id = (n % 9 == 0).then_some(row.project_id);
            row.mock_id = (n % 8 == 0).then_some(row.project_id);
            // Days apart, so that pages go over days without any.
            row.started_at = Timestamp::from_millis(n / 5 * 40_000_000);
            row
        })
        .collect()
}

/// Keeps rows with details that name them.
async fn keep(store: &Store, rows: &[TraceRow]) {
    let detail = |row: &TraceRow| format!("{{\"of\":\"{}\"}}", row.id);
    let rows = rows.iter().map(|row| (row.clone(), detail(row))).collect();
    crate::support::keep(store, rows).await;
}

/// In the order of a list: what is equal in every key stays in the order of keeping.
fn sorted(mut rows: Vec<TraceRow>, sort: SortBy, ascending: bool) -> Vec<TraceRow> {
    rows.sort_by_key(|row| {
        let key = match sort {
            SortBy::Started => 0,
            SortBy::Duration => row.duration_micros,
            SortBy::Status => row.status.map_or(0, u64::from),
        };
        (key, row.started_at)
    });
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
    for sort in [SortBy::Started, SortBy::Duration, SortBy::Status] {
        for ascending in [false, true] {
            let filter = Filter {
                sort,
                ascending,
                ..filter.clone()
            };
            let expected = sorted(expected.clone(), sort, ascending);
            for limit in [1, 7, 500] {
                let found = all_pages(&store, project, &filter, limit).await;
                assert_eq!(found, expected, "pages of {limit}, {sort:?} {ascending}");
            }
        }
    }
    let count = count(&store, project, &filter).await;
    assert_eq!((count.number, count.exact), (expected.len() as u64, true));
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
        from: Some(Timestamp::from_millis(400_000_000)),
        to: Some(Timestamp::from_millis(1_200_000_000)),
        ..Filter::default()
    };
    check(filter, |row| {
        (400_000_000..1_200_000_000).contains(&row.started_at.as_millis())
    })
    .await;
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
async fn by_class_and_by_what_it_belongs_to() {
    let id: Id = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
    let nowhere = Filter {
        partner_id: Some(id),
        ..Filter::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    keep(&store, &varied(project, 50)).await;
    assert_eq!(all_pages(&store, project, &nowhere, 10).await, []);
    for (filter, every) in [
        (
            Filter {
                partner_id: Some(project),
                ..Filter::default()
            },
            4,
        ),
        (
            Filter {
                environment_id: Some(project),
                ..Filter::default()
            },
            6,
        ),
        (
            Filter {
                run_id: Some(project),
                ..Filter::default()
            },
            9,
        ),
        (
            Filter {
                mock_id: Some(project),
                ..Filter::default()
            },
            8,
        ),
        (
            Filter {
                category: Some("SERVER".into()),
                ..Filter::default()
            },
            7,
        ),
        (
            Filter {
                status: Some((500, 599)),
                ..Filter::default()
            },
            4,
        ),
    ] {
        let found = all_pages(&store, project, &filter, 3).await;
        let expected = 50_usize.div_ceil(every);
        assert!(
            found.len().abs_diff(expected) <= 1,
            "{filter:?}: {}",
            found.len()
        );
        let count = count(&store, project, &filter).await;
        assert_eq!(count.number, found.len() as u64);
    }
    store.close();
    let filter = Filter {
        status: Some((400, 499)),
        partner_id: None,
        ..Filter::default()
    };
    check(filter, |row| row.status == Some(404)).await;
}

#[tokio::test]
async fn by_the_rule_that_was_broken_alone_and_with_others() {
    let filter = Filter {
        problem: Some("request/body/type".into()),
        ..Filter::default()
    };
    check(filter.clone(), |row| row.problem.is_some()).await;
    let filter = Filter {
        errors: true,
        operation_id: Some("b".into()),
        partner_id: None,
        from: Some(Timestamp::from_millis(100_000_000)),
        ..filter
    };
    check(filter, |row| {
        row.problem.is_some()
            && row.operation_id.as_deref() == Some("b")
            && row.started_at.as_millis() >= 100_000_000
    })
    .await;
}

#[tokio::test]
async fn by_duration_and_something_else() {
    let filter = Filter {
        slower: Some(30),
        faster: Some(1_000),
        method: Some("GET".into()),
        ..Filter::default()
    };
    check(filter, |row| {
        (30..1_000).contains(&row.duration_micros) && row.method == "GET"
    })
    .await;
}

#[tokio::test]
async fn traces_that_come_between_two_pages_move_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = Id::new();
    keep(&store, &varied(project, 40)).await;
    let filter = Filter::default();
    let whole = all_pages(&store, project, &filter, 100).await;
    let first = page(&store, project, &filter, 10, None).await;
    let newer: Vec<_> = (0..20)
        .map(|n| a_trace(project, 1_000_000_000_000 + n))
        .collect();
    keep(&store, &newer).await;
    let second = page(&store, project, &filter, 10, first.next).await;
    assert_eq!(second.rows, whole[10..20]);
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
    crate::support::keep(&store, vec![(row, detail.clone())]).await;
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
        .write_traces(|c| Ok(c.execute("UPDATE trace_details SET packed = x'0102'", [])?))
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
    let most = Keep {
        most: 30,
        since: None,
        bytes: None,
    };
    assert_eq!(prune(&store, large, most, 25).await, 70);
    assert_eq!(prune(&store, small, most, 25).await, 0);
    assert_eq!(all_pages(&store, large, &filter, 500).await, newest);
    assert_eq!(all_pages(&store, small, &filter, 500).await.len(), 10);
    let young = Keep {
        since: Some(newest[9].started_at),
        ..most
    };
    assert_eq!(prune(&store, large, young, 1_000).await, 20);
    assert_eq!(all_pages(&store, large, &filter, 500).await, newest[..10]);

    let gone = store
        .write_traces(move |c| trace::delete_all(c, &key(), large))
        .await;
    assert_eq!(gone.unwrap(), 10);
    let left = store.read_traces(trace::count_all).await;
    assert_eq!(left.unwrap(), 10);
    store.close();
}
