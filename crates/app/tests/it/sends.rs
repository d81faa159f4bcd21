//! Sends that end badly: each says what happened, and leaves a trace.

use std::{sync::Arc, time::Duration};

use fairlead_app::{App, ErrorCategory, SendDraft, TraceDetail};
use fairlead_core::Id;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::Notify,
};

use crate::{
    server::{free_port, redirect, serve, serve_with},
    support::{API, Opened, draft, import, opened, traces, until, upload},
};

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
    async fn to(&self, base: &str) -> SendDraft {
        draft(&self.it.app, self.project, "/ships", "GET", base).await
    }

    /// Sends, expects this kind of error with these words, and finds the same as a trace.
    async fn fails(&self, send: SendDraft, category: ErrorCategory, words: &[&str]) {
        let before = traces(&self.it.app, self.project).await.total;
        let detail = self.it.app.send_draft(self.project, send).await.unwrap();
        told(&detail, category, words);
        let page = traces(&self.it.app, self.project).await;
        assert_eq!(page.total, before + 1);
        let kept = self
            .it
            .app
            .trace(self.project, detail.trace.id)
            .await
            .unwrap();
        told(&kept, category, words);
    }
}

fn told(detail: &TraceDetail, category: ErrorCategory, words: &[&str]) {
    let error = detail.error.as_ref().expect("an error");
    assert_eq!(error.category, category, "{}", error.message);
    assert_eq!(detail.trace.error_category, Some(category));
    // What came before it ended is kept, and says nothing about the contract.
    let status = detail.response.as_ref().map(|r| r.status);
    assert_eq!(detail.trace.status, status);
    assert!(detail.response_report.is_none());
    for word in words {
        assert!(
            error.message.contains(word),
            "`{word}` in: {}",
            error.message
        );
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached() {
    let case = case().await;
    let closed = format!("http://127.0.0.1:{}", free_port().await);
    let words = [closed.as_str(), "cannot be reached", "refused"];
    case.fails(case.to(&closed).await, ErrorCategory::Network, &words)
        .await;
    let unknown = "http://nothing.invalid";
    let words = [unknown, "cannot be reached"];
    case.fails(case.to(unknown).await, ErrorCategory::Network, &words)
        .await;
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn a_server_that_never_answers_and_one_that_never_ends() {
    let case = case().await;
    let silent = serve_with(|mut stream, _| async move {
        let _ = stream.read(&mut [0]).await;
    })
    .await;
    let stalling = serve_with(|mut stream, _| async move {
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[")
            .await;
        let _ = stream.read(&mut [0]).await;
    })
    .await;
    for server in [silent, stalling] {
        let mut send = case.to(&server.url()).await;
        send.timeout_ms = Some(300);
        case.fails(send, ErrorCategory::Timeout, &["300 ms", "Allow more time"])
            .await;
    }
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_is_none() {
    let case = case().await;
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[",
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "",
    ] {
        let server = serve(move |_| answer.as_bytes().to_vec()).await;
        let url = server.url();
        let words = ["broke off", url.as_str()];
        case.fails(case.to(&url).await, ErrorCategory::Network, &words)
            .await;
    }
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_not_read_to_its_end() {
    let case = case().await;
    let endless = serve_with(|mut stream, _| async move {
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")
            .await;
        let part = vec![b'x'; 1 << 20];
        while stream.write_all(&part).await.is_ok() {}
    })
    .await;
    let url = endless.url();
    let words = [url.as_str(), "larger than 256 MiB", "Ask for less"];
    case.fails(case.to(&url).await, ErrorCategory::Network, &words)
        .await;
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn redirects_in_circles() {
    let case = case().await;
    let server = serve(|_| redirect("/ships")).await;
    let mut send = case.to(&server.url()).await;
    send.follow_redirects = true;
    case.fails(send, ErrorCategory::Network, &["redirects"])
        .await;
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn a_cancelled_send_ends_at_once_and_leaves_its_trace() {
    let case = case().await;
    let (came, gone) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let server = serve_with({
        let (came, gone) = (Arc::clone(&came), Arc::clone(&gone));
        move |mut stream, _| {
            let (came, gone) = (Arc::clone(&came), Arc::clone(&gone));
            async move {
                came.notify_one();
                // Nothing more comes: this ends when the other side closes.
                let _ = stream.read(&mut [0]).await;
                gone.notify_one();
            }
        }
    })
    .await;
    let send = case.to(&server.url()).await;
    let (app, project): (App, Id) = (case.it.app.clone(), case.project);
    let sending = tokio::spawn(async move { app.send_draft(project, send).await });
    came.notified().await;
    sending.abort();
    tokio::time::timeout(Duration::from_secs(10), gone.notified())
        .await
        .expect("the connection stays open");
    let trace = until("a trace of the cancelled send", || async {
        traces(&case.it.app, project).await.items.into_iter().next()
    })
    .await;
    let detail = case.it.app.trace(project, trace.id).await.unwrap();
    told(
        &detail,
        ErrorCategory::Network,
        &["cancelled", "may have acted"],
    );
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn what_makes_no_request_is_not_sent_and_leaves_no_trace() {
    let case = case().await;
    let server = serve(|_| Vec::new()).await;
    let mut with_break = case.to(&server.url()).await;
    with_break.draft.headers.push(fairlead_app::Field {
        name: "X-Note".into(),
        value: "one\r\nHost: two".into(),
        enabled: true,
    });
    for send in [
        with_break,
        case.to("ftp://pier").await,
        case.to("pier").await,
    ] {
        let error = case
            .it
            .app
            .send_draft(case.project, send)
            .await
            .unwrap_err();
        assert!(error.hint.is_some(), "{error}");
    }
    assert_eq!(server.requests(), Vec::<String>::new());
    assert_eq!(traces(&case.it.app, case.project).await.total, 0);
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn what_is_sent_together_is_found_by_its_run() {
    let it = case().await;
    let run = Some(fairlead_core::Id::new());
    for _ in 0..2 {
        // Port 9 (discard) answers nobody here.
        let mut send = it.to("http://127.0.0.1:9").await;
        send.run_id = run;
        let detail = it.it.app.send_draft(it.project, send).await.unwrap();
        assert_eq!(detail.trace.run_id, run);
    }
    let alone = it.to("http://127.0.0.1:9").await;
    it.it.app.send_draft(it.project, alone).await.unwrap();
    let filter = fairlead_app::TraceFilter {
        run_id: run,
        ..Default::default()
    };
    let page = it.it.app.list_traces(it.project, filter, 10, None).await;
    assert_eq!(page.unwrap().total, 2);
}
