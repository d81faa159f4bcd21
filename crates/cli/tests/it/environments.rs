//! `fairlead environments` on a data folder.

use std::{fs, path::Path};

use fairlead_app::{
    App, Import, NewEnvironmentSecret, NewImport, Remote, Settings, Source, SourceFile,
};
use serde_json::json;

use crate::run::{Said, fairlead_with};

const SECRET: &str = "key-that-nobody-may-see-31";
const PASSPHRASE: (&str, &str) = ("FAIRLEAD_PASSPHRASE", "four words that rhyme");
const API: &str = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\n";

fn environments(folder: &Path, words: &[&str], more: &[(&str, &str)]) -> Said {
    let data = folder.to_str().expect("UTF-8");
    let words: Vec<&str> = [&["environments"], words, &["--data", data]].concat();
    let mut variables = vec![("FAIRLEAD_KEY_IN_FILE", "1")];
    variables.extend(more);
    fairlead_with(&words, &variables)
}

async fn import(app: &App, name: &str) -> Import {
    let file = SourceFile {
        name: "api.yaml".into(),
        text: API.into(),
    };
    let imported = app.import(NewImport {
        remote: Remote::None,
        overlays: Vec::new(),
        source: Source::Upload {
            files: vec![file],
            root: None,
        },
        name: Some(name.into()),
        project_id: None,
        start_mock: false,
    });
    imported.await.expect("a project")
}

#[tokio::test(flavor = "multi_thread")]
async fn environments_are_listed_and_go_from_project_to_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = Settings::new(folder.path());
    settings.key_in_file = true;
    let app = App::open(settings).await.expect("it opens");
    let here = import(&app, "Here").await.project.id;
    import(&app, "There").await;
    let new = json!({
        "name": "Live", "type": "PRODUCTION", "baseUrl": "https://a.example",
        "auth": { "kind": "bearer" },
    });
    let new = serde_json::from_value(new).expect("an environment");
    let made = app.create_environment(here, new).await.expect("made");
    let listed = environments(folder.path(), &["list", "--project", "Here"], &[]);
    assert_eq!(listed.code, 3, "another program has it: {}", listed.err);
    let value = SECRET.to_owned().into();
    let set = app.set_environment_secret(here, made.id, "token", NewEnvironmentSecret { value });
    set.await.expect("set");
    app.shutdown().await;
    drop(app);

    let which = environments(folder.path(), &["list"], &[]);
    assert_eq!(which.code, 2, "there are two projects");
    assert!(
        which.err.contains("Here, There") || which.err.contains("There, Here"),
        "{}",
        which.err
    );
    let listed = environments(folder.path(), &["list", "--project", "Here"], &[]);
    assert_eq!(
        listed.out.trim_end(),
        "PRODUCTION  Live  https://a.example  read-only",
        "{}",
        listed.err
    );
    let json = environments(folder.path(), &["list", "--project", "Here", "--json"], &[]).json();
    assert_eq!(json["environments"][0]["secrets"][0]["set"], true);

    let file = environments(folder.path(), &["export", "--project", "Here"], &[]);
    assert_eq!(file.json()["environments"][0]["name"], "Live");
    let sealed = ["export", "--project", "Here", "--with-secrets"];
    let unsaid = environments(folder.path(), &sealed, &[]);
    assert_eq!(unsaid.code, 2, "{}", unsaid.err);
    let bundle = environments(folder.path(), &sealed, &[PASSPHRASE]);
    assert!(
        bundle.out.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"),
        "{}",
        bundle.err
    );
    for said in [&listed, &file, &bundle] {
        assert!(!said.out.contains(SECRET) && !said.err.contains(SECRET));
    }

    let path = folder.path().join("taken-along");
    let name = path.to_str().expect("UTF-8");
    let import = ["import", name, "--project", "There"];
    fs::write(&path, &file.out).expect("written");
    let done = environments(folder.path(), &import, &[]);
    assert_eq!(
        done.out, "created   Live\n0 secrets, 0 variables\n",
        "{}",
        done.err
    );
    fs::write(&path, &bundle.out).expect("written");
    let wrong = environments(
        folder.path(),
        &import,
        &[(PASSPHRASE.0, "some other words")],
    );
    assert_eq!(wrong.code, 3, "{}", wrong.err);
    let words = [&import[..], &["--replace", "--json"]].concat();
    let done = environments(folder.path(), &words, &[PASSPHRASE]).json();
    assert_eq!(
        (&done["replaced"], &done["secrets"]),
        (&json!(["Live"]), &json!(1))
    );
    fs::write(&path, "nothing of the kind").expect("written");
    let wrong = environments(folder.path(), &import, &[]);
    assert_eq!(wrong.code, 3, "{}", wrong.err);
}
