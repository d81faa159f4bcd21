//! Values that satisfy a schema: from its examples, else made up, the same for the same seed.
//!
//! A schema is seen as the conjunction of everything that has to hold at a place (the schema, what
//! its `$ref` leads to, its `allOf`, the chosen alternative). Where keywords fight in ways that
//! cannot be seen from one place (`not`, overlapping `oneOf`), the caller checks the value and
//! asks again with another seed.

mod array;
mod conjunction;
mod number;
mod object;
mod pattern;
mod plausible;
mod string;

use fastrand::Rng;
use serde_json::Value;

use crate::model::{Documents, SchemaRef};
use conjunction::{Conjunction, Types};

/// Which way the value goes: `readOnly` properties are left out of requests, `writeOnly` ones
/// out of responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client.
    Request,
    /// To the client.
    Response,
}

/// Deepest nesting of values; optional parts end earlier.
const DEPTH: usize = 24;
/// From here on only what is required.
const DEPTH_OF_EXTRAS: usize = 5;
/// Most values made for one sample.
const BUDGET: usize = 20_000;

/// How to make a sample.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Which way it goes.
    pub direction: Direction,
    /// The same seed gives the same sample.
    pub seed: u64,
    /// Whether `example`, `examples` and `default` of schemas are used.
    pub examples: bool,
    /// Whether optional properties are left out.
    pub minimal: bool,
}

/// A value that satisfies a schema, as far as one can tell without checking.
#[must_use]
pub fn generate(documents: &Documents, at: &SchemaRef, options: Options) -> Value {
    let mut maker = Maker {
        documents,
        options,
        rng: Rng::with_seed(options.seed),
        budget: BUDGET,
    };
    let found = Conjunction::at(documents, at);
    maker.value(&found, "", 0)
}

/// Makes one sample.
struct Maker<'a> {
    documents: &'a Documents,
    options: Options,
    rng: Rng,
    budget: usize,
}

impl<'a> Maker<'a> {
    /// A value for a place; `name` is the property it is for.
    fn value(&mut self, found: &Conjunction<'a>, name: &str, depth: usize) -> Value {
        self.budget = self.budget.saturating_sub(1);
        if self.budget == 0 || depth > DEPTH {
            return Value::Null;
        }
        let found = found.expand(self.documents, &mut self.rng, depth);
        if let Some(value) = self.given(&found) {
            return value;
        }
        let types = found.types();
        let kind = self.choose(types, &found);
        match kind {
            Kind::Null => Value::Null,
            Kind::Boolean => Value::from(self.rng.bool()),
            Kind::Integer => number::make(&found, name, true, &mut self.rng),
            Kind::Number => number::make(&found, name, false, &mut self.rng),
            Kind::String => Value::from(string::make(&found, name, &mut self.rng)),
            Kind::Array => self.array(&found, name, depth),
            Kind::Object => self.object(&found, depth),
        }
    }

    /// A value that the schema names outright: a constant, one of its enum, an example.
    fn given(&mut self, found: &Conjunction<'a>) -> Option<Value> {
        if let Some(constant) = found.all("const").next() {
            return Some(constant.clone());
        }
        let mut enums = found.all("enum").filter_map(Value::as_array);
        if let Some(first) = enums.next() {
            let others: Vec<_> = enums.collect();
            let types = found.types();
            let fitting: Vec<&Value> = first
                .iter()
                .filter(|v| others.iter().all(|o| o.contains(v)) && types.lets(v))
                .collect();
            return fitting
                .get(self.rng.usize(..fitting.len().max(1)))
                .map(|v| (*v).clone());
        }
        if !self.options.examples {
            return None;
        }
        let listed = found.all("examples").filter_map(Value::as_array).flatten();
        let examples: Vec<&Value> = listed
            .chain(found.all("example"))
            .chain(found.all("default").filter(|d| !d.is_null()))
            .filter(|v| found.types().lets(v))
            .collect();
        // An object's example would hide those of its properties; it is good where it is whole.
        examples
            .get(self.rng.usize(..examples.len().max(1)))
            .map(|v| (*v).clone())
    }

    fn choose(&mut self, types: Types, found: &Conjunction<'a>) -> Kind {
        let mut kinds = Vec::new();
        for (is, kind) in [
            (types.object, Kind::Object),
            (types.array, Kind::Array),
            (types.string, Kind::String),
            (types.integer && !types.number, Kind::Integer),
            (types.number, Kind::Number),
            (types.boolean, Kind::Boolean),
        ] {
            if is {
                kinds.push(kind);
            }
        }
        if types.is_any() {
            return found.implied();
        }
        match kinds.as_slice() {
            [] => Kind::Null,
            [only] => *only,
            many => {
                let implied = found.implied();
                if found.implies() && many.contains(&implied) {
                    implied
                } else {
                    many[self.rng.usize(..many.len())]
                }
            }
        }
    }
}

/// What kind of value to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}
