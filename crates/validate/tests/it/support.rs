//! Descriptions, requests and reports in short form.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use fairlead_core::{Headers, Request, Response};
use fairlead_openapi::{MemoryFetch, Spec, read};
use fairlead_validate::{Contract, Report, Route};

/// A description from files, the first of them the root.
pub fn spec(files: &[(&str, &str)]) -> Spec {
    let fetch = MemoryFetch::new(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    let (_, spec, problems) = read(&MemoryFetch::uri(files[0].0), &fetch);
    for problem in problems {
        if problem.severity >= fairlead_core::Severity::Error {
            println!("{problem}");
        }
    }
    spec
}

/// The contract of a description in one file.
pub fn contract(text: &str) -> Contract {
    Contract::new(Arc::new(spec(&[("api.yaml", text)])))
}

/// Sends a request to the description and says what is wrong with it.
pub fn ask(contract: &Contract, request: &Request) -> String {
    match contract.route(&request.method, &request.path) {
        Route::Found {
            operation,
            path_values,
            ..
        } => {
            let operation = &contract.spec().operations[operation];
            show(&contract.check_request(operation, request, &path_values))
        }
        other => format!("{other:?}\n"),
    }
}

/// `METHOD target` as the first line, then header lines, an empty line and the body.
pub fn request(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.trim().lines();
    let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query,
        headers: headers(lines),
        body: body.to_owned().into(),
    }
}

/// A status as the first line, then header lines, an empty line and the body.
pub fn response(text: &str) -> Response {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.trim().lines();
    Response {
        status: lines.next().unwrap().trim().parse().unwrap(),
        headers: headers(lines),
        body: body.to_owned().into(),
    }
}

fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> Headers {
    lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect()
}

/// Violations, one a line, with the place of the rule below.
pub fn show(report: &Report) -> String {
    let mut out = String::new();
    for violation in &report.violations {
        let _ = writeln!(
            out,
            "{} {} [{}] {}",
            violation.severity.as_str(),
            violation.part.as_str(),
            violation.keyword,
            violation.pointer,
        );
        let _ = writeln!(out, "  {}", violation.message);
        let _ = writeln!(out, "  rule {}", violation.schema_pointer);
        if let Some(expected) = &violation.expected {
            let _ = writeln!(out, "  expected {expected}");
        }
        if let Some(actual) = &violation.actual {
            let _ = writeln!(out, "  actual {actual}");
        }
    }
    if out.is_empty() {
        out.push_str("fine\n");
    }
    out
}

/// A folder of `../shared/data`, where it is there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(name);
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: {} is not there", folder.display());
        None
    }
}
