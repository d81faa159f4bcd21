//! Every real document in `../shared/data/specs`, against counts made by a plain walk.

use std::path::{Path, PathBuf};

use fairlead_core::Severity;
use fairlead_openapi::{FolderFetch, read};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/specs");
    if folder.join("EXPECT.json").is_file() {
        Some(folder)
    } else {
        println!("skipped: no documents in {}", folder.display());
        None
    }
}

#[test]
fn counts_are_as_a_plain_walk_finds_them() {
    let Some(folder) = folder() else { return };
    let expected = std::fs::read_to_string(folder.join("EXPECT.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    for (name, expected) in expected.as_object().unwrap() {
        let started = std::time::Instant::now();
        let (fetch, root) = FolderFetch::around(&folder.join(name)).unwrap();
        let (sources, spec, problems) = read(&root, &fetch);
        let took = started.elapsed();
        let found = serde_json::json!({
            "version": spec.openapi,
            "title": spec.title,
            "ops": spec.operations.len(),
            "webhooks": spec.webhooks.len(),
            "schemas": spec.schemas.len(),
        });
        let wanted = serde_json::json!({
            "version": expected["version"],
            "title": expected["title"],
            "ops": expected["ops"],
            "webhooks": expected["webhooks"],
            "schemas": expected["schemas"],
        });
        println!(
            "{name}: {took:?}, {} files, {} problems",
            sources.files.len(),
            problems.len()
        );
        for problem in problems
            .iter()
            .filter(|p| p.severity >= Severity::Hint)
            .take(12)
        {
            println!("    {problem}");
        }
        assert_eq!(found, wanted, "{name}");
    }
}

/// Every named schema, body, parameter and header is a schema that the validator takes.
#[test]
fn every_uniform_schema_compiles() {
    let Some(folder) = folder() else { return };
    let expected = std::fs::read_to_string(folder.join("EXPECT.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    for name in expected.as_object().unwrap().keys() {
        let (fetch, root) = FolderFetch::around(&folder.join(name)).unwrap();
        let (_, spec, _) = read(&root, &fetch);
        compile_all(name, &spec);
    }
}

#[test]
fn every_schema_of_the_sample_compiles() {
    let fetch = fairlead_openapi::MemoryFetch::new([("harbour.yaml", fairlead_openapi::SAMPLE)]);
    let (_, spec, problems) = read(&fairlead_openapi::MemoryFetch::uri("harbour.yaml"), &fetch);
    assert_eq!(problems, []);
    compile_all("harbour.yaml", &spec);
}

pub fn compile_all(name: &str, spec: &fairlead_openapi::Spec) {
    let draft = if spec.family.is_2020_12() {
        jsonschema::Draft::Draft202012
    } else {
        jsonschema::Draft::Draft4
    };
    let mut registry = jsonschema::Registry::new().draft(draft);
    for (uri, value) in &spec.documents.uniform {
        registry = registry
            .add(uri.as_str(), draft.create_resource_ref(value))
            .unwrap();
    }
    let registry = registry.prepare().unwrap();
    let operations = spec.operations.iter().chain(&spec.webhooks);
    let places = operations.flat_map(|o| {
        let bodies = o.request_body.iter().flat_map(|b| &b.content);
        let answers = o.responses.iter().flat_map(|r| &r.content);
        let headers = o.responses.iter().flat_map(|r| &r.headers);
        let fields = o.parameters.iter().chain(headers);
        bodies
            .chain(answers)
            .filter_map(|c| c.schema.as_ref())
            .chain(fields.filter_map(|f| f.schema.as_ref()))
    });
    let mut seen = std::collections::BTreeSet::new();
    for at in places.chain(spec.schemas.values()) {
        // The large documents have thousands; every third shows as much and takes less.
        if !seen.insert(at.clone()) || (seen.len() > 150 && seen.len() % 3 != 0) {
            continue;
        }
        let fragment = fairlead_openapi::pointer::to_fragment(&at.pointer);
        let schema = serde_json::json!({"$ref": format!("{}#{fragment}", at.document)});
        let built = jsonschema::options()
            .with_draft(draft)
            .with_registry(&registry)
            .build(&schema);
        assert!(built.is_ok(), "{name}: {at:?}: {}", built.unwrap_err());
    }
}
