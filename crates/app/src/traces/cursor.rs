//! The place in a list that a cursor names.

use fairlead_store::trace::Place;

use crate::{AppError, TraceSort};

/// A place as text; it says how the list is sorted, since it means nothing in another order.
pub fn write(place: Place, sort: TraceSort) -> String {
    let letter = letter(sort);
    format!("{letter}{}_{}_{}", place.key, place.started_at, place.n)
}

/// The place that a text names in a list that is sorted so.
pub fn read(text: &str, sort: TraceSort) -> Result<Place, AppError> {
    let parsed = text.strip_prefix(letter(sort)).and_then(|rest| {
        let mut numbers = rest.splitn(3, '_').map(|part| part.parse().ok());
        Some(Place {
            key: numbers.next()??,
            started_at: numbers.next()??,
            n: numbers.next()??,
        })
    });
    parsed.ok_or_else(|| {
        AppError::invalid("invalid_cursor", format!("`{text}` is not a cursor"))
            .with_hint("Use the `nextCursor` of the page before, as it is, with the same `sort`.")
    })
}

fn letter(sort: TraceSort) -> char {
    match sort {
        TraceSort::Started => 't',
        TraceSort::Duration => 'd',
        TraceSort::Status => 's',
    }
}
