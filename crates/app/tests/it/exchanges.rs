//! Exchanges that last: streams, large answers, further attempts, and what is kept of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use fairlead_app::{
    BodyField, DraftBody, ErrorCategory, ExchangeProgress, ExchangeState, SendDraft, TraceDetail,
};
use fairlead_core::Id;
use tokio::{io::AsyncWriteExt, sync::Notify};

use crate::{
    server::{Server, free_port, ok, serve, serve_with},
    support::{Opened, draft, import, opened, upload},
};

const API: &str = r#"
openapi: 3.2.0
info: { title: Pier, version: "1" }
paths:
  /calls:
    get:
      responses:
        "200":
          description: Ships that call
          content:
            text/event-stream:
              itemSchema:
                properties:
                  data:
                    contentMediaType: application/json
                    contentSchema: { type: object, required: [ship] }
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [name]
              properties:
                name: { type: string, minLength: 2 }
                plan: { type: string, contentMediaType: application/pdf }
      responses: { default: { description: Done } }
"#;

struct Case {
    it: Opened,
    project: Id,
}

async fn case() -> Case {
    let it = opened().await;
    let import = import(&it.app, upload(API)).await.unwrap();
    Case {
        project: import.project.id,
        it,
    }
}

impl Case {
    async fn to(&self, method: &str, base: &str) -> SendDraft {
        draft(&self.it.app, self.project, "/calls", method, base).await
    }

    async fn start(&self, send: SendDraft) -> Id {
        let id = Id::new();
        let started = self.it.app.start_exchange(self.project, id, send).await;
        started.unwrap();
        id
    }

    /// Asks until it is as wanted; gives that, and all text on the way.
    async fn follow(
        &self,
        id: Id,
        wanted: impl Fn(&ExchangeProgress, &str) -> bool,
    ) -> (ExchangeProgress, String) {
        let following = async {
            let (mut text, mut after, mut seen) = (String::new(), 0, None);
            loop {
                let asked = self.it.app.exchange_progress(self.project, id, after, seen);
                let progress = asked.await.unwrap();
                text.push_str(&progress.text);
                after = usize::try_from(progress.next).unwrap();
                seen = Some(progress.version);
                if wanted(&progress, &text) {
                    return (progress, text);
                }
            }
        };
        let deadline = crate::support::DEADLINE;
        tokio::time::timeout(deadline, following).await.unwrap()
    }

    async fn ended(&self, id: Id) -> TraceDetail {
        let (progress, _) = self.follow(id, |p, _| p.state == ExchangeState::Done).await;
        let trace = progress.trace_id.unwrap();
        self.it.app.trace(self.project, trace).await.unwrap()
    }
}

const HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

/// A server that sends an event, then one more whenever it is told to, and never ends.
async fn calls() -> (Server, Arc<Notify>) {
    let next = Arc::new(Notify::new());
    let told = Arc::clone(&next);
    let server = serve_with(move |mut stream, _| {
        let told = Arc::clone(&told);
        async move {
            stream.write_all(HEAD).await.unwrap();
            for ship in 1.. {
                let event = format!("data: {{\"ship\":{ship}}}\n\n");
                if stream.write_all(event.as_bytes()).await.is_err() {
                    return;
                }
                told.notified().await;
            }
        }
    })
    .await;
    (server, next)
}

#[tokio::test]
async fn events_are_shown_as_they_come_and_kept_when_a_person_ends_them() {
    let case = case().await;
    let (server, next) = calls().await;
    let mut send = case.to("GET", &server.url()).await;
    // A stream lasts longer than an answer may take.
    send.timeout_ms = Some(400);
    let id = case.start(send).await;
    let (progress, _) = case
        .follow(id, |_, text| text.contains(r#""ship":1}"#))
        .await;
    assert_eq!(progress.state, ExchangeState::Receiving);
    assert_eq!(progress.status, Some(200));
    tokio::time::sleep(Duration::from_millis(500)).await;
    next.notify_one();
    case.follow(id, |_, text| text.contains(r#""ship":2}"#))
        .await;
    case.it.app.cancel_exchange(case.project, id).unwrap();
    let trace = case.ended(id).await;
    assert!(trace.error.is_none(), "{:?}", trace.error);
    let body = trace.response.unwrap().body.unwrap().text.unwrap();
    assert_eq!(body, "data: {\"ship\":1}\n\ndata: {\"ship\":2}\n\n");
    assert!(trace.response_report.unwrap().valid);
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn what_came_before_an_answer_broke_off_is_kept_and_not_judged() {
    let case = case().await;
    let server = serve(|_| {
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"half\":".to_vec()
    })
    .await;
    let id = case.start(case.to("GET", &server.url()).await).await;
    let trace = case.ended(id).await;
    assert_eq!(trace.error.unwrap().category, ErrorCategory::Network);
    let body = trace.response.unwrap().body.unwrap();
    assert_eq!(body.text.as_deref(), Some("{\"half\":"));
    assert!(trace.response_report.is_none());
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn an_answer_of_a_hundred_megabytes_is_whole_for_who_asks_for_it() {
    const SIZE: usize = 100 * 1024 * 1024;
    let case = case().await;
    let letters = (b'a'..=b'w').cycle();
    let body: Vec<u8> = letters.take(SIZE).collect();
    let answer = ok("text/plain", &body);
    let server = serve(move |_| answer.clone()).await;
    let id = case.start(case.to("GET", &server.url()).await).await;
    let trace = case.ended(id).await;
    let kept = trace.response.unwrap().body.unwrap();
    assert_eq!(kept.bytes, SIZE as u64);
    assert!(kept.truncated);
    assert!(kept.text.unwrap().len() <= fairlead_core::limits::TRACE_BODY_BYTES);
    let whole = case.it.app.answer_body(case.project, trace.trace.id).await;
    assert!(whole.unwrap().1 == body, "the bytes that were sent");
    case.it.app.shutdown().await;
}

/// A server that is not well for the first `failures` requests.
async fn recovering(failures: usize, failure: &'static str) -> Server {
    let asked = AtomicUsize::new(0);
    serve(move |_| {
        if asked.fetch_add(1, Ordering::SeqCst) < failures {
            format!("HTTP/1.1 {failure}\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").into_bytes()
        } else {
            ok("application/json", "{}")
        }
    })
    .await
}

#[tokio::test]
async fn a_request_is_sent_again_as_often_as_a_person_says() {
    let case = case().await;
    let server = recovering(2, "503 Busy").await;
    let mut send = case.to("GET", &server.url()).await;
    send.retries = 3;
    let trace = case.it.app.send_draft(case.project, send.clone()).await;
    let trace = trace.unwrap();
    assert_eq!((trace.trace.status, trace.attempts), (Some(200), 3));
    assert_eq!(server.requests().len(), 3);

    let server = recovering(2, "503 Busy").await;
    let mut once = case.to("GET", &server.url()).await;
    once.retries = 1;
    let trace = case.it.app.send_draft(case.project, once).await.unwrap();
    assert_eq!((trace.trace.status, trace.attempts), (Some(503), 2));
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn what_may_have_been_done_is_not_done_twice() {
    let case = case().await;
    let server = recovering(2, "502 Bad Gateway").await;
    let mut send = case.to("POST", &server.url()).await;
    send.retries = 3;
    let trace = case.it.app.send_draft(case.project, send).await.unwrap();
    assert_eq!((trace.trace.status, trace.attempts), (Some(502), 1));
    assert_eq!(server.requests().len(), 1);
    // Where no connection is made, nothing has been done.
    let closed = format!("http://127.0.0.1:{}", free_port().await);
    let mut send = case.to("POST", &closed).await;
    send.retries = 1;
    let trace = case.it.app.send_draft(case.project, send).await.unwrap();
    assert_eq!(trace.attempts, 2);
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn finding_and_reaching_a_server_are_timed() {
    let case = case().await;
    let server = serve(|_| ok("application/json", "{}")).await;
    let base = format!("http://localhost:{}", server.port);
    let send = case.to("GET", &base).await;
    let trace = case.it.app.send_draft(case.project, send).await.unwrap();
    let timing = trace.timing;
    let (dns, connect) = (timing.dns_ms.unwrap(), timing.connect_ms.unwrap());
    let first = timing.first_byte_ms.unwrap();
    assert!(
        dns + connect <= first && first <= timing.total_ms,
        "{timing:?}"
    );
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn an_exchange_is_known_to_its_project_alone_and_starts_once() {
    let case = case().await;
    let (server, _next) = calls().await;
    let send = case.to("GET", &server.url()).await;
    let id = case.start(send.clone()).await;
    let app = &case.it.app;
    let again = app.start_exchange(case.project, id, send).await;
    assert_eq!(again.unwrap_err().code, "exchange_refused");
    let elsewhere = app.exchange_progress(Id::new(), id, 0, None).await;
    assert_eq!(elsewhere.unwrap_err().code, "exchange_not_found");
    app.cancel_exchange(case.project, id).unwrap();
    case.ended(id).await;
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn fields_become_parts_and_a_file_that_is_missing_is_said() {
    let case = case().await;
    let server = serve(|_| ok("application/json", "{}")).await;
    let mut send = case.to("POST", &server.url()).await;
    let plan = BodyField {
        file_name: Some("plan.pdf".into()),
        content_type: Some("application/pdf".into()),
        ..BodyField::text("plan", "")
    };
    let with = |name: &str, plan: BodyField| {
        Some(DraftBody {
            content_type: "multipart/form-data".into(),
            fields: Some(vec![BodyField::text("name", name), plan]),
            ..DraftBody::default()
        })
    };
    send.draft.body = with("F", plan.clone());
    let app = &case.it.app;
    let check = app.check_draft(case.project, send.draft.clone()).await;
    let check = check.unwrap();
    let told: Vec<_> = check
        .violations
        .iter()
        .map(|v| (v.pointer.as_str(), v.keyword.as_ref()))
        .collect();
    assert!(told.contains(&("/plan", "no-file")), "{told:?}");
    assert!(told.contains(&("/name", "minLength")), "{told:?}");

    let chosen = BodyField {
        base64: Some("JVBERg==".into()),
        ..plan
    };
    send.draft.body = with("Fram", chosen);
    let sent = app.send_draft(case.project, send).await.unwrap();
    assert!(sent.request_report.valid, "{:?}", sent.request_report);
    let request = server.requests().remove(0);
    assert!(
        request.contains("filename=\"plan.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n"),
        "{request}"
    );
    case.it.app.shutdown().await;
}
