//! Follows a behaviour file on the disk: what changes there is read, and what cannot be read
//! leaves the last good version in place.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use fairlead_core::Diagnostic;
use fairlead_openapi::{Fetch, FolderFetch};

use super::{Outside, Reading};
use crate::{Behaviour, Mock};

/// How often the file is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// The largest behaviour file, in bytes.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What was heard of a file that is followed.
#[derive(Debug)]
pub struct Heard {
    /// Whether the mock behaves as the file says now; otherwise as it did before.
    pub taken: bool,
    /// What is wrong with the file.
    pub problems: Vec<Diagnostic>,
}

/// A behaviour file on the disk.
#[derive(Debug)]
pub struct Follower {
    file: PathBuf,
    /// Hash of what was read last, with the files that hold bodies; `None` where nothing could be.
    seen: Option<u64>,
    /// Why nothing can be read, as far as it was told.
    told: Option<io::ErrorKind>,
    bodies: Vec<String>,
}

impl Follower {
    /// Follows a file that need not be there yet.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self {
            file,
            seen: None,
            told: Some(io::ErrorKind::NotFound),
            bodies: Vec::new(),
        }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Looks at the file: what it says where it is new or has changed since the last look, and the
    /// mock behaves so where nothing is wrong.
    ///
    /// # Errors
    /// Where the file is there no more, or cannot be read; told once.
    pub fn look(&mut self, mock: &Mock) -> io::Result<Option<Heard>> {
        let bytes = match read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.seen = None;
                let before = self.told.replace(error.kind());
                return if before == self.told {
                    Ok(None)
                } else {
                    Err(error)
                };
            }
        };
        self.told = None;
        let now = self.hash(&bytes);
        if self.seen == Some(now) {
            return Ok(None);
        }
        let name = self.file.to_string_lossy();
        let fetch = |name: &str| fetch(&self.file, name);
        let Reading {
            behaviour,
            problems,
            files,
        } = Behaviour::read(
            &name,
            &bytes,
            mock.contract(),
            Outside {
                bodies: &fetch,
                secrets: &from_environment,
                secrets_inline: true,
            },
        );
        self.bodies = files;
        // With the files that are named now.
        self.seen = Some(self.hash(&bytes));
        let taken = behaviour.is_some();
        if let Some(behaviour) = behaviour {
            mock.set_behaviour(behaviour);
        }
        Ok(Some(Heard { taken, problems }))
    }

    /// Looks again and again, on this thread, as long as `goes_on` says so; `hear` hears what was
    /// found.
    pub fn follow(
        mut self,
        mock: &Mock,
        hear: impl Fn(&Path, io::Result<Heard>),
        goes_on: impl Fn() -> bool,
    ) {
        while goes_on() {
            if let Some(heard) = self.look(mock).transpose() {
                hear(&self.file, heard);
            }
            thread::sleep(EVERY);
        }
    }

    fn hash(&self, bytes: &[u8]) -> u64 {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        for name in &self.bodies {
            // A body that cannot be read is a change too.
            fetch(&self.file, name).ok().hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// A secret in a variable of the environment.
fn from_environment(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| "there is no such variable in the environment".to_owned())
}

/// The whole file; it is small, so its content tells a change better than its time.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let about = fs::metadata(file)?;
    if about.len() > LARGEST {
        return Err(io::Error::other(format!(
            "it is larger than {} MiB",
            LARGEST >> 20
        )));
    }
    fs::read(file)
}

/// A file that holds a body: beside the behaviour file or beneath, and nothing outside.
fn fetch(file: &Path, name: &str) -> Result<Vec<u8>, String> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let fetch = FolderFetch::new(folder).map_err(|error| error.to_string())?;
    let path = fetch.folder().join(name);
    let uri = url::Url::from_file_path(&path).map_err(|()| "it is no name of a file".to_owned())?;
    fetch.fetch(&uri).map_err(|error| error.to_string())
}
