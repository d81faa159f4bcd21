//! What an operation's bodies hold: where the items are, and whether they are items at all.

use fairlead_openapi::{MediaType, Operation, ResponseSpec, SchemaRef, StatusKey};
use fairlead_validate::media::{self, Kind};

use super::{Infer, wanted};
use crate::state::{
    naming::meant,
    place::{self, Place, Wanted},
    shape::{Answer, Collection, Deed, Role},
};

/// Whether a status is declared by number.
pub fn declares(operation: &Operation, status: u16) -> bool {
    let mut responses = operation.responses.iter();
    responses.any(|r| r.status == StatusKey::Code(status))
}

/// The responses that tell of success, those by number first.
pub fn successes(operation: &Operation) -> impl Iterator<Item = &ResponseSpec> {
    let rank = |r: &&ResponseSpec| match r.status {
        StatusKey::Code(code @ 200..=299) => Some(code),
        StatusKey::Range(2) => Some(300),
        StatusKey::Default => Some(400),
        _ => None,
    };
    let mut found: Vec<&ResponseSpec> = operation
        .responses
        .iter()
        .filter(|r| rank(r).is_some())
        .collect();
    found.sort_by_key(rank);
    found.into_iter()
}

/// Whether any of some names means a property.
fn share(sent: &[String], names: &[String]) -> bool {
    sent.iter().any(|name| meant(names, name).is_some())
}

/// The schemas of bodies that hold values.
fn schemas(content: &[MediaType]) -> impl Iterator<Item = (&MediaType, &SchemaRef)> {
    let structured = |m: &&MediaType| {
        matches!(
            media::kind(&m.media_type),
            Kind::Json | Kind::Xml | Kind::Form | Kind::Multipart | Kind::JsonLines
        ) || m.media_type.contains('*')
    };
    let structured = content.iter().filter(structured);
    structured.filter_map(|m| Some((m, m.schema.as_ref()?)))
}

/// Whether a success has a body with a schema.
pub fn has_schema(operation: &Operation) -> bool {
    let numbered = |r: &&ResponseSpec| r.status != StatusKey::Default;
    let mut bodies = successes(operation).filter(numbered);
    bodies.any(|r| schemas(&r.content).next().is_some())
}

impl Infer<'_> {
    pub fn first_list(&self, operation: &Operation, wanted: Wanted<'_>) -> Option<Place> {
        let mut bodies = successes(operation).flat_map(|r| schemas(&r.content));
        bodies.find_map(|(_, schema)| place::of_list(self.look, schema, wanted))
    }

    pub fn first_one(&self, operation: &Operation, wanted: Wanted<'_>) -> Option<Place> {
        let numbered = |r: &&ResponseSpec| r.status != StatusKey::Default;
        let mut bodies = successes(operation)
            .filter(numbered)
            .flat_map(|r| schemas(&r.content));
        bodies.find_map(|(_, schema)| place::of_one(self.look, schema, wanted))
    }

    /// Whether what is sent or answered looks like an item.
    pub fn resembles(&self, operation: &Operation, item: &SchemaRef, wanted: Wanted<'_>) -> bool {
        let names = self.look.names(item);
        let wanted = Wanted {
            item: Some(item),
            ..wanted
        };
        let content = operation.request_body.as_ref().map(|b| &b.content);
        let sent = content.into_iter().flat_map(|c| schemas(c)).any(|(_, s)| {
            let place = place::of_body(self.look, s, wanted);
            place.is_some_and(|p| share(&self.look.names(&p.schema), &names))
        });
        sent || self
            .first_one(operation, wanted)
            .is_some_and(|p| self.look.target(&p.schema) == self.look.target(item))
    }

    /// Whether an operation takes fields of an item and nothing else, or answers with the item.
    pub fn acts(&self, place: usize, operation: &Operation) -> bool {
        let collection = &self.plan.collections[place];
        let item = &collection.item;
        let names = self.look.names(item);
        let content = operation.request_body.as_ref().map(|b| &b.content);
        let fields = content.into_iter().flat_map(|c| schemas(c)).any(|(_, s)| {
            let sent = self.look.names(s);
            !sent.is_empty() && sent.iter().all(|n| meant(&names, n).is_some())
        });
        fields
            || self
                .first_one(operation, wanted(collection))
                .is_some_and(|p| self.look.target(&p.schema) == self.look.target(item))
    }

    /// The role of an operation, and the examples that it gives.
    pub fn role(&self, at: usize, deed: Deed, operation: &Operation) -> Role {
        let collection = &self.plan.collections[at];
        let wanted = wanted(collection);
        let content = operation.request_body.as_ref().map(|b| &b.content);
        let bodies: Vec<(String, Place)> = content
            .into_iter()
            .flat_map(|c| schemas(c))
            .filter_map(|(m, schema)| {
                let place = place::of_body(self.look, schema, wanted)?;
                Some((m.media_type.clone(), place))
            })
            .collect();
        let many = bodies.iter().any(|(_, body)| body.listed);
        let mut answers = Vec::new();
        for response in successes(operation) {
            for (m, schema) in schemas(&response.content) {
                let place = match deed {
                    Deed::List => place::of_list(self.look, schema, wanted),
                    _ if many => place::of_body(self.look, schema, wanted),
                    _ => place::of_one(self.look, schema, wanted),
                };
                // A default is most often an error.
                let doubtful = response.status == StatusKey::Default;
                let place = place.filter(|p| {
                    self.is_item(collection, p) || !doubtful && self.has_fields(collection, p)
                });
                answers.extend(place.map(|place| Answer {
                    status: response.status,
                    media_type: m.media_type.clone(),
                    place,
                }));
            }
        }
        Role {
            collection: at,
            deed,
            key: None,
            fixed: Vec::new(),
            bodies,
            answers,
            verb: None,
        }
    }

    /// Whether what is there has something of an item.
    fn has_fields(&self, collection: &Collection, place: &Place) -> bool {
        let names = self.look.names(&collection.item);
        let there = self.look.names(&place.schema);
        share(&there, &names)
    }

    fn is_item(&self, collection: &Collection, place: &Place) -> bool {
        let names = self.look.names(&place.schema);
        let id = collection.id.as_ref();
        self.look.target(&place.schema) == self.look.target(&collection.item)
            || id.is_some_and(|id| names.contains(id))
    }
}

/// The items that the examples of an operation's answers hold.
pub fn examples(role: &Role, operation: &Operation) -> Vec<serde_json::Value> {
    let mut found = Vec::new();
    for response in successes(operation) {
        for media_type in &response.content {
            let Some(place) = role.answer(response.status, &media_type.media_type) else {
                continue;
            };
            let examples = media_type.examples.iter();
            let items = examples.flat_map(|e| place.items(&e.value));
            found.extend(items.filter(|i| i.is_object()).cloned());
        }
    }
    found
}
