//! Scripts that came with requests: kept, told of, never run.

use fairlead_core::Severity;

use crate::{
    Note,
    at::{At, Problems},
};

/// Keeps a script as a note, unless it is empty.
pub fn keep(notes: &mut Vec<Note>, title: &str, text: &str, at: &At<'_>, problems: &mut Problems) {
    if text.trim().is_empty() {
        return;
    }
    notes.push(Note {
        title: title.to_owned(),
        text: text.trim_matches('\n').to_owned(),
    });
    problems.say(
        Severity::Info,
        "script-not-run",
        at,
        format!("the {title} is kept as a note and is not run"),
    );
}
