//! Names that were probably meant.

use serde_json::Value;

/// The known name nearest to a given one, if it is near enough to be worth a word.
pub fn closest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let folded = fold(given);
    // Of very short names every other one would be near.
    let most = folded.chars().count() / 3;
    known
        .filter(|name| *name != given)
        .map(|name| (distance(&folded, &fold(name)), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_owned())
}

/// The names of an object's properties.
pub fn names(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys().map(String::as_str))
}

/// Lower case, without the marks that naming styles differ in.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Levenshtein distance, for names of a sane length.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
