//! Addresses with variables in them, taken apart without being read as URLs.

use percent_encoding::percent_decode_str;

use crate::Row;

/// An address in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Everything before the query and the fragment, without a name and password.
    pub address: String,
    /// The query, decoded.
    pub query: Vec<Row>,
    /// What stood behind `#`, which is never sent.
    pub fragment: Option<String>,
    /// What stood before `@`: a name and a password.
    pub user: Option<(String, String)>,
}

/// Takes an address apart. Signs within `{{…}}` divide nothing.
pub fn split(text: &str) -> Parts {
    let text = text.trim();
    let (text, fragment) = match find(text, '#') {
        Some(at) => (&text[..at], Some(text[at + 1..].to_owned())),
        None => (text, None),
    };
    let (address, query) = match find(text, '?') {
        Some(at) => (&text[..at], query(&text[at + 1..])),
        None => (text, Vec::new()),
    };
    let (address, user) = without_user(address);
    Parts {
        address,
        query,
        fragment,
        user,
    }
}

/// The rows of a query or of a form as text: `+` is a space, `%XX` a byte (WHATWG URL, 5.1).
pub fn query(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut rest = text;
    loop {
        let (pair, next) = match find(rest, '&') {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        if !pair.is_empty() {
            let (name, value) = match find(pair, '=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, ""),
            };
            rows.push(Row::new(decode(name), decode(value)));
        }
        match next {
            Some(next) => rest = next,
            None => return rows,
        }
    }
}

/// `%XX` and `+` decoded; the text as it is where its bytes make no UTF-8.
pub fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map_or(spaced.clone(), std::borrow::Cow::into_owned)
}

/// Where a sign stands outside of `{{…}}`.
fn find(text: &str, sign: char) -> Option<usize> {
    let mut inside = false;
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        match (before, c) {
            ('{', '{') => inside = text[at..].contains("}}"),
            ('}', '}') => inside = false,
            _ if c == sign && !inside => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

fn without_user(address: &str) -> (String, Option<(String, String)>) {
    let Some(start) = address.find("://").map(|n| n + 3) else {
        return (address.to_owned(), None);
    };
    let end = address[start..]
        .find('/')
        .map_or(address.len(), |n| n + start);
    let Some(at) = address[start..end].rfind('@').map(|n| n + start) else {
        return (address.to_owned(), None);
    };
    let (name, password) = address[start..at]
        .split_once(':')
        .unwrap_or((&address[start..at], ""));
    let plain = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .map_or(text.to_owned(), std::borrow::Cow::into_owned)
    };
    (
        format!("{}{}", &address[..start], &address[at + 1..]),
        Some((plain(name), plain(password))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let parts = split("https://ada:pa%40ss@host/a?x=1&y=a+b%21&z#top");
        assert_eq!(parts.address, "https://host/a");
        assert_eq!(
            parts.query,
            [Row::new("x", "1"), Row::new("y", "a b!"), Row::new("z", "")]
        );
        assert_eq!(parts.fragment.as_deref(), Some("top"));
        assert_eq!(parts.user, Some(("ada".into(), "pa@ss".into())));
    }

    #[test]
    fn variables_divide_nothing() {
        let parts = split("{{ base?x#y }}/a?q={{a&b}}&r=1");
        assert_eq!(parts.address, "{{ base?x#y }}/a");
        assert_eq!(parts.query, [Row::new("q", "{{a&b}}"), Row::new("r", "1")]);
    }
}
