//! How two traces differ.

use fairlead_core::Id;
use serde_json::Value;

use crate::{
    App, AppError, NameValue, TraceBody, TraceComparison, TraceDetail, TraceDifference, TracePart,
};

/// Differences that are told.
const MOST: usize = 500;

impl App {
    /// Two traces side by side, and where they differ.
    pub async fn compare_traces(
        &self,
        project: Id,
        left: Id,
        right: Id,
    ) -> Result<TraceComparison, AppError> {
        let left = self.trace(project, left).await?;
        let right = self.trace(project, right).await?;
        crate::off_thread(move || {
            let mut differences = differences(&left, &right);
            let truncated = differences.len() > MOST;
            differences.truncate(MOST);
            TraceComparison {
                left,
                right,
                differences,
                truncated,
            }
        })
        .await
    }
}

fn differences(left: &TraceDetail, right: &TraceDetail) -> Vec<TraceDifference> {
    let mut found = Found(Vec::new());
    found.values(
        TracePart::Method,
        "",
        Some(left.request.method.clone().into()),
        Some(right.request.method.clone().into()),
    );
    found.values(
        TracePart::Url,
        "",
        Some(left.request.url.clone().into()),
        Some(right.request.url.clone().into()),
    );
    found.headers(
        TracePart::RequestHeader,
        &left.request.headers,
        &right.request.headers,
    );
    found.bodies(
        TracePart::RequestBody,
        left.request.body.as_ref(),
        right.request.body.as_ref(),
    );
    let status = |trace: &TraceDetail| trace.trace.status.map(Value::from);
    found.values(TracePart::Status, "", status(left), status(right));
    let headers = |trace: &TraceDetail| {
        let response = trace.response.as_ref();
        response.map_or_else(Vec::new, |response| response.headers.clone())
    };
    found.headers(TracePart::ResponseHeader, &headers(left), &headers(right));
    let body = |trace: &TraceDetail| trace.response.as_ref().and_then(|r| r.body.clone());
    found.bodies(
        TracePart::ResponseBody,
        body(left).as_ref(),
        body(right).as_ref(),
    );
    found.violations(left, right);
    found.0
}

struct Found(Vec<TraceDifference>);

impl Found {
    fn values(&mut self, part: TracePart, at: &str, left: Option<Value>, right: Option<Value>) {
        if left != right && self.0.len() <= MOST {
            self.0.push(TraceDifference {
                part,
                at: at.to_owned(),
                left,
                right,
            });
        }
    }

    fn headers(&mut self, part: TracePart, left: &[NameValue], right: &[NameValue]) {
        let mut names: Vec<String> = left
            .iter()
            .chain(right)
            .map(|header| header.name.to_ascii_lowercase())
            .collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            // Fields of one name are one list (RFC 9110 §5.3).
            let values = |of: &[NameValue]| -> Option<Value> {
                let all: Vec<&str> = of
                    .iter()
                    .filter(|header| header.name.eq_ignore_ascii_case(&name))
                    .map(|header| header.value.as_str())
                    .collect();
                (!all.is_empty()).then(|| all.join(", ").into())
            };
            self.values(part, &name, values(left), values(right));
        }
    }

    fn bodies(&mut self, part: TracePart, left: Option<&TraceBody>, right: Option<&TraceBody>) {
        let json = |body: &TraceBody| serde_json::from_str(body.text.as_deref()?).ok();
        let pair = left.zip(right);
        if let Some((Some(left), Some(right))) = pair.map(|(l, r)| (json(l), json(r))) {
            return self.json(part, &mut String::new(), &left, &right);
        }
        let text = |body: Option<&TraceBody>| {
            body.map(|body| match (&body.text, &body.base64) {
                (Some(text), _) | (None, Some(text)) => Value::from(text.clone()),
                (None, None) => Value::Null,
            })
        };
        self.values(part, "", text(left), text(right));
    }

    fn json(&mut self, part: TracePart, at: &mut String, left: &Value, right: &Value) {
        if self.0.len() > MOST {
            return;
        }
        let length = at.len();
        match (left, right) {
            (Value::Object(left), Value::Object(right)) => {
                let added = right.keys().filter(|name| !left.contains_key(*name));
                for name in left.keys().chain(added) {
                    at.push('/');
                    at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                    self.pair(part, at, left.get(name), right.get(name));
                    at.truncate(length);
                }
            }
            (Value::Array(left), Value::Array(right)) => {
                for place in 0..left.len().max(right.len()) {
                    at.push_str(&format!("/{place}"));
                    self.pair(part, at, left.get(place), right.get(place));
                    at.truncate(length);
                }
            }
            _ => self.values(part, at, Some(left.clone()), Some(right.clone())),
        }
    }

    fn pair(
        &mut self,
        part: TracePart,
        at: &mut String,
        left: Option<&Value>,
        right: Option<&Value>,
    ) {
        match (left, right) {
            (Some(left), Some(right)) => self.json(part, at, left, right),
            _ => self.values(part, at, left.cloned(), right.cloned()),
        }
    }

    fn violations(&mut self, left: &TraceDetail, right: &TraceDetail) {
        let (left, right) = (broken(left), broken(right));
        for text in left.iter().filter(|text| !right.contains(text)) {
            self.values(TracePart::Violation, "", Some(text.clone().into()), None);
        }
        for text in right.iter().filter(|text| !left.contains(text)) {
            self.values(TracePart::Violation, "", None, Some(text.clone().into()));
        }
    }
}

fn broken(trace: &TraceDetail) -> Vec<String> {
    let response = trace.response_report.as_ref();
    let of_response = response.into_iter().flat_map(|report| &report.violations);
    let all = trace.request_report.violations.iter().chain(of_response);
    all.map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bodies_differ_where_their_values_do() {
        let mut found = Found(Vec::new());
        let (left, right) = (
            json!({"a": 1, "b": [1, 2], "c/d": {"e": null}, "same": true}),
            json!({"b": [1, 3, 4], "c/d": {"e": 0}, "same": true, "new": {}}),
        );
        found.json(TracePart::ResponseBody, &mut String::new(), &left, &right);
        let places: Vec<_> = found.0.iter().map(|d| d.at.as_str()).collect();
        assert_eq!(places, ["/a", "/b/1", "/b/2", "/c~1d/e", "/new"]);
        assert_eq!(found.0[0].right, None);
        assert_eq!(found.0[3].left, Some(Value::Null));
    }
}
