//! What a trace keeps of a WebSocket's messages: one JSON object a line, the beginning of a long
//! conversation. The same is written to a file before a message counts as sent, so that it is
//! there when the program is killed; the next start makes the trace of it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use fairlead_core::limits;

use crate::{ErrorCategory, SocketDirection, SocketMessage, TraceBody, TraceDetail, TraceError};

/// The media type of the lines.
pub const CONTENT_TYPE: &str = "application/x-ndjson";
/// Room for what comes; the rest is for what is sent.
const RECEIVED_BYTES: usize = limits::TRACE_BODY_BYTES / 4 * 3;

/// The lines so far, in memory and in a file.
pub struct Journal {
    file: Option<(PathBuf, File)>,
    text: String,
    /// Size of all lines, with those that are left out.
    whole: u64,
}

impl Journal {
    /// Begins a file with the trace as it is when the connection opens.
    ///
    /// Where it cannot be written the lines are kept in memory alone.
    pub fn begin(folder: &Path, detail: &TraceDetail) -> Self {
        let file = create(folder, detail);
        if let Err(error) = &file {
            tracing::warn!(%error, "the messages of a WebSocket are kept in memory alone");
        }
        Self {
            file: file.ok(),
            text: String::new(),
            whole: 0,
        }
    }

    /// Adds a message; whether there was room.
    pub fn add(&mut self, message: &SocketMessage) -> bool {
        let line = line(message);
        self.whole += line.len() as u64;
        let room = match message.direction {
            SocketDirection::Sent => limits::TRACE_BODY_BYTES,
            SocketDirection::Received => RECEIVED_BYTES,
        };
        if self.text.len() + line.len() > room {
            return false;
        }
        if let Some((_, file)) = &mut self.file
            && let Err(error) = file.write_all(line.as_bytes())
        {
            tracing::warn!(%error, "the messages of a WebSocket are kept in memory alone");
            self.file = None;
        }
        self.text.push_str(&line);
        true
    }

    /// The lines as the body of a trace.
    pub fn body(&self) -> Option<TraceBody> {
        (self.whole > 0).then(|| body(self.text.clone(), self.whole))
    }

    /// Removes the file: the trace is kept.
    pub fn end(&mut self) {
        if let Some((path, _)) = self.file.take()
            && let Err(error) = fs::remove_file(&path)
        {
            tracing::warn!(%error, "the file of a WebSocket could not be removed");
        }
    }
}

fn body(text: String, whole: u64) -> TraceBody {
    TraceBody {
        truncated: whole > text.len() as u64,
        bytes: whole,
        text: Some(text),
        base64: None,
        content_type: Some(CONTENT_TYPE.to_owned()),
    }
}

fn line(message: &SocketMessage) -> String {
    let mut short = message.clone();
    let cut = |text: &mut String| {
        let is_long = text.len() > limits::SOCKET_LINE_BYTES;
        if is_long {
            text.truncate(text.floor_char_boundary(limits::SOCKET_LINE_BYTES));
        }
        is_long
    };
    // Base64 stays whole in groups of four.
    let long = short.text.as_mut().is_some_and(cut) | short.base64.as_mut().is_some_and(cut);
    short.truncated |= long;
    let mut line = serde_json::to_string(&short).unwrap_or_default();
    line.push('\n');
    line
}

fn create(folder: &Path, detail: &TraceDetail) -> io::Result<(PathBuf, File)> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.ndjson", detail.trace.id));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&path)?;
    let mut head = serde_json::to_string(detail)?;
    head.push('\n');
    file.write_all(head.as_bytes())?;
    Ok((path, file))
}

/// The traces of connections that lasted when the program was killed, with their files.
pub fn left(folder: &Path) -> Vec<(PathBuf, Option<TraceDetail>)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let own = paths.filter(|path| path.extension().is_some_and(|e| e == "ndjson"));
    own.map(|path| {
        let detail = fs::read_to_string(&path).ok().and_then(|text| read(&text));
        (path, detail)
    })
    .collect()
}

fn read(text: &str) -> Option<TraceDetail> {
    let (head, rest) = text.split_once('\n')?;
    let mut detail: TraceDetail = serde_json::from_str(head).ok()?;
    // A line that was not written to its end was told to nobody.
    let lines = &rest[..rest.rfind('\n').map_or(0, |at| at + 1)];
    let last = lines.lines().next_back();
    let last: Option<SocketMessage> = last.and_then(|line| serde_json::from_str(line).ok());
    if let Some(last) = last {
        #[allow(clippy::cast_precision_loss)] // milliseconds of one connection
        let lasted = (last.at.as_millis() - detail.trace.started_at.as_millis()).max(0) as f64;
        detail.trace.duration_ms = lasted.max(detail.trace.duration_ms);
        detail.timing.total_ms = detail.trace.duration_ms;
    }
    let response = detail.response.as_mut()?;
    response.body = (!lines.is_empty()).then(|| body(lines.to_owned(), lines.len() as u64));
    detail.trace.response_bytes = lines.len() as u64;
    detail.trace.error_category = Some(ErrorCategory::Network);
    detail.error = Some(TraceError {
        category: ErrorCategory::Network,
        message: "Fairlead ended while the connection lasted. What was shown until then is kept; \
                  connect again to go on."
            .into(),
    });
    Some(detail)
}
