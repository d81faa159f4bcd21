//! The interface: its packages, and its build in `ui/dist`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use crate::command;

/// What a change of, makes the build stale.
const SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
];

/// The folder of the interface.
pub fn folder(root: &Path) -> PathBuf {
    root.join("ui")
}

/// npm in the folder of the interface.
pub fn npm(root: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder(root)).stdout(std::io::stderr());
    npm
}

/// Installs what the lock file says, unless what is there is newer than it.
///
/// Not with `npm ci`: it refuses a lock file without the native parts of other platforms, and npm
/// 11 writes only those of the platform it runs on.
pub fn install(root: &Path) -> Result<(), String> {
    let ui = folder(root);
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= changed(&ui.join("package-lock.json")) {
        return Ok(());
    }
    let arguments = ["install", "--no-save", "--no-audit", "--no-fund"];
    // A registry may fail once; the second time is worth a try, the third is not.
    command::run(npm(root).args(arguments)).or_else(|_| command::run(npm(root).args(arguments)))
}

/// Builds `ui/dist`, unless it is newer than everything it is made from.
pub fn build(root: &Path) -> Result<(), String> {
    install(root)?;
    let ui = folder(root);
    let built = changed(&ui.join("dist/index.html"));
    let newest = SOURCES
        .iter()
        .filter_map(|name| newest(&ui.join(name)))
        .max();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    command::run(npm(root).args(["run", "build"]))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// The newest change in a file or folder.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = changed(path)?;
    let Ok(entries) = fs::read_dir(path) else {
        return Some(own);
    };
    entries
        .filter_map(|entry| newest(&entry.ok()?.path()))
        .max()
        .max(Some(own))
}
