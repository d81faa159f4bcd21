//! Answers requests as an API description says.
//!
//! [`Mock::decide`] is pure: a request in, an answer out, the same for the same seed. [`serve`]
//! is the socket loop around it. Knows no database and no UI.

mod answer;
pub mod behaviour;
mod decide;
pub mod encode;
mod host;
mod kept;
mod matched;
mod negotiate;
mod prefer;
mod provider;
mod refuse;
mod serve;
mod state;

use std::{sync::Arc, time::Duration};

use fairlead_core::{Exchange, Response};
use fairlead_identity::Provider;
use fairlead_validate::{Contract, Report};
use serde::{Deserialize, Serialize};

pub use behaviour::Behaviour;
pub use fairlead_identity::About;
pub use host::{is_local, misdirected};
pub use refuse::problem;
pub use serve::{Completeness, Ended, Handler, Passing, Pieces, Sink, aside, serve};
pub use state::{State, StateError};

/// The header in which the playground names the trace it is writing: such an exchange is not the
/// mock's to record.
pub const TRACE_HEADER: &str = "fairlead-trace";

/// How a mock behaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MockOptions {
    /// The same seed gives the same answers.
    pub seed: u64,
    /// Whether what clients make, change and take away is so afterwards.
    pub stateful: bool,
    /// Whether only tokens that the mock's own sign-in provider gave are taken, and for their
    /// scopes only.
    pub strict_auth: bool,
    /// Which names of hosts it answers to, besides those of this machine (`*`: any); `None`: it
    /// does not ask. So no web page can reach it through a name of its own that leads here.
    pub hosts: Option<Vec<String>>,
}

impl Default for MockOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            stateful: false,
            strict_auth: false,
            hosts: None,
        }
    }
}

/// A mock of one description.
#[derive(Debug)]
pub struct Mock {
    contract: Arc<Contract>,
    options: MockOptions,
    kept: kept::Kept,
    state: Option<State>,
    behaviour: behaviour::Current,
    /// Where tokens come from, if the description declares such schemes.
    provider: Option<Provider>,
}

/// What a mock answers, and why.
#[derive(Debug, Default)]
pub struct Decision {
    /// The answer.
    pub response: Response,
    /// Id of the operation, where one was found.
    pub operation: Option<String>,
    /// What was wrong with the request.
    pub request_report: Report,
    /// What was wrong with the answer, where it is not our own.
    pub response_report: Option<Report>,
    /// Remarks for the log, such as an example that breaks its own schema.
    pub notes: Vec<String>,
    /// Texts of the exchange that no record may keep, such as tokens just given.
    pub secrets: Vec<String>,
    /// How the answer is sent.
    pub delivery: Delivery,
    /// Its body, where that comes from elsewhere and is still arriving.
    pub passing: Option<Passing>,
}

/// How an answer is sent: late, or broken on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// How long it is held back.
    pub delay: Duration,
    /// What goes wrong with it.
    pub fault: Option<Fault>,
}

/// What goes wrong with an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// The connection is closed without an answer.
    Drop,
    /// The connection is reset.
    Reset,
    /// Bytes that are no HTTP.
    Garbage,
    /// The body comes in small pieces, slowly.
    SlowBody,
    /// The connection is closed in the middle of the body.
    Partial,
}

/// One exchange that a running mock has had.
#[derive(Clone, Debug)]
pub struct Served {
    /// Request and answer.
    pub exchange: Exchange,
    /// Id of the operation, where one was found.
    pub operation: Option<String>,
    /// What was wrong with the request.
    pub request_report: Report,
    /// What was wrong with the answer, where it is not our own.
    pub response_report: Option<Report>,
    /// Remarks of [`Decision::notes`].
    pub notes: Vec<String>,
    /// What [`Decision::secrets`] lists.
    pub secrets: Vec<String>,
    /// What [`TRACE_HEADER`] said.
    pub trace_id: Option<String>,
}

impl Mock {
    /// A mock of a contract.
    #[must_use]
    pub fn new(contract: Arc<Contract>, options: MockOptions) -> Self {
        let state = options.stateful.then(|| State::new(contract.spec()));
        Self {
            provider: provider::of(&contract, options.seed),
            contract,
            state,
            options,
            kept: kept::Kept::default(),
            behaviour: behaviour::Current::default(),
        }
    }

    /// The contract it keeps.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contract
    }
}
