//! What is wrong with how an environment is to be set up.

use std::collections::HashSet;

use fairlead_core::{Diagnostic, redact};
use fairlead_requests::template;
use reqwest::{Certificate, Url};

use crate::{AppError, EnvironmentAuth, EnvironmentType, NewEnvironment, OAuthGrant};

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
    if let Some(name) = &new.proxy_username
        && (new.proxy_url.is_none() || name.contains([':', '\r', '\n']))
    {
        let why = "needs a proxy, and has no `:` in it".to_owned();
        found.push(("/proxyUsername", why));
    }
    let certificates = [
        ("/caCertificate", &new.ca_certificate),
        ("/clientCertificate", &new.client_certificate),
    ];
    for (place, text) in certificates {
        let Some(text) = text else { continue };
        if text.contains("PRIVATE KEY-----") {
            let why = "must hold no private key: that goes into the vault, as `clientKey`";
            found.push((place, why.to_owned()));
            continue;
        }
        match Certificate::from_pem_bundle(text.as_bytes()) {
            Ok(list) if !list.is_empty() => {}
            _ => {
                let why = "holds no certificate in PEM (`-----BEGIN CERTIFICATE-----`)";
                found.push((place, why.to_owned()));
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

/// An address of a provider; a query is as good as any (RFC 6749 §3.1).
fn endpoint(place: &'static str, url: &str, found: &mut Found) {
    let mut filled = template::fill(url, |_| Some("x".to_owned()));
    if url.starts_with("{{") {
        filled.insert_str(0, "http://");
    }
    let (filled, _) = filled.split_once('?').unwrap_or((&filled, ""));
    if let Some(why) = bad_url(filled, &["http", "https"]) {
        found.push((place, why));
    }
}

fn headers(new: &NewEnvironment, found: &mut Found) {
    for header in &new.headers {
        let filled = template::fill(&header.value, |_| Some("x".to_owned()));
        if let Some(why) = crate::outgoing::unsendable_header(&header.name, &filled) {
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
        EnvironmentAuth::Hmac {
            header,
            prefix,
            timestamp_header,
            body_hash_header,
            ..
        } => {
            let all = [
                ("/auth/header", Some(header)),
                ("/auth/timestampHeader", timestamp_header.as_ref()),
                ("/auth/bodyHashHeader", body_hash_header.as_ref()),
            ];
            for (place, name) in all {
                if name.is_some_and(|n| crate::outgoing::unsendable_header(n, "x").is_some()) {
                    found.push((place, "must be the name of a header field".into()));
                }
            }
            if http::HeaderValue::from_str(prefix).is_err() {
                found.push(("/auth/prefix", "must be one line of text".into()));
            }
        }
        EnvironmentAuth::AwsSigV4 {
            access_key_id,
            region,
            service,
        } => {
            let all = [
                ("/auth/accessKeyId", access_key_id),
                ("/auth/region", region),
                ("/auth/service", service),
            ];
            for (place, text) in all {
                if text.contains(['/', ',', ' ', '\r', '\n']) {
                    found.push((place, "must be one word, without `/` and `,`".into()));
                }
            }
        }
        EnvironmentAuth::Oauth2 {
            grant,
            authorization_url,
            device_url,
            revocation_url,
            token_url,
            ..
        } => {
            let needs = |grants| grant == &grants;
            let all = [
                ("/auth/tokenUrl", Some(token_url), true),
                (
                    "/auth/authorizationUrl",
                    authorization_url.as_ref(),
                    needs(OAuthGrant::AuthorizationCode),
                ),
                (
                    "/auth/deviceUrl",
                    device_url.as_ref(),
                    needs(OAuthGrant::Device),
                ),
                ("/auth/revocationUrl", revocation_url.as_ref(), false),
            ];
            for (place, url, is_needed) in all {
                match url {
                    None if is_needed => found.push((place, "is needed for this grant".into())),
                    None => {}
                    Some(url) => endpoint(place, url, found),
                }
            }
        }
        EnvironmentAuth::Bearer { prefix } => {
            if http::HeaderValue::from_str(prefix).is_err() {
                found.push(("/auth/prefix", "must be one line of text".into()));
            }
        }
    }
}
