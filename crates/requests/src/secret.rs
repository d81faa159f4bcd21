//! Credentials, split off a collection before anybody can keep it: `{{name}}` stands in their
//! place.
//!
//! What counts: the secret fields of authentication, header fields and query parameters that are
//! credentials by name, cookies, fields of JSON, form and multipart bodies that are called like
//! one, and variables that are. Where such a value stands anywhere else, in a script or in an
//! example, it is replaced there too.

mod json;
mod rows;

use std::collections::{HashMap, HashSet};

use fairlead_core::redact::{is_secret_header, is_secret_name};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    Auth, Body, Collection, Environment, Folder, Item, Row, SavedRequest, Variable,
    fill::each_collection_text, template,
};

/// A credential that stood in a collection.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The variable that now stands in its place.
    pub name: String,
    /// Where it stood, in words.
    pub place: String,
    /// What it was.
    pub value: SecretString,
}

/// Values shorter than this are split off, but not searched for elsewhere.
const SHORTEST_SEARCHED: usize = 8;

/// Takes every credential out of a collection.
pub(crate) fn split(collection: &mut Collection) -> Vec<Secret> {
    let mut taken = Taken::new(collection);
    taken.variables(&mut collection.variables, "the collection's variables");
    for environment in &mut collection.environments {
        taken.environment(environment);
    }
    taken.auth(&mut collection.auth, "the collection");
    taken.headers(&mut collection.headers, "the collection");
    taken.items(&mut collection.items);
    taken.sweep(collection);
    taken.secrets
}

/// Takes every credential out of one request; none of the names that are `used` is given again.
#[must_use]
pub fn take_secrets(request: &mut SavedRequest, used: &[String]) -> Vec<Secret> {
    let mut collection = Collection {
        items: vec![Item::Request(Box::new(std::mem::take(request)))],
        ..Collection::default()
    };
    let mut taken = Taken::new(&collection);
    taken.used.extend(used.iter().cloned());
    taken.items(&mut collection.items);
    taken.sweep(&mut collection);
    if let Some(Item::Request(own)) = collection.items.pop() {
        *request = *own;
    }
    taken.secrets
}

/// Takes values that are known to be secret out of one request, wherever they stand: by the name
/// of their variable, where there is one, else by a new one, which is none of those `used`. What is
/// taken by a new name is given.
#[must_use]
pub fn take_known_secrets(
    request: &mut SavedRequest,
    known: &[(Option<String>, SecretString)],
    used: &[String],
) -> Vec<Secret> {
    let place = format!("the request {}", request.name);
    let mut collection = Collection {
        items: vec![Item::Request(Box::new(std::mem::take(request)))],
        ..Collection::default()
    };
    let mut texts = String::new();
    each_collection_text(&mut collection.clone(), &mut |text| {
        texts.push_str(text);
        texts.push('\n');
    });
    let mut taken = Taken::new(&collection);
    taken.used.extend(used.iter().cloned());
    for (name, value) in known {
        let value = value.expose_secret();
        let stands = texts.contains(value) || texts.contains(in_json(value).as_str());
        if !stands || !is_searched(value) || taken.names.contains_key(value) {
            continue;
        }
        match name {
            Some(name) => {
                taken.names.insert(value.to_owned(), name.clone());
            }
            None => taken.take(&mut value.to_owned(), "secret", &place),
        }
    }
    taken.sweep(&mut collection);
    if let Some(Item::Request(own)) = collection.items.pop() {
        *request = *own;
    }
    taken.secrets
}

/// A text as it stands between the quotes of JSON.
fn in_json(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json[1..json.len() - 1].to_owned()
}

/// Whether a value is looked for in other texts.
fn is_searched(value: &str) -> bool {
    value.len() >= SHORTEST_SEARCHED && is_unlikely(value)
}

/// What was taken so far.
struct Taken {
    secrets: Vec<Secret>,
    /// The names of values, so that one value has one name.
    names: HashMap<String, String>,
    used: HashSet<String>,
}

impl Taken {
    fn new(collection: &Collection) -> Self {
        let mut used = HashSet::new();
        let mut texts = collection.clone();
        each_collection_text(&mut texts, &mut |text| {
            used.extend(template::names(text).map(str::to_owned));
        });
        let own = collection.environments.iter().map(|e| &e.variables);
        for variables in own.chain([&collection.variables]) {
            used.extend(variables.iter().map(|v| v.name.clone()));
        }
        Self {
            secrets: Vec::new(),
            names: HashMap::new(),
            used,
        }
    }

    /// Puts a variable in the place of a value; leaves what is variables already, or nothing.
    fn take(&mut self, value: &mut String, wanted: &str, place: &str) {
        if template::is_variables_only(value) {
            return;
        }
        let name = match self.names.get(value.as_str()) {
            Some(name) => name.clone(),
            None => {
                let name = self.free(wanted);
                self.names.insert(value.clone(), name.clone());
                self.secrets.push(Secret {
                    name: name.clone(),
                    place: place.to_owned(),
                    value: value.clone().into(),
                });
                name
            }
        };
        *value = format!("{{{{{name}}}}}");
    }

    /// A name that no variable has yet.
    fn free(&mut self, wanted: &str) -> String {
        let base: String = wanted
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .take(60)
            .collect();
        let base = base.trim_matches('_');
        let base = if base.is_empty() { "secret" } else { base };
        let mut name = base.to_owned();
        let mut n = 1;
        while self.used.contains(&name) {
            n += 1;
            name = format!("{base}_{n}");
        }
        self.used.insert(name.clone());
        name
    }

    /// The value of a secret variable goes; its own name leads to it.
    fn variables(&mut self, variables: &mut [Variable], place: &str) {
        for variable in variables {
            if !(variable.secret || is_credential(&variable.name)) || variable.value.is_empty() {
                continue;
            }
            if template::is_variables_only(&variable.value) || is_address(&variable.value) {
                continue;
            }
            variable.secret = true;
            self.names
                .entry(variable.value.clone())
                .or_insert_with(|| variable.name.clone());
            self.secrets.push(Secret {
                name: variable.name.clone(),
                place: place.to_owned(),
                value: std::mem::take(&mut variable.value).into(),
            });
        }
    }

    fn environment(&mut self, environment: &mut Environment) {
        let place = format!("the environment {}", environment.name);
        self.variables(&mut environment.variables, &place);
    }

    fn items(&mut self, items: &mut [Item]) {
        for item in items {
            match item {
                Item::Folder(folder) => self.folder(folder),
                Item::Request(request) => self.request(request),
            }
        }
    }

    fn folder(&mut self, folder: &mut Folder) {
        let place = format!("the folder {}", folder.name);
        self.variables(&mut folder.variables, &place);
        self.auth(&mut folder.auth, &place);
        self.headers(&mut folder.headers, &place);
        self.items(&mut folder.items);
    }

    fn request(&mut self, request: &mut SavedRequest) {
        let place = format!("the request {}", request.name);
        forget_samples(request);
        self.auth(&mut request.auth, &place);
        self.headers(&mut request.headers, &place);
        self.query(&mut request.query, &place);
        match &mut request.body {
            Body::Json { text } => self.json(text, &place),
            Body::Graphql { variables, .. } => self.json(variables, &place),
            Body::Text { text, media_type } if media_type.contains("json") => {
                self.json(text, &place);
            }
            Body::Form { rows } => self.named(rows, &place),
            Body::Multipart { parts } => {
                for part in parts.iter_mut().filter(|p| is_credential(&p.name)) {
                    let name = part.name.clone();
                    self.take(&mut part.value, &name, &place);
                }
            }
            _ => {}
        }
        for example in &mut request.examples {
            self.headers(&mut example.headers, &place);
            if example.body.trim_start().starts_with(['{', '[']) {
                self.json(&mut example.body, &place);
            }
        }
    }

    /// Rows whose names say that their values are credentials.
    fn named(&mut self, rows: &mut [Row], place: &str) {
        for row in rows.iter_mut().filter(|row| is_credential(&row.name)) {
            let name = row.name.clone();
            self.take(&mut row.value, &name, place);
        }
    }

    fn auth(&mut self, auth: &mut Auth, place: &str) {
        let place = &format!("authentication of {place}");
        match auth {
            Auth::Inherit | Auth::None => {}
            Auth::Basic { password, .. } | Auth::Digest { password, .. } => {
                self.take(password, "password", place);
            }
            Auth::Bearer { token, .. } => self.take(token, "token", place),
            Auth::ApiKey { name, value, .. } => {
                let name = name.clone();
                self.take(value, &name, place);
            }
            Auth::Oauth2(oauth) => {
                self.take(&mut oauth.client_secret, "client_secret", place);
                self.take(&mut oauth.password, "password", place);
                self.take(&mut oauth.access_token, "access_token", place);
                self.named(&mut oauth.others, place);
            }
            Auth::AwsSigV4 {
                access_key_id,
                secret_access_key,
                session_token,
                ..
            } => {
                self.take(access_key_id, "aws_access_key_id", place);
                self.take(secret_access_key, "aws_secret_access_key", place);
                self.take(session_token, "aws_session_token", place);
            }
            Auth::Other { fields, .. } => self.named(fields, place),
        }
    }

    fn json(&mut self, text: &mut String, place: &str) {
        let place = &format!("the body of {place}");
        if let Some(masked) = json::replace(text, &mut |name, value| {
            self.take(value, name, place);
        }) {
            *text = masked;
        }
    }

    /// Finds the values that were taken wherever else they stand.
    fn sweep(&self, collection: &mut Collection) {
        let mut values: Vec<(String, String)> = self
            .names
            .iter()
            .filter(|(value, _)| is_searched(value))
            .flat_map(|(value, name)| {
                let variable = format!("{{{{{name}}}}}");
                let escaped = in_json(value);
                let escaped = (escaped != *value).then(|| (escaped, variable.clone()));
                [(value.clone(), variable)].into_iter().chain(escaped)
            })
            .collect();
        values.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        if values.is_empty() {
            return;
        }
        each_collection_text(collection, &mut |text| {
            for (value, variable) in &values {
                if text.contains(value.as_str()) {
                    *text = text.replace(value.as_str(), variable);
                }
            }
        });
    }
}

/// A template's field that stands for a credential keeps no sample of it.
fn forget_samples(request: &mut SavedRequest) {
    let rows = request.headers.iter().chain(&request.query);
    let secret = rows.filter(|row| is_secret_header(&row.name) || is_credential(&row.name));
    let names: HashSet<String> = secret
        .flat_map(|row| template::names(&row.value).map(str::to_owned))
        .collect();
    for field in &mut request.template {
        if is_credential(&field.name) || names.contains(&field.name) {
            field.sample.clear();
        }
    }
}

/// Whether a name is that of a credential. What only speaks of one, such as where to get it, is
/// none.
fn is_credential(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let about = [
        "url", "uri", "endpoint", "type", "name", "expires", "method", "prefix", "id",
    ];
    let last = lower.rsplit(['_', '-', '.', ' ']).next().unwrap_or(&lower);
    if about.contains(&last)
        || lower.ends_with("tokenurl")
        || lower.ends_with("tokentype")
        || lower.ends_with("tokenname")
        || lower.starts_with("addtoken")
        || lower.starts_with("max")
    {
        return false;
    }
    is_secret_name(&lower)
        || matches!(
            lower.as_str(),
            "user_key"
                | "userkey"
                | "access_key"
                | "accesskey"
                | "pwd"
                | "passphrase"
                | "sig"
                | "signature"
                | "jwt"
                | "client_assertion"
                | "refreshtoken"
                | "code_verifier"
                | "sessionid"
                | "session_id"
        )
}

fn is_address(value: &str) -> bool {
    ["http://", "https://", "{{"]
        .iter()
        .any(|start| value.starts_with(start))
}

/// Whether a value is so unlike a word that it can be looked for in prose and scripts.
fn is_unlikely(value: &str) -> bool {
    value.chars().any(|c| !c.is_alphabetic()) && value.chars().any(char::is_alphanumeric)
}
