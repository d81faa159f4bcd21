//! From the bytes of one file to a JSON value, with every problem said in plain words.

mod decode;
mod json;
mod scalar;
mod yaml;

use fairlead_core::{Diagnostic, limits};
use serde_json::Value;

pub(crate) use decode::decode;

/// What reading one file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// The value; `None` where nothing could be read.
    pub value: Option<Value>,
    /// What is wrong with the text, in the order found.
    pub problems: Vec<Diagnostic>,
}

impl Text {
    fn failed(problem: Diagnostic) -> Self {
        Self {
            value: None,
            problems: vec![problem],
        }
    }
}

/// Reads JSON or YAML, told apart by content; `file` is its name, for messages and its ending.
///
/// Prose (`.md`, `.txt`, `.html` and the like) becomes one JSON string, so that a description
/// may be joined from text files. Where a file is YAML that calls itself JSON, it is read and
/// the mistake reported.
#[must_use]
pub fn parse_text(file: &str, bytes: &[u8]) -> Text {
    if bytes.len() > limits::SPEC_FILE_BYTES {
        return Text::failed(
            Diagnostic::error(
                "file-too-large",
                format!(
                    "the file has {} bytes and at most {} are read; split it, or leave out its examples",
                    bytes.len(),
                    limits::SPEC_FILE_BYTES
                ),
            )
            .at(file, ""),
        );
    }
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(problem) => return Text::failed(problem.at(file, "")),
    };
    if is_prose(file) {
        return Text {
            value: Some(Value::String(text.into_owned())),
            problems: Vec::new(),
        };
    }
    let start = text.trim_start();
    if start.is_empty() {
        return Text::failed(
            Diagnostic::error(
                "file-empty",
                "the file is empty; an API description starts with a line such as `openapi: 3.1.0`",
            )
            .at(file, "")
            .on_line(1, 1),
        );
    }
    if looks_like_markup(start) {
        return Text::failed(
            Diagnostic::error(
                "file-is-markup",
                "this is HTML or XML and not an API description; where it was downloaded, use the address of the raw file",
            )
            .at(file, "")
            .on_line(1, 1),
        );
    }
    let mut read = read_either(file, &text, start);
    for problem in &mut read.problems {
        problem.file = Some(file.to_owned());
        if problem.pointer.is_none() {
            problem.pointer = Some(String::new());
        }
    }
    read
}

/// JSON where the text starts like it, otherwise YAML; YAML also where JSON fails but YAML does not.
fn read_either(file: &str, text: &str, start: &str) -> Text {
    let named_json = ends_with(file, &["json"]);
    if !start.starts_with(['{', '[']) {
        let mut read = yaml::read(text);
        if named_json {
            read.problems.push(Diagnostic::warning(
                "json-is-yaml",
                "the file is called JSON but holds YAML; rename it to end in `.yaml`",
            ));
        }
        return read;
    }
    match json::read(text) {
        Ok(read) => read,
        Err(json) => {
            let mut read = yaml::read(text);
            let flow = start[1..]
                .trim_start()
                .starts_with(['"', '}', '{', '[', ']']);
            if read.value.is_none() && (named_json || flow) {
                return Text::failed(json);
            }
            if named_json && read.value.is_some() {
                read.problems.insert(0, json);
            }
            read
        }
    }
}

/// Whether a file of this name is prose rather than data.
fn is_prose(file: &str) -> bool {
    ends_with(
        file,
        &["md", "markdown", "mdx", "txt", "html", "htm", "rst", "adoc"],
    )
}

fn ends_with(file: &str, endings: &[&str]) -> bool {
    let path = file.split(['?', '#']).next().unwrap_or(file);
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|e| ending.eq_ignore_ascii_case(e)))
}

fn looks_like_markup(start: &str) -> bool {
    let head: String = start.chars().take(16).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<?xml", "<head", "<!--"]
        .iter()
        .any(|mark| head.starts_with(mark))
}
