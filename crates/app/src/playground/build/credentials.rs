//! Credentials of the project in a request, as the description wants them.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Headers;
use fairlead_openapi::{Location, Operation, SecurityKind, Spec};
use secrecy::ExposeSecret;

use crate::credentials::Opened;

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
