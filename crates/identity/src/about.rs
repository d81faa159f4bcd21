//! What is told of tokens, of people, and of the provider itself.

use fairlead_core::{Request, Response, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    call::Call,
    claims, client, discovery,
    fields::Fields,
    kept::{Kept, key},
    plan::{Endpoint, Flow},
    provider::Provider,
    refusal::{Refusal, described, json_response},
    settings::Settings,
};

/// What a person has to know to sign in at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Who gives the tokens.
    pub issuer: String,
    /// All of this for programs (OpenID Connect Discovery).
    pub discovery_url: String,
    /// Where people allow things; `None` where no declared flow asks them.
    pub authorization_url: Option<String>,
    /// Where clients get tokens.
    pub token_url: String,
    /// Where devices begin, where that flow is declared.
    pub device_url: Option<String>,
    /// The public keys.
    pub jwks_url: String,
    /// Who somebody is.
    pub userinfo_url: String,
    /// What a token is good for.
    pub introspection_url: String,
    /// Where tokens are given back.
    pub revocation_url: String,
    /// The grants that are offered.
    pub grants: Vec<String>,
    /// The declared scopes.
    pub scopes: Vec<String>,
    /// Ids of the clients that are known, and whether they are public; `None`: any will do.
    pub clients: Option<Vec<(String, bool)>>,
}

impl Provider {
    /// What a person has to know, for who calls it by `origin`, such as `http://127.0.0.1:4010`.
    #[must_use]
    pub fn about(&self, origin: &str, settings: &Settings) -> About {
        let request = Request::default();
        let mut call = Call::new(self, &request, settings, "", Timestamp::from_millis(0));
        origin.clone_into(&mut call.origin);
        if settings.issuer.is_none() {
            origin.clone_into(&mut call.issuer);
        }
        let has = |flows: &[Flow]| flows.iter().any(|flow| self.plan.flows.contains(flow));
        let clients = settings.clients.as_ref().map(|clients| {
            let told = clients.iter().map(|c| (c.id.clone(), c.secret.is_none()));
            told.collect()
        });
        About {
            issuer: call.issuer.clone(),
            discovery_url: format!("{origin}/.well-known/openid-configuration"),
            authorization_url: has(&[Flow::Code, Flow::Implicit])
                .then(|| call.url(Endpoint::Authorize)),
            token_url: call.url(Endpoint::Token),
            device_url: has(&[Flow::Device]).then(|| call.url(Endpoint::DeviceAuthorization)),
            jwks_url: call.url(Endpoint::Jwks),
            userinfo_url: call.url(Endpoint::Userinfo),
            introspection_url: call.url(Endpoint::Introspect),
            revocation_url: call.url(Endpoint::Revoke),
            grants: discovery::grants(&call)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            scopes: self.plan.scopes.keys().cloned().collect(),
            clients,
        }
    }
}

/// Who somebody is (OpenID Connect Core §5.3), with the errors of RFC 6750 §3.
pub fn userinfo(call: &mut Call<'_>) -> Response {
    let bearer = call.request.headers.get("authorization").and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let Some(token) = bearer else {
        return challenged(401, "Bearer realm=\"mock\"".to_owned(), None);
    };
    let kept = call.provider.kept();
    let refused = |status, error: &str, why: &str, more: &str| {
        let why = described(why);
        let challenge =
            format!("Bearer realm=\"mock\", error=\"{error}\", error_description=\"{why}\"{more}");
        challenged(status, challenge, Some((error, &why)))
    };
    let access = match kept.access.get(&key(token)) {
        None => return refused(401, "invalid_token", "the token is not known", ""),
        Some(access) if access.revoked => {
            return refused(401, "invalid_token", "the token was revoked", "");
        }
        Some(access) if access.expires <= call.now => {
            return refused(401, "invalid_token", "the token has expired", "");
        }
        Some(access) => access,
    };
    let is_openid = access.scopes.iter().any(|s| s == "openid");
    let Some(user) = access.grant.user.as_ref().filter(|_| is_openid) else {
        let why = "the token was not given for the scope openid";
        return refused(403, "insufficient_scope", why, ", scope=\"openid\"");
    };
    json_response(200, &claims::told(user, &access.scopes).into())
}

fn challenged(status: u16, challenge: String, told: Option<(&str, &str)>) -> Response {
    let body = match told {
        Some((error, why)) => json!({ "error": error, "error_description": why }),
        None => json!({}),
    };
    let mut response = json_response(status, &body);
    response.headers.set("www-authenticate", challenge);
    response
}

/// What a token is good for (RFC 7662 §2).
pub fn introspect(call: &mut Call<'_>) -> Result<Response, Refusal> {
    let fields = Fields::of_body(call.request)?;
    fields.once()?;
    let party = client::authenticate(call, &fields)?;
    if !party.confidential {
        // RFC 7662 §2.1: nobody may fish for tokens.
        return Err(Refusal::client("only a client with a secret may ask"));
    }
    let token = fields.need("token")?;
    call.secret(token);
    let kept = call.provider.kept();
    let told = known(call, &kept, token).unwrap_or_else(|| json!({ "active": false }));
    Ok(json_response(200, &told))
}

fn known(call: &Call<'_>, kept: &Kept, token: &str) -> Option<Value> {
    let key = key(token);
    let access = kept.access.get(&key);
    let (grant, scopes, issued, expires, id) = match access {
        Some(access) if access.revoked => return None,
        Some(access) => (
            &access.grant,
            &access.scopes,
            access.issued,
            access.expires,
            Some(access.id.as_str()),
        ),
        None => {
            let refresh = kept.refresh.get(&key).filter(|r| !r.used && !r.revoked)?;
            let grant = &refresh.grant;
            (grant, &grant.scopes, refresh.issued, refresh.expires, None)
        }
    };
    if expires <= call.now {
        return None;
    }
    let mut told = json!({
        "active": true,
        "scope": scopes.join(" "),
        "client_id": grant.client,
        "sub": grant.user.as_ref().map_or(&grant.client, |user| &user.id),
        "aud": claims::audience(grant),
        "iss": grant.issuer,
        "iat": claims::seconds(issued),
        "exp": claims::seconds(expires),
    });
    if let Some(user) = &grant.user {
        told["username"] = user.id.as_str().into();
    }
    if let Some(id) = id {
        told["jti"] = id.into();
        told["token_type"] = "Bearer".into();
    }
    Some(told)
}

/// Takes a token back (RFC 7009 §2). One that is not known is gone already.
pub fn revoke(call: &mut Call<'_>) -> Result<Response, Refusal> {
    let fields = Fields::of_body(call.request)?;
    fields.once()?;
    let party = client::authenticate(call, &fields)?;
    let token = fields.need("token")?;
    call.secret(token);
    let key = key(token);
    let mut kept = call.provider.kept();
    let foreign = || Err(Refusal::grant("the token was given to another client"));
    if let Some(access) = kept.access.get_mut(&key) {
        if access.grant.client != party.id {
            return foreign();
        }
        access.revoked = true;
    } else if let Some(refresh) = kept.refresh.get(&key) {
        if refresh.grant.client != party.id {
            return foreign();
        }
        // With it go the access tokens of the same grant (§2.1).
        let family = refresh.grant.family;
        kept.revoke_family(family);
    }
    let mut response = json_response(200, &Value::Null);
    response.body = bytes::Bytes::new();
    response
        .headers
        .0
        .retain(|(name, _)| name != "content-type");
    Ok(response)
}
