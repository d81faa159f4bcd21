//! Files of one folder, and nothing outside it.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use fairlead_core::limits;
use url::Url;

use crate::source::{Fetch, FetchError};

/// Reads only beneath one folder; `..` and links that lead out of it are refused.
///
/// Descriptions joined from sibling folders (`spec/api.yaml` and `common/error.yaml`) are usual.
/// [`FolderFetch::around`] therefore also gives the JSON, YAML and Markdown files of the folder
/// above, hidden ones excepted, unless that is the home, a temporary or a top folder.
#[derive(Clone, Debug)]
pub struct FolderFetch {
    folder: PathBuf,
    /// Where only files that look like parts of a description are read.
    around: Option<PathBuf>,
}

impl FolderFetch {
    /// Everything beneath `folder` may be read.
    ///
    /// # Errors
    /// Where the folder is not there or may not be read.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            folder: folder.canonicalize()?,
            around: None,
        })
    }

    /// For the description at `file`: its folder, and the URI to load as the root.
    ///
    /// # Errors
    /// Where the file is not there or may not be read.
    pub fn around(file: &Path) -> io::Result<(Self, Url)> {
        let file = file.canonicalize()?;
        let folder = file.parent().unwrap_or(Path::new("/")).to_owned();
        let root = Url::from_file_path(&file)
            .map_err(|()| io::Error::other("the path cannot be written as a URI"))?;
        let around = folder
            .parent()
            .filter(|f| may_widen_to(f))
            .map(Path::to_owned);
        Ok((Self { folder, around }, root))
    }

    /// The folder that may be read, without links.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Fetch for FolderFetch {
    fn fetch(&self, uri: &Url) -> Result<Vec<u8>, FetchError> {
        if uri.scheme() != "file" {
            return Err(FetchError::Forbidden(format!(
                "`{uri}` is not a file of the folder, and a description read from disk fetches nothing from the network"
            )));
        }
        let path = uri
            .to_file_path()
            .map_err(|()| FetchError::NotFound(uri.to_string()))?;
        // What lies outside is refused before looking whether it is there.
        let outside = || {
            FetchError::Forbidden(format!(
                "`{}` lies outside the folder of the description",
                path.display()
            ))
        };
        if !self.allows(&path) {
            return Err(outside());
        }
        let real = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FetchError::NotFound(path.display().to_string()),
            _ => FetchError::Failed(error.to_string()),
        })?;
        if !self.allows(&real) {
            return Err(outside());
        }
        read(&real)
    }
}

impl FolderFetch {
    fn allows(&self, path: &Path) -> bool {
        path.starts_with(&self.folder)
            || self
                .around
                .as_ref()
                .and_then(|around| path.strip_prefix(around).ok())
                .is_some_and(is_part_of_description)
    }
}

/// Whether a path within the folder above looks like a part of a description.
fn is_part_of_description(path: &Path) -> bool {
    let is_hidden = path
        .components()
        .any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    !is_hidden
        && ["json", "yaml", "yml", "md"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}

/// The home folder, what holds homes and what every program writes to hold more than one thing.
fn may_widen_to(folder: &Path) -> bool {
    let home = env::home_dir().and_then(|home| home.canonicalize().ok());
    let temporary = env::temp_dir().canonicalize().ok();
    folder.components().count() > 2
        && home.is_none_or(|home| !home.starts_with(folder))
        && temporary.is_none_or(|temporary| !temporary.starts_with(folder))
}

/// A whole file, if it is one and not too large.
fn read(path: &Path) -> Result<Vec<u8>, FetchError> {
    let failed = |error: io::Error| FetchError::Failed(error.to_string());
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        return Err(FetchError::Failed(format!(
            "`{}` is not a file",
            path.display()
        )));
    }
    if about.len() > limits::SPEC_FILE_BYTES as u64 {
        return Err(FetchError::TooLarge(format!(
            "`{}` has {} bytes and at most {} are read",
            path.display(),
            about.len(),
            limits::SPEC_FILE_BYTES
        )));
    }
    fs::read(path).map_err(failed)
}
