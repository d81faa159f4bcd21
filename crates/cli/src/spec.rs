//! Reading the description that a command names.

use std::{
    io::{self, Read},
    path::Path,
};

use fairlead_core::{Diagnostic, limits};
use fairlead_openapi::{FolderFetch, MemoryFetch, Spec, load, merge_problems, parse};

use crate::output::Failure;

/// A description and everything found wrong with it.
pub struct Loaded {
    /// What could be read.
    pub spec: Spec,
    /// In the order of loading and parsing.
    pub problems: Vec<Diagnostic>,
}

/// Reads a file with the files it refers to beneath its folder; `-` reads standard input.
pub fn read(file: &Path) -> Result<Loaded, Failure> {
    let (sources, loading) = if file.as_os_str() == "-" {
        let (fetch, root) = standard_input()?;
        load(&root, &fetch)
    } else {
        let (fetch, root) = FolderFetch::around(file).map_err(|error| cannot_read(file, &error))?;
        load(&root, &fetch)
    };
    if sources.files.is_empty() {
        let why = loading
            .first()
            .map_or("nothing could be read", |p| p.message.as_str());
        return Err(Failure::failed(
            format!("{}: {why}", file.display()),
            "name the file that holds the OpenAPI document",
        ));
    }
    let (spec, parsing) = parse(&sources);
    Ok(Loaded {
        spec,
        problems: merge_problems(loading, parsing),
    })
}

fn standard_input() -> Result<(MemoryFetch, url::Url), Failure> {
    let mut bytes = Vec::new();
    let most = limits::SPEC_FILE_BYTES as u64;
    io::stdin().take(most + 1).read_to_end(&mut bytes)?;
    let name = "standard-input";
    Ok((MemoryFetch::new([(name, bytes)]), MemoryFetch::uri(name)))
}

fn cannot_read(file: &Path, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "check the spelling; the path is taken from the current folder",
        io::ErrorKind::PermissionDenied => "make the file readable for you",
        _ => "name a file that holds an OpenAPI document",
    };
    Failure::failed(format!("cannot read {}: {error}", file.display()), hint)
}
