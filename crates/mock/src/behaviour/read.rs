//! From the text of a behaviour file to a behaviour, with every mistake at its line.

use std::{collections::HashMap, sync::Arc};

use fairlead_core::{Diagnostic, Severity};
use fairlead_openapi::{locate::locate_all, parse_text, pointer};
use fairlead_validate::Contract;
use serde::Deserialize;
use serde_json::{Value, json};
use serde_path_to_error::Segment;

use super::{
    Behaviour,
    answer::{Answer, Content},
    chance, check,
};

/// Keys that hold lists.
const LISTS: &[&str] = &["credentials", "quotas", "faults", "scenarios", "rules"];

/// What reading a behaviour file gave.
#[derive(Debug, Default)]
pub struct Reading {
    /// The behaviour; `None` where a problem is an error.
    pub behaviour: Option<Behaviour>,
    /// What is wrong with the file, in its order.
    pub problems: Vec<Diagnostic>,
    /// Names of the files that hold bodies, as written.
    pub files: Vec<String>,
}

/// Gives the bytes of a file that holds a body, by its name as written; or says why not.
pub type Bodies<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// What a behaviour file names and does not hold itself.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// Files that hold bodies.
    pub bodies: Bodies<'a>,
    /// Gives the secret that `secretEnv` names; or says why not.
    pub secrets: &'a dyn Fn(&str) -> Result<String, String>,
    /// Whether a secret may stand in the file itself.
    pub secrets_inline: bool,
}

/// A mistake and where in the file it is.
pub struct Mistake {
    /// JSON pointer.
    pub pointer: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Behaviour {
    /// Reads the text of a behaviour file, YAML or JSON; `file` is its name for the problems.
    /// An empty text is a behaviour that changes nothing.
    #[must_use]
    pub fn read(file: &str, bytes: &[u8], contract: &Contract, outside: Outside<'_>) -> Reading {
        if bytes.trim_ascii().is_empty() {
            return Reading {
                behaviour: Some(Self::default()),
                ..Reading::default()
            };
        }
        let text = parse_text(file, bytes);
        let mut problems = text.problems;
        let is_broken = problems.iter().any(|p| p.severity == Severity::Error);
        let Some(value) = text.value.filter(|_| !is_broken) else {
            return Reading {
                problems,
                ..Reading::default()
            };
        };
        let (behaviour, mut mistakes) = understand(&value);
        let mut files = Vec::new();
        let behaviour = behaviour.map(|mut behaviour| {
            behaviour.identify(&value);
            mistakes.extend(behaviour.fetch(outside.bodies, &mut files));
            if let Some(provider) = &mut behaviour.provider {
                mistakes.extend(provider.fetch_secrets(outside.secrets));
            }
            if let Some(webhooks) = &mut behaviour.webhooks {
                mistakes.extend(webhooks.unlock(outside));
            }
            mistakes.extend(check::check(&behaviour, contract));
            behaviour
        });
        let is_wrong = mistakes.iter().any(|m| m.severity == Severity::Error);
        problems.extend(locate(file, bytes, mistakes));
        Reading {
            behaviour: behaviour.filter(|_| !is_wrong),
            problems,
            files,
        }
    }

    /// Gives every entry what tells it from others: what it says.
    fn identify(&mut self, value: &Value) {
        let mut seen: HashMap<u64, u64> = HashMap::new();
        let mut of = |key: &str, place: Option<usize>| {
            let entry = match place {
                Some(place) => &value[key][place],
                None => &value[key],
            };
            let hash = chance::number(&format!("{key} {entry}"));
            let before = seen.entry(hash).or_default();
            *before += 1;
            hash.wrapping_add(*before)
        };
        for (place, entry) in self.rules.iter_mut().enumerate() {
            entry.identity = of("rules", Some(place));
        }
        for (place, entry) in self.scenarios.iter_mut().enumerate() {
            entry.identity = of("scenarios", Some(place));
        }
        for (place, entry) in self.faults.iter_mut().enumerate() {
            entry.identity = of("faults", Some(place));
        }
        for (place, entry) in self.quotas.iter_mut().enumerate() {
            entry.identity = of("quotas", Some(place));
        }
        if let Some(webhooks) = &mut self.webhooks {
            webhooks.identify(&value["webhooks"]);
        }
        if let Some(idempotency) = &mut self.idempotency {
            idempotency.identity = of("idempotency", None);
        }
    }

    /// Every answer that is written in the file, and its place.
    pub(super) fn answers(&mut self) -> Vec<(String, &mut Answer)> {
        let rules = self
            .rules
            .iter_mut()
            .enumerate()
            .filter_map(|(place, rule)| {
                Some((format!("/rules/{place}/answer"), rule.answer.as_mut()?))
            });
        let steps = self
            .scenarios
            .iter_mut()
            .enumerate()
            .flat_map(|(place, scenario)| {
                scenario
                    .steps
                    .iter_mut()
                    .enumerate()
                    .filter_map(move |(step, entry)| {
                        Some((
                            format!("/scenarios/{place}/steps/{step}/answer"),
                            entry.answer.as_mut()?,
                        ))
                    })
            });
        rules.chain(steps).collect()
    }

    /// Reads the files that hold bodies.
    fn fetch(&mut self, bodies: Bodies<'_>, files: &mut Vec<String>) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (at, answer) in self.answers() {
            let Some(name) = answer.body_file.clone() else {
                continue;
            };
            match bodies(&name).and_then(|bytes| Content::new(&name, bytes)) {
                Ok(content) => answer.content = Some(Arc::new(content)),
                Err(why) => mistakes.push(Mistake {
                    pointer: format!("{at}/bodyFile"),
                    severity: Severity::Error,
                    message: format!("`{name}` cannot be used: {why}"),
                }),
            }
            if !files.contains(&name) {
                files.push(name);
            }
        }
        mistakes
    }
}

/// The behaviour that a value writes, or the first mistake of each of its entries.
fn understand(value: &Value) -> (Option<Behaviour>, Vec<Mistake>) {
    if value.is_null() {
        return (Some(Behaviour::default()), Vec::new());
    }
    let first = match parse(value) {
        Ok(behaviour) => return (Some(behaviour), Vec::new()),
        Err(first) => first,
    };
    let mut mistakes = Vec::new();
    for (key, entry) in value.as_object().into_iter().flatten() {
        match entry {
            // Each item by itself, so that one mistake does not hide the next.
            Value::Array(items) if LISTS.contains(&key.as_str()) => {
                for (place, item) in items.iter().enumerate() {
                    mistakes.extend(parse(&json!({ key: [item] })).err().map(|mut mistake| {
                        let one = format!("/{key}/0");
                        if let Some(rest) = mistake.pointer.strip_prefix(&one) {
                            mistake.pointer = format!("/{key}/{place}{rest}");
                        }
                        mistake
                    }));
                }
            }
            _ => mistakes.extend(parse(&json!({ key: entry })).err()),
        }
    }
    if mistakes.is_empty() {
        mistakes.push(first);
    }
    (None, mistakes)
}

fn parse(value: &Value) -> Result<Behaviour, Mistake> {
    let mut track = serde_path_to_error::Track::new();
    Behaviour::deserialize(serde_path_to_error::Deserializer::new(value, &mut track)).map_err(
        |error| {
            let mut at = String::new();
            for segment in &track.path() {
                match segment {
                    Segment::Seq { index } => pointer::push(&mut at, &index.to_string()),
                    Segment::Map { key } => pointer::push(&mut at, key),
                    // Variants are no places in the text.
                    Segment::Enum { .. } | Segment::Unknown => {}
                }
            }
            Mistake {
                pointer: at,
                severity: Severity::Error,
                message: plain(&error.to_string()),
            }
        },
    )
}

/// What serde says, in the words of people who write files.
fn plain(message: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        (", expected", "; expected"),
        ("unknown field ", "there is no key "),
        ("missing field ", "there has to be a key "),
        ("unknown variant ", "there is no "),
        ("invalid type: ", "this is of another type: "),
        ("invalid value: ", "this is another value: "),
        ("expected a nonzero u64", "expected a whole number from 1"),
        ("expected a nonzero u32", "expected a whole number from 1"),
        ("expected u16", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected a boolean", "expected true or false"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected an object"),
        (": map;", ": an object;"),
        (": sequence;", ": a list;"),
        (": unit value;", ": null;"),
    ];
    let mut said = message.to_owned();
    for (word, plain) in WORDS {
        said = said.replacen(word, plain, 1);
    }
    match said.split_once("expected struct ") {
        // A list where an object is due is read as its fields, and found to be too short.
        Some((before, _)) if before.starts_with("invalid length") => {
            "this is a list; expected an object".to_owned()
        }
        Some((before, _)) => format!("{before}expected an object"),
        None => said,
    }
}

fn locate(file: &str, bytes: &[u8], mistakes: Vec<Mistake>) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(bytes);
    let pointers: Vec<&str> = mistakes.iter().map(|m| m.pointer.as_str()).collect();
    let found = locate_all(&text, &pointers);
    let mut problems: Vec<Diagnostic> = mistakes
        .into_iter()
        .zip(found)
        .map(|(mistake, found)| {
            let problem = Diagnostic::new(mistake.severity, "behaviour", mistake.message)
                .at(file, mistake.pointer);
            match found {
                Some(found) => problem.on_line(found.span.line, found.span.column),
                None => problem,
            }
        })
        .collect();
    problems.sort_by_key(|p| (p.line, p.column));
    problems
}
