//! Names: of files, folders and types.

use super::File;

/// Words that say nothing about what a thing is.
const EMPTY: &[&str] = &["manager", "service", "helper", "util"];

/// Files that are named against the rules of the house, and types too.
pub fn check(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        let path = &file.path;
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "mod.rs" {
            problems.push(format!("{path}: `foo.rs` beside `foo/`, not `mod.rs`"));
        }
        if file.ends(&[".rs", ".ts", ".tsx", ".mjs"]) && says_nothing(stem(name)) {
            problems.push(format!("{path}: name it after what is in it"));
        }
        if let Some(within) = path.strip_prefix("ui/src/") {
            let routes = within.starts_with("app/routes/");
            if !within.split('/').all(|part| is_kebab_case(part, routes)) {
                problems.push(format!("{path}: files of the interface are kebab-case"));
            }
            if matches!(name, "index.ts" | "index.tsx") && !routes {
                problems.push(format!("{path}: no barrels; import the file itself"));
            }
        }
        if file.ends(&[".rs"]) {
            problems.extend(types(file));
        }
    }
    problems
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn says_nothing(name: &str) -> bool {
    name.split(['-', '_'])
        .any(|word| EMPTY.contains(&word.trim_end_matches('s')))
}

fn is_kebab_case(name: &str, route: bool) -> bool {
    !name.is_empty()
        && name.chars().all(|c| {
            c.is_ascii_lowercase()
                || c.is_ascii_digit()
                || "-.".contains(c)
                || route && "$_".contains(c)
        })
}

fn types(file: &File) -> impl Iterator<Item = String> {
    let lines = file.text.as_deref().unwrap_or_default().lines();
    lines.enumerate().filter_map(|(at, line)| {
        let name = defined_type(line)?;
        let lower = name.to_lowercase();
        let lower = lower.trim_end_matches('s');
        EMPTY.iter().any(|word| lower.ends_with(word)).then(|| {
            let path = &file.path;
            format!("{path}:{}: `{name}`: name it after what it is", at + 1)
        })
    })
}

/// `Store` of `pub struct Store<T> {`.
fn defined_type(line: &str) -> Option<&str> {
    // An associated type has the name that its trait gives it.
    if line.starts_with(' ') && line.trim_start().starts_with("type ") {
        return None;
    }
    let mut words = line.split_whitespace();
    words.find(|word| ["struct", "enum", "trait", "type"].contains(word))?;
    let name = words.next()?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &name[..end.unwrap_or(name.len())];
    name.starts_with(char::is_uppercase).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(path: &str, text: &str) -> Vec<String> {
        check(&[File {
            path: path.to_owned(),
            text: Some(text.to_owned()),
        }])
    }

    #[test]
    fn names_that_say_nothing_are_found() {
        assert_eq!(check_one("crates/x/src/mod.rs", "").len(), 1);
        assert_eq!(check_one("crates/x/src/string_utils.rs", "").len(), 1);
        assert_eq!(check_one("ui/src/lib/helpers.ts", "").len(), 1);
        let defined = format!("pub struct Mock{}<T>(T);", "Manager");
        assert_eq!(check_one("a.rs", &defined).len(), 1);
        assert_eq!(
            check_one("a.rs", "pub trait Fetch {}\nuse tower::Service;"),
            [""; 0]
        );
    }

    #[test]
    fn the_interface_is_kebab_case_without_barrels() {
        assert_eq!(check_one("ui/src/features/home/HomePage.tsx", "").len(), 1);
        assert_eq!(check_one("ui/src/ui/index.ts", "").len(), 1);
        assert_eq!(check_one("ui/src/app/routes/projects.$id.tsx", ""), [""; 0]);
        assert_eq!(
            check_one("ui/src/features/home/home-page.test.tsx", ""),
            [""; 0]
        );
    }
}
