//! Which requests something is for.

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{
    asked::{Asked, found},
    matcher::Matcher,
    pattern::{PathPattern, text},
    several::Several,
};

/// Which requests something is for. Everything that is said has to hold; where nothing is said,
/// it is for every request.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// `operationId` of the operation, or its method and path as in `GET /things/{id}`; or a list
    /// of these, of which one has to be it.
    #[schemars(extend("x-names" = "operation"))]
    pub operation: Option<Several<String>>,
    /// The method, such as `POST`; or a list of methods.
    pub method: Option<Several<String>>,
    /// The path; or a list of paths.
    pub path: Option<Several<PathPattern>>,
    /// Values of the query by name.
    #[serde(default)]
    pub query: BTreeMap<String, Matcher>,
    /// Header fields by name, without regard to case.
    #[serde(default)]
    pub headers: BTreeMap<String, Matcher>,
    /// Cookies by name.
    #[serde(default)]
    pub cookies: BTreeMap<String, Matcher>,
    /// Parts of the body (JSON or a form) by JSON pointer (RFC 6901), such as `/items/0/name`;
    /// the empty pointer is the whole body.
    #[serde(default)]
    pub body: BTreeMap<Pointer, Matcher>,
}

/// A JSON pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer(pub String);

impl Target {
    /// Whether a request is one of those.
    pub fn fits(&self, asked: &Asked<'_>) -> bool {
        let request = asked.request;
        let method = |wanted: &String| {
            wanted.eq_ignore_ascii_case(&request.method)
                // HEAD is answered as GET, without the body (RFC 9110 §9.3.2).
                || wanted.eq_ignore_ascii_case("GET") && request.method == "HEAD"
        };
        self.operation
            .as_ref()
            .is_none_or(|all| all.0.iter().any(|name| is_called(asked, name)))
            && self
                .method
                .as_ref()
                .is_none_or(|all| all.0.iter().any(method))
            && self
                .path
                .as_ref()
                .is_none_or(|all| all.0.iter().any(|path| is_path(asked, path)))
            && self
                .query
                .iter()
                .all(|(name, matcher)| matcher.holds(&found(asked.query_texts(name))))
            && self.headers.iter().all(|(name, matcher)| {
                let values = request.headers.get_all(name).map(Value::from).collect();
                matcher.holds(&found(values))
            })
            && self
                .cookies
                .iter()
                .all(|(name, matcher)| matcher.holds(&found(asked.cookie_texts(name))))
            && self.body.iter().all(|(pointer, matcher)| {
                let value = asked.body().pointer(&pointer.0);
                let there = value.filter(|_| !request.body.is_empty());
                let values: Vec<Cow<'_, Value>> = there.map(Cow::Borrowed).into_iter().collect();
                matcher.holds(&values)
            })
    }
}

/// Whether a request fits one of the targets; where there are none, it does.
pub fn fits(targets: Option<&Several<Target>>, asked: &Asked<'_>) -> bool {
    targets.is_none_or(|all| all.0.iter().any(|target| target.fits(asked)))
}

fn is_called(asked: &Asked<'_>, name: &str) -> bool {
    asked.operation.is_some_and(|operation| {
        operation.operation_id.as_deref() == Some(name)
            || operation.id == name
            || name.split_once(' ').is_some_and(|(method, path)| {
                method.eq_ignore_ascii_case(&operation.method) && path.trim() == operation.path
            })
    })
}

fn is_path(asked: &Asked<'_>, pattern: &PathPattern) -> bool {
    asked.operation.is_some_and(|o| o.path == pattern.text)
        || pattern.fits(asked.own_path())
        || pattern.fits(&asked.request.path)
}

impl<'de> Deserialize<'de> for Pointer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text(from, "a JSON pointer such as /items/0", |text| {
            if text.is_empty() || text.starts_with('/') {
                Ok(Self(text.to_owned()))
            } else {
                Err(format!("`{text}` is no JSON pointer; write `/{text}`"))
            }
        })
    }
}

impl JsonSchema for Pointer {
    fn schema_name() -> Cow<'static, str> {
        "Pointer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A JSON pointer (RFC 6901).",
            "type": "string",
            "pattern": "^(/.*)?$",
        })
    }
}
