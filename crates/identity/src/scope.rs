//! What a client may ask for (RFC 6749 §3.3).

use crate::{call::Call, refusal::Refusal};

/// Scopes of OpenID Connect Core §5.4 and §11, and what they are for.
const OPENID: &[(&str, &str)] = &[
    ("openid", "Know who you are"),
    ("profile", "See your name and profile"),
    ("email", "See your e-mail address"),
    ("address", "See your postal address"),
    ("phone", "See your phone number"),
    ("offline_access", "Keep access while you are away"),
];

/// The scopes of a request, each once; where it names none, all that its client may have.
///
/// # Errors
/// `invalid_scope` where one is not declared, or not for this client.
pub fn wanted(call: &Call<'_>, client: &str, asked: Option<&str>) -> Result<Vec<String>, Refusal> {
    let declared = &call.plan().scopes;
    let own = call.settings.client(client).and_then(|c| c.scopes.as_ref());
    let Some(asked) = asked else {
        let all = own.cloned();
        return Ok(all.unwrap_or_else(|| declared.keys().cloned().collect()));
    };
    let mut scopes: Vec<String> = Vec::new();
    for scope in asked.split(' ').filter(|s| !s.is_empty()) {
        let is_written_so = |b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
        let is_known = declared.is_empty()
            || declared.contains_key(scope)
            || OPENID.iter().any(|(name, _)| *name == scope);
        if !is_known || !scope.bytes().all(is_written_so) {
            let why = format!("the description declares no scope `{scope}`");
            return Err(Refusal::new("invalid_scope", why));
        }
        let is_allowed = own.is_none_or(|own| own.iter().any(|s| s == scope));
        if !is_allowed {
            let why = format!("`{client}` may not ask for `{scope}`");
            return Err(Refusal::new("invalid_scope", why));
        }
        if !scopes.iter().any(|s| s == scope) {
            scopes.push(scope.to_owned());
        }
    }
    Ok(scopes)
}

/// What a scope is for, in the words of the description.
pub fn purpose<'a>(call: &Call<'a>, scope: &str) -> &'a str {
    let declared = call.plan().scopes.get(scope).map(String::as_str);
    let usual = OPENID.iter().find(|(name, _)| *name == scope);
    declared
        .filter(|text| !text.is_empty())
        .or(usual.map(|(_, text)| *text))
        .unwrap_or_default()
}

/// The scopes that OpenID Connect has of itself.
pub fn openid() -> impl Iterator<Item = &'static str> {
    OPENID.iter().map(|(name, _)| *name)
}
