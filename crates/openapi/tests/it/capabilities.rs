//! What an API can do, and by what one sees it.

mod documents;
mod grouping;
mod signals;

use std::fmt::Write as _;

use fairlead_openapi::{
    Spec,
    capabilities::{Capability, capabilities, locate_capabilities},
};

use crate::show;

/// Capabilities of a text, with file and line.
pub fn of(text: &str) -> Vec<Capability> {
    let (sources, spec, _) = show::one(text);
    assert!(!spec.openapi.is_empty(), "no description");
    let mut found = capabilities(&spec);
    locate_capabilities(&mut found, &sources);
    found
}

/// Kind, style and confidence of each, one a line.
pub fn brief(spec: &Spec) -> String {
    capabilities(spec).iter().fold(String::new(), |mut out, c| {
        let style = c.style.as_deref().unwrap_or("-");
        let _ = writeln!(out, "{} {style} {:.2}", c.kind.as_str(), c.confidence);
        out
    })
}
