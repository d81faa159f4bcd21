//! What the provider says of itself, and where it is.

use super::*;

fn metadata(mock: &Mock, path: &str) -> Value {
    let (status, told) = answered(&send(mock, &format!("GET {path}"), &[], &[], 0));
    assert_eq!(status, 200, "{path}");
    told
}

#[test]
fn both_documents_say_the_same() {
    let mock = harbour("");
    let openid = metadata(&mock, "/.well-known/openid-configuration");
    assert_eq!(
        openid,
        metadata(&mock, "/.well-known/oauth-authorization-server")
    );
    let at = |path: &str| Value::from(format!("http://127.0.0.1:4010{path}"));
    for (name, path) in [
        ("issuer", ""),
        ("authorization_endpoint", "/oauth/authorize"),
        ("token_endpoint", "/oauth/token"),
        ("device_authorization_endpoint", "/oauth/device"),
        ("jwks_uri", "/.fairlead/oauth/jwks"),
        ("userinfo_endpoint", "/.fairlead/oauth/userinfo"),
        ("introspection_endpoint", "/.fairlead/oauth/introspect"),
        ("revocation_endpoint", "/.fairlead/oauth/revoke"),
    ] {
        assert_eq!(openid[name], at(path), "{name}");
    }
    assert_eq!(
        openid["code_challenge_methods_supported"],
        serde_json::json!(["S256"])
    );
    assert_eq!(
        openid["authorization_response_iss_parameter_supported"],
        true
    );
}

#[test]
fn a_declared_discovery_address_has_an_issuer_of_its_own() {
    let mock = harbour("provider: {autoApprove: true}");
    let told = metadata(&mock, "/realms/port/.well-known/openid-configuration");
    assert_eq!(told["issuer"], "http://127.0.0.1:4010/realms/port");
    let rfc8414 = metadata(&mock, "/.well-known/oauth-authorization-server/realms/port");
    assert_eq!(rfc8414["issuer"], told["issuer"]);
    let endpoint = told["authorization_endpoint"].as_str().expect("an address");
    let path = endpoint
        .strip_prefix("http://127.0.0.1:4010")
        .expect("the origin");
    let (_, said) = location(&send(
        &mock,
        &format!("GET {path}"),
        &[],
        &request_with(&[]),
        0,
    ));
    assert_eq!(said["iss"], "http://127.0.0.1:4010/realms/port");
    let tokens = redeem(&mock, &said["code"], &[], 0);
    let id = tokens.1["id_token"].as_str().expect("a token");
    assert_eq!(part(id, 1)["iss"], "http://127.0.0.1:4010/realms/port");
}

#[test]
fn the_address_of_oauth_metadata_answers_and_names_its_issuer() {
    for (url, path, issuer) in [
        // RFC 8414 §3.1: the issuer's path stands behind the well-known part.
        (
            "https://id.example/.well-known/oauth-authorization-server/harbour",
            "/.well-known/oauth-authorization-server/harbour",
            "/harbour",
        ),
        (
            "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-authorization-server",
            "",
        ),
        (
            "/tenants/a/.well-known/oauth-authorization-server",
            "/tenants/a/.well-known/oauth-authorization-server",
            "/tenants/a",
        ),
        ("oauth/metadata.json", "/oauth/metadata.json", ""),
    ] {
        let description = format!(
            "openapi: 3.2.0
info: {{title: T, version: '1'}}
paths: {{}}
components:
  securitySchemes:
    sign-in:
      type: oauth2
      oauth2MetadataUrl: {url}
      flows: {{clientCredentials: {{tokenUrl: /oauth/token, scopes: {{}}}}}}
"
        );
        let mock = super::mock_of(&description, "", false);
        let told = metadata(&mock, path);
        assert_eq!(
            told["issuer"],
            format!("http://127.0.0.1:4010{issuer}"),
            "{url}"
        );
        let token = told["token_endpoint"].as_str().expect("an address");
        let token = token.strip_prefix("http://127.0.0.1:4010").expect("here");
        let answer = send(&mock, &format!("POST {token}"), &[], &[], 0);
        assert_eq!(answer.response.status, 401, "{token} is there");
    }
}

#[test]
fn every_declared_address_answers_but_those_of_operations() {
    let mock = harbour("");
    for path in ["/oauth/token", "/oauth/refresh", "/.fairlead/oauth/token"] {
        let told = send(&mock, &format!("POST {path}"), &[], &[], 0);
        assert_eq!(told.response.status, 401, "{path}");
    }
    let own = send(&mock, "POST /taken/token", &[], &[], 0);
    assert_eq!((own.response.status, own.operation.is_some()), (204, true));
    let templated = send(&mock, "GET /oauth/other", &[], &[], 0);
    assert_eq!(templated.response.status, 200, "a template takes the rest");
}

#[test]
fn programs_of_other_origins_may_ask_but_not_look_at_pages() {
    let mock = harbour("");
    let from = [
        ("origin", "http://app.example"),
        ("access-control-request-method", "POST"),
    ];
    let ask = |path: &str| send(&mock, &format!("OPTIONS {path}"), &from, &[], 0).response;
    let allowed = ask("/oauth/token");
    assert_eq!(allowed.status, 204);
    assert_eq!(
        allowed.headers.get("access-control-allow-methods"),
        Some("POST")
    );
    assert_eq!(
        allowed.headers.get("access-control-allow-origin"),
        Some("http://app.example")
    );
    let page = ask("/oauth/authorize");
    assert_eq!(page.headers.get("access-control-allow-origin"), None);
    assert_eq!(page.headers.get("access-control-allow-methods"), None);
}

#[test]
fn the_issuer_may_be_set_and_a_host_is_not_believed_blindly() {
    let mock = harbour("provider: {issuer: 'https://id.harbour.example'}");
    let told = metadata(&mock, "/.well-known/openid-configuration");
    assert_eq!(told["issuer"], "https://id.harbour.example");
    let request = Request {
        method: "GET".into(),
        path: "/.well-known/openid-configuration".into(),
        headers: Headers::from_iter([("host", "a\"><script>")]),
        ..Request::default()
    };
    let told = answered(&harbour("").decide(&request, Timestamp::from_millis(0)));
    assert_eq!(told.1["issuer"], "http://localhost");
}

#[test]
fn a_person_is_told_what_to_use() {
    let about = harbour("")
        .provider("http://127.0.0.1:4010")
        .expect("a provider");
    assert_eq!(about.token_url, "http://127.0.0.1:4010/oauth/token");
    assert_eq!(
        about.device_url.as_deref(),
        Some("http://127.0.0.1:4010/oauth/device")
    );
    assert_eq!(about.clients, None);
    assert_eq!(about.scopes, ["berths:read", "berths:write"]);
    let listed = harbour("provider: {clients: [{id: a, secret: hush}, {id: b, public: true}]}");
    let about = listed
        .provider("http://127.0.0.1:4010")
        .expect("a provider");
    assert_eq!(
        about.clients,
        Some(vec![("a".into(), false), ("b".into(), true)])
    );
    assert!(!format!("{about:?} {listed:?} {:?}", listed.behaviour()).contains("hush"));
}
