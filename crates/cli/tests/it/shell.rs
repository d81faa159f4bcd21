use crate::run::{Listening, fairlead};

#[test]
fn completions_and_manual_page_name_every_command() {
    for args in [["completions", "bash"].as_slice(), ["man"].as_slice()] {
        let said = fairlead(args);
        assert_eq!(said.code, 0);
        for command in [
            "inspect",
            "diff",
            "capabilities",
            "mock",
            "validate",
            "serve",
            "doctor",
        ] {
            assert!(said.out.contains(command), "{args:?} has no {command}");
        }
    }
}

#[test]
fn wrong_words_are_wrong_use() {
    assert_eq!(fairlead(&["inspekt"]).code, 2);
    assert_eq!(fairlead(&["validate", "x.yaml"]).code, 2);
}

#[test]
fn doctor_says_how_things_are_in_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = fairlead(&[
        "doctor",
        "--json",
        "--data",
        folder.path().to_str().expect("UTF-8"),
    ]);
    let found = said.json();
    let checks = found["checks"].as_array().expect("checks");
    assert!(!checks.is_empty());
    assert!(
        checks
            .iter()
            .all(|c| c["name"].is_string() && c["message"].is_string()),
        "{found}"
    );
    assert!(said.code == 0 || said.code == 1);
}

#[cfg(unix)]
#[test]
fn doctor_asks_the_fairlead_that_has_the_folder_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let server = Listening::start(&["serve", "--port", "0", "--data", data]);
    let said = fairlead(&["doctor", "--json", "--data", data]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let found = said.json();
    let checks = found["checks"].as_array().expect("checks");
    let names: Vec<_> = checks.iter().filter_map(|c| c["name"].as_str()).collect();
    for name in ["running", "database", "traces", "data folder", "vault"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(checks.iter().all(|c| c["ok"] == true), "{found}");
    // It has not disturbed the one that runs.
    assert_eq!(server.stop(), 0);
    // A fault of the program itself is told of.
    let logs = folder.path().join("logs");
    std::fs::write(logs.join("faults.log"), "a fault").expect("a file");
    let said = fairlead(&["doctor", "--json", "--data", data]);
    assert!(
        said.out.contains("a part of Fairlead failed"),
        "{}",
        said.out
    );
    assert!(!said.out.contains("\"running\""), "{}", said.out);
}
