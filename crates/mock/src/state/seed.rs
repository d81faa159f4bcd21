//! What a collection begins with: what the file says, else the description's examples, else a
//! few items that are made up.

use serde_json::{Map, Value};

use super::{
    bounds,
    data::Data,
    identity::{free, mix, seed_of},
    joined,
    make::Maker,
    shape::{Deed, Plan},
    store::{Key, Set},
};
use crate::Mock;
use fairlead_validate::{Direction, parameter::write};

/// The first items of a collection, by id.
pub fn seeds(mock: &Mock, plan: &Plan, data: &Data, key: &Key) -> Vec<(String, Value)> {
    let mut items = by_themselves(mock, plan, data, key);
    if !data.sets.contains_key(key) {
        let seed = seed_of(mock.options.seed, key.1.iter().map(String::as_str));
        joined::join_seeds(mock, plan, data, key.0, &mut items, seed);
    }
    items
}

/// The ids of the first items of a collection.
pub fn ids(mock: &Mock, plan: &Plan, data: &Data, key: &Key) -> Vec<String> {
    let items = by_themselves(mock, plan, data, key).into_iter();
    items.map(|(id, _)| id).collect()
}

/// The first items, as they are before they name items of other collections.
fn by_themselves(mock: &Mock, plan: &Plan, data: &Data, key: &Key) -> Vec<(String, Value)> {
    let collection = &plan.collections[key.0];
    let maker = Maker::new(mock, collection);
    let path = collection.path();
    let texts = std::iter::once(path.as_str()).chain(key.1.iter().map(String::as_str));
    let seed = seed_of(mock.options.seed, texts);
    let mut seeding = Seeding {
        maker,
        seed,
        scope: &key.1,
        set: Set::default(),
        items: Vec::new(),
    };
    if let Some(given) = data.sets.get(key) {
        for (n, item) in (1..).zip(given) {
            seeding.add(item.clone(), n);
        }
        return seeding.items;
    }
    let count = least(plan, maker, key.0).clamp(bounds::SEEDS, bounds::SEEDS_MOST);
    for (n, example) in (1..).zip(collection.examples.iter().take(bounds::SEEDS)) {
        if let Value::Object(fields) = example {
            let item = seeding.whole(fields, n);
            seeding.add(item, n);
        }
    }
    for n in (1..).take(count * 2) {
        if seeding.items.len() >= count {
            break;
        }
        let item = maker.sample(mix(seed, n), seeding.items.is_empty());
        seeding.add_made_up(item, n);
    }
    seeding.items
}

struct Seeding<'a> {
    maker: Maker<'a>,
    seed: u64,
    scope: &'a [String],
    set: Set,
    items: Vec<(String, Value)>,
}

impl Seeding<'_> {
    /// An example as an item: as it is where it is valid, else what is missing made up.
    fn whole(&self, fields: &Map<String, Value>, n: u64) -> Map<String, Value> {
        let maker = self.maker;
        let example = Value::Object(fields.clone());
        let contract = &maker.mock.contract;
        if contract.is_valid(&maker.collection.item, Direction::Response, &example) {
            return fields.clone();
        }
        maker.put(maker.sample(mix(self.seed, n), false), fields)
    }

    /// An item with the id it has, or a new one.
    fn add(&mut self, mut item: Map<String, Value>, n: u64) {
        let own = self.maker.collection.id.as_ref();
        let given = own.and_then(|id| item.get(id)).map(write::scalar);
        let id = match given.filter(|id| !id.is_empty()) {
            Some(id) => id,
            None => {
                let (value, id) = free(self.maker, &mut self.set, mix(self.seed, n));
                item.extend(own.map(|property| (property.clone(), value)));
                id
            }
        };
        self.keep(id, item);
    }

    /// A made-up item, with an id that is made to be one and what repeats the way to it.
    fn add_made_up(&mut self, item: Map<String, Value>, n: u64) {
        let (value, id) = free(self.maker, &mut self.set, mix(self.seed, n));
        let mut own = repeated(self.maker, self.scope);
        own.extend(
            self.maker
                .collection
                .id
                .clone()
                .map(|name| (name, value.clone())),
        );
        let mut item = self.maker.put(item, &own);
        // The id is what it is kept by, whatever the schema says.
        item.extend(self.maker.collection.id.clone().map(|name| (name, value)));
        self.keep(id, item);
    }

    fn keep(&mut self, id: String, item: Map<String, Value>) {
        if self.items.iter().any(|(known, _)| *known == id) {
            return;
        }
        self.set.take(&id);
        self.items.push((id, Value::Object(item)));
    }
}

/// Properties that repeat the variables on the way to a collection.
pub fn repeated(maker: Maker<'_>, scope: &[String]) -> Map<String, Value> {
    let repeated = maker.collection.repeated.iter();
    let not_id = repeated.filter(|(_, name)| Some(name) != maker.collection.id.as_ref());
    not_id
        .filter_map(|(at, name)| Some((name.clone(), maker.typed(name, scope.get(*at)?))))
        .collect()
}

/// How many items a list of the collection has to have.
fn least(plan: &Plan, maker: Maker<'_>, at: usize) -> usize {
    let lists = plan
        .roles
        .values()
        .filter(|r| r.collection == at && r.deed == Deed::List && r.fixed.is_empty());
    let answers = lists.flat_map(|r| &r.answers);
    answers
        .filter_map(|a| maker.look.count(&a.place.whole, "minItems"))
        .max()
        .unwrap_or(0)
}
