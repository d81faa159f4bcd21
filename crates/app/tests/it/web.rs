//! Descriptions from the web.

use fairlead_app::{ErrorKind, Source};

use crate::{
    server::{free_port, ok, redirect, serve, serve_with},
    support::{API, import, opened, refused},
};

fn url(url: String) -> Source {
    Source::Url {
        url,
        allow_private: true,
    }
}

#[tokio::test]
async fn what_it_refers_to_comes_along_and_files_of_this_machine_do_not() {
    let it = opened().await;
    let server = serve(|request| {
        if request.starts_with("GET /ship.yaml") {
            return ok("text/yaml", "type: string");
        }
        let text = API
            .replace("items: { type: string }", "items: { $ref: ship.yaml }")
            .replace("maxLength: 5 }", "$ref: \"file:///etc/passwd\" }");
        ok("text/yaml", text)
    })
    .await;
    let import = import(&it.app, url(format!("{}/api.yaml", server.url())))
        .await
        .unwrap();
    let (project, spec) = (import.project.id, import.spec.id);
    let files = it.app.spec_files(project, spec).await.unwrap();
    assert_eq!(files.len(), 2, "{files:?}");
    let problems = it.app.spec_problems(project, spec).await.unwrap();
    let problem = problems.iter().find(|p| p.code == "ref-forbidden");
    let problem = problem.expect("the file is refused").to_string();
    assert!(problem.contains("file:///etc/passwd"), "{problem}");
    it.app.shutdown().await;
}

#[tokio::test]
async fn what_cannot_be_had_is_told_with_its_reason() {
    let it = opened().await;
    let missing = serve(|_| b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    let failing = serve(|_| b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    let broken = serve(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nopenapi".to_vec()).await;
    let circle = serve(|_| redirect("/again")).await;
    let nobody = format!("http://127.0.0.1:{}", free_port().await);
    for (address, why) in [
        (missing.url(), "/"),
        (failing.url(), "503"),
        (broken.url(), "/"),
        (circle.url(), "more than 5 redirects"),
        (nobody, "refused"),
        ("http://nothing.invalid/".into(), "nothing.invalid"),
    ] {
        let error = refused(&it.app, url(address.clone())).await;
        assert_eq!(error.kind, ErrorKind::Unavailable, "{error}");
        assert!(error.message.contains(why), "{address}: {error}");
        assert!(error.message.contains(&address), "{address}: {error}");
    }
    for address in [
        "ftp://example.com/api.yaml",
        "api.yaml",
        "file:///etc/passwd",
        "http://",
    ] {
        let error = refused(&it.app, url(address.into())).await;
        assert_eq!(error.code, "invalid_url", "{address}");
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn what_is_too_large_is_not_read_to_its_end() {
    use tokio::io::AsyncWriteExt;
    let it = opened().await;
    // One says so beforehand, and never sends it.
    let honest = serve_with(|mut stream, _| async move {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nopenapi";
        stream.write_all(head).await.unwrap();
        tokio::time::sleep(crate::support::DEADLINE).await;
    })
    .await;
    // The other never ends.
    let endless = serve_with(|mut stream, _| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        let part = vec![b'#'; 1 << 20];
        while stream.write_all(&part).await.is_ok() {}
    })
    .await;
    for server in [honest, endless] {
        let error = refused(&it.app, url(server.url())).await;
        assert_eq!(error.kind, ErrorKind::TooLarge, "{error}");
        assert!(error.message.contains("64 MiB"), "{error}");
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_login_in_the_url_is_used_and_not_kept() {
    let it = opened().await;
    let server = serve(|request| {
        if request.contains("authorization: Basic c2tpcHBlcjptYXN0JmhlYWQ=") {
            ok("text/yaml", API)
        } else {
            b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n".to_vec()
        }
    })
    .await;
    let address = format!(
        "http://skipper:mast%26head@127.0.0.1:{}/a.yaml",
        server.port
    );
    let import = import(&it.app, url(address)).await.unwrap();
    let files = it
        .app
        .spec_files(import.project.id, import.spec.id)
        .await
        .unwrap();
    let said = format!("{:?} {files:?}", import.spec);
    assert!(
        !said.contains("mast") && !said.contains("skipper"),
        "{said}"
    );
    it.app.shutdown().await;
    crate::canary::absent(it.folder.path(), "mast&head");
}
