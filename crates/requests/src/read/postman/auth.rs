//! Authentication of Postman: settings as a list of keys and values (2.1) or as an object (2.0).

use fairlead_core::Severity;

use crate::{
    ApiKeyPlace, Auth, OAuth2, Row,
    at::{At, Problems, plain},
};

pub fn read(at: &At<'_>, problems: &mut Problems) -> Auth {
    let kind = at.text("type");
    let settings = Settings::of(at, &kind);
    let get = |key: &str| settings.get(key);
    match kind.as_str() {
        "" => Auth::Inherit,
        "noauth" => Auth::None,
        "basic" => Auth::Basic {
            username: get("username"),
            password: get("password"),
        },
        "digest" => {
            settings.others(&["username", "password"], at, problems);
            Auth::Digest {
                username: get("username"),
                password: get("password"),
            }
        }
        "bearer" => Auth::Bearer {
            token: get("token"),
            prefix: String::new(),
        },
        "apikey" => Auth::ApiKey {
            place: if get("in") == "query" {
                ApiKeyPlace::Query
            } else {
                ApiKeyPlace::Header
            },
            name: get("key"),
            value: get("value"),
        },
        "oauth2" => oauth2(&settings),
        "awsv4" => Auth::AwsSigV4 {
            access_key_id: get("accessKey"),
            secret_access_key: get("secretKey"),
            session_token: get("sessionToken"),
            region: get("region"),
            service: get("service"),
        },
        _ => {
            problems.say(
                Severity::Info,
                "auth-not-sent",
                at,
                format!("authentication `{kind}` is kept, but requests are sent without it"),
            );
            Auth::Other {
                kind,
                fields: settings.0,
            }
        }
    }
}

/// The settings of OAuth 2 that have a field of their own.
const OAUTH2: &[&str] = &[
    "grant_type",
    "authUrl",
    "accessTokenUrl",
    "refreshTokenUrl",
    "redirect_uri",
    "clientId",
    "clientSecret",
    "username",
    "password",
    "scope",
    "accessToken",
];

fn oauth2(settings: &Settings) -> Auth {
    let grant = settings.get("grant_type");
    let (flow, pkce) = match grant.as_str() {
        "authorization_code" => ("authorizationCode", false),
        "authorization_code_with_pkce" => ("authorizationCode", true),
        "client_credentials" => ("clientCredentials", false),
        "password_credentials" => ("password", false),
        other => (other, false),
    };
    Auth::Oauth2(Box::new(OAuth2 {
        flow: flow.to_owned(),
        authorization_url: settings.get("authUrl"),
        token_url: settings.get("accessTokenUrl"),
        refresh_url: settings.get("refreshTokenUrl"),
        redirect_url: settings.get("redirect_uri"),
        client_id: settings.get("clientId"),
        client_secret: settings.get("clientSecret"),
        username: settings.get("username"),
        password: settings.get("password"),
        scopes: settings.get("scope"),
        pkce,
        access_token: settings.get("accessToken"),
        others: settings
            .0
            .iter()
            .filter(|row| !OAUTH2.contains(&row.name.as_str()) && !row.value.is_empty())
            .cloned()
            .collect(),
    }))
}

struct Settings(Vec<Row>);

impl Settings {
    fn of(at: &At<'_>, kind: &str) -> Self {
        let Some(own) = at.get(kind) else {
            return Self(Vec::new());
        };
        let of_list = |row: &At<'_>| Row::new(row.text("key"), row.text("value"));
        if own.value.is_array() {
            return Self(own.items().iter().map(of_list).collect());
        }
        let members = own.members().into_iter();
        Self(
            members
                .map(|(key, at)| Row::new(key, plain(at.value)))
                .collect(),
        )
    }

    fn get(&self, key: &str) -> String {
        let found = self.0.iter().find(|row| row.name == key);
        found.map(|row| row.value.clone()).unwrap_or_default()
    }

    /// Says which settings have no place.
    fn others(&self, known: &[&str], at: &At<'_>, problems: &mut Problems) {
        for row in &self.0 {
            let says = !row.value.is_empty() && row.value != "false";
            if says && !known.contains(&row.name.as_str()) {
                let name = &row.name;
                let words = format!("the setting `{name}` comes from the server when it is sent");
                problems.say(Severity::Info, "not-kept", at, words);
            }
        }
    }
}
