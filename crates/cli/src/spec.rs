//! Reading the description that a command names.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use fairlead_core::{Diagnostic, Severity, limits};
use fairlead_openapi::{
    FolderFetch, MemoryFetch, SourceSet, Spec, load, merge_problems,
    overlay::{self, Overlay},
    parse,
};

use fairlead_app::{ErrorKind, Remote, Source};

use crate::{
    args::{RemoteArg, SpecArgs},
    output::{self, Failure},
};

/// A description and everything found wrong with it.
pub struct Loaded {
    /// The files it was read from.
    pub sources: SourceSet,
    /// What could be read.
    pub spec: Spec,
    /// In the order of loading and parsing.
    pub problems: Vec<Diagnostic>,
}

/// Reads a description with the files it refers to beneath its folder; `-` reads standard input.
/// Overlays are laid over it.
pub fn read(args: &SpecArgs) -> Result<Loaded, Failure> {
    read_with(&args.spec, &args.overlays, args.remote)
}

fn read_with(file: &Path, overlays: &[PathBuf], remote: RemoteArg) -> Result<Loaded, Failure> {
    let (mut sources, mut loading) = if file.as_os_str() == "-" {
        let (fetch, root) = standard_input()?;
        load(&root, &fetch)
    } else if let Some(source) = over_the_web(file, remote)? {
        fetch(source, remote)?
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
    let mut read = Vec::new();
    for overlay in overlays {
        read.push(read_overlay(overlay, &mut loading)?);
    }
    loading.extend(overlay::lay(&mut sources, &read));
    let (spec, parsing) = parse(&sources);
    Ok(Loaded {
        sources,
        spec,
        problems: merge_problems(loading, parsing),
    })
}

/// Where a description comes from, if the network has to do with it.
fn over_the_web(file: &Path, remote: RemoteArg) -> Result<Option<Source>, Failure> {
    let name = file.to_str().unwrap_or_default();
    if name.starts_with("http://") || name.starts_with("https://") {
        return Ok(Some(Source::Url {
            url: name.to_owned(),
            allow_private: remote == RemoteArg::Any,
        }));
    }
    if remote == RemoteArg::None {
        return Ok(None);
    }
    let whole = file.canonicalize().map_err(|e| cannot_read(file, &e))?;
    let path = whole.to_str().ok_or_else(|| {
        Failure::failed(
            format!("the path {} is not UTF-8", whole.display()),
            "move the description elsewhere, or leave out --remote",
        )
    })?;
    Ok(Some(Source::Path {
        path: path.to_owned(),
    }))
}

fn fetch(source: Source, remote: RemoteArg) -> Result<(SourceSet, Vec<Diagnostic>), Failure> {
    let allowed = match remote {
        RemoteArg::None => Remote::None,
        RemoteArg::Public => Remote::Public,
        RemoteArg::Any => Remote::Any,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let fetched = runtime.block_on(fairlead_app::fetch(source, allowed));
    fetched.map_err(|error| {
        let hint = if error.kind == ErrorKind::Forbidden {
            "add --remote=any if you trust this address".to_owned()
        } else {
            error.hint.clone().unwrap_or_default()
        };
        Failure::failed(error.message, hint)
    })
}

fn read_overlay(file: &Path, problems: &mut Vec<Diagnostic>) -> Result<Overlay, Failure> {
    let bytes = std::fs::read(file).map_err(|error| cannot_read(file, &error))?;
    match overlay::read(&file.display().to_string(), &bytes) {
        Ok((overlay, found)) => {
            problems.extend(found);
            Ok(overlay)
        }
        Err(found) => {
            let why = found.first().map_or_else(String::new, ToString::to_string);
            Err(Failure::failed(
                format!("{} is no overlay: {why}", file.display()),
                "an overlay begins with `overlay: 1.0.0` and has a list of `actions`",
            ))
        }
    }
}

/// The same for a command that has nothing to say about a file that is no description; errors in
/// one that is are counted beside the answer.
pub fn read_description(
    file: &Path,
    overlays: &[PathBuf],
    remote: RemoteArg,
) -> Result<Loaded, Failure> {
    let loaded = read_with(file, overlays, remote)?;
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
