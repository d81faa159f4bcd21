//! From paths and schemas to collections and roles. The rules, in their order:
//!
//! 1. A path that ends in a variable below a path that does not is an item of a collection,
//!    where the collection can be listed or added to.
//! 2. A `GET` of a list of the same schema below or beside a collection lists it, filtered.
//! 3. An operation below an item that answers with the item, or takes only its fields, acts on it.
//! 4. A `POST` of a list of items below a collection makes them all.
//! 5. A `POST` whose answer has an id makes a collection by itself.

mod gather;
mod rules;

use std::collections::HashMap;

use fairlead_openapi::{Operation, Spec};

use super::{
    joined,
    naming::{fold, id_property, singular},
    place::Wanted,
    schema::Look,
    shape::{Collection, Deed, Plan},
    template::{Segment, Template},
};

pub use gather::{declares, successes};

/// The collections of a description.
pub fn infer(spec: &Spec) -> Plan {
    let mut infer = Infer {
        look: Look(&spec.documents),
        spec,
        templates: spec
            .operations
            .iter()
            .map(|o| Template::parse(&o.path))
            .collect(),
        by_key: HashMap::new(),
        plan: Plan::default(),
    };
    for (at, template) in infer.templates.iter().enumerate() {
        if let Some(template) = template {
            infer.by_key.entry(template.key()).or_default().push(at);
        }
    }
    for at in 0..spec.operations.len() {
        infer.item_path(at);
    }
    for at in 0..spec.operations.len() {
        if !infer.has_role(at) {
            infer.other(at);
        }
    }
    infer.parents();
    infer.examples();
    infer.plan.references = joined::references(spec, &infer.plan);
    infer.plan
}

struct Infer<'a> {
    look: Look<'a>,
    spec: &'a Spec,
    templates: Vec<Option<Template>>,
    by_key: HashMap<String, Vec<usize>>,
    plan: Plan,
}

impl<'a> Infer<'a> {
    fn has_role(&self, at: usize) -> bool {
        self.plan.roles.contains_key(&self.spec.operations[at].id)
    }

    fn operations(&self, template: &Template) -> Vec<&'a Operation> {
        let found = self.by_key.get(&template.key()).into_iter().flatten();
        found.map(|at| &self.spec.operations[*at]).collect()
    }

    /// Rule 1, for the path of an operation.
    fn item_path(&mut self, at: usize) {
        let Some(template) = self.templates[at].clone() else {
            return;
        };
        let Some(variable) = template.last_variable().filter(|_| !self.has_role(at)) else {
            return;
        };
        let above = template.first(template.segments.len() - 1);
        let Some(name) = above.last_literal().map(str::to_owned) else {
            return;
        };
        let items = self.operations(&template);
        let all = self.operations(&above);
        let method =
            |of: &[&'a Operation], method: &str| of.iter().find(|o| o.method == method).copied();
        let wanted = Wanted {
            name: &name,
            variable,
            item: None,
        };
        let list = method(&all, "GET").and_then(|o| self.first_list(o, wanted));
        let read = method(&items, "GET");
        let one = |o: Option<&'a Operation>| o.and_then(|o| self.first_one(o, wanted));
        if read.is_some_and(gather::has_schema) && one(read).is_none() {
            return;
        }
        let found = one(read)
            .or_else(|| one(method(&items, "PATCH")))
            .or_else(|| one(method(&items, "PUT")))
            .or_else(|| list.clone())
            .or_else(|| one(method(&all, "POST")));
        let Some(item) = found.map(|place| place.schema) else {
            return;
        };
        let create = method(&all, "POST").filter(|o| self.resembles(o, &item, wanted));
        let puts = method(&items, "PUT").filter(|o| gather::declares(o, 201));
        if list.is_none() && create.is_none() && puts.is_none() {
            return;
        }
        // The same path may be there under several names; one that is an id is the best.
        let names = self.look.names(&item);
        let same = self.by_key.get(&template.key()).into_iter().flatten();
        let variables = same.filter_map(|at| self.templates[*at].as_ref()?.last_variable());
        let ids = variables.filter_map(|v| Some((v, id_property(&names, v, &name)?)));
        let best = ids.min_by_key(|(_, id)| !fold(id).ends_with("id"));
        let (variable, id) = best.map_or((variable, None), |(v, id)| (v, Some(id)));
        let collection = Collection {
            readable: read.map(|_| template.clone()),
            id,
            variable: variable.to_owned(),
            has_list: list.is_some(),
            ..self.collection(above.clone(), &name, item)
        };
        let place = self.plan.collections.len();
        self.plan.collections.push(collection);
        self.roles_of_collection(place, &all);
        self.roles_of_item(place, &items);
    }

    fn collection(
        &self,
        template: Template,
        name: &str,
        item: fairlead_openapi::SchemaRef,
    ) -> Collection {
        let names = repeated(&template, &self.look.names(&item));
        let repeated = (0..).zip(names);
        Collection {
            depth: template.variables().len(),
            repeated: repeated
                .filter_map(|(at, name)| Some((at, name?)))
                .collect(),
            template,
            readable: None,
            name: name.to_owned(),
            variable: "id".into(),
            id: None,
            item,
            parent: None,
            has_list: false,
            examples: Vec::new(),
        }
    }

    fn roles_of_collection(&mut self, place: usize, operations: &[&'a Operation]) {
        for operation in operations {
            let deed = match operation.method.as_str() {
                "GET" if self.plan.collections[place].has_list => Deed::List,
                "POST" => Deed::Create,
                "PUT" => Deed::Replace,
                "PATCH" => Deed::Merge,
                _ => continue,
            };
            let role = self.role(place, deed, operation);
            let collection = &self.plan.collections[place];
            let fits = match deed {
                Deed::List => !role.answers.is_empty(),
                Deed::Create => self.resembles(operation, &collection.item, wanted(collection)),
                _ => role.bodies.iter().any(|(_, body)| {
                    let names = self.look.names(&body.schema);
                    let id = collection.id.as_ref();
                    id.is_some_and(|id| names.contains(id)) || body.listed
                }),
            };
            if fits {
                self.plan.roles.insert(operation.id.clone(), role);
            }
        }
    }

    fn roles_of_item(&mut self, place: usize, operations: &[&'a Operation]) {
        for operation in operations {
            let deed = match operation.method.as_str() {
                "GET" => Deed::Read,
                "PUT" => Deed::Replace,
                "PATCH" => Deed::Merge,
                "DELETE" => Deed::Remove,
                "POST" if self.acts(place, operation) => Deed::Act,
                _ => continue,
            };
            let mut role = self.role(place, deed, operation);
            role.key = Some(self.plan.collections[place].depth);
            self.plan.roles.insert(operation.id.clone(), role);
        }
    }

    /// What the description itself shows of each collection: of its lists first.
    fn examples(&mut self) {
        for deed in [Deed::List, Deed::Read, Deed::Create] {
            for operation in &self.spec.operations {
                let Some(role) = self.plan.roles.get(&operation.id) else {
                    continue;
                };
                if role.deed == deed {
                    let (place, found) = (role.collection, gather::examples(role, operation));
                    self.plan.collections[place].examples.extend(found);
                }
            }
        }
    }

    /// Which collection's item is on the way to each collection.
    fn parents(&mut self) {
        let parent = |child: &Collection| {
            let mut found: Option<(usize, usize)> = None;
            for (place, c) in self.plan.collections.iter().enumerate() {
                let length = c.template.segments.len();
                let is_below = child.template.segments.len() > length + 1
                    && child.template.starts_with(&c.template)
                    && matches!(child.template.segments[length], Segment::Variable(_));
                if is_below && c.readable.is_some() && found.is_none_or(|(l, _)| l < length) {
                    found = Some((length, place));
                }
            }
            found.map(|(_, place)| place)
        };
        let parents: Vec<Option<usize>> = self.plan.collections.iter().map(parent).collect();
        for (collection, parent) in self.plan.collections.iter_mut().zip(parents) {
            collection.parent = parent;
        }
    }
}

/// For each variable of a path, the property of an item that repeats it: `projectId` of `/projects/
/// {id}/tasks` as well as of `/projects/{projectId}/tasks`.
fn repeated(template: &Template, names: &[String]) -> Vec<Option<String>> {
    let find = |wanted: &str| names.iter().find(|n| fold(n) == wanted).cloned();
    let mut literal = "";
    let mut found = Vec::new();
    for segment in &template.segments {
        match segment {
            Segment::Literal(text) => literal = text,
            Segment::Variable(variable) => {
                // The item has an id and a name of its own.
                let own = Some(fold(variable)).filter(|v| v != "id" && v != "name");
                let of_parent = format!("{}id", singular(literal));
                found.push(own.as_deref().and_then(find).or_else(|| find(&of_parent)));
            }
        }
    }
    found
}

/// What is looked for in bodies that are about a collection.
fn wanted(collection: &Collection) -> Wanted<'_> {
    Wanted {
        name: &collection.name,
        variable: &collection.variable,
        item: Some(&collection.item),
    }
}
