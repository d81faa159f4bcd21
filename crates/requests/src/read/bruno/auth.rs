//! Authentication of Bruno: a mode, and an object of settings under its name.

use fairlead_core::Severity;

use crate::{
    ApiKeyPlace, Auth, OAuth2, Row,
    at::{At, Problems, plain},
};

pub fn read(at: &At<'_>, problems: &mut Problems) -> Auth {
    let mode = at.text("mode");
    let own = at.get(&mode);
    let get = |key: &str| own.as_ref().map(|own| own.text(key)).unwrap_or_default();
    match mode.as_str() {
        "" | "none" => Auth::None,
        "inherit" => Auth::Inherit,
        "basic" => Auth::Basic {
            username: get("username"),
            password: get("password"),
        },
        "digest" => Auth::Digest {
            username: get("username"),
            password: get("password"),
        },
        "bearer" => Auth::Bearer {
            token: get("token"),
            prefix: String::new(),
        },
        "apikey" => Auth::ApiKey {
            place: if get("placement").to_ascii_lowercase().contains("query") {
                ApiKeyPlace::Query
            } else {
                ApiKeyPlace::Header
            },
            name: get("key"),
            value: get("value"),
        },
        "awsv4" => Auth::AwsSigV4 {
            access_key_id: get("accessKeyId"),
            secret_access_key: get("secretAccessKey"),
            session_token: get("sessionToken"),
            region: get("region"),
            service: get("service"),
        },
        "oauth2" => oauth2(own.as_ref()),
        _ => {
            problems.say(
                Severity::Info,
                "auth-not-sent",
                at,
                format!("authentication `{mode}` is kept, but requests are sent without it"),
            );
            Auth::Other {
                fields: own.as_ref().map(|own| others(own, &[])).unwrap_or_default(),
                kind: mode,
            }
        }
    }
}

fn oauth2(own: Option<&At<'_>>) -> Auth {
    let Some(own) = own else {
        return Auth::Oauth2(Box::default());
    };
    let grant = own.text("grantType");
    let flow = match grant.as_str() {
        "authorization_code" => "authorizationCode",
        "client_credentials" => "clientCredentials",
        other => other,
    };
    Auth::Oauth2(Box::new(OAuth2 {
        flow: flow.to_owned(),
        authorization_url: own.text("authorizationUrl"),
        token_url: own.text("accessTokenUrl"),
        refresh_url: own.text("refreshTokenUrl"),
        redirect_url: own.text("callbackUrl"),
        client_id: own.text("clientId"),
        client_secret: own.text("clientSecret"),
        username: own.text("username"),
        password: own.text("password"),
        scopes: own.text("scope"),
        pkce: own.flag("pkce"),
        access_token: String::new(),
        others: others(
            own,
            &[
                "grantType",
                "authorizationUrl",
                "accessTokenUrl",
                "refreshTokenUrl",
                "callbackUrl",
                "clientId",
                "clientSecret",
                "username",
                "password",
                "scope",
                "pkce",
            ],
        ),
    }))
}

fn others(at: &At<'_>, known: &[&str]) -> Vec<Row> {
    let members = at.members().into_iter();
    members
        .filter(|(key, _)| !known.contains(key))
        .map(|(key, value)| Row::new(key, plain(value.value)))
        .filter(|row| !row.value.is_empty() && row.value != "false")
        .collect()
}
