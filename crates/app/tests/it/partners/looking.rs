use fairlead_app::{App, ErrorKind, NewResults, Permission, Target, TraceFilter};

use super::{add, bundle, open, vendor};
use crate::{
    server::{ok, serve},
    support::{draft, opened},
};

/// The lists that a person sees of a project, as JSON without ids and times.
async fn seen(app: &App, project: fairlead_core::Id) -> serde_json::Value {
    let environments = app.list_environments(project).await.unwrap();
    let requests = app.list_requests(project).await.unwrap();
    let variables = app.list_variables(Some(project)).await.unwrap();
    let credentials = app.list_credentials(project).await.unwrap();
    serde_json::json!({
        "environments": environments.iter().map(|e| serde_json::json!({
            "name": e.name, "type": e.kind, "baseUrl": e.base_url, "headers": e.headers,
            "auth": e.auth, "proxy": e.proxy_url,
            "set": e.secrets.iter().map(|s| s.set).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "requests": requests.iter().map(|r| (&r.name, &r.method, &r.url)).collect::<Vec<_>>(),
        "variables": variables.iter().map(|v| (&v.name, &v.value)).collect::<Vec<_>>(),
        "credentials": credentials.iter().map(|c| (&c.scheme, c.set)).collect::<Vec<_>>(),
        "revisions": app.list_specs(project).await.unwrap().len(),
        "mocks": app.list_mocks(project).await.unwrap().len(),
        "catchers": app.list_catchers(project).await.unwrap().len(),
    })
}

#[tokio::test]
async fn whoever_looks_as_a_partner_sees_what_the_partner_sees() {
    let vendor = vendor().await;
    let app = &vendor.it.app;
    let actor = app
        .looking_as(vendor.project, vendor.acme.id)
        .await
        .unwrap();
    let looking = app.acting_as(actor);
    let partner = opened().await;
    let there = open(&partner.app, &bundle(&vendor).await)
        .await
        .project_id
        .unwrap();
    assert_eq!(
        seen(&looking, vendor.project).await,
        seen(&partner.app, there).await
    );
    assert_eq!(
        looking.project(vendor.project).await.unwrap().may,
        [Permission::View, Permission::Send]
    );
}

#[tokio::test]
async fn whoever_looks_as_a_partner_changes_nothing_and_has_no_secrets() {
    let vendor = vendor().await;
    let app = &vendor.it.app;
    let other = add(app, vendor.project, "Other").await;
    let actor = app
        .looking_as(vendor.project, vendor.acme.id)
        .await
        .unwrap();
    let looking = app.acting_as(actor);
    for permission in fairlead_app::Role::Owner.permissions() {
        let allowed = looking.allow(Some(vendor.project), *permission).is_ok();
        let wanted = matches!(permission, Permission::View | Permission::Send);
        assert_eq!(allowed, wanted, "{permission:?}");
    }
    // Nor another project, nor somebody else's place.
    let second = app
        .create_project(fairlead_app::NewProject {
            name: "Second".into(),
            description: String::new(),
        })
        .await
        .unwrap();
    let error = looking
        .allow(Some(second.id), Permission::View)
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(looking.list_projects().await.unwrap().len(), 1);
    assert!(looking.looking_as(vendor.project, other.id).await.is_err());

    // Environments that are not open to partners are not there.
    let all = app.list_environments(vendor.project).await.unwrap();
    let staging = all.iter().find(|e| e.name == "Staging").unwrap().id;
    let error = looking
        .environment(vendor.project, staging)
        .await
        .unwrap_err();
    assert_eq!(error.code, "environment_not_found");

    // What is sent carries the partner's values and none of our keys.
    let server = serve(|_| ok("application/json", "[]")).await;
    let mut send = draft(app, vendor.project, "/ships", "get", &server.url()).await;
    send.draft.headers.push(fairlead_app::Field {
        name: "X-Who".into(),
        value: "{{account}} {{internal}}".into(),
        enabled: true,
    });
    // A variable that is no business of theirs stands for nothing.
    let error = looking
        .send_draft(vendor.project, send.clone())
        .await
        .unwrap_err();
    assert!(error.message.contains("internal"), "{error}");
    send.draft.headers[0].value = "{{account}}".into();
    let sent = looking
        .send_draft(vendor.project, send.clone())
        .await
        .unwrap();
    assert_eq!(sent.trace.partner_id, Some(vendor.acme.id));
    let who = sent.request.headers.iter().find(|h| h.name == "X-Who");
    assert_eq!(who.unwrap().value, "acct_1");
    let sandbox = all.iter().find(|e| e.name == "Sandbox").unwrap().id;
    send.draft.target = Target::Environment { id: sandbox };
    let checked = looking
        .check_draft(vendor.project, send.draft.clone())
        .await
        .unwrap();
    assert!(
        !checked.request.headers.iter().any(|h| h.name == "X-Key"),
        "{:?}",
        checked.request
    );

    // Of the traces there are their own.
    let ours = app
        .send_draft(
            vendor.project,
            draft(app, vendor.project, "/ships", "get", &server.url()).await,
        )
        .await
        .unwrap();
    let page = looking
        .list_traces(vendor.project, TraceFilter::default(), 10, None)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].id, sent.trace.id);
    let error = looking
        .trace(vendor.project, ours.trace.id)
        .await
        .unwrap_err();
    assert_eq!(error.code, "trace_not_found");
    let error = looking
        .make_results(vendor.project, NewResults::default())
        .await
        .unwrap_err();
    assert_eq!(error.code, "no_partner_space");
}
