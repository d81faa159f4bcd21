//! Real collections of other tools, where the folder with them is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use fairlead_core::Severity;
use fairlead_requests::{Format, SourceFile, file, read};

use crate::support::codes;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/traffic");
    folder.is_dir().then_some(folder)
}

fn files(path: &Path) -> Vec<SourceFile> {
    fn walk(root: &Path, path: &Path, found: &mut Vec<SourceFile>) {
        if path.is_file() {
            let name = path.strip_prefix(root).unwrap_or(path);
            let name = if name.as_os_str().is_empty() {
                Path::new(path.file_name().unwrap())
            } else {
                name
            };
            found.push(SourceFile::new(
                name.to_string_lossy(),
                fs::read(path).unwrap(),
            ));
            return;
        }
        for entry in fs::read_dir(path).unwrap() {
            walk(root, &entry.unwrap().path(), found);
        }
    }
    let mut found = Vec::new();
    walk(path, path, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A collection: path, format, requests, folders, and every diagnostic that is expected, by code. The counts
/// were made by other means than this crate.
type Expected = (
    &'static str,
    Format,
    usize,
    usize,
    &'static [(&'static str, usize)],
);

/// The collections.
const EXPECTED: &[Expected] = &[
    (
        "postman/insomnia-complex-v2_1.json",
        Format::Postman,
        6,
        1,
        &[("body-unknown", 1)],
    ),
    (
        "postman/microcks-petstore-sample.json",
        Format::Postman,
        2,
        1,
        &[("example-request", 3)],
    ),
    (
        "postman/postman-with-examples.json",
        Format::Postman,
        1,
        0,
        &[("example-request", 1)],
    ),
    (
        "postman/yaak-auth.json",
        Format::Postman,
        10,
        0,
        &[("auth-not-sent", 1)],
    ),
    ("insomnia/insomnia-v4.json", Format::Insomnia, 2, 1, &[]),
    ("insomnia/insomnia-v5.yaml", Format::Insomnia, 3, 3, &[]),
    (
        "bruno/bruno-oauth2",
        Format::Bruno,
        8,
        5,
        &[("script-not-run", 5)],
    ),
    ("bruno/bruno-with-examples.json", Format::Bruno, 1, 0, &[]),
    (
        "har/api-pastries-0.0.1.har",
        Format::Har,
        4,
        0,
        &[("requests-joined", 1)],
    ),
    ("har/insomnia-shallow.har", Format::Har, 1, 0, &[]),
];

#[test]
fn every_collection_is_read_and_nothing_unexpected_is_said() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for (path, format, requests, folders, expected) in EXPECTED {
        let reading = read(&files(&folder.join(path)), None);
        let found = (
            reading.format,
            reading.collection.requests().len(),
            reading.collection.folder_count(),
        );
        if found != (Some(*format), *requests, *folders) {
            wrong.push(format!("{path}: {found:?}"));
        }
        let mut said: Vec<&str> = codes(&reading);
        for (code, times) in *expected {
            for _ in 0..*times {
                match said.iter().position(|c| c == code) {
                    Some(at) => drop(said.remove(at)),
                    None => wrong.push(format!("{path}: no {code}")),
                }
            }
        }
        if !said.is_empty() {
            let all: Vec<String> = reading
                .diagnostics
                .iter()
                .map(ToString::to_string)
                .collect();
            wrong.push(format!("{path}: {}", all.join("\n    ")));
        }
        let errors = reading
            .diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{path}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_collection_survives_as_our_files() {
    let Some(folder) = folder() else { return };
    for (path, ..) in EXPECTED {
        let reading = read(&files(&folder.join(path)), None);
        let written = file::write(&reading.collection);
        let sources: Vec<SourceFile> = written
            .iter()
            .map(|(path, text)| SourceFile::new(path.clone(), text.clone()))
            .collect();
        let (again, problems) = file::read(&sources);
        assert_eq!(problems, [], "{path}");
        assert_eq!(again, reading.collection, "{path}");
        assert_eq!(file::write(&again), written, "{path}");
    }
}

#[test]
fn no_credential_of_a_collection_is_left_in_its_files() {
    use secrecy::ExposeSecret;
    let Some(folder) = folder() else { return };
    let mut taken = 0;
    for (path, ..) in EXPECTED {
        let reading = read(&files(&folder.join(path)), None);
        let text: String = file::write(&reading.collection).into_values().collect();
        for secret in &reading.secrets {
            let value = secret.value.expose_secret();
            taken += 1;
            if value.len() >= 12 {
                assert!(
                    !text.contains(value),
                    "{path}: {} is still there",
                    secret.name
                );
            }
        }
    }
    assert!(taken > 10, "{taken}");
}
