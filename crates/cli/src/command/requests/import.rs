//! `fairlead requests import`.

use fairlead_app::write_files;
use fairlead_core::{Diagnostic, Severity};
use fairlead_requests::{Located, Reading, file, match_operation};
use serde::Serialize;

use super::read_from;
use crate::{
    args::{ImportArgs, RemoteArg},
    output::{self, Failure, Outcome},
    spec,
};

/// The answer in JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Findings<'a> {
    format: Option<&'a str>,
    name: &'a str,
    folders: usize,
    requests: Vec<Found<'a>>,
    environments: usize,
    /// Names of the credentials, which are left out.
    secrets: Vec<&'a str>,
    diagnostics: &'a [Diagnostic],
    written: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    folders: Vec<&'a str>,
    name: &'a str,
    method: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
}

/// Reads, tells and writes.
pub fn run(args: &ImportArgs) -> Result<Outcome, Failure> {
    let reading = read_from(&args.source, args.format.as_deref())?;
    let description = match &args.spec {
        Some(file) => Some(spec::read_description(file, &[], RemoteArg::None)?.spec),
        None => None,
    };
    let requests = reading.collection.requests();
    let found = requests.iter().map(|(folders, request)| Found {
        folders: folders.clone(),
        name: &request.name,
        method: &request.method,
        url: &request.url,
        operation: description.as_ref().and_then(|spec| {
            let call = match_operation(request, spec)?;
            let operation = spec.operations.iter().find(|o| o.id == call.operation)?;
            Some(format!("{} {}", operation.method, operation.path))
        }),
    });
    let found: Vec<Found<'_>> = found.collect();
    let written = match &args.out {
        Some(folder) if reading.format.is_some() => {
            let files = file::write(&reading.collection);
            Some(write_files(folder, &files, args.force).map_err(|error| {
                Failure::failed(
                    format!("cannot write into {}: {error}", folder.display()),
                    "choose an empty folder, or write over what differs with --force",
                )
            })?)
        }
        _ => None,
    };
    if args.json {
        output::say_json(&Findings {
            format: reading.format.map(fairlead_requests::Format::name),
            name: &reading.collection.name,
            folders: reading.collection.folder_count(),
            environments: reading.collection.environments.len(),
            secrets: reading.secrets.iter().map(|s| s.name.as_str()).collect(),
            requests: found,
            diagnostics: &reading.diagnostics,
            written,
        })?;
    } else {
        for problem in &reading.diagnostics {
            output::note(&problem.to_string());
        }
        output::say(&in_words(&reading, &requests, &found, args, written))?;
    }
    let has_errors = |p: &Diagnostic| p.severity == Severity::Error;
    Ok(if reading.diagnostics.iter().any(has_errors) {
        Outcome::Problems
    } else {
        Outcome::Well
    })
}

fn in_words(
    reading: &Reading,
    requests: &[Located<'_>],
    found: &[Found<'_>],
    args: &ImportArgs,
    written: Option<usize>,
) -> String {
    let name = match reading.collection.name.as_str() {
        "" => "collection",
        name => name,
    };
    let mut lines = vec![format!(
        "{name}: {} requests in {} folders",
        requests.len(),
        reading.collection.folder_count()
    )];
    if args.spec.is_some() {
        for request in found {
            let call = request.operation.as_deref().unwrap_or("no operation");
            lines.push(format!("  {} → {call}", request.name));
        }
    }
    if !reading.secrets.is_empty() {
        lines.push(format!(
            "{} credentials are left out:",
            reading.secrets.len()
        ));
        for secret in &reading.secrets {
            lines.push(format!("  {{{{{}}}}} of {}", secret.name, secret.place));
        }
    }
    if let (Some(written), Some(folder)) = (written, &args.out) {
        lines.push(format!("{written} files written to {}", folder.display()));
    }
    lines.join("\n")
}
