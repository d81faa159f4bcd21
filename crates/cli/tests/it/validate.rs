use crate::run::{TempFile, fairlead, sample};

const KEY: &str = "X-Harbour-Key: k";

#[test]
fn a_good_request_keeps_the_contract() {
    let said = fairlead(&[
        "validate",
        &sample(),
        "-X",
        "get",
        "--path",
        "/berths?limit=5",
        "-H",
        KEY,
    ]);
    assert_eq!(said.out.trim_end(), "keeps the contract");
    assert_eq!(said.code, 0);
}

#[test]
fn every_part_of_a_bad_request_is_named() {
    let said = fairlead(&[
        "validate",
        &sample(),
        "-X",
        "GET",
        "--path",
        "/berths?limit=500&pier=aa",
        "--json",
    ]);
    assert_eq!(said.code, 1);
    let report = said.json();
    assert_eq!(report["valid"], false);
    let errors = report["errors"].as_array().expect("errors");
    let has = |part: &str, pointer: &str| {
        errors.iter().any(|e| {
            e["in"] == part
                && e["pointer"]
                    .as_str()
                    .is_some_and(|p| p.starts_with(pointer))
        })
    };
    assert!(has("query", "/limit"), "{errors:?}");
    assert!(has("query", "/pier"), "{errors:?}");
    assert!(has("security", ""), "{errors:?}");
}

#[test]
fn a_body_is_checked_against_its_schema() {
    let body = TempFile::new(
        "booking.json",
        r#"{"berthId":"A-07","ship":{"kind":"cargo","name":"Nordlys","lengthMetres":84},"arrival":"2026-06-05","departure":"soon","skipper":{"name":"I","email":"i@sea.example"}}"#,
    );
    let said = fairlead(&[
        "validate",
        &sample(),
        "-X",
        "POST",
        "--path",
        "/bookings",
        "-H",
        KEY,
        "-H",
        "Content-Type: application/json",
        "-H",
        "Idempotency-Key: 4f1d3c1e-8a55-4c1b-9a2e-0d6f5a7f2b11",
        "--body",
        &body.path(),
        "--json",
    ]);
    assert_eq!(said.code, 1, "{}", said.err);
    let report = said.json();
    let errors = report["errors"].as_array().expect("errors");
    assert!(
        errors
            .iter()
            .any(|e| e["pointer"] == "/departure" && e["keyword"] == "format"),
        "{errors:?}"
    );
    assert!(
        errors.iter().any(|e| e["pointer"]
            .as_str()
            .is_some_and(|p| p.starts_with("/ship"))
            && e["message"].as_str().is_some_and(|m| m.contains("imo"))),
        "the branch that `kind` names is the one reported: {errors:?}"
    );
}

#[test]
fn a_response_is_checked_too() {
    let body = TempFile::new(
        "status.json",
        r#"{"state":"open","windKnots":-1,"freeBerths":3}"#,
    );
    let said = fairlead(&[
        "validate",
        &sample(),
        "-X",
        "GET",
        "--path",
        "/status",
        "--response",
        "200",
        "-H",
        "content-type: application/json",
        "--body",
        &body.path(),
        "--json",
    ]);
    assert_eq!(said.code, 1);
    let report = said.json();
    assert_eq!(report["errors"][0]["pointer"], "/windKnots");
    assert_eq!(
        report["errors"][0]["schemaPointer"],
        "/components/schemas/HarbourStatus/properties/windKnots/minimum"
    );
}

#[test]
fn what_the_description_does_not_have_is_wrong_use() {
    let said = fairlead(&["validate", &sample(), "-X", "GET", "--path", "/boats"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("no path of the description matches `/boats`"),
        "{}",
        said.err
    );
    let said = fairlead(&["validate", &sample(), "-X", "PUT", "--path", "/berths"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("GET"), "{}", said.err);
}
