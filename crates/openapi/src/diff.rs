//! What is different between two descriptions, and what that means for a client of the old one.
//!
//! Everything is compared by what goes over the wire: another way of writing the same (`$ref` or
//! in place, `allOf` or flat, 2.0 or 3.1) is no change. Whoever sends is hurt when less is
//! taken, whoever receives when more may come; so a change of a schema counts by the side that
//! it is on. The kinds of changes, their codes and classes are one table, [`Kind`], which
//! `docs/diff.md` explains.

mod bodies;
mod code;
mod field;
mod graph;
mod headers;
pub(crate) mod node;
mod operations;
mod parameters;
mod responses;
mod same;
mod schema;
mod section;
mod security;
mod servers;
mod shape;
mod whole;

use std::{borrow::Cow, collections::HashSet};

use serde::Serialize;
use serde_json::Value;

use crate::{Documents, Place, SourceSet, Spec, Spot, locate_spots, pointer};
pub use code::{Class, Effect, Kind, Scope, Side};
use graph::{Finding, Graph};
use node::Library;
use section::Section;
pub use section::{OperationKind, OperationName};

/// Most changes that are listed; one more says that there are others.
const CHANGES: usize = 50_000;

/// One difference.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Stable kebab-case code, such as `request-min-length-raised`.
    pub code: Cow<'static, str>,
    /// The kind that the code is made of.
    #[serde(skip)]
    pub kind: Kind,
    /// The message that it is in, where it is in one.
    #[serde(skip)]
    pub side: Option<Side>,
    /// What it means for clients.
    pub class: Class,
    /// Where it is; `None`: in the description as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationName>,
    /// Which part of the operation or description, such as `response 200`; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// Where inside the value, such as `items[].owner.name`; empty: the value itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Where it stands in the old description; `None` for what is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Spot>,
    /// Where it stands in the new description; `None` for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Spot>,
    /// What was said before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What is said now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// The change in a sentence, with its part, its path and the two values.
    pub message: String,
}

/// Every difference, in the order of the old description's operations, and then of those that are
/// new. File names and lines are not there yet; see [`locate_changes`].
///
/// A schema that is used more than once in an operation is told of once in it, at the shortest
/// path. The outcome depends on nothing but the two descriptions.
#[must_use]
pub fn diff(old: &Spec, new: &Spec) -> Vec<Change> {
    let (old_library, new_library) = (Library::new(old), Library::new(new));
    let mut graph = Graph::new(&old_library, &new_library);
    let mut sections = vec![whole::compare(&mut graph, old, new)];
    sections.extend(operations::compare(&mut graph, old, new));
    graph.settle();
    let mut listing = Listing {
        graph: &graph,
        specs: (old, new),
        changes: Vec::new(),
    };
    for section in sections {
        listing.section(section);
    }
    let mut changes = listing.changes;
    let is_cut_off = changes.len() > CHANGES;
    if is_cut_off || graph.is_cut_off {
        changes.truncate(CHANGES);
        changes.push(incomplete(is_cut_off));
    }
    changes
}

/// Fills in file names and lines from the files that the two descriptions were read from.
pub fn locate_changes(changes: &mut [Change], old: &SourceSet, new: &SourceSet) {
    locate_spots(changes.iter_mut().filter_map(|c| c.old.as_mut()), old);
    locate_spots(changes.iter_mut().filter_map(|c| c.new.as_mut()), new);
}

struct Listing<'g, 'a, 'l> {
    graph: &'g Graph<'a, 'l>,
    specs: (&'a Spec, &'a Spec),
    changes: Vec<Change>,
}

impl Listing<'_, '_, '_> {
    fn section(&mut self, section: Section) {
        let operation = section.operation;
        for draft in section.drafts {
            if self.changes.len() > CHANGES {
                return;
            }
            let found = Found {
                side: draft.side,
                part: &draft.part,
                path: "",
                finding: &draft.finding,
            };
            self.changes.push(change(operation.as_ref(), found));
        }
        let mut seen = HashSet::new();
        for root in &section.roots {
            self.graph.gather(root.pair, &mut seen, |path, finding| {
                let found = Found {
                    side: Some(root.side),
                    part: &root.part,
                    path,
                    finding,
                };
                let mut change = change(operation.as_ref(), found);
                for (spot, spec, near) in [
                    (&mut change.old, self.specs.0, &root.old),
                    (&mut change.new, self.specs.1, &root.new),
                ] {
                    if let Some(spot) = spot {
                        correct(spot, spec, near);
                    }
                }
                self.changes.push(change);
                self.changes.len() <= CHANGES
            });
        }
    }
}

/// A finding on its way to be a change.
struct Found<'f> {
    side: Option<Side>,
    part: &'f str,
    path: &'f str,
    finding: &'f Finding,
}

fn change(operation: Option<&OperationName>, found: Found<'_>) -> Change {
    let Found {
        side,
        part,
        path,
        finding,
    } = found;
    let kind = finding.kind;
    let place = match (part.is_empty(), path.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("{part}: "),
        (false, false) => format!("{part}, `{path}`: "),
    };
    Change {
        code: kind.code(side),
        kind,
        side,
        class: kind.class(side),
        operation: operation.cloned(),
        part: part.to_owned(),
        path: path.to_owned(),
        old: finding.old.as_ref().map(Spot::from),
        new: finding.new.as_ref().map(Spot::from),
        before: finding.before.clone(),
        after: finding.after.clone(),
        message: format!("{place}{}", finding.text),
    }
}

/// Schemas made for forms of 2.0 stand in no file: what they refer to does, and the operation
/// that they were made for.
fn correct(spot: &mut Spot, spec: &Spec, near: &Place) {
    if spot.document.as_str() != Documents::SYNTHETIC {
        return;
    }
    let made = spec.documents.uniform.get(&spot.document);
    let field = made.and_then(|made| made.pointer(&spot.pointer)?.get("$ref")?.as_str());
    let written = field.and_then(|reference| {
        let (file, fragment) = reference.split_once('#')?;
        Some(Place {
            document: file.parse().ok()?,
            pointer: pointer::from_fragment(fragment).into_owned(),
        })
    });
    *spot = Spot::from(written.as_ref().unwrap_or(near));
}

fn incomplete(is_list: bool) -> Change {
    let text = if is_list {
        format!("there are more than {CHANGES} changes; the others are not listed")
    } else {
        "the descriptions have more parts than are compared; some changes may be missing".to_owned()
    };
    let finding = Finding {
        kind: Kind::Incomplete,
        old: None,
        new: None,
        before: None,
        after: None,
        text,
    };
    let found = Found {
        side: None,
        part: "",
        path: "",
        finding: &finding,
    };
    change(None, found)
}
