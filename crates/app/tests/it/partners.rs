//! A vendor's space on its way to a partner, and results on their way back: two programs, and
//! nothing between them but files.

mod looking;
mod profile;
mod space;
mod update;

use fairlead_app::{
    App, NewEnvironmentSecret, NewPartner, NewPartnerSpace, NewSavedRequest, NewVariable,
    OpenBundle, OpenedBundle, Partner, Scope,
};
use fairlead_core::Id;
use serde_json::json;

use crate::support::{API, Opened, import_with, opened, upload};

pub const CANARY: &str = "p4rtn3r-c4n4ry~+/=8xQ";

/// A vendor with a project that has everything a space can hold, and what it must not.
pub struct Vendor {
    pub it: Opened,
    pub project: Id,
    pub acme: Partner,
    pub shared: Id,
}

pub async fn vendor() -> Vendor {
    let it = opened().await;
    let app = &it.app;
    let project = import_with(app, upload(API), None, true)
        .await
        .unwrap()
        .project
        .id;
    for (name, partner_enabled) in [("Sandbox", true), ("Staging", false)] {
        let new = json!({
            "name": name, "type": "SANDBOX", "baseUrl": "http://127.0.0.1:9/{{tenant}}",
            "partnerEnabled": partner_enabled, "proxyUrl": "http://proxy.internal:3128",
            "auth": { "kind": "apiKey", "place": "header", "name": "X-Key" },
            "headers": [{ "name": "X-Account", "value": "{{account}}" }],
        });
        let new = serde_json::from_value(new).unwrap();
        let made = app.create_environment(project, new).await.unwrap();
        let value = NewEnvironmentSecret {
            value: CANARY.to_owned().into(),
        };
        let set = app.set_environment_secret(project, made.id, "apiKey", value);
        set.await.unwrap();
    }
    for (name, value, secret) in [
        ("tenant", "north", false),
        ("internal", "unused", false),
        ("mute", CANARY, true),
    ] {
        set(app, Scope::Project(project), name, value, secret).await;
    }
    let acme = add(app, project, "Acme").await;
    set(app, acme_scope(project, &acme), "account", "acct_1", false).await;
    set(app, acme_scope(project, &acme), "pin", CANARY, true).await;
    let shared = save(app, project, "Add a ship", "POST").await;
    save(app, project, "For us alone", "GET").await;
    let space = NewPartnerSpace {
        vendor: "Pier Ltd".into(),
        notes: format!("Ships have **short** names. The key is {CANARY}."),
        requests: vec![shared],
    };
    app.set_partner_space(project, space).await.unwrap();
    Vendor {
        it,
        project,
        acme,
        shared,
    }
}

pub fn acme_scope(project: Id, partner: &Partner) -> Scope {
    Scope::Partner {
        project,
        id: partner.id,
    }
}

pub async fn add(app: &App, project: Id, name: &str) -> Partner {
    let new = NewPartner {
        name: name.into(),
        contact: String::new(),
        note: String::new(),
    };
    app.create_partner(project, new).await.unwrap()
}

pub async fn set(app: &App, scope: Scope, name: &str, value: &str, secret: bool) {
    let value = value.to_owned().into();
    let new = NewVariable { value, secret };
    app.set_variable(scope, name, new).await.unwrap();
}

pub async fn save(app: &App, project: Id, name: &str, method: &str) -> Id {
    let request = json!({ "name": name, "method": method, "url": "{{baseUrl}}/ships" });
    let new = NewSavedRequest {
        name: name.into(),
        folder: vec!["First steps".into()],
        request: Some(serde_json::from_value(request).unwrap()),
        draft: None,
    };
    app.create_request(project, new).await.unwrap().summary.id
}

pub async fn bundle(vendor: &Vendor) -> Vec<u8> {
    let made = vendor.it.app.make_bundle(vendor.project, vendor.acme.id);
    made.await.unwrap().1
}

pub async fn open(app: &App, bytes: &[u8]) -> OpenedBundle {
    let opened = app.open_bundle(bytes.to_vec().into(), OpenBundle::default());
    opened.await.unwrap()
}
