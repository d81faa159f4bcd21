//! `fairlead inspect`: what a description holds and what is wrong with it.

use fairlead_core::{Diagnostic, Severity};
use serde::Serialize;

use crate::{
    args::InspectArgs,
    output::{self, Failure, Outcome},
    spec,
};

/// The answer in JSON.
#[derive(Serialize)]
struct Inspection<'a> {
    title: &'a str,
    version: &'a str,
    openapi: &'a str,
    operations: usize,
    schemas: usize,
    webhooks: usize,
    problems: &'a [Diagnostic],
}

/// Reads the description and says what is in it.
pub fn run(args: &InspectArgs) -> Result<Outcome, Failure> {
    let loaded = spec::read(&args.spec)?;
    let spec = &loaded.spec;
    let inspection = Inspection {
        title: &spec.title,
        version: &spec.version,
        openapi: &spec.openapi,
        operations: spec.operations.len(),
        schemas: spec.schemas.len(),
        webhooks: spec.webhooks.len(),
        problems: &loaded.problems,
    };
    if args.json {
        output::say_json(&inspection)?;
    } else {
        output::say(&in_words(&inspection))?;
    }
    Ok(outcome(&loaded.problems))
}

fn in_words(found: &Inspection<'_>) -> String {
    let count = |severity| {
        found
            .problems
            .iter()
            .filter(|p| p.severity == severity)
            .count()
    };
    let mut lines: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(
        format!("{} {}", or_unnamed(found.title), found.version)
            .trim_end()
            .to_owned(),
    );
    lines.push(format!("  OpenAPI     {}", or_unknown(found.openapi)));
    lines.push(format!("  operations  {}", found.operations));
    lines.push(format!("  schemas     {}", found.schemas));
    lines.push(format!("  webhooks    {}", found.webhooks));
    lines.push(format!(
        "  problems    {} errors, {} warnings, {} notes",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info) + count(Severity::Hint),
    ));
    lines.join("\n")
}

fn or_unnamed(title: &str) -> &str {
    if title.is_empty() {
        "(no title)"
    } else {
        title
    }
}

fn or_unknown(version: &str) -> &str {
    if version.is_empty() {
        "(version not said)"
    } else {
        version
    }
}

fn outcome(problems: &[Diagnostic]) -> Outcome {
    if problems.iter().any(|p| p.severity == Severity::Error) {
        Outcome::Problems
    } else {
        Outcome::Well
    }
}
