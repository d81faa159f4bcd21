//! Items from what is made up, what a client sends, and what the server adds: as much of it as
//! the schema lets stand.

use fairlead_openapi::SchemaRef;
use fairlead_validate::{Direction, parameter::read};
use serde_json::{Map, Value};

use super::{
    overlay::{into_map, overlay},
    schema::Look,
    shape::Collection,
};
use crate::{Mock, prefer::Preference};

/// Makes items of one collection.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    pub mock: &'a Mock,
    pub look: Look<'a>,
    pub collection: &'a Collection,
}

impl<'a> Maker<'a> {
    pub fn new(mock: &'a Mock, collection: &'a Collection) -> Self {
        Self {
            mock,
            look: Look(&mock.contract.spec().documents),
            collection,
        }
    }

    fn is_valid(&self, schema: &SchemaRef, value: &Value) -> bool {
        self.mock
            .contract
            .is_valid(schema, Direction::Response, value)
    }

    /// An item that is made up.
    pub fn sample(&self, seed: u64, examples: bool) -> Map<String, Value> {
        let preference = Preference {
            dynamic: !examples,
            ..Preference::default()
        };
        match self.mock.sample(&self.collection.item, seed, &preference) {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    /// Whether an item may have this value as its id.
    pub fn may_be_id(&self, value: &Value) -> bool {
        let id = self.collection.id.as_ref();
        let at = id.and_then(|id| self.look.property(&self.collection.item, id));
        at.is_none_or(|at| self.is_valid(&at, value))
    }

    /// A text as a value of one of the item's properties.
    pub fn typed(&self, property: &str, text: &str) -> Value {
        match self.look.property(&self.collection.item, property) {
            Some(at) => read::plain(&self.mock.contract.shape(&at), text),
            None => Value::from(text),
        }
    }

    /// Fields put on an item, each only where the schema lets it stand.
    pub fn put(&self, item: Map<String, Value>, fields: &Map<String, Value>) -> Map<String, Value> {
        let item = overlay(item, fields, |v| self.is_valid(&self.collection.item, v));
        self.in_order(item)
    }

    /// A new item: what was sent, what the server adds, and what has to be there besides.
    ///
    /// `offered` is what a client could have sent. Of that only what it did send is there, or
    /// the schema's default; the rest is the server's to make up.
    pub fn create(
        &self,
        sent: &Map<String, Value>,
        own: &Map<String, Value>,
        offered: &[String],
        seed: u64,
    ) -> Map<String, Value> {
        let sample = self.like_example(seed, own);
        let mut base = Map::new();
        for (name, made_up) in &sample {
            let value = self.unsent(name, offered, || Some(made_up.clone()));
            base.extend(value.map(|value| (name.clone(), value)));
        }
        self.finish(&sample, base, sent, own)
    }

    /// Another item in the place of one: what was sent; of the old one what no client can send.
    pub fn replace(
        &self,
        old: &Map<String, Value>,
        sent: &Map<String, Value>,
        own: &Map<String, Value>,
        offered: &[String],
    ) -> Map<String, Value> {
        let mut base = Map::new();
        for (name, before) in old {
            let value = self.unsent(name, offered, || Some(before.clone()));
            base.extend(value.map(|value| (name.clone(), value)));
        }
        self.finish(old, base, sent, own)
    }

    /// An item that is made up, like the description's example where it has one; where the
    /// example's texts hold its id, they hold the new one.
    fn like_example(&self, seed: u64, own: &Map<String, Value>) -> Map<String, Value> {
        let sample = self.sample(seed, true);
        let Some(Value::Object(example)) = self.collection.examples.first() else {
            return sample;
        };
        let id_of = |map: &Map<String, Value>| {
            let id = self.collection.id.as_ref().and_then(|id| map.get(id));
            id.and_then(Value::as_str).map(str::to_owned)
        };
        let mut fields = example.clone();
        if let (Some(old), Some(new)) = (id_of(example).filter(|o| o.len() > 3), id_of(own)) {
            for field in fields.values_mut() {
                if let Value::String(text) = field {
                    *text = text.replace(&old, &new);
                }
            }
        }
        self.put(sample, &fields)
    }

    /// What a property is that was not sent.
    fn unsent(
        &self,
        name: &str,
        offered: &[String],
        otherwise: impl Fn() -> Option<Value>,
    ) -> Option<Value> {
        let property = self.look.property(&self.collection.item, name);
        let property = property.as_ref();
        let read_only = property.is_some_and(|p| self.look.has_flag(p, "readOnly"));
        if read_only || !offered.iter().any(|o| o == name) {
            return otherwise();
        }
        let valid = |v: &&Value| property.is_some_and(|p| self.is_valid(p, v));
        let default = property.and_then(|p| self.look.value(p, "default"));
        if let Some(default) = default.filter(|d| !d.is_null()).filter(valid) {
            return Some(default.clone());
        }
        if !self.look.is_required(&self.collection.item, name) {
            return None;
        }
        if valid(&&Value::Null) {
            return Some(Value::Null);
        }
        otherwise()
    }

    fn finish(
        &self,
        whole: &Map<String, Value>,
        base: Map<String, Value>,
        sent: &Map<String, Value>,
        own: &Map<String, Value>,
    ) -> Map<String, Value> {
        let schema = &self.collection.item;
        let valid = |map: &Map<String, Value>| self.is_valid(schema, &Value::Object(map.clone()));
        let mut all = base;
        all.extend(sent.clone());
        all.extend(own.clone());
        if valid(&all) {
            return self.in_order(all);
        }
        let mut bare = sent.clone();
        bare.extend(own.clone());
        if valid(&bare) {
            return self.in_order(bare);
        }
        let mut fields = sent.clone();
        fields.extend(own.clone());
        self.put(whole.clone(), &fields)
    }

    /// An item with a merge patch applied (RFC 7396), field by field as the schema lets it.
    pub fn merge(
        &self,
        old: &Map<String, Value>,
        patch: &Map<String, Value>,
    ) -> Map<String, Value> {
        let schema = &self.collection.item;
        let mut all = Value::Object(old.clone());
        json_patch::merge(&mut all, &Value::Object(patch.clone()));
        if self.is_valid(schema, &all) {
            return into_map(all);
        }
        let mut item = Value::Object(old.clone());
        for (name, change) in patch {
            let mut next = item.clone();
            let one = Map::from_iter([(name.clone(), change.clone())]);
            json_patch::merge(&mut next, &Value::Object(one));
            if !self.is_valid(schema, &next) && change.is_null() {
                // It has to be there, but may be null.
                next = item.clone();
                next[name.as_str()] = Value::Null;
            }
            if self.is_valid(schema, &next) || !self.is_valid(schema, &item) {
                item = next;
            }
        }
        into_map(item)
    }

    /// An item as another schema wants to see it, such as the short form in a list.
    pub fn render(&self, schema: &SchemaRef, item: &Value, seed: u64) -> Value {
        let (Some(fields), false) = (
            item.as_object(),
            self.look.target(schema) == self.look.target(&self.collection.item),
        ) else {
            return item.clone();
        };
        let names = self.look.names(schema);
        let mut known = fields.clone();
        known.retain(|name, _| names.is_empty() || names.contains(name));
        // Without its id it is something else that happens to have a field of the same name.
        let id = self.collection.id.as_ref();
        let is_short = id.is_none_or(|id| known.contains_key(id));
        let known_value = Value::Object(known);
        if is_short && self.is_valid(schema, &known_value) {
            return known_value;
        }
        let made_up = self.mock.sample(schema, seed, &Preference::default());
        match (made_up, known_value) {
            (Value::Object(base), Value::Object(known)) => {
                overlay(base, &known, |v| self.is_valid(schema, v)).into()
            }
            (other, _) => other,
        }
    }

    /// The fields in the order of the schema, others behind them.
    fn in_order(&self, mut item: Map<String, Value>) -> Map<String, Value> {
        let mut ordered = Map::new();
        for name in self.look.names(&self.collection.item) {
            ordered.extend(item.shift_remove(&name).map(|value| (name, value)));
        }
        ordered.extend(item);
        ordered
    }
}
