//! Whether what answers at a base URL speaks HTTP.

use std::time::Duration;

use fairlead_core::{Request, limits};
use tokio_util::sync::CancellationToken;

use super::Found;
use crate::{
    ErrorCategory,
    environments::OpenEnvironment,
    playground::{Built, Client},
};

/// Asks for the base URL itself, without credentials. Any answer is one.
pub(super) async fn base_url(environment: &OpenEnvironment, base: &str) -> (Found, Option<u16>) {
    let built = Built {
        url: base.to_owned(),
        request: Request {
            method: "GET".to_owned(),
            ..Request::default()
        },
        path_values: Vec::new(),
        violations: Vec::new(),
        unsendable: None,
    };
    let client = match Client::of(environment) {
        Ok(Some(client)) => client,
        Ok(None) => match Client::plain() {
            Ok(client) => client,
            Err(why) => {
                let found = Found::failed(why.to_string(), "Start the program again.");
                return (found, None);
            }
        },
        Err(why) => return (Found::of(why), None),
    };
    let own = environment.setup.timeout_ms.map(Duration::from_millis);
    let patience = own.map_or(limits::PROBE_TIME, |own| own.min(limits::PROBE_TIME));
    let cancel = CancellationToken::new();
    let sent = client.send_plainly(&built, patience, &cancel).await;
    let status = sent.response.as_ref().map(|response| response.status);
    let found = match (sent.response, sent.error) {
        (Some(response), _) if response.status >= 500 => Found::warning(
            format!("It answers {}.", response.status),
            "The server says that it is not well: try again later, or tell its owner.",
        ),
        (Some(response), _) => {
            Found::passed(format!("It speaks HTTP and answers {}.", response.status))
        }
        (None, error) => {
            let is_late = error
                .as_ref()
                .is_some_and(|e| e.category == ErrorCategory::Timeout);
            let message = error.map_or_else(|| "No answer came.".to_owned(), |e| e.message);
            let hint = if is_late {
                "The server takes connections and does not answer: look whether it is well, and whether the port is the right one."
            } else {
                "Look whether the port is the one for HTTP or HTTPS."
            };
            Found::failed(message, hint)
        }
    };
    (found, status)
}
