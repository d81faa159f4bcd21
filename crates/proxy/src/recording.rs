//! Recordings: one entry of a HAR 1.2 log per line, so that a recording that was cut short is
//! still one. Whole HAR files are read too.

mod har;

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use fairlead_core::{Exchange, Request, Response};
use serde_json::Value;
use url::Url;

/// Largest recording that is read, in bytes.
const BYTES: u64 = 512 * 1024 * 1024;

/// What is wrong with a recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The disk failed, or there is no such file.
    #[error("cannot use the recording {path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It is too large to be held in memory.
    #[error("the recording {path} has {size} bytes, and at most {BYTES} are read")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// It is neither a HAR file nor lines of its entries.
    #[error("line {line} of the recording {path} cannot be read: {why}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
}

/// A file that exchanges are added to.
#[derive(Debug)]
pub struct Recorder {
    file: Mutex<File>,
}

impl Recorder {
    /// Opens the file, which need not be there yet.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn open(path: &Path) -> Result<Self, RecordingError> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|error| RecordingError::File {
            path: path.to_owned(),
            error,
        })?;
        Ok(Self {
            file: Mutex::new(file),
        })
    }

    /// Adds one exchange, as a whole line at once.
    ///
    /// # Errors
    /// Where the disk is full or gone.
    pub fn add(&self, exchange: &Exchange, upstream: &Url) -> std::io::Result<()> {
        let line = format!("{}\n", har::write(exchange, upstream));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
    }
}

/// Method, target and body.
type Key = (String, String, Vec<u8>);

/// What a request is looked up as: as it was recorded, such as with its secrets masked.
pub type AsRecorded = Box<dyn Fn(&Request) -> Request + Send + Sync>;

/// Exchanges to answer from.
#[derive(Default)]
pub struct Recording {
    answers: HashMap<Key, Mutex<Answers>>,
    as_recorded: Option<AsRecorded>,
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording")
            .field("requests", &self.answers.len())
            .finish_non_exhaustive()
    }
}

/// Answers to one request, in the order they were given.
#[derive(Debug, Default)]
struct Answers {
    given: usize,
    responses: Vec<Response>,
}

impl Recording {
    /// A recording of exchanges that are kept elsewhere, oldest first.
    #[must_use]
    pub fn of(
        exchanges: impl IntoIterator<Item = (Request, Response)>,
        as_recorded: AsRecorded,
    ) -> Self {
        let mut recording = Self {
            as_recorded: Some(as_recorded),
            ..Self::default()
        };
        exchanges.into_iter().for_each(|e| recording.add(e));
        recording
    }

    /// How many different requests it answers.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.answers.len()
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// Where it cannot be read; a last line that was cut short is left out.
    pub fn read(path: &Path) -> Result<Self, RecordingError> {
        let file = |error| RecordingError::File {
            path: path.to_owned(),
            error,
        };
        let size = fs::metadata(path).map_err(file)?.len();
        if size > BYTES {
            return Err(RecordingError::TooLarge {
                path: path.to_owned(),
                size,
            });
        }
        let text = fs::read_to_string(path).map_err(file)?;
        let mut recording = Self::default();
        if let Some(entries) = serde_json::from_str::<Value>(&text)
            .ok()
            .and_then(|har| har.pointer("/log/entries")?.as_array().cloned())
        {
            entries
                .iter()
                .filter_map(har::read)
                .for_each(|e| recording.add(e));
            return Ok(recording);
        }
        let lines: Vec<&str> = text.lines().collect();
        for (n, line) in lines.iter().enumerate() {
            let read = serde_json::from_str::<Value>(line);
            match read.map(|entry| har::read(&entry)) {
                Ok(Some(exchange)) => recording.add(exchange),
                Err(_) if n + 1 == lines.len() && n > 0 && !text.ends_with('\n') => {}
                Ok(None) => return Err(bad_line(path, n, "it is no entry of a HAR log")),
                Err(why) => return Err(bad_line(path, n, &why.to_string())),
            }
        }
        Ok(recording)
    }

    fn add(&mut self, (request, response): (Request, Response)) {
        let answers = self.answers.entry(key(&request)).or_default();
        let answers = answers.get_mut().unwrap_or_else(PoisonError::into_inner);
        answers.responses.push(response);
    }

    /// The next answer that was given to such a request; the last one again and again.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Option<Response> {
        let key = match &self.as_recorded {
            Some(as_recorded) => key(&as_recorded(request)),
            None => key(request),
        };
        let answers = self.answers.get(&key)?;
        let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
        let place = answers.given.min(answers.responses.len().checked_sub(1)?);
        answers.given = place + 1;
        answers.responses.get(place).cloned()
    }
}

fn key(request: &Request) -> Key {
    (
        request.method.clone(),
        request.target(),
        request.body.to_vec(),
    )
}

fn bad_line(path: &Path, n: usize, why: &str) -> RecordingError {
    RecordingError::Line {
        path: path.to_owned(),
        line: n + 1,
        why: why.to_owned(),
    }
}
