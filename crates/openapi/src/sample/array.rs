//! Arrays.

use serde_json::Value;

use super::{DEPTH_OF_EXTRAS, Maker, conjunction::Conjunction};

/// Most items made where more are not asked for.
const USUAL: usize = 3;
/// Most items made even where more are asked for.
const MOST: usize = 2_000;

impl<'a> Maker<'a> {
    pub(super) fn array(&mut self, found: &Conjunction<'a>, name: &str, depth: usize) -> Value {
        let least = found.most_size("minItems").unwrap_or(0).min(MOST);
        let most = found.least_size("maxItems").unwrap_or(usize::MAX);
        let prefix = found
            .all("prefixItems")
            .filter_map(Value::as_array)
            .map(Vec::len)
            .max()
            .unwrap_or(0);
        let contains = found.under("contains");
        let wanted = if depth >= DEPTH_OF_EXTRAS
            || self.options.minimal
            || self.budget < super::BUDGET / 2
        {
            least
        } else {
            least
                .max(1)
                .max(self.rng.usize(1..=USUAL.max(prefix)))
                .max(prefix.min(USUAL))
        };
        let count = wanted.min(most);
        let unique = found.flag("uniqueItems");
        let mut items: Vec<Value> = Vec::with_capacity(count);
        let singular = name.strip_suffix('s').unwrap_or(name);
        for index in 0..count {
            let place = found.item(index);
            if place.nodes.iter().any(|n| n.schema == &Value::Bool(false)) {
                break;
            }
            if let Some(item) = self.item(&place, singular, depth, unique, &items) {
                items.push(item);
            }
        }
        for wanted in &contains {
            let least = found.most_size("minContains").unwrap_or(1);
            for index in 0..least {
                let place = found.item(index).with(wanted);
                let item = self.value(&place, singular, depth + 1);
                match items.get_mut(index) {
                    Some(slot) => *slot = item,
                    None => items.push(item),
                }
            }
        }
        Value::Array(items)
    }

    fn item(
        &mut self,
        place: &Conjunction<'a>,
        name: &str,
        depth: usize,
        unique: bool,
        others: &[Value],
    ) -> Option<Value> {
        let examples = self.options.examples;
        for attempt in 0..20 {
            // An example is the same each time.
            self.options.examples = examples && !(unique && attempt > 0);
            let item = self.value(place, name, depth + 1);
            if !unique || !others.contains(&item) {
                self.options.examples = examples;
                return Some(item);
            }
        }
        self.options.examples = examples;
        None
    }
}
