//! Partners as their traces tell of them: who is stuck, where, and that it is told once.

use fairlead_app::{
    App, ErrorCategory, Event, EventKind, NewPartner, PartnerState, StreamItem, Topic, TraceFilter,
    TraceInterval,
};
use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store,
    trace::{self, ChainKey},
};
use futures::StreamExt;

use crate::support::{API, import_with, kept_trace, open, opened, until, upload};

const HOUR: i64 = 3_600_000;

/// Traces of a partner, so many hours ago each; the last failed, if any.
async fn had(folder: &std::path::Path, project: Id, partner: Id, hours: &[i64], failed: bool) {
    let store = Store::open(folder).unwrap();
    let now = Timestamp::now().as_millis();
    let mut rows = Vec::new();
    for (place, ago) in hours.iter().enumerate() {
        let bad = failed && place + 1 == hours.len();
        let at = Timestamp::from_millis(now - ago * HOUR);
        let row = kept_trace(project, Some(partner), at, bad);
        rows.push((row, "{}".to_owned()));
    }
    let key = ChainKey::new(&[7; 32]);
    let kept = store.write_traces(move |c| trace::insert(c, &key, &rows));
    kept.await.unwrap();
    store.close();
}

/// Ids of partners that were told to be stuck so far, one for each time.
async fn told(app: &App) -> Vec<String> {
    let of = |item| match item {
        StreamItem::Event(Event {
            topic: Topic::Partner,
            kind: EventKind::Stuck,
            subject_id,
            ..
        }) => subject_id,
        _ => None,
    };
    let events = app
        .events_after(Some(0))
        .take_until(tokio::time::sleep(std::time::Duration::from_millis(100)));
    events.filter_map(|item| async { of(item) }).collect().await
}

async fn partner(app: &App, project: Id, name: &str) -> Id {
    let new = NewPartner {
        name: name.into(),
        contact: String::new(),
        note: String::new(),
    };
    app.create_partner(project, new).await.unwrap().id
}

#[tokio::test]
async fn who_is_stuck_is_told_once_and_again_when_it_happens_again() {
    let it = opened().await;
    let (app, folder) = (it.app, it.folder);
    let import = import_with(&app, upload(API), None, false).await.unwrap();
    let project = import.project.id;
    let stuck = partner(&app, project, "Stuck & Sons").await;
    let later = partner(&app, project, "Later").await;
    let well = partner(&app, project, "Well").await;
    let new = partner(&app, project, "New").await;
    app.shutdown().await;
    drop(app);
    had(folder.path(), project, stuck, &[70, 50, 30], true).await;
    had(folder.path(), project, later, &[2, 1], true).await;
    had(folder.path(), project, well, &[60, 40], false).await;

    let app = open(folder.path()).await;
    until("the first is told", || async {
        (told(&app).await == [stuck.to_string()]).then_some(())
    })
    .await;
    let day = TraceInterval::Day;
    let found = app.trace_partners(project, TraceFilter::default(), day);
    let found = found.await.unwrap().items;
    let states: Vec<_> = found.iter().map(|of| (of.partner_id, of.state)).collect();
    assert_eq!(
        states,
        [
            (stuck, PartnerState::Stuck),
            (later, PartnerState::Active),
            (well, PartnerState::Idle),
            (new, PartnerState::NotBegun)
        ]
    );
    let first = &found[0];
    assert_eq!(first.name.as_deref(), Some("Stuck & Sons"));
    assert_eq!((first.figures.count, first.figures.failed), (3, 1));
    let sum = first.series.iter().map(|point| point.count).sum::<u64>();
    assert_eq!((sum, first.failures.len()), (3, 1));
    let failure = &first.failures[0];
    assert_eq!(
        (failure.status, failure.category, failure.problem.as_deref()),
        (
            Some(422),
            Some(ErrorCategory::Validation),
            Some("request/body/maxLength")
        )
    );
    assert_eq!(found[3].last_at, None);

    let filter = TraceFilter::default();
    let patterns = app.trace_patterns(project, filter, day).await.unwrap();
    assert_eq!((patterns.failed, patterns.patterns), (2, 1));
    assert_eq!(patterns.items[0].partners, Some(2));
    app.shutdown().await;
    drop(app);

    // Another one, and the first is silent as before: only the other is told of.
    had(folder.path(), project, well, &[26], true).await;
    let app = open(folder.path()).await;
    let both = [stuck.to_string(), well.to_string()];
    until("the second is told", || async {
        (told(&app).await == both).then_some(())
    })
    .await;
    app.shutdown().await;
    drop(app);

    // The first went on and failed again, a day ago.
    had(folder.path(), project, stuck, &[25], true).await;
    let app = open(folder.path()).await;
    let again = [both[0].clone(), both[1].clone(), both[0].clone()];
    until("the first is told again", || async {
        (told(&app).await == again).then_some(())
    })
    .await;
    app.shutdown().await;
    drop(app);
}
