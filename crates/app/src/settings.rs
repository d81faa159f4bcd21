//! What the program is started with.

use std::path::PathBuf;

/// What the program is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that keeps everything.
    pub data_dir: PathBuf,
    /// Keeps the vault's key in a file even where the system has a keychain.
    pub key_in_file: bool,
}

impl Settings {
    /// Everything as usual, kept in this folder.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            key_in_file: false,
        }
    }
}
