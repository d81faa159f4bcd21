//! Lengths: a file is one idea.

use super::File;

/// Lines a file may have, by the end of its name.
const LIMITS: &[(&str, usize)] = &[(".rs", 600), (".ts", 300), (".tsx", 300), (".mjs", 300)];

/// Files that may be longer, and why.
const LONGER: &[(&str, &str)] = &[(
    "crates/validate/tests/it/parameter.rs",
    "a table: every location, style and way to explode",
)];

/// What is generated has the length it has.
const GENERATED: &[&str] = &["ui/src/api/generated/"];

/// Files that are too long, and exceptions that are none any more.
pub fn check(files: &[File]) -> Vec<String> {
    let mut problems: Vec<String> = files.iter().filter_map(too_long).collect();
    for (path, _) in LONGER {
        let needed = files
            .iter()
            .any(|file| file.path == *path && excess(file).is_some());
        if !needed {
            problems.push(format!(
                "{path}: no longer too long; take it off the list in lengths.rs"
            ));
        }
    }
    problems
}

fn too_long(file: &File) -> Option<String> {
    let excused = LONGER.iter().any(|(path, _)| *path == file.path);
    let (lines, limit) = excess(file).filter(|_| !excused)?;
    let path = &file.path;
    Some(format!(
        "{path}: {lines} lines, more than {limit}: more than one idea?"
    ))
}

/// Its lines and the limit, where it has more.
fn excess(file: &File) -> Option<(usize, usize)> {
    if GENERATED.iter().any(|folder| file.path.starts_with(folder)) {
        return None;
    }
    let (_, limit) = LIMITS.iter().find(|(end, _)| file.path.ends_with(end))?;
    let lines = file.text.as_deref()?.lines().count();
    (lines > *limit).then_some((lines, *limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_by_hand_is_measured() {
        let long = |path: &str| File {
            path: path.to_owned(),
            text: Some("x\n".repeat(301)),
        };
        assert!(too_long(&long("ui/src/ui/button.tsx")).is_some());
        assert!(too_long(&long("ui/src/api/generated/schema.ts")).is_none());
        assert!(too_long(&long("crates/core/src/id.rs")).is_none());
    }
}
