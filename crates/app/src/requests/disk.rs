//! Request collections on this machine's disk.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use fairlead_core::limits;
use fairlead_requests::{
    SourceFile,
    file::{ENDING, read_request},
};

/// Endings of files that may be part of a collection in a folder.
const ENDINGS: [&str; 6] = [".bru", ".yaml", ".yml", ".json", ".har", ".txt"];

/// The files of a collection: one file, or those of a folder and the folders in it, without
/// hidden ones. Blocks.
///
/// # Errors
/// Where the path is not there or cannot be read, or holds more than is read.
pub fn gather_files(path: &Path) -> io::Result<Vec<SourceFile>> {
    if !path.is_dir() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        return Ok(vec![SourceFile::new(name, read(path)?)]);
    }
    let mut files = Vec::new();
    let mut total = 0;
    let mut folders = vec![(path.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let mut entries = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if name.starts_with('.') || name == "node_modules" {
                continue;
            }
            // What a link leads to may lie anywhere, and in a circle.
            if kind.is_dir() && prefix.matches('/').count() <= limits::REQUEST_FOLDERS_DEEP {
                folders.push((entry.path(), format!("{prefix}{name}/")));
            } else if kind.is_file() && ENDINGS.iter().any(|ending| name.ends_with(ending)) {
                let bytes = read(&entry.path())?;
                total += bytes.len();
                if files.len() >= limits::REQUEST_FILES || total > limits::SPEC_TOTAL_BYTES {
                    return Err(io::Error::other(
                        "the folder holds more than is read; choose the folder of the collection alone",
                    ));
                }
                files.push(SourceFile::new(format!("{prefix}{name}"), bytes));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let size = fs::metadata(path)?.len();
    if size > limits::REQUEST_FILE_BYTES as u64 {
        let most = limits::REQUEST_FILE_BYTES >> 20;
        return Err(io::Error::other(format!(
            "{} has more than {most} MiB",
            path.display()
        )));
    }
    fs::read(path)
}

/// Writes the files of a collection into a folder. A file that is the same already is left
/// alone; none that differs is written over, unless `replace`. Blocks.
///
/// # Errors
/// Where the disk refuses, or a file is there that differs.
pub fn write_files(
    folder: &Path,
    files: &BTreeMap<String, String>,
    replace: bool,
) -> io::Result<usize> {
    let differs = |path: &PathBuf, text: &str| match fs::read(path) {
        Ok(bytes) => !is_same(path, &bytes, text),
        Err(_) => false,
    };
    if !replace {
        for (name, text) in files {
            let path = folder.join(name);
            if differs(&path, text) {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    format!("{} is there and differs", path.display()),
                ));
            }
        }
    }
    let mut written = 0;
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|bytes| is_same(&path, &bytes, text)) {
            continue;
        }
        write_file(&path, text)?;
        written += 1;
    }
    Ok(written)
}

/// Whether a file says what would be written: comments and the way it is laid out do not count.
fn is_same(path: &Path, bytes: &[u8], text: &str) -> bool {
    if bytes == text.as_bytes() {
        return true;
    }
    let name = path.to_string_lossy();
    if !name.ends_with(ENDING) {
        return false;
    }
    let read = |bytes: &[u8]| read_request(&SourceFile::new(name.clone(), bytes)).ok();
    let kept = read(bytes);
    kept.is_some() && kept == read(text.as_bytes())
}

/// Writes a file whole or not at all.
pub(super) fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let mut file = fs::File::create(&aside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs::rename(&aside, path).inspect_err(|_| {
        // The half-way file is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&aside);
    })
}
