//! One description, ready to validate against.

use std::sync::Arc;

use fairlead_core::{Request, Response};
use fairlead_openapi::{Operation, SchemaRef, Spec};
use serde_json::Value;
use url::Url;

use crate::{
    compile::Schemas,
    direction::Direction,
    parameter::{Shape, Shapes},
    report::{Part, Report, Violation},
    request, response,
    route::{Route, Router},
    shelf::Shelf,
};

/// A description, ready to validate against. Cheap to make; schemas are compiled when first
/// needed and kept.
#[derive(Debug)]
pub struct Contract {
    spec: Arc<Spec>,
    router: Router,
    schemas: Schemas,
    shapes: Shelf<Shape>,
}

impl Contract {
    /// The contract that a description makes.
    #[must_use]
    pub fn new(spec: Arc<Spec>) -> Self {
        let router = Router::new(&spec);
        let schemas = Schemas::new(&spec);
        Self {
            spec,
            router,
            schemas,
            shapes: Shelf::default(),
        }
    }

    /// The description.
    pub fn spec(&self) -> &Arc<Spec> {
        &self.spec
    }

    /// The operation that a method and a path (percent-encoded, without query) belong to.
    #[must_use]
    pub fn route(&self, method: &str, path: &str) -> Route {
        self.router.route(method, path)
    }

    /// What is wrong with a request to an operation. `path_values` are those that
    /// [`Contract::route`] found.
    #[must_use]
    pub fn check_request(
        &self,
        operation: &Operation,
        request: &Request,
        path_values: &[(String, String)],
    ) -> Report {
        request::check(self, operation, request, path_values)
    }

    /// What is wrong with a request that the server sends by itself: a webhook or a callback. Who
    /// answers it is told its credentials elsewhere. What it carries goes to the client, as what a
    /// response carries does, so `readOnly` properties are there and `writeOnly` ones are not.
    #[must_use]
    pub fn check_outgoing(&self, operation: &Operation, request: &Request) -> Report {
        request::check_outgoing(self, operation, request)
    }

    /// What is wrong with a response of an operation to a request of that method.
    #[must_use]
    pub fn check_response(
        &self,
        operation: &Operation,
        request_method: &str,
        response: &Response,
    ) -> Report {
        response::check(self, operation, request_method, response)
    }

    /// What is wrong with a value under a schema.
    #[must_use]
    pub fn check_value(
        &self,
        schema: &SchemaRef,
        direction: Direction,
        value: &Value,
    ) -> Vec<Violation> {
        self.schemas.check(schema, direction, value, Part::Body, "")
    }

    /// Whether nothing is wrong with a value under a schema; faster than asking what is.
    #[must_use]
    pub fn is_valid(&self, schema: &SchemaRef, direction: Direction, value: &Value) -> bool {
        self.schemas.is_valid(schema, direction, value)
    }

    /// What reading a text as a value of a schema needs to know (see [`crate::parameter::read`]).
    #[must_use]
    pub fn shape(&self, schema: &SchemaRef) -> Arc<Shape> {
        let make = || Shapes::new(&self.spec.documents).shape(schema);
        self.shapes.get(schema, make)
    }

    pub(crate) fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    /// A place as a person reads it: the pointer alone for the root document.
    pub(crate) fn say_place(&self, document: &Url, pointer: &str) -> String {
        self.schemas.say_place(document.as_str(), pointer)
    }
}
