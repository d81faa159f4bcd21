//! Descriptions that are too large, explode, break off or are none.

use std::{fs, time::Instant};

use fairlead_app::ErrorKind;

use crate::support::{API, DEADLINE, import, opened, path, refused, upload};

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused_without_reading_it() {
    let it = opened().await;
    let folder = tempfile::tempdir().unwrap();
    // Nothing but holes: they take no room, but reading the larger one would take minutes.
    for gigabytes in [1, 256] {
        let large = folder.path().join("large.yaml");
        fs::File::create(&large)
            .unwrap()
            .set_len(gigabytes << 30)
            .unwrap();
        let began = Instant::now();
        let error = refused(&it.app, path(&large)).await;
        assert!(began.elapsed().as_secs() < 5, "took {:?}", began.elapsed());
        assert_eq!(error.kind, ErrorKind::TooLarge, "{error}");
        for part in [large.to_str().unwrap(), "67108864"] {
            assert!(error.message.contains(part), "{error}");
        }
        // The same behind a reference: the rest is there, and the place is named.
        let root = folder.path().join("api.yaml");
        fs::write(
            &root,
            API.replace("items: { type: string }", "items: { $ref: large.yaml }"),
        )
        .unwrap();
        let import = import(&it.app, path(&root)).await.unwrap();
        let problems = it
            .app
            .spec_problems(import.project.id, import.spec.id)
            .await
            .unwrap();
        let problem = problems.iter().find(|p| p.code == "ref-too-large");
        assert!(problem.expect("it is told").line.is_some());
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn an_upload_beyond_the_limit_is_refused() {
    let it = opened().await;
    let error = refused(&it.app, upload(&"#".repeat((64 << 20) + 1))).await;
    assert_eq!(error.kind, ErrorKind::TooLarge, "{error}");
    assert!(error.message.contains("api.yaml"), "{error}");
    assert!(error.message.contains("64 MiB"), "{error}");
    it.app.shutdown().await;
}

#[tokio::test]
async fn aliases_that_explode_are_stopped() {
    let it = opened().await;
    let mut text = String::from("openapi: 3.1.0\nx-a0: &a0 [lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..=30 {
        let before = level - 1;
        let nine = vec![format!("*a{before}"); 9].join(", ");
        text.push_str(&format!("x-a{level}: &a{level} [{nine}]\n"));
    }
    let error = tokio::time::timeout(DEADLINE, refused(&it.app, upload(&text)))
        .await
        .expect("the aliases were written out");
    assert_eq!(error.kind, ErrorKind::Invalid, "{error}");
    assert!(error.message.contains("alias"), "{error}");
    assert!(error.message.contains("api.yaml"), "{error}");
    it.app.shutdown().await;
}

/// Refused as what it is, with the words that say why.
async fn check(text: &str, words: &[&str]) {
    let it = opened().await;
    let error = refused(&it.app, upload(text)).await;
    assert_eq!(error.kind, ErrorKind::Invalid, "{error}");
    assert_eq!(error.code, "unusable_description", "{error}");
    assert!(!error.details.is_empty());
    for word in words {
        assert!(error.message.contains(word), "`{word}` in: {error}");
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn json_that_breaks_off_names_the_place() {
    check(
        "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\"title\": \"Pi",
        &["api.yaml:3"],
    )
    .await;
}

#[tokio::test]
async fn yaml_that_breaks_off_names_the_place() {
    check("openapi: 3.1.0\ninfo: { title: \"Pi", &["api.yaml"]).await;
}

#[tokio::test]
async fn versions_that_are_not_known_are_named() {
    check(
        "openapi: 4.0.0\ninfo: {title: A, version: '1'}\npaths: {}\n",
        &["4.0.0"],
    )
    .await;
    check("swagger: '1.2'\napis: []\n", &["1.2"]).await;
    check(
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\n",
        &["api.yaml"],
    )
    .await;
}

#[tokio::test]
async fn what_is_no_description_is_refused() {
    for text in [
        "",
        "\n\n",
        "just words",
        "[1, 2]",
        "null",
        "\u{0}\u{1}\u{2}",
        "<html></html>",
    ] {
        check(text, &["api.yaml"]).await;
    }
}
