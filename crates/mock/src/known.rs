//! What an exchange says, for runtime expressions (OpenAPI 3.1.1, Runtime Expressions).

use std::cell::OnceCell;

use fairlead_core::{Request, Response, Timestamp};
use fairlead_openapi::{
    Operation,
    expression::{Expression, Source},
};
use fairlead_validate::Contract;
use serde_json::{Map, Value};

use crate::behaviour::asked::Asked;

/// A request to an operation: the operation, the request, and the values of its path.
pub type Exchanged<'a> = (&'a Operation, &'a Request, &'a [(String, String)]);

/// A request and its answer.
pub struct Known<'a> {
    /// The request.
    pub asked: Asked<'a>,
    response: &'a Response,
    body: OnceCell<Value>,
}

impl<'a> Known<'a> {
    pub fn new(
        contract: &'a Contract,
        exchange: Exchanged<'a>,
        response: &'a Response,
        now: Timestamp,
    ) -> Self {
        let (operation, request, path_values) = exchange;
        let found = Some((operation, path_values));
        Self {
            asked: Asked::new(contract, request, found, now, None, 0),
            response,
            body: OnceCell::new(),
        }
    }

    /// The value of an expression; `None` where it is not there.
    pub fn value(&self, expression: &Expression) -> Option<Value> {
        let request = self.asked.request;
        match expression {
            Expression::Url => {
                let host = request.headers.get("host").unwrap_or("localhost");
                Some(format!("http://{host}{}", request.target()).into())
            }
            Expression::Method => Some(request.method.clone().into()),
            Expression::StatusCode => Some(self.response.status.into()),
            Expression::Request(source) => match source {
                Source::Header(name) => self.asked.header_value(name),
                Source::Query(name) => self.asked.query_value(name),
                Source::Path(name) => self.asked.path_value(name),
                Source::Body(pointer) => self.asked.body().pointer(pointer).cloned(),
            },
            Expression::Response(Source::Header(name)) => {
                self.response.headers.get(name).map(Value::from)
            }
            Expression::Response(Source::Body(pointer)) => self.answer().pointer(pointer).cloned(),
            Expression::Response(_) => None,
        }
        .filter(|value| !value.is_null())
    }

    /// The body of the answer; null where it is no JSON.
    fn answer(&self) -> &Value {
        let read = || serde_json::from_slice(&self.response.body).unwrap_or(Value::Null);
        self.body.get_or_init(read)
    }

    /// Everything by its name that the exchange says of what it is about: of the path, the
    /// request's body and the answer, of which the last counts most.
    pub fn told(&self) -> Map<String, Value> {
        let mut told = Map::new();
        for (name, _) in self.asked.path_values {
            told.extend(self.asked.path_value(name).map(|v| (name.clone(), v)));
        }
        for body in [self.asked.body(), self.answer()] {
            let inner = body.as_object().filter(|map| map.len() == 1);
            // An envelope says nothing but what it holds.
            let held = inner.and_then(|map| map.values().next()?.as_object());
            for (name, value) in held.or(body.as_object()).into_iter().flatten() {
                told.insert(name.clone(), value.clone());
            }
        }
        told
    }
}
