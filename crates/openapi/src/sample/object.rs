//! Objects.

use serde_json::{Map, Value};

use super::{DEPTH_OF_EXTRAS, Direction, Maker, conjunction::Conjunction, string};

impl<'a> Maker<'a> {
    pub(super) fn object(&mut self, found: &Conjunction<'a>, depth: usize) -> Value {
        let required: Vec<&str> = texts(found, "required");
        let most = found.least_size("maxProperties").unwrap_or(usize::MAX);
        let mut map = Map::new();
        for name in declared(found) {
            let is_required = required.contains(&name);
            if is_required || map.len() < most && self.wants_optional(found, name, depth) {
                self.put(&mut map, found, name, is_required, depth);
            }
        }
        for name in &required {
            if !map.contains_key(*name) {
                self.put(&mut map, found, name, true, depth);
            }
        }
        if let Some((property, value)) = &found.discriminator {
            map.insert(property.clone(), Value::from(value.clone()));
        }
        self.follow_dependents(&mut map, found, depth);
        self.fill(&mut map, found, depth);
        if map.len() > most {
            let extra: Vec<String> = map
                .keys()
                .filter(|k| !required.contains(&k.as_str()))
                .cloned()
                .collect();
            for name in extra.into_iter().take(map.len() - most) {
                map.remove(&name);
            }
        }
        Value::Object(map)
    }

    fn wants_optional(&mut self, found: &Conjunction<'a>, name: &str, depth: usize) -> bool {
        if self.options.minimal || depth >= DEPTH_OF_EXTRAS || self.budget < super::BUDGET / 2 {
            return false;
        }
        let property = found.property(name);
        // What nests has a price, and may go on for ever.
        let nests = property.nodes.iter().any(|n| {
            n.schema.get("$ref").is_some()
                || n.schema.get("properties").is_some()
                || n.schema.get("items").is_some()
        });
        property
            .nodes
            .iter()
            .all(|n| n.schema != &Value::Bool(false))
            && (!nests || depth < 2 || self.rng.u8(..) < 100)
    }

    fn put(
        &mut self,
        map: &mut Map<String, Value>,
        found: &Conjunction<'a>,
        name: &str,
        is_required: bool,
        depth: usize,
    ) {
        let property = found.property(name);
        let whole = property.expand(self.documents, &mut self.rng.clone(), depth + 1);
        let other_way = match self.options.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        if whole.flag(other_way) {
            return;
        }
        let before = self.budget;
        let value = self.value(&property, name, depth + 1);
        // Where the budget or the depth ended in there, an optional part is better left out.
        let ended = self.budget == 0 || depth + 1 > super::DEPTH;
        if is_required || !ended || before == 0 {
            map.insert(name.to_owned(), value);
        }
    }

    /// `dependentRequired` and `dependencies` that name properties.
    fn follow_dependents(
        &mut self,
        map: &mut Map<String, Value>,
        found: &Conjunction<'a>,
        depth: usize,
    ) {
        let rules = found
            .all("dependentRequired")
            .chain(found.all("dependencies"));
        for rule in rules.filter_map(Value::as_object) {
            for (name, wanted) in rule {
                let wanted = wanted
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                if map.contains_key(name) {
                    for other in wanted {
                        if !map.contains_key(other) {
                            self.put(map, found, other, true, depth);
                        }
                    }
                }
            }
        }
    }

    /// Properties nobody named, until there are enough.
    fn fill(&mut self, map: &mut Map<String, Value>, found: &Conjunction<'a>, depth: usize) {
        let mut least = found.most_size("minProperties").unwrap_or(0);
        let is_map = declared(found).is_empty()
            && found.all("additionalProperties").any(Value::is_object)
            && found.least_size("maxProperties") != Some(0);
        if least == 0 && is_map && depth < DEPTH_OF_EXTRAS && !self.options.minimal {
            least = 1;
        }
        for attempt in 0..least * 4 {
            if map.len() >= least {
                return;
            }
            let name = self.new_name(found, attempt);
            if !map.contains_key(&name) {
                let property = found.property(&name);
                let value = self.value(&property, &name, depth + 1);
                map.insert(name, value);
            }
        }
    }

    fn new_name(&mut self, found: &Conjunction<'a>, attempt: usize) -> String {
        if let Some(names) = found.under("propertyNames").first() {
            let names = names.expand(self.documents, &mut self.rng, 0);
            if let Some(listed) = names.all("enum").find_map(Value::as_array) {
                let text = listed
                    .get(attempt % listed.len().max(1))
                    .and_then(Value::as_str);
                return text.unwrap_or_default().to_owned();
            }
            return string::make(&names, "", &mut self.rng);
        }
        let pattern = found
            .all("patternProperties")
            .find_map(|p| p.as_object()?.keys().next());
        match pattern {
            Some(pattern) => super::pattern::make(pattern, 0, &mut self.rng)
                .unwrap_or_else(|| format!("key{}", attempt + 1)),
            None => declared(found)
                .get(attempt)
                .map_or_else(|| format!("key{}", attempt + 1), |name| (*name).to_owned()),
        }
    }
}

/// The names of all properties, each once, in order.
fn declared<'a>(found: &Conjunction<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for properties in found.all("properties").filter_map(Value::as_object) {
        names.extend(
            properties
                .keys()
                .map(String::as_str)
                .filter(|name| seen.insert(*name)),
        );
    }
    names
}

fn texts<'a>(found: &Conjunction<'a>, keyword: &str) -> Vec<&'a str> {
    found
        .all(keyword)
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
