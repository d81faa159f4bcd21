//! What is kept: items by their ids, in the order in which they came.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::bounds;

/// Which items belong together: the collection's place in the plan, and the values of the
/// variables on the way to it.
pub type Key = (usize, Vec<String>);

/// Everything that a mock keeps.
#[derive(Debug, Default)]
pub struct Store {
    sets: BTreeMap<Key, Set>,
    bytes: usize,
    clock: u64,
    version: u64,
}

/// The items of one collection under one parent.
#[derive(Debug, Default)]
pub struct Set {
    /// By id, as it stands in a path.
    pub items: IndexMap<String, Item>,
    /// How many ids have been given.
    pub given: u64,
    /// The highest number among the ids there ever were.
    pub highest: i64,
    /// Whether a client has changed it: if not, it can be made again.
    pub changed: bool,
    used: u64,
}

/// One item.
#[derive(Clone, Debug)]
pub struct Item {
    /// As it is read.
    pub value: Value,
    /// Whether a client made it: then nothing is made up below it.
    pub by_client: bool,
    bytes: usize,
}

/// There is no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// In one collection.
    #[error("the mock keeps at most {} items of a collection", bounds::ITEMS)]
    Items,
    /// In all.
    #[error("the mock keeps at most {} MiB of items", bounds::BYTES >> 20)]
    Bytes,
}

impl Set {
    /// Takes an id, so that no new item gets it.
    pub fn take(&mut self, id: &str) {
        if let Ok(number) = id.parse::<i64>() {
            self.highest = self.highest.max(number);
        }
        self.items
            .insert(id.to_owned(), Item::new(Value::Null, false));
    }
}

impl Item {
    fn new(value: Value, by_client: bool) -> Self {
        Self {
            bytes: value.to_string().len(),
            value,
            by_client,
        }
    }
}

impl Store {
    /// Size of all items, in bytes of JSON.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts the changes.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Nothing, as a change of what is there.
    pub fn emptied(&self) -> Self {
        Self::default().after(self)
    }

    /// This, as a change of what was there before.
    pub fn after(self, before: &Self) -> Self {
        Self {
            version: before.version + 1,
            ..self
        }
    }

    /// The items of one collection, where they are there.
    pub fn set(&mut self, key: &Key) -> Option<&mut Set> {
        self.clock += 1;
        let set = self.sets.get_mut(key)?;
        set.used = self.clock;
        Some(set)
    }

    /// Every collection with its items.
    pub fn sets(&self) -> impl Iterator<Item = (&Key, &Set)> {
        self.sets.iter()
    }

    /// Makes place for a collection with what it begins with.
    pub fn begin(
        &mut self,
        key: Key,
        items: Vec<(String, Value)>,
        changed: bool,
    ) -> Result<(), Full> {
        self.make_room();
        self.clock += 1;
        let begun = Set {
            changed,
            used: self.clock,
            ..Set::default()
        };
        self.sets.insert(key.clone(), begun);
        for (id, value) in items {
            self.put(&key, id, value, false)?;
        }
        Ok(())
    }

    /// Puts an item at its id, in the place of the one before.
    pub fn put(
        &mut self,
        key: &Key,
        id: String,
        value: Value,
        by_client: bool,
    ) -> Result<(), Full> {
        let item = Item::new(value, by_client);
        let set = self.sets.entry(key.clone()).or_default();
        let before = set.items.get(&id);
        if before.is_none() && set.items.len() >= bounds::ITEMS {
            return Err(Full::Items);
        }
        let bytes = self.bytes - before.map_or(0, |b| b.bytes) + item.bytes;
        if bytes > bounds::BYTES {
            return Err(Full::Bytes);
        }
        if let Ok(number) = id.parse::<i64>() {
            set.highest = set.highest.max(number);
        }
        self.bytes = bytes;
        self.version += 1;
        set.changed |= by_client;
        set.items.insert(id, item);
        Ok(())
    }

    /// Takes an item away.
    pub fn remove(&mut self, key: &Key, id: &str) -> Option<Value> {
        let set = self.sets.get_mut(key)?;
        let item = set.items.shift_remove(id)?;
        set.changed = true;
        self.version += 1;
        self.bytes -= item.bytes;
        Some(item.value)
    }

    /// Forgets every collection that fits.
    pub fn forget(&mut self, fits: impl Fn(&Key) -> bool) {
        let bytes = &mut self.bytes;
        self.sets.retain(|key, set| {
            let kept = !fits(key);
            if !kept {
                *bytes -= set.items.values().map(|i| i.bytes).sum::<usize>();
            }
            kept
        });
    }

    /// Drives out the collection that nobody has asked for the longest and that can be made
    /// again, where there are many.
    fn make_room(&mut self) {
        let unchanged = || self.sets.iter().filter(|(_, set)| !set.changed);
        if self.sets.len() < bounds::UNCHANGED || unchanged().count() < bounds::UNCHANGED {
            return;
        }
        let oldest = unchanged().min_by_key(|(_, set)| set.used);
        if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
            self.forget(|key| *key == oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bytes_are_counted_back() {
        let mut store = Store::default();
        let key = (0, vec![]);
        store
            .begin(key.clone(), vec![("1".into(), json!({"a": 1}))], false)
            .expect("room");
        store
            .put(&key, "2".into(), json!("long"), true)
            .expect("room");
        store.put(&key, "2".into(), json!("s"), true).expect("room");
        assert_eq!(store.bytes, 7 + 3);
        store.remove(&key, "2");
        store.forget(|_| true);
        assert_eq!(store.bytes, 0);
    }

    #[test]
    fn there_is_an_end_of_items_and_of_what_can_be_made_again() {
        let mut store = Store::default();
        let key = (0, vec![]);
        for n in 0..bounds::ITEMS {
            store
                .put(&key, n.to_string(), json!(n), true)
                .expect("room");
        }
        assert_eq!(
            store.put(&key, "x".into(), json!(0), true),
            Err(Full::Items)
        );
        assert_eq!(store.put(&key, "1".into(), json!(0), true), Ok(()));
        for n in 0..bounds::UNCHANGED + 10 {
            store
                .begin((1, vec![n.to_string()]), vec![], false)
                .expect("room");
        }
        assert_eq!(store.sets.len(), bounds::UNCHANGED + 1);
    }

    #[test]
    fn there_is_an_end_of_bytes() {
        let mut store = Store::default();
        let big = Value::from("x".repeat(bounds::BYTES / 3));
        for n in 0..2 {
            store
                .put(&(n, vec![]), "1".into(), big.clone(), true)
                .expect("room");
        }
        let third = store.put(&(2, vec![]), "1".into(), big, true);
        assert_eq!(third, Err(Full::Bytes));
    }
}
