//! A value as YAML that a person reads: keys in order, rows one on a line, long texts as blocks.

use serde_json::{Map, Value};

/// The text of a file, with a line's end at its end.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(members) => block_members(members, 0, &mut out),
        other => {
            out.push_str(&scalar(other, 0));
            out.push('\n');
        }
    }
    out
}

/// Members, each on lines of its own; the first line is indented already.
fn block_members(members: &Map<String, Value>, indent: usize, out: &mut String) {
    for (n, (key, value)) in members.iter().enumerate() {
        if n > 0 {
            push_indent(indent, out);
        }
        out.push_str(&flow_text(key));
        out.push(':');
        block_value(value, indent, out);
    }
}

/// What follows `key:`.
fn block_value(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(members) if members.is_empty() => out.push_str(" {}\n"),
        Value::Object(members) => {
            out.push('\n');
            push_indent(indent + 2, out);
            block_members(members, indent + 2, out);
        }
        Value::Array(items) if items.is_empty() => out.push_str(" []\n"),
        Value::Array(items) => {
            out.push('\n');
            for item in items {
                push_indent(indent + 2, out);
                out.push_str("- ");
                block_item(item, indent + 4, out);
            }
        }
        scalar_value => {
            out.push(' ');
            out.push_str(&scalar(scalar_value, indent));
            out.push('\n');
        }
    }
}

/// What follows `- `.
fn block_item(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(members) if is_row(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", flow_text(key), flow_scalar(value)))
                .collect();
            out.push_str(&format!("{{ {} }}\n", members.join(", ")));
        }
        Value::Object(members) if !members.is_empty() => block_members(members, indent, out),
        Value::Array(items) if !items.is_empty() => {
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    push_indent(indent, out);
                }
                out.push_str("- ");
                block_item(item, indent + 2, out);
            }
        }
        Value::Object(_) => out.push_str("{}\n"),
        Value::Array(_) => out.push_str("[]\n"),
        scalar_value => {
            out.push_str(&scalar(scalar_value, indent.saturating_sub(2)));
            out.push('\n');
        }
    }
}

/// Whether an object is a row: scalars alone, none of them of several lines.
fn is_row(members: &Map<String, Value>) -> bool {
    !members.is_empty()
        && members.values().all(|value| match value {
            Value::Array(_) | Value::Object(_) => false,
            Value::String(text) => !text.contains('\n'),
            _ => true,
        })
}

fn push_indent(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// A scalar behind a key that is indented so far.
fn scalar(value: &Value, indent: usize) -> String {
    match value {
        Value::String(text) if text.contains('\n') && is_block(text) => block(text, indent + 2),
        other => flow_scalar(other),
    }
}

fn flow_scalar(value: &Value) -> String {
    match value {
        Value::String(text) => flow_text(text),
        other => other.to_string(),
    }
}

/// Whether a text survives as a block: signs that YAML reads otherwise, or lines it would join.
fn is_block(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c))
        && text.chars().any(|c| c != '\n' && c != ' ' && c != '\t')
        // Lines of spaces at the start or end are easily cut by editors.
        && !text.starts_with([' ', '\t', '\n'])
        && text
            .trim_end_matches('\n')
            .lines()
            .last()
            .is_some_and(|line| !line.trim().is_empty())
}

fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// `|` with the sign of how it ends, and its lines.
fn block(text: &str, indent: usize) -> String {
    let ends = text.len() - text.trim_end_matches('\n').len();
    let sign = match ends {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let mut out = format!("|{sign}");
    let body = match ends {
        0 | 1 => text.trim_end_matches('\n'),
        // The last line's end is that of the block itself.
        _ => &text[..text.len() - 1],
    };
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            push_indent(indent, &mut out);
            out.push_str(line);
        }
    }
    out
}

/// A text on one line, plain where it can be nothing else, in quotes otherwise.
fn flow_text(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xFF => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c if u32::from(c) <= 0xFFFF => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Whether a text written without quotes is this text, in every place and for every reader.
fn is_plain(text: &str) -> bool {
    let starts = text
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '/' || c == '_');
    let fine = |c: char| {
        c.is_alphanumeric() && is_printable(c)
            || matches!(
                c,
                ' ' | '_' | '-' | '.' | '/' | '+' | '(' | ')' | ';' | '=' | '@'
            )
    };
    let word = text.to_ascii_lowercase();
    let is_word = matches!(
        word.as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    // Within a row, some readers take `-,` and `-}` as the start of a list.
    let ends = !text.ends_with([' ', '-']);
    starts && !is_word && ends && text.chars().all(fine) && text.len() <= 1_000
}
