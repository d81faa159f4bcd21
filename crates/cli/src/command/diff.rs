//! `fairlead diff`: what changed between two descriptions, and whom it breaks.

use fairlead_openapi::{
    Spec, Spot, diff as compare,
    diff::{Change, Class, OperationKind, OperationName, locate_changes},
};
use serde::Serialize;

use crate::{
    args::{ClassArg, DiffArgs},
    output::{self, Failure, Outcome},
    spec,
};

/// The answer in JSON.
#[derive(Serialize)]
struct Difference<'a> {
    old: Side<'a>,
    new: Side<'a>,
    counts: Counts,
    changes: &'a [&'a Change],
}

#[derive(Serialize)]
struct Side<'a> {
    title: &'a str,
    version: &'a str,
    openapi: &'a str,
}

/// Changes of each class, listed or not.
#[derive(Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    breaking: usize,
    non_breaking: usize,
    annotation: usize,
    /// Operations, webhooks and callbacks with a change.
    operations: usize,
}

/// Compares the two descriptions.
pub fn run(args: &DiffArgs) -> Result<Outcome, Failure> {
    if args.old.as_os_str() == "-" && args.new.as_os_str() == "-" {
        return Err(Failure::usage(
            "standard input can be only one of the two descriptions",
            "name a file for the other",
        ));
    }
    let old = spec::read_description(&args.old, &[], args.remote)?;
    let new = spec::read_description(&args.new, &[], args.remote)?;
    let mut changes = compare(&old.spec, &new.spec);
    locate_changes(&mut changes, &old.sources, &new.sources);
    let counts = count(changes.iter());
    let listed: Vec<&Change> = changes
        .iter()
        .filter(|c| args.only.is_none_or(|only| class(only) == c.class))
        .collect();
    if args.json {
        output::say_json(&Difference {
            old: side(&old.spec),
            new: side(&new.spec),
            counts,
            changes: &listed,
        })?;
    } else {
        output::say(&in_words(&listed, counts))?;
    }
    Ok(if counts.breaking > 0 {
        Outcome::Problems
    } else {
        Outcome::Well
    })
}

fn side(spec: &Spec) -> Side<'_> {
    Side {
        title: &spec.title,
        version: &spec.version,
        openapi: &spec.openapi,
    }
}

fn class(only: ClassArg) -> Class {
    match only {
        ClassArg::Breaking => Class::Breaking,
        ClassArg::NonBreaking => Class::NonBreaking,
        ClassArg::Annotation => Class::Annotation,
    }
}

/// Changes of one operation stand together.
fn count<'a>(changes: impl Iterator<Item = &'a Change>) -> Counts {
    let mut counts = Counts::default();
    let mut last: Option<&OperationName> = None;
    for change in changes {
        match change.class {
            Class::Breaking => counts.breaking += 1,
            Class::NonBreaking => counts.non_breaking += 1,
            Class::Annotation => counts.annotation += 1,
        }
        let operation = change.operation.as_ref();
        if operation.is_some() && operation != last {
            counts.operations += 1;
        }
        last = operation;
    }
    counts
}

fn in_words(changes: &[&Change], counts: Counts) -> String {
    let mut lines: Vec<String> = Vec::new();
    for group in changes.chunk_by(|a, b| a.operation == b.operation) {
        let own = count(group.iter().copied());
        lines.push(format!(
            "{}: {}",
            title(group[0].operation.as_ref()),
            tally(own)
        ));
        for change in group {
            let label = change.class.as_str();
            lines.push(format!("  {label:<12}  {}", change.message));
            let places = places(change);
            lines.push(format!("  {:<12}  {}{places}", "", change.code));
        }
        lines.push(String::new());
    }
    let total = match (
        counts.breaking + counts.non_breaking + counts.annotation,
        counts.operations,
    ) {
        (0, _) => "no differences".to_owned(),
        (_, 0) => tally(counts),
        (_, 1) => format!("{} in 1 operation", tally(counts)),
        (_, many) => format!("{} in {many} operations", tally(counts)),
    };
    lines.push(total);
    lines.join("\n")
}

fn title(operation: Option<&OperationName>) -> String {
    let Some(operation) = operation else {
        return "the description".to_owned();
    };
    let OperationName { method, path, .. } = operation;
    match (operation.kind, &operation.callback) {
        (OperationKind::Operation, _) => format!("{method} {path}"),
        (OperationKind::Webhook, _) => format!("webhook {method} {path}"),
        (OperationKind::Callback, Some(name)) => format!("callback {name} ({method} {path})"),
        (OperationKind::Callback, None) => format!("callback {method} {path}"),
    }
}

fn tally(counts: Counts) -> String {
    let annotations = if counts.annotation == 1 { "" } else { "s" };
    format!(
        "{} breaking, {} non-breaking, {} annotation{annotations}",
        counts.breaking, counts.non_breaking, counts.annotation
    )
}

/// `old.yaml:3 → new.yaml:4`, or the one side that there is.
fn places(change: &Change) -> String {
    let shown = |spot: &Option<Spot>| -> Option<String> {
        let spot = spot.as_ref()?;
        let file = spot.file.as_ref()?;
        Some(match spot.line {
            Some(line) => format!("{file}:{line}"),
            None => file.clone(),
        })
    };
    match (shown(&change.old), shown(&change.new)) {
        (Some(old), Some(new)) => format!("  {old} → {new}"),
        (Some(old), None) => format!("  {old} →"),
        (None, Some(new)) => format!("  → {new}"),
        (None, None) => String::new(),
    }
}
