//! The page that asks a person whether a client may.

use fairlead_core::Response;
use url::Url;

use crate::{
    call::Call,
    page::{self, escape},
    scope,
};

/// What the page asks.
#[derive(Debug)]
pub struct Question<'a> {
    /// Under which the answer is known.
    pub ticket: &'a str,
    pub client: &'a str,
    pub scopes: &'a [String],
    /// Where the person is sent back to.
    pub back: Option<&'a str>,
    /// Who it probably is.
    pub hint: Option<&'a str>,
    /// What the person's device shows.
    pub code: Option<&'a str>,
}

/// The page.
pub fn page(call: &Call<'_>, question: &Question<'_>) -> Response {
    let listed = call.settings.client(question.client);
    let name = listed.map_or(question.client, |client| client.called());
    let title = format!("Allow {name}?");
    let mut body = format!("<h1>{}</h1>\n", escape(&title));
    if let Some(code) = question.code {
        let shown = escape(code);
        body.push_str(&format!(
            "<p>Go on only if your device shows <code>{shown}</code>.</p>\n"
        ));
    }
    let back = question.back.and_then(|to| Url::parse(to).ok());
    if let Some(back) = &back {
        let to = match back.host_str() {
            Some(host) => back
                .port()
                .map_or(host.to_owned(), |port| format!("{host}:{port}")),
            None => format!("a program on this machine ({}:)", back.scheme()),
        };
        let to = escape(&to);
        body.push_str(&format!(
            "<p class=\"muted\">You will be sent back to {to}.</p>\n"
        ));
    }
    let action = escape(&call.request.path);
    body.push_str(&format!("<form method=\"post\" action=\"{action}\">\n"));
    body.push_str(&scopes(call, question.scopes));
    body.push_str(&people(call, question.hint));
    body.push_str(&format!(
        "<input type=\"hidden\" name=\"ticket\" value=\"{}\">\n<div class=\"buttons\">\n\
         <button class=\"primary\" name=\"decision\" value=\"allow\">Allow</button>\n\
         <button name=\"decision\" value=\"deny\">Deny</button>\n</div>\n</form>\n",
        escape(question.ticket)
    ));
    body.push_str(&footer(call));
    let forms_to = back.as_ref().map(|url| match url.origin() {
        origin if origin.is_tuple() => origin.ascii_serialization(),
        _ => format!("{}:", url.scheme()),
    });
    page::page(200, &title, &body, forms_to.as_deref())
}

fn scopes(call: &Call<'_>, scopes: &[String]) -> String {
    if scopes.is_empty() {
        return "<p>It asks for no particular rights.</p>\n".to_owned();
    }
    let items: String = scopes
        .iter()
        .map(|name| {
            let purpose = escape(scope::purpose(call, name));
            let purpose = if purpose.is_empty() {
                purpose
            } else {
                format!("<span>{purpose}</span>")
            };
            format!("<li><code>{}</code>{purpose}</li>\n", escape(name))
        })
        .collect();
    format!("<h2>It asks for</h2>\n<ul>\n{items}</ul>\n")
}

/// Who can sign in. Nobody is asked for a password: there is nothing to guard.
fn people(call: &Call<'_>, hint: Option<&str>) -> String {
    let users = &call.settings.users;
    if users.is_empty() {
        let somebody = hint
            .map(str::to_owned)
            .or_else(|| call.settings.user(None).map(|u| u.id));
        let somebody = escape(&somebody.unwrap_or_default());
        return format!(
            "<fieldset>\n<label class=\"field\" for=\"user\">Sign in as</label>\n\
             <input type=\"text\" id=\"user\" name=\"user\" value=\"{somebody}\" \
             autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required>\n\
             </fieldset>\n"
        );
    }
    let chosen = hint
        .and_then(|hint| users.iter().position(|u| u.is_called(hint)))
        .unwrap_or(0);
    let choices: String = users
        .iter()
        .enumerate()
        .map(|(place, user)| {
            let checked = if place == chosen { " checked" } else { "" };
            let (id, name) = (escape(&user.id), escape(user.called()));
            format!(
                "<label class=\"choice\"><input type=\"radio\" name=\"user\" \
                 value=\"{id}\"{checked}> {name}</label>\n"
            )
        })
        .collect();
    format!("<fieldset>\n<legend>Sign in as</legend>\n{choices}</fieldset>\n")
}

/// What this is, lest somebody takes it for the real thing.
pub fn footer(call: &Call<'_>) -> String {
    let title = escape(&call.plan().title);
    format!("<footer>This is a mock of {title} on this machine. No password is needed.</footer>")
}
