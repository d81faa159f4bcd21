//! What tokens say (RFC 9068, OpenID Connect Core §2), and what is told of people (§5).

use serde_json::{Map, Value, json};

use crate::{
    call::Call,
    kept::{Access, Grant},
    keys,
    refusal::Refusal,
    settings::User,
};

/// Claims that `profile` asks for (OpenID Connect Core §5.4).
const PROFILE: &[&str] = &[
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
];

/// What scopes let a client know of somebody. Claims of no standard scope belong to everybody.
pub fn told(user: &User, scopes: &[String]) -> Map<String, Value> {
    let has = |scope: &str| scopes.iter().any(|s| s == scope);
    let is_told = |claim: &str| match claim {
        "sub" => false,
        "email" | "email_verified" => has("email"),
        "address" => has("address"),
        "phone_number" | "phone_number_verified" => has("phone"),
        claim if PROFILE.contains(&claim) => has("profile"),
        _ => true,
    };
    let mut claims = Map::from_iter([("sub".to_owned(), Value::from(user.id.as_str()))]);
    let own = user.claims.iter().filter(|(name, _)| is_told(name));
    claims.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    claims
}

/// A signed access token (RFC 9068 §2).
pub fn access(call: &Call<'_>, access: &Access) -> Result<String, Refusal> {
    let grant = &access.grant;
    let mut claims = json!({
        "iss": grant.issuer,
        // Where no user stands behind it, the client does (RFC 9068 §2.2).
        "sub": grant.user.as_ref().map_or(&grant.client, |user| &user.id),
        "aud": audience(grant),
        "client_id": grant.client,
        "iat": seconds(access.issued),
        "exp": seconds(access.expires),
        "jti": access.id,
        "scope": access.scopes.join(" "),
    });
    if grant.user.is_some() {
        claims["auth_time"] = seconds(grant.auth_time).into();
    }
    let algorithm = call.settings.algorithm;
    call.provider.keys.sign(algorithm, "at+jwt", &claims)
}

/// A signed id token; `nonce` only where it comes with the sign-in itself
/// (OpenID Connect Core §12.2).
pub fn id(
    call: &Call<'_>,
    grant: &Grant,
    user: &User,
    nonce: Option<&str>,
    access: Option<&str>,
) -> Result<String, Refusal> {
    let mut claims = told(user, &grant.scopes);
    let life = i64::try_from(call.settings.token_life.as_millis()).unwrap_or(i64::MAX);
    claims.insert("iss".into(), grant.issuer.as_str().into());
    claims.insert("aud".into(), grant.client.as_str().into());
    claims.insert("iat".into(), seconds(call.now).into());
    claims.insert("exp".into(), seconds(call.later(life)).into());
    claims.insert("auth_time".into(), seconds(grant.auth_time).into());
    if let Some(nonce) = nonce {
        claims.insert("nonce".into(), nonce.into());
    }
    if let Some(access) = access {
        claims.insert("at_hash".into(), keys::half_hash(access).into());
    }
    let algorithm = call.settings.algorithm;
    call.provider.keys.sign(algorithm, "JWT", &claims.into())
}

/// Whom a token is for: what the client named, else the API beside the provider.
pub fn audience(grant: &Grant) -> Value {
    match grant.resources.as_slice() {
        [] => grant.issuer.as_str().into(),
        [only] => only.as_str().into(),
        several => several.into(),
    }
}

/// Seconds since 1970 (RFC 7519 §2, NumericDate).
pub fn seconds(time: fairlead_core::Timestamp) -> i64 {
    time.as_millis().div_euclid(1_000)
}
