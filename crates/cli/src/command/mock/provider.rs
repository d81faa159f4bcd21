//! What is said of the mock's sign-in provider at its start.

use fairlead_mock::Mock;
use serde_json::{Value, json};

use crate::listen::Announcement;

/// Where one signs in, and as what; `None` where the description declares no such scheme.
pub fn tell(mock: &Mock, url: &str) -> Option<Announcement> {
    let about = mock.provider(url)?;
    let enforced = mock.enforces_tokens();
    let mut lines = vec![format!("sign-in: issuer {}", about.issuer)];
    let mut add = |name: &str, url: &str| lines.push(format!("    {name:<14} {url}"));
    add("discovery", &about.discovery_url);
    if let Some(url) = &about.authorization_url {
        add("authorization", url);
    }
    add("token", &about.token_url);
    if let Some(url) = &about.device_url {
        add("device", url);
    }
    add("keys", &about.jwks_url);
    lines.push(format!("    {:<14} {}", "grants", about.grants.join(", ")));
    let clients = match &about.clients {
        None => "any client id and secret".to_owned(),
        Some(clients) => {
            let ids: Vec<&str> = clients.iter().map(|(id, _)| id.as_str()).collect();
            ids.join(", ")
        }
    };
    lines.push(format!("    {:<14} {clients}", "clients"));
    let taken = if enforced {
        "only those given here, for their scopes"
    } else {
        "any (--auth strict takes only those given here)"
    };
    lines.push(format!("    {:<14} {taken}", "tokens taken"));
    let mut told = serde_json::to_value(&about).unwrap_or(Value::Null);
    told["clients"] = match &about.clients {
        None => Value::Null,
        Some(clients) => {
            let told = clients
                .iter()
                .map(|(id, public)| json!({ "id": id, "public": public }));
            told.collect()
        }
    };
    told["enforced"] = enforced.into();
    Some(Announcement {
        text: lines.join("\n"),
        json: ("provider", told),
    })
}
