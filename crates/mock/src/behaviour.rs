//! The behaviour file: what a mock does beyond what its description says. Latency, credentials,
//! idempotency, quotas, faults, scenarios and rules, in one YAML file beside the description.
//!
//! Time and chance are arguments: the same file, the same seed and the same requests at the same
//! times give the same answers.

mod answer;
pub(crate) mod asked;
mod chance;
mod check;
mod counters;
mod credentials;
mod fault;
mod follow;
mod idempotency;
mod latency;
mod matcher;
mod pattern;
mod period;
pub(crate) mod provider;
mod quota;
mod read;
mod refusal;
mod rule;
mod run;
mod scenario;
mod schema;
mod several;
mod target;
mod template;
mod webhooks;

use std::{
    fmt,
    net::IpAddr,
    sync::{Arc, PoisonError, RwLock},
};

use fairlead_core::{Request, Response, Timestamp};
use fairlead_openapi::Operation;
use fairlead_validate::Report;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Decision, Mock};

pub(crate) use asked::Asked;
pub(crate) use counters::Counters;
pub use follow::{Follower, Heard};
pub(crate) use matcher::is_same;
pub use read::{Outside, Reading};
pub(crate) use refusal::declared_error;
pub use schema::schema;
pub(crate) use webhooks::{Plan, Webhooks};

/// What a mock does beyond what its description says. The file may be reloaded while the mock
/// runs. What is asked in this order: rules, scenarios, faults, credentials, quotas, idempotency,
/// the description.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Behaviour {
    /// Where the JSON Schema of this file is, for editors.
    #[serde(rename = "$schema")]
    #[expect(dead_code, reason = "for editors, and not for us")]
    schema: Option<String>,
    /// How long every answer is held back.
    latency: Option<latency::Latency>,
    /// Which credentials are known. Once this is there, all others are refused.
    credentials: Option<Vec<credentials::Credential>>,
    /// How the mock's own sign-in provider behaves, where the description declares a scheme of
    /// OAuth 2 or OpenID Connect.
    pub(crate) provider: Option<provider::ProviderFile>,
    /// Whether the same request twice is answered once.
    idempotency: Option<idempotency::Idempotency>,
    /// How many requests may be made in which time.
    #[serde(default)]
    quotas: Vec<quota::Quota>,
    /// What goes wrong now and then.
    #[serde(default)]
    faults: Vec<fault::Mishap>,
    /// What happens at which call.
    #[serde(default)]
    scenarios: Vec<scenario::Scenario>,
    /// What is answered where some conditions hold; the first that fits is the one.
    #[serde(default)]
    rules: Vec<rule::Rule>,
    /// What the mock sends by itself: how callbacks are signed, and which webhooks follow which
    /// requests.
    webhooks: Option<webhooks::Webhooks>,
}

/// When a request came, and from which address.
pub(crate) type Came = (Timestamp, Option<IpAddr>);

/// The behaviour of a mock, which may change while it runs, and what was counted.
#[derive(Default)]
pub(crate) struct Current {
    behaviour: RwLock<Option<Arc<Behaviour>>>,
    counters: Counters,
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Current").finish_non_exhaustive()
    }
}

impl Mock {
    /// Swaps the behaviour while the mock runs; `None` takes it away. What did not change goes on
    /// counting where it was.
    pub fn set_behaviour(&self, behaviour: impl Into<Option<Behaviour>>) {
        let behaviour = behaviour.into().map(Arc::new);
        *self
            .behaviour
            .behaviour
            .write()
            .unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// The behaviour that a request meets: one that changes nothing where there is none, but
    /// tokens are enforced.
    pub(crate) fn behaviour_in_force(&self) -> Option<Arc<Behaviour>> {
        let default = || self.options.strict_auth.then(Arc::default);
        self.behaviour().or_else(default)
    }

    /// The behaviour, if there is one.
    pub fn behaviour(&self) -> Option<Arc<Behaviour>> {
        self.behaviour
            .behaviour
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn behaviour_counters(&self) -> &Counters {
        &self.behaviour.counters
    }

    /// Lets scenarios begin anew and quotas be unused, and forgets the answers kept for keys.
    pub fn reset_counters(&self) {
        self.behaviour.counters.reset();
    }

    /// What to answer under a behaviour; `usual` is what would be answered without one.
    pub(crate) fn behave(
        &self,
        behaviour: &Behaviour,
        request: &Request,
        found: Option<(&Operation, &[(String, String)])>,
        came: Came,
        report: Report,
        usual: impl FnOnce(&Report) -> Response,
    ) -> Decision {
        let counters = &self.behaviour.counters;
        let (now, client) = came;
        let number = counters.request();
        let asked = asked::Asked::new(&self.contract, request, found, now, client, number);
        let running = run::Running {
            mock: self,
            behaviour,
            counters,
        };
        running.decide(&asked, report, usual)
    }
}

/// How notes call an entry: by name, or by its place in the file.
fn label(kind: &str, name: &str) -> String {
    if name.bytes().all(|b| b.is_ascii_digit()) {
        format!("{kind} {name}")
    } else {
        format!("{kind} `{name}`")
    }
}
