//! What the program is started with.

use std::{ops::RangeInclusive, path::PathBuf, time::Duration};

use fairlead_core::limits;

use crate::OpenError;

/// What the program is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that keeps everything.
    pub data_dir: PathBuf,
    /// Keeps the vault's key in a file even where the system has a keychain.
    pub key_in_file: bool,
    /// The ports that mocks get where any will do; none for whichever the system gives.
    pub mock_ports: Option<RangeInclusive<u16>>,
    /// How often running mocks are looked after.
    pub mocks_checked: Duration,
    /// Memory of the whole program above which mocks are stopped, in bytes.
    pub memory_ceiling: u64,
}

impl Settings {
    /// Everything as usual, kept in this folder.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        let key_in_file = std::env::var_os("FAIRLEAD_KEY_IN_FILE").is_some_and(|v| v == "1");
        Self {
            data_dir: data_dir.into(),
            key_in_file,
            mock_ports: None,
            mocks_checked: limits::MOCK_CHECKED,
            memory_ceiling: limits::MEMORY_BYTES,
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
