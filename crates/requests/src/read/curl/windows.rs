//! Words as `cmd.exe` and the C runtime of Windows make them: `^` escapes and continues lines,
//! `"` quotes, `\"` is a quote within.

use super::words::Command;

/// Whether a text is written for `cmd.exe`: lines end in `^`, or quotes are escaped by it.
pub fn is_windows(text: &str) -> bool {
    text.contains("^\"") || text.lines().any(|line| line.trim_end().ends_with('^'))
}

pub fn commands(text: &str) -> Vec<Command> {
    lines(text)
        .into_iter()
        .map(|(line, text)| Command {
            line,
            words: words(&text),
        })
        .filter(|command| !command.words.is_empty())
        .collect()
}

/// The lines as they are without carets; those that were continued are one.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut began = 1;
    let mut line = 1;
    let mut quoted = false;
    let mut signs = text.chars().filter(|c| *c != '\r').peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '^' if !quoted => match signs.next() {
                Some('\n') => {
                    line += 1;
                    // A second line's end behind a continued one is meant as such.
                    if signs.peek() == Some(&'\n') {
                        signs.next();
                        line += 1;
                        current.push('\n');
                    }
                }
                Some(escaped) => current.push(escaped),
                None => {}
            },
            '\n' | '&' if !quoted => {
                lines.push((began, std::mem::take(&mut current)));
                line += usize::from(sign == '\n');
                began = line;
            }
            _ => {
                quoted ^= sign == '"';
                line += usize::from(sign == '\n');
                current.push(sign);
            }
        }
    }
    lines.push((began, current));
    lines
}

/// The words of a line, by the rules of the C runtime.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => {
                let mut slashes = 1;
                while signs.next_if_eq(&'\\').is_some() {
                    slashes += 1;
                }
                let own = word.get_or_insert_default();
                if signs.peek() == Some(&'"') {
                    own.extend(std::iter::repeat_n('\\', slashes / 2));
                    if slashes % 2 == 1 {
                        signs.next();
                        own.push('"');
                    }
                } else {
                    own.extend(std::iter::repeat_n('\\', slashes));
                }
            }
            '"' => {
                let own = word.get_or_insert_default();
                if quoted && signs.next_if_eq(&'"').is_some() {
                    own.push('"');
                } else {
                    quoted = !quoted;
                }
            }
            ' ' | '\t' if !quoted => words.extend(word.take()),
            sign => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}
