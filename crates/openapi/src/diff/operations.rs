//! Which operations there are, and each of them by itself.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{
    bodies,
    code::Kind,
    graph::Graph,
    parameters, responses,
    section::{Comparison, NOWHERE, OperationKind, Section, at, inside, name, with},
    security, servers,
};
use crate::{
    Spec,
    model::{Callback, Operation},
    template,
};

/// Everything at operations, webhooks and callbacks: those of the old description in its order,
/// then those that are new.
pub(super) fn compare<'a>(graph: &mut Graph<'a, '_>, old: &'a Spec, new: &'a Spec) -> Vec<Section> {
    let mut all = All {
        graph,
        specs: (old, new),
        sections: Vec::new(),
    };
    all.list(
        OperationKind::Operation,
        None,
        &old.operations,
        &new.operations,
    );
    all.list(OperationKind::Webhook, None, &old.webhooks, &new.webhooks);
    all.sections
}

struct All<'g, 'a, 'l> {
    graph: &'g mut Graph<'a, 'l>,
    specs: (&'a Spec, &'a Spec),
    sections: Vec<Section>,
}

impl<'a, 'l> All<'_, 'a, 'l> {
    fn list(
        &mut self,
        kind: OperationKind,
        callback: Option<&str>,
        old: &'a [Operation],
        new: &'a [Operation],
    ) {
        let matched = matches(old, new);
        for (was, is) in old.iter().zip(&matched) {
            match is {
                Some(is) => self.both(kind, callback, was, &new[*is]),
                None => self.one(kind, callback, was, false, new),
            }
        }
        let kept: HashSet<usize> = matched.into_iter().flatten().collect();
        for (index, is) in new.iter().enumerate() {
            if !kept.contains(&index) {
                self.one(kind, callback, is, true, old);
            }
        }
    }

    /// An operation that only one side has.
    fn one(
        &mut self,
        kind: OperationKind,
        callback: Option<&str>,
        operation: &'a Operation,
        is_new: bool,
        others: &[Operation],
    ) {
        let code = match (kind, is_new) {
            (OperationKind::Operation, true) => Kind::OperationAdded,
            (OperationKind::Operation, false) => Kind::OperationRemoved,
            (OperationKind::Webhook, true) => Kind::WebhookAdded,
            (OperationKind::Webhook, false) => Kind::WebhookRemoved,
            (OperationKind::Callback, true) => Kind::CallbackAdded,
            (OperationKind::Callback, false) => Kind::CallbackRemoved,
        };
        let word = match kind {
            OperationKind::Operation => "operation",
            OperationKind::Webhook => "webhook",
            OperationKind::Callback => "callback",
        };
        let moved = others
            .iter()
            .find(|o| o.operation_id.is_some() && o.operation_id == operation.operation_id);
        let text = match (moved, is_new) {
            (Some(o), true) => format!(
                "the {word} is new; its operationId was that of {} {}",
                o.method, o.path
            ),
            (Some(o), false) => format!(
                "the {word} is gone; its operationId is now that of {} {}",
                o.method, o.path
            ),
            (None, true) => format!("the {word} is new"),
            (None, false) => format!("the {word} is gone"),
        };
        let (old, new) = if is_new {
            (None, Some(operation))
        } else {
            (Some(operation), None)
        };
        let mut comparison = self.begin(kind, callback, old, new);
        let half = |o: Option<&Operation>| {
            o.map_or(NOWHERE, |o| {
                with(&o.place, format!("{} {}", o.method, o.path))
            })
        };
        comparison.add(None, "", code, half(old), half(new), text);
        let section = comparison.section;
        self.sections.push(section);
    }

    fn begin(
        &mut self,
        kind: OperationKind,
        callback: Option<&str>,
        old: Option<&Operation>,
        new: Option<&Operation>,
    ) -> Comparison<'_, 'a, 'l> {
        let operation = name(kind, callback.map(str::to_owned), old, new);
        Comparison {
            graph: self.graph,
            specs: self.specs,
            section: Section {
                operation,
                ..Section::default()
            },
            is_hook: kind != OperationKind::Operation,
        }
    }

    fn both(
        &mut self,
        kind: OperationKind,
        callback: Option<&str>,
        old: &'a Operation,
        new: &'a Operation,
    ) {
        let mut comparison = self.begin(kind, callback, Some(old), Some(new));
        if kind == OperationKind::Callback && old.path != new.path {
            comparison.add(
                None,
                "",
                Kind::CallbackMoved,
                with(&old.place, old.path.as_str()),
                with(&new.place, new.path.as_str()),
                format!("the address went from `{}` to `{}`", old.path, new.path),
            );
        }
        words(&mut comparison, old, new);
        security::compare(&mut comparison, old, new);
        servers::of_operation(&mut comparison, old, new);
        parameters::compare(&mut comparison, old, new);
        bodies::requests(&mut comparison, old, new);
        responses::compare(&mut comparison, old, new);
        let section = comparison.section;
        self.sections.push(section);
        self.callbacks(old, new);
    }

    fn callbacks(&mut self, old: &'a Operation, new: &'a Operation) {
        let of = format!("{} {}", new.method, new.path);
        let mut kept: HashSet<usize> = HashSet::new();
        for was in &old.callbacks {
            let label = format!("{} of {of}", was.name);
            let is = matching(was, &old.callbacks, &new.callbacks, &kept);
            if let Some(is) = is {
                kept.insert(is);
            }
            let is = is.map_or(&[][..], |i| &new.callbacks[i].operations[..]);
            // Behind another expression it is the same callback at another address.
            self.called(&label, &was.operations, is);
        }
        for (index, is) in new.callbacks.iter().enumerate() {
            if !kept.contains(&index) {
                let label = format!("{} of {of}", is.name);
                self.called(&label, &[], &is.operations);
            }
        }
    }

    fn called(&mut self, label: &str, old: &'a [Operation], new: &'a [Operation]) {
        let kind = OperationKind::Callback;
        for was in old {
            match new.iter().find(|is| is.method == was.method) {
                Some(is) => self.both(kind, Some(label), was, is),
                None => self.one(kind, Some(label), was, false, &[]),
            }
        }
        for is in new {
            if old.iter().all(|was| is.method != was.method) {
                self.one(kind, Some(label), is, true, &[]);
            }
        }
    }
}

/// The callback that another became: by name and expression, else by a name that is there once.
fn matching(
    callback: &Callback,
    old: &[Callback],
    new: &[Callback],
    taken: &HashSet<usize>,
) -> Option<usize> {
    let exact = new
        .iter()
        .position(|c| c.name == callback.name && c.expression == callback.expression);
    if exact.is_some() {
        return exact;
    }
    let is_once = |all: &[Callback]| all.iter().filter(|c| c.name == callback.name).count() == 1;
    let by_name = new.iter().position(|c| c.name == callback.name)?;
    (is_once(old) && is_once(new) && !taken.contains(&by_name)).then_some(by_name)
}

/// Which new operation each old one became: same method and path, names of variables aside.
fn matches(old: &[Operation], new: &[Operation]) -> Vec<Option<usize>> {
    let mut exact: HashMap<(&str, &str), usize> = HashMap::new();
    let mut by_form: HashMap<(&str, String), Vec<usize>> = HashMap::new();
    for (index, is) in new.iter().enumerate() {
        exact.entry((&is.method, &is.path)).or_insert(index);
        by_form
            .entry((&is.method, template::form(&is.path)))
            .or_default()
            .push(index);
    }
    let mut taken: HashSet<usize> = HashSet::new();
    let mut matched: Vec<Option<usize>> = old
        .iter()
        .map(|was| {
            let found = exact
                .get(&(was.method.as_str(), was.path.as_str()))
                .copied();
            found.filter(|index| taken.insert(*index))
        })
        .collect();
    for (was, slot) in old.iter().zip(&mut matched) {
        if slot.is_none() {
            let same = by_form.get(&(was.method.as_str(), template::form(&was.path)));
            let free = same
                .into_iter()
                .flatten()
                .find(|index| !taken.contains(*index));
            *slot = free.copied();
            taken.extend(free);
        }
    }
    matched
}

/// One text of an operation.
type Text = fn(&Operation) -> Option<&str>;

fn words<'a>(comparison: &mut Comparison<'_, 'a, '_>, old: &'a Operation, new: &'a Operation) {
    if old.deprecated != new.deprecated {
        let (kind, text) = if new.deprecated {
            (Kind::OperationDeprecated, "it is deprecated now")
        } else {
            (Kind::OperationUndeprecated, "it is no longer deprecated")
        };
        let half = |o: &Operation| {
            let place = if o.deprecated {
                inside(&o.place, "deprecated")
            } else {
                o.place.clone()
            };
            with(&place, o.deprecated)
        };
        comparison.add(None, "", kind, half(old), half(new), text);
    }
    let texts: [(Kind, &str, Text); 3] = [
        (Kind::OperationIdChanged, "operationId", |o| {
            o.operation_id.as_deref()
        }),
        (Kind::OperationSummaryChanged, "summary", |o| {
            o.summary.as_deref()
        }),
        (Kind::OperationDescriptionChanged, "description", |o| {
            o.description.as_deref()
        }),
    ];
    for (kind, keyword, text) in texts {
        let before = (&old.place, text(old));
        let after = (&new.place, text(new));
        comparison.text(None, "", kind, keyword, before, after);
    }
    if old.tags != new.tags {
        let half = |o: &Operation| {
            let value: Value = o.tags.iter().map(String::as_str).collect();
            if o.tags.is_empty() {
                at(&o.place)
            } else {
                with(&inside(&o.place, "tags"), value)
            }
        };
        let kind = Kind::OperationTagsChanged;
        comparison.add(None, "", kind, half(old), half(new), "the tags are others");
    }
}
