//! `fairlead requests list`.

use fairlead_core::Severity;
use serde::Serialize;

use super::read_from;
use crate::{
    args::RequestsListArgs,
    output::{self, Failure, Outcome},
};

#[derive(Serialize)]
struct Line<'a> {
    path: String,
    method: &'a str,
    url: &'a str,
}

/// Lists every request with its folders.
pub fn run(args: &RequestsListArgs) -> Result<Outcome, Failure> {
    let reading = read_from(&args.folder, None)?;
    let requests = reading.collection.requests();
    let lines = requests.iter().map(|(folders, request)| {
        let mut path = folders.clone();
        path.push(&request.name);
        Line {
            path: path.join("/"),
            method: &request.method,
            url: &request.url,
        }
    });
    let lines: Vec<Line<'_>> = lines.collect();
    for problem in &reading.diagnostics {
        output::note(&problem.to_string());
    }
    if args.json {
        output::say_json(&lines)?;
    } else {
        for line in &lines {
            output::say(&format!("{:<7} {}  {}", line.method, line.path, line.url))?;
        }
    }
    let has_errors = reading
        .diagnostics
        .iter()
        .any(|p| p.severity == Severity::Error);
    Ok(if has_errors {
        Outcome::Problems
    } else {
        Outcome::Well
    })
}
