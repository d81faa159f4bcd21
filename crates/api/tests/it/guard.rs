//! The guard over a real socket: a page of another origin, a rebound name and a program without the
//! token stay outside.

use axum::{Router, routing::get};
use fairlead_api::guard::{self, Guard, Token};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header, redirect::Policy};
use serde_json::Value;

/// A guarded server whose router is as small as can be.
struct Served {
    port: u16,
    token: Token,
    client: Client,
}

async fn serve() -> Served {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let token = Token::generate().unwrap();
    let router = Router::new()
        .route("/", get(|| async { "page" }))
        .route("/v1/health", get(|| async { "healthy" }))
        .route(
            "/v1/projects",
            get(|| async { "[]" }).post(|| async { "made" }),
        )
        .route("/v1/panic", get(panics))
        .route("/v1/large", get(|| async { "fairlead ".repeat(10_000) }));
    let guard = Guard {
        port,
        token: token.clone(),
    };
    let router = guard::protect(router, guard);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = Client::builder()
        .redirect(Policy::none())
        .no_gzip()
        .build()
        .unwrap();
    Served {
        port,
        token,
        client,
    }
}

async fn panics() -> &'static str {
    panic!("on purpose")
}

impl Served {
    fn get(&self, path: &str) -> RequestBuilder {
        self.client
            .get(format!("http://127.0.0.1:{}{path}", self.port))
    }

    fn authorised(&self, path: &str) -> RequestBuilder {
        self.get(path).bearer_auth(self.token.reveal())
    }
}

/// The code of a failure in the one shape.
async fn code(response: Response) -> String {
    let id = response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(body["requestId"], id.as_str());
    for key in ["message", "details", "hint", "timestamp"] {
        assert!(body.get(key).is_some(), "{key} in {body}");
    }
    body["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn another_host_is_refused() {
    let served = serve().await;
    for host in [
        "evil.test",
        "127.0.0.1",
        "localhost:1",
        "127.0.0.1.evil.test",
    ] {
        let response = served
            .authorised("/v1/projects")
            .header(header::HOST, host)
            .send()
            .await;
        let response = response.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{host}");
        assert_eq!(code(response).await, "foreign_host", "{host}");
    }
    let named = format!("localhost:{}", served.port);
    let response = served
        .authorised("/v1/projects")
        .header(header::HOST, named)
        .send()
        .await;
    assert_eq!(response.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn another_origin_is_refused_on_every_request() {
    let served = serve().await;
    let own = format!("http://127.0.0.1:{}", served.port);
    for origin in [
        "http://evil.test",
        "null",
        "http://127.0.0.1:1",
        "https://127.0.0.1",
    ] {
        for path in ["/", "/v1/health", "/v1/projects"] {
            let response = served
                .authorised(path)
                .header(header::ORIGIN, origin)
                .send()
                .await;
            let response = response.unwrap();
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin} {path}");
            assert_eq!(code(response).await, "foreign_origin");
        }
    }
    let response = served
        .authorised("/v1/projects")
        .header(header::ORIGIN, &own)
        .send()
        .await;
    assert_eq!(response.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_page_of_another_port_is_refused_though_it_sends_no_origin() {
    let served = serve().await;
    let embedded = served
        .authorised("/v1/projects")
        .header("sec-fetch-site", "same-site")
        .header("sec-fetch-mode", "no-cors");
    assert_eq!(
        embedded.send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    let followed = served
        .authorised("/")
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "navigate");
    assert_eq!(followed.send().await.unwrap().status(), StatusCode::OK);
    let hidden = served
        .authorised("/v1/projects")
        .header(header::ORIGIN, "null")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(hidden.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn without_the_token_only_health_answers() {
    let served = serve().await;
    let health = served.get("/v1/health").send().await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
    for request in [
        served.get("/v1/projects"),
        served.get("/v1/projects").bearer_auth("wrong"),
        served.get("/v1/projects").header(
            header::COOKIE,
            format!("fairlead_session_{}=wrong", served.port),
        ),
        // The cookie of a launch on another port of this host.
        served.get("/v1/projects").header(
            header::COOKIE,
            format!("fairlead_session_1={}", served.token.reveal()),
        ),
        served.get(&format!("/v1/projects?token={}", served.token.reveal())),
        served.get("/"),
        served.get("/?token=wrong"),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
        assert_eq!(code(response).await, "token_required");
    }
    let person = served
        .get("/")
        .header(header::ACCEPT, "text/html")
        .send()
        .await
        .unwrap();
    assert_eq!(person.status(), StatusCode::UNAUTHORIZED);
    assert!(person.text().await.unwrap().contains("fairlead serve"));
}

#[tokio::test]
async fn the_printed_address_sets_the_cookie_and_drops_the_token() {
    let served = serve().await;
    let token = served.token.reveal();
    let opened = served
        .get(&format!("/?tab=1&token={token}&q=a"))
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    assert_eq!(opened.headers()[header::LOCATION], "/?tab=1&q=a");
    assert_eq!(opened.headers()[header::CACHE_CONTROL], "no-store");
    let cookie = opened.headers()[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        cookie,
        format!(
            "fairlead_session_{}={token}; HttpOnly; SameSite=Strict; Path=/",
            served.port
        )
    );
    let pair = cookie.split(';').next().unwrap();
    let inside = served
        .get("/v1/projects")
        .header(header::COOKIE, format!("other=1; {pair}"))
        .send()
        .await
        .unwrap();
    assert_eq!(inside.status(), StatusCode::OK);
    let elsewhere = served
        .get(&format!("//evil.test/?token={token}"))
        .send()
        .await
        .unwrap();
    assert_eq!(elsewhere.headers()[header::LOCATION], "/evil.test/");
}

#[tokio::test]
async fn every_answer_keeps_the_browser_strict() {
    let served = serve().await;
    for request in [
        served.authorised("/"),
        served.get("/"),
        served.authorised("/v1/panic"),
    ] {
        let response = request.send().await.unwrap();
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        for rule in [
            "script-src 'self';",
            "worker-src 'self' blob:;",
            "style-src 'self' 'unsafe-inline';",
            "img-src 'self' data: blob:;",
            "connect-src 'self';",
            "frame-src blob:;",
            "object-src 'none';",
            "base-uri 'none';",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{rule} in {policy}");
        }
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
    }
    let api = served.authorised("/v1/projects").send().await.unwrap();
    assert_eq!(api.headers()[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn a_panic_is_a_failure_like_any_other() {
    let served = serve().await;
    let response = served.authorised("/v1/panic").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(code(response).await, "internal");
}

#[tokio::test]
async fn a_sane_request_id_is_kept_and_another_is_replaced() {
    let served = serve().await;
    let kept = served
        .get("/v1/health")
        .header("x-request-id", "run-7.step_2")
        .send()
        .await;
    assert_eq!(kept.unwrap().headers()["x-request-id"], "run-7.step_2");
    for odd in ["", "a b", "a\tb", "<script>", &"x".repeat(129)] {
        let replaced = served
            .get("/v1/health")
            .header("x-request-id", odd)
            .send()
            .await;
        let replaced = replaced.unwrap().headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned();
        assert_ne!(replaced, odd);
        assert_eq!(replaced.len(), 36, "{replaced}");
    }
}

#[tokio::test]
async fn large_answers_are_compressed_where_wanted() {
    let served = serve().await;
    let plain = served.authorised("/v1/large").send().await.unwrap();
    assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    let packed = served
        .authorised("/v1/large")
        .header(header::ACCEPT_ENCODING, "gzip")
        .send();
    let packed = packed.await.unwrap();
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    assert!(packed.bytes().await.unwrap().len() < 10_000);
}
