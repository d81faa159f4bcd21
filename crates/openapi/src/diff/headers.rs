//! Header fields of responses.

use super::{
    code::Kind,
    field::{demand, value, words},
    section::{Comparison, NOWHERE, with},
};
use crate::model::Parameter;

/// Header fields of a response.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    part: &str,
    old: &'a [Parameter],
    new: &'a [Parameter],
) {
    let side = comparison.response();
    let find = |name: &str, all: &'a [Parameter]| -> Option<&'a Parameter> {
        all.iter().find(|p| p.name.eq_ignore_ascii_case(name))
    };
    for was in old {
        let part = format!("{part} header `{}`", was.name);
        let Some(is) = find(&was.name, new) else {
            let (kind, text) = if was.required {
                (
                    Kind::RequiredHeaderRemoved,
                    "it is gone, and was always there",
                )
            } else {
                (Kind::HeaderRemoved, "it is gone")
            };
            let half = with(&was.place, was.name.as_str());
            comparison.add(Some(side), part, kind, half, NOWHERE, text);
            continue;
        };
        let demands = (Kind::HeaderRequired, Kind::HeaderOptional);
        demand(comparison, side, &part, demands, was, is);
        words(comparison, side, &part, was, is);
        value(comparison, side, &part, was, is);
    }
    for is in new {
        if find(&is.name, old).is_none() {
            let (kind, text) = if is.required {
                (Kind::RequiredHeaderAdded, "it is new and always there")
            } else {
                (Kind::HeaderAdded, "it is new")
            };
            let half = with(&is.place, is.name.as_str());
            let part = format!("{part} header `{}`", is.name);
            comparison.add(Some(side), part, kind, NOWHERE, half, text);
        }
    }
}
