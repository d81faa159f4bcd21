//! Webhooks: what a description declares, what is sent, who catches them and what was caught.

use fairlead_core::{Id, Timestamp};
use fairlead_validate::Violation;
use fairlead_webhooks::{Candidate, Case, Detected, Expected, Scheme, Verdict};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NameValue, TraceBody, whole};

/// A webhook or callback that a description declares.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Its name.
    pub name: String,
    /// Id of its operation.
    pub operation_id: String,
    /// The method it is sent with.
    pub method: String,
    /// What it is about.
    #[schema(required = true)]
    pub summary: Option<String>,
    /// For a callback: the operation that it belongs to, such as `POST /orders`.
    #[schema(required = true)]
    pub callback_of: Option<String>,
}

/// A server on this machine that takes webhooks and says what is right and wrong with each.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Catcher {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// How it is.
    pub state: super::MockState,
    /// Where it listens, while it runs.
    #[schema(required = true)]
    pub url: Option<String>,
    /// The port it has, or had last.
    #[schema(required = true)]
    pub port: Option<u16>,
    /// How it receives.
    pub settings: CatcherSettings,
    /// Whether its secret is set. Without one signatures are not checked.
    pub secret_set: bool,
    /// Why it failed.
    #[schema(required = true)]
    pub error: Option<String>,
    /// How many deliveries are kept.
    pub caught: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// How a catcher receives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CatcherSettings {
    /// How deliveries are signed; null where they are not.
    #[serde(default)]
    pub scheme: Option<Scheme>,
    /// Name of the webhook or callback that every delivery is; null to find it out.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub webhook: Option<String>,
    /// What is answered to a good delivery.
    #[serde(default = "no_content", deserialize_with = "whole::number")]
    #[schema(default = 204, minimum = 200, maximum = 599)]
    pub status: u16,
    /// How often each delivery is answered with 503 before it is taken.
    #[serde(default, deserialize_with = "whole::number")]
    #[schema(default = 0, minimum = 0, maximum = 100)]
    pub fail_first: u32,
}

fn no_content() -> u16 {
    204
}

impl Default for CatcherSettings {
    fn default() -> Self {
        Self {
            scheme: None,
            webhook: None,
            status: no_content(),
            fail_first: 0,
        }
    }
}

/// What a new catcher is made of.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCatcher {
    /// The port to listen on; 0 takes any that is free.
    #[serde(default, deserialize_with = "whole::number")]
    #[schema(default = 0, minimum = 0, maximum = 65535)]
    pub port: u16,
    /// How it receives.
    #[serde(default)]
    pub settings: CatcherSettings,
    /// What sender and receiver share. It goes into the vault and never comes out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, max_length = 10_000)]
    pub secret: Option<SecretString>,
}

/// What sender and receiver share.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSecret {
    /// The secret, as the scheme writes it.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 10_000)]
    pub secret: SecretString,
}

/// A delivery that was caught, in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Caught {
    /// Its id.
    pub id: Id,
    /// Who caught it.
    pub catcher_id: Id,
    /// When it came.
    pub at: Timestamp,
    /// The method.
    pub method: String,
    /// Path and query; secrets are masked.
    pub path: String,
    /// What was answered.
    pub status: u16,
    /// The delivery's own id.
    #[schema(required = true)]
    pub delivery_id: Option<String>,
    /// What happened, in the sender's word.
    #[schema(required = true)]
    pub event: Option<String>,
    /// What it is in the description.
    #[schema(required = true)]
    pub webhook: Option<Candidate>,
    /// What the look at the signature said; null where none was had.
    #[schema(required = true)]
    pub verdict: Option<Verdict>,
    /// By what it looks to be signed.
    #[schema(required = true)]
    pub detected: Option<Detected>,
    /// Whether the payload is as described; null where it is not known what it is.
    #[schema(required = true)]
    pub payload_valid: Option<bool>,
    /// How often this delivery has come, with this one.
    pub attempt: u32,
    /// Whether it was taken before.
    pub duplicate: bool,
    /// Whether nothing is wrong with it.
    pub good: bool,
}

/// A delivery that was caught, whole. Secrets are masked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaughtDetail {
    /// What the list says of it.
    #[serde(flatten)]
    pub caught: Caught,
    /// What the verdict means, and what to do.
    #[schema(required = true)]
    pub reason: Option<String>,
    /// The header fields.
    pub headers: Vec<NameValue>,
    /// The body.
    #[schema(required = true)]
    pub body: Option<TraceBody>,
    /// What is wrong with the payload.
    pub violations: Vec<Violation>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A webhook to send.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SendWebhook {
    /// Name of the webhook or callback, or the id of its operation.
    #[schema(min_length = 1, max_length = 1000)]
    pub webhook: String,
    /// Where it goes: an http or https URL.
    #[schema(min_length = 1, max_length = 8000)]
    pub url: String,
    /// How it is signed; null where it is not.
    #[serde(default)]
    pub scheme: Option<Scheme>,
    /// The secret for it; it is not kept.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, max_length = 10_000)]
    pub secret: Option<SecretString>,
    /// The catcher whose secret is used, where none is given.
    #[serde(default)]
    pub catcher_id: Option<Id>,
    /// What happens to it on its way; several are tried one after the other.
    #[serde(default = "well")]
    #[schema(min_items = 1, max_items = 10)]
    pub cases: Vec<Case>,
}

fn well() -> Vec<Case> {
    vec![Case::Ok]
}

/// What came of one case.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseResult {
    /// The case.
    pub case: Case,
    /// What happens in it.
    pub purpose: String,
    /// Whether the receiver did what a right one does; null where the scheme cannot tell such a
    /// delivery, so that nothing was sent.
    #[schema(required = true)]
    pub passed: Option<bool>,
    /// What it did otherwise.
    #[schema(required = true)]
    pub wrong: Option<String>,
    /// Each delivery, in order.
    pub attempts: Vec<CaseAttempt>,
}

/// One delivery of a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseAttempt {
    /// What a right receiver answers.
    pub expected: Expected,
    /// What was answered; null where nothing was.
    #[schema(required = true)]
    pub status: Option<u16>,
    /// Why nothing was.
    #[schema(required = true)]
    pub error: Option<String>,
    /// The trace that tells more.
    pub trace_id: Id,
}

/// What came of sending a webhook.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentWebhook {
    /// Each case, in the order asked for.
    pub results: Vec<CaseResult>,
}
