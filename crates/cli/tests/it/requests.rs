//! `fairlead requests`: a collection to files, listed, and as code.

use std::{collections::BTreeSet, fs, path::Path};

use tempfile::TempDir;

use crate::run::{fairlead, fairlead_with_input, sample};

const TOKEN: &str = "tok-that-nobody-may-see-42";

/// A Postman collection (format v2.1.0) with a folder, a variable and a credential.
fn collection() -> String {
    format!(
        r#"{{
  "info": {{ "name": "Harbour", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }},
  "variable": [{{ "key": "base", "value": "http://127.0.0.1:4010" }}],
  "item": [
    {{ "name": "Is it open", "request": {{ "method": "GET", "url": "{{{{base}}}}/status" }} }},
    {{ "name": "Berths", "item": [
      {{ "name": "All berths", "request": {{
        "method": "GET",
        "url": "{{{{base}}}}/berths?limit=2",
        "header": [{{ "key": "Authorization", "value": "Bearer {TOKEN}" }}]
      }} }}
    ] }}
  ]
}}"#
    )
}

fn there() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("harbour.json");
    fs::write(&file, collection()).expect("written");
    let file = file.to_str().expect("UTF-8").to_owned();
    (folder, file)
}

/// Every file below a folder, with what is in it.
fn files(folder: &Path) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let text = fs::read_to_string(&path).expect("a text");
            found.insert((path.display().to_string(), text));
        }
    }
    found
}

#[test]
fn a_collection_becomes_files_without_its_credentials() {
    let (folder, file) = there();
    let out = folder.path().join("requests");
    let to = out.to_str().expect("UTF-8");
    let description = sample();
    let said = fairlead(&[
        "requests",
        "import",
        &file,
        "--spec",
        &description,
        "--json",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let told = said.json();
    assert_eq!(told["format"], "postman");
    assert_eq!(
        told["written"],
        serde_json::Value::Null,
        "nothing without --out"
    );
    assert_eq!(told["requests"][0]["operation"], "GET /status");
    assert_eq!(told["requests"][1]["operation"], "GET /berths");
    assert_eq!(told["requests"][1]["folders"][0], "Berths");
    assert!(!out.exists());

    let said = fairlead(&["requests", "import", &file, "--out", to]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("2 requests in 1 folders"), "{}", said.out);
    assert!(
        said.out.contains("1 credentials are left out"),
        "{}",
        said.out
    );
    let written = files(&out);
    assert!(written.len() >= 3, "{written:?}");
    assert!(
        written.iter().all(|(_, text)| !text.contains(TOKEN)),
        "{written:?}"
    );
    assert!(!said.out.contains(TOKEN) && !said.err.contains(TOKEN));

    // Once more changes nothing; what differs is written over only by force.
    let said = fairlead(&["requests", "import", &file, "--out", to]);
    assert!(said.out.contains("0 files written"), "{}", said.out);
    let changed = collection().replace("limit=2", "limit=3");
    fs::write(&file, changed).expect("written");
    let said = fairlead(&["requests", "import", &file, "--out", to]);
    assert_ne!(said.code, 0);
    assert!(said.err.contains("is there and differs"), "{}", said.err);
    assert!(said.err.contains("--force"), "{}", said.err);
    assert_eq!(files(&out), written);
    let said = fairlead(&["requests", "import", &file, "--out", to, "--force"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("1 files written"), "{}", said.out);
}

#[test]
fn commands_are_read_from_standard_input() {
    let command = format!("curl http://127.0.0.1:4010/berths -H 'Authorization: Bearer {TOKEN}'");
    let said = fairlead_with_input(&["requests", "import", "-", "--json"], command.as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    let told = said.json();
    assert_eq!(told["format"], "curl");
    assert_eq!(told["requests"][0]["url"], "http://127.0.0.1:4010/berths");
    assert_eq!(told["secrets"].as_array().map(Vec::len), Some(1));
    assert!(!said.out.contains(TOKEN));
}

#[test]
fn a_folder_is_listed_and_its_requests_become_code() {
    let (folder, file) = there();
    let out = folder.path().join("requests");
    let to = out.to_str().expect("UTF-8");
    assert_eq!(
        fairlead(&["requests", "import", &file, "--out", to]).code,
        0
    );
    let said = fairlead(&["requests", "list", to]);
    assert_eq!(said.code, 0, "{}", said.err);
    for word in ["Is it open", "All berths", "GET"] {
        assert!(said.out.contains(word), "{}", said.out);
    }
    let named = format!("{to}/Berths/All berths");
    let curl = fairlead(&["requests", "code", &named]);
    assert_eq!(curl.code, 0, "{}", curl.err);
    assert!(curl.out.starts_with("curl"), "{}", curl.out);
    assert!(curl.out.contains("/berths?limit=2"), "{}", curl.out);
    assert!(!curl.out.contains(TOKEN));
    let python = fairlead(&["requests", "code", &named, "--language", "python"]);
    assert!(python.out.contains("import requests"), "{}", python.out);
    let nobody = fairlead(&["requests", "code", &format!("{to}/Berths/Nobody")]);
    assert_ne!(nobody.code, 0);
    assert!(nobody.err.contains("there is no request"), "{}", nobody.err);
    assert!(nobody.err.contains("requests list"), "{}", nobody.err);
}

#[test]
fn a_path_that_is_not_there_is_told() {
    for command in ["import", "list"] {
        let said = fairlead(&["requests", command, "/nowhere/at/all"]);
        assert_ne!(said.code, 0, "{command}");
        assert!(said.err.contains("/nowhere/at/all"), "{}", said.err);
    }
}
