//! One request about a collection: what it is about, and what is there.

use fairlead_core::{Request, Timestamp};
use fairlead_openapi::Operation;
use serde_json::{Map, Value};

use super::{
    data::Data,
    identity::{mix, seed_of},
    make::Maker,
    seed,
    shape::{Collection, Plan, Role},
    stamp,
    store::{Full, Item, Key, Set, Store},
};
use crate::Mock;

/// One request about a collection.
pub struct Asking<'a> {
    pub mock: &'a Mock,
    pub plan: &'a Plan,
    pub data: &'a Data,
    pub operation: &'a Operation,
    pub role: &'a Role,
    pub request: &'a Request,
    /// Values of the path's variables, decoded.
    pub values: Vec<String>,
    pub now: Timestamp,
}

/// Why something is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such item.
    Missing(String),
    /// The id is taken, or a test of a patch failed.
    Conflict(String),
    /// A condition does not hold.
    Condition(String),
    /// What was sent makes no item.
    Unfit(String),
    /// There is no more room.
    Full(Full),
}

impl From<Full> for Refusal {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

impl<'a> Asking<'a> {
    pub fn collection(&self) -> &'a Collection {
        &self.plan.collections[self.role.collection]
    }

    pub fn maker(&self) -> Maker<'a> {
        Maker::new(self.mock, self.collection())
    }

    /// Which items it is about.
    pub fn key(&self) -> Key {
        let depth = self.collection().depth;
        let scope = self.values.iter().take(depth).cloned();
        (self.role.collection, scope.collect())
    }

    /// The id that the path names.
    pub fn id(&self) -> Option<&str> {
        self.values.get(self.role.key?).map(String::as_str)
    }

    /// A seed for what this request makes, when so many were made before.
    pub fn seed(&self, made: u64) -> u64 {
        let texts = [self.operation.id.as_str(), &self.request.path];
        mix(seed_of(self.mock.options.seed, texts), made)
    }

    /// The items, with what the collection begins with where nobody has asked before.
    pub fn set<'s>(&self, store: &'s mut Store, key: &Key) -> Result<&'s mut Set, Refusal> {
        self.begin(store, key)?;
        // Just begun, so it is there; if not, there is no more room for it.
        store.set(key).ok_or(Refusal::Full(Full::Bytes))
    }

    fn begin(&self, store: &mut Store, key: &Key) -> Result<(), Refusal> {
        if store.set(key).is_some() {
            return Ok(());
        }
        let parent = self.parent(store, key)?;
        // What a client has made begins with nothing in it.
        let is_empty = parent.is_some_and(|p| p.by_client) && !self.data.sets.contains_key(key);
        let items = if is_empty {
            Vec::new()
        } else {
            seed::seeds(self.mock, self.plan, self.data, key)
        };
        Ok(store.begin(key.clone(), items, is_empty)?)
    }

    /// The item on the way to a collection, where one is modelled; refused where it is not there.
    pub fn parent(&self, store: &mut Store, key: &Key) -> Result<Option<Item>, Refusal> {
        let Some(above) = self.plan.collections[key.0].parent else {
            return Ok(None);
        };
        let collection = &self.plan.collections[above];
        let of = (above, key.1[..collection.depth].to_vec());
        let id = &key.1[collection.depth];
        let missing = || Refusal::Missing(format!("there is no {} `{id}`", collection.one()));
        // Its own parent has to be there first.
        self.parent(store, &of)?;
        self.begin(store, &of)?;
        let item = store.set(&of).and_then(|set| set.items.get(id));
        item.cloned().map(Some).ok_or_else(missing)
    }

    /// The item that the path names.
    pub fn item(&self, store: &mut Store, key: &Key, id: &str) -> Result<Value, Refusal> {
        let found = self.set(store, key)?.items.get(id);
        found
            .map(|i| i.value.clone())
            .ok_or_else(|| self.missing(id))
    }

    pub fn missing(&self, id: &str) -> Refusal {
        Refusal::Missing(format!("there is no {} `{id}`", self.collection().one()))
    }

    /// Fields that the server sets: what repeats the path, and the times.
    pub fn own(&self, key: &Key, is_new: bool) -> Map<String, Value> {
        let maker = self.maker();
        let mut own = seed::repeated(maker, &key.1);
        for (at, name) in &self.role.fixed {
            if let Some(text) = self.values.get(*at) {
                own.insert(name.clone(), maker.typed(name, text));
            }
        }
        own.extend(stamp::stamps(maker, self.now, is_new));
        own
    }
}
