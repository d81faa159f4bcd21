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
