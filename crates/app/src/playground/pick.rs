//! Parts of an answer that a query of JSONPath (RFC 9535) picks.

use fairlead_core::{Id, limits};
use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath};

use crate::{App, AppError, BodyMatch, BodyMatches, off_thread};

impl App {
    /// The parts of the answer of a trace that a query picks, in the order of the document. Numbers
    /// of more than 17 digits are rounded.
    pub async fn pick_from_answer(
        &self,
        project: Id,
        id: Id,
        path: &str,
    ) -> Result<BodyMatches, AppError> {
        let path = parsed(path)?;
        let (_, body) = self.answer_body(project, id).await?;
        if body.len() > limits::QUERIED_BODY_BYTES {
            let most = limits::QUERIED_BODY_BYTES >> 20;
            let message = format!("Bodies above {most} MiB are not looked into.");
            return Err(AppError::invalid("body_too_large", message)
                .with_hint("Save it to a file, and look into that."));
        }
        off_thread(move || {
            let document: Value = serde_json::from_slice(&body).map_err(|why| {
                AppError::invalid("not_json", format!("The answer is not JSON: {why}."))
                    .with_hint("Search in it as text.")
            })?;
            Ok(pick(&path, &document))
        })
        .await?
    }
}

fn parsed(path: &str) -> Result<JsonPath, AppError> {
    let hint = "Write it by RFC 9535, such as $.items[*].id or $..[?@.price > 10].";
    let refused = |why: String| AppError::invalid("invalid_json_path", why).with_hint(hint);
    if path.len() > limits::JSON_PATH_BYTES {
        let most = limits::JSON_PATH_BYTES;
        return Err(refused(format!("The query is longer than {most} bytes.")));
    }
    JsonPath::parse(path.trim()).map_err(|why| refused(format!("The query cannot be read: {why}.")))
}

fn pick(path: &JsonPath, document: &Value) -> BodyMatches {
    let found = path.query_located(document);
    let matches = found.iter().take(limits::BODY_MATCHES);
    BodyMatches {
        total: found.len(),
        matches: matches
            .map(|node| BodyMatch {
                pointer: NormalizedPath::to_json_pointer(node.location()),
                value: node.node().clone(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_query_picks_parts_and_says_where_they_are() {
        let document = json!({ "ships": [{ "id": 1, "name": "Ann" }, { "id": 2, "name": "B/b" }] });
        let check = |path: &str, expected: Value| {
            let found = pick(&parsed(path).unwrap(), &document);
            let flat: Vec<Value> = found
                .matches
                .iter()
                .map(|m| json!([m.pointer, m.value]))
                .collect();
            assert_eq!(Value::from(flat), expected, "{path}");
            assert_eq!(found.total, found.matches.len());
        };
        check(
            "$.ships[*].id",
            json!([["/ships/0/id", 1], ["/ships/1/id", 2]]),
        );
        check(" $..[?@.id > 1].name ", json!([["/ships/1/name", "B/b"]]));
        check("$.none", json!([]));
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for path in ["ships", "$.", "$[", ""] {
            let error = parsed(path).unwrap_err();
            assert_eq!(error.code, "invalid_json_path", "{path}");
            assert!(error.hint.is_some());
        }
        assert!(parsed(&format!("$.{}", "a".repeat(2_000))).is_err());
    }
}
