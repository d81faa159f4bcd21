//! The `fairlead` command: a thin carrier over the engines and the API.
//!
//! Exit codes: 0 all is well, 1 a problem of severity error or a breaking change was found, 2 the
//! command was used wrongly, 3 something failed.

mod args;
mod command;
mod listen;
mod output;
mod serve;
mod spec;
mod workbench;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use output::Outcome;

/// Each connection is a file to the system, which at first lets a program have about a thousand.
fn allow_many_files() {
    // Where no more can be had, fewer clients are served at once: no reason to stop.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}

fn main() -> ExitCode {
    fairlead_api::crash::tell(None);
    let args = Args::parse();
    allow_many_files();
    let result = match args.command {
        Command::Inspect(args) => command::inspect::run(&args),
        Command::Diff(args) => command::diff::run(&args),
        Command::Capabilities(args) => command::capabilities::run(&args),
        Command::Validate(args) => command::validate::run(&args),
        Command::Mock(args) => command::mock::run(&args),
        Command::Catch(args) => command::catch::run(&args),
        Command::Webhook(args) => command::webhook::run(&args),
        Command::Overlay(args) => command::overlay::run(&args),
        Command::Proxy(args) => command::proxy::run(&args),
        Command::Requests(args) => command::requests::run(&args),
        Command::Environments(args) => command::environments::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Doctor(args) => command::doctor::run(&args),
        Command::Completions(args) => command::shell::completions(&args),
        Command::Man(args) => command::shell::man(&args),
    };
    match result {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(failure) => {
            output::complain(&failure);
            ExitCode::from(failure.code())
        }
    }
}
