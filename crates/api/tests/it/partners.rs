//! Partner spaces over the API, and what each operation needs.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use serde_json::{Value, json};

use crate::support::{Answer, Api, request};

const SOME: &str = "0190163d-8694-739b-aea5-966c26f8ad91";
const BUNDLE: &str = "application/vnd.fairlead.bundle+zip";

/// What a partner may do in a space, besides reading: what goes out, and what is their own.
const OF_PARTNERS: &[&str] = &[
    "Send",
    "SetOwnValues",
    "SaveRequests",
    "RunMocks",
    "KeepTraces",
];

async fn sample(api: &Api) -> String {
    let import = json!({ "source": { "kind": "sample" }, "startMock": false });
    let made = api.put("POST", "/v1/imports", &import).await;
    made.json()["project"]["id"].as_str().unwrap().to_owned()
}

async fn partner(api: &Api, project: &str, name: &str) -> String {
    let path = format!("/v1/projects/{project}/partners");
    let made = api.put("POST", &path, &json!({ "name": name })).await;
    assert_eq!(made.status, StatusCode::CREATED);
    made.json()["id"].as_str().unwrap().to_owned()
}

async fn bundle(api: &Api, project: &str, partner: &str) -> Answer {
    let path = format!("/v1/projects/{project}/partners/{partner}/bundle");
    api.send(request("POST", &path).body(Body::empty()).unwrap())
        .await
}

async fn open(api: &Api, query: &str, bytes: impl Into<Body>) -> Answer {
    let path = format!("/v1/bundles{query}");
    let request = request("POST", &path).header(header::CONTENT_TYPE, BUNDLE);
    api.send(request.body(bytes.into()).unwrap()).await
}

/// Every operation of a project, with ids that name nothing but the project.
fn operations(project: &str) -> Vec<(String, String, String)> {
    let document = fairlead_api::document::document();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/v1/projects/{projectId}") {
            continue;
        }
        for (method, operation) in item.as_object().unwrap() {
            let mut concrete = path.replace("{projectId}", project);
            while let Some(from) = concrete.find('{') {
                let to = concrete.find('}').unwrap();
                concrete.replace_range(from..=to, SOME);
            }
            let id = operation["operationId"].as_str().unwrap().to_owned();
            if id == "exportTraces" {
                // Of no traces other forms have no text.
                concrete.push_str("?format=har");
            }
            found.push((id, method.to_uppercase(), concrete));
        }
    }
    found
}

async fn is_refused(api: &Api, method: &str, path: &str, view_as: Option<&str>) -> bool {
    let mut request = request(method, path).header(header::CONTENT_TYPE, "application/json");
    if let Some(partner) = view_as {
        request = request.header("Fairlead-View-As", partner);
    }
    let body = if method == "GET" { "" } else { "{}" };
    let answer = api.send(request.body(Body::from(body)).unwrap()).await;
    let refused = answer.status == StatusCode::FORBIDDEN;
    if refused {
        assert_eq!(answer.code(), "not_permitted", "{method} {path}");
    }
    refused
}

#[tokio::test]
async fn whoever_looks_as_a_partner_reads_and_sends_and_nothing_else() {
    let api = Api::open().await;
    let project = sample(&api).await;
    let acme = partner(&api, &project, "Acme").await;
    let mut allowed = BTreeSet::new();
    for (id, method, path) in operations(&project) {
        if !is_refused(&api, &method, &path, Some(&acme)).await {
            allowed.insert(id);
        }
    }
    let expected = [
        "cancelExchange",
        "closeSocket",
        "compareTraces",
        "downloadBody",
        "exchangeProgress",
        "explainTrace",
        "exportTraces",
        "getBodySchema",
        "getCatcher",
        "getDelivery",
        "getEnvironment",
        "getMock",
        "getOperation",
        "getOperationSample",
        "getProject",
        "getRequest",
        "getRequestCode",
        "getSchema",
        "getSignIn",
        "getSpec",
        "getSpecChanges",
        "getSpecFile",
        "getTestProfile",
        "getTrace",
        "getTraceAnalytics",
        "getTraceFacets",
        "getTracePartners",
        "getTracePatterns",
        "listCapabilities",
        "listCatchers",
        "listCookies",
        "listCredentials",
        "listDeliveries",
        "listEnvironments",
        "listMocks",
        "listOperations",
        "listPartnerVariables",
        "listProjectVariables",
        "listRequests",
        "listSchemas",
        "listSpecFiles",
        "listSpecProblems",
        "listSpecs",
        "listTraceViews",
        "listTraces",
        "listWebhooks",
        "makeDraftCode",
        "makeResults",
        "openSocket",
        "queryBody",
        "sendDraft",
        "sendMessage",
        "sendWebhook",
        "socketProgress",
        "startExchange",
        "validateDraft",
    ];
    let expected: BTreeSet<String> = expected.into_iter().map(str::to_owned).collect();
    assert_eq!(allowed, expected);
}

#[tokio::test]
async fn in_a_space_that_was_opened_the_vendors_part_is_not_changed() {
    let vendor = Api::open().await;
    let project = sample(&vendor).await;
    let acme = partner(&vendor, &project, "Acme").await;
    let made = bundle(&vendor, &project, &acme).await;
    assert_eq!(made.status, StatusCode::OK);
    assert_eq!(made.headers[header::CONTENT_TYPE], BUNDLE);
    let disposition = made.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(
        disposition.contains("-for-acme-1.fairlead"),
        "{disposition}"
    );

    let api = Api::open().await;
    let opened = open(&api, "", made.body).await;
    assert_eq!(opened.status, StatusCode::OK);
    let opened = opened.json()["projectId"].as_str().unwrap().to_owned();
    let here = api.get(&format!("/v1/projects/{opened}")).await.json();
    assert_eq!(here["space"]["partnerName"], "Acme");
    let may: Vec<&str> = here["may"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    let mut wanted: Vec<String> = vec!["view".into()];
    wanted.extend(OF_PARTNERS.iter().map(|p| {
        let (first, rest) = p.split_at(1);
        first.to_lowercase() + rest
    }));
    wanted.push("manageWorkspace".into());
    assert_eq!(may, wanted);
    let mut refused = BTreeSet::new();
    for (id, method, path) in operations(&opened) {
        if id == "deleteProject" {
            continue;
        }
        if is_refused(&api, &method, &path, None).await {
            refused.insert(id);
        }
    }
    let expected = [
        "activateSpec",
        "addSpec",
        "createPartner",
        "deletePartner",
        "deleteProjectVariable",
        "deleteSpec",
        "exportEnvironments",
        "getPartner",
        "getPartnerContents",
        "getPartnerSpace",
        "listPartners",
        "makeBundle",
        "setPartnerSpace",
        "setProjectVariable",
        "setTestProfile",
        "updatePartner",
    ];
    let expected: BTreeSet<String> = expected.into_iter().map(str::to_owned).collect();
    assert_eq!(refused, expected);
    let gone = api.delete(&format!("/v1/projects/{opened}")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "our copy is ours");
}

#[tokio::test]
async fn a_partner_of_nothing_is_refused() {
    let api = Api::open().await;
    let project = sample(&api).await;
    let as_whom = async |path: &str, whom: &str| {
        let request = request("GET", path).header("Fairlead-View-As", whom);
        api.send(request.body(Body::empty()).unwrap()).await
    };
    let here = format!("/v1/projects/{project}");
    let answer = as_whom(&here, "nobody").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.code(), "invalid_header");
    let answer = as_whom(&here, SOME).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.code(), "partner_not_found");
    let answer = as_whom("/v1/projects", SOME).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn partners_are_kept_with_their_variables() {
    let api = Api::open().await;
    let project = sample(&api).await;
    let acme = partner(&api, &project, "Acme").await;
    let list = format!("/v1/projects/{project}/partners");
    let again = api.put("POST", &list, &json!({ "name": " Acme " })).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.code(), "partner_name_taken");
    for name in ["", " ", "a\nb", &"x".repeat(201)] {
        let answer = api.put("POST", &list, &json!({ "name": name })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
    }
    let at = format!("{list}/{acme}");
    let change = json!({ "name": "Acme Ltd", "contact": "ann@acme.example", "note": "Blocked." });
    let changed = api.put("PUT", &at, &change).await.json();
    assert_eq!(changed["contact"], "ann@acme.example");
    let variable = format!("{at}/variables/account");
    let set = api
        .put(
            "PUT",
            &variable,
            &json!({ "value": "hush", "secret": true }),
        )
        .await;
    assert_eq!(set.json()["value"], "");
    let variables = api.get(&format!("{at}/variables")).await.json();
    assert_eq!(variables["items"][0]["name"], "account");
    assert_eq!(api.delete(&variable).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.delete(&variable).await.status, StatusCode::NOT_FOUND);
    assert_eq!(api.delete(&at).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&at).await.status, StatusCode::NOT_FOUND);
    let none: Value = api.get(&list).await.json();
    assert_eq!(none["items"], json!([]));
}

#[tokio::test]
async fn a_bundle_is_looked_at_before_it_is_kept() {
    let vendor = Api::open().await;
    let project = sample(&vendor).await;
    let acme = partner(&vendor, &project, "Acme").await;
    let space = json!({ "vendor": "Harbour", "notes": "# Read me", "requests": [] });
    let at = format!("/v1/projects/{project}/partner-space");
    let set = vendor.put("PUT", &at, &space).await.json();
    assert_eq!(
        (&set["vendor"], &set["number"]),
        (&json!("Harbour"), &json!(0))
    );
    let made = bundle(&vendor, &project, &acme).await;

    let api = Api::open().await;
    let seen = open(&api, "?dryRun=true", made.body.clone()).await.json();
    assert_eq!(seen["kept"], false);
    assert_eq!(seen["signer"], "new");
    assert_eq!(seen["fingerprint"], set["fingerprint"]);
    assert_eq!(seen["contents"]["notes"], "# Read me");
    assert_eq!(api.get("/v1/projects").await.json()["items"], json!([]));
    let wrong = open(&api, "", "not a bundle").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.code(), "unreadable_bundle");
}
