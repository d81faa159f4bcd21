//! Testing a connection: real sockets and certificates, each broken in its own way.

use std::sync::Arc;

use fairlead_app::{
    App, ConnectionStepName as Step, ConnectionTest, ConnectionVerdict as Verdict,
    NewEnvironmentSecret,
};
use fairlead_core::Id;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{PrivateKeyDer, pem::PemObject},
        server::WebPkiClientVerifier,
    },
};

use crate::{
    server::{free_port, ok, serve},
    support::{API, import, opened, upload},
};

async fn test(app: &App, project: Id, setup: Value) -> ConnectionTest {
    let mut new = json!({ "name": Id::new().to_string(), "type": "SANDBOX" });
    for (name, value) in setup.as_object().unwrap() {
        new[name] = value.clone();
    }
    let new = serde_json::from_value(new).unwrap();
    let made = app.create_environment(project, new).await.unwrap();
    app.test_environment(project, made.id).await.unwrap()
}

/// The verdicts in order, as letters: passed, warning, failed, skipped.
fn verdicts(test: &ConnectionTest) -> String {
    let names: Vec<Step> = test.steps.iter().map(|s| s.name).collect();
    assert_eq!(
        names,
        [Step::Dns, Step::Tcp, Step::Tls, Step::Http, Step::Auth]
    );
    for step in &test.steps {
        let bad = matches!(step.verdict, Verdict::Failed | Verdict::Warning);
        assert_eq!(step.hint.is_some(), bad, "what to do: {step:?}");
    }
    let letter = |verdict| match verdict {
        Verdict::Passed => 'p',
        Verdict::Warning => 'w',
        Verdict::Failed => 'f',
        Verdict::Skipped => 's',
    };
    test.steps.iter().map(|s| letter(s.verdict)).collect()
}

pub fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, "Pier Authority");
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

pub fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params
        .distinguished_name
        .push(DnType::CommonName, "Pier One");
    params
}

/// An HTTPS server with a certificate of an authority; its port.
async fn secure(issuer: &CertifiedIssuer<'static, KeyPair>, params: CertificateParams) -> u16 {
    secure_for(issuer, params, None).await
}

/// The same for clients with a certificate of an authority only.
/// What agrees on encryption with a certificate of an authority, for clients that show one of
/// theirs where that is named.
pub fn acceptor(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    params: CertificateParams,
    clients: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = match clients {
        None => WebPkiClientVerifier::no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(clients.der().clone()).unwrap();
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .unwrap()
        }
    };
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

pub async fn secure_for(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    params: CertificateParams,
    clients: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> u16 {
    listen(acceptor(issuer, params, clients)).await
}

/// An HTTPS server that shows the very certificate of an issuer.
async fn showing(own: &CertifiedIssuer<'static, KeyPair>) -> u16 {
    let key = own.key().serialize_pem();
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], key)
        .unwrap();
    listen(TlsAcceptor::from(Arc::new(config))).await
}

async fn listen(acceptor: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // Who does not trust it hangs up.
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut asked = [0; 4_096];
                if stream.read(&mut asked).await.is_ok_and(|n| n > 0) {
                    let _ = stream.write_all(&ok("application/json", "[]")).await;
                    let _ = stream.shutdown().await;
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn a_certificate_is_told_about_whether_or_not_it_is_trusted() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let issuer = authority();
    let port = secure(&issuer, params("localhost")).await;
    let url = format!("https://localhost:{port}");
    let trusted = json!({ "baseUrl": url, "caCertificate": issuer.pem() });
    let found = test(&it.app, project, trusted).await;
    assert_eq!(verdicts(&found), "pppps", "{found:#?}");
    assert!(found.ok);
    let shown = found.steps[2].certificate.as_ref().unwrap();
    assert_eq!(shown.subject, "CN=Pier One");
    assert_eq!(shown.issuer, "CN=Pier Authority");
    assert_eq!(shown.names, ["localhost"]);
    assert_eq!(shown.protocol.as_deref(), Some("TLSv1.3"));

    let found = test(&it.app, project, json!({ "baseUrl": url })).await;
    assert_eq!(verdicts(&found), "ppfss");
    assert!(found.steps[2].message.contains("not known"), "{found:#?}");
    assert!(
        found.steps[2].certificate.is_some(),
        "it is shown all the same"
    );

    for (params, said) in [
        (params("elsewhere.example"), "not for `localhost`"),
        (until("localhost", 2001), "out of date"),
    ] {
        let port = secure(&issuer, params).await;
        let url = format!("https://localhost:{port}");
        let setup = json!({ "baseUrl": url, "caCertificate": issuer.pem() });
        let found = test(&it.app, project, setup).await;
        assert_eq!(verdicts(&found), "ppfss");
        assert!(found.steps[2].message.contains(said), "{found:#?}");
    }
    it.app.shutdown().await;
}

fn until(name: &str, year: i32) -> CertificateParams {
    let mut params = params(name);
    params.not_before = rcgen::date_time_ymd(2000, 1, 1);
    params.not_after = rcgen::date_time_ymd(year, 1, 1);
    params
}

#[tokio::test]
async fn each_step_that_fails_says_so_and_ends_the_test() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let closed = free_port().await;
    let http = serve(|_| ok("application/json", "[]")).await;
    let ill = serve(|_| b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    let locked = serve(|_| b"HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    let mute = serve(|_| b"ahoy\r\n".to_vec()).await;
    for (url, expected) in [
        ("http://nowhere.invalid".to_owned(), "fssss"),
        (format!("http://127.0.0.1:{closed}"), "pfsss"),
        (format!("https://127.0.0.1:{}", http.port), "ppfss"),
        (mute.url(), "ppsfs"),
        (ill.url(), "ppsws"),
        (locked.url(), "ppspw"),
        (http.url(), "ppsps"),
        (format!("{}/{{{{tenant}}}}", http.url()), "fssss"),
    ] {
        let found = test(&it.app, project, json!({ "baseUrl": url })).await;
        assert_eq!(verdicts(&found), expected, "{url}: {found:#?}");
        assert_eq!(found.ok, !expected.contains('f'));
    }
    it.app.shutdown().await;
}

/// A certificate that vouches for itself and calls itself one of an authority, as
/// `openssl req -x509` makes them.
#[tokio::test]
async fn a_self_signed_certificate_is_named_and_trusted_once_it_is_given() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let self_signed = |name: &str| {
        let mut params = params(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
    };
    for (name, given, expected) in [
        ("localhost", false, "ppfss"),
        ("localhost", true, "pppps"),
        ("elsewhere.example", true, "ppfss"),
    ] {
        let own = self_signed(name);
        let url = format!("https://localhost:{}", showing(&own).await);
        let mut setup = json!({ "baseUrl": url });
        if given {
            setup["caCertificate"] = own.pem().into();
        }
        let found = test(&it.app, project, setup).await;
        assert_eq!(verdicts(&found), expected, "{name}, {given}: {found:#?}");
        if !given {
            let step = &found.steps[2];
            assert!(step.message.contains("self-signed"), "{step:?}");
            assert!(step.hint.as_ref().unwrap().contains("CA certificate"));
        }
    }
    // Another one of the same kind is none that was given.
    let (own, other) = (self_signed("localhost"), self_signed("localhost"));
    let url = format!("https://localhost:{}", showing(&own).await);
    let setup = json!({ "baseUrl": url, "caCertificate": other.pem() });
    let found = test(&it.app, project, setup).await;
    assert_eq!(verdicts(&found), "ppfss", "{found:#?}");
    it.app.shutdown().await;
}

#[tokio::test]
async fn what_speaks_no_tls_and_what_is_slow_are_told_apart() {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    // A server without TLS takes the greeting for a request that makes no sense.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4_096]).await;
            let _ = stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
                .await;
        }
    });
    let found = test(&it.app, project, json!({ "baseUrl": url })).await;
    assert_eq!(verdicts(&found), "ppfss");
    assert!(
        found.steps[2].message.contains("not with TLS"),
        "{found:#?}"
    );

    // It takes connections and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let setup = json!({ "baseUrl": url, "timeoutMs": 300 });
    let found = test(&it.app, project, setup).await;
    assert_eq!(verdicts(&found), "ppsfs");
    let step = &found.steps[3];
    assert!(step.duration_ms.unwrap() < 5_000.0, "{step:?}");
    assert!(step.hint.as_ref().unwrap().contains("does not answer"));
    it.app.shutdown().await;
}

#[tokio::test]
async fn credentials_are_tried_and_never_shown() {
    const TOKEN: &str = "tok-that-nobody-may-see-5";
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let server = serve(|request| {
        if request.contains("/ships") && !request.contains(TOKEN) {
            b"HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n".to_vec()
        } else {
            ok("application/json", "[]")
        }
    })
    .await;
    let auth = json!({ "kind": "bearer" });
    let new = json!({ "name": "a", "type": "SANDBOX", "baseUrl": server.url(), "auth": auth });
    let new = serde_json::from_value(new).unwrap();
    let made = it.app.create_environment(project, new).await.unwrap();
    let found = it.app.test_environment(project, made.id).await.unwrap();
    assert_eq!(verdicts(&found), "ppspf");
    assert!(found.steps[4].message.contains("not set"), "{found:#?}");
    for (value, expected) in [("wrong", "ppspf"), (TOKEN, "ppspp")] {
        let value = value.to_owned().into();
        it.app
            .set_environment_secret(project, made.id, "token", NewEnvironmentSecret { value })
            .await
            .unwrap();
        let found = it.app.test_environment(project, made.id).await.unwrap();
        assert_eq!(verdicts(&found), expected, "{found:#?}");
        assert!(!serde_json::to_string(&found).unwrap().contains(TOKEN));
    }
    it.app.shutdown().await;
}
