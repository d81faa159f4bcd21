//! Answers: which statuses, and what is in them.

use serde_json::Value;

use super::{
    bodies,
    code::Kind,
    headers,
    section::{Comparison, NOWHERE, with},
};
use crate::model::{Link, LinkTarget, Operation, Place, ResponseSpec, StatusKey};

pub(super) fn compare<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    old: &'a Operation,
    new: &'a Operation,
) {
    for was in &old.responses {
        let exact = new.responses.iter().find(|r| r.status == was.status);
        match (exact, cover(new, was.status)) {
            (Some(is), _) => both(comparison, &part(was.status), was, is),
            (None, Some(is)) => {
                let kind = Kind::StatusFolded;
                let text = format!("`{}` stands for it now", is.status);
                one(
                    comparison,
                    kind,
                    was,
                    with(&is.place, is.status.to_string()),
                    false,
                    text,
                );
                both(comparison, &part(was.status), was, is);
            }
            (None, None) => {
                let kind = if is_success(was.status) {
                    Kind::SuccessStatusRemoved
                } else {
                    Kind::ErrorStatusRemoved
                };
                one(
                    comparison,
                    kind,
                    was,
                    NOWHERE,
                    false,
                    "it is gone".to_owned(),
                );
            }
        }
    }
    for is in &new.responses {
        if old.responses.iter().any(|r| r.status == is.status) {
            continue;
        }
        match cover(old, is.status) {
            Some(was) => {
                let kind = Kind::StatusDetailed;
                let text = format!("`{}` stood for it before", was.status);
                one(
                    comparison,
                    kind,
                    is,
                    with(&was.place, was.status.to_string()),
                    true,
                    text,
                );
                both(comparison, &part(is.status), was, is);
            }
            None => {
                let kind = if is_success(is.status) {
                    Kind::SuccessStatusAdded
                } else {
                    Kind::ErrorStatusAdded
                };
                one(comparison, kind, is, NOWHERE, true, "it is new".to_owned());
            }
        }
    }
}

fn part(status: StatusKey) -> String {
    format!("response {status}")
}

/// A status that only one side names.
fn one(
    comparison: &mut Comparison<'_, '_, '_>,
    kind: Kind,
    response: &ResponseSpec,
    other: super::section::Half,
    is_new: bool,
    text: String,
) {
    let side = comparison.response();
    let half = with(&response.place, response.status.to_string());
    let (old, new) = if is_new { (other, half) } else { (half, other) };
    comparison.add(Some(side), part(response.status), kind, old, new, text);
}

/// What stands for a status that has no entry of its own (OpenAPI 3.1.1, Responses Object).
fn cover(operation: &Operation, status: StatusKey) -> Option<&ResponseSpec> {
    let range = match status {
        StatusKey::Code(code) => u8::try_from(code / 100).ok().map(StatusKey::Range),
        _ => None,
    };
    let wanted = [
        range,
        (status != StatusKey::Default).then_some(StatusKey::Default),
    ];
    wanted
        .into_iter()
        .flatten()
        .find_map(|key| operation.responses.iter().find(|r| r.status == key))
}

/// Whether a client goes on from there. `default` is what nobody counts on.
fn is_success(status: StatusKey) -> bool {
    match status {
        StatusKey::Code(code) => (200..400).contains(&code),
        StatusKey::Range(digit) => digit == 2 || digit == 3,
        StatusKey::Default => false,
    }
}

fn both<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    part: &str,
    old: &'a ResponseSpec,
    new: &'a ResponseSpec,
) {
    let side = comparison.response();
    if old.status == new.status {
        let before = (&old.place, Some(old.description.as_str()));
        let after = (&new.place, Some(new.description.as_str()));
        let kind = Kind::DescriptionChanged;
        comparison.text(Some(side), part, kind, "description", before, after);
    }
    headers::compare(comparison, part, &old.headers, &new.headers);
    bodies::content(
        comparison,
        side,
        part,
        (&old.place, &old.content),
        (&new.place, &new.content),
    );
    links(comparison, part, old, new);
}

fn links(
    comparison: &mut Comparison<'_, '_, '_>,
    part: &str,
    old: &ResponseSpec,
    new: &ResponseSpec,
) {
    let side = comparison.response();
    let (old_place, new_place) = (&old.place, &new.place);
    let nothing = |place: &Place| (Some(place.clone()), None);
    for was in &old.links {
        let half = with(&was.place, said(was));
        match new.links.iter().find(|is| is.name == was.name) {
            Some(is) if is_same(was, is) => {}
            Some(is) => comparison.add(
                Some(side),
                part,
                Kind::LinkChanged,
                half,
                with(&is.place, said(is)),
                format!("the link `{}` says something else", is.name),
            ),
            None => comparison.add(
                Some(side),
                part,
                Kind::LinkRemoved,
                half,
                nothing(new_place),
                format!("the link `{}` is gone", was.name),
            ),
        }
    }
    for is in &new.links {
        if old.links.iter().all(|was| is.name != was.name) {
            comparison.add(
                Some(side),
                part,
                Kind::LinkAdded,
                nothing(old_place),
                with(&is.place, said(is)),
                format!("the link `{}` is new", is.name),
            );
        }
    }
}

fn said(link: &Link) -> Value {
    match &link.target {
        LinkTarget::Id(id) => id.as_str().into(),
        LinkTarget::Reference { written, .. } => written.as_str().into(),
    }
}

fn is_same(a: &Link, b: &Link) -> bool {
    said(a) == said(b)
        && a.parameters.len() == b.parameters.len()
        && a.parameters
            .iter()
            .all(|(k, v)| b.parameters.get(k) == Some(v))
        && a.request_body == b.request_body
        && a.server == b.server
}
