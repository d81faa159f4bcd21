//! Opens the person's browser.

use std::{
    io,
    process::{Command, Stdio},
};

/// Opens a URL with the platform's own opener and does not wait for it.
pub fn open(url: &str) -> io::Result<()> {
    let mut child = opener(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Reaps the opener; it ends at once on most systems.
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(not(any(target_os = "macos", windows)))]
fn opener(url: &str) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(url);
    command
}

#[cfg(target_os = "macos")]
fn opener(url: &str) -> Command {
    let mut command = Command::new("open");
    command.arg(url);
    command
}

#[cfg(windows)]
fn opener(url: &str) -> Command {
    let mut command = Command::new("rundll32");
    command.args(["url.dll,FileProtocolHandler", url]);
    command
}
