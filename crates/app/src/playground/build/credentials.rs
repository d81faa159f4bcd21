//! Credentials of the project in a request, as the description wants them.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Headers;
use fairlead_openapi::{Location, Operation, SecurityKind, Spec};
use fairlead_validate::Violation;
use secrecy::ExposeSecret;

use super::fields::bad_field;
use crate::{BasicLogin, credentials::Opened};

/// Adds a name and password (RFC 7617 §2), unless the person has written the field; gives what is
/// wrong with them.
pub fn log_in(basic: &BasicLogin, headers: &mut Headers) -> Option<Violation> {
    if headers.get("authorization").is_some() {
        return None;
    }
    let wrong = basic.username.contains(':');
    headers.append("authorization", format!("Basic {}", encoded(basic)));
    wrong.then(|| bad_field("authorization", "a name for Basic must not hold `:`".into()))
}

/// A name and password as they are sent.
pub fn encoded(basic: &BasicLogin) -> String {
    BASE64_STANDARD.encode(format!("{}:{}", basic.username, basic.password))
}

/// Adds the credentials of the first alternative that is all set, unless the person has written
/// the same field.
pub fn authorise(
    spec: &Spec,
    operation: &Operation,
    credentials: &HashMap<String, Opened>,
    headers: &mut Headers,
    pairs: &mut Vec<(String, String)>,
    cookies: &mut Vec<String>,
) {
    let alternatives = operation.security.iter().flatten();
    let all_set = |needs: &&Vec<fairlead_openapi::SecurityNeed>| {
        !needs.is_empty() && needs.iter().all(|n| credentials.contains_key(&n.scheme))
    };
    let Some(needs) = alternatives.into_iter().find(all_set) else {
        return;
    };
    for need in needs {
        let (Some(opened), Some(scheme)) = (
            credentials.get(&need.scheme),
            spec.security_schemes.get(&need.scheme),
        ) else {
            continue;
        };
        let secret = opened.secret.expose_secret();
        let mut set = |name: &str, value: String| {
            if headers.get(name).is_none() {
                headers.append(name, value);
            }
        };
        match &scheme.kind {
            SecurityKind::ApiKey {
                location: Location::Header,
                name,
            } => set(name, secret.to_owned()),
            SecurityKind::ApiKey {
                location: Location::Cookie,
                name,
            } => {
                cookies.push(format!("{name}={secret}"));
            }
            SecurityKind::ApiKey { name, .. } => {
                if !pairs.iter().any(|(n, _)| n == name) {
                    pairs.push((name.clone(), secret.to_owned()));
                }
            }
            SecurityKind::Basic => {
                let user = opened.username.as_deref().unwrap_or_default();
                set(
                    "authorization",
                    format!(
                        "Basic {}",
                        BASE64_STANDARD.encode(format!("{user}:{secret}"))
                    ),
                );
            }
            SecurityKind::Http(name) => set("authorization", format!("{name} {secret}")),
            SecurityKind::Bearer { .. }
            | SecurityKind::OAuth2 { .. }
            | SecurityKind::OpenIdConnect { .. } => {
                set("authorization", format!("Bearer {secret}"));
            }
            SecurityKind::MutualTls => {}
        }
    }
}
