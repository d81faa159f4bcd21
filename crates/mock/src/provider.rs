//! The sign-in provider beside the mock: what it answers, and whether its tokens are enforced.

use fairlead_core::Request;
use fairlead_identity::{About, Provider, Settings};
use fairlead_validate::{Contract, Report, Route};

use crate::{
    Behaviour, Decision, Mock,
    behaviour::{Came, provider::ProviderFile},
    decide::undirected,
};

const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
];

/// The provider that the description's security schemes ask for.
pub fn of(contract: &Contract, seed: u64) -> Option<Provider> {
    // An operation with exactly this path has it; one with a template does not, for what is
    // concrete comes first.
    let is_taken = |path: &str| {
        METHODS.iter().any(|method| {
            let route = contract.route(method, path);
            matches!(route, Route::Found { path_values, .. } if path_values.is_empty())
        })
    };
    Provider::of(contract.spec(), seed, &is_taken)
}

impl Mock {
    /// What a person has to know to sign in at the mock, which is called by `origin`, such as
    /// `http://127.0.0.1:4010`; `None` where the description declares no such scheme.
    #[must_use]
    pub fn provider(&self, origin: &str) -> Option<About> {
        let settings = settings(self.behaviour().as_deref());
        Some(self.provider.as_ref()?.about(origin, &settings))
    }

    /// Whether a request is for the provider, which draws its signing key at the first token: some
    /// tenths of a second.
    pub(crate) fn may_sign(&self, request: &Request) -> bool {
        self.provider.as_ref().is_some_and(|p| p.has(&request.path))
    }

    /// Whether only tokens of the provider are taken.
    #[must_use]
    pub fn enforces_tokens(&self) -> bool {
        self.enforces(self.behaviour().as_deref())
    }

    pub(crate) fn enforces(&self, behaviour: Option<&Behaviour>) -> bool {
        let written = behaviour.and_then(|b| b.provider.as_ref()?.enforce);
        self.provider.is_some() && written.unwrap_or(self.options.strict_auth)
    }

    /// The decision on a request to the provider. Rules, faults and latency of the behaviour file
    /// concern it as they concern everything.
    pub(crate) fn provide(
        &self,
        behaviour: Option<&Behaviour>,
        request: &Request,
        came: Came,
    ) -> Option<Decision> {
        let provider = self.provider.as_ref().filter(|p| p.has(&request.path))?;
        let settings = settings(behaviour);
        let (mut notes, mut secrets) = (Vec::new(), Vec::new());
        let mut usual = |_: &Report| {
            let answer = provider
                .answer(request, &settings, came.0)
                .unwrap_or_default();
            (notes, secrets) = (answer.notes, answer.secrets);
            answer.response
        };
        let mut decision = match behaviour {
            Some(b) => self.behave(b, request, None, came, Report::default(), usual),
            None => undirected(usual(&Report::default())),
        };
        decision.notes.extend(notes);
        decision.secrets = secrets;
        Some(decision)
    }
}

fn settings(behaviour: Option<&Behaviour>) -> Settings {
    let written = behaviour.and_then(|b| b.provider.as_ref());
    written.map(ProviderFile::settings).unwrap_or_default()
}
