//! The JSON Schema test suite, through the path that bodies take: each schema is part of a
//! description, and each instance is the body of a request.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use fairlead_core::Request;
use fairlead_openapi::{SourceSet, parse};
use fairlead_validate::Contract;
use serde_json::{Value, json};
use url::Url;

use crate::support::shared;

/// Beginning and end of the names of cases that come out otherwise, and the reason. What is named
/// here and comes out right fails the test as well.
const EXPECTED_FAILURES: &[(&str, &str, &str)] = &[
    (
        "draft2020-12 format: ",
        "is only an annotation by default",
        "formats are asserted in every dialect: people who write `format: email` in the \
         description of an API want it checked",
    ),
    (
        "draft2020-12 enum: empty enum: ",
        " is invalid",
        "the reader of descriptions takes an empty `enum` for a mistake: it says so and leaves it \
         out",
    ),
    (
        "draft7 cross-draft: refs to future drafts",
        ": missing bar is invalid",
        LACKING,
    ),
    (
        "draft2019-09 recursiveRef: $recursiveRef with nesting: ",
        "integer now matches as a property value",
        RECURSIVE,
    ),
    (
        "draft2019-09 recursiveRef: $recursiveRef with nesting: ",
        "two levels, properties match with $recursiveRef",
        RECURSIVE,
    ),
];

/// Each draft, how schemas name it, and by which keyword they name themselves.
const DIALECTS: &[(&str, &str, &str)] = &[
    ("draft4", "http://json-schema.org/draft-04/schema#", "id"),
    ("draft6", "http://json-schema.org/draft-06/schema#", "$id"),
    ("draft7", "http://json-schema.org/draft-07/schema#", "$id"),
    (
        "draft2019-09",
        "https://json-schema.org/draft/2019-09/schema",
        "$id",
    ),
    (
        "draft2020-12",
        "https://json-schema.org/draft/2020-12/schema",
        "$id",
    ),
];

/// The suite: a whole copy where `FAIRLEAD_SUITE` names one, else the drafts that are there.
fn suite() -> Option<PathBuf> {
    std::env::var_os("FAIRLEAD_SUITE")
        .map(PathBuf::from)
        .or_else(|| shared("json-schema-test-suite"))
}

/// Holds only for a copy of the suite without the other drafts.
const LACKING: &str = "the file that the schema refers to is not in this copy of the suite";
const RECURSIVE: &str = "`$recursiveRef` does not look beyond the resource that it was reached \
                         through by a plain `$ref`; 2020-12 replaced it with `$dynamicRef`";

/// How a schema becomes part of a description.
#[derive(Clone, Copy, Debug)]
enum Wrapping {
    /// A file of its own, that the description refers to.
    File,
    /// A named schema of the description, with an `$id` where it has none.
    Component,
}

#[test]
fn draft_2020_12_as_a_file() {
    run("draft2020-12", "", Wrapping::File);
}

#[test]
fn draft_2020_12_as_a_component() {
    run("draft2020-12", "", Wrapping::Component);
}

#[test]
fn draft_7_as_a_file() {
    run("draft7", "", Wrapping::File);
}

#[test]
fn draft_7_as_a_component() {
    run("draft7", "", Wrapping::Component);
}

#[test]
fn other_drafts_as_a_file() {
    for draft in ["draft4", "draft6", "draft2019-09"] {
        run(draft, "", Wrapping::File);
    }
}

#[test]
fn other_drafts_as_a_component() {
    for draft in ["draft4", "draft6", "draft2019-09"] {
        run(draft, "", Wrapping::Component);
    }
}

#[test]
fn formats_of_2020_12() {
    run("draft2020-12", "optional/format", Wrapping::File);
}

#[test]
fn formats_of_draft_7() {
    run("draft7", "optional/format", Wrapping::File);
}

#[test]
fn options_of_2020_12() {
    run("draft2020-12", "optional", Wrapping::File);
}

#[test]
fn options_of_draft_7() {
    run("draft7", "optional", Wrapping::File);
}

fn run(draft: &str, folder: &str, wrapping: Wrapping) {
    let Some(suite) = suite().filter(|suite| suite.join("tests").join(draft).is_dir()) else {
        println!("skipped: there is no suite of {draft}");
        return;
    };
    let remotes = remotes(&suite.join("remotes"));
    let is_whole = suite.join("tests/draft2019-09").is_dir();
    let mut files: Vec<_> = fs::read_dir(suite.join("tests").join(draft).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    let (mut right, mut named, mut wrong) = (0, 0, Vec::new());
    for file in files {
        let groups: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let area = file.file_stem().unwrap().to_string_lossy().into_owned();
        for group in groups.as_array().unwrap() {
            let contract = contract(draft, wrapping, &group["schema"], &remotes);
            for case in group["tests"].as_array().unwrap() {
                let outcome = verdict(&contract, &case["data"]);
                let name = format!(
                    "{draft} {area}: {}: {}",
                    group["description"].as_str().unwrap(),
                    case["description"].as_str().unwrap()
                );
                let is_named = EXPECTED_FAILURES
                    .iter()
                    .filter(|(.., reason)| !is_whole || *reason != LACKING)
                    .any(|(start, end, _)| name.starts_with(start) && name.ends_with(end));
                match (outcome == Ok(case["valid"] == true), is_named) {
                    (true, false) => right += 1,
                    (false, true) => named += 1,
                    _ => wrong.push(format!("{name} ({outcome:?})")),
                }
            }
        }
    }
    println!(
        "{draft} {folder} as {wrapping:?}: {right} right, {named} named exceptions, {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the value is taken, or why nothing can be said.
fn verdict(contract: &Contract, data: &Value) -> Result<bool, String> {
    let request = Request {
        method: "POST".into(),
        path: "/".into(),
        query: None,
        headers: [("content-type", "application/json")].into_iter().collect(),
        body: data.to_string().into(),
    };
    let report = contract.check_request(&contract.spec().operations[0], &request, &[]);
    match report
        .violations
        .iter()
        .find(|v| v.keyword == "schema-unusable")
    {
        Some(violation) => Err(violation.message.clone()),
        None => Ok(report.is_valid()),
    }
}

fn contract(
    draft: &str,
    wrapping: Wrapping,
    schema: &Value,
    remotes: &BTreeMap<Url, Arc<[u8]>>,
) -> Contract {
    let mut schema = schema.clone();
    let (_, dialect, id) = DIALECTS.iter().find(|(name, ..)| *name == draft).unwrap();
    if let Value::Object(map) = &mut schema {
        map.entry("$schema").or_insert(json!(dialect));
    }
    let mut files = remotes.clone();
    let at = |text: &str| Url::parse(text).unwrap();
    let reference = match wrapping {
        Wrapping::File => {
            files.insert(
                at("file:///schema.json"),
                schema.to_string().into_bytes().into(),
            );
            json!({"$ref": "schema.json"})
        }
        Wrapping::Component => {
            if let Value::Object(map) = &mut schema {
                map.entry(*id)
                    .or_insert(json!("http://localhost:1234/case.json"));
            }
            json!({"$ref": "#/components/schemas/Case"})
        }
    };
    let mut description = json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": dialect,
        "info": {"title": "T", "version": "1"},
        "paths": {"/": {"post": {
            "requestBody": {"required": true, "content": {"application/json": {"schema": reference}}},
            "responses": {"204": {"description": "Taken"}}
        }}},
    });
    if matches!(wrapping, Wrapping::Component) {
        description["components"] = json!({"schemas": {"Case": schema}});
    }
    let root = at("file:///api.json");
    files.insert(root.clone(), description.to_string().into_bytes().into());
    let sources = SourceSet {
        root,
        files,
        names: BTreeMap::new(),
    };
    let (spec, _) = parse(&sources);
    Contract::new(Arc::new(spec))
}

/// Every file that schemas of the suite may refer to, where they say that it is.
fn remotes(folder: &Path) -> BTreeMap<Url, Arc<[u8]>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy();
                let uri = Url::parse(&format!("http://localhost:1234/{name}")).unwrap();
                found.insert(uri, fs::read(&path).unwrap().into());
            }
        }
    }
    found
}
