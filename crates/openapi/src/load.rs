//! Gathers the files of one description: the root, and what its `$ref`s name, and so on.

mod folder;
mod memory;
mod references;

use std::{
    collections::{BTreeMap, BTreeSet, HashSet, VecDeque},
    sync::Arc,
    time::Instant,
};

use fairlead_core::{Diagnostic, limits};
use url::Url;

use crate::{
    locate,
    source::{Fetch, FetchError, SourceSet},
    text,
};
pub use folder::FolderFetch;
pub use memory::MemoryFetch;
use references::external;

/// Reads the root and every file it refers to, as far as `fetch` and the limits allow.
///
/// What cannot be had is a diagnostic at the `$ref` that names it; the rest is there all the
/// same. Whether the files make sense is for [`crate::parse`] to say. Where not even the root
/// can be had, the set has no file.
#[must_use]
pub fn load(root: &Url, fetch: &dyn Fetch) -> (SourceSet, Vec<Diagnostic>) {
    let started = Instant::now();
    let mut root = root.clone();
    root.set_fragment(None);
    let mut sources = SourceSet {
        root: root.clone(),
        files: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    let mut problems = Vec::new();
    let root_name = name_of(&root, &root);
    sources.names.insert(root.clone(), root_name.clone());
    match fetch.fetch(&root) {
        Ok(bytes) => {
            sources.files.insert(root.clone(), Arc::from(bytes));
        }
        Err(error) => {
            problems.push(refusal(&error, &root_name, None).at(root_name, ""));
            return (sources, problems);
        }
    }
    let mut total = sources.files[&root].len();
    let mut asked = BTreeSet::from([root.clone()]);
    let mut unread = VecDeque::from([root]);
    'files: while let Some(from) = unread.pop_front() {
        let bytes = Arc::clone(&sources.files[&from]);
        let from_name = sources.names[&from].clone();
        let mut refused: Vec<(String, Diagnostic)> = Vec::new();
        let found = external(&from_name, &bytes);
        // What an `$id` of a schema names is here already.
        let named = found.names.iter().filter_map(|id| join(&from, id).ok());
        asked.extend(named);
        for reference in found.references {
            let Ok(target) = join(&from, &reference.uri) else {
                // The parser reports a `$ref` that is no URI.
                continue;
            };
            if !asked.insert(target.clone()) {
                continue;
            }
            let name = name_of(&sources.root, &target);
            let outcome = if sources.files.len() >= limits::SPEC_FILES {
                Err(FetchError::TooLarge(format!(
                    "the description is joined from more than {} files",
                    limits::SPEC_FILES
                )))
            } else if started.elapsed() > limits::SPEC_TIME {
                Err(FetchError::Failed(format!(
                    "gathering the files took longer than {} seconds",
                    limits::SPEC_TIME.as_secs()
                )))
            } else {
                fetch.fetch(&target)
            };
            match outcome {
                Ok(bytes) if total + bytes.len() > limits::SPEC_TOTAL_BYTES => {
                    let error = FetchError::TooLarge(format!(
                        "the files together have more than {} bytes",
                        limits::SPEC_TOTAL_BYTES
                    ));
                    refused.push((
                        reference.pointer.clone(),
                        refusal(&error, &name, Some(&reference.uri)),
                    ));
                }
                Ok(bytes) => {
                    total += bytes.len();
                    sources.names.insert(target.clone(), name);
                    sources.files.insert(target.clone(), Arc::from(bytes));
                    unread.push_back(target);
                }
                Err(error) => refused.push((
                    reference.pointer.clone(),
                    refusal(&error, &name, Some(&reference.uri)),
                )),
            }
            if problems.len() + refused.len() >= limits::DIAGNOSTICS {
                break;
            }
        }
        problems.extend(placed(&from_name, &bytes, refused));
        if problems.len() >= limits::DIAGNOSTICS {
            break 'files;
        }
    }
    (sources, problems)
}

/// What `load` and then `parse` had to say, each thing once: where loading failed for a reason,
/// the parser's "not there" at the same place is left out.
#[must_use]
pub fn merge_problems(loading: Vec<Diagnostic>, parsing: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut merged = loading;
    let said: HashSet<_> = merged
        .iter()
        .map(|p| (p.file.clone(), p.pointer.clone()))
        .collect();
    for problem in parsing {
        let said = problem.code == "ref-file-missing"
            && said.contains(&(problem.file.clone(), problem.pointer.clone()));
        if !said {
            merged.push(problem);
        }
    }
    if merged.len() > limits::DIAGNOSTICS + 1 {
        // Stable: within one severity the order stays.
        merged.sort_by_key(|p| std::cmp::Reverse(p.severity));
        merged.truncate(limits::DIAGNOSTICS);
    }
    merged
}

/// A reference joined to the file that holds it, without its fragment.
pub(crate) fn join(base: &Url, reference: &str) -> Result<Url, url::ParseError> {
    let path = reference.split('#').next().unwrap_or_default();
    let mut joined = if base.cannot_be_a_base() {
        Url::parse(path)?
    } else {
        base.join(path)?
    };
    joined.set_fragment(None);
    Ok(joined)
}

fn refusal(error: &FetchError, name: &str, reference: Option<&str>) -> Diagnostic {
    let code = match error {
        FetchError::NotFound(_) => "ref-file-missing",
        FetchError::Forbidden(_) => "ref-forbidden",
        FetchError::TooLarge(_) => "ref-too-large",
        FetchError::Failed(_) => "ref-unreadable",
    };
    let advice = match error {
        FetchError::NotFound(_) => "check the spelling, or add the file",
        FetchError::Forbidden(_) => "keep every file of the description in one folder",
        FetchError::TooLarge(_) => "make the description smaller, or join it from fewer files",
        FetchError::Failed(_) => "make the file readable and import again",
    };
    if let Some(reference) = reference {
        Diagnostic::error(
            code,
            format!("`$ref` to `{reference}` cannot be followed: {error}; {advice}"),
        )
    } else {
        Diagnostic::error(
            code.replace("ref-", "root-"),
            format!("`{name}` cannot be read: {error}"),
        )
    }
}

fn placed(file: &str, bytes: &[u8], refused: Vec<(String, Diagnostic)>) -> Vec<Diagnostic> {
    if refused.is_empty() {
        return Vec::new();
    }
    let pointers: Vec<&str> = refused.iter().map(|(p, _)| p.as_str()).collect();
    let found = text::decode(bytes).map_or_else(
        |_| vec![None; pointers.len()],
        |text| locate::locate_all(&text, &pointers),
    );
    refused
        .into_iter()
        .zip(found)
        .map(|((pointer, problem), found)| {
            let problem = problem.at(file, pointer);
            match found {
                Some(found) => problem.on_line(found.span.line, found.span.column),
                None => problem,
            }
        })
        .collect()
}

/// How to call a file when speaking to a person: its path from the folder of the root, else
/// the whole URI.
pub(crate) fn name_of(root: &Url, file: &Url) -> String {
    if root.scheme() != file.scheme() || root.host() != file.host() || root.port() != file.port() {
        return file.to_string();
    }
    if root == file && root.scheme() != "file" {
        return file.to_string();
    }
    let relative = root.make_relative(file).filter(|r| !r.is_empty());
    let name = relative.unwrap_or_else(|| {
        file.path_segments()
            .and_then(|mut s| s.next_back())
            .map_or_else(|| file.to_string(), str::to_owned)
    });
    percent_encoding::percent_decode_str(&name)
        .decode_utf8()
        .map_or(name.clone(), std::borrow::Cow::into_owned)
}
