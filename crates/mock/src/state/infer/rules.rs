//! Rules 2 to 5: what is not plainly a collection or an item.

use fairlead_openapi::Operation;

use super::{Infer, repeated};
use crate::state::{
    naming::{fold, id_property},
    place::{Place, Wanted},
    shape::{Collection, Deed, Role},
    template::{Segment, Template},
};

impl<'a> Infer<'a> {
    /// Rules 2 to 5.
    pub(super) fn other(&mut self, at: usize) {
        let operation = &self.spec.operations[at];
        let Some(template) = self.templates[at].clone() else {
            return;
        };
        match operation.method.as_str() {
            "GET" => self.list_or_read(operation, &template),
            "POST" | "PUT" | "PATCH" => {
                let known = self.action(operation, &template, true)
                    || self.many(operation, &template)
                    || operation.method == "POST" && self.alone(operation, &template);
                if !known {
                    self.action(operation, &template, false);
                }
            }
            _ => {}
        }
    }

    /// The collection that an operation's path is below an item of, and one word further.
    fn item_above(&self, template: &Template) -> Option<usize> {
        self.plan.collections.iter().position(|c| {
            template.segments.len() == c.template.segments.len() + 2
                && template.starts_with(&c.template)
                && matches!(
                    template.segments[c.template.segments.len()],
                    Segment::Variable(_)
                )
                && template.last_literal().is_some()
        })
    }

    /// Rule 3. `sure`: the answer has to be the item.
    fn action(&mut self, operation: &'a Operation, template: &Template, sure: bool) -> bool {
        let Some(place) = self.item_above(template) else {
            return false;
        };
        let mut role = self.role(place, Deed::Act, operation);
        let item = self.look.target(&self.plan.collections[place].item);
        let answers = role
            .answers
            .iter()
            .any(|a| self.look.target(&a.place.schema) == item);
        let acts = || self.acts(place, operation) && !self.is_resource(template);
        if !answers && (sure || !acts()) {
            return false;
        }
        role.key = Some(self.plan.collections[place].depth);
        role.verb = template.last_literal().map(fold);
        self.plan.roles.insert(operation.id.clone(), role);
        true
    }

    /// Whether a path can be read, or a path below it that ends in a variable: then it is a thing
    /// of its own, and no action.
    fn is_resource(&self, template: &Template) -> bool {
        let length = template.segments.len();
        let mut others = self.templates.iter().zip(&self.spec.operations);
        others.any(|(other, operation)| {
            other.as_ref().is_some_and(|other| {
                other.starts_with(template)
                    && match other.segments.get(length) {
                        None => operation.method == "GET",
                        Some(Segment::Variable(_)) => true,
                        Some(Segment::Literal(_)) => false,
                    }
            })
        })
    }

    /// Rule 2, and the reading of an item by another path.
    fn list_or_read(&mut self, operation: &'a Operation, template: &Template) {
        if let Some(place) = self.item_above(template) {
            let mut role = self.role(place, Deed::Read, operation);
            let item = self.look.target(&self.plan.collections[place].item);
            role.answers
                .retain(|a| self.look.target(&a.place.schema) == item && !a.place.listed);
            if !role.answers.is_empty() {
                role.key = Some(self.plan.collections[place].depth);
                self.plan.roles.insert(operation.id.clone(), role);
                return;
            }
        }
        let mut best: Option<(usize, Role)> = None;
        for (place, collection) in self.plan.collections.iter().enumerate() {
            let length = collection.template.segments.len();
            let common = template.common(&collection.template);
            let in_item = common == length
                && matches!(template.segments.get(length), Some(Segment::Variable(_)));
            if common + 1 < length || in_item || best.as_ref().is_some_and(|(b, _)| *b >= common) {
                continue;
            }
            let mut role = self.role(place, Deed::List, operation);
            let item = self.look.target(&collection.item);
            role.answers
                .retain(|a| self.look.target(&a.place.schema) == item);
            let names = self.look.names(&collection.item);
            let further = (0..)
                .zip(template.variables())
                .zip(repeated(template, &names));
            let fixed = further.skip(collection.depth).map(|((at, variable), by)| {
                // Below the collection itself, `{name}` is that of its items.
                let own = || names.iter().find(|n| fold(n) == fold(variable)).cloned();
                Some((at, if common == length { own() } else { by }?))
            });
            let Some(fixed) = fixed.collect::<Option<Vec<_>>>() else {
                continue;
            };
            if !role.answers.is_empty() {
                role.fixed = fixed;
                best = Some((common, role));
            }
        }
        if let Some((_, role)) = best {
            self.plan.roles.insert(operation.id.clone(), role);
        }
    }

    /// Rule 4.
    fn many(&mut self, operation: &'a Operation, template: &Template) -> bool {
        for (place, collection) in self.plan.collections.iter().enumerate() {
            let length = collection.template.segments.len();
            if !template.starts_with(&collection.template)
                || template.variables().len() != collection.depth
                || template.segments.len() == length
                || operation.method != "POST"
            {
                continue;
            }
            let role = self.role(place, Deed::Create, operation);
            let item = self.look.target(&collection.item);
            let same =
                |(_, body): &(String, Place)| body.listed && self.look.target(&body.schema) == item;
            if role.bodies.iter().any(same) {
                self.plan.roles.insert(operation.id.clone(), role);
                return true;
            }
        }
        false
    }

    /// Rule 5.
    fn alone(&mut self, operation: &'a Operation, template: &Template) -> bool {
        let template = &template.first(template.segments.len());
        let name = template
            .last_literal()
            .filter(|name| !name.starts_with(':'));
        let Some(name) = name.map(str::to_owned) else {
            return false;
        };
        if self
            .plan
            .collections
            .iter()
            .any(|c| c.template.key() == template.key())
        {
            return false;
        }
        let length = template.segments.len();
        let deeper = self.templates.iter().flatten().find_map(|t| {
            let below = t.starts_with(template).then(|| t.segments.get(length))??;
            match below {
                Segment::Variable(name) => Some(name.clone()),
                Segment::Literal(_) => None,
            }
        });
        let variable = deeper.unwrap_or_else(|| "id".to_owned());
        let wanted = Wanted {
            name: &name,
            variable: &variable,
            item: None,
        };
        let Some(answer) = self.first_one(operation, wanted) else {
            return false;
        };
        let Some(id) = id_property(&self.look.names(&answer.schema), &variable, &name) else {
            return false;
        };
        let all = self.operations(template);
        let list = all.iter().find(|o| o.method == "GET");
        let list = list.and_then(|o| {
            let item = Some(&answer.schema);
            self.first_list(o, Wanted { item, ..wanted })
        });
        let place = self.plan.collections.len();
        let collection = Collection {
            variable: variable.clone(),
            id: Some(id),
            has_list: list.is_some(),
            ..self.collection(template.clone(), &name, answer.schema.clone())
        };
        self.plan.collections.push(collection);
        let role = self.role(place, Deed::Create, operation);
        self.plan.roles.insert(operation.id.clone(), role);
        if list.is_some() {
            self.roles_of_collection(place, &all);
        }
        true
    }
}
