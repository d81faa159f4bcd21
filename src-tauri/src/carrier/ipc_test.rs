//! The carrier as the page sees it: commands, permissions and bytes, without a window.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderMap, StatusCode, Uri},
    routing::{get, post},
};
use bytes::Bytes;
use serde_json::{Value, json};
use tauri::{
    WebviewWindow, WebviewWindowBuilder,
    http::{HeaderMap as CallHeaders, HeaderValue},
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

/// A page of this label, on a carrier of this router, with the program's real capabilities.
fn page(label: &str, router: Router) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    page_with(label, router, None)
}

/// The same with a folder for what is saved.
pub fn page_with(
    label: &str,
    router: Router,
    downloads: Option<std::path::PathBuf>,
) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let app = mock_builder()
        .plugin(super::init(router, None, downloads))
        .build(crate::context())
        .expect("the program is built");
    let page = WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default())
        .build()
        .expect("a page");
    (app, page)
}

pub fn call(
    page: &WebviewWindow<MockRuntime>,
    command: &str,
    headers: &[(&'static str, &str)],
    body: InvokeBody,
) -> Result<InvokeResponseBody, Value> {
    let mut call_headers = CallHeaders::new();
    for (name, value) in headers {
        call_headers.insert(*name, HeaderValue::from_str(value).expect("a header value"));
    }
    get_ipc_response(
        page,
        InvokeRequest {
            cmd: format!("plugin:carrier|{command}"),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().expect("a URL"),
            body,
            headers: call_headers,
            invoke_key: INVOKE_KEY.to_owned(),
        },
    )
}

fn decode(answer: InvokeResponseBody) -> (Value, Vec<u8>) {
    let InvokeResponseBody::Raw(bytes) = answer else {
        panic!("the answer is no bytes");
    };
    let length: [u8; 4] = bytes[..4].try_into().expect("four bytes");
    let end = 4 + u32::from_be_bytes(length) as usize;
    let head = serde_json::from_slice(&bytes[4..end]).expect("a head in JSON");
    (head, bytes[end..].to_vec())
}

fn echo() -> Router {
    let echo = |uri: Uri, headers: HeaderMap, body: Bytes| async move {
        let mut answer = HeaderMap::new();
        answer.insert("x-path", uri.to_string().parse().expect("a value"));
        answer.insert("x-kind", headers["content-type"].clone());
        (StatusCode::CREATED, answer, body)
    };
    Router::new()
        .route("/v1/echo", post(echo))
        .layer(DefaultBodyLimit::disable())
        .route("/v1/empty", get(|| async { StatusCode::NO_CONTENT }))
        .route(
            "/v1/events",
            get(|| async { ([("content-type", "text/event-stream")], "data: {}\n\n") }),
        )
}

#[test]
fn a_request_goes_through_the_router_byte_by_byte() {
    let (_app, page) = page("main", echo());
    let body: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    let headers = [
        ("x-method", "POST"),
        ("x-path", "/v1/echo?q=a%20b"),
        (
            "x-headers",
            r#"[["content-type","application/octet-stream"]]"#,
        ),
    ];
    let answer = call(&page, "request", &headers, InvokeBody::Raw(body.clone()));
    let (head, echoed) = decode(answer.expect("an answer"));
    assert_eq!(head["status"], 201);
    let headers = head["headers"].as_array().expect("headers");
    assert!(headers.contains(&json!(["x-path", "/v1/echo?q=a%20b"])));
    assert!(headers.contains(&json!(["x-kind", "application/octet-stream"])));
    assert!(echoed == body, "the body has changed on its way");
}

#[test]
fn a_request_without_a_body_needs_none() {
    let (_app, page) = page("main", echo());
    let headers = [
        ("x-method", "GET"),
        ("x-path", "/v1/empty"),
        ("x-headers", "[]"),
    ];
    let answer = call(&page, "request", &headers, InvokeBody::default());
    let (head, body) = decode(answer.expect("an answer"));
    assert_eq!(head["status"], 204);
    assert!(body.is_empty());
}

#[test]
fn what_is_no_request_is_refused_with_a_reason() {
    let (_app, page) = page("main", echo());
    let refused = |method: &str, path: &str, headers: &str| {
        let headers = [
            ("x-method", method),
            ("x-path", path),
            ("x-headers", headers),
        ];
        call(&page, "request", &headers, InvokeBody::default())
            .expect_err("this is no request")["message"]
            .to_string()
    };
    assert!(refused("GE T", "/v1/empty", "[]").contains("x-method"));
    assert!(refused("GET", "/v1/em pty", "[]").contains("no HTTP request"));
    assert!(refused("GET", "/v1/empty", "{}").contains("x-headers"));
    assert!(refused("GET", "/v1/empty", r#"[["a b","c"]]"#).contains("no HTTP request"));
    assert!(refused("GET", "/v1/events", "[]").contains("subscribe"));
}

#[test]
fn another_window_may_not_use_the_carrier() {
    let (_app, page) = page("other", echo());
    let headers = [
        ("x-method", "GET"),
        ("x-path", "/v1/empty"),
        ("x-headers", "[]"),
    ];
    let refused = call(&page, "request", &headers, InvokeBody::default());
    assert!(refused.is_err());
}

#[test]
fn links_that_came_early_are_handed_over_once() {
    let (app, page) = page("main", echo());
    let link = "fairlead://import?url=https%3A%2F%2Fexample.com%2Fapi.yaml";
    super::deliver_link(app.handle(), link.to_owned());
    let taken = |page| {
        let answer = call(page, "take_links", &[], InvokeBody::default());
        answer
            .expect("an answer")
            .deserialize::<Vec<String>>()
            .expect("a list")
    };
    assert_eq!(taken(&page), [link]);
    assert_eq!(taken(&page), [""; 0]);
}
