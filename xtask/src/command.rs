//! Other programs, run where a person can see them.

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Says what is run, runs it, and fails when it does.
pub fn run(command: &mut Command) -> Result<(), String> {
    eprintln!("$ {}", describe(command));
    let status = command
        .status()
        .map_err(|failure| cannot_start(command, &failure))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed: {status}", describe(command)))
    }
}

/// What it prints, when it succeeds.
pub fn read(command: &mut Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|failure| cannot_start(command, &failure))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "`{}` failed: {}\n{said}",
            describe(command),
            output.status
        ));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| format!("`{}` printed no UTF-8", describe(command)))
}

/// What it prints and how it ends; ended by force when it takes longer than the limit.
pub fn capture(command: &mut Command, limit: Duration) -> Result<(ExitStatus, String), String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|failure| cannot_start(command, &failure))?;
    let output = child.stdout.take();
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.map(|mut output| output.read_to_end(&mut bytes));
        read.transpose()
            .map(|_| String::from_utf8_lossy(&bytes).into_owned())
    });
    let until = Instant::now() + limit;
    let failed = |failure: std::io::Error| format!("`{}`: {failure}", describe(command));
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        if Instant::now() > until {
            child.kill().map_err(failed)?;
            let minutes = limit.as_secs() / 60;
            return Err(format!(
                "`{}` did not end within {minutes} minutes",
                describe(command)
            ));
        }
        thread::sleep(Duration::from_millis(20));
    };
    let text = reader
        .join()
        .map_err(|_| format!("the output of `{}` is lost", describe(command)))?
        .map_err(failed)?;
    Ok((status, text))
}

/// Cargo itself, as this program was started with.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The folder that cargo builds into.
pub fn target_dir(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// The triple of this machine, such as `x86_64-unknown-linux-gnu`.
pub fn host() -> Result<String, String> {
    let said = read(Command::new("rustc").args(["--version", "--verbose"]))?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| "`rustc --version --verbose` names no host".to_owned())
}

/// The command as one would type it.
pub fn describe(command: &Command) -> String {
    let program = command.get_program();
    let name = std::path::Path::new(program).file_name().unwrap_or(program);
    std::iter::once(name)
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command, failure: &std::io::Error) -> String {
    let program = command.get_program().to_string_lossy();
    format!("cannot start `{program}`: {failure}. Is it installed and on the PATH?")
}
