//! The provider by itself: whatever it is asked, it answers, and what it signs can be checked.
//! Its flows are tried over sockets in the mock's tests.

#![allow(clippy::unwrap_used)]

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use fairlead_core::{Headers, Request, Timestamp};
use fairlead_identity::{Algorithm, Provider, Settings, Standing};
use fairlead_openapi::MemoryFetch;
use proptest::prelude::*;
use serde_json::Value;

const DESCRIPTION: &str = "
openapi: 3.2.0
info: {title: T, version: '1'}
paths: {}
components:
  securitySchemes:
    o:
      type: oauth2
      flows:
        authorizationCode: {authorizationUrl: /authorize, tokenUrl: /token, scopes: {a: A}}
        clientCredentials: {tokenUrl: /token, scopes: {a: A}}
        deviceAuthorization: {deviceAuthorizationUrl: /device, tokenUrl: /token, scopes: {}}
        password: {tokenUrl: /token, scopes: {}}
        implicit: {authorizationUrl: /authorize, scopes: {}}
";

fn provider() -> Provider {
    let fetch = MemoryFetch::new([("api.yaml", DESCRIPTION)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    Provider::of(&spec, 1, &|_| false).expect("a provider")
}

fn request(method: &str, path: &str, text: &str) -> Request {
    let is_form = method == "POST";
    Request {
        method: method.into(),
        path: path.into(),
        query: (!is_form).then(|| text.to_owned()),
        headers: Headers::from_iter([
            ("host", "localhost:1"),
            ("content-type", "application/x-www-form-urlencoded"),
        ]),
        body: if is_form {
            text.to_owned().into()
        } else {
            "".into()
        },
    }
}

fn ask(provider: &Provider, settings: &Settings, request: &Request) -> Value {
    let answer = provider
        .answer(request, settings, Timestamp::from_millis(0))
        .expect("its path");
    serde_json::from_slice(&answer.response.body).expect("JSON")
}

fn token(provider: &Provider, settings: &Settings) -> String {
    let fields = "grant_type=client_credentials&client_id=c&client_secret=s";
    let told = ask(provider, settings, &request("POST", "/token", fields));
    told["access_token"].as_str().expect("a token").to_owned()
}

fn bytes(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .expect("base64 for URLs")
}

#[test]
fn what_is_signed_can_be_checked_with_the_published_keys() {
    let provider = provider();
    for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
        let settings = Settings {
            algorithm,
            ..Settings::default()
        };
        let token = token(&provider, &settings);
        let (text, signature) = token.rsplit_once('.').expect("three parts");
        let header: Value =
            serde_json::from_slice(&bytes(text.split('.').next().unwrap())).expect("JSON");
        let set = ask(
            &provider,
            &settings,
            &request("GET", "/.fairlead/oauth/jwks", ""),
        );
        let keys = set["keys"].as_array().expect("a list");
        let key = keys
            .iter()
            .find(|key| key["kid"] == header["kid"])
            .expect("its key");
        assert_eq!(key["alg"], header["alg"]);
        assert!(key.get("d").is_none(), "nothing private is told");
        let part = |name: &str| bytes(key[name].as_str().expect("text"));
        let (text, signature) = (text.as_bytes(), bytes(signature));
        let verified = match algorithm {
            Algorithm::Rs256 => RsaPublicKeyComponents {
                n: part("n"),
                e: part("e"),
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, text, &signature),
            Algorithm::Es256 => {
                let point = [vec![4], part("x"), part("y")].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(text, &signature)
            }
        };
        verified.expect("a signature of this key");
    }
}

#[test]
fn a_token_is_known_until_it_is_forgotten() {
    let provider = provider();
    let now = Timestamp::from_millis(0);
    let token = token(&provider, &Settings::default());
    let good = Standing::Good {
        client: "c".into(),
        scopes: vec!["a".into()],
    };
    assert_eq!(provider.standing(&token, now), good);
    assert_eq!(provider.standing(&token[1..], now), Standing::Unknown);
    provider.reset();
    assert_eq!(provider.standing(&token, now), Standing::Unknown);
}

#[test]
fn other_paths_are_not_its_business() {
    let provider = provider();
    for path in [
        "/",
        "/tokens",
        "/token/",
        "/.fairlead",
        "/.well-known/other",
    ] {
        let request = request("GET", path, "");
        assert!(!provider.has(path));
        assert!(
            provider
                .answer(&request, &Settings::default(), Timestamp::from_millis(0))
                .is_none()
        );
    }
}

/// What clients send, and what they should not.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("code".to_owned()),
        Just("http://127.0.0.1/back".to_owned()),
        Just("refresh_token".to_owned()),
        Just("urn:ietf:params:oauth:grant-type:device_code".to_owned()),
        Just("openid a".to_owned()),
        "[a-z\\PC]{0,60}",
    ]
}

proptest! {
    #[test]
    fn whatever_it_is_asked_it_answers(
        post in any::<bool>(),
        path in prop::sample::select(vec![
            "/authorize", "/token", "/device", "/.fairlead/oauth/device",
            "/.fairlead/oauth/userinfo", "/.fairlead/oauth/introspect", "/.fairlead/oauth/revoke",
        ]),
        fields in prop::collection::vec((
            prop::sample::select(vec![
                "client_id", "client_secret", "redirect_uri", "response_type", "scope", "state",
                "nonce", "prompt", "max_age", "login_hint", "code_challenge", "grant_type", "code",
                "code_verifier", "refresh_token", "device_code", "user_code", "ticket", "user",
                "username", "password", "token", "decision", "resource",
            ]),
            value(),
        ), 0..10),
        header in value(),
        auto_approve in any::<bool>(),
    ) {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let mut request = request(if post { "POST" } else { "GET" }, path, &text);
        request.headers.append("authorization", format!("Basic {header}"));
        request.headers.append("cookie", header);
        let settings = Settings { auto_approve, ..Settings::default() };
        let answer = provider().answer(&request, &settings, Timestamp::from_millis(i64::MAX));
        let response = answer.expect("its path").response;
        prop_assert!((200..500).contains(&response.status), "{}", response.status);
        for (_, value) in response.headers.iter() {
            prop_assert!(value.bytes().all(|b| (b' '..=b'~').contains(&b)), "{value}");
        }
    }
}
