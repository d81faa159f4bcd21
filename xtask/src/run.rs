//! `cargo xtask run`: from a bare checkout to a window.

use std::{env, path::Path};

use crate::{
    command::{self, cargo},
    packages, ui,
};

/// Installs what is missing, builds, and opens the window; without a display, serves.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let (own, passed) = match arguments.iter().position(|word| word == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    let mut release = false;
    let mut browser = false;
    for word in own {
        match word.as_str() {
            "--release" => release = true,
            "--browser" => browser = true,
            other => {
                return Err(format!(
                    "`run` does not know `{other}`; what follows `--` goes to the program"
                ));
            }
        }
    }
    let window = !browser && has_display();
    if window {
        packages::install(&[packages::BUILD])?;
    }
    ui::build(root)?;
    let mut program = cargo();
    program.current_dir(root).arg("run");
    if release {
        program.arg("--release");
    }
    if window {
        program.args(["--package", "fairlead-desktop", "--"]);
    } else {
        if !browser {
            eprintln!("There is no display: serving the same interface on loopback instead.");
        }
        program.args(["--package", "fairlead-cli", "--", "serve"]);
    }
    command::run(program.args(passed))
}

/// Whether a window could be opened.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
