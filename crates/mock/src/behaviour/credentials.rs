//! Which credentials are known, and what they may do.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Request, Timestamp};
use fairlead_identity::{Provider, Standing};
use fairlead_openapi::{Location, Operation, SecurityKind, SecurityNeed, Spec};
use fairlead_validate::parameter::query;
use schemars::JsonSchema;
use serde::Deserialize;

use super::asked::Asked;

/// One known credential: a key or token (`value`), or a name and password.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credential {
    /// How notes call it.
    pub name: Option<String>,
    /// Name of the security scheme in the description.
    pub scheme: String,
    /// The key or token, without `Bearer` before it.
    pub value: Option<String>,
    /// The user's name, for HTTP Basic.
    pub username: Option<String>,
    /// The password, for HTTP Basic.
    pub password: Option<String>,
    /// Scopes or roles it has; left out, it has all of them.
    pub scopes: Option<Vec<String>>,
    /// From when on it is expired, as in `2026-12-31T23:59:59Z`.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub expires: Option<Timestamp>,
    /// Whether it is good.
    #[serde(default)]
    pub state: State,
}

/// Whether a credential is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It is.
    #[default]
    Valid,
    /// It was, until it expired.
    Expired,
    /// It was taken back.
    Revoked,
}

/// Why a caller is not let in. Orders from the farthest from being let in to the nearest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Nothing was presented.
    Missing,
    /// What was presented is not good: 401, and `invalid_token` (RFC 6750 §3.1).
    Invalid {
        /// Whether it was a token.
        token: bool,
        /// What is wrong, for a person.
        why: String,
    },
    /// It is good but may not do this: 403, and `insufficient_scope` (RFC 6750 §3.1).
    Scope {
        /// Whether it was a token.
        token: bool,
        /// The scopes that are needed.
        needed: Vec<String>,
        /// What is wrong, for a person.
        why: String,
    },
}

/// What a caller presents for one scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Presented {
    Value(String),
    Login(String, String),
    /// A certificate, which is the connection's matter and not seen here.
    Unseen,
}

/// What lets a caller in.
#[derive(Clone, Copy)]
pub struct Known<'c> {
    /// The table of the file.
    pub listed: Option<&'c [Credential]>,
    /// Who gives tokens.
    pub provider: Option<&'c Provider>,
    /// Whether tokens have to be of the provider, where there is no table.
    pub enforced: bool,
}

/// Lets a caller in who satisfies every scheme (AND) of one of the alternatives (OR).
///
/// Gives how to call what was used, without telling it.
///
/// # Errors
/// The refusal of the alternative that was nearest to being satisfied.
pub fn check(
    known: &Known<'_>,
    asked: &Asked<'_>,
    operation: &Operation,
) -> Result<Vec<String>, Refusal> {
    let alternatives = operation.security.as_deref().unwrap_or_default();
    let mut nearest: Option<Refusal> = None;
    for needs in alternatives {
        let results = needs.iter().map(|need| satisfy(known, asked, need));
        // In an alternative the farthest counts, for all of it has to be satisfied.
        let (mut used, mut farthest) = (Vec::new(), None::<Refusal>);
        for result in results {
            match result {
                Ok(credential) => used.extend(credential),
                Err(refusal) => {
                    farthest = Some(match farthest {
                        Some(before) => before.min(refusal),
                        None => refusal,
                    });
                }
            }
        }
        match farthest {
            None => return Ok(used),
            refusal => nearest = nearest.max(refusal),
        }
    }
    nearest.map_or(Ok(Vec::new()), Err)
}

fn satisfy(
    known: &Known<'_>,
    asked: &Asked<'_>,
    need: &SecurityNeed,
) -> Result<Option<String>, Refusal> {
    // What is not declared cannot be checked; the description has its own diagnostic.
    let Some(scheme) = asked.contract.spec().security_schemes.get(&need.scheme) else {
        return Ok(None);
    };
    let presented = presented(&scheme.kind, asked.request).ok_or(Refusal::Missing)?;
    if presented == Presented::Unseen {
        return Ok(None);
    }
    let token = is_token(&scheme.kind);
    let invalid = |why: String| Refusal::Invalid { token, why };
    let unknown = || invalid(format!("what was sent for `{}` is not known", need.scheme));
    let provider = known.provider.filter(|p| p.is_for(&need.scheme));
    if let (Some(provider), Presented::Value(text)) = (provider, &presented) {
        match provider.standing(text, asked.now) {
            Standing::Good { client, scopes } => {
                let called = format!("the token of the client `{client}`");
                return enough(need, called, |scope| scopes.contains(scope), true).map(Some);
            }
            Standing::Expired => return Err(invalid("the token has expired".to_owned())),
            Standing::Revoked => return Err(invalid("the token was revoked".to_owned())),
            Standing::Unknown => {}
        }
    }
    let Some(listed) = known.listed else {
        // Keys and passwords are as good as ever where only tokens are enforced.
        return if provider.is_some() {
            Err(unknown())
        } else {
            Ok(None)
        };
    };
    let credential = listed
        .iter()
        .find(|c| c.scheme == need.scheme && c.is(&presented))
        .ok_or_else(unknown)?;
    let expired = credential.expires.is_some_and(|end| end <= asked.now);
    match credential.state {
        State::Revoked => return Err(invalid(format!("{} was revoked", credential.called()))),
        State::Expired => return Err(invalid(format!("{} has expired", credential.called()))),
        State::Valid if expired => {
            return Err(invalid(format!("{} has expired", credential.called())));
        }
        State::Valid => {}
    }
    let has = |scope: &String| {
        credential
            .scopes
            .as_ref()
            .is_none_or(|own| own.contains(scope))
    };
    enough(need, credential.called(), has, token).map(Some)
}

/// Whether a credential that is good has every scope that is needed.
fn enough(
    need: &SecurityNeed,
    called: String,
    has: impl Fn(&String) -> bool,
    token: bool,
) -> Result<String, Refusal> {
    let lacking: Vec<&str> = need
        .scopes
        .iter()
        .filter(|s| !has(s))
        .map(String::as_str)
        .collect();
    if lacking.is_empty() {
        return Ok(called);
    }
    Err(Refusal::Scope {
        token,
        needed: need.scopes.clone(),
        why: format!("{called} lacks the scope {}", lacking.join(", ")),
    })
}

impl fmt::Debug for Credential {
    /// Without what is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("scheme", &self.scheme)
            .field("called", &self.called())
            .finish_non_exhaustive()
    }
}

impl Credential {
    /// How to call it without telling it.
    pub fn called(&self) -> String {
        match (&self.name, &self.username) {
            (Some(name), _) => format!("credential `{name}`"),
            (None, Some(user)) => format!("credential of `{user}`"),
            (None, None) => format!("a credential for `{}`", self.scheme),
        }
    }

    fn is(&self, presented: &Presented) -> bool {
        match presented {
            Presented::Value(value) => self.value.as_ref() == Some(value),
            Presented::Login(user, password) => {
                self.username.as_ref() == Some(user) && self.password.as_ref() == Some(password)
            }
            Presented::Unseen => false,
        }
    }
}

fn is_token(kind: &SecurityKind) -> bool {
    matches!(
        kind,
        SecurityKind::Bearer { .. }
            | SecurityKind::OAuth2 { .. }
            | SecurityKind::OpenIdConnect { .. }
    )
}

fn presented(kind: &SecurityKind, request: &Request) -> Option<Presented> {
    let after = |scheme: &str| {
        request.headers.get_all("authorization").find_map(|value| {
            let (given, rest) = value.split_once(' ')?;
            let rest = rest.trim();
            (given.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then(|| rest.to_owned())
        })
    };
    let value = match kind {
        SecurityKind::ApiKey {
            location: Location::Header,
            name,
        } => request.headers.get(name).map(str::to_owned),
        SecurityKind::ApiKey {
            location: Location::Cookie,
            name,
        } => query::raw_cookies(&request.headers)
            .into_iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.to_owned()),
        SecurityKind::ApiKey { name, .. } => {
            query::pairs(request.query.as_deref().unwrap_or_default())
                .into_iter()
                .find(|(n, _)| n == name)
                .map(|(_, value)| value)
        }
        SecurityKind::Basic => {
            // Name and password, parted by the first colon (RFC 7617 §2).
            let bytes = BASE64_STANDARD.decode(after("basic")?).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let (user, password) = text.split_once(':')?;
            return Some(Presented::Login(user.to_owned(), password.to_owned()));
        }
        SecurityKind::Http(name) => after(name),
        SecurityKind::MutualTls => return Some(Presented::Unseen),
        _ => after("bearer"),
    };
    value
        .filter(|value| !value.is_empty())
        .map(Presented::Value)
}

/// Who asks, as far as credentials say it: the same text for the same credentials, an empty one
/// where there are none.
pub fn who(spec: &Spec, request: &Request) -> String {
    let mut parts: Vec<String> = Vec::new();
    for scheme in spec.security_schemes.values() {
        match presented(&scheme.kind, request) {
            Some(Presented::Value(value)) => parts.push(value),
            Some(Presented::Login(user, _)) => parts.push(user),
            Some(Presented::Unseen) | None => {}
        }
    }
    if parts.is_empty() {
        parts.extend(request.headers.get("authorization").map(str::to_owned));
    }
    parts.join("\n")
}
