//! The syntax of `.bru`: blocks of pairs, of text, or of names.
//!
//! A block begins with its name and a bracket on one line and ends with a bracket at the line's
//! start, so that a body may hold brackets of its own as long as it is indented.

use fairlead_core::Severity;

use crate::at::Problems;

/// A block.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// Such as `params:query`.
    pub name: String,
    /// Line of its name, from 1.
    pub line: usize,
    /// What is in it.
    pub content: Content,
}

/// What is in a block.
#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    /// Names and values.
    Pairs(Vec<Pair>),
    /// A text, without its indentation.
    Text(String),
    /// Names.
    Names(Vec<String>),
}

/// A name and its value.
#[derive(Debug, PartialEq, Eq)]
pub struct Pair {
    pub name: String,
    pub value: Value,
    /// `false` where the name was written with `~`.
    pub enabled: bool,
}

/// The value of a pair.
#[derive(Debug, PartialEq, Eq)]
pub enum Value {
    /// On one line, or between `'''`.
    Text(String),
    /// Between `[` and `]`, one on a line.
    Names(Vec<String>),
    /// Between `{` and `}`: the lines, without their indentation.
    Block(String),
}

/// Blocks whose content is text, whatever it looks like.
fn is_text(name: &str) -> bool {
    matches!(name, "docs" | "tests" | "body" | "example")
        || name.starts_with("script:")
        || name.starts_with("body:")
            && !matches!(
                name,
                "body:form-urlencoded" | "body:multipart-form" | "body:file"
            )
}

/// Reads a file.
pub fn parse(text: &str, problems: &mut Problems) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim_end();
        if line.trim().is_empty() {
            at += 1;
            continue;
        }
        let head = line
            .strip_suffix('{')
            .map(|name| (name, "}"))
            .or_else(|| line.strip_suffix('[').map(|name| (name, "]")));
        let Some((name, closing)) = head.filter(|(name, _)| is_name(name.trim())) else {
            problems.on_line(
                Severity::Error,
                "bru-syntax",
                at + 1,
                "a block such as `get {` was expected here; the line is left out",
            );
            at += 1;
            continue;
        };
        let name = name.trim();
        let end = (at + 1..lines.len()).find(|n| lines[*n].trim_end() == closing);
        let Some(end) = end else {
            problems.on_line(
                Severity::Error,
                "bru-syntax",
                at + 1,
                format!(
                    "the block `{name}` does not end: `{closing}` is missing at a line's start"
                ),
            );
            break;
        };
        let inner = &lines[at + 1..end];
        let content = if closing == "]" {
            Content::Names(names(inner))
        } else if is_text(name) {
            Content::Text(outdent(inner))
        } else {
            Content::Pairs(pairs(inner, at + 2, problems))
        };
        blocks.push(Block {
            name: name.to_owned(),
            line: at + 1,
            content,
        });
        at = end + 1;
    }
    blocks
}

fn is_name(name: &str) -> bool {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
    !name.is_empty() && name.chars().all(fine)
}

fn names(lines: &[&str]) -> Vec<String> {
    let split = lines.iter().flat_map(|line| line.split(','));
    split
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The lines less two spaces each.
fn outdent(lines: &[&str]) -> String {
    let cut = |line: &&str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        line[spaces.min(2)..].to_owned()
    };
    lines.iter().map(cut).collect::<Vec<_>>().join("\n")
}

/// The pairs of a block, or of a text that was a block in a block; `first` is its first line.
pub fn pairs(lines: &[&str], first: usize, problems: &mut Problems) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        let number = first + at;
        at += 1;
        if line.is_empty() {
            continue;
        }
        let (enabled, rest) = match line.strip_prefix('~') {
            Some(rest) => (false, rest),
            None => (true, line),
        };
        let Some((name, value)) = pair(rest) else {
            problems.on_line(
                Severity::Warning,
                "bru-syntax",
                number,
                format!("`{line}` is no name with a value, and is left out"),
            );
            continue;
        };
        let indent = lines[at - 1].len() - lines[at - 1].trim_start().len();
        let value = if value == "[" || value == "{" {
            let closing = if value == "[" { "]" } else { "}" };
            let is_end = |l: &str| l.trim() == closing && l.len() - l.trim_start().len() <= indent;
            let end = (at..lines.len())
                .find(|n| is_end(lines[*n]))
                .unwrap_or(lines.len());
            let inner = &lines[at..end];
            at = (end + 1).min(lines.len());
            if value == "[" {
                Value::Names(names(inner))
            } else {
                Value::Block(cut(inner, indent + 2))
            }
        } else if let Some(begun) = value.strip_prefix("'''") {
            let (text, next) = multiline(begun, lines, at, indent + 2);
            at = next;
            Value::Text(text)
        } else {
            Value::Text(value.to_owned())
        };
        pairs.push(Pair {
            name,
            value,
            enabled,
        });
    }
    pairs
}

/// A name, bare or in quotes, a colon and what follows.
fn pair(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let mut name = String::new();
        let mut signs = quoted.char_indices();
        while let Some((at, c)) = signs.next() {
            match c {
                '\\' => name.push(signs.next()?.1),
                '"' => {
                    let rest = quoted[at + 1..].trim_start().strip_prefix(':')?;
                    return Some((name, rest.trim()));
                }
                c => name.push(c),
            }
        }
        return None;
    }
    let (name, value) = text.split_once(':')?;
    Some((name.trim().to_owned(), value.trim()))
}

/// What stands up to the closing `'''`, and the line after it. What follows the closing signs,
/// such as `@contentType(…)`, is kept behind the text.
fn multiline(begun: &str, lines: &[&str], from: usize, indent: usize) -> (String, usize) {
    if let Some((text, rest)) = begun.split_once("'''") {
        return (format!("{text}{rest}"), from);
    }
    let mut text: Vec<String> = Vec::new();
    if !begun.is_empty() {
        text.push(begun.to_owned());
    }
    for (n, line) in lines.iter().enumerate().skip(from) {
        if let Some((last, rest)) = line.split_once("'''") {
            if !last.trim().is_empty() {
                text.push(cut(&[last], indent));
            }
            return (format!("{}{}", text.join("\n"), rest.trim_end()), n + 1);
        }
        text.push(cut(&[line], indent));
    }
    (text.join("\n"), lines.len())
}

/// The lines less so many spaces each.
fn cut(lines: &[&str], indent: usize) -> String {
    let cut = |line: &&str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        line[spaces.min(indent)..].to_owned()
    };
    lines.iter().map(cut).collect::<Vec<_>>().join("\n")
}
