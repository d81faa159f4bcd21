//! Limits on what says how webhooks are sent and caught.

use fairlead_app::{CatcherSettings, NewCatcher, NewSecret, SendWebhook};
use secrecy::ExposeSecret;

use super::{Limited, at_most, broken, number, text};
use crate::error::Detail;

/// Longest name of a webhook, in characters.
const NAME: usize = 1_000;
/// Longest address, in characters.
const URL: usize = 8_000;
/// Longest secret, in characters.
const SECRET: usize = 10_000;
/// Most cases of one request: as many as there are.
const CASES: usize = 10;

fn settings(at: &str, settings: &CatcherSettings) -> Vec<Detail> {
    let name = settings.webhook.as_deref();
    let name = name.and_then(|name| at_most(&format!("{at}/webhook"), name, NAME));
    let status = Some(u64::from(settings.status));
    let fails = Some(u64::from(settings.fail_first));
    name.into_iter()
        .chain(number(&format!("{at}/status"), status, 200, 599))
        .chain(number(&format!("{at}/failFirst"), fails, 0, 100))
        .collect()
}

impl Limited for CatcherSettings {
    fn broken(&self) -> Vec<Detail> {
        settings("", self)
    }
}

impl Limited for NewCatcher {
    fn broken(&self) -> Vec<Detail> {
        let mut found = settings("/settings", &self.settings);
        let secret = self.secret.as_ref().map(ExposeSecret::expose_secret);
        found.extend(secret.and_then(|s| at_most("/secret", s, SECRET)));
        found
    }
}

impl Limited for NewSecret {
    fn broken(&self) -> Vec<Detail> {
        text("/secret", self.secret.expose_secret(), SECRET)
            .into_iter()
            .collect()
    }
}

impl Limited for SendWebhook {
    fn broken(&self) -> Vec<Detail> {
        let secret = self.secret.as_ref().map(ExposeSecret::expose_secret);
        let mut found: Vec<Detail> = text("/webhook", &self.webhook, NAME)
            .into_iter()
            .chain(text("/url", &self.url, URL))
            .chain(secret.and_then(|s| at_most("/secret", s, SECRET)))
            .collect();
        if !(1..=CASES).contains(&self.cases.len()) {
            found.push(broken(
                "/cases",
                format!("must have between 1 and {CASES} items"),
            ));
        }
        found
    }
}
