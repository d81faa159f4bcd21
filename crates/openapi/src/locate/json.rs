//! Walks JSON text without building anything; goes as far as the text is sound.

use std::collections::HashSet;

use fairlead_core::{Diagnostic, limits};

use super::{Found, Span, tracker::Tracker};
use crate::pointer;

/// See [`super::locate_all`].
pub(super) fn locate(text: &str, pointers: &[&str]) -> Vec<Option<Found>> {
    let mut tracker = Tracker::new(pointers);
    walk(text, |step| {
        match step {
            Step::Open { list, at } => tracker.open(list, at),
            Step::Key { start, end } => {
                // Keys are read only where something in the mapping is wanted at all.
                tracker.key(&unquote(&text[start..end]));
            }
            Step::Scalar { start, end } => tracker.scalar(start, end),
            Step::Close { end } => tracker.close(Some(end)),
        }
        !tracker.is_done()
    });
    let found = tracker.results(pointers);
    let mut offsets: Vec<usize> = found.iter().flatten().flat_map(|f| [f.0, f.1]).collect();
    offsets.sort_unstable();
    offsets.dedup();
    let places = line_columns(text, &offsets);
    let place = |offset: usize| offsets.binary_search(&offset).map_or((1, 1), |i| places[i]);
    found
        .into_iter()
        .map(|found| {
            found.map(|(start, end, exact)| {
                let ((line, column), (end_line, end_column)) = (place(start), place(end));
                Found {
                    span: Span {
                        line,
                        column,
                        end_line,
                        end_column,
                    },
                    exact,
                }
            })
        })
        .collect()
}

/// See [`super::repeated_keys`].
pub(super) fn repeated_keys(text: &str) -> Vec<Diagnostic> {
    struct Level {
        names: HashSet<String>,
        key: String,
        items: Option<usize>,
    }
    let mut levels: Vec<Level> = Vec::new();
    let mut found = Vec::new();
    let mut offsets = Vec::new();
    walk(text, |step| {
        if matches!(step, Step::Open { .. } | Step::Scalar { .. })
            && let Some(items) = levels.last_mut().and_then(|l| l.items.as_mut())
        {
            *items += 1;
        }
        match step {
            Step::Open { list, .. } => levels.push(Level {
                names: HashSet::new(),
                key: String::new(),
                items: list.then_some(0),
            }),
            Step::Key { start, end } => {
                let key = unquote(&text[start..end]);
                if let Some(level) = levels.last_mut() {
                    level.key.clone_from(&key);
                    if !level.names.insert(key.clone()) {
                        let mut at = String::new();
                        for level in &levels {
                            match level.items {
                                Some(n) => pointer::push(&mut at, &n.saturating_sub(1).to_string()),
                                None => pointer::push(&mut at, &level.key),
                            }
                        }
                        offsets.push(start);
                        found.push((key, at));
                    }
                }
            }
            Step::Scalar { .. } => {}
            Step::Close { .. } => {
                levels.pop();
            }
        }
        found.len() < limits::DIAGNOSTICS
    });
    line_columns(text, &offsets)
        .into_iter()
        .zip(found)
        .map(|((line, column), (key, at))| {
            let mut problem = Diagnostic::warning(
                "duplicate-key",
                format!(
                    "`{key}` stands twice in this object and only the last one counts; remove one"
                ),
            )
            .on_line(line, column);
            problem.pointer = Some(at);
            problem
        })
        .collect()
}

enum Step {
    Open { list: bool, at: usize },
    Key { start: usize, end: usize },
    Scalar { start: usize, end: usize },
    Close { end: usize },
}

/// Calls `each` for everything in the text, until it says no or the text is wrong.
fn walk(text: &str, mut each: impl FnMut(Step) -> bool) {
    let bytes = text.as_bytes();
    // Per open bracket: whether it is a list.
    let mut open: Vec<bool> = Vec::new();
    let mut wants_key = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let go_on = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b':' => continue,
            b',' => {
                wants_key = open.last() == Some(&false);
                continue;
            }
            b'{' | b'[' => {
                if wants_key {
                    return;
                }
                let list = *byte == b'[';
                open.push(list);
                wants_key = !list;
                each(Step::Open { list, at: start })
            }
            b'}' | b']' => {
                if open.pop() != Some(*byte == b']') {
                    return;
                }
                wants_key = false;
                each(Step::Close { end: at })
            }
            b'"' => {
                at = end_of_string(bytes, at);
                if at > bytes.len() {
                    return;
                }
                if wants_key {
                    wants_key = false;
                    each(Step::Key { start, end: at })
                } else {
                    each(Step::Scalar { start, end: at })
                }
            }
            _ => {
                if wants_key {
                    return;
                }
                while bytes.get(at).is_some_and(|b| {
                    !matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n')
                }) {
                    at += 1;
                }
                each(Step::Scalar { start, end: at })
            }
        };
        if !go_on || open.is_empty() {
            return;
        }
    }
}

/// Just behind the closing quote, or behind the end of the text where there is none.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len() + 1
}

fn unquote(quoted: &str) -> String {
    let inner = quoted.trim_matches('"');
    if inner.contains('\\') || quoted.len() != inner.len() + 2 {
        serde_json::from_str(quoted).unwrap_or_else(|_| inner.to_owned())
    } else {
        inner.to_owned()
    }
}

/// Line and column of ascending byte offsets, in one pass.
fn line_columns(text: &str, offsets: &[usize]) -> Vec<(u32, u32)> {
    let mut places = Vec::with_capacity(offsets.len());
    let (mut line, mut line_start, mut at) = (1_u32, 0, 0);
    for offset in offsets {
        let offset = (*offset).min(text.len());
        for (i, byte) in text.as_bytes()[at..offset].iter().enumerate() {
            if *byte == b'\n' {
                line = line.saturating_add(1);
                line_start = at + i + 1;
            }
        }
        at = offset;
        let before = text.get(line_start..offset).unwrap_or_default();
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX);
        places.push((line, column.saturating_add(1)));
    }
    places
}
