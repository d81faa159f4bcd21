//! What was found at one operation, or at the description as a whole.

use serde_json::Value;

use super::{
    code::{Kind, Side},
    graph::{Context, Finding, Graph, PairId},
    node::Nodes,
};
use crate::{
    Place, Spec,
    model::{Operation, SchemaRef},
    pointer,
};

/// What kind of operation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OperationKind {
    /// Something a client calls.
    Operation,
    /// Something the server calls.
    Webhook,
    /// Something the server calls because of an operation.
    Callback,
}

/// The operation a change is at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationName {
    /// What kind it is.
    pub kind: OperationKind,
    /// Upper case, such as `GET`.
    pub method: String,
    /// Path template, a webhook's name or a callback's expression: the new one where it is there.
    pub path: String,
    /// For a callback: its name and the operation it belongs to, as in
    /// `bookingChanged of POST /bookings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
    /// [`Operation::id`] in the old description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_id: Option<String>,
    /// [`Operation::id`] in the new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_id: Option<String>,
}

/// Something found outside of schemas.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) side: Option<Side>,
    /// Which part of the operation, such as ``query parameter `limit` ``.
    pub(super) part: String,
    pub(super) finding: Finding,
}

/// Two schemas of a message, to be compared.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) pair: PairId,
    pub(super) side: Side,
    pub(super) part: String,
    /// Where to point when what differs stands in no file.
    pub(super) old: Place,
    pub(super) new: Place,
}

/// Everything at one operation; `None`: at the description.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) operation: Option<OperationName>,
    pub(super) drafts: Vec<Draft>,
    pub(super) roots: Vec<Root>,
}

/// Two operations being compared.
pub(super) struct Comparison<'g, 'a, 'l> {
    pub(super) graph: &'g mut Graph<'a, 'l>,
    pub(super) specs: (&'a Spec, &'a Spec),
    pub(super) section: Section,
    /// Whether the server is the one who calls.
    pub(super) is_hook: bool,
}

/// One side of a change: where it stands and which value it has.
pub(super) type Half = (Option<Place>, Option<Value>);

impl<'a> Comparison<'_, 'a, '_> {
    pub(super) fn request(&self) -> Side {
        if self.is_hook {
            Side::WebhookRequest
        } else {
            Side::Request
        }
    }

    pub(super) fn response(&self) -> Side {
        if self.is_hook {
            Side::WebhookResponse
        } else {
            Side::Response
        }
    }

    /// Notes a change outside of schemas.
    pub(super) fn add(
        &mut self,
        side: Option<Side>,
        part: impl Into<String>,
        kind: Kind,
        (old, before): Half,
        (new, after): Half,
        text: impl Into<String>,
    ) {
        self.section.drafts.push(Draft {
            side,
            part: part.into(),
            finding: Finding {
                kind,
                old,
                new,
                before,
                after,
                text: text.into(),
            },
        });
    }

    /// Notes two schemas to compare; one that is missing takes everything.
    pub(super) fn schemas(
        &mut self,
        context: Context,
        part: String,
        (old_place, old): (&'a Place, Option<&'a SchemaRef>),
        (new_place, new): (&'a Place, Option<&'a SchemaRef>),
    ) {
        if old.is_none() && new.is_none() {
            return;
        }
        let old_nodes: Nodes<'a> = match old.and_then(|at| self.graph.old.at(at)) {
            Some(node) => vec![node],
            None => vec![self.graph.old.absent(old_place)],
        };
        let new_nodes: Nodes<'a> = match new.and_then(|at| self.graph.new.at(at)) {
            Some(node) => vec![node],
            None => vec![self.graph.new.absent(new_place)],
        };
        if let Some(pair) = self.graph.pair(old_nodes, new_nodes, context) {
            self.section.roots.push(Root {
                pair,
                side: context.side,
                part,
                old: old_place.clone(),
                new: new_place.clone(),
            });
        }
    }

    /// A text that only people read.
    pub(super) fn text(
        &mut self,
        side: Option<Side>,
        part: &str,
        kind: Kind,
        keyword: &str,
        (old, before): (&Place, Option<&str>),
        (new, after): (&Place, Option<&str>),
    ) {
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        if before == after {
            return;
        }
        let value = |text: &str| (!text.is_empty()).then(|| Value::from(text));
        let text = match (before, after) {
            ("", _) => format!("`{keyword}` is new"),
            (_, "") => format!("`{keyword}` is gone"),
            _ => format!("`{keyword}` says something else"),
        };
        self.add(
            side,
            part,
            kind,
            (Some(under(old, keyword, before)), value(before)),
            (Some(under(new, keyword, after)), value(after)),
            text,
        );
    }
}

fn under(place: &Place, keyword: &str, text: &str) -> Place {
    if text.is_empty() {
        place.clone()
    } else {
        inside(place, keyword)
    }
}

/// A key of the object at a place.
pub(super) fn inside(place: &Place, key: &str) -> Place {
    Place {
        document: place.document.clone(),
        pointer: pointer::join(&place.pointer, key),
    }
}

/// A place, as one half of a change.
pub(super) fn at(place: &Place) -> Half {
    (Some(place.clone()), None)
}

/// A place and a value there.
pub(super) fn with(place: &Place, value: impl Into<Value>) -> Half {
    (Some(place.clone()), Some(value.into()))
}

/// Nothing there.
pub(super) const NOWHERE: Half = (None, None);

/// The name of two operations, or of one.
pub(super) fn name(
    kind: OperationKind,
    callback: Option<String>,
    old: Option<&Operation>,
    new: Option<&Operation>,
) -> Option<OperationName> {
    let shown = new.or(old)?;
    Some(OperationName {
        kind,
        method: shown.method.clone(),
        path: shown.path.clone(),
        callback,
        old_id: old.map(|o| o.id.clone()),
        new_id: new.map(|o| o.id.clone()),
    })
}
