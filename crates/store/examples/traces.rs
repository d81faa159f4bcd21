//! Makes millions of traces, reads them every way a person does, and says what that took: one
//! figure a line. `FAIRLEAD_TRACES` says how many, `FAIRLEAD_TRACES_FOLDER` where.

#![allow(
    clippy::print_stdout,
    clippy::type_complexity,
    clippy::semicolon_if_nothing_returned,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // figures, not money

use std::{
    env, fs,
    time::{Duration, Instant},
};

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store,
    trace::{self, ChainKey, Filter, SortBy, Span, TraceRow},
};

/// Traces kept in one transaction.
const BATCH: usize = 5_000;
/// Operations of the API.
const OPERATIONS: usize = 60;
/// Rules that requests break.
const PROBLEMS: [&str; 6] = [
    "request/body/required",
    "request/body/type",
    "request/body/enum",
    "request/body/maxLength",
    "request/query/minimum",
    "request/header/pattern",
];
const DAY: i64 = 86_400_000;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let many: usize = match env::var("FAIRLEAD_TRACES") {
        Ok(text) => text.parse()?,
        Err(_) => 5_000_000,
    };
    let folder = env::var_os("FAIRLEAD_TRACES_FOLDER")
        .map_or_else(|| env::temp_dir().join("fairlead-traces"), Into::into);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let store = Store::open(&folder)?;
    let world = World::new();
    let took = ingest(&store, &world, many).await?;
    #[allow(clippy::cast_precision_loss)]
    let rate = |count: usize, took: Duration| count as f64 / took.as_secs_f64();
    println!("ingest {:.0}", rate(many, took));
    let indexed = index(&store, many).await?;
    println!("index {:.0}", rate(indexed.0, indexed.1));
    pages(&store, &world).await?;
    let begun = Instant::now();
    let times = (world.from, world.to());
    let project = world.project;
    let found = store
        .read_traces(move |c| trace::analytics(c, project, &Filter::default(), times, Span::Day, 0))
        .await?;
    println!("analytics {:.1}", ms(begun.elapsed()));
    assert_eq!(found.all.count, many as u64, "the sums know every trace");
    let begun = Instant::now();
    store
        .read_traces(move |c| trace::facets(c, project, &Filter::default()))
        .await?;
    println!("facets {:.1}", ms(begun.elapsed()));
    store.close();
    let size = fs::metadata(folder.join("traces.db"))?.len();
    println!("bytes {:.0}", size / many.max(1) as u64);
    fs::remove_dir_all(&folder)?;
    Ok(())
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// What the traces are about.
struct World {
    project: Id,
    partners: Vec<Id>,
    environments: Vec<Id>,
    mock: Id,
    from: Timestamp,
}

impl World {
    fn new() -> Self {
        Self {
            project: Id::new(),
            partners: (0..12).map(|_| Id::new()).collect(),
            environments: (0..3).map(|_| Id::new()).collect(),
            mock: Id::new(),
            from: Timestamp::from_millis(20_000 * DAY),
        }
    }

    fn to(&self) -> Timestamp {
        Timestamp::from_millis(self.from.as_millis() + 30 * DAY)
    }

    fn trace(&self, random: &mut fastrand::Rng, started_at: i64) -> (TraceRow, String) {
        // Few operations have most of the traffic.
        let operation = (random.f64().powi(3) * 60.0) as usize % OPERATIONS;
        let method = ["GET", "GET", "GET", "POST", "PUT", "DELETE"][operation % 6];
        let (status, category) = match random.u32(0..1_000) {
            0..900 => (Some(if method == "POST" { 201 } else { 200 }), None),
            900..930 => (Some(404), Some("NOT_FOUND")),
            930..955 => (Some(401), Some("AUTH")),
            955..975 => (Some(422), Some("VALIDATION")),
            975..985 => (Some(429), Some("RATE_LIMIT")),
            985..995 => (Some(500), Some("SERVER")),
            995..998 => (Some(503), Some("SERVER")),
            998 => (None, Some("TIMEOUT")),
            _ => (None, Some("NETWORK")),
        };
        let number = random.u32(..);
        let path = format!("/harbours/{}/berths/{number}?expand=ship", operation % 7);
        let url = format!("https://api.example.com/v2{path}");
        let id = Id::new();
        let duration = (random.f64().mul_add(3.0, 0.3).exp() * 3_000.0) as u64;
        let detail = format!(
            r#"{{"id":"{id}","request":{{"method":"{method}","url":"{url}","headers":[{{"name":"accept","value":"application/json"}},{{"name":"user-agent","value":"harbour-client/3.{}"}},{{"name":"authorization","value":"***"}}],"body":{{"text":"{{\"ship\":\"ship{}\",\"draught\":{},\"notes\":\"arrives with the tide\"}}","bytes":70,"truncated":false,"contentType":"application/json"}}}},"response":{{"status":{},"headers":[{{"name":"content-type","value":"application/json"}},{{"name":"x-request-id","value":"{number}"}}],"body":{{"text":"{{\"berth\":{number},\"harbour\":\"harbour{}\",\"length\":{},\"state\":\"{}\",\"crane\":true}}","bytes":110,"truncated":false,"contentType":"application/json"}}}},"timing":{{"totalMs":{}}}}}"#,
            random.u8(0..20),
            random.u32(0..5_000),
            random.u8(1..15),
            status.unwrap_or(0),
            operation % 7,
            random.u16(50..400),
            ["free", "taken", "closed"][random.usize(0..3)],
            duration / 1_000,
        );
        let source = ["mock", "mock", "proxy", "playground", "test"][random.usize(0..5)];
        let row = TraceRow {
            id,
            project_id: self.project,
            source: source.into(),
            operation_id: Some(format!("op_{operation:016x}")),
            method: method.into(),
            path,
            path_template: Some(format!("/harbours/{{id}}/berths/{{berth}}/{operation}")),
            url,
            status,
            started_at: Timestamp::from_millis(started_at),
            duration_micros: duration,
            request_valid: category != Some("VALIDATION"),
            response_valid: status.map(|_| true),
            violation_count: u32::from(category == Some("VALIDATION")),
            error_category: category.map(str::to_owned),
            problem: (category == Some("VALIDATION"))
                .then(|| PROBLEMS[random.usize(0..PROBLEMS.len())].to_owned()),
            mock_id: (source == "mock").then_some(self.mock),
            environment_id: Some(self.environments[random.usize(0..3)]),
            partner_id: Some(self.partners[random.usize(0..12)]),
            run_id: None,
            request_bytes: 70,
            response_bytes: 110,
        };
        (row, detail)
    }
}

/// Keeps so many: the time of keeping alone.
async fn ingest(store: &Store, world: &World, many: usize) -> Result<Duration, Failure> {
    let mut random = fastrand::Rng::with_seed(7);
    let step = 30 * DAY / i64::try_from(many.max(1))?;
    let span = 30.0 * DAY as f64;
    let key = ChainKey::new(&[7; 32]);
    let (mut took, mut made) = (Duration::ZERO, 0);
    while made < many {
        let count = BATCH.min(many - made);
        let rows: Vec<_> = (made..made + count)
            .map(|n| {
                let place = n as f64 / many as f64 * span;
                let at = world.from.as_millis() + place as i64;
                world.trace(&mut random, at + random_step(step))
            })
            .collect();
        let key = key.clone();
        let begun = Instant::now();
        store
            .write_traces(move |c| trace::insert(c, &key, &rows))
            .await?;
        took += begun.elapsed();
        made += count;
    }
    Ok(took)
}

fn random_step(step: i64) -> i64 {
    if step > 0 { fastrand::i64(0..step) } else { 0 }
}

/// Brings them into the index of words, at most 200,000 of them: how many, and the time.
async fn index(store: &Store, many: usize) -> Result<(usize, Duration), Failure> {
    let begun = Instant::now();
    let mut indexed = 0;
    while indexed < many.min(200_000) {
        let part = store.write_traces(|c| trace::index(c, 200)).await?;
        if part == 0 {
            break;
        }
        indexed += part;
    }
    Ok((indexed, begun.elapsed()))
}

/// Every filter alone and in pairs, in every order: first, second, deep and last pages.
async fn pages(store: &Store, world: &World) -> Result<(), Failure> {
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
    let project = world.project;
    let mut took: Vec<(f64, String)> = Vec::new();
    for (name, filter) in filters {
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
                let mut after = None;
                // The last page of one order is the first of the other.
                for number in 0..12 {
                    let asked = filter.clone();
                    let begun = Instant::now();
                    let page = store
                        .read_traces(move |c| trace::page(c, project, &asked, 100, after))
                        .await?;
                    took.push((
                        ms(begun.elapsed()),
                        format!("{name}, {sort:?} {ascending}, page {number}"),
                    ));
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
            }
        }
        let asked = filter.clone();
        let begun = Instant::now();
        store
            .read_traces(move |c| trace::count(c, project, &asked))
            .await?;
        took.push((ms(begun.elapsed()), format!("{name}, count")));
    }
    took.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |part: usize| took[(took.len() * part / 100).min(took.len() - 1)].0;
    println!("pages {}", took.len());
    println!("page p50 {:.2}", at(50));
    println!("page p95 {:.2}", at(95));
    println!("page p99 {:.2}", at(99));
    for (ms, name) in took.iter().rev().take(8) {
        println!("slowest {ms:.1} {name}");
    }
    Ok(())
}
