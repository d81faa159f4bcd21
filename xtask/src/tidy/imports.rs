//! Imports of the interface: app → features → ui → api → platform → lib; only `platform` knows
//! Tauri.

use super::File;

/// What each folder of `ui/src` may import from, beside itself.
const ALLOWED: &[(&str, &[&str])] = &[
    ("app", &["features", "ui", "api", "platform", "lib"]),
    ("features", &["ui", "api", "platform", "lib"]),
    ("ui", &["api", "platform", "lib"]),
    ("api", &["platform", "lib"]),
    ("platform", &["lib"]),
    ("lib", &[]),
];

/// Imports that go where none may go.
pub fn check(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.ends(&[".ts", ".tsx"]))
        .filter_map(|file| Some((file, file.path.strip_prefix("ui/src/")?)))
        .flat_map(|(file, within)| wrong_imports(within, file.text.as_deref().unwrap_or_default()))
        .collect()
}

fn wrong_imports(within: &str, text: &str) -> Vec<String> {
    specifiers(text)
        .filter_map(|specifier| {
            let reason = refuse(within, specifier)?;
            Some(format!("ui/src/{within}: imports {specifier}: {reason}"))
        })
        .collect()
}

/// Why the file may not import this, if so.
fn refuse(within: &str, specifier: &str) -> Option<&'static str> {
    let here: Vec<&str> = within.split('/').collect();
    if specifier.starts_with("@tauri-apps/") {
        return (here[0] != "platform").then_some("only platform/ knows Tauri");
    }
    let there = resolve(&here, specifier)?;
    if here.len() < 2 || there.len() < 2 {
        // main.tsx and what else lies in ui/src itself.
        return None;
    }
    if here[0] == "features" && there[0] == "features" && here[1] != there[1] {
        return Some("a feature never imports another");
    }
    let (_, allowed) = ALLOWED.iter().find(|(folder, _)| *folder == here[0])?;
    let known = ALLOWED.iter().any(|(folder, _)| *folder == there[0]);
    let fine = here[0] == there[0] || !known || allowed.contains(&there[0].as_str());
    (!fine).then_some("imports point down: app, features, ui, api, platform, lib")
}

/// The path within `ui/src` that a specifier means; `None` for packages.
fn resolve(here: &[&str], specifier: &str) -> Option<Vec<String>> {
    let aliased = ["@/", "~/"]
        .iter()
        .find_map(|alias| specifier.strip_prefix(alias));
    let mut path: Vec<String> = Vec::new();
    if aliased.is_none() {
        if !specifier.starts_with('.') {
            return None;
        }
        path.extend(here[..here.len() - 1].iter().map(|part| (*part).to_owned()));
    }
    for part in aliased.unwrap_or(specifier).split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            name => path.push(name.to_owned()),
        }
    }
    Some(path)
}

/// The quoted texts after `from`, `import` and `import(`.
fn specifiers(text: &str) -> impl Iterator<Item = &str> {
    ["from ", "import ", "import("]
        .into_iter()
        .flat_map(move |word| {
            text.match_indices(word).filter_map(move |(at, _)| {
                let rest = text[at + word.len()..].trim_start();
                let quote = rest.chars().next().filter(|c| "\"'".contains(*c))?;
                rest[1..].split(quote).next()
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_point_down() {
        let wrong = |within: &str, text: &str| wrong_imports(within, text).len();
        let other = "import { Row } from '../traces/row'";
        assert_eq!(wrong("features/home/home-page.tsx", other), 1);
        let own = "import { Row } from \"./row\";\nimport \"@/ui/button\";";
        assert_eq!(wrong("features/home/home-page.tsx", own), 0);
        let up = "const page = await import(\"@/features/home/home-page\")";
        assert_eq!(wrong("lib/time.ts", up), 1);
        assert_eq!(wrong("app/router.tsx", up), 0);
        let tauri = "import { invoke } from \"@tauri-apps/api/core\"";
        assert_eq!(wrong("api/client.ts", tauri), 1);
        assert_eq!(wrong("platform/tauri.ts", tauri), 0);
    }
}
