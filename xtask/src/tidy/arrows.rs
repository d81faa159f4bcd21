//! Which package may use which: carriers → api → app → engines, store, vault → core.

use std::path::Path;

use serde_json::Value;

use crate::command::{self, cargo};

/// What each package may use. Tests may also use whatever their package reaches indirectly.
const ALLOWED: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("openapi", &["core"]),
    ("validate", &["core", "openapi"]),
    ("bundle", &["core"]),
    ("identity", &["core", "openapi"]),
    ("webhooks", &["core", "openapi", "validate"]),
    (
        "mock",
        &["core", "openapi", "validate", "identity", "webhooks"],
    ),
    ("proxy", &["core", "openapi", "validate", "mock"]),
    ("requests", &["core", "openapi"]),
    ("store", &["core"]),
    ("vault", &["core"]),
    (
        "app",
        &[
            "core", "bundle", "openapi", "validate", "webhooks", "mock", "proxy", "requests",
            "store", "vault",
        ],
    ),
    ("api", &["core", "app"]),
    (
        "cli",
        &[
            "core", "openapi", "validate", "webhooks", "mock", "proxy", "requests", "app", "api",
        ],
    ),
    ("desktop", &["core", "app", "api"]),
    ("xtask", &[]),
];

/// Arrows that the picture does not have.
pub fn check(root: &Path) -> Result<Vec<String>, String> {
    let arguments = ["metadata", "--no-deps", "--format-version=1"];
    let text = command::read(cargo().current_dir(root).args(arguments))?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|failure| format!("cargo metadata: {failure}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    Ok(packages.flat_map(wrong_arrows).collect())
}

fn wrong_arrows(package: &Value) -> Vec<String> {
    let name = short(package["name"].as_str().unwrap_or_default());
    let Some(allowed) = allowed(name) else {
        return vec![format!(
            "package {name}: not in the picture; give it a line in xtask/src/tidy/arrows.rs"
        )];
    };
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    dependencies
        .filter(|dependency| dependency["path"].is_string())
        .filter_map(|dependency| {
            let used = short(dependency["name"].as_str()?);
            let in_tests = dependency["kind"] == "dev";
            let fine = allowed.contains(&used) || in_tests && reaches(name, used);
            (!fine).then(|| format!("package {name} uses {used}: no arrow may go there"))
        })
        .collect()
}

fn short(name: &str) -> &str {
    name.strip_prefix("fairlead-").unwrap_or(name)
}

fn allowed(name: &str) -> Option<&'static [&'static str]> {
    let row = ALLOWED.iter().find(|(package, _)| *package == name)?;
    Some(row.1)
}

/// Whether following the arrows from one package comes to the other.
fn reaches(from: &str, to: &str) -> bool {
    allowed(from).is_some_and(|next| next.iter().any(|step| *step == to || reaches(step, to)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_arrow_upwards_is_found_and_a_test_may_reach_further_down() {
        let package = json!({"name": "fairlead-api", "dependencies": [
            {"name": "fairlead-app", "path": "/x", "kind": null},
            {"name": "fairlead-cli", "path": "/x", "kind": null},
            {"name": "fairlead-openapi", "path": "/x", "kind": "dev"},
            {"name": "serde", "kind": null},
        ]});
        let found = wrong_arrows(&package);
        assert_eq!(found, ["package api uses cli: no arrow may go there"]);
    }

    #[test]
    fn the_picture_has_no_cycle() {
        for (package, _) in ALLOWED {
            assert!(!reaches(package, package), "{package}");
        }
    }
}
