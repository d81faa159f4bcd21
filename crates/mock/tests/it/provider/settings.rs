//! What the behaviour file may say of the provider, and how it is told what it may not.

use super::*;

fn problems(file: &str) -> Vec<String> {
    let fetch = MemoryFetch::new([("api.yaml", HARBOUR)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let contract = Contract::new(Arc::new(spec));
    let reading = Behaviour::read("b.yaml", file.as_bytes(), &contract, from_environment());
    let told = reading.problems.iter();
    told.map(|p| format!("{}: {}", p.pointer.clone().unwrap_or_default(), p.message))
        .collect()
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (file, at, why) in [
        (
            "provider: {clients: [{id: a}]}",
            "/provider/clients/0",
            "one of `secret`",
        ),
        (
            "provider: {clients: [{id: a, secret: b, public: true}]}",
            "/provider/clients/0",
            "one of `secret`",
        ),
        (
            "provider: {clients: [{id: a, secret: b}, {id: a, public: true}]}",
            "/provider/clients/1/id",
            "another client `a`",
        ),
        (
            "provider: {clients: [{id: a, public: true, redirectUris: [/back]}]}",
            "/provider/clients/0/redirectUris/0",
            "whole address",
        ),
        (
            "provider: {clients: [{id: a, secretEnv: FAIRLEAD_NO_SUCH_THING}]}",
            "/provider/clients/0/secretEnv",
            "no such variable in the environment",
        ),
        (
            "provider: {users: [{id: a}, {id: a}]}",
            "/provider/users/1/id",
            "another user `a`",
        ),
        (
            "provider: {issuer: here}",
            "/provider/issuer",
            "an issuer is an address",
        ),
        (
            "provider: {algorithm: HS256}",
            "/provider/algorithm",
            "there is no",
        ),
        (
            "provider: {tokenLifetime: 5}",
            "/provider/tokenLifetime",
            "stretch of time",
        ),
        (
            "provider: {client: []}",
            "/provider/client",
            "there is no key",
        ),
    ] {
        let told = problems(file);
        assert!(
            told.iter()
                .any(|p| p.starts_with(&format!("{at}: ")) && p.contains(why)),
            "{file}: {told:?}"
        );
    }
}

#[test]
fn clients_of_the_table_are_the_only_ones() {
    let mock = harbour(
        "provider: {autoApprove: true, clients: [{id: desk, name: Desk, public: true, scopes: [openid]}, {id: shop, secret: hush}]}",
    );
    let grant = ("grant_type", "client_credentials");
    let with = |id, secret| {
        token(
            &mock,
            &[grant, ("client_id", id), ("client_secret", secret)],
            0,
        )
    };
    assert_eq!(with("shop", "hush").0, 200);
    for (id, secret) in [
        ("shop", "no"),
        ("shop", ""),
        ("other", "hush"),
        ("desk", "x"),
    ] {
        assert_eq!(
            refusal(&with(id, secret)),
            (401, "invalid_client"),
            "{id} {secret}"
        );
    }
    let desk = [("client_id", "desk"), ("scope", "openid")];
    assert!(location(&authorize(&mock, &desk, 0)).1.contains_key("code"));
    let more = [("client_id", "desk"), ("scope", "berths:read")];
    assert_eq!(
        location(&authorize(&mock, &more, 0)).1["error"],
        "invalid_scope"
    );
    let unproven = [
        ("client_id", "desk"),
        ("scope", "openid"),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ];
    assert_eq!(
        location(&authorize(&mock, &unproven, 0)).1["error"],
        "invalid_request"
    );
    mock.set_behaviour(None);
    assert_eq!(with("other", "hush").0, 200, "what changes holds at once");
}

#[test]
fn a_secret_may_come_from_the_environment() {
    let mock = harbour("provider: {clients: [{id: shop, secretEnv: CARGO_MANIFEST_DIR}]}");
    let secret = env!("CARGO_MANIFEST_DIR");
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "shop"),
        ("client_secret", secret),
    ];
    assert_eq!(token(&mock, &fields, 0).0, 200);
}
