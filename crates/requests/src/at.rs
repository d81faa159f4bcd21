//! Walking through a JSON value with the pointer of where one is, and collecting what is wrong.

use std::borrow::Cow;

use fairlead_core::{Diagnostic, Severity, limits};
use fairlead_openapi::locate::locate_all;
use serde_json::Value;

/// A value and where it stands.
#[derive(Clone)]
pub struct At<'a> {
    pub value: &'a Value,
    pub pointer: String,
}

impl<'a> At<'a> {
    pub fn root(value: &'a Value) -> Self {
        Self {
            value,
            pointer: String::new(),
        }
    }

    /// The member of that name, unless it is not there or null.
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|v| !v.is_null())?;
        let escaped = key.replace('~', "~0").replace('/', "~1");
        Some(Self {
            value,
            pointer: format!("{}/{escaped}", self.pointer),
        })
    }

    /// The member of that name as text; numbers and booleans as they are written.
    pub fn text(&self, key: &str) -> String {
        self.value.get(key).map(plain).unwrap_or_default()
    }

    /// Whether the member of that name is `true`.
    pub fn flag(&self, key: &str) -> bool {
        match self.value.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text == "true",
            _ => false,
        }
    }

    /// The items of the list of that name; none where it is no list.
    pub fn list(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|list| list.items()).unwrap_or_default()
    }

    /// The items, where it is a list.
    pub fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(n, value)| Self {
                value,
                pointer: format!("{}/{n}", self.pointer),
            })
            .collect()
    }

    /// The members, where it is an object.
    pub fn members(&self) -> Vec<(&'a str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members
            .map(|(key, value)| {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                let pointer = format!("{}/{escaped}", self.pointer);
                (key.as_str(), Self { value, pointer })
            })
            .collect()
    }
}

/// A scalar as it would be typed; lists and objects as JSON; null as nothing.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What is wrong with one file, in the order found.
#[derive(Default)]
pub struct Problems {
    pub file: String,
    pub found: Vec<Diagnostic>,
    /// Problems beyond the most that are kept.
    left_out: usize,
}

impl Problems {
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    pub fn push(&mut self, problem: Diagnostic) {
        if self.found.len() < limits::DIAGNOSTICS {
            self.found.push(problem);
        } else {
            self.left_out += 1;
        }
    }

    /// A problem at a pointer.
    pub fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: &At<'_>,
        words: impl Into<String>,
    ) {
        let problem = Diagnostic::new(severity, code, words);
        self.push(problem.at(self.file.clone(), at.pointer.clone()));
    }

    /// A problem at a line.
    pub fn on_line(
        &mut self,
        severity: Severity,
        code: impl Into<Cow<'static, str>>,
        line: usize,
        words: impl Into<String>,
    ) {
        let mut problem = Diagnostic::new(severity, code, words)
            .on_line(u32::try_from(line).unwrap_or(u32::MAX), 1);
        problem.file = Some(self.file.clone());
        self.push(problem);
    }

    /// Says of every member that is not among `known` and says something that it is not kept.
    pub fn others(&mut self, at: &At<'_>, known: &[&str]) {
        for (key, member) in at.members() {
            if !known.contains(&key) && !says_nothing(member.value) {
                self.say(
                    Severity::Info,
                    "not-kept",
                    &member,
                    format!("`{key}` has no place in a saved request and is left out"),
                );
            }
        }
    }

    /// Looks up the lines of every pointer in the text they point into, and ends.
    pub fn located(mut self, text: &str) -> Vec<Diagnostic> {
        let wanted: Vec<usize> = (0..self.found.len())
            .filter(|n| self.found[*n].pointer.is_some() && self.found[*n].line.is_none())
            .collect();
        let pointers: Vec<&str> = wanted
            .iter()
            .filter_map(|n| self.found[*n].pointer.as_deref())
            .collect();
        let places = if pointers.is_empty() {
            Vec::new()
        } else {
            locate_all(text, &pointers)
        };
        for (n, place) in wanted.into_iter().zip(places) {
            if let Some(place) = place {
                self.found[n].line = Some(place.span.line);
                self.found[n].column = Some(place.span.column);
            }
        }
        self.ended()
    }

    /// What was found, with how much was left out.
    pub fn ended(mut self) -> Vec<Diagnostic> {
        if self.left_out > 0 {
            let mut more = Diagnostic::warning(
                "more-problems",
                format!("{} more problems are not listed", self.left_out),
            );
            more.file = Some(self.file.clone());
            self.found.push(more);
        }
        self.found
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(says_nothing),
        Value::Object(members) => members.values().all(says_nothing),
        _ => false,
    }
}
