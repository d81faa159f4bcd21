//! What is wrong with how an environment is to be set up.

use std::collections::HashSet;

use fairlead_core::{Diagnostic, redact};
use fairlead_requests::template;
use reqwest::{Certificate, Url};

use crate::{AppError, EnvironmentAuth, EnvironmentType, NewEnvironment};

/// Every problem in one failure; `None` where there is none.
pub fn problems(new: &NewEnvironment) -> Option<AppError> {
    let mut found = Vec::new();
    base_url(new, &mut found);
    headers(new, &mut found);
    variables(new, &mut found);
    auth(&new.auth, &mut found);
    if let Some(proxy) = &new.proxy_url
        && let Some(why) = bad_url(proxy, &["http", "https"])
    {
        found.push(("/proxyUrl", why));
    }
    if let Some(text) = &new.ca_certificate {
        match Certificate::from_pem_bundle(text.as_bytes()) {
            Ok(list) if !list.is_empty() => {}
            _ => {
                let why = "holds no certificate in PEM (`-----BEGIN CERTIFICATE-----`)";
                found.push(("/caCertificate", why.to_owned()));
            }
        }
    }
    let (place, first) = found.first()?;
    let message = format!("The environment cannot be kept: {place} {first}.");
    let details = found
        .iter()
        .map(|(pointer, why)| {
            let mut problem = Diagnostic::error("invalid-environment", why.clone());
            problem.pointer = Some((*pointer).to_owned());
            problem
        })
        .collect();
    Some(AppError::invalid("invalid_environment", message).with_details(details))
}

type Found = Vec<(&'static str, String)>;

fn base_url(new: &NewEnvironment, found: &mut Found) {
    match (&new.base_url, new.kind) {
        (Some(_), EnvironmentType::Mock) => {
            found.push((
                "/baseUrl",
                "is for other types: MOCK is the project's mock".into(),
            ));
        }
        (None, EnvironmentType::Mock) => {}
        (None, _) => found.push((
            "/baseUrl",
            "is needed, such as https://api.example.com/v1".into(),
        )),
        (Some(url), _) => {
            // A variable may be any part of it, so it is looked at with one filled in.
            let mut filled = template::fill(url, |_| Some("x".to_owned()));
            if url.starts_with("{{") {
                filled.insert_str(0, "http://");
            }
            if let Some(why) = bad_url(&filled, &["http", "https"]) {
                found.push(("/baseUrl", why));
            }
        }
    }
}

/// Why a text is not a URL that requests can go to.
fn bad_url(text: &str, schemes: &[&str]) -> Option<String> {
    let Ok(url) = Url::parse(text) else {
        return Some("is not a whole URL".into());
    };
    if !schemes.contains(&url.scheme()) || !url.has_host() {
        return Some(format!("must begin with {}://", schemes.join(":// or ")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some("must hold no name or password: what is secret goes into the vault".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Some("must have no `?` or `#`".into());
    }
    None
}

fn headers(new: &NewEnvironment, found: &mut Found) {
    for header in &new.headers {
        let filled = template::fill(&header.value, |_| Some("x".to_owned()));
        if let Some(why) = crate::playground::unsendable_header(&header.name, &filled) {
            found.push(("/headers", format!("cannot be sent: {why}")));
        }
        let is_secret = redact::is_secret_header(&header.name);
        if is_secret && !header.value.is_empty() && template::names(&header.value).next().is_none()
        {
            found.push((
                "/headers",
                format!(
                    "must not hold the secret of `{}`: make a secret variable and write {{{{name}}}}",
                    header.name
                ),
            ));
        }
    }
}

fn variables(new: &NewEnvironment, found: &mut Found) {
    let mut known = HashSet::new();
    for variable in &new.variables {
        let whole = format!("{{{{{}}}}}", variable.name);
        if template::names(&whole).next() != Some(variable.name.as_str()) {
            found.push((
                "/variables",
                format!("`{}` cannot be a name", variable.name),
            ));
        }
        if !known.insert(&variable.name) {
            found.push(("/variables", format!("names `{}` twice", variable.name)));
        }
        if variable.secret && !variable.value.is_empty() {
            found.push((
                "/variables",
                format!("`{}` is secret: set its value by itself", variable.name),
            ));
        }
    }
}

fn auth(auth: &EnvironmentAuth, found: &mut Found) {
    match auth {
        EnvironmentAuth::None {}
        | EnvironmentAuth::Description {}
        | EnvironmentAuth::Basic { .. } => {}
        EnvironmentAuth::ApiKey { name, .. } => {
            if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
                found.push(("/auth/name", "must be one word, such as X-API-Key".into()));
            }
        }
        EnvironmentAuth::Oauth2 { token_url, .. } => {
            let mut filled = template::fill(token_url, |_| Some("x".to_owned()));
            if token_url.starts_with("{{") {
                filled.insert_str(0, "http://");
            }
            if let Some(why) = bad_url(&filled, &["http", "https"]) {
                found.push(("/auth/tokenUrl", why));
            }
        }
        EnvironmentAuth::Bearer { prefix } => {
            if http::HeaderValue::from_str(prefix).is_err() {
                found.push(("/auth/prefix", "must be one line of text".into()));
            }
        }
    }
}
