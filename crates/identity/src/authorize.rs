//! The authorization endpoint (RFC 6749 §3.1): a person is asked, and sent back with the answer.

use std::sync::Arc;

use fairlead_core::{Response, Timestamp};
use serde_json::Value;

use crate::{
    call::Call,
    claims, consent,
    fields::Fields,
    kept::{Code, Grant, Kept, Subject, Ticket, key},
    page,
    plan::Flow,
    redirect::{self, Mode},
    refusal::{Refusal, described},
    scope, session,
    settings::User,
    token::{self, Along, IdToken},
};

/// How long a code is good, in milliseconds (RFC 6749 §4.1.2 allows ten minutes).
const CODE_LIFE: i64 = 60_000;
/// How long a page may be open, in milliseconds.
pub const PAGE_LIFE: i64 = 600_000;

/// What a client asks a person for.
#[derive(Clone, Debug)]
pub struct Asking {
    pub client: String,
    pub scopes: Vec<String>,
    pub redirect_uri: String,
    was_named: bool,
    wants: Wants,
    mode: Mode,
    state: Option<String>,
    nonce: Option<String>,
    challenge: Option<(String, bool)>,
    resources: Vec<String>,
    issuer: String,
}

/// `response_type`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Wants {
    code: bool,
    token: bool,
    id: bool,
}

/// Asks, or sends back at once.
pub fn answer(call: &mut Call<'_>) -> Response {
    let is_form = call.request.method == "POST";
    let fields = if is_form {
        Fields::of_body(call.request)
    } else {
        Fields::of_query(call.request)
    };
    let fields = match fields {
        Ok(fields) => fields,
        Err(refusal) => return failed(call, &refusal.why),
    };
    if is_form && fields.get("ticket").is_some() {
        return decided(call, &fields);
    }
    // Until it is known whom the answer is for, it is for the person alone (RFC 6749 §4.1.2.1).
    let Some(client) = fields.get("client_id") else {
        return failed(
            call,
            "The request does not say which client asks (client_id).",
        );
    };
    if !call.settings.takes_any_client() && call.settings.client(client).is_none() {
        return failed(call, &format!("The client {client} is not known."));
    }
    let (redirect_uri, was_named) = match redirect::target(call, client, &fields) {
        Ok(found) => found,
        Err(why) => return failed(call, &why),
    };
    let mut asking = Asking {
        client: client.to_owned(),
        scopes: Vec::new(),
        redirect_uri,
        was_named,
        wants: Wants::default(),
        mode: Mode::Query,
        state: fields.get("state").map(str::to_owned),
        nonce: fields.get("nonce").map(str::to_owned),
        challenge: None,
        resources: fields.all("resource"),
        issuer: call.issuer.clone(),
    };
    let read = asking.read(call, &fields);
    let answered = read.and_then(|()| ask(call, &asking, &fields));
    answered.unwrap_or_else(|refusal| refuse(call, &asking, &refusal))
}

impl Asking {
    fn read(&mut self, call: &mut Call<'_>, fields: &Fields) -> Result<(), Refusal> {
        for kind in fields.get("response_type").unwrap_or_default().split(' ') {
            match kind {
                "code" => self.wants.code = true,
                "token" => self.wants.token = true,
                "id_token" => self.wants.id = true,
                _ => {}
            }
        }
        if self.wants.token || self.wants.id {
            self.mode = Mode::Fragment;
        }
        match fields.get("response_mode") {
            None => {}
            Some("fragment") => self.mode = Mode::Fragment,
            // Tokens do not belong where servers write them down.
            Some("query") if self.mode == Mode::Query => {}
            Some(mode) => {
                return Err(Refusal::request(format!(
                    "response_mode `{mode}` is not offered"
                )));
            }
        }
        fields.once()?;
        self.check_kind(call, fields.need("response_type")?)?;
        for (name, error) in [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
            ("registration", "registration_not_supported"),
        ] {
            if fields.get(name).is_some() {
                return Err(Refusal::new(error, format!("`{name}` is not taken")));
            }
        }
        self.challenge = challenge(call, fields)?;
        let listed = call.settings.client(&self.client);
        let is_public = listed.is_some_and(|client| client.secret.is_none());
        if self.wants.code && is_public && self.challenge.is_none() {
            return Err(Refusal::request(
                "a public client has to send code_challenge (PKCE)",
            ));
        }
        if self.wants.id && self.nonce.is_none() {
            // OpenID Connect Core §3.2.2.1
            return Err(Refusal::request("`nonce` is missing"));
        }
        self.scopes = scope::wanted(call, &self.client, fields.get("scope"))?;
        if self.wants.id && !self.scopes.iter().any(|s| s == "openid") {
            return Err(Refusal::new(
                "invalid_scope",
                "an id_token needs the scope `openid`",
            ));
        }
        Ok(())
    }

    fn check_kind(&self, call: &Call<'_>, written: &str) -> Result<(), Refusal> {
        let flows = &call.plan().flows;
        let is_offered = match self.wants {
            Wants {
                code: true,
                token: false,
                id: false,
            } => flows.contains(&Flow::Code),
            Wants {
                code: false,
                token,
                id,
            } if token || id => flows.contains(&Flow::Implicit),
            _ => false,
        };
        let is_understood = written
            .split(' ')
            .all(|kind| matches!(kind, "code" | "token" | "id_token"));
        if is_offered && is_understood {
            return Ok(());
        }
        let why = format!("the description declares no flow with the response type `{written}`");
        Err(Refusal::new("unsupported_response_type", why))
    }
}

/// `code_challenge` and whether it is hashed (RFC 7636 §4.3).
fn challenge(call: &Call<'_>, fields: &Fields) -> Result<Option<(String, bool)>, Refusal> {
    let Some(challenge) = fields.get("code_challenge") else {
        return match fields.get("code_challenge_method") {
            None => Ok(None),
            Some(_) => Err(Refusal::request("`code_challenge` is missing")),
        };
    };
    let is_hashed = match fields.get("code_challenge_method").unwrap_or("plain") {
        "S256" => true,
        "plain" if call.settings.plain_challenges => false,
        "plain" => {
            return Err(Refusal::request(
                "code_challenge_method has to be S256; plain is not taken",
            ));
        }
        other => {
            let why = format!("code_challenge_method `{other}` is not known; use S256");
            return Err(Refusal::request(why));
        }
    };
    // A hash has 43 characters, a plain verifier 43 to 128.
    if !(43..=128).contains(&challenge.len()) {
        return Err(Refusal::request(
            "code_challenge has to be 43 to 128 characters long",
        ));
    }
    Ok(Some((challenge.to_owned(), is_hashed)))
}

/// Asks the person, unless everything is allowed already (OpenID Connect Core §3.1.2.3).
fn ask(call: &mut Call<'_>, asking: &Asking, fields: &Fields) -> Result<Response, Refusal> {
    let prompts: Vec<&str> = fields
        .get("prompt")
        .unwrap_or_default()
        .split(' ')
        .collect();
    let is_silent = prompts.contains(&"none");
    if is_silent && prompts.len() > 1 {
        return Err(Refusal::request("prompt=none stands alone"));
    }
    let max_age = match fields.get("max_age").map(str::parse::<i64>) {
        None => None,
        Some(Ok(seconds)) if seconds >= 0 => Some(seconds.saturating_mul(1_000)),
        Some(_) => return Err(Refusal::request("max_age is a number of seconds")),
    };
    let hint = fields.get("login_hint");
    let provider = call.provider;
    let mut kept = provider.kept();
    if call.settings.auto_approve {
        let unknown = || Refusal::new("login_required", "login_hint names nobody that is listed");
        let user = call.settings.user(hint).ok_or_else(unknown)?;
        call.note(format!(
            "`{}` allowed it without being asked (autoApprove)",
            user.id
        ));
        return allow(call, &mut kept, asking, user, call.now);
    }
    let signed_in = session::find(call, &kept).filter(|session| {
        let age = call
            .now
            .as_millis()
            .saturating_sub(session.since.as_millis());
        max_age.is_none_or(|most| age <= most)
            && hint.is_none_or(|hint| session.user.is_called(hint))
            && !prompts
                .iter()
                .any(|p| matches!(*p, "login" | "select_account"))
    });
    if let Some(session) = signed_in
        && session.allows(&asking.client, &asking.scopes)
        && !prompts.contains(&"consent")
    {
        let (user, since) = (session.user.clone(), session.since);
        call.note(format!("`{}` allowed it before", user.id));
        return allow(call, &mut kept, asking, user, since);
    }
    if is_silent {
        return Err(match signed_in {
            Some(_) => Refusal::new("consent_required", "nobody has allowed this yet"),
            None => Refusal::new("login_required", "nobody is signed in"),
        });
    }
    let ticket = kept.text(call.provider.seed, call.now);
    let entry = Ticket {
        about: Subject::Client(Box::new(asking.clone())),
        expires: call.later(PAGE_LIFE),
    };
    kept.tickets.put(ticket.clone(), entry);
    call.secret(ticket.clone());
    Ok(consent::page(
        call,
        &consent::Question {
            ticket: &ticket,
            client: &asking.client,
            scopes: &asking.scopes,
            back: Some(&asking.redirect_uri),
            hint,
            code: None,
        },
    ))
}

/// A person has answered.
fn decided(call: &mut Call<'_>, fields: &Fields) -> Response {
    let provider = call.provider;
    let mut kept = provider.kept();
    let ticket = fields.get("ticket").and_then(|t| kept.tickets.take(t));
    let asking = match ticket {
        Some(Ticket {
            about: Subject::Client(asking),
            expires,
        }) if expires > call.now => asking,
        _ => {
            return failed(
                call,
                "This page is too old, or was answered before. Begin again in the program that sent you here.",
            );
        }
    };
    if fields.get("decision") != Some("allow") {
        let refusal = Refusal::new("access_denied", "the person did not allow it");
        return refuse(call, &asking, &refusal);
    }
    let Some(user) = call.settings.user(fields.get("user")) else {
        return failed(call, "Nobody of that name can sign in here.");
    };
    let mut cookie = Response::default();
    let since = session::note(
        call,
        &mut kept,
        &user,
        (&asking.client, &asking.scopes),
        &mut cookie,
    );
    let answered = allow(call, &mut kept, &asking, user, since);
    let mut response = answered.unwrap_or_else(|refusal| refuse(call, &asking, &refusal));
    response.headers.0.extend(cookie.headers.0);
    response
}

/// Sends the browser back with a code, or with tokens.
fn allow(
    call: &mut Call<'_>,
    kept: &mut Kept,
    asking: &Asking,
    user: User,
    since: Timestamp,
) -> Result<Response, Refusal> {
    let grant = Arc::new(Grant {
        family: kept.family(),
        client: asking.client.clone(),
        user: Some(user),
        scopes: asking.scopes.clone(),
        issuer: asking.issuer.clone(),
        resources: asking.resources.clone(),
        nonce: asking.nonce.clone(),
        auth_time: since,
    });
    let mut answer: Vec<(&str, String)> = Vec::new();
    if asking.wants.code {
        let text = kept.text(call.provider.seed, call.now);
        let code = Code {
            grant,
            redirect_uri: asking.redirect_uri.clone(),
            was_named: asking.was_named,
            challenge: asking.challenge.clone(),
            expires: call.later(CODE_LIFE),
            used: false,
        };
        kept.codes.put(key(&text), code);
        call.secret(text.clone());
        answer.push(("code", text));
    } else if asking.wants.token {
        let along = Along {
            refresh: false,
            id: if asking.wants.id {
                IdToken::Perhaps(grant.nonce.as_deref())
            } else {
                IdToken::Never
            },
        };
        let body = token::make(call, kept, &grant, grant.scopes.clone(), along)?;
        for name in [
            "access_token",
            "token_type",
            "expires_in",
            "scope",
            "id_token",
        ] {
            match &body[name] {
                Value::Null => {}
                Value::String(text) => answer.push((name, text.clone())),
                other => answer.push((name, other.to_string())),
            }
        }
    } else if let Some(user) = &grant.user {
        let id = claims::id(call, &grant, user, grant.nonce.as_deref(), None)?;
        call.secret(id.clone());
        answer.push(("id_token", id));
    }
    Ok(send_back(asking, &answer))
}

fn refuse(call: &mut Call<'_>, asking: &Asking, refusal: &Refusal) -> Response {
    call.note(format!("{}: {}", refusal.error, refusal.why));
    let answer = [
        ("error", refusal.error.to_owned()),
        ("error_description", described(&refusal.why)),
    ];
    send_back(asking, &answer)
}

/// With `state`, and with who answers (RFC 9207 §2).
fn send_back(asking: &Asking, answer: &[(&str, String)]) -> Response {
    let mut pairs: Vec<(&str, &str)> = answer.iter().map(|(n, v)| (*n, v.as_str())).collect();
    pairs.extend(asking.state.as_deref().map(|state| ("state", state)));
    pairs.push(("iss", &asking.issuer));
    redirect::back(&asking.redirect_uri, asking.mode, &pairs)
}

fn failed(call: &mut Call<'_>, why: &str) -> Response {
    call.note(why);
    page::failure(400, "This sign-in cannot go on", why)
}
