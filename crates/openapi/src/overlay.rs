//! OpenAPI Overlay 1.0 and 1.1: changes laid over a description before it is read.
//!
//! The result is one JSON document in place of the root file; lines that are named later are
//! lines of that document.

mod merge;

use fairlead_core::Diagnostic;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::{SourceSet, locate, pointer, text};

/// Most places that one action may change.
const PLACES: usize = 100_000;

/// An overlay that was read.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// `info.title`
    pub title: String,
    /// `extends`: the description it was written for.
    pub extends: Option<String>,
    file: String,
    bytes: Vec<u8>,
    actions: Vec<Action>,
}

#[derive(Clone, Debug)]
struct Action {
    target: JsonPath,
    written: String,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    Remove,
    Update(Value),
    Copy(JsonPath),
}

/// Reads an overlay. What is wrong with it comes beside what of it can be used.
///
/// # Errors
/// Where the file is no overlay at all.
pub fn read(file: &str, bytes: &[u8]) -> Result<(Overlay, Vec<Diagnostic>), Vec<Diagnostic>> {
    let read = text::parse_text(file, bytes);
    let Some(value) = read.value else {
        return Err(read.problems);
    };
    let mut problems = read.problems;
    let version = value["overlay"].as_str().unwrap_or_default();
    if !version.starts_with("1.") {
        let what = match &value["overlay"] {
            Value::Null => "there is no `overlay` field: an overlay begins with `overlay: 1.0.0`",
            _ => "the `overlay` field names a version that is not 1.0 or 1.1",
        };
        problems.push(Diagnostic::error("overlay-version", what).at(file, "/overlay"));
        place(bytes, &mut problems);
        return Err(problems);
    }
    let mut actions = Vec::new();
    for (n, written) in value["actions"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        match action(written) {
            Ok(action) => actions.push(action),
            Err((field, why)) => {
                let at = format!("/actions/{n}{field}");
                problems.push(Diagnostic::error("overlay-action", why).at(file, at));
            }
        }
    }
    if actions.is_empty() && problems.is_empty() {
        let why = "there is nothing in `actions`, so that nothing is changed";
        problems.push(Diagnostic::warning("overlay-empty", why).at(file, "/actions"));
    }
    place(bytes, &mut problems);
    let overlay = Overlay {
        title: value["info"]["title"].as_str().unwrap_or(file).to_owned(),
        extends: value["extends"].as_str().map(str::to_owned),
        file: file.to_owned(),
        bytes: bytes.to_vec(),
        actions,
    };
    Ok((overlay, problems))
}

fn action(written: &Value) -> Result<Action, (&'static str, String)> {
    let Some(target) = written["target"].as_str() else {
        return Err(("", "an action needs a `target`, a JSONPath query".into()));
    };
    let path = |field, text: &str| {
        JsonPath::parse(text).map_err(|e| {
            (
                field,
                format!("`{text}` is no JSONPath query (RFC 9535): {e}"),
            )
        })
    };
    let change = if written["remove"] == true {
        Change::Remove
    } else if let Some(update) = written.get("update") {
        Change::Update(update.clone())
    } else if let Some(from) = written["copy"].as_str() {
        Change::Copy(path("/copy", from)?)
    } else {
        return Err((
            "",
            "an action needs `update`, `copy` or `remove: true`".into(),
        ));
    };
    Ok(Action {
        target: path("/target", target)?,
        written: target.to_owned(),
        change,
    })
}

impl Overlay {
    /// Carries out the actions in order. What could not be done is said, and the rest done.
    pub fn apply(&self, document: &mut Value) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (n, action) in self.actions.iter().enumerate() {
            let mut say = |problem: Diagnostic, field: &str| {
                problems.push(problem.at(self.file.clone(), format!("/actions/{n}{field}")));
            };
            let mut places = places(document, &action.target);
            if places.is_empty() {
                let why = format!("`{}` finds nothing in the description", action.written);
                say(Diagnostic::warning("overlay-no-match", why), "/target");
            }
            places.truncate(PLACES);
            let update = match &action.change {
                Change::Remove => {
                    // From the last to the first, so that places in lists stay what they are.
                    for place in places.iter().rev() {
                        remove(document, place);
                    }
                    continue;
                }
                Change::Update(update) => update.clone(),
                Change::Copy(from) => match from.query(document).exactly_one() {
                    Ok(value) => value.clone(),
                    Err(_) => {
                        let why = "`copy` has to find exactly one place, and does not";
                        say(Diagnostic::error("overlay-copy", why), "/copy");
                        continue;
                    }
                },
            };
            for place in &places {
                let Some(target) = document.pointer_mut(place) else {
                    continue;
                };
                if let Err(why) = merge::into(target, &update) {
                    let why = format!("at `{place}`: {why}");
                    say(Diagnostic::error("overlay-mismatch", why), "/update");
                }
            }
        }
        place(&self.bytes, &mut problems);
        problems
    }
}

/// JSON pointers of what a query finds.
fn places(document: &Value, query: &JsonPath) -> Vec<String> {
    query
        .query_located(document)
        .locations()
        .map(serde_json_path::NormalizedPath::to_json_pointer)
        .collect()
}

fn remove(document: &mut Value, place: &str) {
    let Some((parent, key)) = place.rsplit_once('/') else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.shift_remove(pointer::unescape(key).as_ref());
        }
        Some(Value::Array(items)) => {
            if let Some(n) = key.parse().ok().filter(|n| *n < items.len()) {
                items.remove(n);
            }
        }
        _ => {}
    }
}

/// Adds the lines of what is wrong in the overlay's own text.
fn place(bytes: &[u8], problems: &mut [Diagnostic]) {
    let Ok(text) = text::decode(bytes) else {
        return;
    };
    let pointers: Vec<String> = problems
        .iter()
        .map(|p| p.pointer.clone().unwrap_or_default())
        .collect();
    let asked: Vec<&str> = pointers.iter().map(String::as_str).collect();
    for (problem, found) in problems.iter_mut().zip(locate::locate_all(&text, &asked)) {
        if let Some(found) = found.filter(|_| problem.line.is_none()) {
            problem.line = Some(found.span.line);
            problem.column = Some(found.span.column);
        }
    }
}

/// Lays overlays over the root file of a description, in the order given.
///
/// The problems are those of the overlays. A root that cannot be read stays as it is, for the
/// parser to report; so does a file that only an overlay refers to.
pub fn lay(sources: &mut SourceSet, overlays: &[Overlay]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let root = sources.root.clone();
    let Some(bytes) = sources.files.get(&root).filter(|_| !overlays.is_empty()) else {
        return problems;
    };
    let Some(mut document) = text::parse_text(root.path(), bytes).value else {
        return problems;
    };
    for overlay in overlays {
        problems.extend(overlay.apply(&mut document));
    }
    // A value that was just read can always be written.
    if let Ok(written) = serde_json::to_vec_pretty(&document) {
        sources.files.insert(root, written.into());
    }
    problems
}
