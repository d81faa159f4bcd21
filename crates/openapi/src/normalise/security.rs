//! Security schemes and who needs which.

use indexmap::IndexMap;

use super::{Reader, texts};
use crate::{
    SecurityScheme, Version,
    files::At,
    model::{Location, OAuthFlow, SecurityKind, SecurityNeed},
};

/// The named schemes of a description.
pub(super) fn schemes(reader: &Reader<'_, '_>) -> IndexMap<String, SecurityScheme> {
    let holder = if reader.family == Version::V2 {
        reader.top.get("securityDefinitions")
    } else {
        reader.component("securitySchemes")
    };
    let holder = holder.and_then(|at| reader.follow(at));
    let mut schemes = IndexMap::new();
    for (name, at) in holder.iter().flat_map(At::entries) {
        if let Some(at) = reader.follow(at)
            && let Some(kind) = kind(reader, &at)
        {
            let scheme = SecurityScheme {
                name: name.clone(),
                place: reader.place(&at),
                description: reader.words(&at, "description"),
                kind,
            };
            schemes.insert(name.clone(), scheme);
        }
    }
    schemes
}

fn kind<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Option<SecurityKind> {
    Some(match at.text("type")? {
        "basic" => SecurityKind::Basic,
        "apiKey" => SecurityKind::ApiKey {
            location: match at.text("in")? {
                "header" => Location::Header,
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => return None,
            },
            name: reader.words(at, "name")?,
        },
        "http" => match at.text("scheme")?.to_lowercase().as_str() {
            "basic" => SecurityKind::Basic,
            "bearer" => SecurityKind::Bearer {
                format: reader.words(at, "bearerFormat"),
            },
            other => SecurityKind::Http(other.to_owned()),
        },
        "oauth2" => SecurityKind::OAuth2 {
            flows: flows(reader, at),
            metadata_url: (reader.family >= Version::V32)
                .then(|| reader.words(at, "oauth2MetadataUrl"))
                .flatten(),
        },
        "openIdConnect" => SecurityKind::OpenIdConnect {
            url: reader.words(at, "openIdConnectUrl").unwrap_or_default(),
        },
        "mutualTLS" => SecurityKind::MutualTls,
        _ => return None,
    })
}

fn flows<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Vec<OAuthFlow> {
    if reader.family == Version::V2 {
        let kind = match at.text("flow") {
            Some("accessCode") => "authorizationCode",
            Some("application") => "clientCredentials",
            Some(other) => other,
            None => return Vec::new(),
        };
        return vec![flow(reader, kind, at)];
    }
    at.entries_of("flows")
        .into_iter()
        .filter(|(kind, at)| !kind.starts_with("x-") && at.value.is_object())
        .map(|(kind, at)| flow(reader, kind, &at))
        .collect()
}

fn flow<'a>(reader: &Reader<'a, '_>, kind: &str, at: &At<'a>) -> OAuthFlow {
    OAuthFlow {
        kind: kind.to_owned(),
        authorization_url: reader
            .words(at, "authorizationUrl")
            .or_else(|| reader.words(at, "deviceAuthorizationUrl")),
        token_url: reader.words(at, "tokenUrl"),
        refresh_url: reader.words(at, "refreshUrl"),
        scopes: at
            .entries_of("scopes")
            .into_iter()
            .map(|(name, text)| {
                let text = text.value.as_str().unwrap_or_default();
                (name.clone(), text.to_owned())
            })
            .collect(),
    }
}

/// What an operation needs: its own `security`, else that of the description.
pub(super) fn needs<'a>(
    reader: &Reader<'a, '_>,
    operation: &At<'a>,
) -> Option<Vec<Vec<SecurityNeed>>> {
    let at = operation
        .get("security")
        .or_else(|| reader.top.get("security"))?;
    let alternatives = at
        .items()
        .filter(|alternative| alternative.value.is_object())
        .map(|alternative| {
            alternative
                .entries()
                .map(|(scheme, scopes)| SecurityNeed {
                    scheme: scheme.clone(),
                    scopes: texts(Some(scopes.value)),
                })
                .collect()
        })
        .collect();
    Some(alternatives)
}
