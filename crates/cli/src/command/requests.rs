//! `fairlead requests`: collections of requests as files, and as code.

mod code;
mod folder;
mod import;
mod list;

use std::{io::Read, path::Path};

use fairlead_app::gather_files;
use fairlead_core::limits;
use fairlead_requests::{Format, Reading, SourceFile, read};

use crate::{
    args::{RequestsArgs, RequestsCommand},
    output::{Failure, Outcome},
};

/// Does what is asked for.
pub fn run(args: &RequestsArgs) -> Result<Outcome, Failure> {
    match &args.command {
        RequestsCommand::Import(args) => import::run(args),
        RequestsCommand::List(args) => list::run(args),
        RequestsCommand::Code(args) => code::run(args),
        RequestsCommand::Folder(args) => folder::run(args),
    }
}

/// Reads a collection in any format.
fn read_from(path: &Path, format: Option<&str>) -> Result<Reading, Failure> {
    let format = format.and_then(|name| Format::ALL.into_iter().find(|f| f.name() == name));
    let files = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let most = limits::REQUEST_FILE_BYTES as u64 + 1;
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        vec![SourceFile::new("standard input", bytes)]
    } else {
        gather_files(path).map_err(|error| {
            Failure::failed(
                format!("cannot read {}: {error}", path.display()),
                "check the spelling, and that you may read it",
            )
        })?
    };
    Ok(read(&files, format))
}
