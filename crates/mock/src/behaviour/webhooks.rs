//! What a mock sends by itself.

use std::{num::NonZeroU64, time::Duration};

use fairlead_core::{Severity, limits};
use fairlead_validate::Contract;
use fairlead_webhooks::{Case, Retries, Scheme, Secret, Signing};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::{
    Behaviour, Counters,
    asked::Asked,
    chance,
    check::listed,
    period::Period,
    read::{Mistake, Outside},
    several::Several,
    target::{self, Target},
};

/// What a mock sends by itself. What is said of signing, retries and delay holds for the callbacks
/// that the description declares, too.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Webhooks {
    /// Where webhooks go, unless an entry says otherwise. Callbacks go where the request says.
    target: Option<String>,
    /// How they are signed; left out, they are not.
    signing: Option<SigningEntry>,
    /// How often a delivery is tried again that did not arrive; three times where it is left out.
    #[schemars(range(min = 0, max = 9))]
    retries: Option<u32>,
    /// What the pauses of Standard Webhooks (5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h)
    /// are multiplied by; 0.01 where it is left out.
    #[schemars(range(min = 0.0, max = 10.0))]
    retry_scale: Option<f64>,
    /// How long after the answer they are sent.
    delay: Option<Period>,
    /// Which webhooks follow which requests. Only requests that are answered with 2xx count.
    #[serde(default)]
    pub(super) on: Vec<On>,
}

/// How webhooks are signed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SigningEntry {
    /// The scheme.
    scheme: Scheme,
    /// What sender and receiver share. Better kept out of the file, with `secretEnv`.
    #[serde(default, deserialize_with = "secret")]
    #[schemars(with = "Option<String>")]
    secret: Option<Secret>,
    /// The name under which the secret is found: a variable of the environment; in the workbench,
    /// a credential of the project.
    #[schemars(extend("x-names" = "credential"))]
    secret_env: Option<String>,
    /// Both, ready for use.
    #[serde(skip)]
    ready: Option<Signing>,
}

/// A webhook that follows some requests, or how a callback of theirs is sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct On {
    /// Which requests; left out, all of them.
    #[serde(rename = "match")]
    pub targets: Option<Several<Target>>,
    /// The name of the webhook. Where it is that of a callback of the operation, the entry says how
    /// the callback is sent.
    #[schemars(extend("x-names" = "webhook"))]
    webhook: String,
    /// What happens to it on its way.
    #[serde(default)]
    case: Case,
    /// For how many of these requests; for all where it is left out.
    times: Option<NonZeroU64>,
    /// Where it goes, instead of what holds otherwise.
    target: Option<String>,
    /// How long after the answer it is sent, instead of what holds otherwise.
    delay: Option<Period>,
    /// What tells it from other entries.
    #[serde(skip)]
    identity: u64,
}

/// A webhook that is to follow one request.
pub struct Plan<'a> {
    /// Its name.
    pub webhook: &'a str,
    /// What happens to it.
    pub case: Case,
    /// Where it goes, where that is said of it alone.
    pub target: Option<Url>,
    /// How long after the answer, where that is said of it alone.
    pub delay: Option<Duration>,
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Secret::new))
}

impl Behaviour {
    /// What the mock sends by itself.
    pub(crate) fn webhooks(&self) -> Option<&Webhooks> {
        self.webhooks.as_ref()
    }
}

impl Webhooks {
    /// Where webhooks go.
    pub fn target(&self) -> Option<Url> {
        self.target.as_ref()?.parse().ok()
    }

    /// How they are signed.
    pub fn signing(&self) -> Option<&Signing> {
        self.signing.as_ref()?.ready.as_ref()
    }

    /// How often they are tried again.
    pub fn retries(&self) -> Retries {
        let usual = Retries::default();
        Retries {
            most: self.retries.unwrap_or(usual.most),
            scale: self.retry_scale.unwrap_or(usual.scale),
        }
    }

    /// How long after the answer they are sent.
    pub fn delay(&self) -> Option<Duration> {
        self.delay.map(|delay| delay.0)
    }

    /// What follows one request; it is counted.
    pub fn plan(&self, asked: &Asked<'_>, counters: &Counters) -> Vec<Plan<'_>> {
        let due = |on: &&On| {
            target::fits(on.targets.as_ref(), asked)
                && on
                    .times
                    .is_none_or(|times| counters.count(on.identity, String::new()) < times.get())
        };
        let plan = |on: &'_ On| (on.target.as_ref().and_then(|t| t.parse().ok()), on.delay);
        self.on
            .iter()
            .filter(due)
            .map(|on| {
                let (target, delay) = plan(on);
                Plan {
                    webhook: &on.webhook,
                    case: on.case,
                    target,
                    delay: delay.map(|delay| delay.0),
                }
            })
            .collect()
    }

    pub(super) fn identify(&mut self, written: &Value) {
        for (place, on) in self.on.iter_mut().enumerate() {
            let entry = &written["on"][place];
            on.identity = chance::number(&format!("webhooks {place} {entry}"));
        }
    }

    /// Gets the secret ready.
    pub(super) fn unlock(&mut self, outside: Outside<'_>) -> Option<Mistake> {
        const AT: &str = "/webhooks/signing";
        let entry = self.signing.as_mut()?;
        if let Err(why) = entry.scheme.check() {
            return Some(wrong(format!("{AT}/scheme"), why));
        }
        let (secret, at) = match (&entry.secret, &entry.secret_env) {
            (Some(_), None) if !outside.secrets_inline => {
                let why = "a secret does not stand in a file that is kept here: keep it as a credential of the project, and name that with `secretEnv`";
                return Some(wrong(format!("{AT}/secret"), why));
            }
            (Some(secret), None) => (secret.clone(), "secret"),
            (None, Some(name)) => match (outside.secrets)(name) {
                Ok(secret) => (Secret::new(secret), "secretEnv"),
                Err(why) => {
                    return Some(wrong(format!("{AT}/secretEnv"), format!("`{name}`: {why}")));
                }
            },
            _ => {
                let why = "a signature needs a secret: give either `secret` or `secretEnv`";
                return Some(wrong(AT.to_owned(), why));
            }
        };
        if let Err(why) = secret.key(&entry.scheme) {
            return Some(wrong(format!("{AT}/{at}"), why.to_string()));
        }
        entry.ready = Some(Signing {
            scheme: entry.scheme.clone(),
            secret,
        });
        None
    }

    /// What does not go together, or that the description does not know.
    pub(super) fn check(&self, contract: &Contract) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut address = |at: String, text: Option<&String>| {
            let is_fine = |text: &&String| {
                Url::parse(text).is_ok_and(|u| matches!(u.scheme(), "http" | "https"))
            };
            if let Some(text) = text.filter(|text| !is_fine(text)) {
                mistakes.push(wrong(at, format!("`{text}` is no http or https URL")));
            }
        };
        address("/webhooks/target".to_owned(), self.target.as_ref());
        for (place, on) in self.on.iter().enumerate() {
            address(format!("/webhooks/on/{place}/target"), on.target.as_ref());
        }
        if self.retries.is_some_and(|n| n > limits::WEBHOOK_RETRIES) {
            let why = format!("there are at most {} retries", limits::WEBHOOK_RETRIES);
            mistakes.push(wrong("/webhooks/retries".to_owned(), why));
        }
        if self.retry_scale.is_some_and(|s| !(0.0..=10.0).contains(&s)) {
            let why = "the scale lies between 0 (at once) and 10";
            mistakes.push(wrong("/webhooks/retryScale".to_owned(), why));
        }
        let delays = self.on.iter().map(|on| on.delay).chain([self.delay]);
        if delays.flatten().any(|d| d.0 > limits::WEBHOOK_DELAY) {
            let why = "a webhook is held back for an hour at most";
            mistakes.push(wrong("/webhooks".to_owned(), why));
        }
        let known = contract.spec().outgoing();
        for (place, on) in self.on.iter().enumerate() {
            let at = format!("/webhooks/on/{place}");
            let Some(found) = contract.spec().find_outgoing(&on.webhook) else {
                let names = listed(known.iter().map(|o| o.name));
                mistakes.push(Mistake {
                    pointer: format!("{at}/webhook"),
                    severity: Severity::Warning,
                    message: format!(
                        "the description has no webhook or callback `{}`; there is {names}",
                        on.webhook
                    ),
                });
                continue;
            };
            if found.owner.is_none() && on.target.is_none() && self.target.is_none() {
                let why = "a webhook has to go somewhere: give a `target` here, or one for all";
                mistakes.push(wrong(at, why));
            }
        }
        mistakes
    }
}

fn wrong(pointer: String, message: impl Into<String>) -> Mistake {
    Mistake {
        pointer,
        severity: Severity::Error,
        message: message.into(),
    }
}
