use fairlead_app::{
    App, NewTestProfile,
    TestCategory::{self, Authentication, Idempotency, InvalidInput, RateLimiting, Timeout},
    TestLevel, TestProfileView,
};
use fairlead_core::Id;
use serde_json::json;

use super::{bundle, open, vendor};
use crate::support::{import, opened, upload};

const API: &str = r#"
openapi: 3.1.0
info: { title: Two groups, version: "1" }
security: [{ key: [] }]
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
paths:
  /payments:
    post:
      operationId: pay
      parameters:
        - { name: Idempotency-Key, in: header, schema: { type: string } }
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { "201": { description: Paid }, "429": { description: Slow down } }
  /rates:
    get:
      operationId: rates
      responses: { "200": { description: Rates } }
"#;

async fn profile(app: &App, project: Id) -> TestProfileView {
    app.test_profile(project).await.unwrap()
}

fn effective(view: &TestProfileView, group: &str, category: TestCategory) -> TestLevel {
    let group = view.groups.iter().find(|g| g.name == group).unwrap();
    let found = group.categories.iter().find(|c| c.category == category);
    found.unwrap().effective
}

#[tokio::test]
async fn what_a_group_of_operations_can_do_decides_unless_somebody_does() {
    let it = opened().await;
    let app = &it.app;
    let project = import(app, upload(API)).await.unwrap().project.id;
    let view = profile(app, project).await;
    let names: Vec<&str> = view.groups.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(names, ["payments", "rates"]);
    for (group, category, wanted) in [
        ("payments", Idempotency, TestLevel::Required),
        ("payments", RateLimiting, TestLevel::Required),
        ("payments", Authentication, TestLevel::Required),
        ("rates", Idempotency, TestLevel::Na),
        ("rates", RateLimiting, TestLevel::Na),
        ("rates", InvalidInput, TestLevel::Na),
        ("rates", Authentication, TestLevel::Required),
        ("rates", Timeout, TestLevel::Required),
    ] {
        assert_eq!(
            effective(&view, group, category),
            wanted,
            "{group} {category:?}"
        );
    }
    let new = json!({ "groups": {
        "payments": { "IDEMPOTENCY": "OPTIONAL", "TIMEOUT": "AUTO" },
        "gone": { "RETRY": "NA" },
        "rates": {},
    } });
    let new: NewTestProfile = serde_json::from_value(new).unwrap();
    let view = app.set_test_profile(project, new).await.unwrap();
    assert_eq!(
        effective(&view, "payments", Idempotency),
        TestLevel::Optional
    );
    assert_eq!(view.gone, ["gone"]);
    assert_eq!(profile(app, project).await, view);
}

#[tokio::test]
async fn the_profile_goes_to_partners() {
    let vendor = vendor().await;
    let theirs = &vendor.it.app;
    let group = profile(theirs, vendor.project).await.groups[0].name.clone();
    let new = json!({ "groups": { group.clone(): { "PAGINATION": "REQUIRED" } } });
    let new = serde_json::from_value(new).unwrap();
    theirs.set_test_profile(vendor.project, new).await.unwrap();
    let partner = opened().await;
    let project = open(&partner.app, &bundle(&vendor).await)
        .await
        .project_id
        .unwrap();
    let view = profile(&partner.app, project).await;
    assert_eq!(
        effective(&view, &group, TestCategory::Pagination),
        TestLevel::Required
    );
    let actor = theirs
        .looking_as(vendor.project, vendor.acme.id)
        .await
        .unwrap();
    assert_eq!(
        profile(&theirs.acting_as(actor), vendor.project).await,
        view
    );
}
