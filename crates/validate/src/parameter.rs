//! Parameters: from what is on the wire to a value, and back (OpenAPI 3.1.1, Style Values).

pub mod query;
pub mod read;
mod shape;
pub mod write;

pub(crate) use shape::follow;
pub use shape::{Shape, Shapes};

use std::sync::Arc;

use fairlead_core::Severity;
use fairlead_openapi::{MediaType, Parameter, pointer};
use serde_json::Value;

use crate::{
    body,
    contract::Contract,
    direction::Direction,
    media::{self, Kind},
    report::{Part, Violation},
};
use read::Reading;

/// One parameter or header field, about to be checked.
pub(crate) struct Checking<'a> {
    pub contract: &'a Contract,
    pub parameter: &'a Parameter,
    pub part: Part,
    pub direction: Direction,
    /// Put before its name in instance pointers.
    pub within: &'a str,
}

impl Checking<'_> {
    /// What is wrong with it; `read` gives its value, or `None` where it is not there.
    pub fn check(
        &self,
        read: impl Fn(&Shape, &Parameter, Reading) -> Option<Value>,
    ) -> Vec<Violation> {
        let parameter = self.parameter;
        let shape = match &parameter.schema {
            Some(schema) => self.contract.shape(schema),
            None => Arc::default(),
        };
        let Some(value) = read(&shape, parameter, Reading::Strict) else {
            return if parameter.required {
                vec![self.missing()]
            } else {
                Vec::new()
            };
        };
        if parameter.allow_empty && value == "" {
            return Vec::new();
        }
        if let Some(content) = &parameter.content {
            return self.content(content, &value);
        }
        let Some(schema) = &parameter.schema else {
            return Vec::new();
        };
        let schemas = self.contract.schemas();
        if schemas.is_clean(schema, self.direction, &value) {
            return Vec::new();
        }
        // A value that fits only when read otherwise fits.
        let lenient = read(&shape, parameter, Reading::Lenient);
        if lenient.is_some_and(|lenient| {
            lenient != value && schemas.is_valid(schema, self.direction, &lenient)
        }) {
            return Vec::new();
        }
        schemas.check(schema, self.direction, &value, self.part, &self.pointer())
    }

    fn content(&self, content: &MediaType, value: &Value) -> Vec<Violation> {
        let text = value.as_str().unwrap_or_default();
        let value = match media::kind(&content.media_type) {
            Kind::Json => match body::json(text.as_bytes()) {
                Ok(value) => value,
                Err(why) => {
                    let why = why.replace("the body", &format!("`{}`", self.parameter.name));
                    return vec![self.violation("malformed", "/content", why)];
                }
            },
            Kind::Form => body::form_value(self.contract, content, text),
            _ => match &content.schema {
                Some(schema) => read::plain(&self.contract.shape(schema), text),
                None => return Vec::new(),
            },
        };
        match &content.schema {
            Some(schema) => self.contract.schemas().check(
                schema,
                self.direction,
                &value,
                self.part,
                &self.pointer(),
            ),
            None => Vec::new(),
        }
    }

    fn missing(&self) -> Violation {
        let name = &self.parameter.name;
        let what = match self.part {
            Part::Path => "the path parameter",
            Part::Query => "the query parameter",
            Part::Cookie => "the cookie",
            _ => "the header",
        };
        self.violation(
            "required",
            "/required",
            format!("{what} `{name}` is missing"),
        )
    }

    fn violation(&self, keyword: &str, rule: &str, message: String) -> Violation {
        let place = &self.parameter.place;
        let rule = format!("{}{rule}", place.pointer);
        Violation {
            part: self.part,
            pointer: self.pointer(),
            message,
            schema_pointer: self.contract.say_place(&place.document, &rule),
            keyword: keyword.into(),
            expected: None,
            actual: None,
            severity: Severity::Error,
        }
    }

    fn pointer(&self) -> String {
        pointer::join(self.within, &self.parameter.name)
    }
}
