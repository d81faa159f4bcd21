//! Copies of a database that are known to be good, and going back to one.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use fairlead_core::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::StoreError;

/// How many copies are kept of one database.
const KEPT: usize = 24;
/// Bytes of the header that every database begins with.
const HEADER: u64 = 100;

/// Copies a database while it is in use; the copy is checked before it counts.
pub fn make(connection: &Connection, path: &Path, folder: &Path) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(folder).map_err(|e| StoreError::file(folder, e))?;
    let copy = free_name(folder, &stem(path));
    let unfinished = copy.with_extension("part");
    // VACUUM INTO does not write over a file, and does not ask the system to put it on the disk.
    let _ = fs::remove_file(&unfinished);
    let made = connection
        .execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])
        .map_err(StoreError::from)
        .and_then(|_| {
            let good = is_good(&unfinished).then_some(());
            good.ok_or_else(|| StoreError::Backup(unfinished.clone()))
        })
        .and_then(|()| settle(&unfinished, &copy));
    if let Err(error) = made {
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    for old in copies(path, folder).into_iter().skip(KEPT) {
        if let Err(error) = fs::remove_file(&old) {
            tracing::warn!(%error, file = %old.display(), "an old backup could not be removed");
        }
    }
    Ok(copy)
}

/// Whether the file itself is bad, not only its folder or the rights on it.
pub fn is_damaged(path: &Path) -> bool {
    // SQLite takes an empty file for a new database, and would throw away the log beside it.
    if fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() < HEADER) {
        return true;
    }
    let look = |connection: Connection| {
        let page: u64 = connection
            .pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0))?
            .unsigned_abs();
        Ok((check(&connection)?, page))
    };
    match Connection::open(path).and_then(look) {
        // Closed, the log is in the file, and the file is made of whole pages. SQLite itself reads
        // what is missing of the last one as zeros.
        Ok((answer, page)) => {
            answer != "ok" || fs::metadata(path).is_ok_and(|about| about.len() % page != 0)
        }
        Err(error) => matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        ),
    }
}

/// Puts a bad database aside and the newest good copy in its place: where the bad one is now, and
/// the copy that was taken, if there was one.
pub fn restore(path: &Path, folder: &Path) -> Result<(PathBuf, Option<PathBuf>), StoreError> {
    let good = copies(path, folder).into_iter().find(|copy| is_good(copy));
    // Made ready beforehand: without room for it everything stays as it was.
    let unfinished = path.with_extension("part");
    if let Some(copy) = &good {
        fs::copy(copy, &unfinished).map_err(|e| StoreError::file(&unfinished, e))?;
    }
    let aside = path.with_extension(format!("bad-{}.db", Timestamp::now().as_millis()));
    fs::rename(path, &aside).map_err(|e| StoreError::file(path, e))?;
    move_logs(path, &aside);
    if good.is_some() {
        settle(&unfinished, path)?;
    }
    Ok((aside, good))
}

/// Moves what SQLite keeps beside a database.
fn move_logs(from: &Path, to: &Path) {
    for suffix in ["-wal", "-shm"] {
        let with = |p: &Path| PathBuf::from(format!("{}{suffix}", p.display()));
        // Often there is none.
        let _ = fs::rename(with(from), with(to));
    }
}

/// When the newest copy was made.
pub fn newest(path: &Path, folder: &Path) -> Option<Timestamp> {
    let copy = copies(path, folder).into_iter().next()?;
    let name = copy.file_stem()?.to_str()?;
    let millis = name.rsplit('-').next()?.parse().ok()?;
    Some(Timestamp::from_millis(millis))
}

/// Whether a copy is a whole database.
fn is_good(copy: &Path) -> bool {
    let is_empty = fs::metadata(copy).is_ok_and(|about| about.len() < HEADER);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let answer = Connection::open_with_flags(copy, flags).and_then(|c| check(&c));
    !is_empty && answer.is_ok_and(|answer| answer == "ok")
}

fn check(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
}

/// Gives a file that is written its name, once all of it is on the disk.
fn settle(unfinished: &Path, path: &Path) -> Result<(), StoreError> {
    let settled = || {
        File::options().write(true).open(unfinished)?.sync_all()?;
        fs::rename(unfinished, path)?;
        // The name itself is on the disk once its folder is; not every system can say so.
        if let Some(folder) = path.parent().and_then(|p| File::open(p).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    };
    settled().map_err(|e| StoreError::file(path, e))
}

/// A name by the time that no other copy has.
fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let mut at = Timestamp::now().as_millis();
    loop {
        let name = folder.join(format!("{stem}-{at}.db"));
        if !name.exists() {
            return name;
        }
        at += 1;
    }
}

/// Ends what a program that was killed has left half done: whether a copy took the place of the
/// database just now. Nothing else may use the folder meanwhile.
pub fn tidy(path: &Path, folder: &Path) -> Result<bool, StoreError> {
    let unfinished = path.with_extension("part");
    // Between the two names of `restore` there is no database, and its copy is whole.
    let restored = !path.exists() && unfinished.exists() && is_good(&unfinished);
    if restored {
        // The log of the bad one would be read into the good one.
        let aside = path.with_extension(format!("bad-{}.db", Timestamp::now().as_millis()));
        move_logs(path, &aside);
        settle(&unfinished, path)?;
    }
    let halves = files(path, folder, ".part");
    for part in halves
        .into_iter()
        .chain(unfinished.exists().then_some(unfinished))
    {
        if let Err(error) = fs::remove_file(&part) {
            tracing::warn!(%error, file = %part.display(), "half a backup could not be removed");
        }
    }
    Ok(restored)
}

/// The copies of a database, newest first.
fn copies(path: &Path, folder: &Path) -> Vec<PathBuf> {
    let mut found = files(path, folder, ".db");
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
}

/// The files of a database with this ending.
fn files(path: &Path, folder: &Path, ending: &str) -> Vec<PathBuf> {
    let prefix = format!("{}-", stem(path));
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| {
            let name = p.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&prefix) && name.ends_with(ending)
        })
        .collect()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
