//! `fairlead webhook`: sends a webhook, or tries a receiver with every misdelivery.

use std::sync::Arc;

use fairlead_core::Timestamp;
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::Operation;
use fairlead_validate::Contract;
use fairlead_webhooks::{
    Attempt, Case, Event, Retries, Sender, Signing, Trial, deliver, fresh_id, run as try_case,
};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{catch::known, signing};
use crate::{
    args::{CaseArg, WebhookArgs},
    output::{self, Failure, Outcome},
    spec,
};

/// What is sent, and where.
struct Sending<'a> {
    mock: Mock,
    operation: &'a Operation,
    name: &'a str,
    url: Url,
    signing: Option<Signing>,
    sender: Sender,
}

/// Sends it; a receiver that does not do what a right one does is a problem.
pub fn run(args: &WebhookArgs) -> Result<Outcome, Failure> {
    if !matches!(args.to.scheme(), "http" | "https") {
        return Err(Failure::usage(
            format!("`{}` is no http or https URL", args.to),
            "name the receiver as in --to http://127.0.0.1:8080/hooks",
        ));
    }
    let loaded = spec::read_description(&args.spec.spec, &args.spec.overlays, args.spec.remote)?;
    let contract = Arc::new(Contract::new(Arc::new(loaded.spec)));
    known(&contract, &args.name)?;
    let spec = Arc::clone(contract.spec());
    let Some(found) = spec.find_outgoing(&args.name) else {
        return Ok(Outcome::Problems);
    };
    let options = MockOptions {
        seed: args
            .seed
            .unwrap_or_else(|| Timestamp::now().as_millis().unsigned_abs()),
        ..MockOptions::default()
    };
    let sending = Sending {
        mock: Mock::new(contract, options),
        operation: found.operation,
        name: found.name,
        url: args.to.clone(),
        signing: signing::read(&args.signing)?,
        sender: Sender::new()
            .map_err(|e| Failure::failed(format!("no HTTP client: {e}"), "start again"))?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed(format!("cannot start: {e}"), "start again"))?;
    match case(args.case) {
        Some(Case::Ok) => runtime.block_on(sending.once(args)),
        Some(case) => runtime.block_on(sending.cases(&[case], args.json)),
        None => runtime.block_on(sending.cases(&Case::ALL, args.json)),
    }
}

fn case(arg: CaseArg) -> Option<Case> {
    Some(match arg {
        CaseArg::Ok => Case::Ok,
        CaseArg::Tampered => Case::Tampered,
        CaseArg::WrongSecret => Case::WrongSecret,
        CaseArg::Replayed => Case::Replayed,
        CaseArg::TooOld => Case::TooOld,
        CaseArg::TooNew => Case::TooNew,
        CaseArg::Duplicate => Case::Duplicate,
        CaseArg::Reordered => Case::Reordered,
        CaseArg::MissingSignature => Case::MissingSignature,
        CaseArg::Unsigned => Case::Unsigned,
        CaseArg::All => return None,
    })
}

impl Sending<'_> {
    fn event(&self, seed: u64) -> Event {
        let id = fresh_id(self.signing.as_ref().map(|s| &s.scheme));
        let none = Map::new();
        let composed = self
            .mock
            .compose(self.operation, self.name, id, &none, seed);
        for violation in &composed.report.violations {
            output::note(&format!("what is sent is not as described: {violation}"));
        }
        composed.event
    }

    /// One delivery, and more attempts where it is not taken.
    async fn once(&self, args: &WebhookArgs) -> Result<Outcome, Failure> {
        let event = self.event(0);
        let retries = Retries {
            most: args.retries,
            scale: args.retry_scale,
        };
        let mut attempts = Vec::new();
        let last = deliver(
            &self.sender,
            &self.url,
            &event,
            self.signing.as_ref(),
            retries,
            &CancellationToken::new(),
            |attempt, pause| {
                attempts.push(described(attempt));
                if !args.json {
                    let again = pause.map_or_else(String::new, |p| {
                        format!("; again in {:.1} s", p.as_secs_f64())
                    });
                    output::note(&format!("{}{again}", in_words(attempt)));
                }
            },
        )
        .await
        .map_err(|why| Failure::usage(why.to_string(), "copy the secret whole"))?;
        if args.json {
            output::say_json(&json!({
                "webhook": self.name,
                "to": self.url.as_str(),
                "id": event.id,
                "taken": last.is_taken(),
                "attempts": attempts,
                "body": String::from_utf8_lossy(&event.body),
            }))?;
        } else {
            let body = String::from_utf8_lossy(&event.body);
            output::say(&format!(
                "{} {} → {}\n{body}",
                self.name, event.id, self.url
            ))?;
        }
        Ok(if last.is_taken() {
            Outcome::Well
        } else {
            Outcome::Problems
        })
    }

    /// Cases, one after the other.
    async fn cases(&self, cases: &[Case], is_json: bool) -> Result<Outcome, Failure> {
        let mut trials = Vec::new();
        for (seed, case) in (0..).step_by(2).zip(cases) {
            let (event, before) = (self.event(seed), self.event(seed + 1));
            let plan = case
                .plan(self.signing.as_ref(), &event, &before, Timestamp::now())
                .map_err(|why| Failure::usage(why.to_string(), "copy the secret whole"))?;
            let trial = match plan {
                Some(plan) => Some(try_case(&self.sender, &self.url, &plan).await),
                None => None,
            };
            trials.push((*case, trial));
        }
        if is_json {
            let rows: Vec<Value> = trials.iter().map(|(c, t)| row(*c, t.as_ref())).collect();
            output::say_json(&rows)?;
        } else {
            output::say(&table(&trials))?;
        }
        let is_well = trials
            .iter()
            .all(|(_, t)| t.as_ref().is_none_or(Trial::is_passed));
        Ok(if is_well {
            Outcome::Well
        } else {
            Outcome::Problems
        })
    }
}

fn table(trials: &[(Case, Option<Trial>)]) -> String {
    let mut lines = vec![format!(
        "{:<18} {:<10} {:<20} result",
        "case", "answered", "wanted"
    )];
    for (case, trial) in trials {
        let name = case.as_str();
        let Some(trial) = trial else {
            lines.push(format!(
                "{name:<18} {:<10} {:<20} left out: such a delivery cannot be told without a signature, or without a time in it",
                "-", "-"
            ));
            continue;
        };
        let joined = |texts: Vec<String>| texts.join(", ");
        let answered = joined(trial.attempts.iter().map(|(_, a)| said(a)).collect());
        let wanted = trial.attempts.iter().map(|(e, _)| e.as_str().to_owned());
        let wanted = joined(wanted.collect());
        let result = match trial.wrong() {
            None => "ok".to_owned(),
            Some(why) => format!("FAILED: {why}"),
        };
        lines.push(format!("{name:<18} {answered:<10} {wanted:<20} {result}"));
    }
    lines.join("\n")
}

fn said(attempt: &Attempt) -> String {
    attempt
        .status()
        .map_or_else(|| "none".to_owned(), |status| status.to_string())
}

fn row(case: Case, trial: Option<&Trial>) -> Value {
    let attempts = trial.map(|trial| {
        let attempts = trial.attempts.iter().map(|(expected, attempt)| {
            let mut described = described(attempt);
            described["expected"] = expected.as_str().into();
            described
        });
        attempts.collect::<Vec<_>>()
    });
    json!({
        "case": case.as_str(),
        "purpose": case.purpose(),
        "passed": trial.map(Trial::is_passed),
        "wrong": trial.and_then(Trial::wrong),
        "attempts": attempts,
    })
}

fn described(attempt: &Attempt) -> Value {
    json!({
        "status": attempt.status(),
        "error": attempt.error,
        "durationMs": attempt.exchange.duration_micros / 1_000,
    })
}

fn in_words(attempt: &Attempt) -> String {
    match (&attempt.error, attempt.status()) {
        (Some(error), _) => error.clone(),
        (None, Some(status)) => format!("answered {status}"),
        (None, None) => "no answer".to_owned(),
    }
}
