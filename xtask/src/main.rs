//! `cargo xtask`: everything a person does with this checkout, in one word each.
#![allow(
    clippy::print_stdout,
    reason = "a command line tool talks to its terminal"
)]
#![allow(
    clippy::print_stderr,
    reason = "a command line tool talks to its terminal"
)]

mod bench;
mod codegen;
mod command;
#[cfg(feature = "icons")]
mod icons;
mod packages;
mod run;
mod screens;
mod test;
mod tidy;
mod ui;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str = "\
usage: cargo xtask TASK

  run [--release] [--browser] [-- ARGS]
                      install what is missing, build, open the window; without a display
                      (or with --browser) serve it on loopback and print the address
  test [--filter TEXT]…
                      install what the tests need and run all of them, or those parts
                      whose name contains a TEXT
  bench [WORD]…       what mock and validator cost, beside peers measured in the same run,
                      or those parts of it whose name contains a WORD
  setup               install what building and testing need, build the interface
  codegen             docs/openapi.json from the handlers, and the interface's types from it
  tidy                does the code keep the shape ARCHITECTURE.md draws
  screenshots         take docs/screenshots anew
  icons               draw icons anew (cargo run -p xtask --features icons -- icons)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((task, rest)) = arguments.split_first() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let root = root();
    let outcome = match task.as_str() {
        "run" => run::run(&root, rest),
        "test" => test::run(&root, rest),
        "bench" => bench::run(&root, rest),
        "setup" => setup(&root),
        "codegen" => codegen::run(&root),
        "tidy" => tidy::run(&root),
        "screenshots" => screens::run(&root),
        #[cfg(feature = "icons")]
        "icons" => icons::run(&root),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("there is no task `{other}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

fn setup(root: &Path) -> Result<(), String> {
    packages::install(&[packages::BUILD, packages::TEST])?;
    ui::build(root)
}
