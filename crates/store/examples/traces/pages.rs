//! Every filter alone and in pairs, in every order: first, second, deep and last pages, and counts.

use std::{collections::BTreeMap, time::Instant};

use fairlead_core::Timestamp;
use fairlead_store::{
    Store,
    trace::{self, Filter, Page, Place, SortBy},
};

use crate::{
    Failure, ms,
    world::{DAY, World},
};

/// Rows of a page.
const ROWS: usize = 100;
/// Pages in a row.
const PAGES: usize = 12;

/// What was timed: the filter, the order, and which page.
struct Timed {
    ms: f64,
    filter: String,
    what: String,
}

/// Reads all of them, and says how long 95 of 100 took: of all, and of each filter in each order.
pub async fn read(store: &Store, world: &World) -> Result<(), Failure> {
    let mut took = Vec::new();
    let middle = Timestamp::from_millis(world.from.as_millis() + 15 * DAY);
    for (name, filter) in filters(world) {
        for sort in [SortBy::Started, SortBy::Duration, SortBy::Status] {
            if filter.text.is_some() && sort != SortBy::Started {
                continue;
            }
            for ascending in [false, true] {
                let filter = Filter {
                    sort,
                    ascending,
                    ..filter.clone()
                };
                let mut time = |what: String, began: Instant| {
                    took.push(Timed {
                        ms: ms(began.elapsed()),
                        filter: name.clone(),
                        what,
                    });
                };
                // The last page of one order is the first of the other.
                let mut after = None;
                for number in 0..PAGES {
                    let begun = Instant::now();
                    let page = read_page(store, world, &filter, after).await?;
                    time(format!("{sort:?} page"), begun);
                    after = page.next;
                    if after.is_none() || number + 1 == PAGES {
                        break;
                    }
                }
                // On from the middle of all: as who has gone on for thousands of pages.
                if sort == SortBy::Started && filter.to.is_none() {
                    let half = Filter {
                        to: (!ascending).then_some(middle),
                        from: ascending.then_some(middle),
                        ..filter.clone()
                    };
                    let mut after = read_page(store, world, &half, None).await?.next;
                    for _ in 0..3 {
                        if after.is_none() {
                            break;
                        }
                        let begun = Instant::now();
                        after = read_page(store, world, &filter, after).await?.next;
                        time(format!("{sort:?} deep page"), begun);
                    }
                }
            }
        }
        let (asked, project) = (filter.clone(), world.project);
        let begun = Instant::now();
        store
            .read_traces(move |c| trace::count(c, project, &asked))
            .await?;
        took.push(Timed {
            ms: ms(begun.elapsed()),
            filter: name,
            what: "count".into(),
        });
    }
    report(took);
    Ok(())
}

async fn read_page(
    store: &Store,
    world: &World,
    filter: &Filter,
    after: Option<Place>,
) -> Result<Page, Failure> {
    let (asked, project) = (filter.clone(), world.project);
    let page = store.read_traces(move |c| trace::page(c, project, &asked, ROWS, after));
    Ok(page.await?)
}

fn at(mut times: Vec<f64>, part: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * part / 100).min(times.len() - 1)]
}

fn report(took: Vec<Timed>) {
    let of = |fits: &dyn Fn(&Timed) -> bool| -> Vec<f64> {
        took.iter().filter(|t| fits(t)).map(|t| t.ms).collect()
    };
    println!("pages {}", took.len());
    for part in [50, 95, 99] {
        println!("page p{part} {:.2}", at(of(&|_| true), part));
    }
    for (name, word) in [
        ("full text", "text"),
        ("date range", "time"),
        ("partner", "partner"),
        ("environment", "environment"),
        ("errors only", "errors"),
    ] {
        println!(
            "p95 of {name} {:.1}",
            at(of(&|t| t.filter.contains(word)), 95)
        );
    }
    for (name, word) in [
        ("duration order", "Duration"),
        ("status order", "Status"),
        ("deep cursors", "deep"),
        ("counts", "count"),
    ] {
        println!(
            "p95 of {name} {:.1}",
            at(of(&|t| t.what.contains(word)), 95)
        );
    }
    let mut groups: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for timed in took {
        groups
            .entry((timed.filter, timed.what))
            .or_default()
            .push(timed.ms);
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|((filter, what), times)| (at(times, 95), filter, what))
        .collect();
    groups.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("group p95 {:.1}", groups[0].0);
    let slow = groups.iter().filter(|group| group.0 >= 100.0).count();
    println!("groups {} of which slow: {slow}", groups.len());
    for (ms, filter, what) in groups.iter().take(12) {
        println!("slowest {ms:.1} {filter}, {what}");
    }
}

/// Every filter alone and every two of them.
fn filters(world: &World) -> Vec<(String, Filter)> {
    let change: Vec<(&str, fn(&mut Filter, &World))> = vec![
        ("operation", |f, _| {
            f.operation_id = Some(format!("op_{:016x}", 3))
        }),
        ("rare operation", |f, _| {
            f.operation_id = Some(format!("op_{:016x}", 59))
        }),
        ("method", |f, _| f.method = Some("DELETE".into())),
        ("status", |f, _| f.status = Some((422, 422))),
        ("class", |f, _| f.status = Some((500, 599))),
        ("source", |f, _| f.source = Some("test".into())),
        ("category", |f, _| f.category = Some("NETWORK".into())),
        ("errors", |f, _| f.errors = true),
        ("environment", |f, w| {
            f.environment_id = Some(w.environments[1])
        }),
        ("partner", |f, w| f.partner_id = Some(w.partners[5])),
        ("mock", |f, w| f.mock_id = Some(w.mock)),
        ("slow", |f, _| f.slower = Some(78_000)),
        ("time", |f, w| {
            f.from = Some(Timestamp::from_millis(
                w.from.as_millis() + 9 * DAY + 1_234_567,
            ));
            f.to = Some(Timestamp::from_millis(w.from.as_millis() + 12 * DAY));
        }),
        ("problem", |f, _| {
            f.problem = Some("request/body/enum".into())
        }),
        ("text", |f, _| f.text = Some("ship77 tide".into())),
    ];
    let mut filters = vec![("none".to_owned(), Filter::default())];
    for (place, (name, one)) in change.iter().enumerate() {
        let mut filter = Filter::default();
        one(&mut filter, world);
        filters.push(((*name).to_owned(), filter.clone()));
        for (second, other) in &change[place + 1..] {
            let mut both = filter.clone();
            other(&mut both, world);
            filters.push((format!("{name} + {second}"), both));
        }
    }
    filters
}
