//! Descriptions from disk and uploaded: what lies outside their folder stays there.

use std::{fs, path::Path};

use fairlead_app::{ErrorKind, Source, SourceFile};
use fairlead_core::Diagnostic;

use crate::support::{API, import, opened, path, refused, upload};

/// The description with a `$ref` in it.
fn referring_to(reference: &str) -> String {
    API.replace(
        "schema: { type: array, items: { type: string } }",
        &format!("schema: {{ $ref: \"{reference}\" }}"),
    )
}

/// Files around the folder of a description: none of them is its business.
fn laid_out(folder: &Path) {
    for part in ["a/b/api", "a/b/api/parts"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
    fs::write(folder.join("a/b/key.txt"), "TOP-SECRET").unwrap();
    fs::write(folder.join("a/b/.hidden.yaml"), "TOP-SECRET: 1").unwrap();
    fs::write(folder.join("a/far.yaml"), "TOP-SECRET: 1").unwrap();
    fs::write(folder.join("a/b/api/parts/ship.yaml"), "type: string").unwrap();
}

#[tokio::test]
async fn references_out_of_the_folder_are_refused_where_they_stand() {
    let it = opened().await;
    let folder = tempfile::tempdir().unwrap();
    laid_out(folder.path());
    let root = folder.path().join("a/b/api/api.yaml");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("a/b/api/link.yaml")).unwrap();
    for reference in [
        "file:///etc/passwd",
        "/etc/passwd",
        "../key.txt",
        "../.hidden.yaml",
        "../../far.yaml",
        "parts/../../../far.yaml",
        "..%2F..%2Ffar.yaml",
        "%2e%2e/%2e%2e/far.yaml",
        #[cfg(unix)]
        "link.yaml",
    ] {
        let text = referring_to(reference);
        fs::write(&root, &text).unwrap();
        let import = import(&it.app, path(&root)).await.unwrap();
        let (project, spec) = (import.project.id, import.spec.id);
        let problems = it.app.spec_problems(project, spec).await.unwrap();
        let problem = located(&problems, &text, reference);
        assert_eq!(problem.code, "ref-forbidden", "{reference}: {problem}");
        let files = it.app.spec_files(project, spec).await.unwrap();
        assert_eq!(files.len(), 1, "{reference}: {files:?}");
    }
    it.app.shutdown().await;
}

/// The problem of a `$ref`, which says on which line of which file it stands.
fn located<'a>(problems: &'a [Diagnostic], text: &str, reference: &str) -> &'a Diagnostic {
    let line = text.lines().position(|l| l.contains(reference)).unwrap() + 1;
    let found = problems.iter().find(|p| p.code.starts_with("ref-"));
    let problem = found.unwrap_or_else(|| panic!("{reference}: {problems:?}"));
    assert_eq!(problem.line.map(|l| l as usize), Some(line), "{problem}");
    assert_eq!(problem.file.as_deref(), Some("api.yaml"), "{problem}");
    assert!(problem.message.contains(reference), "{problem}");
    problem
}

#[tokio::test]
async fn references_within_the_folder_are_followed() {
    let it = opened().await;
    let folder = tempfile::tempdir().unwrap();
    laid_out(folder.path());
    let root = folder.path().join("a/b/api/api.yaml");
    fs::write(&root, referring_to("parts/ship.yaml")).unwrap();
    let import = import(&it.app, path(&root)).await.unwrap();
    assert_eq!(import.spec.problems.error, 0);
    let (project, spec) = (import.project.id, import.spec.id);
    let text = it
        .app
        .spec_file_text(project, spec, "parts/ship.yaml")
        .await;
    assert_eq!(text.unwrap(), "type: string");
    it.app.shutdown().await;
}

#[tokio::test]
async fn an_upload_reads_nothing_from_the_disk() {
    let it = opened().await;
    for reference in [
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../../etc/passwd",
    ] {
        let text = referring_to(reference);
        let import = import(&it.app, upload(&text)).await.unwrap();
        let (project, spec) = (import.project.id, import.spec.id);
        let problems = it.app.spec_problems(project, spec).await.unwrap();
        let problem = located(&problems, &text, reference);
        assert!(
            problem.message.contains("among the files given"),
            "{problem}"
        );
        assert_eq!(it.app.spec_files(project, spec).await.unwrap().len(), 1);
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn an_upload_begins_with_the_file_that_is_a_description() {
    let it = opened().await;
    let file = |name: &str, text: &str| SourceFile {
        name: name.into(),
        text: text.into(),
    };
    let files = vec![
        file("a.yaml", "type: string"),
        file("api/openapi.yaml", &referring_to("../a.yaml")),
    ];
    let given = |root: Option<&str>| Source::Upload {
        files: files.clone(),
        root: root.map(str::to_owned),
    };
    let import = import(&it.app, given(None)).await.unwrap();
    assert_eq!(import.spec.source.location, "api/openapi.yaml");
    assert_eq!(import.spec.problems.error, 0);
    let error = refused(&it.app, given(Some("b.yaml"))).await;
    assert_eq!(error.code, "no_such_file");
    let none = Source::Upload {
        files: Vec::new(),
        root: None,
    };
    assert_eq!(refused(&it.app, none).await.code, "no_files");
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_path_that_names_no_readable_file_is_told() {
    let it = opened().await;
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.yaml");
    for (at, why) in [
        (missing.as_path(), "missing.yaml"),
        (folder.path(), "not a file"),
        (Path::new("/dev/zero"), "not a file"),
        (Path::new("relative.yaml"), "not absolute"),
    ] {
        let error = refused(&it.app, path(at)).await;
        assert_eq!(error.kind, ErrorKind::Invalid, "{error}");
        assert!(error.message.contains(why), "{error}");
    }
    it.app.shutdown().await;
}
