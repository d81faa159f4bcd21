//! The device flow (RFC 8628): a device shows a code, a person types it elsewhere.

use std::sync::Arc;

use fairlead_core::{Response, Timestamp};
use serde_json::{Value, json};

use crate::{
    authorize::PAGE_LIFE,
    call::Call,
    client::{self, Party},
    consent,
    fields::Fields,
    kept::{Device, Grant, Kept, Subject, Ticket, Verdict, key},
    page::{self, escape},
    plan::{Endpoint, Flow},
    refusal::{Refusal, json_response},
    scope, session,
    token::{self, Along, IdToken},
};

/// How long a code is good, in milliseconds.
const LIFE: i64 = 600_000;
/// How long a device has to wait between two questions, in milliseconds (§3.2).
const INTERVAL: i64 = 5_000;
/// Consonants without those that look alike (§6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// A device asks for codes (§3.1).
pub fn begin(call: &mut Call<'_>) -> Result<Response, Refusal> {
    let fields = Fields::of_body(call.request)?;
    fields.once()?;
    let party = client::authenticate(call, &fields)?;
    if !call.plan().flows.contains(&Flow::Device) {
        let why = "the description declares no device flow";
        return Err(Refusal::new("unauthorized_client", why));
    }
    let scopes = scope::wanted(call, &party.id, fields.get("scope"))?;
    let mut kept = call.provider.kept();
    let seed = call.provider.seed;
    let device_code = kept.text(seed, call.now);
    let user_code: String = kept.draw(seed, call.now)[..8]
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
        .collect();
    let answer = match call.settings.user(None) {
        Some(user) if call.settings.auto_approve => {
            Some(Verdict::Allowed(Box::new(user), call.now))
        }
        _ => None,
    };
    let device = Device {
        client: party.id,
        scopes,
        issuer: call.issuer.clone(),
        resources: fields.all("resource"),
        user_code: user_code.clone(),
        expires: call.later(LIFE),
        interval: INTERVAL,
        asked: None,
        answer,
    };
    kept.devices.put(key(&device_code), device);
    call.secret(device_code.clone());
    let shown = spaced(&user_code);
    let address = call.url(Endpoint::Device);
    Ok(json_response(
        200,
        &json!({
            "device_code": device_code,
            "user_code": shown,
            "verification_uri": address,
            "verification_uri_complete": format!("{address}?user_code={shown}"),
            "expires_in": LIFE / 1_000,
            "interval": INTERVAL / 1_000,
        }),
    ))
}

/// The device asks whether it may (§3.4, §3.5).
pub fn poll(call: &mut Call<'_>, fields: &Fields, party: &Party) -> Result<Value, Refusal> {
    let text = fields.need("device_code")?;
    call.secret(text);
    let mut kept = call.provider.kept();
    let unknown = || Refusal::grant("the device code is not known, or was used before");
    let device = kept.devices.get_mut(&key(text)).ok_or_else(unknown)?;
    if device.client != party.id {
        return Err(Refusal::grant(
            "the device code was given to another client",
        ));
    }
    if device.expires <= call.now {
        return Err(Refusal::new(
            "expired_token",
            "the device code has expired; begin again",
        ));
    }
    let since = |asked: Timestamp| call.now.as_millis().saturating_sub(asked.as_millis());
    let is_early = device
        .asked
        .is_some_and(|asked| since(asked) < device.interval);
    device.asked = Some(call.now);
    if is_early {
        device.interval = device.interval.saturating_add(INTERVAL);
        let why = format!(
            "wait {} seconds between two questions",
            device.interval / 1_000
        );
        return Err(Refusal::new("slow_down", why));
    }
    let (user, since) = match device.answer.clone() {
        None => {
            return Err(Refusal::new(
                "authorization_pending",
                "nobody has answered yet",
            ));
        }
        Some(Verdict::Denied) => {
            return Err(Refusal::new("access_denied", "the person did not allow it"));
        }
        Some(Verdict::Allowed(user, since)) => (*user, since),
    };
    let device = kept.devices.take(&key(text)).ok_or_else(unknown)?;
    let grant = Arc::new(Grant {
        family: kept.family(),
        client: device.client,
        user: Some(user),
        scopes: device.scopes,
        issuer: device.issuer,
        resources: device.resources,
        nonce: None,
        auth_time: since,
    });
    let along = Along {
        refresh: true,
        id: IdToken::Perhaps(None),
    };
    token::make(call, &mut kept, &grant, grant.scopes.clone(), along)
}

/// The page on which a person types the code, and then allows it or not (§3.3).
pub fn page(call: &mut Call<'_>) -> Response {
    let is_form = call.request.method == "POST";
    let fields = if is_form {
        Fields::of_body(call.request)
    } else {
        Fields::of_query(call.request)
    };
    let fields = match fields {
        Ok(fields) => fields,
        Err(refusal) => return page::failure(400, "This cannot go on", &refusal.why),
    };
    let provider = call.provider;
    let mut kept = provider.kept();
    if is_form && let Some(ticket) = fields.get("ticket") {
        let ticket = kept.tickets.take(ticket);
        return decided(call, &mut kept, &fields, ticket);
    }
    let Some(typed) = fields.get("user_code") else {
        return form(call, 200, "", None);
    };
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let waits = |device: &&Device| device.expires > call.now && device.answer.is_none();
    let found = kept
        .devices
        .iter()
        .find(|(_, device)| device.user_code == plain && waits(device));
    let Some((code, device)) = found else {
        let why = "There is no such code, or it has been answered. Look at your device again.";
        return form(call, 400, typed, Some(why));
    };
    let (code, client, scopes) = (code.clone(), device.client.clone(), device.scopes.clone());
    let ticket = kept.text(call.provider.seed, call.now);
    let entry = Ticket {
        about: Subject::Device(code),
        expires: call.later(PAGE_LIFE),
    };
    kept.tickets.put(ticket.clone(), entry);
    call.secret(ticket.clone());
    consent::page(
        call,
        &consent::Question {
            ticket: &ticket,
            client: &client,
            scopes: &scopes,
            back: None,
            hint: None,
            code: Some(&spaced(&plain)),
        },
    )
}

fn decided(
    call: &mut Call<'_>,
    kept: &mut Kept,
    fields: &Fields,
    ticket: Option<Ticket>,
) -> Response {
    let stale = "This page is too old, or was answered before. Begin again on your device.";
    let code = match ticket {
        Some(Ticket {
            about: Subject::Device(code),
            expires,
        }) if expires > call.now => code,
        _ => return page::failure(400, "This cannot go on", stale),
    };
    let Some(user) = call.settings.user(fields.get("user")) else {
        return page::failure(
            400,
            "This cannot go on",
            "Nobody of that name can sign in here.",
        );
    };
    let Some(device) = kept.devices.get_mut(&code) else {
        return page::failure(400, "This cannot go on", stale);
    };
    let is_allowed = fields.get("decision") == Some("allow");
    let (client, scopes) = (device.client.clone(), device.scopes.clone());
    let (title, text) = if is_allowed {
        device.answer = Some(Verdict::Allowed(Box::new(user.clone()), call.now));
        ("Your device may go on", "You can close this page.")
    } else {
        device.answer = Some(Verdict::Denied);
        ("Your device was refused", "You can close this page.")
    };
    let body = format!("<h1>{title}</h1>\n<p>{text}</p>\n{}", consent::footer(call));
    let mut response = page::page(200, title, &body, None);
    if is_allowed {
        session::note(call, kept, &user, (&client, &scopes), &mut response);
    }
    response
}

/// Where the code is typed.
fn form(call: &Call<'_>, status: u16, typed: &str, wrong: Option<&str>) -> Response {
    let action = escape(&call.request.path);
    let (told, marked) = match wrong {
        Some(why) => (
            format!("<p role=\"alert\" id=\"wrong\">{}</p>\n", escape(why)),
            " aria-invalid=\"true\" aria-describedby=\"wrong\"",
        ),
        None => (String::new(), ""),
    };
    let body = format!(
        "<h1>Connect a device</h1>\n{told}<form method=\"post\" action=\"{action}\">\n\
         <fieldset>\n<label class=\"field\" for=\"code\">The code that your device shows</label>\n\
         <input class=\"code\" type=\"text\" id=\"code\" name=\"user_code\" value=\"{}\" \
         autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" \
         placeholder=\"XXXX-XXXX\" required{marked}>\n</fieldset>\n<div class=\"buttons\">\n\
         <button class=\"primary\">Go on</button>\n</div>\n</form>\n{}",
        escape(typed),
        consent::footer(call)
    );
    page::page(status, "Connect a device", &body, None)
}

/// As a device shows it: in two halves.
fn spaced(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, second)) if !second.is_empty() => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}
