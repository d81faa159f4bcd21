//! Makes millions of traces, reads them every way a person does, and says what that took: one
//! figure a line. `FAIRLEAD_TRACES` says how many, `FAIRLEAD_TRACES_FOLDER` where. With
//! `FAIRLEAD_TRACES_KEPT` the folder stays, and a further run measures it again: keeping by a
//! twenty-fifth part more traces. With `FAIRLEAD_TRACES_WHOLE` it only makes them, as the program
//! itself would have kept them, for `fairlead serve` to export.

#![allow(
    clippy::print_stdout,
    clippy::type_complexity,
    clippy::semicolon_if_nothing_returned,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // figures, not money

mod pages;
mod peer;
mod whole;
mod world;

use std::{
    env, fs,
    time::{Duration, Instant},
};

use fairlead_store::{
    Store, StoreError,
    trace::{self, ChainKey, Filter, Span},
};
use world::{DAY, World};

/// Traces kept in one transaction.
const BATCH: usize = 5_000;
/// Traces brought into the index of words in one transaction.
const INDEXED: usize = 500;
/// How often figures are read; the median counts.
const READS: usize = 5;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let many: usize = match env::var("FAIRLEAD_TRACES") {
        Ok(text) => text.parse()?,
        Err(_) => 5_000_000,
    };
    let folder = env::var_os("FAIRLEAD_TRACES_FOLDER")
        .map_or_else(|| env::temp_dir().join("fairlead-traces"), Into::into);
    if env::var_os("FAIRLEAD_TRACES_WHOLE").is_some() {
        return whole::make(&folder, many).await;
    }
    let kept = env::var_os("FAIRLEAD_TRACES_KEPT").is_some();
    // A folder that was kept is read again: its traces are always the same.
    let there = kept && folder.join("traces.db").exists();
    if !there {
        let _ = fs::remove_dir_all(&folder);
    }
    fs::create_dir_all(&folder)?;
    let store = Store::open(&folder)?;
    let world = World::new();
    let days = (world.from.as_millis(), 30 * DAY);
    if there {
        // After all that is there, as it would come.
        ingest(&store, &world, many / 25, (days.0 + days.1, DAY)).await?;
    } else {
        ingest(&store, &world, many, days).await?;
    }
    index(&store).await?;
    pages::read(&store, &world).await?;
    figures(&store, &world, many).await?;
    store.close();
    let bytes = fs::metadata(folder.join("traces.db"))?.len() as usize / many.max(1);
    println!("bytes {bytes}");
    println!("peer scan {:.1}", peer::scan(&folder)?);
    println!("peer ingest {:.0}", peer::insert(&folder, bytes)?);
    if !kept {
        fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// Keeps so many, and says how many a second by the clock, and in a second of the processor's time
/// of the thread that writes: on a machine that does other things too the two are far apart.
async fn ingest(
    store: &Store,
    world: &World,
    many: usize,
    (from, span): (i64, i64),
) -> Result<(), Failure> {
    let mut random = fastrand::Rng::with_seed(7);
    let step = span / i64::try_from(many.max(1))?;
    let key = ChainKey::new(&[7; 32]);
    let (mut took, mut made) = (Duration::ZERO, 0);
    let (mut of_part, mut last) = (Duration::ZERO, 0);
    let mut rates = Vec::new();
    let first = store.write_traces(|_| Ok(busy())).await?;
    while made < many {
        let count = BATCH.min(many - made);
        let rows: Vec<_> = (made..made + count)
            .map(|n| {
                let place = n as f64 / many as f64 * span as f64;
                let at = from + place as i64;
                let later = if step > 0 { random.i64(0..step) } else { 0 };
                world.trace(&mut random, at + later)
            })
            .collect();
        let key = key.clone();
        let begun = Instant::now();
        store
            .write_traces(move |c| trace::insert(c, &key, &rows))
            .await?;
        let now = begun.elapsed();
        (took, of_part, made) = (took + now, of_part + now, made + count);
        if made - last >= (many / 5).max(1) {
            rates.push((made - last) as f64 / of_part.as_secs_f64());
            (of_part, last) = (Duration::ZERO, made);
        }
    }
    let last = store.write_traces(|_| Ok(busy())).await?;
    let used = last.saturating_sub(first);
    println!("ingest {:.0}", many as f64 / took.as_secs_f64());
    println!("ingest cpu {:.0}", many as f64 / used.as_secs_f64());
    for (fifth, rate) in rates.iter().enumerate() {
        println!("ingest of fifth {} {rate:.0}", fifth + 1);
    }
    Ok(())
}

/// How long this thread has run on a processor; nothing where the system does not tell.
fn busy() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

/// Brings them into the index of words.
async fn index(store: &Store) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut indexed = 0;
    loop {
        let part = store.write_traces(|c| trace::index(c, INDEXED)).await?;
        if part == 0 {
            break;
        }
        indexed += part;
    }
    println!(
        "index {:.0}",
        indexed as f64 / begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Figures, failures that are alike, partners and facets over 30 days.
async fn figures(store: &Store, world: &World, many: usize) -> Result<(), Failure> {
    let times = (world.from, world.to());
    let project = world.project;
    let all = Filter::default();
    let one = Filter {
        operation_id: Some(format!("op_{:016x}", 3)),
        ..Filter::default()
    };
    let both = Filter {
        partner_id: Some(world.partners[5]),
        status: Some((400, 499)),
        ..Filter::default()
    };
    let environment_id = Some(world.environments[1]);
    let together = Filter {
        partner_id: Some(world.partners[5]),
        environment_id,
        ..Filter::default()
    };
    let many_at_once = Filter {
        operation_id: one.operation_id.clone(),
        mock_id: Some(world.mock),
        ..together.clone()
    };
    let wide = Filter {
        environment_id,
        mock_id: Some(world.mock),
        ..Filter::default()
    };
    let slow = Filter {
        slower: Some(60_000),
        ..together.clone()
    };
    for (name, filter) in [
        ("", all),
        (" of an operation", one),
        (" of two filters", both),
        (" of partner and environment", together),
        (" of four filters", many_at_once),
        (" of mock and environment", wide),
        (" of slow ones", slow),
    ] {
        for (what, span) in [("", Span::Day), (" by hour", Span::Hour)] {
            let asked = filter.clone();
            time(store, &format!("analytics{name}{what}"), move |c| {
                let found = trace::analytics(c, project, &asked, times, span, 0)?;
                assert!(
                    !name.is_empty() || found.all.count >= many as u64,
                    "a trace is missing"
                );
                Ok(())
            })
            .await?;
        }
        let asked = filter.clone();
        time(store, &format!("patterns{name}"), move |c| {
            trace::patterns(c, project, &asked, times, Span::Day, 10).map(drop)
        })
        .await?;
        time(store, &format!("facets{name}"), move |c| {
            trace::facets(c, project, &filter).map(drop)
        })
        .await?;
    }
    time(store, "partners", move |c| {
        trace::partners(c, project, times, Span::Day).map(drop)
    })
    .await
}

async fn time(
    store: &Store,
    name: &str,
    read: impl Fn(&fairlead_store::Connection) -> Result<(), StoreError> + Clone + Send + 'static,
) -> Result<(), Failure> {
    let (mut took, mut used) = (Vec::new(), Vec::new());
    for _ in 0..READS {
        let read = read.clone();
        let begun = Instant::now();
        let work = move |c: &fairlead_store::Connection| {
            let before = busy();
            read(c)?;
            Ok(busy().saturating_sub(before))
        };
        used.push(ms(store.read_traces(work).await?));
        took.push(ms(begun.elapsed()));
    }
    for (name, mut times) in [(name.to_owned(), took), (format!("cpu {name}"), used)] {
        times.sort_by(f64::total_cmp);
        println!("{name} {:.1}", times[READS / 2]);
    }
    Ok(())
}
