//! Items that name items of other collections: an order's customer is one that is there. Which
//! property names what is taken from the links of the description (OpenAPI 3.1.1, Link Object).

use fairlead_openapi::{Operation, Spec};
use serde_json::{Map, Value};

use super::{
    State,
    asking::Asking,
    data::Data,
    identity::mix,
    make::Maker,
    seed,
    shape::{Deed, Plan},
    store::{Key, Store},
};
use crate::{Mock, links};
use fairlead_validate::parameter::write;

/// A property of one collection's items that is the id of another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The collection whose items have it.
    pub from: usize,
    /// Its name.
    pub property: String,
    /// The collection whose items it names.
    pub to: usize,
}

/// Every reference that a link tells of. Items below other items are left out: their id alone
/// does not lead to them.
pub fn references(spec: &Spec, plan: &Plan) -> Vec<Reference> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let Some(role) = plan.roles.get(&operation.id) else {
            continue;
        };
        let links = operation
            .responses
            .iter()
            .flat_map(|r| r.links.iter().map(move |link| (r.status, link)));
        for (status, link) in links {
            let Some(target) = spec.linked(link) else {
                continue;
            };
            let mut places = role.answers.iter().filter(|a| a.status == status);
            let Some(place) = places.next().map(|a| &a.place).filter(|p| !p.listed) else {
                continue;
            };
            let within: String = place.within.iter().map(|name| format!("/{name}")).collect();
            for (name, pointer) in links::pointers(link) {
                let property = pointer
                    .strip_prefix(&within)
                    .and_then(|rest| rest.strip_prefix('/'))
                    .filter(|rest| !rest.contains(['/', '~']));
                let to =
                    links::parameter(target, name).and_then(|p| named_by(plan, target, &p.name));
                let (Some(property), Some(to)) = (property, to) else {
                    continue;
                };
                let is_own = plan.collections[role.collection].id.as_deref() == Some(property);
                let reference = Reference {
                    from: role.collection,
                    property: property.to_owned(),
                    to,
                };
                if !is_own && !found.contains(&reference) {
                    found.push(reference);
                }
            }
        }
    }
    found
}

/// The collection whose item a variable of an operation's path names by itself.
fn named_by(plan: &Plan, operation: &Operation, variable: &str) -> Option<usize> {
    let role = plan.roles.get(&operation.id)?;
    let collection = &plan.collections[role.collection];
    let is_item = role.key.is_some() && !matches!(role.deed, Deed::List | Deed::Create);
    let is_alone = collection.depth == 0 && collection.variable == variable;
    (is_item && is_alone).then_some(role.collection)
}

/// Puts an id that is there in the place of each that is not, in what a collection begins with.
pub fn join_seeds(
    mock: &Mock,
    plan: &Plan,
    data: &Data,
    from: usize,
    items: &mut [(String, Value)],
    seed: u64,
) {
    for reference in plan.references.iter().filter(|r| r.from == from) {
        let ids = seed::ids(mock, plan, data, &(reference.to, Vec::new()));
        let maker = Maker::new(mock, &plan.collections[from]);
        for (n, (_, item)) in (0..).zip(items.iter_mut()) {
            let Some(fields) = item.as_object_mut() else {
                continue;
            };
            let own = chosen(maker, reference, fields, &ids, mix(seed, n));
            if !own.is_empty() {
                *fields = maker.put(std::mem::take(fields), &own);
            }
        }
    }
}

/// The id to put, where the one that is there leads nowhere.
fn chosen(
    maker: Maker<'_>,
    reference: &Reference,
    fields: &Map<String, Value>,
    ids: &[String],
    seed: u64,
) -> Map<String, Value> {
    let name = &reference.property;
    let before = fields.get(name).filter(|v| !v.is_null());
    let leads = before.is_some_and(|v| ids.contains(&write::scalar(v)));
    let nth = usize::try_from(seed >> 8).unwrap_or(0) % ids.len().max(1);
    match ids.get(nth) {
        Some(id) if before.is_some() && !leads => {
            Map::from_iter([(name.clone(), maker.typed(name, id))])
        }
        _ => Map::new(),
    }
}

impl Asking<'_> {
    /// Ids of items that are there, for the properties of a new item that name some and that are
    /// not the client's to say.
    pub(super) fn joined(
        &self,
        store: &mut Store,
        sent: &Map<String, Value>,
        offered: &[String],
        seed: u64,
    ) -> Map<String, Value> {
        let mut own = Map::new();
        let all = self.plan.references.iter();
        for reference in all.filter(|r| r.from == self.role.collection) {
            let name = &reference.property;
            let is_clients = sent.contains_key(name) || offered.contains(name);
            if is_clients || reference.to == reference.from {
                continue;
            }
            let maker = self.maker();
            let key: Key = (reference.to, Vec::new());
            let Ok(set) = self.set(store, &key) else {
                continue;
            };
            let nth = usize::try_from(seed >> 8).unwrap_or(0) % set.items.len().max(1);
            if let Some((id, _)) = set.items.get_index(nth) {
                own.insert(name.clone(), maker.typed(name, id));
            }
        }
        own
    }
}

impl State {
    /// The ids that a variable of an operation's path may have; `None` where nothing is kept there.
    pub(crate) fn ids(
        &self,
        mock: &Mock,
        operation: &Operation,
        variable: &str,
    ) -> Option<Vec<String>> {
        let key = (named_by(&self.plan, operation, variable)?, Vec::new());
        let mut kept = self.lock();
        let begun = kept.store.set(&key);
        if let Some(set) = begun {
            return Some(set.items.keys().cloned().collect());
        }
        Some(seed::ids(mock, &self.plan, &kept.data, &key))
    }
}
