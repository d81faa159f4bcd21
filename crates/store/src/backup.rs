//! Copies of a database that are known to be good, and going back to one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use fairlead_core::Timestamp;
use rusqlite::Connection;

use crate::error::StoreError;

/// How many copies are kept of one database.
const KEPT: usize = 24;

/// Copies a database while it is in use; the copy is checked before it counts.
pub fn make(connection: &Connection, path: &Path, folder: &Path) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(folder).map_err(|e| StoreError::file(folder, e))?;
    let stem = stem(path);
    let copy = folder.join(format!("{stem}-{}.db", Timestamp::now().as_millis()));
    let unfinished = copy.with_extension("part");
    // VACUUM INTO does not write over a file.
    let _ = fs::remove_file(&unfinished);
    connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
    if !is_good(&unfinished) {
        let _ = fs::remove_file(&unfinished);
        return Err(StoreError::Row("the copy is not good".into()));
    }
    fs::rename(&unfinished, &copy).map_err(|e| StoreError::file(&copy, e))?;
    for old in copies(path, folder).into_iter().skip(KEPT) {
        if let Err(error) = fs::remove_file(&old) {
            tracing::warn!(%error, file = %old.display(), "an old backup could not be removed");
        }
    }
    Ok(copy)
}

/// Whether a file is a whole database.
pub fn is_good(path: &Path) -> bool {
    let check = || -> rusqlite::Result<bool> {
        let connection = Connection::open(path)?;
        let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok(answer == "ok")
    };
    check().unwrap_or(false)
}

/// Puts a bad database aside and the newest good copy in its place: where the bad one is now, and
/// the copy that was taken, if there was one.
pub fn restore(path: &Path, folder: &Path) -> Result<(PathBuf, Option<PathBuf>), StoreError> {
    let aside = path.with_extension(format!("bad-{}.db", Timestamp::now().as_millis()));
    fs::rename(path, &aside).map_err(|e| StoreError::file(path, e))?;
    for suffix in ["-wal", "-shm"] {
        let with = |p: &Path| PathBuf::from(format!("{}{suffix}", p.display()));
        // Often there is none.
        let _ = fs::rename(with(path), with(&aside));
    }
    let good = copies(path, folder).into_iter().find(|copy| is_good(copy));
    if let Some(copy) = &good {
        fs::copy(copy, path).map_err(|e| StoreError::file(path, e))?;
    }
    Ok((aside, good))
}

/// The copies of a database, newest first.
fn copies(path: &Path, folder: &Path) -> Vec<PathBuf> {
    let prefix = format!("{}-", stem(path));
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| {
            let name = p.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&prefix) && name.ends_with(".db")
        })
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
