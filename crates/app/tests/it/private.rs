//! Addresses of this machine and of private networks are refused unless a person allows them.

use fairlead_app::{ErrorKind, Source};

use crate::{
    server::{ok, redirect, serve},
    support::{API, import, opened, refused},
};

fn url(url: &str, allow_private: bool) -> Source {
    Source::Url {
        url: url.to_owned(),
        allow_private,
    }
}

#[tokio::test]
async fn every_spelling_of_a_private_address_is_refused_unasked() {
    let it = opened().await;
    let server = serve(|_| ok("text/yaml", API)).await;
    let port = server.port;
    let mut hosts: Vec<String> = [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[fd00::1]",
        "[fe80::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "api.localhost",
    ]
    .map(str::to_owned)
    .into();
    hosts.extend(names_of_this_machine());
    for host in hosts {
        let error = refused(
            &it.app,
            url(&format!("http://{host}:{port}/api.yaml"), false),
        )
        .await;
        assert_eq!(error.kind, ErrorKind::Forbidden, "{host}: {error}");
        assert!(error.message.contains("private network"), "{error}");
        let hint = error.hint.unwrap();
        assert!(hint.contains("Allow private addresses"), "{hint}");
    }
    assert_eq!(server.requests(), Vec::<String>::new());
    it.app.shutdown().await;
}

/// Names that the system gives to loopback and private addresses, apart from `localhost`.
fn names_of_this_machine() -> Vec<String> {
    let hosts = std::fs::read_to_string("/etc/hosts").unwrap_or_default();
    let lines = hosts
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    lines
        .filter(|line| {
            line.starts_with("127.") || line.starts_with("::1") || line.starts_with("10.")
        })
        .flat_map(|line| line.split_whitespace().skip(1))
        .filter(|name| *name != "localhost")
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn with_consent_the_same_address_is_read() {
    let it = opened().await;
    let server = serve(|_| ok("text/yaml", API)).await;
    for host in ["127.0.0.1", "localhost"] {
        let source = url(&format!("http://{host}:{}/api.yaml", server.port), true);
        let import = import(&it.app, source).await.unwrap();
        assert_eq!(import.spec.operation_count, 2);
        assert_eq!(import.spec.source.kind, "url");
    }
    assert_eq!(server.requests().len(), 2);
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_description_given_from_elsewhere_reaches_no_network() {
    let it = opened().await;
    let server = serve(|_| ok("text/yaml", "type: string")).await;
    let text = API.replace(
        "schema: { type: array, items: { type: string } }",
        &format!("schema: {{ $ref: \"{}/ship.yaml\" }}", server.url()),
    );
    let import = import(&it.app, crate::support::upload(&text))
        .await
        .unwrap();
    let problems = it
        .app
        .spec_problems(import.project.id, import.spec.id)
        .await
        .unwrap();
    let problem = problems.iter().find(|p| p.code == "ref-forbidden");
    let problem = problem.expect("the reference is refused");
    assert!(problem.message.contains("network"), "{problem}");
    assert!(problem.line.is_some(), "{problem}");
    assert_eq!(server.requests(), Vec::<String>::new());
    it.app.shutdown().await;
}

/// Says to the child where the proxy of the test below is.
const PORT: &str = "FAIRLEAD_TEST_PRIVATE_PORT";

/// A public address answers with a redirect; a proxy stands in for it, and proxies are named by
/// the environment, so that another process has to look.
#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    let secret = serve(|_| ok("text/yaml", API)).await;
    let port = secret.port;
    let proxy = serve(move |request| {
        let target = request.split(' ').nth(1).unwrap_or_default();
        match target.rsplit('/').next().unwrap_or_default() {
            "plain" => ok("text/yaml", API),
            "loopback" => redirect(&format!("http://127.0.0.1:{port}/api.yaml")),
            "name" => redirect(&format!("http://localhost:{port}/api.yaml")),
            "metadata" => redirect("http://169.254.169.254/latest/meta-data"),
            "file" => redirect("file:///etc/passwd"),
            "twice" => redirect("http://93.184.216.34/loopback"),
            "circle" => redirect("http://93.184.216.34/circle"),
            other => panic!("{other}"),
        }
    })
    .await;
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["private::asks_a_public_address", "--exact", "--nocapture"])
        .env("http_proxy", proxy.url())
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .env(PORT, "set")
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let said: Vec<&str> = said.lines().filter(|l| l.starts_with("said ")).collect();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(said.len(), 7, "{said:?}");
    assert_eq!(said[0], "said plain: 2 operations");
    for line in &said[1..=4] {
        assert!(
            line.contains("Forbidden") && line.contains("private network"),
            "{line}"
        );
    }
    assert!(said[5].contains("Unavailable"), "{}", said[5]);
    assert!(said[6].contains("more than 5 redirects"), "{}", said[6]);
    assert_eq!(secret.requests(), Vec::<String>::new());
}

/// Not a test by itself: what the test above runs.
#[tokio::test]
async fn asks_a_public_address() {
    if std::env::var_os(PORT).is_none() {
        return;
    }
    let it = opened().await;
    for path in [
        "plain", "loopback", "name", "metadata", "twice", "file", "circle",
    ] {
        let source = url(&format!("http://93.184.216.34/{path}"), false);
        match import(&it.app, source).await {
            Ok(import) => println!("\nsaid {path}: {} operations", import.spec.operation_count),
            Err(error) => println!("\nsaid {path}: {:?} {error}", error.kind),
        }
    }
    it.app.shutdown().await;
}
