//! What would mend a broken rule of a JSON body: an edit of its text, which a person may take.

mod place;

use fairlead_openapi::{locate_json, pointer};
use fairlead_validate::Violation;
use serde_json::Value;

use place::{first_key, indent, offset, position};

use crate::MarkerFix;

/// Most choices that are offered for one value.
const CHOICES: usize = 10;
/// Longest value in a title, in characters.
const SHOWN: usize = 40;

/// The edits that would mend a violation. `sample` is a body that keeps the contract.
pub fn of(text: &str, violation: &Violation, sample: &Value) -> Vec<MarkerFix> {
    let at = &violation.pointer;
    match violation.keyword.as_str() {
        "required" => violation
            .expected
            .as_ref()
            .and_then(Value::as_str)
            .and_then(|name| add(text, at, name, sample))
            .into_iter()
            .collect(),
        "additionalProperties" | "unevaluatedProperties" | "readOnly" => {
            remove(text, at).into_iter().collect()
        }
        "enum" => {
            let choices = violation.expected.as_ref().and_then(Value::as_array);
            let choices = choices.into_iter().flatten().take(CHOICES);
            choices
                .filter_map(|value| change(text, at, value))
                .collect()
        }
        "const" => {
            let wanted = violation.expected.iter();
            wanted.filter_map(|value| change(text, at, value)).collect()
        }
        "type" => {
            let converted = value(text, at).and_then(|found| convert(&found, violation));
            let example = find(sample, at).cloned();
            converted
                .or(example)
                .and_then(|value| change(text, at, &value))
                .into_iter()
                .collect()
        }
        "pattern" | "format" | "minLength" | "maxLength" | "minimum" | "maximum"
        | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => find(sample, at)
            .filter(|example| value(text, at).as_ref() != Some(example))
            .and_then(|example| change(text, at, example))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Puts a property into an object, where its last one ends.
fn add(text: &str, object: &str, name: &str, sample: &Value) -> Option<MarkerFix> {
    let span = locate_json(text, object)?;
    let start = offset(text, span.line, span.column)?;
    let end = offset(text, span.end_line, span.end_column)?.checked_sub(1)?;
    if !text[start..].starts_with('{') || text.as_bytes().get(end) != Some(&b'}') {
        return None;
    }
    let mut at = object.to_owned();
    pointer::push(&mut at, name);
    let value = find(sample, &at).cloned().unwrap_or(Value::Null);
    let last = text[..end].trim_end().len();
    let outer = indent(text, span.line);
    let is_empty = last == start + 1;
    let is_one_line = span.line == span.end_line && !is_empty;
    let inner = if is_one_line {
        String::new()
    } else {
        first_key(text, start, end).unwrap_or_else(|| format!("{outer}  "))
    };
    let written = written(&value, &inner);
    let key = Value::from(name);
    let property = format!("{key}: {written}");
    let text_in = match (is_empty, is_one_line) {
        (true, _) => format!("\n{inner}{property}\n{outer}"),
        (false, true) => format!(", {property}"),
        (false, false) => format!(",\n{inner}{property}"),
    };
    // Of an empty object the space within goes.
    let until = if is_empty { end } else { last };
    edit(format!("Add `{name}`"), text, last, until, text_in)
}

/// Takes a property away, with the comma that is left over.
fn remove(text: &str, at: &str) -> Option<MarkerFix> {
    let (_, name) = at.rsplit_once('/')?;
    let name = pointer::unescape(name);
    let span = locate_json(text, at)?;
    let value = offset(text, span.line, span.column)?;
    let mut end = offset(text, span.end_line, span.end_column)?;
    let before = text[..value].trim_end().strip_suffix(':')?.trim_end();
    let key = before.strip_suffix('"')?;
    let mut start = key.rfind('"')?;
    // A quote behind an odd number of backslashes belongs to the key.
    while key[..start]
        .bytes()
        .rev()
        .take_while(|b| *b == b'\\')
        .count()
        % 2
        == 1
    {
        start = key[..start].rfind('"')?;
    }
    let rest = text[end..].trim_start();
    if let Some(behind) = rest.strip_prefix(',') {
        end = text.len() - behind.trim_start().len();
    } else {
        let kept = text[..start].trim_end();
        start = kept.strip_suffix(',').map_or(kept.len(), str::len);
    }
    edit(format!("Remove `{name}`"), text, start, end, String::new())
}

/// Puts another value in place of one.
fn change(text: &str, at: &str, value: &Value) -> Option<MarkerFix> {
    let span = locate_json(text, at)?;
    let start = offset(text, span.line, span.column)?;
    let end = offset(text, span.end_line, span.end_column)?;
    let written = written(value, &indent(text, span.line));
    let mut shown: String = value.to_string();
    if shown.chars().count() > SHOWN {
        shown = shown.chars().take(SHOWN).collect();
        shown.push('…');
    }
    edit(format!("Change to {shown}"), text, start, end, written)
}

fn edit(title: String, text: &str, start: usize, end: usize, with: String) -> Option<MarkerFix> {
    let (line, column) = position(text, start)?;
    let (end_line, end_column) = position(text, end)?;
    Some(MarkerFix {
        title,
        line,
        column,
        end_line,
        end_column,
        text: with,
    })
}

/// The same value in the type that is wanted, where nothing is lost.
fn convert(found: &Value, violation: &Violation) -> Option<Value> {
    let wanted = violation.expected.as_ref()?;
    let wants = |name: &str| match wanted {
        Value::Array(all) => all.iter().any(|one| one == name),
        one => one == name,
    };
    match found {
        Value::String(text) if wants("integer") => text.trim().parse::<i64>().ok().map(Value::from),
        Value::String(text) if wants("number") => text.trim().parse::<f64>().ok().map(Value::from),
        Value::String(text) if wants("boolean") => {
            text.trim().parse::<bool>().ok().map(Value::from)
        }
        Value::Number(_) | Value::Bool(_) if wants("string") => {
            Some(Value::from(found.to_string()))
        }
        other if wants("array") && !other.is_null() => Some(Value::from(vec![other.clone()])),
        _ => None,
    }
}

fn value(text: &str, at: &str) -> Option<Value> {
    let whole: Value = serde_json::from_str(text).ok()?;
    whole.pointer(at).cloned()
}

/// The value at a pointer of a sample, whose lists may be shorter.
fn find<'a>(sample: &'a Value, at: &str) -> Option<&'a Value> {
    let mut value = sample;
    for segment in at.split('/').skip(1) {
        value = match value {
            Value::Array(items) => items.first()?,
            other => other.get(pointer::unescape(segment).as_ref())?,
        };
    }
    Some(value)
}

/// A value as JSON, further lines indented like the line it begins in.
fn written(value: &Value, indent: &str) -> String {
    let pretty = serde_json::to_string_pretty(value).unwrap_or_default();
    pretty.replace('\n', &format!("\n{indent}"))
}

#[cfg(test)]
mod tests {
    use fairlead_core::Severity;
    use fairlead_validate::Part;
    use serde_json::json;

    use super::*;

    fn violation(keyword: &str, pointer: &str, expected: Value) -> Violation {
        Violation {
            part: Part::Body,
            pointer: pointer.into(),
            message: String::new(),
            schema_pointer: String::new(),
            keyword: keyword.into(),
            expected: Some(expected),
            actual: None,
            severity: Severity::Error,
        }
    }

    /// The text with the first fix taken.
    fn mended(text: &str, violation: &Violation, sample: &Value) -> String {
        let fix = of(text, violation, sample).remove(0);
        let start = offset(text, fix.line, fix.column).unwrap();
        let end = offset(text, fix.end_line, fix.end_column).unwrap();
        format!("{}{}{}", &text[..start], fix.text, &text[end..])
    }

    #[test]
    fn a_missing_property_is_added_in_the_style_around_it() {
        let sample = json!({ "list": [{ "name": "Fram", "port": { "code": "OSL" } }] });
        let cases = [
            (
                "{\n  \"list\": [\n    {\n      \"ä\": 1\n    }\n  ]\n}",
                "name",
                "{\n  \"list\": [\n    {\n      \"ä\": 1,\n      \"name\": \"Fram\"\n    }\n  ]\n}",
            ),
            (
                "{\"list\": [{\"a\": 1}, {}]}",
                "name",
                "{\"list\": [{\"a\": 1, \"name\": \"Fram\"}, {}]}",
            ),
            (
                "{\n  \"list\": [\n    {}\n  ]\n}",
                "port",
                "{\n  \"list\": [\n    {\n      \"port\": {\n        \"code\": \"OSL\"\n      }\n    }\n  ]\n}",
            ),
        ];
        for (text, name, expected) in cases {
            let violation = violation("required", "/list/0", json!(name));
            assert_eq!(mended(text, &violation, &sample), expected);
        }
    }

    #[test]
    fn a_property_is_removed_with_one_comma() {
        let cases = [
            (
                "{\"a\": 1, \"b\\\"x\": {\"c\": 2}, \"d\": 3}",
                "{\"a\": 1, \"d\": 3}",
            ),
            ("{\n  \"a\": 1,\n  \"b\\\"x\": 2\n}", "{\n  \"a\": 1\n}"),
            ("{ \"b\\\"x\": 2 }", "{ }"),
        ];
        for (text, expected) in cases {
            let violation = violation("additionalProperties", "/b\"x", Value::Null);
            assert_eq!(mended(text, &violation, &Value::Null), expected);
        }
    }

    #[test]
    fn a_value_becomes_what_is_wanted() {
        let text = "{\"n\": \"12\", \"s\": 5, \"e\": \"x\", \"l\": true}";
        let none = Value::Null;
        let number = violation("type", "/n", json!("integer"));
        assert!(mended(text, &number, &none).contains("\"n\": 12"));
        let string = violation("type", "/s", json!(["string", "null"]));
        assert!(mended(text, &string, &none).contains("\"s\": \"5\""));
        let choice = violation("enum", "/e", json!(["a", "b"]));
        assert_eq!(of(text, &choice, &none).len(), 2);
        assert!(mended(text, &choice, &none).contains("\"e\": \"a\""));
        let list = violation("type", "/l", json!("array"));
        assert!(mended(text, &list, &none).contains("\"l\": [\n  true\n]"));
        let hopeless = violation("type", "/e", json!("integer"));
        assert!(of(text, &hopeless, &none).is_empty());
    }
}
