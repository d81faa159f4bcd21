//! What the provider says of itself (RFC 8414 §2, OpenID Connect Discovery §3).

use serde_json::{Value, json};

use crate::{
    call::Call,
    plan::{Endpoint, Flow},
    scope,
};

/// The names of the grants that are offered.
pub fn grants(call: &Call<'_>) -> Vec<&'static str> {
    let plan = call.plan();
    let mut grants: Vec<&str> = plan
        .flows
        .iter()
        .map(|flow| match flow {
            Flow::Code => "authorization_code",
            Flow::Implicit => "implicit",
            Flow::Password => "password",
            Flow::Client => "client_credentials",
            Flow::Device => "urn:ietf:params:oauth:grant-type:device_code",
        })
        .collect();
    if plan.refreshes() {
        grants.push("refresh_token");
    }
    grants
}

/// The metadata of the issuer that a request names.
pub fn metadata(call: &Call<'_>) -> Value {
    let plan = call.plan();
    let has = |flow: Flow| plan.flows.contains(&flow);
    let mut scopes: Vec<&str> = plan.scopes.keys().map(String::as_str).collect();
    for name in scope::openid() {
        if !scopes.contains(&name) {
            scopes.push(name);
        }
    }
    let mut responses: Vec<&str> = Vec::new();
    if has(Flow::Code) {
        responses.push("code");
    }
    if has(Flow::Implicit) {
        responses.extend(["token", "id_token", "id_token token"]);
    }
    let mut challenges = vec!["S256"];
    if call.settings.plain_challenges {
        challenges.push("plain");
    }
    let secrets = ["client_secret_basic", "client_secret_post"];
    let mut told = json!({
        "issuer": call.issuer,
        "token_endpoint": call.url(Endpoint::Token),
        "jwks_uri": call.url(Endpoint::Jwks),
        "userinfo_endpoint": call.url(Endpoint::Userinfo),
        "introspection_endpoint": call.url(Endpoint::Introspect),
        "revocation_endpoint": call.url(Endpoint::Revoke),
        "scopes_supported": scopes,
        "response_types_supported": responses,
        "response_modes_supported": ["query", "fragment"],
        "grant_types_supported": grants(call),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [call.settings.algorithm.name()],
        "token_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": secrets,
        "revocation_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": challenges,
        "authorization_response_iss_parameter_supported": true,
        "claims_supported": [
            "sub", "iss", "aud", "iat", "exp", "auth_time", "nonce", "at_hash",
            "name", "preferred_username", "email", "email_verified"
        ],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    });
    // OpenID Connect wants it always, and where there is no flow for it, it says so itself.
    told["authorization_endpoint"] = call.url(Endpoint::Authorize).into();
    if has(Flow::Device) {
        told["device_authorization_endpoint"] = call.url(Endpoint::DeviceAuthorization).into();
    }
    told
}
