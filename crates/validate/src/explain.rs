//! From what the schema engine found to what a person reads.

mod alternatives;
mod near;
mod words;

use fairlead_core::{Severity, limits, redact};
use fairlead_openapi::{SchemaRef, pointer};
use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use serde_json::Value;

use crate::{
    compile::Schemas,
    direction::Direction,
    report::{Part, Violation},
};

/// What is known while explaining the errors of one value.
pub struct Explain<'a> {
    pub schemas: &'a Schemas,
    pub at: &'a SchemaRef,
    pub direction: Direction,
    pub part: Part,
    pub prefix: &'a str,
}

impl Explain<'_> {
    /// Every error as violations, each once.
    pub fn all(&self, errors: Vec<ValidationError<'_>>) -> Vec<Violation> {
        let mut violations: Vec<Violation> = Vec::new();
        for error in errors {
            for mut violation in self.one(&error) {
                let subject = subject(self.part, &violation.pointer);
                violation.message = format!("{subject} {}", violation.message);
                if violations.len() >= limits::VIOLATIONS {
                    return violations;
                }
                let is_same = |known: &Violation| {
                    (&known.pointer, &known.keyword, &known.message)
                        == (&violation.pointer, &violation.keyword, &violation.message)
                };
                if !violations.iter().any(is_same) {
                    violations.push(violation);
                }
            }
        }
        violations
    }

    /// One error: for alternatives, the errors of the one that was meant where that is clear.
    fn one(&self, error: &ValidationError<'_>) -> Vec<Violation> {
        match error.kind() {
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
                self.alternatives(error, context)
            }
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => unexpected
                .iter()
                .map(|name| self.unexpected_property(error, name))
                .collect(),
            Kind::Required { property } => vec![self.missing_property(error, property)],
            _ => vec![self.plain(error)],
        }
    }

    fn plain(&self, error: &ValidationError<'_>) -> Violation {
        let (document, place) = self.place(error);
        let pointer = format!("{}{}", self.prefix, error.instance_path().as_str());
        let (message, expected) = words::say(error, &pointer);
        let mut violation = Violation {
            part: self.part,
            message,
            schema_pointer: self.schemas.say_place(&document, &place),
            keyword: error.kind().keyword().to_owned(),
            expected,
            actual: Some(shown(&pointer, error.instance())),
            severity: Severity::Error,
            pointer,
        };
        self.undo_rewriting(&document, &place, error, &mut violation);
        violation
    }

    /// Where the rule is one that the author did not write but that follows from what they did:
    /// say that instead.
    fn undo_rewriting(
        &self,
        document: &str,
        place: &str,
        error: &ValidationError<'_>,
        violation: &mut Violation,
    ) {
        let Some((around, keyword)) = place.rsplit_once('/') else {
            return;
        };
        let schema = self.schemas.schema(document, around);
        if schema.is_none_or(|schema| schema.get(keyword).is_some()) {
            return;
        }
        let rule = match error.kind() {
            Kind::Not { .. } if self.direction == Direction::Response => {
                violation.message = "must not be in a response: it is write-only".into();
                "writeOnly"
            }
            Kind::Not { .. } => {
                violation.message =
                    "is read-only and has no effect in a request; leave it out".into();
                violation.severity = Severity::Warning;
                "readOnly"
            }
            Kind::Minimum { .. } | Kind::Maximum { .. } => {
                let format = schema.and_then(|s| s.get("format")).and_then(Value::as_str);
                let format = format.unwrap_or_default();
                violation.message =
                    words::out_of_range(format, &violation.pointer, error.instance());
                violation.expected = Some(format.into());
                "format"
            }
            _ => return,
        };
        violation.keyword = rule.into();
        violation.schema_pointer = self
            .schemas
            .say_place(document, &format!("{around}/{rule}"));
    }

    fn missing_property(&self, error: &ValidationError<'_>, property: &Value) -> Violation {
        let name = property.as_str().unwrap_or_default();
        let mut violation = self.plain(error);
        violation.message = match near::closest(name, near::names(error.instance())) {
            Some(near) if self.is_unknown(error, &near) => {
                format!("has no property `{name}`; is it what `{near}` was meant to be?")
            }
            _ => format!("has no property `{name}`, which it must have"),
        };
        violation.expected = Some(property.clone());
        violation.actual = None;
        violation
    }

    fn unexpected_property(&self, error: &ValidationError<'_>, name: &str) -> Violation {
        let mut violation = self.plain(error);
        let known = self.known_properties(error);
        pointer::push(&mut violation.pointer, name);
        violation.message = match near::closest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("is not a property that may be here; did you mean `{near}`?"),
            None if known.is_empty() || known.len() > 12 => {
                "is not a property that may be here; leave it out".to_owned()
            }
            None => format!(
                "is not a property that may be here; there may be {}",
                words::list(known.iter().map(|k| format!("`{k}`")))
            ),
        };
        violation.expected = (!known.is_empty()).then(|| known.into());
        violation.actual = error
            .instance()
            .get(name)
            .map(|v| shown(&violation.pointer, v));
        violation
    }

    fn is_unknown(&self, error: &ValidationError<'_>, name: &str) -> bool {
        !self
            .known_properties(error)
            .iter()
            .any(|known| known == name)
    }

    /// The properties that the schema around the failed keyword names.
    fn known_properties(&self, error: &ValidationError<'_>) -> Vec<String> {
        let (document, place) = self.place(error);
        let around = place.rsplit_once('/').map_or("", |(around, _)| around);
        self.schemas
            .schema(&document, around)
            .and_then(|schema| schema.get("properties"))
            .and_then(Value::as_object)
            .map(|properties| properties.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// Document and pointer of the keyword that failed, in the files of the description.
    fn place(&self, error: &ValidationError<'_>) -> (String, String) {
        let location = error.absolute_keyword_location();
        match location.and_then(|uri| uri.as_str().split_once('#')) {
            Some((document, fragment)) => self
                .schemas
                .origin(document, &pointer::from_fragment(fragment)),
            None => {
                let path = error.schema_path().as_str();
                let rest = path.strip_prefix("/$ref").unwrap_or(path);
                (
                    self.at.document.to_string(),
                    format!("{}{rest}", self.at.pointer),
                )
            }
        }
    }
}

/// What a violation is about, as a person would call it.
fn subject(part: Part, pointer: &str) -> String {
    let mut name = String::new();
    for segment in pointer.split('/').skip(1) {
        let segment = pointer::unescape(segment);
        if segment.bytes().all(|b| b.is_ascii_digit()) && !segment.is_empty() {
            name.extend(["[", &segment, "]"]);
        } else {
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(&segment);
        }
    }
    match part {
        Part::Body if name.is_empty() => "the body".to_owned(),
        Part::Body if name.starts_with('[') => format!("`body{name}`"),
        _ => format!("`{name}`"),
    }
}

/// A value as far as it may be shown: secrets masked, large ones cut.
fn shown(pointer: &str, value: &Value) -> Value {
    const LONGEST: usize = 200;
    if is_secret(pointer) && !value.is_null() {
        return Value::from(redact::MASK);
    }
    match value {
        Value::String(text) if text.chars().count() > LONGEST => Value::from(format!(
            "{}…",
            text.chars().take(LONGEST).collect::<String>()
        )),
        Value::Array(items) => Value::from(format!("array of {}", items.len())),
        Value::Object(map) => Value::from(format!("object of {}", map.len())),
        other => other.clone(),
    }
}

/// Whether any name on the way to a value is that of a secret.
fn is_secret(pointer: &str) -> bool {
    pointer.split('/').any(redact::is_secret_name)
}
