//! A draft made into a request, and made ready to go.

use std::{collections::HashMap, sync::Arc};

use fairlead_core::{Id, Timestamp, redact::Redactor};
use fairlead_requests::{SavedRequest, match_operation};
use fairlead_validate::Report;

use super::{
    build::{self, Additions, Built},
    client::Client,
    fill,
    jar::Jar,
    place::Place,
};
use crate::{
    App, AppError, Draft, OperationKind, SocketSetup, auth, contracts::Loaded,
    environments::OpenEnvironment, operations, traces,
};

/// Stands for the address of a mock that does not run yet.
const NO_MOCK: &str = "http://mock.invalid";
/// What a WebSocket may do is not told by the method that opens it.
const SOCKET_METHOD: &str = "a WebSocket";

/// A draft made into a request, with everything needed to judge and to mask it.
pub struct Prepared {
    /// The description, where the project has one.
    pub loaded: Option<Arc<Loaded>>,
    /// The operation that it calls.
    pub operation: Option<fairlead_openapi::Operation>,
    /// The operation that has the address of a free request.
    pub fits: Option<String>,
    pub built: Built,
    /// How a WebSocket is opened, variables filled in.
    pub socket: Option<SocketSetup>,
    pub report: Report,
    pub redactor: Redactor,
    pub secret_names: Vec<String>,
    /// Names of the environment's secrets that are in it.
    pub used: Vec<String>,
}

/// A draft on its way.
pub struct Ready {
    pub prepared: Prepared,
    /// Where the environment has needs of its own.
    pub client: Option<Client>,
    /// The longest time that the environment says.
    pub timeout_ms: Option<u64>,
    pub mock: Option<Id>,
    pub environment: Option<OpenEnvironment>,
    /// The cookies of the place, where they go along.
    pub jar: Option<Arc<Jar>>,
}

impl App {
    /// A draft made ready to go.
    pub(super) async fn ready(&self, project: Id, draft: &Draft) -> Result<Ready, AppError> {
        let mut place = self.place_of(project, &draft.target).await?;
        let needs_target = draft.free.as_ref().is_none_or(build::needs_target);
        if place.base.is_none() && needs_target {
            return Err(
                AppError::conflict("no_running_mock", "No mock of this project runs.")
                    .with_hint("Start a mock, or send to a base URL."),
            );
        }
        if let Some(environment) = place.environment.as_mut().filter(|_| draft.use_credentials) {
            self.bring_token(project, environment).await?;
        }
        let mut prepared = self.prepare(project, draft, &place).await?;
        if let Some(why) = prepared.built.unsendable.take() {
            return Err(AppError::invalid("unsendable_request", why)
                .with_hint("Correct the field; nothing has been sent."));
        }
        let mut client = None;
        let mut timeout_ms = None;
        if let Some(environment) = &place.environment {
            let method = match draft.socket {
                Some(_) => SOCKET_METHOD,
                None => &prepared.built.request.method,
            };
            self.allow_method(environment, method)?;
            if draft.socket.is_none() {
                client = Client::of(environment)?;
            }
            timeout_ms = environment.setup.timeout_ms;
            let used = std::mem::take(&mut prepared.used);
            self.note_secrets_used(environment.id, used).await;
        }
        // A free request is our mock's only where it goes there.
        let url = &prepared.built.url;
        let goes_there = |base: &String| needs_target || url.starts_with(base.as_str());
        let mock = place
            .mock
            .filter(|_| place.base.as_ref().is_some_and(goes_there));
        Ok(Ready {
            prepared,
            client,
            timeout_ms,
            mock,
            environment: place.environment,
            jar: None,
        })
    }

    pub(super) async fn prepare(
        &self,
        project: Id,
        draft: &Draft,
        place: &Place,
    ) -> Result<Prepared, AppError> {
        let (loaded, operation) = match &draft.free {
            Some(_) => {
                self.project_row(project).await?;
                (self.active(project).await, None)
            }
            None => {
                let loaded = self.loaded(&self.described(project).await?).await?;
                let operation = callable(&loaded, &draft.operation_id)?;
                (Some(loaded), Some(operation))
            }
        };
        let credentials = match self.onlooker() {
            // A partner does not have ours.
            Some(_) => HashMap::new(),
            None => self.open_credentials(project).await?,
        };
        let redactor = self.sure_redactor(project).await?;
        let environment = place.environment.as_ref();
        let variables = self.variables(project, &credentials, environment).await?;
        let named = loaded.as_ref();
        let named = named.map(|loaded| traces::secret_names(loaded.spec()));
        let mut secret_names = named.unwrap_or_default();
        secret_names
            .extend(environment.map_or_else(Vec::new, |e| auth::secret_names(&e.setup.auth)));
        let base = place.base.as_deref().unwrap_or(NO_MOCK);
        let filled = fill::fill(draft, base, environment, &variables);
        // Both in one are no form of a secret that is kept.
        let redactor = match &filled.draft.basic {
            Some(basic) => redactor.and([
                build::basic_encoded(basic).trim_end_matches('='),
                basic.password.as_str(),
            ]),
            None => redactor,
        };
        crate::off_thread(move || {
            let proof = filled.proof;
            let additions = Additions {
                credentials: filled.takes_credentials.then_some(&credentials),
                headers: proof.headers.into_iter().chain(filled.headers).collect(),
                query: proof.query,
                cookies: proof.cookies,
            };
            let draft = &filled.draft;
            let spec = loaded.as_ref().map(|loaded| loaded.spec());
            let mut built = match (&draft.free, spec, &operation) {
                (None, Some(spec), Some(operation)) => {
                    build::request(spec, operation, draft, &filled.base, &additions)?
                }
                (free, ..) => {
                    let free = free.clone().unwrap_or_default();
                    build::free(&free, draft, &filled.base, &additions)?
                }
            };
            if let Some(signer) = &proof.signer {
                signer.sign(&mut built.request, &built.url, Timestamp::now());
            }
            if draft.socket.is_some() {
                built.url = build::of_socket(&built.url);
            }
            built.mind(filled.violations);
            let fits = spec.filter(|_| operation.is_none());
            let fits = fits.and_then(|spec| match_operation(&asked(&built), spec));
            let judged = loaded.as_ref().zip(operation.as_ref());
            let mut report = judged.map_or_else(Report::default, |(loaded, operation)| {
                let (request, values) = (&built.request, &built.path_values);
                loaded.contract.check_request(operation, request, values)
            });
            report
                .violations
                .splice(0..0, built.violations.iter().cloned());
            Ok(Prepared {
                loaded,
                operation,
                fits: fits.map(|call| call.operation),
                built,
                socket: filled.draft.socket,
                report,
                redactor,
                secret_names,
                used: proof.used,
            })
        })
        .await?
    }
}

/// The operation of a draft.
fn callable(loaded: &Arc<Loaded>, id: &str) -> Result<fairlead_openapi::Operation, AppError> {
    if id.is_empty() {
        let message = "The draft names no operation and no address.";
        return Err(AppError::invalid("no_operation", message)
            .with_hint("Give `operationId`, or `free` with a method and an address."));
    }
    let (operation, kind) = operations::find(loaded, id)?;
    if kind == OperationKind::Webhook {
        return Err(
            AppError::invalid("not_callable", "A webhook is called by the API's owner.")
                .with_hint("Choose an operation."),
        );
    }
    Ok(operation.clone())
}

/// What of a request says which operation it calls.
fn asked(built: &Built) -> SavedRequest {
    let url = built.url.split('?').next().unwrap_or_default();
    SavedRequest {
        method: built.request.method.clone(),
        url: url.to_owned(),
        ..SavedRequest::default()
    }
}
