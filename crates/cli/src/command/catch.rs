//! `fairlead catch`: receives webhooks and says what is right and wrong with each.

use std::{sync::Arc, time::Duration};

use fairlead_core::redact;
use fairlead_validate::Contract;
use fairlead_webhooks::{CatchOptions, Catcher, Caught, Verdict};
use serde_json::{Value, json};

use super::signing;
use crate::{
    args::{CatchArgs, ListenArgs, RemoteArg},
    listen,
    output::{self, Failure, Outcome},
    spec,
};

/// Catches until it is told to stop (Ctrl-C, or SIGTERM).
pub fn run(args: &CatchArgs) -> Result<Outcome, Failure> {
    let contract = match &args.spec {
        Some(file) => {
            let loaded = spec::read_description(file, &[], RemoteArg::None)?;
            Some(Arc::new(Contract::new(Arc::new(loaded.spec))))
        }
        None => None,
    };
    if let (Some(contract), Some(name)) = (&contract, &args.webhook) {
        known(contract, name)?;
    }
    let options = CatchOptions {
        signing: signing::read(&args.signing)?,
        tolerance: Duration::from_secs(args.tolerance),
        status: args.status,
        fail_first: args.fail,
        contract,
        webhook: args.webhook.clone(),
        ..CatchOptions::default()
    };
    let is_json = args.json;
    let tell = move |caught: Caught| {
        let line = if is_json {
            in_json(&caught).to_string()
        } else {
            in_words(&caught)
        };
        // Who reads no more is not worth a word; the next delivery is answered all the same.
        let _ = output::say(&line);
    };
    let catcher = Catcher::new(options, tell)
        .map_err(|why| Failure::usage(why.to_string(), "copy the secret whole"))?;
    let listening = ListenArgs {
        host: args.host.clone(),
        port: args.port,
        json: args.json,
        quiet: true,
    };
    listen::serve(&listening, Arc::new(catcher), |_| None)
}

/// Refuses a name that the description does not have.
pub fn known(contract: &Contract, name: &str) -> Result<(), Failure> {
    let spec = contract.spec();
    if spec.find_outgoing(name).is_some() {
        return Ok(());
    }
    let mut names: Vec<&str> = spec.outgoing().iter().map(|o| o.name).collect();
    names.dedup();
    let hint = if names.is_empty() {
        "the description has no webhooks and no callbacks".to_owned()
    } else {
        format!("there is {}", names.join(", "))
    };
    Err(Failure::usage(
        format!("there is no webhook or callback `{name}`"),
        hint,
    ))
}

fn in_words(caught: &Caught) -> String {
    let request = &caught.request;
    let time = caught.at.to_string();
    let time = time.get(11..19).unwrap_or(&time);
    let name = caught.matched.as_ref().map(|m| m.name.as_str());
    let event = name.or(caught.event.as_deref()).unwrap_or("an event");
    let verdict = match (&caught.verdict, &caught.detected) {
        (Some(verdict), _) => verdict.label().to_owned(),
        (None, Some(seen)) => {
            let scheme = seen.scheme.as_deref().unwrap_or("an unknown scheme");
            format!("not checked (looks like {scheme})")
        }
        (None, None) => "not signed".to_owned(),
    };
    let payload = match (&caught.matched, caught.report.is_valid()) {
        (None, _) => String::new(),
        (Some(_), true) => ", payload valid".to_owned(),
        (Some(_), false) => ", payload invalid".to_owned(),
    };
    let mut line = format!(
        "{time} {} {} {} {event}: {verdict}{payload}",
        request.method,
        request.target(),
        caught.status
    );
    if let Some(id) = &caught.id {
        line.push_str(&format!("\n    id {id}, attempt {}", caught.attempt));
    }
    if let Some(verdict) = caught.verdict.as_ref().filter(|v| !v.is_valid()) {
        line.push_str(&format!("\n    {verdict}"));
    }
    for violation in caught.report.violations.iter().take(5) {
        line.push_str(&format!("\n    {violation}"));
    }
    for note in &caught.notes {
        line.push_str(&format!("\n    {note}"));
    }
    line
}

fn in_json(caught: &Caught) -> Value {
    let request = &caught.request;
    let headers: Vec<Value> = request
        .headers
        .iter()
        .map(|(name, value)| json!([name, redact::header_value(name, value)]))
        .collect();
    json!({
        "at": caught.at,
        "method": request.method,
        "target": request.target(),
        "status": caught.status,
        "id": caught.id,
        "event": caught.event,
        "webhook": caught.matched.as_ref().map(|m| &m.name),
        "good": caught.is_good(),
        "verdict": caught.verdict,
        "reason": caught.verdict.as_ref().map(Verdict::to_string),
        "detected": caught.detected,
        "attempt": caught.attempt,
        "duplicate": caught.duplicate,
        "violations": caught.report.violations,
        "notes": caught.notes,
        "headers": headers,
        "body": String::from_utf8_lossy(&request.body),
    })
}
