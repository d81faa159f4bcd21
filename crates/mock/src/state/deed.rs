//! What requests do to the items.

mod create;

use fairlead_openapi::SchemaRef;
use fairlead_validate::{Direction, parameter::write};
use serde_json::{Map, Value};

use super::{
    asking::{Asking, Refusal},
    body::{self, Sent},
    naming::{fold, meant},
    precondition::{self, Verdict},
    shape::Deed,
    store::{Key, Store},
};

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The items asked for: the answer is about one.
    One {
        /// As it is now; of what was taken away, as it was.
        item: Value,
        /// Its id, as it stands in a path.
        id: String,
        /// Whether it is new.
        is_new: bool,
    },
    /// Several were made or replaced.
    Several {
        /// As they are now.
        items: Vec<Value>,
        /// Whether all of them are new.
        are_new: bool,
    },
    /// All of them, for a list.
    All(Vec<Value>),
    /// The client has it already.
    NotModified(String),
}

impl Asking<'_> {
    /// Does what the request asks for.
    pub fn perform(&self, store: &mut Store) -> Result<Outcome, Refusal> {
        let key = self.key();
        self.parent(store, &key)?;
        match self.role.deed {
            Deed::List => {
                let items = self.set(store, &key)?.items.values();
                Ok(Outcome::All(items.map(|i| i.value.clone()).collect()))
            }
            Deed::Read => {
                let (id, item) = self.named(store, &key)?;
                let Verdict::NotModified = self.holds(Some(&item))? else {
                    let is_new = false;
                    return Ok(Outcome::One { item, id, is_new });
                };
                Ok(Outcome::NotModified(precondition::tag(&item)))
            }
            Deed::Remove => {
                let (id, item) = self.named(store, &key)?;
                self.holds(Some(&item))?;
                store.remove(&key, &id);
                self.forget_below(store, &key, &id);
                let is_new = false;
                Ok(Outcome::One { item, id, is_new })
            }
            Deed::Create => self.create(store, &key),
            Deed::Replace | Deed::Merge | Deed::Act => match self.id() {
                Some(id) => self.change(store, &key, id),
                None => self.change_named_in_body(store, &key),
            },
        }
    }

    /// The item that the path names, and its id.
    fn named(&self, store: &mut Store, key: &Key) -> Result<(String, Value), Refusal> {
        let id = self.id().unwrap_or_default().to_owned();
        let item = self.item(store, key, &id)?;
        Ok((id, item))
    }

    fn holds(&self, item: Option<&Value>) -> Result<Verdict, Refusal> {
        match precondition::check(self.request, item) {
            Verdict::Failed => {
                let detail = match item {
                    Some(item) => format!("the item is now {}", precondition::tag(item)),
                    None => "there is no such item".to_owned(),
                };
                Err(Refusal::Condition(detail))
            }
            verdict => Ok(verdict),
        }
    }

    /// What is below an item goes with it.
    fn forget_below(&self, store: &mut Store, key: &Key, id: &str) {
        let above: Vec<&str> = key.1.iter().map(String::as_str).chain([id]).collect();
        let template = &self.collection().template;
        store.forget(|(at, scope)| {
            let below = &self.plan.collections[*at].template;
            below.segments.len() > template.segments.len()
                && below.starts_with(template)
                && scope.len() >= above.len()
                && scope.iter().zip(&above).all(|(a, b)| a == b)
        });
    }

    /// Replaces or changes the item with an id.
    fn change(&self, store: &mut Store, key: &Key, id: &str) -> Result<Outcome, Refusal> {
        let before = self.set(store, key)?.items.get(id).map(|i| i.value.clone());
        let may_create =
            self.role.deed == Deed::Replace && super::infer::declares(self.operation, 201);
        if before.is_none() && !may_create {
            return Err(self.missing(id));
        }
        self.holds(before.as_ref())?;
        let sent = body::read(&self.mock.contract, self.operation, self.request);
        let Some(before) = before else {
            let (fields, offered) = self.fields(sent.as_ref());
            let name = self.collection().id.as_ref();
            if let Some(name) = name.filter(|n| !self.maker().may_be_id(&self.maker().typed(n, id)))
            {
                return Err(Refusal::Unfit(format!("`{id}` cannot be a `{name}`")));
            }
            return self.make(store, key, Some(id), &fields, &offered);
        };
        let item = match &sent {
            Some(sent) if sent.is_patch => self.patched(&before, &sent.value)?,
            sent => {
                let (fields, offered) = self.fields(sent.as_ref());
                self.changed(key, id, &before, &fields, &offered)
            }
        };
        store.put(key, id.to_owned(), item.clone(), true)?;
        let (id, is_new) = (id.to_owned(), false);
        Ok(Outcome::One { item, id, is_new })
    }

    /// The item after what was sent; its id stays.
    fn changed(
        &self,
        key: &Key,
        id: &str,
        before: &Value,
        fields: &Map<String, Value>,
        offered: &[String],
    ) -> Value {
        let maker = self.maker();
        let empty = Map::new();
        let old = before.as_object().unwrap_or(&empty);
        let own = self.own(key, false);
        let item = match self.role.deed {
            Deed::Replace => {
                let mut own = own;
                own.extend(self.id_field(id, old));
                maker.replace(old, fields, &own, offered)
            }
            deed => {
                let mut fields = fields.clone();
                if let Some(id) = &self.collection().id {
                    fields.shift_remove(id);
                }
                if deed == Deed::Act {
                    let names = maker.look.names(&self.collection().item);
                    fields.retain(|name, _| names.contains(name));
                    if fields.is_empty() {
                        fields.extend(self.state_of_verb());
                    }
                }
                maker.put(maker.merge(old, &fields), &own)
            }
        };
        Value::Object(item)
    }

    /// The id as a field: as it was, else as the path says.
    fn id_field(&self, id: &str, old: &Map<String, Value>) -> Option<(String, Value)> {
        let name = self.collection().id.clone()?;
        let value = match old.get(&name) {
            Some(value) => value.clone(),
            None => self.maker().typed(&name, id),
        };
        Some((name, value))
    }

    /// An item with a list of changes applied (RFC 6902), all of them or none.
    fn patched(&self, before: &Value, changes: &Value) -> Result<Value, Refusal> {
        let patch: json_patch::Patch = serde_json::from_value(changes.clone())
            .map_err(|e| Refusal::Unfit(format!("the patch cannot be read: {e}")))?;
        let mut item = before.clone();
        json_patch::patch(&mut item, &patch).map_err(|e| match e.kind {
            json_patch::PatchErrorKind::TestFailed => Refusal::Conflict(e.to_string()),
            _ => Refusal::Unfit(e.to_string()),
        })?;
        let collection = self.collection();
        if let (Some(id), Some(fields)) = (&collection.id, item.as_object_mut())
            && let Some(value) = before.get(id)
        {
            fields.insert(id.clone(), value.clone());
        }
        let contract = &self.mock.contract;
        let broken = contract.check_value(&collection.item, Direction::Response, &item);
        match (broken.first(), item) {
            (None, Value::Object(fields)) => {
                let stamps = super::stamp::stamps(self.maker(), self.now, false);
                Ok(self.maker().put(fields, &stamps).into())
            }
            (Some(first), _) => Err(Refusal::Unfit(format!("after the patch, {first}"))),
            (None, _) => Err(Refusal::Unfit("after the patch it is no object".into())),
        }
    }

    /// What the client may set and did, and everything that it could have set.
    fn fields(&self, sent: Option<&Sent<'_>>) -> (Map<String, Value>, Vec<String>) {
        let Some(sent) = sent else {
            return (Map::new(), Vec::new());
        };
        match self.role.body(&sent.declared.media_type) {
            Some(place) => {
                let first = place.items(&sent.value).into_iter().next();
                self.fields_of(Some(&place.schema), first.unwrap_or(&Value::Null))
            }
            None => self.fields_of(None, &sent.value),
        }
    }

    fn fields_of(
        &self,
        schema: Option<&SchemaRef>,
        value: &Value,
    ) -> (Map<String, Value>, Vec<String>) {
        let look = self.maker().look;
        let item = &self.collection().item;
        let schemas: Vec<&SchemaRef> = schema.into_iter().chain([item]).collect();
        let names = look.names(item);
        // `Body` and `sendAt` are sent for what is read as `body` and `send_at`.
        let as_read = |name: String| match meant(&names, &name) {
            Some(known) => known.clone(),
            None => name,
        };
        let sent = body::own_fields(look, &schemas, value).into_iter();
        let renamed = sent.map(|(name, value)| (as_read(name), value)).collect();
        // What is renamed may be one that is not the client's to set.
        let fields = body::own_fields(look, &[item], &Value::Object(renamed));
        let offered = schema.map(|s| look.names(s)).unwrap_or_default();
        (fields, offered.into_iter().map(as_read).collect())
    }

    /// An action's word as the state it leads to: `cancel` where a status may be `cancelled`.
    fn state_of_verb(&self) -> Option<(String, Value)> {
        let verb = self.role.verb.as_ref()?;
        let stem = verb.trim_end_matches(['e', 'y']);
        let maker = self.maker();
        let item = &self.collection().item;
        let names = maker.look.names(item).into_iter();
        let mut states = names.filter(|n| {
            let name = fold(n);
            name.ends_with("status") || name.ends_with("state")
        });
        states.find_map(|name| {
            let property = maker.look.property(item, &name)?;
            let values = maker.look.value(&property, "enum")?.as_array()?;
            let value = values.iter().find(|v| {
                let text = fold(v.as_str().unwrap_or_default());
                stem.len() > 2 && text.starts_with(stem)
            })?;
            Some((name, value.clone()))
        })
    }

    /// The id in a body, where it is one.
    fn id_in(&self, fields: &Value) -> Option<String> {
        let id = fields.get(self.collection().id.as_ref()?)?;
        let text = write::scalar(id);
        (!text.is_empty() && !id.is_object() && !id.is_array()).then_some(text)
    }
}
