//! Who is signed in, by a cookie: what `prompt` and `max_age` ask about.

use fairlead_core::{Response, Timestamp};

use crate::{call::Call, kept::Kept, settings::User};

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub struct Session {
    pub user: User,
    pub since: Timestamp,
    /// Clients and scopes that were allowed.
    allowed: Vec<(String, Vec<String>)>,
}

impl Session {
    /// Whether all of this was allowed before.
    pub fn allows(&self, client: &str, scopes: &[String]) -> bool {
        let granted = |scope: &String| {
            let own = self.allowed.iter().filter(|(id, _)| id == client);
            own.flat_map(|(_, scopes)| scopes).any(|s| s == scope)
        };
        self.allowed.iter().any(|(id, _)| id == client) && scopes.iter().all(granted)
    }
}

/// The session that a request belongs to.
pub fn find<'k>(call: &Call<'_>, kept: &'k Kept) -> Option<&'k Session> {
    id(call).and_then(|id| kept.sessions.get(id))
}

/// Notes that somebody allowed something, and gives their browser a cookie.
pub fn note(
    call: &mut Call<'_>,
    kept: &mut Kept,
    user: &User,
    (client, scopes): (&str, &[String]),
    response: &mut Response,
) -> Timestamp {
    let before = id(call).and_then(|id| kept.sessions.take(id));
    let mut session = before
        .filter(|session| session.user.id == user.id)
        .unwrap_or_else(|| Session {
            user: user.clone(),
            since: call.now,
            allowed: Vec::new(),
        });
    session.since = call.now;
    session.allowed.retain(|(id, _)| id != client);
    session.allowed.push((client.to_owned(), scopes.to_vec()));
    let text = kept.text(call.provider.seed, call.now);
    call.secret(text.clone());
    let cookie = format!("{}={text}; Path=/; HttpOnly; SameSite=Lax", cookie(call));
    response.headers.append("set-cookie", cookie);
    let since = session.since;
    kept.sessions.put(text, session);
    since
}

fn id<'a>(call: &Call<'a>) -> Option<&'a str> {
    let name = cookie(call);
    let cookies = call.request.headers.get_all("cookie");
    cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

/// Cookies do not mind ports (RFC 6265 §8.5), so the name has to.
fn cookie(call: &Call<'_>) -> String {
    let port = call.origin.rsplit(':').next().unwrap_or_default();
    let port = port.bytes().all(|b| b.is_ascii_digit()).then_some(port);
    format!("fairlead_sign_in_{}", port.unwrap_or("80"))
}
