//! Authentication of Insomnia.

use fairlead_core::Severity;

use crate::{
    ApiKeyPlace, Auth, OAuth2, Row,
    at::{At, Problems, plain},
};

pub fn read(at: &At<'_>, problems: &mut Problems) -> Auth {
    let kind = at.text("type");
    if at.flag("disabled") && !kind.is_empty() {
        problems.say(
            Severity::Info,
            "auth-disabled",
            at,
            format!("authentication `{kind}` was switched off and is left out"),
        );
        return Auth::None;
    }
    match kind.as_str() {
        "" => Auth::Inherit,
        "none" => Auth::None,
        "basic" => Auth::Basic {
            username: at.text("username"),
            password: at.text("password"),
        },
        "digest" => Auth::Digest {
            username: at.text("username"),
            password: at.text("password"),
        },
        "bearer" | "singleToken" => Auth::Bearer {
            token: at.text("token"),
            prefix: at.text("prefix"),
        },
        "apikey" => Auth::ApiKey {
            place: match at.text("addTo").as_str() {
                "queryParams" => ApiKeyPlace::Query,
                "cookie" => ApiKeyPlace::Cookie,
                _ => ApiKeyPlace::Header,
            },
            name: at.text("key"),
            value: at.text("value"),
        },
        "oauth2" => oauth2(at),
        "iam" => Auth::AwsSigV4 {
            access_key_id: at.text("accessKeyId"),
            secret_access_key: at.text("secretAccessKey"),
            session_token: at.text("sessionToken"),
            region: at.text("region"),
            service: at.text("service"),
        },
        _ => {
            problems.say(
                Severity::Info,
                "auth-not-sent",
                at,
                format!("authentication `{kind}` is kept, but requests are sent without it"),
            );
            Auth::Other {
                fields: others(at, &["type"]),
                kind,
            }
        }
    }
}

fn oauth2(at: &At<'_>) -> Auth {
    let grant = at.text("grantType");
    let flow = match grant.as_str() {
        "authorization_code" => "authorizationCode",
        "client_credentials" => "clientCredentials",
        other => other,
    };
    Auth::Oauth2(Box::new(OAuth2 {
        flow: flow.to_owned(),
        authorization_url: at.text("authorizationUrl"),
        token_url: at.text("accessTokenUrl"),
        refresh_url: String::new(),
        redirect_url: at.text("redirectUrl"),
        client_id: at.text("clientId"),
        client_secret: at.text("clientSecret"),
        username: at.text("username"),
        password: at.text("password"),
        scopes: at.text("scope"),
        pkce: at.flag("usePkce"),
        access_token: String::new(),
        others: others(
            at,
            &[
                "type",
                "grantType",
                "authorizationUrl",
                "accessTokenUrl",
                "redirectUrl",
                "clientId",
                "clientSecret",
                "username",
                "password",
                "scope",
                "usePkce",
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
