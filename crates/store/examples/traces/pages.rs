//! Every filter alone and in pairs, in every order: first, second, deep and last pages, and counts.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use fairlead_core::Timestamp;
use fairlead_store::{
    Connection, Store, StoreError,
    trace::{self, Filter, Page, Place, SortBy},
};

use crate::{
    Failure, busy, ms,
    world::{DAY, World},
};

/// Rows of a page.
const ROWS: usize = 100;
/// Pages in a row.
const PAGES: usize = 12;

/// What was timed: the filter, the order, and which page.
struct Timed {
    ms: f64,
    /// Of the processor's time.
    busy: f64,
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
                let mut time = |what: String, (ms, busy): (f64, f64)| {
                    took.push(Timed {
                        ms,
                        busy,
                        filter: name.clone(),
                        what,
                    });
                };
                // The last page of one order is the first of the other.
                let mut after = None;
                for number in 0..PAGES {
                    let (page, took) = read_page(store, world, &filter, after).await?;
                    time(format!("{sort:?} page"), took);
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
                    let mut after = read_page(store, world, &half, None).await?.0.next;
                    for _ in 0..3 {
                        if after.is_none() {
                            break;
                        }
                        let (page, took) = read_page(store, world, &filter, after).await?;
                        after = page.next;
                        time(format!("{sort:?} deep page"), took);
                    }
                }
            }
        }
        let (asked, project) = (filter.clone(), world.project);
        let (_, (ms, busy)) = timed(store, move |c| trace::count(c, project, &asked)).await?;
        took.push(Timed {
            ms,
            busy,
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
) -> Result<(Page, (f64, f64)), Failure> {
    let (asked, project) = (filter.clone(), world.project);
    timed(store, move |c| trace::page(c, project, &asked, ROWS, after)).await
}

/// Reads, and says how long that took: by the clock, and of the processor's time.
async fn timed<T: Send + 'static>(
    store: &Store,
    read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
) -> Result<(T, (f64, f64)), Failure> {
    let begun = Instant::now();
    let read = store.read_traces(move |c| {
        let before = busy();
        let found = read(c)?;
        Ok((found, busy().saturating_sub(before)))
    });
    let (found, busy): (T, Duration) = read.await?;
    Ok((found, (ms(begun.elapsed()), ms(busy))))
}

fn at(mut times: Vec<f64>, part: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * part / 100).min(times.len() - 1)]
}

fn report(took: Vec<Timed>) {
    let p95 = |name: &str, fits: &dyn Fn(&Timed) -> bool| {
        let found: Vec<_> = took.iter().filter(|t| fits(t)).collect();
        let of = |pick: fn(&Timed) -> f64| at(found.iter().map(|t| pick(t)).collect(), 95);
        println!("p95 of {name} {:.1}", of(|t| t.ms));
        println!("cpu p95 of {name} {:.1}", of(|t| t.busy));
    };
    println!("pages {}", took.len());
    for part in [50, 99] {
        let times = took.iter().map(|t| t.ms).collect();
        println!("page p{part} {:.2}", at(times, part));
    }
    p95("all", &|_| true);
    for (name, word) in [
        ("full text", "text"),
        ("date range", "time"),
        ("partner", "partner"),
        ("environment", "environment"),
        ("errors only", "errors"),
    ] {
        p95(name, &|t| t.filter.contains(word));
    }
    for (name, word) in [
        ("duration order", "Duration"),
        ("status order", "Status"),
        ("deep cursors", "deep"),
        ("counts", "count"),
    ] {
        p95(name, &|t| t.what.contains(word));
    }
    let mut groups: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for timed in took {
        groups
            .entry((timed.filter, timed.what))
            .or_default()
            .push(timed.busy);
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|((filter, what), times)| (at(times, 95), filter, what))
        .collect();
    groups.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("cpu group p95 {:.1}", groups[0].0);
    let slow = groups.iter().filter(|group| group.0 >= 100.0).count();
    println!("cpu groups {} of which slow: {slow}", groups.len());
    for (ms, filter, what) in groups.iter().take(12) {
        println!("cpu slowest {ms:.1} {filter}, {what}");
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
