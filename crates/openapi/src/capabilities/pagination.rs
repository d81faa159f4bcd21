//! How long lists come in parts.

use super::{
    collect::Collector,
    scan::{Property, Scan, located, successes},
    signal::Signal,
    words::{around, fold, mention},
};
use crate::{Operation, Parameter, model::Location};

/// Names as [`fold`] gives them.
const CURSORS: &[&str] = &[
    "cursor",
    "startingafter",
    "endingbefore",
    "nextcursor",
    "startcursor",
    "endcursor",
    "aftercursor",
    "beforecursor",
    "pagecursor",
    "pageafter",
    "pagebefore",
];
const TOKENS: &[&str] = &[
    "pagetoken",
    "nextpagetoken",
    "nexttoken",
    "continuationtoken",
    "paginationtoken",
];
const OFFSETS: &[&str] = &["offset", "skip", "pageoffset", "startindex", "startat"];
const PAGES: &[&str] = &["page", "pagenumber", "pageno", "pagenum", "pageindex"];
const LIMITS: &[&str] = &[
    "limit",
    "pagelimit",
    "pagesize",
    "perpage",
    "size",
    "count",
    "maxresults",
    "top",
    "maxitems",
];

/// Names of properties in answers.
const NEXT_CURSORS: &[&str] = &["nextcursor", "endcursor", "cursornext"];
const NEXT_TOKENS: &[&str] = &["nextpagetoken", "nexttoken", "continuationtoken"];
const NEXT_LINKS: &[&str] = &[
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
    "nextlink",
    "nextpage",
    "next",
];
const PAGE_NUMBERS: &[&str] = &[
    "totalpages",
    "pagecount",
    "numpages",
    "currentpage",
    "pagenumber",
];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for operation in scan.operations() {
        parameters(scan, operation, collector);
        headers(operation, collector);
        if matches!(operation.method.as_str(), "PUT" | "PATCH" | "DELETE") {
            continue;
        }
        for response in successes(operation) {
            for properties in scan.response_properties(response) {
                answer(operation, &properties, collector);
            }
        }
    }
    for (operation, place, text) in scan.texts() {
        let wanted = ["rel=\"next\"", "rel=next", "link header", "`link` header"];
        if let Some(word) = mention(text, &wanted) {
            let style = Some("link-header");
            let what = || around(text, word);
            collector.add(Signal::LinkWords, style, operation, &place, what);
        }
    }
}

fn parameters(scan: &Scan<'_>, operation: &Operation, collector: &mut Collector) {
    let query: Vec<(String, &Parameter)> = located(operation, Location::Query)
        .map(|p| (fold(&p.name), p))
        .collect();
    let find = |names: &[&str]| -> Option<&Parameter> {
        let found = query
            .iter()
            .find(|(folded, _)| names.contains(&folded.as_str()));
        found.map(|(_, p)| *p)
    };
    let mut add = |signal: Signal, style: &str, parameter: &Parameter| {
        let what = || format!("query parameter `{}`", parameter.name);
        collector.add(signal, Some(style), Some(operation), &parameter.place, what);
    };
    let limit = find(LIMITS);
    let mut leads_on = false;
    if let Some(cursor) = find(CURSORS) {
        leads_on = true;
        add(Signal::CursorParameter, "cursor", cursor);
    } else if let Some(after) = find(&["after", "before"])
        && !scan.is_date(after)
    {
        leads_on = true;
        add(Signal::AfterParameter, "cursor", after);
    }
    if let Some(token) = find(TOKENS) {
        leads_on = true;
        add(Signal::TokenParameter, "token", token);
    }
    if let Some(offset) = find(OFFSETS) {
        leads_on = true;
        // One that is no number is a token by another name.
        let style = if scan.is_number(offset) {
            "offset"
        } else {
            "token"
        };
        add(Signal::OffsetParameter, style, offset);
        if limit.is_some() {
            add(Signal::OffsetWithLimit, style, offset);
        }
    }
    if let Some(page) = find(PAGES).filter(|p| scan.is_number(p)) {
        leads_on = true;
        add(Signal::PageParameter, "page", page);
        if limit.is_some() {
            add(Signal::PageWithSize, "page", page);
        }
    }
    let limit = limit.filter(|l| !leads_on && operation.method == "GET" && scan.is_number(l));
    if let Some(limit) = limit {
        let what = || format!("query parameter `{}`", limit.name);
        collector.add(
            Signal::LimitAlone,
            None,
            Some(operation),
            &limit.place,
            what,
        );
    }
}

fn headers(operation: &Operation, collector: &mut Collector) {
    for header in successes(operation).flat_map(|r| &r.headers) {
        let folded = fold(&header.name);
        let signal = match folded.as_str() {
            "link" => Signal::LinkHeader,
            "xnext" | "xnextpage" | "nextpage" | "xnextlink" => Signal::NextHeader,
            _ => continue,
        };
        let what = || format!("header `{}`", header.name);
        collector.add(
            signal,
            Some("link-header"),
            Some(operation),
            &header.place,
            what,
        );
    }
}

/// Properties that lead on, at the top of an answer or right inside it.
fn answer(operation: &Operation, properties: &[Property], collector: &mut Collector) {
    for property in properties.iter().filter(|p| p.depth <= 1) {
        let is_in = |names: &[&str]| names.contains(&property.folded.as_str());
        let (signal, style) = if is_in(NEXT_CURSORS) {
            (Signal::NextCursorProperty, "cursor")
        } else if is_in(NEXT_TOKENS) {
            (Signal::NextTokenProperty, "token")
        } else if is_in(NEXT_LINKS) {
            // A link by itself, or among other links.
            if property.folded == "next" && !is_pair(properties, property.depth) {
                continue;
            }
            (Signal::NextLinkProperty, "next-link")
        } else if is_in(PAGE_NUMBERS) {
            (Signal::NextPageProperty, "page")
        } else {
            continue;
        };
        let what = || format!("property `{}`", property.name);
        collector.add(signal, Some(style), Some(operation), &property.place, what);
    }
}

/// Whether something leads back as well: a mere `next` may be anything.
fn is_pair(properties: &[Property], depth: usize) -> bool {
    const BACK: &[&str] = &["prev", "previous", "first", "last", "self"];
    properties
        .iter()
        .any(|p| p.depth == depth && BACK.contains(&p.folded.as_str()))
}
