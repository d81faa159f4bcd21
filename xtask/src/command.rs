//! Other programs, run where a person can see them.

use std::process::Command;

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

/// Cargo itself, as this program was started with.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
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
