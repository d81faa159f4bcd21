//! The workbench of a data folder, as its API: of the program that has the folder open, else of
//! this one, which opens it.

use std::path::{Path, PathBuf};

use axum::{Router, body::Body};
use fairlead_api::{data_dir, local::Address};
use fairlead_app::{App, Settings};
use http::{Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use crate::output::Failure;

/// Largest answer that is read, in bytes.
const ANSWER: usize = 256 * 1024 * 1024;

/// The API of a data folder.
pub enum Workbench {
    /// Another program has the folder open: `fairlead serve` or the window.
    #[cfg(unix)]
    Running {
        client: reqwest::Client,
        /// Where its socket is.
        _address: Address,
    },
    /// This program has it open.
    Own { app: Box<App>, router: Router },
}

impl Workbench {
    /// Reaches for the one of a folder.
    pub async fn of(data: Option<PathBuf>) -> Result<Self, Failure> {
        let folder = data_dir::choose(data)
            .map_err(|e| Failure::failed(e.to_string(), "Name another folder with --data."))?;
        if !folder.join("fairlead.db").is_file() {
            return Err(Failure::failed(
                format!("{} holds no projects", folder.display()),
                "Name the folder with --data, as `fairlead serve` does.",
            ));
        }
        if let Some(running) = running(&folder).await {
            return Ok(running);
        }
        let app = App::open(Settings::new(folder)).await;
        let app = app.map_err(|e| Failure::failed(e.message, e.hint))?;
        let router = fairlead_api::router(app.clone());
        Ok(Self::Own {
            app: Box::new(app),
            router,
        })
    }

    /// One request, with a body in JSON where there is one; the body of the answer.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Failure> {
        let (status, bytes) = match self {
            #[cfg(unix)]
            Self::Running { client, .. } => {
                let mut request = client.request(method, format!("http://localhost{path}"));
                if let Some(body) = &body {
                    request = request
                        .header(header::CONTENT_TYPE, "application/json")
                        .body(body.to_string());
                }
                let answer = request.send().await.map_err(gone)?;
                let status = answer.status();
                (status, answer.bytes().await.map_err(gone)?)
            }
            Self::Own { router, .. } => {
                let request = Request::builder()
                    .method(method)
                    .uri(path)
                    .header(header::CONTENT_TYPE, "application/json")
                    .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
                    .map_err(|e| Failure::failed(format!("{path} cannot be asked for: {e}"), ""))?;
                let answer = router.clone().oneshot(request).await;
                // A router answers everything.
                let answer = answer.unwrap_or_else(|never| match never {});
                let (parts, body) = answer.into_parts();
                let bytes = axum::body::to_bytes(body, ANSWER).await;
                let bytes = bytes.map_err(|e| {
                    Failure::failed(format!("the answer ends early: {e}"), "Try it again.")
                })?;
                (parts.status, bytes)
            }
        };
        judge(status, &bytes)
    }

    /// Closes the folder, where this program has opened it.
    pub async fn close(self) {
        if let Self::Own { app, .. } = self {
            app.shutdown().await;
        }
    }
}

/// The program that has the folder open, if one listens there.
#[cfg(unix)]
pub async fn running(folder: &Path) -> Option<Workbench> {
    let address = Address::of(folder).ok()?;
    // What a killed program has left refuses.
    tokio::net::UnixStream::connect(address.path()).await.ok()?;
    let client = reqwest::Client::builder().unix_socket(address.path());
    Some(Workbench::Running {
        client: client.build().ok()?,
        _address: address,
    })
}

#[cfg(not(unix))]
#[allow(clippy::unused_async, reason = "the same shape as on Unix")]
pub async fn running(_: &Path) -> Option<Workbench> {
    None
}

#[cfg(unix)]
fn gone(why: reqwest::Error) -> Failure {
    Failure::failed(
        format!("the Fairlead that has the folder open does not answer: {why}"),
        "Look whether it still runs, and try it again.",
    )
}

/// The body, or why there is none, in the words of the API.
fn judge(status: StatusCode, bytes: &[u8]) -> Result<Value, Failure> {
    let value = if bytes.is_empty() {
        Ok(Value::Null)
    } else {
        serde_json::from_slice(bytes)
    };
    match (status.is_success(), value) {
        (true, Ok(value)) => Ok(value),
        (false, Ok(said)) if said["message"].is_string() => Err(Failure::Failed {
            message: said["message"].as_str().unwrap_or_default().to_owned(),
            hint: said["hint"].as_str().map(str::to_owned),
        }),
        _ => Err(Failure::failed(
            format!("the answer (status {status}) is not one of Fairlead"),
            "Look whether both programs are of the same version.",
        )),
    }
}
