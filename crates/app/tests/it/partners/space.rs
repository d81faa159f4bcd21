use fairlead_app::{
    BundleSigner, ErrorKind, NewEnvironmentSecret, NewResults, OpenBundle, OperationFilter,
    Permission, TakenResults, Target, TraceFilter,
};

use super::{CANARY, acme_scope, add, bundle, open, set, vendor};
use crate::{
    canary, log,
    support::{draft, opened, traces},
};

#[tokio::test]
async fn a_bundle_holds_what_the_partner_sees_and_nothing_else() {
    log::listen();
    let vendor = vendor().await;
    let app = &vendor.it.app;
    let contents = app
        .partner_contents(vendor.project, vendor.acme.id)
        .await
        .unwrap();
    let names: Vec<&str> = contents
        .environments
        .iter()
        .map(|e| e.name.as_str())
        .collect();
    assert_eq!(names, ["Sandbox"]);
    assert_eq!(contents.environments[0].secrets, ["apiKey"]);
    let variables: Vec<(&str, bool)> = contents
        .variables
        .iter()
        .map(|v| (v.name.as_str(), v.of_partner))
        .collect();
    assert_eq!(
        variables,
        [("tenant", false), ("account", true), ("pin", true)]
    );
    assert_eq!(contents.to_set, ["pin"]);
    assert_eq!(contents.requests.len(), 1);
    assert_eq!(contents.requests[0].name, "Add a ship");

    let (name, bytes) = app
        .make_bundle(vendor.project, vendor.acme.id)
        .await
        .unwrap();
    assert_eq!(name, "pier-for-acme-1.fairlead");
    let read = fairlead_bundle::read(&bytes).unwrap();
    for (path, content) in &read.files {
        canary::find(path, content, CANARY);
        for hidden in ["proxy.internal", "Staging", "For us alone", "unused"] {
            let text = String::from_utf8_lossy(content);
            assert!(!text.contains(hidden), "{path} holds {hidden}: {text}");
        }
    }
    let manifest = String::from_utf8_lossy(&bytes);
    assert!(!manifest.contains(vendor.it.folder.path().to_str().unwrap()));
    let partner = app.partner(vendor.project, vendor.acme.id).await.unwrap();
    assert!(partner.sent_at.is_some());
    assert_eq!(app.partner_space(vendor.project).await.unwrap().number, 1);
}

#[tokio::test]
async fn a_description_of_several_files_travels_without_saying_where_it_lay() {
    let it = opened().await;
    let folder = it.folder.path().join("secret place/apis");
    std::fs::create_dir_all(folder.join("parts")).unwrap();
    let root =
        "openapi: 3.1.0\ninfo: {title: Two, version: '1'}\npaths:\n  /a:\n    $ref: parts/a.yaml\n";
    std::fs::write(folder.join("root.yaml"), root).unwrap();
    let part = "get:\n  operationId: getA\n  responses: {'200': {description: ok}}\n";
    std::fs::write(folder.join("parts/a.yaml"), part).unwrap();
    let made = crate::support::import(&it.app, crate::support::path(&folder.join("root.yaml")))
        .await
        .unwrap();
    let acme = add(&it.app, made.project.id, "Acme").await;
    let (_, bytes) = it.app.make_bundle(made.project.id, acme.id).await.unwrap();
    for (path, content) in fairlead_bundle::read(&bytes).unwrap().files {
        assert!(
            !String::from_utf8_lossy(&content).contains("secret place"),
            "{path}"
        );
    }
    let other = opened().await;
    let project = open(&other.app, &bytes).await.project_id.unwrap();
    let operations = other
        .app
        .list_operations(project, OperationFilter::default());
    let operations = operations.await.unwrap();
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].path, "/a");
}

#[tokio::test]
async fn a_partner_works_offline_and_the_results_come_back() {
    let vendor = vendor().await;
    let bytes = bundle(&vendor).await;
    let partner = opened().await;
    let app = &partner.app;
    let dry = OpenBundle {
        dry_run: true,
        ..OpenBundle::default()
    };
    let seen = app.open_bundle(bytes.clone().into(), dry).await.unwrap();
    assert!(!seen.kept && seen.project_id.is_none(), "{seen:?}");
    assert_eq!(seen.signer, BundleSigner::New);
    assert!(app.list_projects().await.unwrap().is_empty());

    let kept = open(app, &bytes).await;
    let project = kept.project_id.unwrap();
    let fingerprint = vendor
        .it
        .app
        .partner_space(vendor.project)
        .await
        .unwrap()
        .fingerprint;
    assert_eq!((kept.kept, kept.fingerprint), (true, fingerprint));
    let here = app.project(project).await.unwrap();
    let space = here.space.unwrap();
    assert_eq!(space.vendor, "Pier Ltd");
    assert!(space.notes.contains("**short**"), "{}", space.notes);
    assert!(!here.may.contains(&Permission::Edit), "{:?}", here.may);
    assert!(here.may.contains(&Permission::SetOwnValues));
    let environments = app.list_environments(project).await.unwrap();
    assert_eq!(environments.len(), 1);
    assert!(environments[0].secrets.iter().all(|s| !s.set));
    let requests = app.list_requests(project).await.unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].folder, ["From Pier Ltd", "First steps"]);

    // What the vendor has given is not changed; what is ours is.
    let error = app.allow(Some(project), Permission::Edit).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
    let error = app
        .delete_environment(project, environments[0].id)
        .await
        .unwrap_err();
    assert_eq!(error.code, "not_permitted");
    set(app, acme_scope(project, &vendor.acme), "pin", "1234", true).await;

    let mut send = draft(app, project, "/ships", "get", "").await;
    send.draft.target = Target::Mock { mock_id: None };
    let good = app.send_draft(project, send.clone()).await.unwrap();
    assert_eq!(good.trace.status, Some(200), "{:?}", good.error);
    assert_eq!(good.trace.partner_id, Some(vendor.acme.id));
    send.draft.target = Target::Environment {
        id: environments[0].id,
    };
    let error = app.send_draft(project, send.clone()).await.unwrap_err();
    assert!(
        error.message.contains("apiKey"),
        "says what to set: {error}"
    );
    let value = NewEnvironmentSecret {
        value: "my-own-key".to_owned().into(),
    };
    app.set_environment_secret(project, environments[0].id, "apiKey", value)
        .await
        .unwrap();
    // Nobody listens on the vendor's port 9: a failure of the network.
    let bad = app.send_draft(project, send).await.unwrap();
    assert!(
        bad.trace.url.contains("/north/"),
        "the variable is filled in: {}",
        bad.trace.url
    );
    let account = bad.request.headers.iter().find(|h| h.name == "X-Account");
    assert_eq!(account.unwrap().value, "acct_1");

    let new = NewResults {
        note: "The sandbox does not answer.".into(),
        since: None,
    };
    let (_, results) = app.make_results(project, new).await.unwrap();
    for (path, content) in fairlead_bundle::read(&results).unwrap().files {
        canary::find(&path, &content, "my-own-key");
    }
    let taken = open(&vendor.it.app, &results).await;
    assert_eq!(
        (taken.kind, taken.signer),
        (fairlead_bundle::Kind::Results, BundleSigner::New)
    );
    let of = |added, known| TakenResults {
        partner_id: vendor.acme.id,
        added,
        known,
    };
    assert_eq!(taken.taken, Some(of(2, 0)));
    let found = taken.results.unwrap();
    assert_eq!((found.traces, found.failed), (2, 1));
    assert_eq!(found.note, "The sandbox does not answer.");
    let of_acme = TraceFilter {
        partner_id: Some(vendor.acme.id),
        ..TraceFilter::default()
    };
    let page = vendor
        .it
        .app
        .list_traces(vendor.project, of_acme.clone(), 10, None)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 2);
    let own = vendor
        .it
        .app
        .list_environments(vendor.project)
        .await
        .unwrap();
    let sandbox = own.iter().find(|e| e.name == "Sandbox").unwrap().id;
    assert!(
        page.items.iter().any(|t| t.environment_id == Some(sandbox)),
        "the environment is the vendor's own"
    );
    let detail = vendor
        .it
        .app
        .trace(vendor.project, page.items[0].id)
        .await
        .unwrap();
    assert_eq!(detail.trace.partner_id, Some(vendor.acme.id));

    // The same results twice are the same traces; the key is known by now.
    let again = open(&vendor.it.app, &results).await;
    assert_eq!(again.signer, BundleSigner::Known);
    assert_eq!(again.taken, Some(of(0, 2)));
    let page = vendor
        .it
        .app
        .list_traces(vendor.project, of_acme, 10, None)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 2);
    let seal = vendor.it.app.verify_traces(vendor.project).await.unwrap();
    assert!(seal.holds, "{seal:?}");
}

#[tokio::test]
async fn what_is_not_to_be_trusted_is_refused_with_what_to_do() {
    let vendor = vendor().await;
    let bytes = bundle(&vendor).await;
    let partner = opened().await;
    let app = &partner.app;
    let default = OpenBundle::default();

    let error = app.open_bundle("PK no".into(), default).await.unwrap_err();
    assert_eq!(
        (error.code, error.kind),
        ("unreadable_bundle", ErrorKind::Invalid)
    );
    let mut forged = bytes.clone();
    let at = forged.len() / 2;
    forged[at] ^= 1;
    let error = app.open_bundle(forged.into(), default).await.unwrap_err();
    assert_eq!(error.code, "unreadable_bundle");
    assert!(error.hint.is_some());
    assert!(app.list_projects().await.unwrap().is_empty());

    // The same space, signed by somebody else.
    open(app, &bytes).await;
    let read = fairlead_bundle::read(&bytes).unwrap();
    let other = fairlead_bundle::SigningKey::from_seed(&[3; 32]).unwrap();
    let forged = fairlead_bundle::write(read.about.clone(), &read.files, &other).unwrap();
    let error = app
        .open_bundle(forged.clone().into(), default)
        .await
        .unwrap_err();
    assert_eq!(error.code, "signer_changed");
    assert!(
        error.hint.unwrap().contains(&other.public().fingerprint()),
        "says which"
    );
    let trusting = OpenBundle {
        trust_new_key: true,
        dry_run: false,
    };
    let kept = app.open_bundle(forged.into(), trusting).await.unwrap();
    assert!(kept.kept);

    // Results that are about nothing here.
    let project = kept.project_id.unwrap();
    let (_, results) = app
        .make_results(project, NewResults::default())
        .await
        .unwrap();
    let error = app.open_bundle(results.into(), default).await.unwrap_err();
    assert_eq!(error.code, "unknown_space");
    // A project of one's own has nobody to send results to.
    let error = vendor
        .it
        .app
        .make_results(vendor.project, NewResults::default())
        .await
        .unwrap_err();
    assert_eq!(error.code, "no_partner_space");
    assert!(traces(app, project).await.items.is_empty());
}
