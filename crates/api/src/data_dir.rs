//! Where Fairlead keeps its data when nobody says otherwise.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The variable that names another folder.
pub const VARIABLE: &str = "FAIRLEAD_DATA";

/// No folder can be chosen or used.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// The platform names no place for data.
    #[error("no place for data: {missing} is not set. Name a folder with --data or {VARIABLE}")]
    Homeless {
        /// The variable that would tell.
        missing: &'static str,
    },
    /// The folder cannot be made or written.
    #[error(
        "the data folder {} cannot be used: {reason}. Name another with --data or {VARIABLE}",
        folder.display()
    )]
    Unusable {
        /// The folder.
        folder: PathBuf,
        /// What failed.
        reason: String,
    },
}

/// The folder for data: the one that was named, else `FAIRLEAD_DATA`, else the platform's place
/// (`$XDG_DATA_HOME/fairlead` or `~/.local/share/fairlead`; `~/Library/Application
/// Support/Fairlead`; `%LOCALAPPDATA%\Fairlead`).
pub fn choose(named: Option<PathBuf>) -> Result<PathBuf, DataDirError> {
    named
        .or_else(|| variable(VARIABLE))
        .map_or_else(platform_place, Ok)
}

/// Makes the folder where it is missing and shows that it can be written.
pub fn prepare(folder: &Path) -> Result<(), DataDirError> {
    let unusable = |failure: std::io::Error| DataDirError::Unusable {
        folder: folder.to_owned(),
        reason: failure.to_string(),
    };
    make_private(folder).map_err(unusable)?;
    // One name for all: what a killed program leaves is taken away by the next.
    let probe = folder.join(".writable");
    std::fs::write(&probe, b"").map_err(unusable)?;
    match std::fs::remove_file(&probe) {
        Err(failure) if failure.kind() != std::io::ErrorKind::NotFound => Err(unusable(failure)),
        _ => Ok(()),
    }
}

/// Makes the folder, readable by its owner only where the platform knows such a thing.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(not(any(target_os = "macos", windows)))]
fn platform_place() -> Result<PathBuf, DataDirError> {
    // XDG Base Directory Specification: a relative path is to be ignored.
    if let Some(base) = variable("XDG_DATA_HOME").filter(|base| base.is_absolute()) {
        return Ok(base.join("fairlead"));
    }
    Ok(home("HOME")?.join(".local/share/fairlead"))
}

#[cfg(target_os = "macos")]
fn platform_place() -> Result<PathBuf, DataDirError> {
    Ok(home("HOME")?.join("Library/Application Support/Fairlead"))
}

#[cfg(windows)]
fn platform_place() -> Result<PathBuf, DataDirError> {
    Ok(home("LOCALAPPDATA")?.join("Fairlead"))
}

fn home(name: &'static str) -> Result<PathBuf, DataDirError> {
    variable(name).ok_or(DataDirError::Homeless { missing: name })
}

fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
