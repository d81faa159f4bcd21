//! What a panic leaves: a fault of ours, told without anybody's secrets.
//!
//! A panic's message may hold whatever was in scope: the URL of a failed request with a key in it,
//! a header as `Debug` writes it. What is known to be secret and what looks like it is masked
//! before it gets to the terminal, the log and `logs/faults.log`. A backtrace names functions and
//! lines, and holds no values.

mod mask;

use std::{
    backtrace::Backtrace,
    fs::{self, File, OpenOptions},
    io::Write,
    panic::PanicHookInfo,
    path::{Path, PathBuf},
    sync::{Mutex, Once, PoisonError},
};

use fairlead_app::FAULTS;
use fairlead_core::Timestamp;

/// Where the file is larger than this, in bytes, it begins anew.
const LARGEST: u64 = 1024 * 1024;
/// Longest message that is told, in bytes.
const MESSAGE: usize = 4 * 1024;
/// Most lines of a backtrace.
const LINES: usize = 120;

static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// From here on panics of this process are told so; what panics ends as it did, and the rest goes
/// on. With a folder they are kept there too.
pub fn tell(folder: Option<&Path>) {
    static HOOK: Once = Once::new();
    if let Some(folder) = folder {
        let mut kept = FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(folder.to_owned());
    }
    HOOK.call_once(|| {
        mask::prepare();
        std::panic::set_hook(Box::new(hook));
    });
}

fn hook(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("of unknown kind");
    let message = mask::mask(&message[..message.floor_char_boundary(MESSAGE)]);
    let place = panic
        .location()
        .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    // Nobody listens to events before a log is set up, and in most commands.
    if tracing::dispatcher::has_been_set() {
        tracing::error!(
            panic = message,
            place,
            thread,
            "a part of the program failed"
        );
    } else {
        // The terminal may be closed; there is nobody else to tell.
        let _ = writeln!(
            std::io::stderr(),
            "fairlead: a part of the program failed at {place}: {message}"
        );
    }
    // A panic while this is held would wait for itself.
    let folder = FOLDER.try_lock().ok().and_then(|folder| folder.clone());
    if let Some(folder) = folder {
        let backtrace = Backtrace::force_capture().to_string();
        // A full disk is no reason for another panic.
        let _ = keep(&folder, &place, thread, &message, &backtrace);
    }
}

fn keep(
    folder: &Path,
    place: &str,
    thread: &str,
    message: &str,
    backtrace: &str,
) -> std::io::Result<()> {
    let path = folder.join(FAULTS);
    if fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST) {
        File::create(&path)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let version = env!("CARGO_PKG_VERSION");
    let lines: Vec<&str> = backtrace.lines().take(LINES).collect();
    let text = format!(
        "{} fairlead {version}, thread {thread}, at {place}\n{message}\n{}\n\n",
        Timestamp::now(),
        lines.join("\n")
    );
    let mut file = options.open(path)?;
    // In one piece: others may panic too.
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
