//! Who may call, and how callers prove it.

use super::{
    collect::Collector,
    scan::{Scan, exactly},
    signal::Signal,
    words::fold,
};
use crate::model::{Location, SecurityKind};

/// Names of parameters that carry credentials, as [`fold`] gives them.
const CREDENTIALS: &[&str] = &[
    "authorization",
    "apikey",
    "xapikey",
    "xauthtoken",
    "authtoken",
    "accesstoken",
    "xaccesstoken",
    "token",
    "sessiontoken",
];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for scheme in scan.spec.security_schemes.values() {
        let style = style(&scheme.kind);
        let what = || format!("security scheme `{}`", scheme.name);
        collector.add(
            Signal::SchemeDeclared,
            Some(&style),
            None,
            &scheme.place,
            what,
        );
        for operation in scan.operations() {
            let mut needs = operation.security.iter().flatten().flatten();
            if needs.any(|n| n.scheme == scheme.name) {
                let what = || format!("`{}` is needed", scheme.name);
                let signal = Signal::SchemeRequired;
                collector.add(signal, Some(&style), Some(operation), &scheme.place, what);
            }
        }
    }
    for operation in scan.operations() {
        for parameter in &operation.parameters {
            let location = match parameter.location {
                Location::Query | Location::Querystring => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
                Location::Path => continue,
            };
            if CREDENTIALS.contains(&fold(&parameter.name).as_str()) {
                let style = format!("api-key-{location}");
                let what = || format!("{location} parameter `{}`", parameter.name);
                let signal = Signal::CredentialParameter;
                collector.add(
                    signal,
                    Some(&style),
                    Some(operation),
                    &parameter.place,
                    what,
                );
            }
        }
        if scan.spec.security_schemes.is_empty()
            && let Some(response) = exactly(operation, 401)
        {
            let what = || "401 is among the answers".to_owned();
            let signal = Signal::Answers401;
            collector.add(signal, None, Some(operation), &response.place, what);
        }
    }
}

fn style(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKey { location, .. } => {
            let location = match location {
                Location::Query | Location::Querystring => "query",
                Location::Cookie => "cookie",
                _ => "header",
            };
            format!("api-key-{location}")
        }
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::Bearer { .. } => "bearer".to_owned(),
        SecurityKind::Http(scheme) => format!("http-{scheme}"),
        SecurityKind::OAuth2 { .. } => "oauth2".to_owned(),
        SecurityKind::OpenIdConnect { .. } => "openid-connect".to_owned(),
        SecurityKind::MutualTls => "mutual-tls".to_owned(),
    }
}
