//! Real documents against themselves and against others.

use std::path::{Path, PathBuf};

use fairlead_openapi::{FolderFetch, Spec, diff, read};
use serde_json::Value;

use super::lines;

pub fn specs() -> Vec<(String, Spec)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/specs");
    let Ok(expected) = std::fs::read_to_string(folder.join("EXPECT.json")) else {
        println!("skipped: no documents in {}", folder.display());
        return Vec::new();
    };
    let expected: Value = serde_json::from_str(&expected).unwrap();
    expected
        .as_object()
        .unwrap()
        .keys()
        .map(|name| {
            let (fetch, root) = FolderFetch::around(&folder.join(name)).unwrap();
            (name.clone(), read(&root, &fetch).1)
        })
        .collect()
}

/// Read twice, so that nothing is the same by address. The largest takes a tenth of a second; the
/// limit leaves room for a busy machine.
#[test]
fn nothing_differs_from_itself() {
    for ((name, a), (_, b)) in specs().iter().zip(&specs()) {
        let started = std::time::Instant::now();
        let changes = diff(a, b);
        let took = started.elapsed();
        println!("{name}: {took:?}");
        assert!(took < std::time::Duration::from_secs(3), "{name}: {took:?}");
        assert_eq!(lines(&changes), "", "{name}");
    }
}
