//! Whether errors have one form.

use std::collections::BTreeMap;

use super::{
    collect::Collector,
    scan::{Property, Scan, failures},
    signal::Signal,
};
use crate::{Operation, SchemaRef, model::MediaType};

/// What part of the errors has to have one schema for it to be theirs.
const MOST: f64 = 0.8;

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    let mut by_schema: BTreeMap<SchemaRef, Vec<(&Operation, &MediaType)>> = BTreeMap::new();
    let mut all = 0_usize;
    for operation in scan.operations() {
        for content in failures(operation).flat_map(|r| &r.content) {
            let essence = content.media_type.split(';').next().unwrap_or_default();
            if essence
                .trim()
                .eq_ignore_ascii_case("application/problem+json")
            {
                let what = || format!("`{}`", content.media_type);
                let (signal, style) = (Signal::ProblemMediaType, Some("problem-json"));
                collector.add(signal, style, Some(operation), &content.place, what);
            }
            let Some(schema) = &content.schema else {
                continue;
            };
            all += 1;
            by_schema
                .entry(scan.behind(schema))
                .or_default()
                .push((operation, content));
            members(operation, &scan.properties(schema), collector);
        }
    }
    let most = by_schema.values().max_by_key(|uses| uses.len());
    if let Some(uses) = most
        && uses.len() >= 2
        && is_most(uses.len(), all)
    {
        for (operation, content) in uses {
            let what = || format!("{} of {all} errors have this schema", uses.len());
            let (signal, style) = (Signal::SharedErrorSchema, Some("common-schema"));
            collector.add(signal, style, Some(operation), &content.place, what);
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of answers are small")]
fn is_most(part: usize, all: usize) -> bool {
    part as f64 >= MOST * all as f64
}

fn members(operation: &Operation, properties: &[Property], collector: &mut Collector) {
    let has = |name: &str, depth: usize| {
        properties
            .iter()
            .find(|p| p.folded == name && p.depth == depth)
    };
    if let (Some(title), Some(_)) = (has("title", 0), has("status", 0))
        && (has("detail", 0).is_some() || has("type", 0).is_some())
    {
        let what = || "properties `title`, `status` and `detail` or `type`".to_owned();
        let (signal, style) = (Signal::ProblemShape, Some("problem-json"));
        collector.add(signal, style, Some(operation), &title.place, what);
    }
    for depth in 0..=1 {
        let code = ["code", "errorcode", "error", "type", "status"]
            .iter()
            .find_map(|name| has(name, depth));
        let message = ["message", "errormessage", "detail", "description"]
            .iter()
            .find_map(|name| has(name, depth));
        if let (Some(code), Some(message)) = (code, message) {
            let what = || format!("properties `{}` and `{}`", code.name, message.name);
            let (signal, style) = (Signal::ErrorMembers, Some("common-schema"));
            collector.add(signal, style, Some(operation), &message.place, what);
            return;
        }
    }
}
