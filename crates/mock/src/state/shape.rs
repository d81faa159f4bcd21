//! What a description's paths and schemas say of what is kept: collections, and what each
//! operation does to them.

use std::collections::HashMap;

use fairlead_openapi::{SchemaRef, StatusKey};
use serde_json::Value;

use super::{joined::Reference, place::Place, template::Template};

/// Every collection, and the part that each operation has in one.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the document.
    pub collections: Vec<Collection>,
    /// By the operation's id. Operations without a role keep nothing.
    pub roles: HashMap<String, Role>,
    /// Which properties name items of other collections.
    pub references: Vec<Reference>,
}

/// Items of one kind, kept side by side: `/things`, or `/projects/{p}/tasks` once for each `p`.
#[derive(Debug)]
pub struct Collection {
    /// Path of the collection.
    pub template: Template,
    /// Path of one item, where it can be read.
    pub readable: Option<Template>,
    /// The last segment, such as `tasks`.
    pub name: String,
    /// The variable of the item's path.
    pub variable: String,
    /// The property that is the id, where there is one.
    pub id: Option<String>,
    /// Schema of an item as it is read.
    pub item: SchemaRef,
    /// The collection of which an item is on the way here.
    pub parent: Option<usize>,
    /// How many variables are on the way here.
    pub depth: usize,
    /// Properties that repeat a variable on the way here, by the variable's place.
    pub repeated: Vec<(usize, String)>,
    /// Whether the description says how to ask for all of them.
    pub has_list: bool,
    /// Items that the description gives as examples.
    pub examples: Vec<Value>,
}

/// What an operation does to a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Reads many.
    List,
    /// Makes one, or several.
    Create,
    /// Reads one.
    Read,
    /// Puts another in its place.
    Replace,
    /// Changes parts of it.
    Merge,
    /// Takes it away.
    Remove,
    /// Does something with it that changes some of its fields.
    Act,
}

/// The part that an operation has in a collection.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its place among [`Plan::collections`].
    pub collection: usize,
    /// What it does.
    pub deed: Deed,
    /// Which of the path's variables names the item; `None` where the body does, or nothing.
    pub key: Option<usize>,
    /// Properties that have to be what a variable of the path is.
    pub fixed: Vec<(usize, String)>,
    /// Where the item is in a request's body, by media type.
    pub bodies: Vec<(String, Place)>,
    /// Where the item or the list is in an answer.
    pub answers: Vec<Answer>,
    /// The last word of an action's path, such as `cancel`.
    pub verb: Option<String>,
}

/// Where the item or the list is in one form of answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The response's status.
    pub status: StatusKey,
    /// The media type, as declared.
    pub media_type: String,
    /// Where.
    pub place: Place,
}

impl Collection {
    /// The path as it stands in the description, without its ending.
    pub fn path(&self) -> String {
        self.template.text()
    }

    /// One of many, for messages.
    pub fn one(&self) -> String {
        super::naming::singular(&self.name)
    }
}

impl Role {
    /// Where the item or the list is in an answer of this status and media type.
    pub fn answer(&self, status: StatusKey, media_type: &str) -> Option<&Place> {
        let found = self
            .answers
            .iter()
            .find(|a| a.status == status && a.media_type == media_type)?;
        Some(&found.place)
    }

    /// Where the item is in a body of this media type, as declared.
    pub fn body(&self, media_type: &str) -> Option<&Place> {
        let found = self.bodies.iter().find(|(m, _)| m == media_type)?;
        Some(&found.1)
    }
}
