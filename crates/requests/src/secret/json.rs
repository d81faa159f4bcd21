//! Credentials in JSON text, replaced in place: everything else stays as it was written, and text
//! that is not quite JSON, because variables stand in it, does too.

use super::is_credential;

/// The text with the values of members that are credentials given to `take`; `None` where there
/// are none. Only texts are credentials.
pub(super) fn replace(text: &str, take: &mut dyn FnMut(&str, &mut String)) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        let end = string_end(bytes, at)?;
        let after = skip_space(bytes, end);
        if bytes.get(after) != Some(&b':') {
            at = end;
            continue;
        }
        let name: Option<String> = serde_json::from_str(&text[at..end]).ok();
        let value = skip_space(bytes, after + 1);
        at = value;
        let Some(name) = name.filter(|name| is_credential(name)) else {
            continue;
        };
        if bytes.get(value) != Some(&b'"') {
            continue;
        }
        let end = string_end(bytes, value)?;
        let found: Option<String> = serde_json::from_str(&text[value..end]).ok();
        at = end;
        let Some(mut found) = found else { continue };
        let before = found.clone();
        take(&name, &mut found);
        if found != before {
            out.push_str(&text[kept..value]);
            out.push_str(&serde_json::Value::from(found).to_string());
            kept = end;
        }
    }
    if kept == 0 {
        return None;
    }
    out.push_str(&text[kept..]);
    Some(out)
}

/// Just behind the closing quote of the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Option<String> {
        replace(text, &mut |name, value| *value = format!("<{name}>"))
    }

    #[test]
    fn only_credentials_change() {
        assert_eq!(
            taken("{ \"user\": \"ada\",\n  \"password\" : \"a\\\"b\", \"n\": {{n}} }").as_deref(),
            Some("{ \"user\": \"ada\",\n  \"password\" : \"<password>\", \"n\": {{n}} }")
        );
        assert_eq!(taken("{\"a\":\"password\"}"), None);
        assert_eq!(
            taken("{\"password\":{\"token\":\"x\"}}").as_deref(),
            Some("{\"password\":{\"token\":\"<token>\"}}")
        );
        assert_eq!(taken("\"open"), None);
    }
}
