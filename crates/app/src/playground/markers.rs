//! Broken rules of the body, by their place in its text.

use std::cell::LazyCell;

use fairlead_openapi::{Span, locate_json};
use fairlead_validate::{Part, Violation};
use serde_json::Value;

use super::fixes;
use crate::Marker;

/// The squiggles for a body's text. `sample` makes a body that keeps the contract, where there is
/// something to mend.
pub fn of(text: &str, violations: &[Violation], sample: impl FnOnce() -> Value) -> Vec<Marker> {
    let sample = LazyCell::new(sample);
    violations
        .iter()
        .filter(|v| v.part == Part::Body)
        .map(|violation| {
            let span = if violation.keyword == "malformed" && violation.pointer.is_empty() {
                syntax_error(text)
            } else {
                find(text, &violation.pointer).map(first_line)
            };
            let span = span.unwrap_or(Span {
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 2,
            });
            Marker {
                line: span.line,
                column: span.column,
                end_line: span.end_line,
                end_column: span.end_column,
                severity: violation.severity,
                message: violation.message.clone(),
                code: violation.keyword.clone(),
                fixes: fixes::of(text, violation, &sample),
            }
        })
        .collect()
}

/// The place of a value, or of what is nearest around it.
fn find(text: &str, pointer: &str) -> Option<Span> {
    let mut pointer = pointer;
    loop {
        if let Some(span) = locate_json(text, pointer) {
            return Some(span);
        }
        pointer = &pointer[..pointer.rfind('/')?];
    }
}

/// A whole object underlined says nothing: its opening does.
fn first_line(span: Span) -> Span {
    if span.line == span.end_line {
        return span;
    }
    Span {
        end_line: span.line,
        end_column: span.column + 1,
        ..span
    }
}

fn syntax_error(text: &str) -> Option<Span> {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    let line = u32::try_from(error.line()).ok()?.max(1);
    let column = u32::try_from(error.column()).ok()?.max(1);
    Some(Span {
        line,
        column,
        end_line: line,
        end_column: column + 1,
    })
}
