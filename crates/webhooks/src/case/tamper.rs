//! A change of a body that its schema most likely does not see.

use bytes::Bytes;

/// The body with the last digit of its last number changed; where JSON has no number, or it is no
/// JSON, with a space more.
pub fn change(body: &Bytes) -> Bytes {
    let mut bytes = body.to_vec();
    match last_digit(&bytes) {
        Some(at) => {
            bytes[at] = if bytes[at] == b'9' {
                b'8'
            } else {
                bytes[at] + 1
            }
        }
        None => bytes.insert(usize::from(!bytes.is_empty()), b' '),
    }
    bytes.into()
}

/// Where the last digit of JSON is that is not part of a text.
fn last_digit(bytes: &[u8]) -> Option<usize> {
    if !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return None;
    }
    let (mut in_text, mut escaped, mut found) = (false, false, None);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'0'..=b'9' if !in_text => found = Some(at),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_changes_and_texts_do_not() {
        let changed = |text: &'static str| change(&Bytes::from_static(text.as_bytes()));
        assert_eq!(changed(r#"{"a":12,"b":"\"3"}"#), r#"{"a":13,"b":"\"3"}"#);
        assert_eq!(changed(r#"{"a":[9]}"#), r#"{"a":[8]}"#);
        assert_eq!(changed(r#"{"a":"1"}"#), r#"{ "a":"1"}"#);
        assert_eq!(changed("a=1"), "a =1");
        assert_eq!(changed(""), " ");
    }
}
