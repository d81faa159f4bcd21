//! Every kind of failure, in the one shape.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use serde_json::json;

use crate::support::{Api, request};

const NOBODY: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

#[tokio::test]
async fn an_unknown_route_is_404_and_another_method_405_with_allow() {
    let api = Api::open().await;
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/projects/",
        "/v2/projects",
    ] {
        let answer = api.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.code(), "unknown_route");
    }
    for (method, path, allow) in [
        ("PUT", "/v1/projects", "GET,HEAD,POST"),
        ("POST", "/v1/health", "GET,HEAD"),
        ("TRACE", "/v1/imports", "POST"),
    ] {
        let answer = api
            .send(request(method, path).body(Body::empty()).unwrap())
            .await;
        assert_eq!(
            answer.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{method} {path}"
        );
        assert_eq!(answer.headers[header::ALLOW], allow);
        assert_eq!(answer.code(), "method_not_allowed");
    }
}

#[tokio::test]
async fn an_id_that_is_none_is_400() {
    let api = Api::open().await;
    for path in [
        "/v1/projects/nope".to_owned(),
        format!("/v1/projects/{NOBODY}/mocks/nope"),
        format!("/v1/projects/{NOBODY}/traces/1"),
        format!("/v1/projects/{NOBODY}/operations?specId=nope"),
    ] {
        let answer = api.get(&path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(
            ["invalid_path", "invalid_query"].contains(&answer.code().as_str()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_query_that_is_malformed_or_unknown_is_400() {
    let api = Api::open().await;
    for query in [
        "limit=0",
        "limit=501",
        "limit=many",
        "limit=1&limit=2",
        "status=999",
        "status=4x",
        "status=40x",
        "method=G%20T",
        "order=up",
        "from=yesterday",
        "errors=perhaps",
        "source=nowhere",
        "colour=blue",
    ] {
        let answer = api
            .get(&format!("/v1/projects/{NOBODY}/traces?{query}"))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.code(), "invalid_query", "{query}");
        assert_eq!(answer.json()["details"][0]["in"], "query");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_400_with_its_place() {
    let api = Api::open().await;
    for (body, line, column) in [
        ("", 1, 1),
        ("{\n  \"name\": nope\n}", 2, 12),
        ("{\"name\": \"a\"} trailing", 1, 15),
    ] {
        let answer = api.text("POST", "/v1/projects", body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.code(), "malformed_json");
        let detail = &answer.json()["details"][0];
        assert_eq!(detail["line"], line, "{body}");
        assert_eq!(detail["column"], column, "{body}");
    }
    let deep = "[".repeat(100_000);
    let answer = api.text("POST", "/v1/projects", &deep).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_body_of_another_shape_is_422_with_a_pointer() {
    let api = Api::open().await;
    let long = "x".repeat(201);
    for (method, path, body, pointer) in [
        ("POST", "/v1/projects", json!({}), ""),
        ("POST", "/v1/projects", json!([]), ""),
        ("POST", "/v1/projects", json!(["name", "description"]), ""),
        ("POST", "/v1/projects", json!(null), ""),
        ("POST", "/v1/projects", json!({ "name": 1 }), "/name"),
        ("POST", "/v1/projects", json!({ "name": "" }), "/name"),
        ("POST", "/v1/projects", json!({ "name": long }), "/name"),
        (
            "POST",
            "/v1/projects",
            json!({ "name": "a", "colour": 1 }),
            "/colour",
        ),
        (
            "POST",
            "/v1/imports",
            json!({ "source": { "kind": "fax" } }),
            "/source/kind",
        ),
        (
            "POST",
            "/v1/imports",
            json!({ "source": { "kind": "upload", "files": [] } }),
            "/source/files",
        ),
        (
            "POST",
            "/v1/projects/0190163d-8694-739b-aea5-966c26f8ad91/mocks",
            json!({ "seed": 9_007_199_254_740_992_u64 }),
            "/seed",
        ),
        (
            "PATCH",
            "/v1/projects/0190163d-8694-739b-aea5-966c26f8ad91/mocks/0190163d-8694-739b-aea5-966c26f8ad91",
            json!({ "seed": 1.5 }),
            "/seed",
        ),
        (
            "POST",
            "/v1/projects/0190163d-8694-739b-aea5-966c26f8ad91/playground/send",
            json!({ "operationId": "op_1", "timeoutMs": 0 }),
            "/timeoutMs",
        ),
    ] {
        let answer = api.put(method, path, &body).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path} {body}"
        );
        assert_eq!(answer.code(), "invalid_body");
        let detail = &answer.json()["details"][0];
        assert_eq!(detail["in"], "body");
        assert_eq!(detail["pointer"], pointer, "{path} {body}");
    }
}

#[tokio::test]
async fn unknown_fields_within_a_source_a_target_or_a_credential_are_refused() {
    let api = Api::open().await;
    let project = "/v1/projects/0190163d-8694-739b-aea5-966c26f8ad91";
    for (method, path, body) in [
        (
            "POST",
            "/v1/imports".to_owned(),
            json!({ "source": { "kind": "path", "path": "/a", "mode": 1 } }),
        ),
        (
            "POST",
            "/v1/imports".to_owned(),
            json!({ "source": { "kind": "sample", "mode": 1 } }),
        ),
        (
            "POST",
            format!("{project}/playground/validate"),
            json!({ "operationId": "a", "target": { "kind": "mock", "url": "b" } }),
        ),
        (
            "POST",
            format!("{project}/playground/send"),
            json!({ "operationId": "a", "attempts": 1 }),
        ),
        (
            "PUT",
            format!("{project}/credentials/key"),
            json!({ "value": "a", "username": "b" }),
        ),
    ] {
        let answer = api.put(method, &path, &body).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path} {body}"
        );
    }
}

#[tokio::test]
async fn a_description_that_cannot_be_fetched_is_424() {
    let api = Api::open().await;
    // Reserved for names that never exist (RFC 6761 §6.4).
    let source = json!({ "kind": "url", "url": "http://nowhere.invalid/openapi.json" });
    let answer = api
        .put("POST", "/v1/imports", &json!({ "source": source }))
        .await;
    assert_eq!(answer.status, StatusCode::FAILED_DEPENDENCY);
    assert_eq!(answer.code(), "unreachable_description");
}

#[tokio::test]
async fn another_content_type_is_415() {
    let api = Api::open().await;
    for kind in [
        None,
        Some("text/plain"),
        Some("application/xml"),
        Some("multipart/form-data"),
    ] {
        let mut builder = request("POST", "/v1/projects");
        if let Some(kind) = kind {
            builder = builder.header(header::CONTENT_TYPE, kind);
        }
        let answer = api
            .send(builder.body(Body::from("{\"name\":\"a\"}")).unwrap())
            .await;
        assert_eq!(
            answer.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{kind:?}"
        );
        assert_eq!(answer.code(), "unsupported_media_type");
    }
}

#[tokio::test]
async fn a_body_too_large_is_413() {
    let api = Api::open().await;
    let body = json!({ "name": "a", "description": "x".repeat(2 << 20) });
    let answer = api.put("POST", "/v1/projects", &body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.code(), "body_too_large");
}

#[tokio::test]
async fn a_last_event_id_that_is_none_is_400() {
    let api = Api::open().await;
    let request = request("GET", "/v1/events").header("last-event-id", "x");
    let answer = api.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.code(), "invalid_header");
}
