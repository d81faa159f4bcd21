//! Environments exported and imported: without secrets, and with them behind a passphrase.

use fairlead_app::{ImportEnvironments, NewEnvironmentSecret, NewVariable};
use serde_json::json;

use crate::{
    canary, log,
    support::{API, import, opened, upload},
};

const CANARY: &str = "bundl3-c4n4ry~+/=7wZ";
const PASSPHRASE: &str = "four words that rhyme";

fn from(bundle: &str, passphrase: Option<&str>, replace: bool) -> ImportEnvironments {
    ImportEnvironments {
        file: None,
        bundle: Some(bundle.to_owned()),
        passphrase: passphrase.map(|text| text.to_owned().into()),
        replace,
    }
}

#[tokio::test]
async fn a_file_holds_no_secret_and_a_bundle_gives_them_to_who_knows_the_passphrase() {
    log::listen();
    let it = opened().await;
    let app = &it.app;
    let here = import(app, upload(API)).await.unwrap().project.id;
    let there = import(app, upload(API)).await.unwrap().project.id;
    let new = json!({
        "name": "Sandbox", "type": "SANDBOX", "baseUrl": "https://a.example", "isDefault": true,
        "auth": { "kind": "apiKey", "place": "header", "name": "X-Key" },
        "variables": [{ "name": "hush", "secret": true }, { "name": "loud", "value": "x" }],
    });
    let new = serde_json::from_value(new).unwrap();
    let made = app.create_environment(here, new).await.unwrap();
    let secret = |value: &str| NewEnvironmentSecret {
        value: value.to_owned().into(),
    };
    for name in ["apiKey", "variable.hush"] {
        let value = secret(&format!("{name}-{CANARY}"));
        let set = app.set_environment_secret(here, made.id, name, value);
        set.await.unwrap();
    }
    for (name, value, secret) in [("plain", "p", false), ("mute", CANARY, true)] {
        let value = value.to_owned().into();
        let set = app.set_variable(Some(here), name, NewVariable { value, secret });
        set.await.unwrap();
    }

    let file = app.export_environments(here).await.unwrap();
    let text = serde_json::to_string(&file).unwrap();
    canary::find("the file", text.as_bytes(), CANARY);
    let read = serde_json::from_str(&text).unwrap();
    let done = app
        .import_environments(
            there,
            ImportEnvironments {
                file: Some(read),
                bundle: None,
                passphrase: None,
                replace: false,
            },
        )
        .await
        .unwrap();
    assert_eq!(
        (done.created.len(), done.secrets, done.variables),
        (1, 0, 1)
    );
    let kept = app.list_environments(there).await.unwrap().pop().unwrap();
    assert!(
        kept.is_default && kept.secrets.iter().all(|s| !s.set),
        "{kept:?}"
    );
    assert_eq!(
        app.export_environments(there)
            .await
            .unwrap()
            .environments
            .len(),
        1
    );

    let short = app.export_bundle(here, "short".to_owned().into()).await;
    assert_eq!(short.unwrap_err().code, "weak_passphrase");
    let made = app.export_bundle(here, PASSPHRASE.to_owned().into()).await;
    let bundle = made.unwrap().bundle;
    assert!(
        bundle.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"),
        "{bundle}"
    );
    canary::find("the bundle", bundle.as_bytes(), CANARY);
    for (bundle, passphrase, code) in [
        (bundle.as_str(), None, "passphrase_needed"),
        (&bundle, Some("four words that do not"), "bundle_not_opened"),
        (
            &bundle[..bundle.len() / 2],
            Some(PASSPHRASE),
            "bundle_not_opened",
        ),
    ] {
        let refused = app
            .import_environments(there, from(bundle, passphrase, true))
            .await;
        assert_eq!(refused.unwrap_err().code, code);
    }
    let done = app
        .import_environments(there, from(&bundle, Some(PASSPHRASE), false))
        .await;
    assert_eq!(
        done.unwrap().kept,
        ["Sandbox"],
        "nothing is written over unasked"
    );
    let done = app
        .import_environments(there, from(&bundle, Some(PASSPHRASE), true))
        .await;
    let done = done.unwrap();
    assert_eq!(
        (done.replaced.len(), done.secrets, done.variables),
        (1, 2, 2)
    );
    let now = app.environment(there, kept.id).await.unwrap();
    assert!(now.secrets.iter().all(|s| s.set), "{now:?}");
    // They are the same: exported again they are sealed with them.
    let again = app.export_bundle(there, PASSPHRASE.to_owned().into()).await;
    let empty = import(app, upload(API)).await.unwrap().project.id;
    let done = app
        .import_environments(empty, from(&again.unwrap().bundle, Some(PASSPHRASE), false))
        .await;
    assert_eq!(done.unwrap().secrets, 2);

    // All of it, or nothing.
    let broken = json!({ "fairleadEnvironments": 1, "environments": [
        { "name": "Good", "type": "UAT", "baseUrl": "https://a.example" },
        { "name": "Bad", "type": "UAT", "baseUrl": "ftp://a.example" },
    ] });
    let refused = app
        .import_environments(
            empty,
            ImportEnvironments {
                file: Some(serde_json::from_value(broken).unwrap()),
                bundle: None,
                passphrase: None,
                replace: false,
            },
        )
        .await
        .unwrap_err();
    assert!(refused.message.contains("Bad"), "{refused}");
    assert_eq!(app.list_environments(empty).await.unwrap().len(), 1);
    app.shutdown().await;
    canary::absent(it.folder.path(), CANARY);
    canary::find("the log", log::text().as_bytes(), CANARY);
}
