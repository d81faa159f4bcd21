//! Making items, one or several, and changing those that a body names.

use fairlead_openapi::SchemaRef;
use serde_json::{Map, Value};

use super::Outcome;
use crate::state::{
    asking::{Asking, Refusal},
    body, bounds, identity,
    shape::Deed,
    stamp,
    store::{Full, Key, Store},
};

impl Asking<'_> {
    /// Makes what the body holds.
    pub(super) fn create(&self, store: &mut Store, key: &Key) -> Result<Outcome, Refusal> {
        let sent = body::read(&self.mock.contract, self.operation, self.request);
        let place = sent
            .as_ref()
            .and_then(|s| self.role.body(&s.declared.media_type));
        if let (Some(sent), Some(place)) = (&sent, place)
            && place.listed
        {
            let items = place.items(&sent.value);
            return self.several(store, key, &place.schema, &items);
        }
        let raw = match (&sent, place) {
            (Some(sent), Some(place)) => place.get(&sent.value).unwrap_or(&Value::Null),
            (Some(sent), None) => &sent.value,
            _ => &Value::Null,
        };
        let schema = place.map(|p| &p.schema);
        self.add(store, key, schema, raw)
    }

    /// Makes one, under the id that the client gives or a new one.
    fn add(
        &self,
        store: &mut Store,
        key: &Key,
        schema: Option<&SchemaRef>,
        raw: &Value,
    ) -> Result<Outcome, Refusal> {
        let (fields, offered) = self.fields_of(schema, raw);
        // Zero is what clients send that have none.
        let given = self
            .id_in(&Value::Object(fields.clone()))
            .filter(|id| id != "0" && self.may_be(&fields));
        let set = self.set(store, key)?;
        let before = given.as_ref().and_then(|id| set.items.get(id));
        let before = before.map(|item| item.value.clone());
        match (&given, before) {
            (Some(id), Some(_)) if crate::state::infer::declares(self.operation, 409) => {
                let one = self.collection().one();
                Err(Refusal::Conflict(format!(
                    "there is a {one} `{id}` already"
                )))
            }
            (Some(id), Some(before)) => {
                let maker = self.maker();
                let empty = Map::new();
                let old = before.as_object().unwrap_or(&empty);
                let own = self.own(key, false);
                let item = Value::Object(maker.replace(old, &fields, &own, &offered));
                store.put(key, id.clone(), item.clone(), true)?;
                let (id, is_new) = (id.clone(), false);
                Ok(Outcome::One { item, id, is_new })
            }
            (given, _) => self.make(store, key, given.as_deref(), &fields, &offered),
        }
    }

    /// Whether the id among some fields may be an item's.
    fn may_be(&self, fields: &Map<String, Value>) -> bool {
        let id = self.collection().id.as_ref().and_then(|id| fields.get(id));
        id.is_some_and(|id| self.maker().may_be_id(id))
    }

    /// Makes a new item, under a new id where none is given.
    pub(super) fn make(
        &self,
        store: &mut Store,
        key: &Key,
        id: Option<&str>,
        fields: &Map<String, Value>,
        offered: &[String],
    ) -> Result<Outcome, Refusal> {
        let maker = self.maker();
        let set = self.set(store, key)?;
        if set.items.len() >= bounds::ITEMS {
            return Err(Full::Items.into());
        }
        let seed = self.seed(set.given);
        let joined = self.joined(store, fields, offered, seed);
        let set = self.set(store, key)?;
        let mut own = self.own(key, true);
        // A client that may say when it was made knows better.
        own.retain(|name, _| !(stamp::is_of_making(name) && fields.contains_key(name)));
        let name = self.collection().id.clone();
        let (value, id) = match id {
            Some(id) => {
                set.given += 1;
                let sent = name.as_ref().and_then(|n| fields.get(n));
                let typed = || name.as_ref().map_or(Value::Null, |n| maker.typed(n, id));
                // Where the path names it, that counts.
                let same = sent.filter(|v| fairlead_validate::parameter::write::scalar(v) == id);
                (same.cloned().unwrap_or_else(typed), id.to_owned())
            }
            None => identity::free(maker, set, seed),
        };
        for (property, id) in joined {
            own.entry(property).or_insert(id);
        }
        own.extend(name.clone().map(|name| (name, value.clone())));
        let mut item = maker.create(fields, &own, offered, seed);
        // It is kept by its id, whatever the schema says.
        if let Some(name) = name
            && item.get(&name) != Some(&value)
        {
            item.insert(name, value);
        }
        let item = Value::Object(item);
        store.put(key, id.clone(), item.clone(), true)?;
        let is_new = true;
        Ok(Outcome::One { item, id, is_new })
    }

    fn several(
        &self,
        store: &mut Store,
        key: &Key,
        schema: &SchemaRef,
        raw: &[&Value],
    ) -> Result<Outcome, Refusal> {
        let known = &self.set(store, key)?.items;
        if known.len() + raw.len() > bounds::ITEMS {
            return Err(Full::Items.into());
        }
        let ids = || raw.iter().filter_map(|raw| self.id_in(raw));
        if self.role.deed == Deed::Merge
            && let Some(id) = ids().find(|id| !known.contains_key(id))
        {
            return Err(self.missing(&id));
        }
        let known: Vec<String> = ids().filter(|id| known.contains_key(id)).collect();
        let mut items = Vec::new();
        let mut are_new = true;
        for raw in raw {
            let is_change = |id: &String| self.role.deed != Deed::Create && known.contains(id);
            let id = self.id_in(raw).filter(is_change);
            let outcome = match id {
                Some(id) => {
                    let before = self.item(store, key, &id)?;
                    let (fields, offered) = self.fields_of(Some(schema), raw);
                    let item = self.changed(key, &id, &before, &fields, &offered);
                    store.put(key, id.clone(), item.clone(), true)?;
                    let is_new = false;
                    Outcome::One { item, id, is_new }
                }
                None => self.add(store, key, Some(schema), raw)?,
            };
            if let Outcome::One { item, is_new, .. } = outcome {
                items.push(item);
                are_new &= is_new;
            }
        }
        Ok(Outcome::Several { items, are_new })
    }

    /// Changes the item, or the items, whose id is in the body; makes one where there is no id.
    pub(super) fn change_named_in_body(
        &self,
        store: &mut Store,
        key: &Key,
    ) -> Result<Outcome, Refusal> {
        let sent = body::read(&self.mock.contract, self.operation, self.request);
        let place = sent
            .as_ref()
            .and_then(|s| self.role.body(&s.declared.media_type));
        let (Some(sent), Some(place)) = (&sent, place) else {
            return self.create(store, key);
        };
        if place.listed {
            let items = place.items(&sent.value);
            return self.several(store, key, &place.schema, &items);
        }
        match place.get(&sent.value).and_then(|v| self.id_in(v)) {
            Some(id) => self.change(store, key, &id),
            None => self.create(store, key),
        }
    }
}
