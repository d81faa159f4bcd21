//! Walks YAML text event by event; goes as far as the text is sound.

use fairlead_core::limits;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{Found, Span, tracker::Tracker};

/// See [`super::locate_all`].
pub(super) fn locate(text: &str, pointers: &[&str]) -> Vec<Option<Found>> {
    let mut tracker = Tracker::new(pointers);
    let mut parser = Parser::new_from_str(text);
    // Per open node: `None` in a list, else what the next scalar in the mapping is.
    let mut open: Vec<Option<Next>> = Vec::new();
    while let Some(Ok((event, span))) = parser.next_event() {
        let (start, end) = (pack(span.start), pack(span.end));
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if tracker.depth() >= limits::DEPTH {
                    break;
                }
                let list = matches!(event, Event::SequenceStart(..));
                value_begins(&mut open);
                open.push((!list).then_some(Next::Key));
                tracker.open(list, start);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                // A flow collection ends with its bracket, a block with its last value.
                tracker.close((!span.is_empty()).then_some(end));
            }
            Event::Scalar(value, style, ..) => {
                if let Some(Some(next @ Next::Key)) = open.last_mut() {
                    if style == ScalarStyle::Plain && value == "<<" {
                        *next = Next::Merge;
                    } else {
                        *next = Next::Value;
                        tracker.key(&value);
                    }
                    continue;
                }
                value_begins(&mut open);
                tracker.scalar(start, end.max(start));
            }
            Event::Alias(_) => match open.last_mut() {
                Some(Some(next @ Next::Key)) => *next = Next::Value,
                Some(Some(next @ Next::Merge)) => {
                    *next = Next::Key;
                    tracker.stand_in_for_rest(start, end);
                }
                _ => {
                    value_begins(&mut open);
                    tracker.stand_in(start, end);
                }
            },
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
        if tracker.is_done() {
            break;
        }
    }
    tracker
        .results(pointers)
        .into_iter()
        .map(|found| {
            found.map(|(start, end, exact)| {
                let ((line, column), (end_line, end_column)) = (unpack(start), unpack(end));
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

#[derive(Clone, Copy, PartialEq)]
enum Next {
    Key,
    Value,
    Merge,
}

/// The innermost mapping has its value; a key comes next.
fn value_begins(open: &mut [Option<Next>]) {
    if let Some(Some(next)) = open.last_mut() {
        *next = Next::Key;
    }
}

/// Line and column (from 1) in one ascending number.
fn pack(mark: Marker) -> usize {
    (mark.line().max(1) << 32) | (mark.col() + 1)
}

fn unpack(packed: usize) -> (u32, u32) {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (number(packed >> 32), number(packed & 0xFFFF_FFFF))
}
