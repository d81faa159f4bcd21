//! WebSockets of the playground: opened, written to, closed, and kept as traces.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fairlead_core::{Id, Timestamp, limits};
use tokio::sync::{mpsc, oneshot};
use tokio_util::task::TaskTracker;

use super::{
    client::Client,
    clock::{CLOCK, Clock},
    prepare::Ready,
    socket::{
        Outgoing, Socket, close,
        handshake::{self, Opener, Opening, over_http},
        journal::{self, Journal},
        message, not_open, run,
        tunnel::Tunnel,
    },
};
use crate::{
    App, AppError, ErrorKind, OpenSocket, SendMessage, SocketMessage, SocketProgress, SocketState,
    TraceDetail, TraceSource, traces,
};

/// The folder of journals within the data folder.
const JOURNALS: &str = "sockets";

/// WebSockets that last or have just ended.
#[derive(Default)]
pub struct Sockets {
    lasting: Mutex<HashMap<(Id, Id), Arc<Socket>>>,
    tasks: TaskTracker,
}

impl Sockets {
    /// Takes in a new one; `None` where its id is taken or there are too many.
    fn add(&self, project: Id, id: Id, socket: Arc<Socket>) -> Option<()> {
        let mut lasting = self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        lasting.retain(|_, socket| {
            socket.state() != SocketState::Closed || socket.unasked() < limits::LIVE_TIME / 4
        });
        if lasting.contains_key(&(project, id)) || lasting.len() >= limits::SOCKETS {
            return None;
        }
        lasting.insert((project, id), socket);
        Some(())
    }

    fn find(&self, project: Id, id: Id) -> Option<Arc<Socket>> {
        let lasting = self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        lasting.get(&(project, id)).cloned()
    }

    /// Closes all, and waits a while until their traces are kept.
    pub async fn end_all(&self) {
        let all: Vec<_> = {
            let lasting = self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
            lasting.values().cloned().collect()
        };
        all.iter().for_each(|socket| socket.cancel.cancel());
        self.tasks.close();
        // What is not done by then has its journal.
        let _ = tokio::time::timeout(2 * limits::SOCKET_CLOSE_TIME, self.tasks.wait()).await;
    }
}

impl App {
    /// Begins to open a WebSocket under an id that who asks has chosen; see
    /// [`App::socket_progress`]. It ends when nobody has asked for it for a minute.
    pub async fn open_socket(&self, project: Id, id: Id, open: OpenSocket) -> Result<(), AppError> {
        if open.draft.socket.is_none() {
            let message = "The draft opens no WebSocket.";
            return Err(AppError::invalid("no_socket", message)
                .with_hint("Give `socket` in the draft; an empty object will do."));
        }
        let mut ready = self.ready(project, &open.draft).await?;
        let environment = ready.environment.as_ref();
        let opener = Opener {
            client: Client::of_socket(environment)?,
            tunnel: Tunnel::of(environment, &over_http(&ready.prepared.built.url)),
        };
        handshake::ask(&mut ready.prepared)?;
        let prepared = &ready.prepared;
        let (redactor, names) = (prepared.redactor.clone(), prepared.secret_names.clone());
        let cancel = self.inner.background.child_token();
        let (socket, outgoing) = Socket::new(redactor, names, cancel);
        let socket = Arc::new(socket);
        let added = self.inner.sockets.add(project, id, Arc::clone(&socket));
        added.ok_or_else(|| {
            let message = "There is a WebSocket of this id, or there are too many.";
            AppError::conflict("socket_refused", message)
                .with_hint("Close the others, and choose another id.")
        })?;
        let unasked = Arc::clone(&socket);
        tokio::spawn(async move { unasked.ends_unasked().await });
        let allowed = open.timeout_ms.or(ready.timeout_ms);
        let allowed = allowed.map_or(limits::SEND_TIME, Duration::from_millis);
        let app = self.clone();
        let tasks = &self.inner.sockets.tasks;
        tasks.spawn(async move {
            let kept = app.conversation(project, ready, &socket, &opener, allowed, outgoing);
            let trace = match kept.await {
                Ok(trace) => Some(trace),
                Err(error) => {
                    tracing::error!(%error, "the trace of a WebSocket could not be kept");
                    None
                }
            };
            socket.ends(trace);
        });
        Ok(())
    }

    /// What has come of a WebSocket so far, with the messages behind number `after`. Where `seen`
    /// is the present version, this waits for another, up to 15 s.
    pub async fn socket_progress(
        &self,
        project: Id,
        id: Id,
        after: u64,
        seen: Option<u64>,
    ) -> Result<SocketProgress, AppError> {
        Ok(self.socket(project, id)?.progress(after, seen).await)
    }

    /// Sends a message. It is handed to the system, and in the journal of the trace as far as that
    /// has room, when this returns.
    pub async fn send_message(
        &self,
        project: Id,
        id: Id,
        message: SendMessage,
    ) -> Result<SocketMessage, AppError> {
        let socket = self.socket(project, id)?;
        let message = message::to_send(&message)?;
        let (told, sent) = oneshot::channel();
        socket.send(Outgoing::Message(message, told)).await?;
        sent.await.unwrap_or_else(|_| Err(not_open(socket.state())))
    }

    /// Closes a WebSocket; one that is not open yet is given up.
    pub async fn close_socket(
        &self,
        project: Id,
        id: Id,
        code: u16,
        reason: &str,
    ) -> Result<(), AppError> {
        let socket = self.socket(project, id)?;
        let frame = close::frame(code, reason)?;
        if socket.state() == SocketState::Open {
            // It may have ended in the meantime: that is what was asked for.
            let _ = socket.send(Outgoing::Close(frame)).await;
        } else {
            socket.cancel.cancel();
        }
        Ok(())
    }

    fn socket(&self, project: Id, id: Id) -> Result<Arc<Socket>, AppError> {
        self.inner.sockets.find(project, id).ok_or_else(|| {
            let message = format!("There is no WebSocket {id}, or it ended a while ago.");
            AppError::not_found("socket_not_found", message)
                .with_hint("What came of it is among the traces.")
        })
    }

    /// Opens it, carries its messages, and keeps its trace; the id of that.
    async fn conversation(
        &self,
        project: Id,
        ready: Ready,
        socket: &Socket,
        opener: &Opener,
        allowed: Duration,
        outgoing: mpsc::Receiver<Outgoing>,
    ) -> Result<Id, AppError> {
        let began = std::time::Instant::now();
        let started_at = Timestamp::now();
        let built = &ready.prepared.built;
        let opening = CLOCK.scope(Clock::default(), async {
            let mut opening = handshake::open(opener, built, allowed).await;
            let _ = CLOCK.try_with(|clock| {
                opening.timing.dns_ms = clock.dns_ms();
                opening.timing.connect_ms = clock.connect_ms();
            });
            opening
        });
        let mut opening = tokio::select! {
            opening = opening => opening,
            () = socket.cancel.cancelled() => Opening::given_up(began),
        };
        if let Some(response) = &opening.response {
            socket.answers(response.status, &response.headers);
        }
        let outcome = std::mem::replace(&mut opening.outcome, Err(handshake::given_up()));
        let partner = self.partner_in(project);
        let mut detail;
        match outcome {
            Err(error) => {
                socket.fails(error.clone());
                opening.outcome = Err(error);
                detail = made(project, &ready, started_at, &opening);
                detail.trace.partner_id = partner;
            }
            Ok(opened) => {
                detail = made(project, &ready, started_at, &opening);
                detail.trace.partner_id = partner;
                detail.error = None;
                detail.trace.error_category = None;
                let folder = self.journals();
                let skeleton = detail.clone();
                let journal = crate::off_thread(move || Journal::begin(&folder, &skeleton)).await?;
                socket.opens(opened.subprotocol, journal);
                drop(ready);
                run::run(socket, opened.stream, outgoing).await;
                finish(&mut detail, socket, began).await;
            }
        }
        if let (Some(401), Some(id)) = (detail.trace.status, detail.trace.environment_id) {
            // It may have been revoked: the next request fetches another.
            self.inner.oauth.refuse(id);
        }
        self.keep_trace(&detail).await?;
        Ok(detail.trace.id)
    }

    fn journals(&self) -> PathBuf {
        self.inner.settings.data_dir.join(JOURNALS)
    }

    /// Makes traces of WebSockets that lasted when the program was killed.
    pub(crate) async fn recover_sockets(&self) {
        let folder = self.journals();
        let Ok(left) = crate::off_thread(move || journal::left(&folder)).await else {
            return;
        };
        for (path, detail) in left {
            if let Some(detail) = detail {
                let (project, id) = (detail.trace.project_id, detail.trace.id);
                let kept = match self.trace(project, id).await {
                    // It was killed after the trace was kept.
                    Ok(_) => Ok(()),
                    Err(error) if error.code == "trace_not_found" => self.keep_trace(&detail).await,
                    Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
                    Err(error) => Err(error),
                };
                if let Err(error) = kept {
                    tracing::error!(%error, "the trace of a WebSocket could not be kept");
                    continue;
                }
            }
            if let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(%error, "the file of a WebSocket could not be removed");
            }
        }
    }
}

/// The trace of an opening, without messages.
fn made(project: Id, ready: &Ready, started_at: Timestamp, opening: &Opening) -> TraceDetail {
    let prepared = &ready.prepared;
    traces::Making {
        id: Id::new(),
        project,
        source: TraceSource::Playground,
        operation: prepared.operation.as_ref().map(|o| o.id.clone()),
        template: prepared.operation.as_ref().map(|o| o.path.clone()),
        mock: ready.mock,
        url: &prepared.built.url,
        started_at,
        request: &prepared.built.request,
        response: opening.response.as_ref(),
        request_report: prepared.report.clone(),
        response_report: None,
        error: opening.outcome.as_ref().err().cloned(),
        timing: opening.timing,
        redactor: &prepared.redactor,
        secret_names: &prepared.secret_names,
        environment: ready.environment.as_ref().map(|e| e.id),
        attempts: 1,
        run: None,
    }
    .make()
}

/// Completes the trace of a connection that is over.
async fn finish(detail: &mut TraceDetail, socket: &Socket, began: std::time::Instant) {
    let now = socket.progress(u64::MAX - 1, None).await;
    detail.timing.total_ms = began.elapsed().as_secs_f64() * 1_000.0;
    detail.trace.duration_ms = detail.timing.total_ms;
    let transcript = socket.transcript();
    detail.trace.request_bytes = now.sent.bytes;
    detail.trace.response_bytes = now.received.bytes;
    if let Some(response) = &mut detail.response {
        response.body = transcript;
    }
    detail.trace.error_category = now.error.as_ref().map(|error| error.category);
    detail.error = now.error;
}
