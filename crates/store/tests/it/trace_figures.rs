//! Laws of figures under several filters at once: from sums or from the traces, they are a recount.

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store,
    trace::{self, Filter, Keep, Span, TraceRow},
};

use crate::{
    support::{count, open, prune},
    trace_laws::{Rule, fill, made, place},
};

/// Several filters at once, and what fits them: what sums tell and what is looked at one by one.
fn several(project: Id) -> [(Filter, Rule); 8] {
    let of = |partner, environment: Option<u8>, mock: Option<u8>| Filter {
        partner_id: bool::then_some(partner, project),
        environment_id: environment.map(place),
        mock_id: mock.map(place),
        ..Filter::default()
    };
    [
        (of(true, Some(1), None), |r| {
            r.partner_id.is_some() && r.environment_id == Some(place(1))
        }),
        (of(false, Some(2), Some(3)), |r| {
            r.environment_id == Some(place(2)) && r.mock_id.is_some()
        }),
        (
            Filter {
                operation_id: Some("a".into()),
                errors: true,
                ..of(true, Some(1), Some(3))
            },
            |r| {
                r.partner_id.is_some()
                    && r.environment_id == Some(place(1))
                    && r.mock_id.is_some()
                    && r.operation_id.as_deref() == Some("a")
                    && r.failed()
            },
        ),
        (
            Filter {
                slower: Some(3_000_000),
                ..of(true, None, None)
            },
            |r| r.partner_id.is_some() && r.duration_micros >= 3_000_000,
        ),
        (
            Filter {
                faster: Some(9_000_000),
                status: Some((400, 599)),
                ..of(false, None, Some(3))
            },
            |r| {
                r.mock_id.is_some()
                    && r.duration_micros < 9_000_000
                    && matches!(r.status, Some(400..600))
            },
        ),
        (
            Filter {
                run_id: Some(place(4)),
                ..Filter::default()
            },
            |r| r.run_id.is_some(),
        ),
        (
            Filter {
                problem: Some("request/body/required".into()),
                ..of(false, Some(1), None)
            },
            |r| r.problem.is_some() && r.environment_id == Some(place(1)),
        ),
        (
            Filter {
                text: Some("berth".into()),
                ..of(true, Some(2), None)
            },
            |r| r.partner_id.is_some() && r.environment_id == Some(place(2)),
        ),
    ]
}

/// What is told of several filters at once, from the rows themselves.
pub async fn figures_are_a_recount(
    store: &Store,
    project: Id,
    left: &[TraceRow],
    (times, span): ((Timestamp, Timestamp), Span),
) {
    for (filter, rule) in several(project) {
        let rows: Vec<_> = left.iter().filter(|row| rule(row)).collect();
        let failed = rows.iter().filter(|row| row.failed()).count() as u64;
        let asked = filter.clone();
        let (figures, patterns, facets) = store
            .read_traces(move |c| {
                Ok((
                    trace::analytics(c, project, &asked, times, span, 0)?,
                    trace::patterns(c, project, &asked, times, span, 100)?,
                    trace::facets(c, project, &asked)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(figures.newest, None);
        let (all, many) = (&figures.all, rows.len() as u64);
        assert_eq!((all.count, all.failed), (many, failed), "{filter:?}");
        assert_eq!(all.sketch.count(), many);
        let micros: u64 = rows.iter().map(|row| row.duration_micros).sum();
        assert_eq!(all.micros, micros);
        for point in &figures.series {
            let start = point.start.as_millis();
            let within = start..start + span.millis();
            let own = rows
                .iter()
                .filter(|r| within.contains(&r.started_at.as_millis()));
            assert_eq!(point.figures.count, own.count() as u64, "{filter:?}");
        }
        assert_eq!(figures.heat.iter().map(|h| h.count).sum::<u64>(), many);
        assert_eq!(figures.heat.iter().map(|h| h.failed).sum::<u64>(), failed);
        assert_eq!(patterns.failed, failed, "{filter:?}");
        assert_eq!(patterns.top.iter().map(|p| p.count).sum::<u64>(), failed);
        // Beside what sums know, a facet counts what is left of each choice.
        if filter.text.is_none()
            && filter.run_id.is_none()
            && filter.problem.is_none()
            && filter.slower.is_none()
            && filter.faster.is_none()
        {
            assert_eq!(count(store, project, &filter).await.number, many);
            let of = |name: &str| &facets.iter().find(|(n, _)| *n == name).unwrap().1;
            let chosen = of("environment").iter();
            let id = filter.environment_id.map(|id| id.to_string());
            let own: u64 = chosen.filter(|f| f.value == id).map(|f| f.count).sum();
            let unfailed = Filter {
                errors: false,
                ..filter.clone()
            };
            let whole = count(store, project, &unfailed).await.number;
            assert!(own == many || own == whole, "{own} of {filter:?}");
        }
    }
}

#[tokio::test]
async fn combinations_of_a_layout_without_their_sums_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let project = Id::new();
    let rows: Vec<_> = (0..240_u8)
        .map(|pick| {
            made(
                project,
                (i64::from(pick) * 1_000_000, pick, u64::from(pick) * 40_000),
            )
        })
        .collect();
    let store = open(folder.path());
    fill(&store, &rows, 50).await;
    store.close();
    // As it was one version before.
    let path = folder.path().join("traces.db");
    let sums = |path: &std::path::Path| {
        let connection = rusqlite::Connection::open(path).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT s.kind, span, s.started_at, c.environment, c.partner, c.mock, operation,
                 status, failed, count, micros, hex(sketch) FROM trace_sums s
                 JOIN trace_combinations c ON c.id = value WHERE kind > 13
                 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
            )
            .unwrap();
        let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            let columns: Result<Vec<_>, _> = (0..11).map(|at| row.get::<_, i64>(at)).collect();
            Ok(format!("{:?} {}", columns?, row.get::<_, String>(11)?))
        };
        let found = statement.query_map([], row).unwrap();
        found.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let before = sums(&path);
    assert!(before.len() > 100, "{}", before.len());
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "DROP TABLE trace_combinations; DELETE FROM trace_sums WHERE kind > 13;
             PRAGMA user_version = 5;",
        )
        .unwrap();
    let store = open(folder.path());
    let all = (
        Timestamp::from_millis(0),
        Timestamp::from_millis(864_000_000),
    );
    figures_are_a_recount(&store, project, &rows, (all, Span::Day)).await;
    store.close();
    assert_eq!(sums(&path), before, "as they would have been kept");
    // What is forgotten then leaves them too.
    let store = open(folder.path());
    let few = Keep {
        most: 100,
        since: None,
        bytes: None,
    };
    assert_eq!(prune(&store, project, few, 1_000).await, 140);
    figures_are_a_recount(&store, project, &rows[140..], (all, Span::Hour)).await;
    store.close();
}
