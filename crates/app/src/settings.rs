//! What the program is started with.

use std::path::PathBuf;

use crate::OpenError;

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
        let key_in_file = std::env::var_os("FAIRLEAD_KEY_IN_FILE").is_some_and(|v| v == "1");
        Self {
            data_dir: data_dir.into(),
            key_in_file,
        }
    }

    /// Says which setting makes no sense.
    pub(crate) fn check(&self) -> Result<(), OpenError> {
        if self.data_dir.as_os_str().is_empty() {
            return Err(OpenError {
                message: "the setting `data` (--data, FAIRLEAD_DATA) is empty".into(),
                hint: "Name a folder.".into(),
            });
        }
        if self.data_dir.is_file() {
            return Err(OpenError {
                message: format!(
                    "the setting `data` (--data, FAIRLEAD_DATA) names {}, which is a file",
                    self.data_dir.display()
                ),
                hint: "Name a folder.".into(),
            });
        }
        Ok(())
    }
}
