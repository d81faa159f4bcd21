//! What lies in a linked folder. Blocks.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use fairlead_core::{Diagnostic, limits};
use fairlead_requests::{
    SavedRequest, SourceFile,
    file::{ENDING, ENVIRONMENTS, FOLDER, ROOT, read_request},
};

use crate::requests::disk;

/// A half-way file of ours that is older than this was left by a program that was killed.
const LEFTOVER: Duration = Duration::from_mins(1);

/// Why a folder cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// It is not there, or not whole.
    #[error("{0}")]
    Gone(String),
    /// Git is changing it right now.
    #[error("Git is at work in the folder.")]
    Busy,
}

/// The files of a folder that mean something to us, and the names that are taken.
#[derive(Default)]
pub struct Scan {
    /// By path below the folder, with `/`.
    pub files: BTreeMap<String, Found>,
    /// Names that are taken in each folder (`""` or `A/B/`), small and without our ending.
    pub taken: HashMap<String, HashSet<String>>,
    /// What cannot be read, with lines.
    pub problems: Vec<Diagnostic>,
}

/// One file.
pub struct Found {
    /// Hash of its bytes.
    pub hash: String,
    /// The file itself; empty where it is too large.
    pub source: SourceFile,
    /// Whether it was understood. Files that say what a folder is are read later.
    pub is_readable: bool,
    /// What stands in it, where it is a request.
    pub request: Option<SavedRequest>,
}

/// Looks at a folder.
///
/// # Errors
/// Where any part of the folder cannot be listed: what is not seen must not count as deleted.
pub fn scan(root: &Path) -> Result<Scan, ScanError> {
    if git_is_at_work(root) {
        return Err(ScanError::Busy);
    }
    let gone = |path: &Path, error: &io::Error| {
        ScanError::Gone(format!(
            "Cannot read {}: {error}. Nothing is changed until it is back.",
            path.display()
        ))
    };
    let mut scan = Scan::default();
    let mut total = 0;
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|e| gone(&folder, &e))?;
        for entry in entries {
            let path = entry.path();
            let kind = entry.file_type().map_err(|e| gone(&path, &e))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if name.starts_with('.') || name == "node_modules" {
                forget_leftover(&path, name);
                continue;
            }
            let stem = name.strip_suffix(ENDING).unwrap_or(name).to_lowercase();
            scan.taken.entry(prefix.clone()).or_default().insert(stem);
            let below = format!("{prefix}{name}");
            if kind.is_dir() {
                if prefix.matches('/').count() < limits::REQUEST_FOLDERS_DEEP {
                    folders.push((path, format!("{below}/")));
                }
                continue;
            }
            if !is_ours(&below) {
                continue;
            }
            // What a link leads to may lie anywhere, and in a circle.
            if !kind.is_file() {
                let words = "the link is not followed; put the file itself here";
                let problem = Diagnostic::warning("request-link", words);
                scan.problems.push(problem.at(below, ""));
                continue;
            }
            let found =
                look(&path, below.clone(), &mut scan.problems).map_err(|e| gone(&path, &e))?;
            total += found.source.bytes.len();
            scan.files.insert(below, found);
            if scan.files.len() > limits::REQUEST_FILES || total > limits::SPEC_TOTAL_BYTES {
                let most = limits::REQUEST_FILES;
                return Err(ScanError::Gone(format!(
                    "{} holds more than {most} files, or more than is read; link the folder of the collection alone.",
                    root.display()
                )));
            }
        }
    }
    scan.problems.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(scan)
}

/// Whether a file means something to us.
fn is_ours(path: &str) -> bool {
    let in_environments = path
        .strip_prefix(ENVIRONMENTS)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|name| !name.contains('/') && name.ends_with(".yaml"));
    path.ends_with(ENDING)
        || path == ROOT
        || path.ends_with(&format!("/{FOLDER}"))
        || in_environments
}

fn look(path: &Path, below: String, problems: &mut Vec<Diagnostic>) -> io::Result<Found> {
    let size = fs::metadata(path)?.len();
    if size > limits::REQUEST_FILE_BYTES as u64 {
        let most = limits::REQUEST_FILE_BYTES >> 20;
        let words = format!("the file has more than {most} MiB and is not read");
        problems.push(Diagnostic::error("file-too-large", words).at(below.clone(), ""));
        return Ok(Found {
            hash: format!("{size} bytes"),
            source: SourceFile::new(below, Vec::new()),
            is_readable: false,
            request: None,
        });
    }
    let source = SourceFile::new(below, fs::read(path)?);
    let hash = super::hash(&source.bytes);
    let mut found = Found {
        hash,
        is_readable: true,
        request: None,
        source,
    };
    let Some(stem) = found.source.path.strip_suffix(ENDING) else {
        return Ok(found);
    };
    match read_request(&found.source) {
        Ok(mut request) => {
            if request.name.trim().is_empty() {
                // A file written by hand needs no name beside its own.
                let name = stem.rsplit('/').next().unwrap_or(stem);
                name.clone_into(&mut request.name);
            }
            found.request = Some(request);
        }
        Err(why) => {
            problems.extend(why);
            found.is_readable = false;
        }
    }
    Ok(found)
}

/// Removes a half-way file that a killed program has left.
fn forget_leftover(path: &Path, name: &str) {
    let is_half_way = name
        .strip_suffix(".part")
        .and_then(|rest| rest.rsplit_once('.'))
        .is_some_and(|(file, process)| {
            file.ends_with(".yaml") && process.bytes().all(|b| b.is_ascii_digit())
        });
    let age = || fs::symlink_metadata(path).ok()?.modified().ok();
    let is_old = || age().and_then(|at| SystemTime::now().duration_since(at).ok()) > Some(LEFTOVER);
    if is_half_way && is_old() {
        // One that cannot be removed is tried again the next time.
        let _ = fs::remove_file(path);
    }
}

/// Whether git holds the lock of the work tree that the folder lies in.
fn git_is_at_work(root: &Path) -> bool {
    let tree = root.ancestors().find(|folder| folder.join(".git").is_dir());
    tree.is_some_and(|tree| tree.join(".git/index.lock").exists())
}

/// Whether a file is still what it was when it was looked at; `None` for one that was not there.
pub fn is_still(root: &Path, path: &str, hash: Option<&str>) -> bool {
    match (fs::read(place(root, path)), hash) {
        (Ok(bytes), Some(hash)) => super::hash(&bytes) == hash,
        (Err(error), None) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Writes a file below a folder that must be there.
///
/// # Errors
/// Where the folder is gone or the disk refuses.
pub fn write(root: &Path, path: &str, text: &str) -> io::Result<()> {
    // A folder that went away is not made anew: it may be on a disk that comes back.
    if !root.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            "the folder is gone",
        ));
    }
    disk::write_file(&place(root, path), text)
}

/// Removes a file, and the folders around it that are empty then.
///
/// # Errors
/// Where the disk refuses.
pub fn remove(root: &Path, path: &str) -> io::Result<()> {
    let file = place(root, path);
    fs::remove_file(&file)?;
    for folder in file
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != root)
    {
        // One that is not empty stays.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn place(root: &Path, path: &str) -> PathBuf {
    let mut place = root.to_owned();
    place.extend(path.split('/'));
    place
}
