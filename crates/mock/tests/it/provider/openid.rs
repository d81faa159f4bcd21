//! OpenID Connect over a socket: discovery, signed id tokens, userinfo.

use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EmptyAdditionalClaims,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, RedirectUrl, Scope, TokenResponse,
    UserInfoClaims,
    core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreProviderMetadata},
};

use super::*;

/// Signs in at an issuer, and checks everything that a client has to check.
async fn sign_in(issuer: String, behaviour: &str, algorithm: &str) {
    let (origin, _guard) = served(harbour(behaviour)).await;
    let issuer = IssuerUrl::new(format!("{origin}{issuer}")).expect("a URL");
    let provider = CoreProviderMetadata::discover_async(issuer, &carry)
        .await
        .expect("metadata");
    let id = ClientId::new("crane".into());
    let client =
        CoreClient::from_provider_metadata(provider, id, Some(ClientSecret::new("s".into())))
            .set_redirect_uri(RedirectUrl::new(BACK.into()).expect("a URL"));
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, _, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("email".into()))
        .set_pkce_challenge(challenge)
        .url();
    let said = consent(address.as_str(), "bob@a.example").await;
    let tokens = client
        .exchange_code(AuthorizationCode::new(said["code"].clone()))
        .expect("an endpoint")
        .set_pkce_verifier(verifier)
        .request_async(&carry)
        .await
        .expect("tokens");
    let id = tokens.id_token().expect("an id token");
    let verifier = client.id_token_verifier();
    let claims = id
        .claims(&verifier, &nonce)
        .expect("signed, in time, for us, with our nonce");
    assert_eq!(claims.subject().as_str(), "bob@a.example");
    assert_eq!(claims.email().map(|e| e.as_str()), Some("bob@a.example"));
    assert!(claims.auth_time().is_some());
    let hash = AccessTokenHash::from_token(
        tokens.access_token(),
        id.signing_alg().expect("one that is known"),
        id.signing_key(&verifier).expect("one of the set"),
    );
    assert_eq!(claims.access_token_hash(), Some(&hash.expect("a hash")));
    id.claims(&verifier, &Nonce::new("other".into()))
        .expect_err("another's nonce");
    let header = part(&id.to_string(), 0);
    assert_eq!(header["alg"], algorithm);
    let access = part(tokens.access_token().secret(), 0);
    assert_eq!(access["typ"], "at+jwt", "RFC 9068");
    let info: UserInfoClaims<EmptyAdditionalClaims, CoreGenderClaim> = client
        .user_info(
            tokens.access_token().clone(),
            Some(claims.subject().clone()),
        )
        .expect("an endpoint")
        .request_async(&carry)
        .await
        .expect("claims");
    assert_eq!(info.email().map(|e| e.as_str()), Some("bob@a.example"));
    assert!(info.name().is_none(), "nobody allowed the profile");
}

#[tokio::test]
async fn a_client_signs_somebody_in() {
    sign_in(String::new(), "", "RS256").await;
}

#[tokio::test]
async fn a_client_signs_somebody_in_at_the_declared_issuer_with_another_algorithm() {
    sign_in(
        "/realms/port".into(),
        "provider: {algorithm: ES256}",
        "ES256",
    )
    .await;
}

#[test]
fn userinfo_wants_a_token_for_openid() {
    let mock = harbour("provider: {autoApprove: true}");
    let ask = |bearer: &str, at: i64| {
        let bearer = format!("Bearer {bearer}");
        let path = format!("GET {OWN}/userinfo");
        let decision = send(&mock, &path, &[("authorization", &bearer)], &[], at);
        let challenge = decision
            .response
            .headers
            .get("www-authenticate")
            .unwrap_or_default();
        (decision.response.status, challenge.to_owned())
    };
    let (_, said) = location(&authorize(&mock, &[], 0));
    let (_, tokens) = redeem(&mock, &said["code"], &[], 0);
    let good = tokens["access_token"].as_str().expect("a token");
    assert_eq!(ask(good, 0).0, 200);
    assert!(ask(good, 3_600_000).1.contains("invalid_token"));
    assert_eq!(ask("unknown", 0).0, 401);
    let (_, said) = location(&authorize(&mock, &[("scope", "berths:read")], 0));
    let (_, plain) = redeem(&mock, &said["code"], &[], 0);
    assert_eq!(plain.get("id_token"), None);
    let narrow = ask(plain["access_token"].as_str().expect("a token"), 0);
    assert_eq!(narrow.0, 403);
    assert!(narrow.1.contains("insufficient_scope"), "{}", narrow.1);
    let nobody = send(&mock, &format!("GET {OWN}/userinfo"), &[], &[], 0);
    assert_eq!(nobody.response.status, 401);
}

#[test]
fn what_is_told_of_people_follows_the_scopes() {
    let mock = harbour(
        "provider: {autoApprove: true, users: [{id: ada, claims: {name: Ada, email: a@a.example, phone_number: '1', crew: 7}}]}",
    );
    let claims = |scope: &str| {
        let (_, said) = location(&authorize(&mock, &[("scope", scope)], 0));
        let (_, tokens) = redeem(&mock, &said["code"], &[], 0);
        part(tokens["id_token"].as_str().expect("a token"), 1)
    };
    let all = claims("openid profile email phone");
    assert_eq!(
        [&all["name"], &all["email"], &all["phone_number"]],
        ["Ada", "a@a.example", "1"]
    );
    let few = claims("openid");
    assert_eq!(
        (few.get("name"), few.get("email"), &few["crew"]),
        (None, None, &7.into())
    );
}
