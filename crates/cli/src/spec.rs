//! Reading the description that a command names.

use std::{
    io::{self, Read},
    path::Path,
};

use fairlead_core::{Diagnostic, Severity, limits};
use fairlead_openapi::{FolderFetch, MemoryFetch, SourceSet, Spec, load, merge_problems, parse};

use crate::output::{self, Failure};

/// A description and everything found wrong with it.
pub struct Loaded {
    /// The files it was read from.
    pub sources: SourceSet,
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
        sources,
        spec,
        problems: merge_problems(loading, parsing),
    })
}

/// The same for a command that has nothing to say about a file that is no description; errors in
/// one that is are counted beside the answer.
pub fn read_description(file: &Path) -> Result<Loaded, Failure> {
    let loaded = read(file)?;
    let errors = || {
        loaded
            .problems
            .iter()
            .filter(|p| p.severity == Severity::Error)
    };
    let name = file.display();
    if loaded.spec.openapi.is_empty()
        && let Some(first) = errors().next()
    {
        return Err(Failure::failed(
            format!("{name}: {}", first.message),
            "name the file that holds the OpenAPI document; `fairlead inspect` says more",
        ));
    }
    match errors().count() {
        0 => {}
        1 => output::note(&format!("{name} has an error; see `fairlead inspect`")),
        many => output::note(&format!("{name} has {many} errors; see `fairlead inspect`")),
    }
    Ok(loaded)
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
