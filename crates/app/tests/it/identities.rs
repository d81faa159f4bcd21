//! Client certificates out of files of PKCS#12 that `openssl` has made.

use std::{fs, path::Path, process::Command};

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_app::{App, AppError, ClientIdentity, Environment, NewEnvironment, Target};
use fairlead_core::Id;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::json;

use crate::{
    canary,
    connections::{authority, params, secure_for},
    log,
    support::{API, draft, import, opened, upload},
};

const PASSWORD: &str = "p12-c4n4ry ~+/=ü9xQ";

/// Runs `openssl` in a folder.
fn openssl(folder: &Path, words: &[&str]) {
    let out = Command::new("openssl")
        .args(words)
        .current_dir(folder)
        .output()
        .expect("openssl is installed");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
}

/// Makes a file of `key.pem`, `leaf.pem` and `chain.pem`, and reads it.
fn export(folder: &Path, password: &str, more: &[&str]) -> Vec<u8> {
    let pass = format!("pass:{password}");
    let mut words = vec!["pkcs12", "-export", "-out", "made.p12", "-passout", &pass];
    words.extend(more);
    openssl(folder, &words);
    fs::read(folder.join("made.p12")).unwrap()
}

async fn take(
    app: &App,
    project: Id,
    id: Id,
    file: &[u8],
    password: &str,
) -> Result<Environment, AppError> {
    let from = ClientIdentity {
        pkcs12: BASE64_STANDARD.encode(file).into(),
        password: Some(password.to_owned().into()),
    };
    app.set_client_identity(project, id, from).await
}

fn between(root: &CertifiedIssuer<'static, KeyPair>) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, "Pier Office");
    CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), root).unwrap()
}

#[tokio::test]
async fn files_of_old_and_new_encryption_open_a_server_that_asks_for_a_certificate() {
    log::listen();
    let it = opened().await;
    let app = &it.app;
    let project = import(app, upload(API)).await.unwrap().project.id;
    let (issuer, clients) = (authority(), authority());
    let port = secure_for(&issuer, params("localhost"), Some(&clients)).await;
    let office = between(&clients);
    let files = tempfile::tempdir().unwrap();
    let folder = files.path();
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();

    // One key of elliptic curves from a root's office, and one of RSA.
    let key = KeyPair::generate().unwrap();
    let leaf = params("crane").signed_by(&key, &office).unwrap();
    write("key.pem", key.serialize_pem());
    write("leaf.pem", leaf.pem());
    write("chain.pem", format!("{}{}", office.pem(), clients.pem()));
    openssl(folder, &["genrsa", "-out", "rsa.pem", "2048"]);
    let rsa = fs::read_to_string(folder.join("rsa.pem")).unwrap();
    let rsa_key = KeyPair::from_pem(&rsa).unwrap();
    let rsa_leaf = params("crane").signed_by(&rsa_key, &office).unwrap();
    write("rsa-leaf.pem", rsa_leaf.pem());

    let of_curve = [
        "-inkey",
        "key.pem",
        "-in",
        "leaf.pem",
        "-certfile",
        "chain.pem",
    ];
    let of_rsa = [
        "-inkey",
        "rsa.pem",
        "-in",
        "rsa-leaf.pem",
        "-certfile",
        "chain.pem",
    ];
    let triple_des = [
        "-certpbe",
        "PBE-SHA1-3DES",
        "-keypbe",
        "PBE-SHA1-3DES",
        "-macalg",
        "sha1",
    ];
    for (what, words) in [
        ("PBES2 with AES", of_curve.to_vec()),
        ("PBES2 with AES, RSA", of_rsa.to_vec()),
        ("3DES", [&of_curve[..], &triple_des].concat()),
        ("3DES, RSA", [&of_rsa[..], &triple_des].concat()),
        (
            "certificates in the open",
            [&of_curve[..], &["-certpbe", "NONE"]].concat(),
        ),
    ] {
        let file = export(folder, PASSWORD, &words);
        let new: NewEnvironment = serde_json::from_value(json!({
            "name": what, "type": "SANDBOX", "baseUrl": format!("https://localhost:{port}"),
            "caCertificate": issuer.pem(),
        }))
        .unwrap();
        let id = app.create_environment(project, new).await.unwrap().id;
        let wrong = take(app, project, id, &file, "another").await.unwrap_err();
        assert_eq!(wrong.code, "wrong_password", "{what}: {wrong}");
        let missing = take(app, project, id, &file, "").await.unwrap_err();
        assert_eq!(missing.code, "password_needed", "{what}: {missing}");
        let before = app.environment(project, id).await.unwrap();
        assert_eq!(
            before.client_certificate, None,
            "{what}: nothing is half kept"
        );

        let kept = take(app, project, id, &file, PASSWORD).await;
        let kept = kept.unwrap_or_else(|why| panic!("{what}: {why} {:?}", why.cause));
        let chain = kept.client_certificate.unwrap();
        assert_eq!(
            chain.matches("BEGIN CERTIFICATE").count(),
            2,
            "{what}: the root is left out"
        );
        assert!(!chain.contains("PRIVATE KEY"), "{what}");
        let set = kept.secrets.iter().find(|s| s.name == "clientKey").unwrap();
        assert!(set.set, "{what}");
        let mut send = draft(app, project, "/ships", "GET", "http://unused.invalid").await;
        send.draft.target = Target::Environment { id };
        let detail = app.send_draft(project, send).await.unwrap();
        assert_eq!(detail.trace.status, Some(200), "{what}: {detail:?}");
    }

    // Neither the key, nor the password, nor the file as it came.
    let line = key.serialize_pem();
    let line = line.lines().nth(1).unwrap().to_owned();
    app.shutdown().await;
    for secret in [PASSWORD, &line] {
        canary::absent(it.folder.path(), secret);
        canary::find("the log", log::text().as_bytes(), secret);
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_said_and_changes_nothing() {
    let it = opened().await;
    let app = &it.app;
    let project = import(app, upload(API)).await.unwrap().project.id;
    let new = json!({ "name": "Quay", "type": "SANDBOX", "baseUrl": "https://quay.example" });
    let new = serde_json::from_value(new).unwrap();
    let id = app.create_environment(project, new).await.unwrap().id;
    let clients = authority();
    let files = tempfile::tempdir().unwrap();
    let folder = files.path();
    let (key, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let leaf = params("crane").signed_by(&key, &clients).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    fs::write(folder.join("other.pem"), other.serialize_pem()).unwrap();
    fs::write(folder.join("leaf.pem"), leaf.pem()).unwrap();
    let whole = export(folder, PASSWORD, &["-inkey", "key.pem", "-in", "leaf.pem"]);
    let keyless = export(folder, PASSWORD, &["-nokeys", "-in", "leaf.pem"]);
    let bare = export(
        folder,
        PASSWORD,
        &["-nocerts", "-inkey", "key.pem", "-in", "leaf.pem"],
    );
    let cut = &whole[..whole.len() / 2];
    let pem = leaf.pem();
    for (what, file, code) in [
        ("no key", &keyless[..], "no_private_key"),
        ("no certificate", &bare[..], "no_certificate"),
        ("half of it", cut, "not_pkcs12"),
        ("PEM", pem.as_bytes(), "not_pkcs12"),
        ("nothing", b"", "not_pkcs12"),
        ("too much", &vec![0; 600 * 1024], "not_pkcs12"),
    ] {
        let why = take(app, project, id, file, PASSWORD).await.unwrap_err();
        assert_eq!(why.code, code, "{what}: {why}");
        assert!(why.hint.is_some(), "{what}: {why}");
        assert!(!why.to_string().contains(PASSWORD));
    }
    let why = take(app, project, Id::new(), &whole, PASSWORD).await;
    assert_eq!(why.unwrap_err().code, "environment_not_found");
    let kept = app.environment(project, id).await.unwrap();
    assert_eq!(kept.client_certificate, None);
    // Another one takes the place of the first.
    take(app, project, id, &whole, PASSWORD).await.unwrap();
    let second = params("other").signed_by(&other, &clients).unwrap();
    fs::write(folder.join("leaf.pem"), second.pem()).unwrap();
    let file = export(folder, "", &["-inkey", "other.pem", "-in", "leaf.pem"]);
    let kept = take(app, project, id, &file, "").await.unwrap();
    assert_eq!(
        kept.client_certificate.unwrap().replace("\r\n", "\n"),
        second.pem().replace("\r\n", "\n")
    );
    app.shutdown().await;
}
