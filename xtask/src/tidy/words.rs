//! Words that have no place in what is finished.

use super::File;

/// Notes to oneself belong into an issue; filler belongs nowhere.
const FORBIDDEN: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("lorem", " ipsum"),
];

/// Where other people's words are.
const FOREIGN: &[&str] = &["Cargo.lock", "package-lock.json", "ui/src/api/generated/"];

/// Lines with a word that is forbidden.
pub fn check(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        if FOREIGN.iter().any(|place| file.path.contains(place)) {
            continue;
        }
        let lines = file.text.as_deref().unwrap_or_default().lines();
        for (at, line) in lines.enumerate() {
            if let Some(word) = FORBIDDEN.iter().find(|word| has_word(line, word)) {
                problems.push(format!("{}:{}: `{word}`", file.path, at + 1));
            }
        }
    }
    problems
}

/// Whether the word stands in the line by itself.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let word = FORBIDDEN[0];
        assert!(has_word(&format!("// {word}: later"), word));
        assert!(!has_word(&format!("my{word}S"), word));
    }
}
