//! What a mock calls because of a request: the callbacks that the operation declares (OpenAPI
//! 3.1.1, Callback Object), and the webhooks that the behaviour file has follow it.

use std::{sync::atomic::Ordering, time::Duration};

use fairlead_core::Timestamp;
use fairlead_openapi::{Operation, expression};
use fairlead_webhooks::{Call, Case, Reach, Retries, Signing, event_id};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    Behaviour, Decision, Mock,
    behaviour::{Plan, Webhooks},
    known::{Exchanged, Known},
};

/// How something is sent.
struct Manner<'a> {
    signing: Option<&'a Signing>,
    retries: Retries,
    delay: Duration,
    case: Case,
}

impl Mock {
    /// Adds to a decision what is to be sent once the request is answered: nothing where it was
    /// refused, or was answered before.
    pub(crate) fn call_out(
        &self,
        decision: &mut Decision,
        exchange: Exchanged<'_>,
        behaviour: Option<&Behaviour>,
        now: Timestamp,
    ) {
        let (operation, ..) = exchange;
        let webhooks = behaviour.and_then(Behaviour::webhooks);
        if operation.callbacks.is_empty() && webhooks.is_none() {
            return;
        }
        let response = &decision.response;
        let is_again = response.headers.get("idempotency-replayed").is_some();
        if !(200..300).contains(&response.status) || is_again {
            return;
        }
        let known = Known::new(&self.contract, exchange, response, now);
        let planned = webhooks.map_or_else(Vec::new, |w| {
            w.plan(&known.asked, self.behaviour_counters())
        });
        let told = known.told();
        let manner = |plan: Option<&Plan<'_>>| Manner {
            signing: webhooks.and_then(Webhooks::signing),
            retries: webhooks.map_or_else(Retries::default, Webhooks::retries),
            delay: plan
                .and_then(|p| p.delay)
                .or(webhooks.and_then(Webhooks::delay))
                .unwrap_or_default(),
            case: plan.map_or(Case::Ok, |p| p.case),
        };
        let (mut calls, mut notes) = (Vec::new(), Vec::new());
        let reach = Reach::new(&self.options.callbacks_to);
        for callback in &operation.callbacks {
            let plan = planned.iter().find(|p| p.webhook == callback.name);
            let url = match plan.and_then(|p| p.target.clone()) {
                // Whoever wrote the file knows where it is to go.
                Some(url) => Ok(url),
                None => expression::fill(&callback.expression, |e| known.value(e))
                    .map_err(|e| e.to_string())
                    .and_then(|text| reach.admit(&text).map_err(|e| e.to_string())),
            };
            match url {
                Ok(url) => calls.extend(callback.operations.iter().map(|called| {
                    notes.push(format!("callback `{}` goes to {url}", callback.name));
                    self.call(
                        called,
                        &callback.name,
                        url.clone(),
                        &told,
                        &manner(plan),
                        now,
                    )
                })),
                Err(why) => notes.push(format!(
                    "callback `{}` is not sent: {why}{}",
                    callback.name,
                    hint(&why)
                )),
            }
        }
        for plan in &planned {
            if operation.callbacks.iter().any(|c| c.name == plan.webhook) {
                continue;
            }
            let Some(found) = self.contract.spec().find_outgoing(plan.webhook) else {
                notes.push(format!("there is no webhook `{}` to send", plan.webhook));
                continue;
            };
            match plan.target.clone().or(webhooks.and_then(Webhooks::target)) {
                Some(url) => {
                    notes.push(format!("webhook `{}` goes to {url}", found.name));
                    let manner = manner(Some(plan));
                    calls.push(self.call(found.operation, found.name, url, &told, &manner, now));
                }
                None => notes.push(format!(
                    "webhook `{}` is not sent: the behaviour file names no `target`",
                    found.name
                )),
            }
        }
        drop(known);
        decision.calls = calls;
        decision.notes.extend(notes);
    }

    fn call(
        &self,
        operation: &Operation,
        name: &str,
        mut url: Url,
        told: &Map<String, Value>,
        manner: &Manner<'_>,
        now: Timestamp,
    ) -> Call {
        let number = self.called.fetch_add(1, Ordering::Relaxed);
        let millis = now.as_millis().unsigned_abs();
        let seed = number.wrapping_mul(0xD134_2543_DE82_EF95) ^ self.options.seed;
        // The time keeps ids apart that a mock gives before and after it is started again.
        let scheme = manner.signing.map(|s| &s.scheme);
        let id = |nth: u128| {
            let bits = (u128::from(millis) << 64) | u128::from(seed.rotate_left(17));
            event_id(scheme, bits ^ (nth << 63))
        };
        let composed = self.compose(operation, name, id(0), told, seed);
        let before = if manner.case == Case::Reordered {
            self.compose(operation, name, id(1), told, seed ^ 1).event
        } else {
            composed.event.clone()
        };
        add_query(&mut url, &composed.query);
        Call {
            operation: operation.id.clone(),
            event: composed.event,
            before,
            url,
            signing: manner.signing.cloned(),
            retries: manner.retries,
            delay: manner.delay,
            case: manner.case,
            report: composed.report,
        }
    }
}

/// What to do about a callback that is not sent.
fn hint(why: &str) -> &'static str {
    if why.ends_with("allowed it") {
        "; allow the host in the settings of the mock, or with `--callbacks-to`"
    } else {
        ""
    }
}

/// Adds the declared parameters to those that the address has.
pub(crate) fn add_query(url: &mut Url, query: &str) {
    if query.is_empty() {
        return;
    }
    let whole = match url.query() {
        Some(before) if !before.is_empty() => format!("{before}&{query}"),
        _ => query.to_owned(),
    };
    url.set_query(Some(&whole));
}
