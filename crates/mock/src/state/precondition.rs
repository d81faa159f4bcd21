//! Entity tags and conditions (RFC 9110 §8.8.3 and §13).

use fairlead_core::Request;
use serde_json::Value;

use super::identity::seed_of;

/// What the conditions of a request come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Holds,
    /// The client has it already: 304.
    NotModified,
    /// It is not what the client thinks it is: 412.
    Failed,
}

/// The strong entity tag of an item.
pub fn tag(item: &Value) -> String {
    format!("\"{:016x}\"", seed_of(0, [item.to_string().as_str()]))
}

/// Holds a request's conditions against the item that is there (RFC 9110 §13.2.2).
pub fn check(request: &Request, item: Option<&Value>) -> Verdict {
    let own = item.map(tag);
    let listed = |field: &str| -> Option<Vec<String>> {
        let values: Vec<&str> = request.headers.get_all(field).collect();
        let tags = values.iter().flat_map(|v| v.split(','));
        (!values.is_empty()).then(|| tags.map(|t| t.trim().to_owned()).collect())
    };
    if let Some(wanted) = listed("if-match") {
        // Strong comparison: a weak tag never matches.
        let matches = |tag: &String| tag == "*" && own.is_some() || Some(tag) == own.as_ref();
        if !wanted.iter().any(matches) {
            return Verdict::Failed;
        }
    }
    if let Some(unwanted) = listed("if-none-match") {
        let strong = |tag: &String| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
        let matches = |tag: &String| tag == "*" && own.is_some() || Some(strong(tag)) == own;
        if unwanted.iter().any(matches) {
            return match request.method.as_str() {
                "GET" | "HEAD" => Verdict::NotModified,
                _ => Verdict::Failed,
            };
        }
    }
    Verdict::Holds
}

#[cfg(test)]
mod tests {
    use fairlead_core::Headers;
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions_are_held_against_the_item() {
        let item = json!({"a": 1});
        let own = tag(&item);
        let weak = format!("W/{own}");
        let cases: &[(&str, &str, &str, bool, Verdict)] = &[
            ("PUT", "if-match", &own, true, Verdict::Holds),
            ("PUT", "if-match", "\"x\"", true, Verdict::Failed),
            ("PUT", "if-match", &weak, true, Verdict::Failed),
            ("PUT", "if-match", "*", true, Verdict::Holds),
            ("PUT", "if-match", "*", false, Verdict::Failed),
            ("PUT", "if-none-match", "*", true, Verdict::Failed),
            ("PUT", "if-none-match", "*", false, Verdict::Holds),
            ("GET", "if-none-match", &weak, true, Verdict::NotModified),
            ("HEAD", "if-none-match", &own, true, Verdict::NotModified),
            ("GET", "if-none-match", "\"x\"", true, Verdict::Holds),
        ];
        for (method, field, value, is_there, wanted) in cases {
            let request = Request {
                method: (*method).into(),
                headers: Headers::from_iter([(*field, *value)]),
                ..Request::default()
            };
            let found = check(&request, is_there.then_some(&item));
            assert_eq!(found, *wanted, "{method} {field}: {value}");
        }
    }
}
