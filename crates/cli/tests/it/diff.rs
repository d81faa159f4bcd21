use crate::run::{TempFile, fairlead, fairlead_with_input, sample};

const OLD: &str = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get:
      parameters:
        - { name: q, in: query, schema: { type: string } }
      responses:
        '200': { description: ok }
";

fn files(change: impl Fn(&str) -> String) -> (TempFile, TempFile) {
    (
        TempFile::new("old.yaml", OLD),
        TempFile::new("new.yaml", change(OLD)),
    )
}

#[test]
fn nothing_differs_from_itself() {
    let said = fairlead(&["diff", &sample(), &sample()]);
    assert_eq!((said.code, said.out.as_str()), (0, "no differences\n"));
}

#[test]
fn a_breaking_change_is_shown_with_its_operation_and_lines() {
    let (old, new) = files(|text| {
        text.replace("in: query", "in: query, required: true")
            .replace("'200': { description: ok }", "'200': { description: fine }")
    });
    let said = fairlead(&["diff", &old.path(), &new.path()]);
    assert_eq!(
        said.out,
        "GET /a: 1 breaking, 0 non-breaking, 1 annotation
  breaking      query parameter `q`: it has to be there now
                request-parameter-became-required  old.yaml:7 → new.yaml:7
  annotation    response 200: `description` says something else
                response-description-changed  old.yaml:9 → new.yaml:9

1 breaking, 0 non-breaking, 1 annotation in 1 operation
"
    );
    assert_eq!(said.code, 1);
    let said = fairlead(&["diff", &old.path(), &new.path(), "--only", "breaking"]);
    assert!(
        !said.out.contains("response-description-changed"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .ends_with("1 breaking, 0 non-breaking, 1 annotation in 1 operation\n")
    );
    assert_eq!(said.code, 1);
}

#[test]
fn json_has_everything() {
    let (old, new) =
        files(|text| text.replace("version: '1'", "version: '2'") + "  /b: { put: {} }\n");
    let said = fairlead(&["diff", "--json", &old.path(), &new.path()]);
    assert_eq!(said.code, 0, "{}", said.err);
    let found = said.json();
    assert_eq!(found["old"]["version"], "1");
    assert_eq!(
        found["counts"],
        serde_json::json!({"breaking": 0, "nonBreaking": 1, "annotation": 1, "operations": 1})
    );
    assert_eq!(found["changes"][0]["code"], "api-version-changed");
    let added = &found["changes"][1];
    assert_eq!(added["class"], "non-breaking");
    assert_eq!(added["operation"]["path"], "/b");
    assert!(added["operation"]["newId"].is_string() && added["operation"]["oldId"].is_null());
    assert_eq!(added["old"], serde_json::Value::Null);
    assert_eq!(added["new"]["line"], 10);
    assert_eq!(added["new"]["pointer"], "/paths/~1b/put");
}

#[test]
fn wrong_use_and_failure_have_their_codes() {
    assert_eq!(fairlead(&["diff", &sample()]).code, 2);
    assert_eq!(fairlead(&["diff", "-", "-"]).code, 2);
    assert_eq!(
        fairlead(&["diff", &sample(), &sample(), "--only", "some"]).code,
        2
    );
    let said = fairlead(&["diff", &sample(), "nowhere.yaml"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("cannot read nowhere.yaml"),
        "{}",
        said.err
    );
    let none = TempFile::new("none.yaml", "hello: world");
    let said = fairlead(&["diff", &none.path(), &sample()]);
    assert_eq!(said.code, 3, "all of it gone is not what is meant");
    assert!(said.err.contains("hint:"), "{}", said.err);
    let text = std::fs::read(sample()).expect("the sample");
    assert_eq!(
        fairlead_with_input(&["diff", "-", &sample()], &text).code,
        0
    );
}
