use fairlead_app::{NewPartnerSpace, SavedRequestPatch, Scope};

use super::{acme_scope, bundle, open, save, set, vendor};
use crate::support::{API, import_with, opened, upload};

#[tokio::test]
async fn a_later_bundle_brings_what_is_new_and_keeps_what_is_ours() {
    let vendor = vendor().await;
    let theirs = &vendor.it.app;
    let partner = opened().await;
    let app = &partner.app;
    let first = bundle(&vendor).await;
    let project = open(app, &first).await.project_id.unwrap();
    let scope = acme_scope(project, &vendor.acme);

    // Ours: a value of a variable, a changed template, an environment, a secret.
    set(app, scope, "account", "acct_mine", false).await;
    let given = app.list_requests(project).await.unwrap()[0].id;
    let patch = SavedRequestPatch {
        name: Some("Add my ship".into()),
        ..SavedRequestPatch::default()
    };
    app.update_request(project, given, patch).await.unwrap();
    let own =
        serde_json::json!({ "name": "Local", "type": "SANDBOX", "baseUrl": "http://127.0.0.1:9" });
    let own = serde_json::from_value(own).unwrap();
    app.create_environment(project, own).await.unwrap();
    let sandbox = app.list_environments(project).await.unwrap();
    let sandbox = sandbox.iter().find(|e| e.name == "Sandbox").unwrap().id;
    let secret = fairlead_app::NewEnvironmentSecret {
        value: "my-own-key".to_owned().into(),
    };
    let secret = app.set_environment_secret(project, sandbox, "apiKey", secret);
    secret.await.unwrap();

    // Theirs: another revision, another value, another template, notes.
    let api = API.replace("/ships", "/boats");
    import_with(theirs, upload(&api), Some(vendor.project), false)
        .await
        .unwrap();
    set(
        theirs,
        Scope::Project(vendor.project),
        "tenant",
        "south",
        false,
    )
    .await;
    let other = save(theirs, vendor.project, "List ships", "GET").await;
    let space = NewPartnerSpace {
        vendor: "Pier Ltd".into(),
        notes: "Second edition.".into(),
        requests: vec![vendor.shared, other],
    };
    theirs
        .set_partner_space(vendor.project, space)
        .await
        .unwrap();
    let second = bundle(&vendor).await;
    let opened = open(app, &second).await;
    assert_eq!(opened.project_id, Some(project), "the same project");
    assert_eq!(opened.number, 2);

    let here = app.project(project).await.unwrap();
    assert_eq!(here.space.unwrap().notes, "Second edition.");
    assert_eq!(app.list_specs(project).await.unwrap().len(), 2);
    let variables = app.list_variables(Some(project)).await.unwrap();
    assert_eq!(variables.len(), 1);
    assert_eq!(variables[0].value, "south");
    let own = app.list_variables(scope).await.unwrap();
    assert_eq!(own[0].value, "acct_mine", "ours stays");
    let names: Vec<String> = app
        .list_requests(project)
        .await
        .unwrap()
        .into_iter()
        .map(|r| r.name)
        .collect();
    assert_eq!(names, ["Add my ship", "Add a ship", "List ships"]);
    let environments = app.list_environments(project).await.unwrap();
    let sandbox = environments.iter().find(|e| e.name == "Sandbox").unwrap();
    assert!(sandbox.secrets[0].set, "the secret stays");
    assert!(environments.iter().any(|e| e.name == "Local"));

    // Where a key of ours would go from now on is said before.
    let all = theirs.list_environments(vendor.project).await.unwrap();
    let id = all.iter().find(|e| e.name == "Sandbox").unwrap().id;
    let mut moved = theirs.export_environments(vendor.project).await.unwrap();
    let mut moved = moved.environments.remove(0);
    assert_eq!(moved.name, "Sandbox");
    moved.base_url = Some("http://127.0.0.1:11".into());
    let moved = theirs.update_environment(vendor.project, id, moved);
    moved.await.unwrap();
    let dry = fairlead_app::OpenBundle {
        dry_run: true,
        ..fairlead_app::OpenBundle::default()
    };
    let elsewhere = app.open_bundle(bundle(&vendor).await.into(), dry);
    let warnings = elsewhere.await.unwrap().warnings;
    assert!(
        warnings.iter().any(|w| w.contains("http://127.0.0.1:11")),
        "{warnings:?}"
    );

    // The same again changes nothing; an older one says that it is older.
    let revisions = app.list_specs(project).await.unwrap().len();
    open(app, &second).await;
    assert_eq!(app.list_specs(project).await.unwrap().len(), revisions);
    assert_eq!(app.list_requests(project).await.unwrap().len(), 3);
    let older = open(app, &first).await;
    assert!(
        older.warnings.iter().any(|w| w.contains("older")),
        "{:?}",
        older.warnings
    );
}

#[tokio::test]
async fn an_environment_that_is_open_to_partners_no_more_is_switched_off_with_its_secrets() {
    let vendor = vendor().await;
    let partner = opened().await;
    let app = &partner.app;
    let project = open(app, &bundle(&vendor).await).await.project_id.unwrap();
    let all = vendor
        .it
        .app
        .list_environments(vendor.project)
        .await
        .unwrap();
    let sandbox = all.iter().find(|e| e.name == "Sandbox").unwrap().id;
    let theirs = &vendor.it.app;
    theirs
        .delete_environment(vendor.project, sandbox)
        .await
        .unwrap();
    open(app, &bundle(&vendor).await).await;
    let here = app.list_environments(project).await.unwrap();
    assert_eq!(here.len(), 1);
    assert!(!here[0].is_active && !here[0].is_default, "{:?}", here[0]);
    // It is ours now: nobody else speaks for it.
    app.delete_environment(project, here[0].id).await.unwrap();
}

#[tokio::test]
async fn an_environment_of_our_own_keeps_its_secrets_from_one_of_the_same_name() {
    let vendor = vendor().await;
    let partner = opened().await;
    let app = &partner.app;
    let project = open(app, &bundle(&vendor).await).await.project_id.unwrap();
    let own = serde_json::json!({
        "name": "Later", "type": "SANDBOX", "baseUrl": "http://127.0.0.1:9", "isDefault": true,
        "auth": { "kind": "apiKey", "place": "header", "name": "X-Key" },
    });
    let own = serde_json::from_value(own).unwrap();
    let own = app.create_environment(project, own).await.unwrap();
    let secret = fairlead_app::NewEnvironmentSecret {
        value: "ours-alone".to_owned().into(),
    };
    let secret = app.set_environment_secret(project, own.id, "apiKey", secret);
    secret.await.unwrap();

    let theirs = serde_json::json!({
        "name": "Later", "type": "SANDBOX", "baseUrl": "http://127.0.0.1:10",
        "partnerEnabled": true,
        "auth": { "kind": "apiKey", "place": "header", "name": "X-Key" },
    });
    let theirs = serde_json::from_value(theirs).unwrap();
    let made = vendor.it.app.create_environment(vendor.project, theirs);
    made.await.unwrap();
    for _ in 0..2 {
        open(app, &bundle(&vendor).await).await;
        let all = app.list_environments(project).await.unwrap();
        let kept = all.iter().find(|e| e.id == own.id).unwrap();
        assert_eq!(kept.name, "Later (ours)");
        assert_eq!(kept.base_url.as_deref(), Some("http://127.0.0.1:9"));
        assert!(kept.is_default && kept.secrets[0].set);
        let given = all.iter().find(|e| e.name == "Later").unwrap();
        assert_eq!(given.base_url.as_deref(), Some("http://127.0.0.1:10"));
        assert!(!given.secrets[0].set, "our key is not theirs to send");
    }
}

#[tokio::test]
async fn who_we_are_somewhere_is_known_after_a_restart() {
    let vendor = vendor().await;
    let partner = opened().await;
    let project = open(&partner.app, &bundle(&vendor).await)
        .await
        .project_id
        .unwrap();
    partner.app.shutdown().await;
    drop(partner.app);
    let app = crate::support::open(partner.folder.path()).await;
    assert_eq!(app.role_in(project), fairlead_app::Role::Partner);
    app.delete_project(project).await.unwrap();
    let again = open(&app, &bundle(&vendor).await).await;
    assert_ne!(again.project_id, Some(project));
    assert!(again.kept);
}
