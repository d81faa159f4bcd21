//! `cargo xtask screenshots`: the README's pictures, taken through the browser.

use std::{path::Path, process::Command};

use crate::{
    command::{self, cargo},
    packages, ui,
};

/// Takes `docs/screenshots/*.png` anew.
pub fn run(root: &Path) -> Result<(), String> {
    packages::install(&[packages::TEST])?;
    ui::build(root)?;
    let build = ["build", "--package", "fairlead-cli"];
    command::run(cargo().current_dir(root).args(build))?;
    command::run(
        Command::new("node")
            .current_dir(root)
            .arg("tests/e2e/screenshots.mjs")
            .env("FAIRLEAD_PROGRAM", program(root)?),
    )
}

/// Where cargo puts `fairlead`.
pub fn program(root: &Path) -> Result<std::path::PathBuf, String> {
    let text = command::read(cargo().current_dir(root).args([
        "metadata",
        "--no-deps",
        "--format-version=1",
    ]))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|failure| format!("cargo metadata: {failure}"))?;
    let target = metadata["target_directory"]
        .as_str()
        .ok_or("cargo metadata names no target_directory")?;
    let name = format!("debug/fairlead{}", std::env::consts::EXE_SUFFIX);
    Ok(Path::new(target).join(name))
}
