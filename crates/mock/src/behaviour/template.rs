//! Texts with places to be filled in: `Hello {{ request.query.name ?? "you" }}`.

mod expression;

use std::{borrow::Cow, cell::RefCell, fmt};

use expression::Expression;
use fastrand::Rng;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use super::{asked::Asked, pattern::text};

/// What the places are filled from.
pub struct Scope<'a> {
    /// The request.
    pub asked: &'a Asked<'a>,
    /// How often this has happened, from 1.
    pub count: u64,
    /// What random values are drawn from.
    pub chance: RefCell<Rng>,
    /// Expressions whose value was not there.
    pub missing: RefCell<Vec<String>>,
}

/// A text with places to be filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Value(Expression),
}

impl Template {
    /// Reads a text; what stands between `{{` and `}}` is an expression.
    ///
    /// # Errors
    /// Where an expression is none, in words for a person.
    pub fn new(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (inside, behind) = expression::until_end(after)
                .ok_or_else(|| format!("`{{{{` without `}}}}` in `{}`", shorten(text)))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Value(inside.parse()?));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// The text, filled in.
    pub fn text(&self, scope: &Scope<'_>) -> String {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(literal) => text.push_str(literal),
                Part::Value(expression) => match expression.value(scope) {
                    Value::String(value) => text.push_str(&value),
                    Value::Null => {}
                    other => text.push_str(&other.to_string()),
                },
            }
        }
        text
    }

    /// The value: of its own type where the template is one expression and nothing else.
    pub fn value(&self, scope: &Scope<'_>) -> Value {
        match self.0.as_slice() {
            [Part::Value(only)] => only.value(scope),
            _ => self.text(scope).into(),
        }
    }
}

/// A value whose texts are templates.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// As it is.
    Plain(Value),
    /// A text to be filled in.
    Text(Template),
    /// A list of such values.
    List(Vec<Tree>),
    /// An object of such values.
    Object(Vec<(Template, Tree)>),
}

impl Tree {
    /// The value, filled in.
    pub fn value(&self, scope: &Scope<'_>) -> Value {
        match self {
            Self::Plain(value) => value.clone(),
            Self::Text(template) => template.value(scope),
            Self::List(items) => items.iter().map(|item| item.value(scope)).collect(),
            Self::Object(entries) => {
                let filled = entries
                    .iter()
                    .map(|(key, value)| (key.text(scope), value.value(scope)));
                Value::Object(filled.collect::<Map<String, Value>>())
            }
        }
    }
}

fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text(from, "a text", Self::new)
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Tree;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Tree, E> {
                Template::new(text).map(Tree::Text).map_err(E::custom)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Plain(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Plain(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Plain(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
                Ok(Tree::Plain(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Plain(Value::Null))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Tree::List(items))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Tree::Object(entries))
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl JsonSchema for Template {
    fn schema_name() -> Cow<'static, str> {
        "Template".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text. What stands between `{{` and `}}` is filled in: \
                `request.method`, `request.path`, `request.path.NAME`, `request.query.NAME`, \
                `request.headers.NAME`, `request.cookies.NAME`, `request.body`, \
                `request.body#/JSON/POINTER`, `now`, `date`, `unix` (each also as in `now +15m`), \
                `uuid`, `random 1 100`, `count`. `?? 5` or `?? \"text\"` behind it says what to \
                take where it is not there.",
            "type": "string",
        })
    }
}

impl JsonSchema for Tree {
    fn schema_name() -> Cow<'static, str> {
        "Body".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Any value. Its texts and keys are templates; a text that is one \
                `{{ expression }}` and nothing else becomes a value of that type.",
        })
    }
}
