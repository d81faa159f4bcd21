//! The token endpoint (RFC 6749 §3.2): tokens, for whatever grants them.

use std::sync::Arc;

use fairlead_core::Response;
use serde_json::{Value, json};

use crate::{
    call::Call,
    claims,
    client::{self, Party},
    device,
    fields::Fields,
    grant,
    kept::{Access, Grant, Kept, Refresh, key},
    plan::Flow,
    refusal::{Refusal, json_response},
    settings::Settings,
};

/// What is given along with an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Along<'a> {
    /// A refresh token.
    pub refresh: bool,
    /// An id token, where OpenID Connect is asked for.
    pub id: IdToken<'a>,
}

/// Whether an id token is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdToken<'a> {
    /// Never.
    Never,
    /// Where the scope `openid` was allowed; with this `nonce`, if any.
    Perhaps(Option<&'a str>),
}

/// Gives tokens.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refusal> {
    let fields = Fields::of_body(call.request)?;
    fields.once()?;
    let party = client::authenticate(call, &fields)?;
    let kind = fields.need("grant_type")?;
    let flow = match kind {
        "authorization_code" => Some(Flow::Code),
        "client_credentials" => Some(Flow::Client),
        "password" => Some(Flow::Password),
        "urn:ietf:params:oauth:grant-type:device_code" => Some(Flow::Device),
        _ => None,
    };
    let offered = match flow {
        Some(flow) => call.plan().flows.contains(&flow),
        None => kind == "refresh_token" && call.plan().refreshes(),
    };
    if !offered {
        let why = format!("the description declares no flow with the grant type `{kind}`");
        return Err(Refusal::new("unsupported_grant_type", why));
    }
    let body = give(call, &fields, &party, flow)?;
    Ok(json_response(200, &body))
}

fn give(
    call: &mut Call<'_>,
    fields: &Fields,
    party: &Party,
    flow: Option<Flow>,
) -> Result<Value, Refusal> {
    match flow {
        Some(Flow::Code) => grant::by_code(call, fields, party),
        Some(Flow::Client) => grant::by_client(call, fields, party),
        Some(Flow::Password) => grant::by_password(call, fields, party),
        Some(Flow::Device) => device::poll(call, fields, party),
        _ => grant::by_refresh(call, fields, party),
    }
}

/// Makes the tokens of a grant and keeps them.
pub fn make(
    call: &mut Call<'_>,
    kept: &mut Kept,
    grant: &Arc<Grant>,
    scopes: Vec<String>,
    along: Along<'_>,
) -> Result<Value, Refusal> {
    let seed = call.provider.seed;
    let life = millis(call.settings, |s| s.token_life);
    let access = Access {
        grant: Arc::clone(grant),
        scopes,
        id: kept.text(seed, call.now),
        issued: call.now,
        expires: call.later(life),
        revoked: false,
    };
    let text = claims::access(call, &access)?;
    let mut body = json!({
        "access_token": text,
        "token_type": "Bearer",
        "expires_in": life / 1_000,
        "scope": access.scopes.join(" "),
    });
    if let (IdToken::Perhaps(nonce), Some(user)) = (along.id, &grant.user)
        && access.scopes.iter().any(|s| s == "openid")
    {
        let id = claims::id(call, grant, user, nonce, Some(&text))?;
        call.secret(id.clone());
        body["id_token"] = id.into();
    }
    if along.refresh {
        let refresh = kept.text(seed, call.now);
        let life = millis(call.settings, |s| s.refresh_life);
        let entry = Refresh {
            grant: Arc::clone(grant),
            issued: call.now,
            expires: call.later(life),
            used: false,
            revoked: false,
        };
        kept.refresh.put(key(&refresh), entry);
        call.secret(refresh.clone());
        body["refresh_token"] = refresh.into();
    }
    kept.access.put(key(&text), access);
    call.secret(text);
    let who = grant
        .user
        .as_ref()
        .map(|user| format!(" for `{}`", user.id));
    call.note(format!(
        "a token for the client `{}`{}, with {}",
        grant.client,
        who.unwrap_or_default(),
        listed(body["scope"].as_str().unwrap_or_default())
    ));
    Ok(body)
}

fn listed(scopes: &str) -> String {
    if scopes.is_empty() {
        "no scopes".to_owned()
    } else {
        format!("the scopes {scopes}")
    }
}

fn millis(settings: &Settings, life: impl Fn(&Settings) -> std::time::Duration) -> i64 {
    i64::try_from(life(settings).as_millis()).unwrap_or(i64::MAX)
}
