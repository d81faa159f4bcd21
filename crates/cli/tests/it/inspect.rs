use crate::run::{TempFile, fairlead, fairlead_with_input, sample};

#[test]
fn the_sample_is_clean() {
    let said = fairlead(&["inspect", "--json", &sample()]);
    let found = said.json();
    assert_eq!(found["title"], "Harbour");
    assert_eq!(found["version"], "1.4.0");
    assert_eq!(found["openapi"], "3.1.0");
    assert_eq!(found["operations"], 11);
    assert_eq!(found["webhooks"], 1);
    assert_eq!(found["problems"], serde_json::json!([]));
    assert_eq!(said.code, 0);
}

#[test]
fn a_broken_reference_is_named_with_file_line_and_pointer() {
    let file = TempFile::new(
        "api.yaml",
        "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Nowhere'\n",
    );
    let said = fairlead(&["inspect", "--json", &file.path()]);
    assert_eq!(said.code, 1);
    let found = said.json();
    assert_eq!(found["operations"], 1, "the rest is still offered");
    let problem = &found["problems"][0];
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["file"], "api.yaml");
    assert_eq!(problem["line"], 12);
    assert!(
        problem["pointer"]
            .as_str()
            .is_some_and(|p| p.starts_with("/paths/~1a/get/responses/200")),
        "{problem}"
    );
    assert!(
        problem["message"]
            .as_str()
            .is_some_and(|m| m.contains("Nowhere")),
        "{problem}"
    );
}

#[test]
fn a_reference_out_of_the_folder_is_refused() {
    let file = TempFile::new(
        "api.yaml",
        "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    $ref: 'file:///etc/passwd'\n",
    );
    let said = fairlead(&["inspect", "--json", &file.path()]);
    assert_eq!(said.code, 1);
    let problem = &said.json()["problems"][0];
    assert_eq!(problem["code"], "ref-forbidden", "{problem}");
    assert!(!said.out.contains("root:"), "nothing of the file is shown");
}

#[test]
fn hostile_files_get_an_answer() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        bomb.push_str(&format!(
            "a{i}: &a{i} [{}]\n",
            vec![format!("*a{}", i - 1); 10].join(", ")
        ));
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: [(&str, Vec<u8>); 6] = [
        ("an alias bomb", bomb.into_bytes()),
        ("deep nesting", deep.into_bytes()),
        ("an empty file", Vec::new()),
        ("a binary file", vec![0, 159, 146, 150, 0, 1, 2, 3]),
        (
            "a truncated file",
            br#"{"openapi": "3.0.0", "paths": {"/a": {"#.to_vec(),
        ),
        ("no description at all", b"- just\n- a list\n".to_vec()),
    ];
    for (what, bytes) in cases {
        let file = TempFile::new("api.yaml", bytes);
        let said = fairlead(&["inspect", "--json", &file.path()]);
        assert_eq!(said.code, 1, "{what}: {}{}", said.out, said.err);
        assert_eq!(said.json()["problems"][0]["severity"], "error", "{what}");
    }
}

#[test]
fn standard_input_is_read() {
    let text = std::fs::read(sample()).expect("the sample");
    let said = fairlead_with_input(&["inspect", "--json", "-"], &text);
    assert_eq!(said.json()["title"], "Harbour");
}

#[test]
fn a_missing_file_is_a_failure_that_says_what_to_do() {
    let said = fairlead(&["inspect", "nowhere.yaml"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("cannot read nowhere.yaml"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("hint: check the spelling"),
        "{}",
        said.err
    );
}
