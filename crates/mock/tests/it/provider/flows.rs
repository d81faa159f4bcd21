//! Each flow over a socket, with a client that others wrote.

use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, DeviceAuthorizationUrl,
    IntrospectionUrl, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, ResourceOwnerPassword,
    ResourceOwnerUsername, Scope, StandardDeviceAuthorizationResponse, TokenIntrospectionResponse,
    TokenResponse, TokenUrl, basic::BasicClient,
};

use super::*;

macro_rules! client {
    ($origin:expr) => {
        BasicClient::new(ClientId::new("crane".into()))
            .set_client_secret(ClientSecret::new("s %+".into()))
            .set_auth_uri(AuthUrl::new(format!("{}/oauth/authorize", $origin)).expect("a URL"))
            .set_token_uri(TokenUrl::new(format!("{}/oauth/token", $origin)).expect("a URL"))
            .set_redirect_uri(RedirectUrl::new(BACK.into()).expect("a URL"))
    };
}

#[tokio::test]
async fn a_person_allows_it_and_the_client_goes_on_with_refresh_tokens() {
    let (origin, _guard) = served(harbour("provider: {enforce: true}")).await;
    let client = client!(origin);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("berths:read".into()))
        .set_pkce_challenge(challenge)
        .url();
    let said = consent(address.as_str(), "ada").await;
    assert_eq!(&said["state"], state.secret());
    assert_eq!(said["iss"], origin);
    let wrong = client
        .exchange_code(AuthorizationCode::new(said["code"].clone()))
        .set_pkce_verifier(PkceCodeVerifier::new(VERIFIER.into()))
        .request_async(&carry)
        .await;
    let told = format!("{:?}", wrong.expect_err("another's verifier"));
    assert!(told.contains("invalid_grant"), "{told}");
    let tokens = client
        .exchange_code(AuthorizationCode::new(said["code"].clone()))
        .set_pkce_verifier(verifier)
        .request_async(&carry)
        .await
        .expect("tokens");
    let call = |token: String| {
        let request = browser().get(format!("{origin}/berths")).bearer_auth(token);
        async { request.send().await.expect("an answer").status().as_u16() }
    };
    assert_eq!(call(tokens.access_token().secret().clone()).await, 200);
    assert_eq!(call("made-up".into()).await, 401);
    let refresh = tokens.refresh_token().expect("a refresh token");
    let next = client
        .exchange_refresh_token(refresh)
        .request_async(&carry)
        .await;
    let next = next.expect("tokens");
    assert_eq!(call(next.access_token().secret().clone()).await, 200);
    let again = client
        .exchange_refresh_token(refresh)
        .request_async(&carry)
        .await;
    assert!(format!("{:?}", again.expect_err("used before")).contains("invalid_grant"));
    assert_eq!(
        call(next.access_token().secret().clone()).await,
        401,
        "the family is gone"
    );
}

#[tokio::test]
async fn clients_and_passwords_get_tokens() {
    let (origin, _guard) = served(harbour("")).await;
    let client = client!(origin).set_introspection_url(
        IntrospectionUrl::new(format!("{origin}{OWN}/introspect")).expect("a URL"),
    );
    let own = client
        .exchange_client_credentials()
        .add_scope(Scope::new("berths:write".into()))
        .request_async(&carry)
        .await
        .expect("tokens");
    assert_eq!(own.scopes().map(Vec::len), Some(1));
    let told = client
        .introspect(own.access_token())
        .request_async(&carry)
        .await
        .expect("told");
    assert!(told.active());
    assert_eq!(told.client_id().map(|id| id.as_str()), Some("crane"));
    let (name, password) = (
        ResourceOwnerUsername::new("ada".into()),
        ResourceOwnerPassword::new("any".into()),
    );
    let theirs = client
        .exchange_password(&name, &password)
        .request_async(&carry)
        .await;
    assert!(theirs.expect("tokens").refresh_token().is_some());
}

#[tokio::test]
async fn a_device_gets_tokens() {
    let (origin, _guard) = served(harbour("provider: {autoApprove: true}")).await;
    let client = client!(origin).set_device_authorization_url(
        DeviceAuthorizationUrl::new(format!("{origin}/oauth/device")).expect("a URL"),
    );
    let begun: StandardDeviceAuthorizationResponse = client
        .exchange_device_code()
        .add_scope(Scope::new("berths:read".into()))
        .request_async(&carry)
        .await
        .expect("codes");
    let page = browser()
        .get(begun.verification_uri().as_str())
        .send()
        .await
        .expect("a page");
    assert_eq!(page.status(), 200);
    let tokens = client
        .exchange_device_access_token(&begun)
        .request_async(&carry, tokio::time::sleep, None)
        .await
        .expect("tokens");
    assert!(tokens.refresh_token().is_some());
}
