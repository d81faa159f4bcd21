//! Everything that a mock keeps, as one value, and back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    bounds,
    shape::Plan,
    store::{Full, Store},
};

/// The version of the value.
const VERSION: u32 = 1;

/// Why a mock cannot take what was kept.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It keeps nothing.
    #[error("the mock keeps no state; start it with `stateful`")]
    Stateless,
    /// The value is not one that a snapshot gave.
    #[error("this is no snapshot: {0}")]
    Malformed(String),
    /// The value is of another version of Fairlead.
    #[error("the snapshot has the version {0} and only {VERSION} is read; take it anew")]
    Version(u64),
    /// The description has no such collection.
    #[error("the snapshot has `{0}`, which is no collection of this description")]
    NoCollection(String),
    /// There is more in it than is kept.
    #[error(transparent)]
    Full(#[from] Full),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot {
    version: u32,
    collections: Vec<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    /// The path, as in the description.
    path: String,
    /// The values of the variables on the way to it.
    scope: Vec<String>,
    /// How many ids have been given.
    given: u64,
    /// The highest number among the ids.
    highest: i64,
    changed: bool,
    items: Vec<KeptItem>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptItem {
    id: String,
    by_client: bool,
    value: Value,
}

/// Everything in a store, as a value.
pub fn take(plan: &Plan, store: &Store) -> Value {
    let collections = store.sets().map(|((at, scope), set)| Kept {
        path: plan.collections[*at].path(),
        scope: scope.clone(),
        given: set.given,
        highest: set.highest,
        changed: set.changed,
        items: set
            .items
            .iter()
            .map(|(id, item)| KeptItem {
                id: id.clone(),
                by_client: item.by_client,
                value: item.value.clone(),
            })
            .collect(),
    });
    let snapshot = Snapshot {
        version: VERSION,
        collections: collections.collect(),
    };
    // Plain texts, numbers and values: there is nothing that could not be written.
    serde_json::to_value(snapshot).unwrap_or_default()
}

/// A store with everything that is in a value.
pub fn restore(plan: &Plan, value: Value) -> Result<Store, StateError> {
    match value.get("version").and_then(Value::as_u64) {
        Some(version) if version == u64::from(VERSION) => {}
        Some(version) => return Err(StateError::Version(version)),
        None => return Err(StateError::Malformed("it has no version".into())),
    }
    let snapshot: Snapshot =
        serde_json::from_value(value).map_err(|e| StateError::Malformed(e.to_string()))?;
    let mut store = Store::default();
    for kept in snapshot.collections {
        let mut collections = plan.collections.iter();
        let at = collections.position(|c| c.path() == kept.path && c.depth == kept.scope.len());
        let at = at.ok_or_else(|| StateError::NoCollection(kept.path.clone()))?;
        let key = (at, kept.scope);
        if kept.items.len() > bounds::ITEMS {
            return Err(Full::Items.into());
        }
        store.begin(key.clone(), Vec::new(), kept.changed)?;
        for item in kept.items {
            store.put(&key, item.id, item.value, item.by_client)?;
        }
        if let Some(set) = store.set(&key) {
            set.given = kept.given;
            set.highest = kept.highest;
            set.changed = kept.changed;
        }
    }
    Ok(store)
}
