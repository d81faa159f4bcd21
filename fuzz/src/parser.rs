//! Reading is total, every place that it names is there, and nothing differs from itself.

use fairlead_openapi::{MemoryFetch, diff};

/// Reads bytes as a description, and compares what is read with itself.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let fetch = MemoryFetch::new([("api.yaml", text)]);
    let (_, spec, problems) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    // A carriage return ends a line too (YAML 1.2.2 §5.4).
    let breaks = text.matches('\n').count() + text.matches('\r').count();
    let lines = u32::try_from(breaks + 1).unwrap_or(u32::MAX);
    for problem in &problems {
        // The end of the text may be on a line of its own.
        let is_there = problem
            .line
            .is_none_or(|line| (1..=lines + 1).contains(&line));
        assert!(is_there, "{problem:?} of {lines} lines");
    }
    let changes = diff::diff(&spec, &spec);
    assert!(changes.is_empty(), "differs from itself: {changes:?}");
    for operation in &spec.operations {
        assert!(spec.operation(&operation.id).is_some(), "an id leads back");
    }
}
