//! What the types of the file do not say: what goes together, and what the description knows.

use fairlead_core::Severity;
use fairlead_openapi::{SecurityKind, pointer};
use fairlead_validate::Contract;

use super::{
    Behaviour, answer::Answer, credentials::Credential, fault::Trouble, read::Mistake, rule::Rule,
    scenario::Step, several::Several, target::Target,
};

/// How many names a message lists.
const LISTED: usize = 8;

/// Everything in a behaviour that does not go together, or that the description does not know.
pub fn check(behaviour: &Behaviour, contract: &Contract) -> Vec<Mistake> {
    let mut found = Found {
        contract,
        mistakes: Vec::new(),
    };
    for (place, credential) in behaviour.credentials.iter().flatten().enumerate() {
        found.credential(&format!("/credentials/{place}"), credential);
    }
    if let Some(provider) = &behaviour.provider {
        found.mistakes.extend(provider.check(contract.spec()));
    }
    if let Some(idempotency) = &behaviour.idempotency {
        found.header("/idempotency/header", idempotency.header());
        found.targets("/idempotency/match", idempotency.targets.as_ref());
    }
    for (place, quota) in behaviour.quotas.iter().enumerate() {
        let at = format!("/quotas/{place}");
        if quota.per.0.is_zero() {
            found.wrong(
                format!("{at}/per"),
                "a quota is counted over some time, such as 1m",
            );
        }
        found.targets(&format!("{at}/match"), quota.targets.as_ref());
    }
    for (place, mishap) in behaviour.faults.iter().enumerate() {
        let at = format!("/faults/{place}");
        if !(0.0..=1.0).contains(&mishap.share) {
            found.wrong(
                format!("{at}/share"),
                "a share lies between 0 (none) and 1 (all)",
            );
        }
        found.targets(&format!("{at}/match"), mishap.targets.as_ref());
    }
    for (place, scenario) in behaviour.scenarios.iter().enumerate() {
        let at = format!("/scenarios/{place}");
        if scenario.steps.is_empty() {
            found.wrong(format!("{at}/steps"), "a scenario has at least one step");
        }
        for (step, entry) in scenario.steps.iter().enumerate() {
            found.step(&format!("{at}/steps/{step}"), entry);
        }
        found.targets(&format!("{at}/match"), scenario.targets.as_ref());
    }
    for (place, rule) in behaviour.rules.iter().enumerate() {
        found.rule(&format!("/rules/{place}"), rule);
    }
    if let Some(webhooks) = &behaviour.webhooks {
        for (place, on) in webhooks.on.iter().enumerate() {
            found.targets(&format!("/webhooks/on/{place}/match"), on.targets.as_ref());
        }
        found.mistakes.extend(webhooks.check(contract));
    }
    found.mistakes
}

struct Found<'a> {
    contract: &'a Contract,
    mistakes: Vec<Mistake>,
}

impl Found<'_> {
    fn say(&mut self, severity: Severity, pointer: String, message: impl Into<String>) {
        self.mistakes.push(Mistake {
            pointer,
            severity,
            message: message.into(),
        });
    }

    fn wrong(&mut self, pointer: String, message: impl Into<String>) {
        self.say(Severity::Error, pointer, message);
    }

    fn credential(&mut self, at: &str, credential: &Credential) {
        let login = credential.username.is_some() && credential.password.is_some();
        let half = credential.username.is_some() != credential.password.is_some();
        if credential.value.is_some() == login || half {
            self.wrong(
                at.to_owned(),
                "a credential has either `value`, or `username` and `password`",
            );
        }
        let schemes = &self.contract.spec().security_schemes;
        match schemes.get(&credential.scheme) {
            Some(scheme) => {
                let wants_login = scheme.kind == SecurityKind::Basic;
                if wants_login != login && !half {
                    let wanted = if wants_login {
                        "`username` and `password`"
                    } else {
                        "`value`"
                    };
                    let message = format!("credentials of `{}` have {wanted}", credential.scheme);
                    self.wrong(at.to_owned(), message);
                }
            }
            None => {
                let names = listed(schemes.keys().map(String::as_str));
                let message = format!(
                    "the description has no security scheme `{}`; there is {names}",
                    credential.scheme
                );
                self.say(Severity::Warning, format!("{at}/scheme"), message);
            }
        }
    }

    fn rule(&mut self, at: &str, rule: &Rule) {
        self.targets(&format!("{at}/when"), rule.when.as_ref());
        let is_status = matches!(rule.fault, Some(Trouble::Status(_)));
        if rule.answer.is_some() && is_status {
            self.wrong(
                format!("{at}/fault"),
                "`answer` says what is answered, and a status here too; leave one out",
            );
        }
        if rule.then.is_some() && (rule.answer.is_some() || is_status) {
            self.wrong(
                format!("{at}/then"),
                "what is answered cannot pass on; leave out one of the two",
            );
        }
        if rule.answer.is_none()
            && rule.latency.is_none()
            && rule.fault.is_none()
            && rule.then.is_none()
        {
            self.wrong(
                at.to_owned(),
                "this rule does nothing; give it `answer`, `latency`, `fault` or `then: pass`",
            );
        }
        if let Some(answer) = &rule.answer {
            self.answer(&format!("{at}/answer"), answer);
        }
    }

    fn step(&mut self, at: &str, step: &Step) {
        let is_status = matches!(step.fault, Some(Trouble::Status(_)));
        let answers = [
            step.pass,
            step.status.is_some(),
            step.answer.is_some(),
            is_status,
        ];
        match answers.iter().filter(|given| **given).count() {
            0 if step.fault.is_none() && step.latency.is_none() => self.wrong(
                at.to_owned(),
                "this step does nothing; give it `pass: true`, `status`, `answer`, `fault` or `latency`",
            ),
            0 | 1 => {}
            _ => self.wrong(at.to_owned(), "a step has only one of `pass`, `status`, `answer` and a `fault` with a status"),
        }
        self.status(&format!("{at}/status"), step.status);
        if let Some(answer) = &step.answer {
            self.answer(&format!("{at}/answer"), answer);
        }
    }

    fn answer(&mut self, at: &str, answer: &Answer) {
        let bodies = [
            answer.body.is_some(),
            answer.body_file.is_some(),
            answer.example.is_some(),
        ];
        if bodies.iter().filter(|given| **given).count() > 1 {
            self.wrong(
                at.to_owned(),
                "an answer has only one of `body`, `bodyFile` and `example`",
            );
        }
        self.status(&format!("{at}/status"), answer.status);
        for name in answer.headers.keys() {
            self.header(&pointer::join(&format!("{at}/headers"), name), name);
        }
    }

    fn status(&mut self, at: &str, status: Option<u16>) {
        if status.is_some_and(|status| !(200..600).contains(&status)) {
            self.wrong(
                at.to_owned(),
                "a status that ends a request lies between 200 and 599",
            );
        }
    }

    fn header(&mut self, at: &str, name: &str) {
        if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
            self.wrong(
                at.to_owned(),
                format!("`{name}` is no name of a header field (RFC 9110 §5.1)"),
            );
        }
    }

    /// Operations that the description does not know would never be met.
    fn targets(&mut self, at: &str, targets: Option<&Several<Target>>) {
        let names = targets
            .into_iter()
            .flat_map(|all| &all.0)
            .flat_map(|target| target.operation.iter().flat_map(|names| &names.0));
        for name in names {
            let operations = &self.contract.spec().operations;
            let is_known = operations.iter().any(|o| {
                o.operation_id.as_ref() == Some(name)
                    || o.id == *name
                    || is_line(name, &o.method, &o.path)
            });
            if !is_known {
                let known = operations.iter().map(|o| match &o.operation_id {
                    Some(id) => id.clone(),
                    None => format!("{} {}", o.method, o.path),
                });
                let known: Vec<String> = known.collect();
                let message = format!(
                    "the description has no operation `{name}`; there is {}",
                    listed(known.iter().map(String::as_str))
                );
                self.say(Severity::Warning, at.to_owned(), message);
            }
        }
    }
}

fn is_line(name: &str, method: &str, path: &str) -> bool {
    name.split_once(' ')
        .is_some_and(|(m, p)| m.eq_ignore_ascii_case(method) && p.trim() == path)
}

/// Some names, for a message.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.collect();
    match all.len() {
        0 => "none".to_owned(),
        n if n > LISTED => format!("{} and {} more", all[..LISTED].join(", "), n - LISTED),
        _ => all.join(", "),
    }
}
