//! Where in a text a JSON pointer's value stands: one linear pass over the text, nothing kept.

mod json;
mod tracker;
mod yaml;

use fairlead_core::Diagnostic;
use serde::Serialize;
use url::Url;

use crate::{SourceSet, text};

/// The stretch of text of one value: counted from 1, columns in characters, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Line of the first character.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// Column just behind it.
    pub end_column: u32,
}

/// What was found for one pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The value's stretch of text, or that of the nearest value around it.
    pub span: Span,
    /// Whether the pointer leads all the way to a value.
    pub exact: bool,
}

/// Where the value of `pointer` stands in a file of the description.
///
/// In YAML, what an alias or a merge key brings in stands where the alias stands. `None` where
/// the file is not there or the pointer leads nowhere.
#[must_use]
pub fn locate(sources: &SourceSet, document: &Url, pointer: &str) -> Option<Span> {
    let bytes = sources.files.get(document)?;
    let text = text::decode(bytes).ok()?;
    exact(&locate_all(&text, &[pointer]))
}

/// Where the value of `pointer` stands in JSON text that may be unfinished or wrong further on.
#[must_use]
pub fn locate_json(text: &str, pointer: &str) -> Option<Span> {
    exact(&json::locate(text, &[pointer]))
}

/// Where the values of many pointers stand in one text, JSON or YAML: in the order asked for,
/// in one pass. `None` only where the text has no value at all.
#[must_use]
pub fn locate_all(text: &str, pointers: &[&str]) -> Vec<Option<Found>> {
    if text.trim_start().starts_with(['{', '[']) {
        let found = json::locate(text, pointers);
        if found.iter().all(|f| f.is_some_and(|f| f.exact)) {
            return found;
        }
        // YAML may start with a bracket too; whichever reader finds more is right.
        let yaml = yaml::locate(text, pointers);
        let score = |all: &[Option<Found>]| all.iter().flatten().filter(|f| f.exact).count();
        return if score(&yaml) > score(&found) {
            yaml
        } else {
            found
        };
    }
    yaml::locate(text, pointers)
}

/// Keys that stand twice in one object of JSON text, as diagnostics without a file.
pub(crate) fn repeated_keys(text: &str) -> Vec<Diagnostic> {
    json::repeated_keys(text)
}

fn exact(found: &[Option<Found>]) -> Option<Span> {
    found
        .first()
        .copied()
        .flatten()
        .filter(|f| f.exact)
        .map(|f| f.span)
}
