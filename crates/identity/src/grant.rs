//! What tokens are given for: a code, the client itself, a password, a refresh token.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{
    call::Call,
    client::Party,
    fields::Fields,
    kept::{Grant, key},
    refusal::Refusal,
    scope,
    token::{self, Along, IdToken},
};

/// RFC 6749 §4.1.3, with PKCE (RFC 7636 §4.6).
pub fn by_code(call: &mut Call<'_>, fields: &Fields, party: &Party) -> Result<Value, Refusal> {
    let text = fields.need("code")?;
    call.secret(text);
    let mut kept = call.provider.kept();
    let unknown = || Refusal::grant("the code is not known");
    let code = kept.codes.get(&key(text)).ok_or_else(unknown)?;
    if code.grant.client != party.id {
        return Err(Refusal::grant("the code was given to another client"));
    }
    if code.used {
        let family = code.grant.family;
        kept.revoke_family(family);
        call.note("a code came twice: the tokens it gave are revoked");
        // RFC 6749 §4.1.2
        return Err(Refusal::grant(
            "the code was used before; its tokens are revoked",
        ));
    }
    if code.expires <= call.now {
        return Err(Refusal::grant(
            "the code has expired; it lives for 60 seconds",
        ));
    }
    match fields.get("redirect_uri") {
        Some(uri) if uri == code.redirect_uri => {}
        None if !code.was_named => {}
        Some(_) => return Err(Refusal::grant("redirect_uri is not that of the request")),
        None => {
            return Err(Refusal::grant(
                "redirect_uri is missing; the request had one",
            ));
        }
    }
    prove(code.challenge.as_ref(), fields.get("code_verifier"), party)?;
    let grant = Arc::clone(&code.grant);
    if let Some(code) = kept.codes.get_mut(&key(text)) {
        code.used = true;
    }
    let along = Along {
        refresh: true,
        id: IdToken::Perhaps(grant.nonce.as_deref()),
    };
    token::make(call, &mut kept, &grant, grant.scopes.clone(), along)
}

/// Whether the client that fetches the tokens is the one that began.
fn prove(
    challenge: Option<&(String, bool)>,
    verifier: Option<&str>,
    party: &Party,
) -> Result<(), Refusal> {
    let (challenge, is_hashed) = match (challenge, verifier) {
        (Some(challenge), _) => challenge,
        // RFC 9700 §4.8.2
        (None, Some(_)) => {
            return Err(Refusal::grant(
                "there is a code_verifier, and was no code_challenge",
            ));
        }
        (None, None) if party.confidential => return Ok(()),
        (None, None) => {
            return Err(Refusal::grant(
                "a client without a secret has to use PKCE: send code_challenge with the request",
            ));
        }
    };
    let verifier = verifier.ok_or_else(|| Refusal::grant("code_verifier is missing"))?;
    let is_unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(is_unreserved) {
        return Err(Refusal::grant(
            "code_verifier has to be 43 to 128 unreserved characters",
        ));
    }
    let shown = if *is_hashed {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
    } else {
        verifier.to_owned()
    };
    if bool::from(shown.as_bytes().ct_eq(challenge.as_bytes())) {
        Ok(())
    } else {
        Err(Refusal::grant("code_verifier does not fit code_challenge"))
    }
}

/// RFC 6749 §4.4.2
pub fn by_client(call: &mut Call<'_>, fields: &Fields, party: &Party) -> Result<Value, Refusal> {
    if !party.confidential {
        return Err(Refusal::client(
            "this grant is for clients with a secret (any will do where no clients are listed)",
        ));
    }
    let scopes = scope::wanted(call, &party.id, fields.get("scope"))?;
    let mut kept = call.provider.kept();
    let grant = Arc::new(Grant {
        family: kept.family(),
        client: party.id.clone(),
        user: None,
        scopes,
        issuer: call.issuer.clone(),
        resources: fields.all("resource"),
        nonce: None,
        auth_time: call.now,
    });
    let along = Along {
        refresh: false,
        id: IdToken::Never,
    };
    token::make(call, &mut kept, &grant, grant.scopes.clone(), along)
}

/// RFC 6749 §4.3.2
pub fn by_password(call: &mut Call<'_>, fields: &Fields, party: &Party) -> Result<Value, Refusal> {
    let (name, password) = (fields.need("username")?, fields.need("password")?);
    call.secret(password);
    let wrong = || Refusal::grant("name or password is not right");
    let user = call.settings.user(Some(name)).ok_or_else(wrong)?;
    let is_right = |known: &String| bool::from(known.as_bytes().ct_eq(password.as_bytes()));
    if !user.password.as_ref().is_none_or(is_right) {
        return Err(wrong());
    }
    let scopes = scope::wanted(call, &party.id, fields.get("scope"))?;
    let mut kept = call.provider.kept();
    let grant = Arc::new(Grant {
        family: kept.family(),
        client: party.id.clone(),
        user: Some(user),
        scopes,
        issuer: call.issuer.clone(),
        resources: fields.all("resource"),
        nonce: None,
        auth_time: call.now,
    });
    let along = Along {
        refresh: true,
        id: IdToken::Perhaps(None),
    };
    token::make(call, &mut kept, &grant, grant.scopes.clone(), along)
}

/// RFC 6749 §6. Each refresh token is good once; one that comes again ends the whole family
/// (RFC 9700 §4.14.2).
pub fn by_refresh(call: &mut Call<'_>, fields: &Fields, party: &Party) -> Result<Value, Refusal> {
    let text = fields.need("refresh_token")?;
    call.secret(text);
    let mut kept = call.provider.kept();
    let unknown = || Refusal::grant("the refresh token is not known");
    let entry = kept.refresh.get(&key(text)).ok_or_else(unknown)?;
    let grant = Arc::clone(&entry.grant);
    if grant.client != party.id {
        return Err(Refusal::grant(
            "the refresh token was given to another client",
        ));
    }
    if entry.used {
        kept.revoke_family(grant.family);
        call.note("a refresh token came twice: every token of its family is revoked");
        return Err(Refusal::grant(
            "the refresh token was used before; every token of its family is revoked",
        ));
    }
    if entry.revoked {
        return Err(Refusal::grant("the refresh token was revoked"));
    }
    if entry.expires <= call.now {
        return Err(Refusal::grant("the refresh token has expired"));
    }
    let scopes: Vec<String> = match fields.get("scope") {
        None => grant.scopes.clone(),
        Some(asked) => asked.split_whitespace().map(str::to_owned).collect(),
    };
    if let Some(more) = scopes.iter().find(|s| !grant.scopes.contains(s)) {
        let why = format!("`{more}` was not allowed when the refresh token was given");
        return Err(Refusal::new("invalid_scope", why));
    }
    if let Some(entry) = kept.refresh.get_mut(&key(text)) {
        entry.used = true;
    }
    let along = Along {
        refresh: true,
        id: IdToken::Perhaps(None),
    };
    token::make(call, &mut kept, &grant, scopes, along)
}
