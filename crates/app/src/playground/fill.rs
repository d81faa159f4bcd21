//! A draft with its variables filled in, and what its environment adds to it.

use fairlead_core::Severity;
use fairlead_openapi::pointer;
use fairlead_validate::{Part, Violation};
use serde_json::Value;

use crate::{
    Draft, EnvironmentAuth, auth,
    environments::{CLIENT_KEY, OpenEnvironment, PROXY_PASSWORD},
    variables::known::Variables,
};

/// The variable of saved requests that stands for the server.
const BASE: &str = "baseUrl";
/// Stands for an address that cannot be told yet.
const NO_ADDRESS: &str = "http://address.invalid";

/// A draft that is ready to be built.
pub struct Filled {
    /// The draft, variables filled in.
    pub draft: Draft,
    /// What comes before the path.
    pub base: String,
    /// What the environment adds.
    pub proof: auth::Proof,
    /// Header fields of the environment.
    pub headers: Vec<(String, String)>,
    /// Whether credentials of the project may be added.
    pub takes_credentials: bool,
    /// What is not known; not to be sent where severity is error.
    pub violations: Vec<Violation>,
}

/// Fills in a draft for a place.
pub fn fill(
    draft: &Draft,
    base: &str,
    environment: Option<&OpenEnvironment>,
    variables: &Variables,
) -> Filled {
    let mut draft = draft.clone();
    let mut violations = Vec::new();
    let mut put = |text: &str, part: Part, place: &[&str], what: &str| {
        let (filled, unknown) = variables.fill(text);
        for name in unknown {
            violations.push(violation(part, place, &name, what));
        }
        filled
    };
    let offered = draft.socket.iter_mut().flat_map(|s| &mut s.subprotocols);
    for name in offered {
        *name = put(name, Part::Header, &[], "a subprotocol");
    }
    for (name, value) in &mut draft.path_params {
        *value = put(value, Part::Path, &[name], name);
    }
    let lists = [
        (Part::Query, &mut draft.query),
        (Part::Header, &mut draft.headers),
        (Part::Cookie, &mut draft.cookies),
    ];
    for (part, fields) in lists {
        for field in fields.iter_mut().filter(|f| f.enabled) {
            field.value = put(&field.value, part, &[&field.name], &field.name);
        }
    }
    let fields = draft.body.as_mut().and_then(|body| body.fields.as_mut());
    for field in fields.into_iter().flatten().filter(|f| f.enabled) {
        field.value = put(&field.value, Part::Body, &[&field.name], &field.name);
    }
    if let Some(basic) = &mut draft.basic {
        for text in [&mut basic.username, &mut basic.password] {
            *text = put(text, Part::Security, &[], "the authentication");
        }
    }
    let mut address = put(base, Part::Path, &[], "the base URL");
    if !is_known(&address) {
        NO_ADDRESS.clone_into(&mut address);
    }
    let mut in_address = Vec::new();
    if let Some(call) = &mut draft.free {
        let (filled, unknown) = variables.fill(&call.url);
        // Without a variable of that name it is where the target is.
        let base = address.trim_end_matches('/');
        let own = |name: &str| (name == BASE).then(|| base.to_owned());
        call.url = fairlead_requests::template::fill(&filled, own);
        let unknown = unknown.iter().filter(|name| *name != BASE);
        let unknown = unknown.map(|name| violation(Part::Path, &[], name, "the address"));
        in_address.extend(unknown);
        if !is_known(&call.url) {
            NO_ADDRESS.clone_into(&mut call.url);
        }
    }
    let mut headers = Vec::new();
    let mut proof = auth::Proof::default();
    let mut takes_credentials = draft.use_credentials;
    if let Some(open) = environment {
        for field in open.setup.headers.iter().filter(|f| f.enabled) {
            let value = put(&field.value, Part::Header, &[&field.name], &field.name);
            headers.push((field.name.clone(), value));
        }
        takes_credentials &= open.setup.auth == EnvironmentAuth::Description {};
        if draft.use_credentials {
            proof = auth::proof(&open.setup.auth, &open.secrets, |text| {
                put(text, Part::Security, &[], "the authentication")
            });
        }
        for (takes, name) in [
            (open.setup.client_certificate.is_some(), CLIENT_KEY),
            (open.setup.proxy_username.is_some(), PROXY_PASSWORD),
        ] {
            match open.secrets.contains_key(name) {
                _ if !takes => {}
                true => proof.used.push(name.to_owned()),
                false => proof.missing.push(name.to_owned()),
            }
        }
        let missing = proof.missing.iter().map(|name| Violation {
            message: format!(
                "the secret `{name}` of the environment `{}` is not set",
                open.setup.name
            ),
            keyword: "secret-not-set".into(),
            ..violation(Part::Security, &[], name, "")
        });
        violations.extend(missing);
        if proof.signed_out {
            violations.push(Violation {
                message: format!(
                    "nobody is signed in to the environment `{}`: sign in at its settings",
                    open.setup.name
                ),
                keyword: "not-signed-in".into(),
                ..violation(Part::Security, &[], "", "")
            });
        }
    }
    let text = draft.body.as_mut().filter(|body| body.fields.is_none());
    if let Some(text) = text.and_then(|body| body.text.as_mut()) {
        let (filled, unknown) = variables.fill(text);
        let json = serde_json::from_str::<Value>(text).ok();
        for name in unknown {
            // A text in braces may be meant as it is there: it is said, and sent.
            let whole = format!("{{{{{name}}}}}");
            let place = json.as_ref().and_then(|json| find(json, &whole));
            violations.push(Violation {
                severity: Severity::Warning,
                pointer: place.unwrap_or_default(),
                ..violation(Part::Body, &[], &name, "the body")
            });
        }
        *text = filled;
    }
    violations.extend(in_address);
    Filled {
        draft,
        base: address,
        proof,
        headers,
        takes_credentials,
        violations,
    }
}

/// Whether every variable of an address was known.
fn is_known(address: &str) -> bool {
    fairlead_requests::template::names(address).next().is_none()
}

/// The pointer of the first text with `part` in it; spaces within braces do not count.
fn find(json: &Value, part: &str) -> Option<String> {
    match json {
        Value::String(text) => {
            let has = fairlead_requests::template::names(text)
                .any(|name| part == format!("{{{{{name}}}}}"));
            has.then(String::new)
        }
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| Some(format!("/{at}{}", find(item, part)?)))
        }
        Value::Object(members) => members.iter().find_map(|(name, value)| {
            let rest = find(value, part)?;
            let mut place = String::new();
            pointer::push(&mut place, name);
            Some(place + &rest)
        }),
        _ => None,
    }
}

fn violation(part: Part, place: &[&str], name: &str, what: &str) -> Violation {
    let mut at = String::new();
    for segment in place {
        pointer::push(&mut at, segment);
    }
    Violation {
        part,
        pointer: at,
        message: format!("{{{{{name}}}}} in {what} stands for nothing: no scope has this variable"),
        schema_pointer: String::new(),
        keyword: "unknown-variable".into(),
        expected: None,
        actual: None,
        severity: Severity::Error,
    }
}
