//! What is written in any style can be read, and read and written again it stays as it is.

use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use fairlead_openapi::{Location, Parameter, Place, SchemaRef, Style};
use fairlead_validate::{
    Contract,
    parameter::{
        query,
        read::{self, Pairs, Reading},
        write,
    },
};
use serde_json::{Map, Value};

const SCHEMAS: &str = "openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Text: {type: string}
    Whole: {type: integer}
    Real: {type: number}
    Flag: {type: boolean}
    Texts: {type: array, items: {type: string}}
    Wholes: {type: array, items: {type: integer}}
    Open: {type: object, additionalProperties: {type: string}}
";
static CONTRACT: LazyLock<Contract> = LazyLock::new(|| crate::contract(SCHEMAS));
const WAYS: &[(Location, Style)] = &[
    (Location::Path, Style::Simple),
    (Location::Path, Style::Label),
    (Location::Path, Style::Matrix),
    (Location::Query, Style::Form),
    (Location::Query, Style::SpaceDelimited),
    (Location::Query, Style::PipeDelimited),
    (Location::Query, Style::DeepObject),
];

#[derive(Arbitrary, Debug)]
enum Given<'a> {
    Text(&'a str),
    Whole(i64),
    Flag(bool),
    Texts(Vec<&'a str>),
    Wholes(Vec<i64>),
    Open(Vec<(&'a str, &'a str)>),
}

impl Given<'_> {
    fn into_value(self) -> (&'static str, Value) {
        match self {
            Self::Text(text) => ("Text", text.into()),
            Self::Whole(whole) => ("Whole", whole.into()),
            Self::Flag(flag) => ("Flag", flag.into()),
            Self::Texts(texts) => ("Texts", texts.into()),
            Self::Wholes(wholes) => ("Wholes", wholes.into()),
            Self::Open(pairs) => {
                let pairs = pairs.into_iter();
                let map: Map<_, _> = pairs.map(|(k, v)| (k.to_owned(), v.into())).collect();
                ("Open", map.into())
            }
        }
    }
}

fn parameter(place: usize, explode: bool, schema: SchemaRef) -> Parameter {
    let (location, style) = WAYS[place % WAYS.len()];
    Parameter {
        name: "colour".into(),
        location,
        place: Place {
            document: schema.document.clone(),
            pointer: String::new(),
        },
        description: None,
        required: true,
        deprecated: false,
        style,
        explode,
        allow_reserved: false,
        allow_empty: false,
        schema: Some(schema),
        content: None,
        examples: Vec::new(),
    }
}

/// The text of a value, and what is read from it.
fn there_and_back(parameter: &Parameter, value: &Value) -> (String, Option<Value>) {
    let shape = CONTRACT.shape(parameter.schema.as_ref().unwrap());
    if parameter.location == Location::Query {
        let sent = write::query(parameter, value);
        let pairs = query::raw_pairs(&sent);
        let found = read::from_pairs(
            &shape,
            parameter,
            Pairs {
                pairs: &pairs,
                claimed: &["colour"],
            },
            Reading::Strict,
        );
        drop(pairs);
        return (sent, found);
    }
    let sent = write::encoded(parameter, value);
    let found = read::text(&shape, parameter, &sent, Reading::Strict);
    (sent, Some(found))
}

/// Writes a value, reads it, writes and reads it again.
pub fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let (Ok(way), Ok(explode)) = (u8::arbitrary(&mut bytes), bool::arbitrary(&mut bytes)) else {
        return;
    };
    let Ok(given) = Given::arbitrary_take_rest(bytes) else {
        return;
    };
    let (kind, value) = given.into_value();
    // In the names of a table, brackets are where the next one begins.
    let odd = |name: &String| name.is_empty() || name.contains(['[', ']']);
    if value.as_object().is_some_and(|map| map.keys().any(odd)) {
        return;
    }
    let schema = CONTRACT.spec().schemas[kind].clone();
    let parameter = parameter(usize::from(way), explode, schema);
    let (_, Some(read)) = there_and_back(&parameter, &value) else {
        return;
    };
    // A style may not be able to carry every value. What has come through once comes through.
    let (sent, again) = there_and_back(&parameter, &read);
    let (sent_again, last) = match &again {
        Some(value) => there_and_back(&parameter, value),
        None => return,
    };
    assert_eq!(
        (sent, again),
        (sent_again, last),
        "from {value} read as {read}"
    );
}
