//! Limits on environments, their secrets and variables.

use fairlead_app::{
    BundlePassphrase, ClientIdentity, EnvironmentAuth, ImportEnvironments, NewDiscovery,
    NewEnvironment, NewEnvironmentSecret, NewVariable,
};

use super::{Limited, NAME, TIMEOUT_MS, UPSTREAM, at_most, broken, number, text};
use crate::error::Detail;

/// Most header fields, and most variables, of an environment.
const ENVIRONMENT_HEADERS: usize = 100;
const ENVIRONMENT_VARIABLES: usize = 500;
/// Longest value of a variable, in characters.
const VALUE: usize = 10_000;
/// Longest certificates of an environment, in characters.
const CERTIFICATES: usize = 200_000;
/// Longest bundle of environments, in characters.
const BUNDLE: usize = 20_000_000;
/// Highest position of an environment.
const POSITION: u64 = 1_000_000;

impl Limited for NewEnvironment {
    fn broken(&self) -> Vec<Detail> {
        let url = |pointer, url: &Option<String>| {
            let url = url.as_deref();
            url.and_then(|url| text(pointer, url, UPSTREAM))
        };
        let certificates = self.ca_certificate.as_deref();
        let own = self.client_certificate.as_deref();
        let named = self.proxy_username.as_deref();
        let many = |pointer, count: usize, most| {
            (count > most).then(|| broken(pointer, format!("must be at most {most}")))
        };
        let headers = ("/headers", self.headers.len(), ENVIRONMENT_HEADERS);
        let variables = ("/variables", self.variables.len(), ENVIRONMENT_VARIABLES);
        let each = self.variables.iter().enumerate();
        let each = each.flat_map(|(at, v)| {
            let name = text(&format!("/variables/{at}/name"), &v.name, NAME);
            let value = at_most(&format!("/variables/{at}/value"), &v.value, VALUE);
            name.into_iter().chain(value)
        });
        text("/name", &self.name, NAME)
            .into_iter()
            .chain(url("/baseUrl", &self.base_url))
            .chain(url("/proxyUrl", &self.proxy_url))
            .chain(certificates.and_then(|c| text("/caCertificate", c, CERTIFICATES)))
            .chain(own.and_then(|c| text("/clientCertificate", c, CERTIFICATES)))
            .chain(named.and_then(|name| text("/proxyUsername", name, 1_000)))
            .chain(number("/timeoutMs", self.timeout_ms, 1, TIMEOUT_MS))
            .chain(number(
                "/connectTimeoutMs",
                self.connect_timeout_ms,
                1,
                TIMEOUT_MS,
            ))
            .chain(number(
                "/position",
                self.position.map(u64::from),
                0,
                POSITION,
            ))
            .chain(many(headers.0, headers.1, headers.2))
            .chain(many(variables.0, variables.1, variables.2))
            .chain(auth(&self.auth))
            .chain(each)
            .collect()
    }
}

fn auth(auth: &EnvironmentAuth) -> Option<Detail> {
    match auth {
        EnvironmentAuth::None {} | EnvironmentAuth::Description {} => None,
        EnvironmentAuth::ApiKey { name, .. } => text("/auth/name", name, NAME),
        EnvironmentAuth::Basic { username } => at_most("/auth/username", username, 1_000),
        EnvironmentAuth::Hmac {
            template,
            header,
            prefix,
            timestamp_header,
            body_hash_header,
            ..
        } => {
            let long = |pointer, name: &Option<String>| at_most(pointer, name.as_deref()?, NAME);
            text("/auth/template", template, VALUE)
                .or_else(|| text("/auth/header", header, NAME))
                .or_else(|| at_most("/auth/prefix", prefix, 1_000))
                .or_else(|| long("/auth/timestampHeader", timestamp_header))
                .or_else(|| long("/auth/bodyHashHeader", body_hash_header))
        }
        EnvironmentAuth::AwsSigV4 {
            access_key_id,
            region,
            service,
        } => text("/auth/accessKeyId", access_key_id, NAME)
            .or_else(|| text("/auth/region", region, 100))
            .or_else(|| text("/auth/service", service, 100)),
        EnvironmentAuth::Oauth2 {
            token_url,
            client_id,
            scopes,
            audience,
            authorization_url,
            device_url,
            revocation_url,
            issuer,
            ..
        } => {
            let many = || broken("/auth/scopes", "must be at most 100");
            let long = |pointer, url: &Option<String>| at_most(pointer, url.as_deref()?, UPSTREAM);
            text("/auth/tokenUrl", token_url, UPSTREAM)
                .or_else(|| long("/auth/authorizationUrl", authorization_url))
                .or_else(|| long("/auth/deviceUrl", device_url))
                .or_else(|| long("/auth/revocationUrl", revocation_url))
                .or_else(|| long("/auth/issuer", issuer))
                .or_else(|| text("/auth/clientId", client_id, 1_000))
                .or_else(|| (scopes.len() > 100).then(many))
                .or_else(|| at_most("/auth/audience", audience.as_deref()?, UPSTREAM))
        }
        EnvironmentAuth::Bearer { prefix } => at_most("/auth/prefix", prefix, 100),
    }
}

impl Limited for BundlePassphrase {
    /// The length of a passphrase is the application's to check.
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for ImportEnvironments {
    fn broken(&self) -> Vec<Detail> {
        let within = |detail: Detail, at: usize| {
            let place = detail.pointer.unwrap_or_default();
            let pointer = Some(format!("/file/environments/{at}{place}"));
            Detail { pointer, ..detail }
        };
        let file = self.file.iter();
        let each = file.clone().flat_map(|file| {
            let all = file.environments.iter().enumerate();
            all.flat_map(move |(at, new)| new.broken().into_iter().map(move |d| within(d, at)))
        });
        let many = file.clone().filter_map(|file| {
            let most = fairlead_core::limits::ENVIRONMENTS;
            let message = format!("must be at most {most}");
            (file.environments.len() > most).then(|| broken("/file/environments", message))
        });
        let variables = file.filter_map(|file| {
            let most = fairlead_core::limits::VARIABLES;
            let message = format!("must be at most {most}");
            (file.variables.len() > most).then(|| broken("/file/variables", message))
        });
        let bundle = self.bundle.as_deref();
        let bundle = bundle.and_then(|text| at_most("/bundle", text, BUNDLE));
        many.chain(variables).chain(bundle).chain(each).collect()
    }
}

impl Limited for NewVariable {
    /// The length of a value is the application's to check: it may be a secret.
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for NewEnvironmentSecret {
    /// The length of a secret is the vault's to check: here it stays unread.
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for ClientIdentity {
    /// The sizes of file and password are the application's to check: here they stay unread.
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for NewDiscovery {
    fn broken(&self) -> Vec<Detail> {
        let issuer = text("/issuer", &self.issuer, UPSTREAM);
        issuer.into_iter().collect()
    }
}
