//! Answers of the API, and bytes of the page, as files in the folder for downloads: written by
//! the program as they come, so that a large one goes through no webview.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures::StreamExt;
use http::{HeaderMap, header::CONTENT_DISPOSITION};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use tauri::{
    Runtime, State, Webview,
    ipc::{Channel, Request as Call},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{Carrier, CarrierError, request, reveal};
use crate::downloads::{Part, SaveError};

/// Pieces that wait for the disk.
const WAITING: usize = 8;
/// How often the page is told how far it is.
const TOLD: Duration = Duration::from_millis(200);

/// What is being saved, and what was.
#[derive(Default)]
pub struct Savings {
    open: Mutex<HashMap<(String, u32), CancellationToken>>,
    saved: Mutex<HashSet<PathBuf>>,
}

impl Savings {
    fn begin(&self, webview: &str, id: u32) -> CancellationToken {
        let cancel = CancellationToken::new();
        let at = (webview.to_owned(), id);
        lock(&self.open).insert(at, cancel.clone());
        cancel
    }

    fn end(&self, webview: &str, id: u32) {
        if let Some(cancel) = lock(&self.open).remove(&(webview.to_owned(), id)) {
            cancel.cancel();
        }
    }

    /// Stops everything that a webview saves.
    pub fn end_all_of(&self, webview: &str) {
        lock(&self.open).retain(|(of, _), cancel| {
            let stays = of != webview;
            if !stays {
                cancel.cancel();
            }
            stays
        });
    }
}

fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere leaves it whole.
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request of the page whose answer is to be kept.
#[derive(Deserialize)]
pub struct Asked {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// What came of it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Saved {
    /// The file is there.
    Whole { name: String, path: String },
    /// The person did not want it any more; nothing is left of it.
    Stopped,
    /// The API refused, and says why.
    Refused {
        status: u16,
        headers: Vec<(String, String)>,
        body: String,
    },
}

/// Saves the answer to a request, under `name` or the one that the answer has. `id` is for
/// [`stop_saving`]; `progress` hears of the bytes that were written.
#[tauri::command]
pub async fn save_answer<R: Runtime>(
    webview: Webview<R>,
    carrier: State<'_, Carrier>,
    asked: Asked,
    name: Option<String>,
    id: u32,
    progress: Channel<u64>,
) -> Result<Saved, CarrierError> {
    let body = Bytes::from(asked.body.unwrap_or_default());
    let request = request::build(&asked.method, &asked.path, &asked.headers, body)?;
    let cancel = carrier.savings.begin(webview.label(), id);
    let answered = async {
        let Ok(answer) = carrier.router.clone().oneshot(request).await;
        if !answer.status().is_success() {
            return refused(answer).await;
        }
        let name = name.or_else(|| named(answer.headers()));
        let name = name.unwrap_or_else(|| "file".to_owned());
        carrier.keep(&name, answer.into_body(), &progress).await
    };
    // What is dropped in the middle takes its file away.
    let outcome = tokio::select! {
        () = cancel.cancelled() => Ok(Saved::Stopped),
        outcome = answered => outcome,
    };
    carrier.savings.end(webview.label(), id);
    outcome
}

/// Saves bytes that the page has, under the name in the header `x-name` (JSON).
#[tauri::command]
pub async fn save_bytes(
    carrier: State<'_, Carrier>,
    request: Call<'_>,
) -> Result<Saved, CarrierError> {
    let name = request.headers().get("x-name");
    let name: Option<String> = name.and_then(|name| serde_json::from_slice(name.as_bytes()).ok());
    let name = name.ok_or(CarrierError::Header("x-name"))?;
    let bytes = request::read_body(request.body())?;
    let progress = Channel::new(|_| Ok(()));
    carrier.keep(&name, Body::from(bytes), &progress).await
}

/// Stops saving.
#[tauri::command]
pub fn stop_saving<R: Runtime>(webview: Webview<R>, carrier: State<'_, Carrier>, id: u32) {
    carrier.savings.end(webview.label(), id);
}

/// Shows a file in the system's window of files; only one that was saved here.
#[tauri::command]
pub async fn show_saved(carrier: State<'_, Carrier>, path: PathBuf) -> Result<(), CarrierError> {
    if !lock(&carrier.savings.saved).contains(&path) {
        return Err(CarrierError::NotSaved);
    }
    reveal::in_folder(&path).await;
    Ok(())
}

impl Carrier {
    async fn keep(
        &self,
        name: &str,
        body: Body,
        progress: &Channel<u64>,
    ) -> Result<Saved, CarrierError> {
        let folder = self.downloads.as_deref().ok_or(SaveError::Homeless)?;
        let path = write(folder, name, body, progress).await?;
        let saved = Saved::Whole {
            name: path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            path: path.to_string_lossy().into_owned(),
        };
        lock(&self.savings.saved).insert(path);
        Ok(saved)
    }
}

enum Piece {
    Bytes(Bytes),
    End,
}

/// Writes a body as it comes; what does not come whole is not kept.
async fn write(
    folder: &Path,
    name: &str,
    body: Body,
    progress: &Channel<u64>,
) -> Result<PathBuf, CarrierError> {
    let (sender, mut pieces) = mpsc::channel(WAITING);
    let (folder, name) = (folder.to_owned(), name.to_owned());
    let writing = tokio::task::spawn_blocking(move || {
        let mut part = Part::begin(&folder, &name)?;
        while let Some(piece) = pieces.blocking_recv() {
            match piece {
                Piece::Bytes(bytes) => part.write(&bytes)?,
                Piece::End => return part.finish().map(Some),
            }
        }
        Ok::<_, SaveError>(None)
    });
    let (mut done, mut told) = (0, Instant::now());
    let mut body = body.into_data_stream();
    while let Some(bytes) = body.next().await {
        let bytes = bytes.map_err(CarrierError::Answer)?;
        done += bytes.len() as u64;
        if sender.send(Piece::Bytes(bytes)).await.is_err() {
            // The disk has refused; it says why below.
            break;
        }
        if told.elapsed() >= TOLD {
            told = Instant::now();
            // A page that is gone hears nothing more.
            let _ = progress.send(done);
        }
    }
    let _ = sender.send(Piece::End).await;
    let written = writing.await.map_err(|_| CarrierError::Lost)?;
    written?.ok_or(CarrierError::Lost)
}

async fn refused(answer: Response) -> Result<Saved, CarrierError> {
    let (head, body) = answer.into_parts();
    let body = body.collect().await.map_err(CarrierError::Answer)?;
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter();
    Ok(Saved::Refused {
        status: head.status.as_u16(),
        headers: headers.map(|(n, v)| (n.to_string(), text(v))).collect(),
        body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
    })
}

/// The name that an answer has for the file it is (RFC 6266, in UTF-8 as in RFC 8187).
fn named(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, name) = value.split_once("filename*=UTF-8''")?;
    let name = name.split(';').next()?;
    let name = percent_encoding::percent_decode_str(name).decode_utf8();
    name.ok().map(|name| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_one_of_the_answer() {
        let mut headers = HeaderMap::new();
        assert_eq!(named(&headers), None);
        let value = "attachment; filename=\"h_fen.txt\"; filename*=UTF-8''h%C3%A4fen%2Etxt";
        headers.insert(CONTENT_DISPOSITION, value.parse().expect("a value"));
        assert_eq!(named(&headers).as_deref(), Some("häfen.txt"));
    }
}
