//! Getting the files of a description: uploaded, from disk, from the web.

mod web;

use std::path::Path;

use fairlead_core::{Diagnostic, limits};
use fairlead_openapi::{Fetch, FetchError, FolderFetch, MemoryFetch, SourceSet, load};
use url::Url;
use web::WebFetch;

use crate::{AppError, ErrorKind, Remote, Source, SourceFile, SourceSummary, off_thread};

/// Files at hand, and the web for what is not among them, where that is allowed.
struct Near<F> {
    fetch: F,
    web: Option<WebFetch>,
}

impl<F: Fetch> Fetch for Near<F> {
    fn fetch(&self, uri: &Url) -> Result<Vec<u8>, FetchError> {
        match &self.web {
            Some(web) if matches!(uri.scheme(), "http" | "https") => web.fetch(uri),
            _ => self.fetch.fetch(uri),
        }
    }
}

/// Files, what was wrong while getting them, and where they came from.
pub struct Gathered {
    pub sources: SourceSet,
    pub problems: Vec<Diagnostic>,
    pub summary: SourceSummary,
}

/// Gets the files of a description.
pub async fn gather(source: Source, remote: Remote) -> Result<Gathered, AppError> {
    let web = web::beside_files(remote)?;
    let gathered = match source {
        Source::Upload { files, root } => off_thread(move || upload(files, root, web)).await??,
        Source::Path { path } => off_thread(move || from_disk(&path, web)).await??,
        Source::Url { url, allow_private } => web::gather(url, allow_private).await?,
        Source::Sample {} => off_thread(sample).await?,
    };
    if gathered.sources.files.is_empty() {
        let why = gathered
            .problems
            .first()
            .map_or("nothing could be read", |p| p.message.as_str());
        let too_large = gathered.problems.iter().any(|p| p.code == "root-too-large");
        let kind = if too_large {
            ErrorKind::TooLarge
        } else {
            ErrorKind::Invalid
        };
        return Err(AppError::new(
            kind,
            "unreadable_description",
            format!("{}: {why}", gathered.summary.location),
        )
        .with_hint(if too_large {
            "Leave out what the description does not need, or split it."
        } else {
            "Check the path, and that it names a file that you may read."
        })
        .with_details(gathered.problems));
    }
    Ok(gathered)
}

/// The files of a description, and what was wrong while getting them: for who needs no folder to
/// keep them in.
pub async fn fetch(
    source: Source,
    remote: Remote,
) -> Result<(SourceSet, Vec<Diagnostic>), AppError> {
    let gathered = gather(source, remote).await?;
    Ok((gathered.sources, gathered.problems))
}

fn upload(
    files: Vec<SourceFile>,
    root: Option<String>,
    web: Option<WebFetch>,
) -> Result<Gathered, AppError> {
    let total: usize = files.iter().map(|f| f.text.len()).sum();
    if let Some(large) = files
        .iter()
        .find(|f| f.text.len() > limits::SPEC_FILE_BYTES)
    {
        return Err(too_large(
            &format!("the file {}", large.name),
            limits::SPEC_FILE_BYTES,
        ));
    }
    if total > limits::SPEC_TOTAL_BYTES {
        return Err(too_large("the files together", limits::SPEC_TOTAL_BYTES));
    }
    let name = match root {
        Some(root) if files.iter().any(|f| f.name == root) => root,
        Some(root) => {
            return Err(AppError::invalid(
                "no_such_file",
                format!("`{root}` is not among the files"),
            )
            .with_hint("Name one of the files in `root`, or leave it out."));
        }
        None => guess_root(&files).ok_or_else(|| {
            AppError::invalid("no_files", "No file was given.").with_hint("Give at least one file.")
        })?,
    };
    let fetch = MemoryFetch::new(files.into_iter().map(|f| (f.name, f.text)));
    let near = Near { fetch, web };
    let (sources, problems) = load(&MemoryFetch::uri(&name), &near);
    let summary = SourceSummary {
        kind: "upload".into(),
        location: name,
    };
    Ok(Gathered {
        sources,
        problems,
        summary,
    })
}

/// The file that looks like a description and lies nearest to the top.
fn guess_root(files: &[SourceFile]) -> Option<String> {
    let looks = |file: &&SourceFile| {
        file.text.lines().take(400).any(|line| {
            let line = line.trim_start_matches(['{', ' ', '\t', '\u{feff}']);
            [
                "openapi",
                "swagger",
                "\"openapi\"",
                "\"swagger\"",
                "'openapi'",
            ]
            .iter()
            .any(|word| {
                line.strip_prefix(word)
                    .is_some_and(|rest| rest.trim_start().starts_with(':'))
            })
        })
    };
    let depth = |file: &&SourceFile| file.name.matches(['/', '\\']).count();
    files
        .iter()
        .filter(looks)
        .min_by_key(depth)
        .or_else(|| files.iter().min_by_key(depth))
        .map(|file| file.name.clone())
}

fn from_disk(path: &str, web: Option<WebFetch>) -> Result<Gathered, AppError> {
    let file = Path::new(path);
    if !file.is_absolute() {
        return Err(AppError::invalid(
            "relative_path",
            format!("the path `{path}` is not absolute"),
        )
        .with_hint("Give the whole path, from the root of the disk."));
    }
    let (fetch, root) = FolderFetch::around(file).map_err(|e| {
        AppError::invalid("unreadable_file", format!("cannot read {path}: {e}"))
            .with_hint("Check the spelling, and that you may read the file.")
    })?;
    let (sources, problems) = load(&root, &Near { fetch, web });
    let summary = SourceSummary {
        kind: "path".into(),
        location: path.to_owned(),
    };
    Ok(Gathered {
        sources,
        problems,
        summary,
    })
}

fn sample() -> Gathered {
    let name = "harbour.yaml";
    let fetch = MemoryFetch::new([(name, fairlead_openapi::SAMPLE)]);
    let (sources, problems) = load(&MemoryFetch::uri(name), &fetch);
    let summary = SourceSummary {
        kind: "sample".into(),
        location: name.into(),
    };
    Gathered {
        sources,
        problems,
        summary,
    }
}

fn too_large(what: &str, most: usize) -> AppError {
    let message = format!("{what} must have at most {} MiB", most >> 20);
    AppError::new(ErrorKind::TooLarge, "description_too_large", message)
        .with_hint("Leave out what the description does not need, or split it.")
}
