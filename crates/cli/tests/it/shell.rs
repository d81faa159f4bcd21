use crate::run::fairlead;

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
