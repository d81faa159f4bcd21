//! `fairlead capabilities`: what an API can do, and by what one sees it.

use fairlead_openapi::{
    Spec,
    capabilities::{
        Capability, Evidence, FoundSignal, Group, GroupedBy, capabilities, groups,
        locate_capabilities,
    },
};
use serde::Serialize;

use crate::{
    args::CapabilitiesArgs,
    output::{self, Failure, Outcome},
    spec,
};

/// The answer in JSON.
#[derive(Serialize)]
struct Findings<'a> {
    title: &'a str,
    version: &'a str,
    openapi: &'a str,
    operations: usize,
    capabilities: &'a [Capability],
    groups: &'a [Group],
}

/// Pieces of evidence shown for each signal; JSON has more.
const SHOWN: usize = 2;

/// Reads the description and says what its API can do.
pub fn run(args: &CapabilitiesArgs) -> Result<Outcome, Failure> {
    let loaded = spec::read_description(&args.spec.spec, &args.spec.overlays, args.spec.remote)?;
    let mut found = capabilities(&loaded.spec);
    locate_capabilities(&mut found, &loaded.sources);
    let groups = groups(&loaded.spec);
    let spec = &loaded.spec;
    if args.json {
        output::say_json(&Findings {
            title: &spec.title,
            version: &spec.version,
            openapi: &spec.openapi,
            operations: spec.operations.len(),
            capabilities: &found,
            groups: &groups,
        })?;
    } else {
        output::say(&in_words(spec, &found, &groups))?;
    }
    Ok(Outcome::Well)
}

fn in_words(spec: &Spec, found: &[Capability], groups: &[Group]) -> String {
    let mut lines = vec![format!("{} {}", spec.title, spec.version).trim().to_owned()];
    for capability in found {
        lines.push(String::new());
        let style = capability.style.as_deref().unwrap_or_default();
        let name = format!("{} {style}", capability.kind.as_str());
        let operations = match capability.operations {
            0 => String::new(),
            1 => ", 1 operation".to_owned(),
            many => format!(", {many} operations"),
        };
        let likely = capability.confidence * 100.0;
        lines.push(format!("{}: {likely:.0} %{operations}", name.trim_end()));
        for found in &capability.signals {
            signal(found, &mut lines);
        }
    }
    if found.is_empty() {
        lines.push("nothing that speaks for a capability was found".to_owned());
    }
    if !groups.is_empty() {
        lines.push(String::new());
        let by = match groups[0].by {
            GroupedBy::Tag => "tags",
            GroupedBy::Path => "paths",
        };
        lines.push(format!("groups by {by}"));
        for group in groups {
            let name = if group.name.is_empty() {
                "(none)"
            } else {
                &group.name
            };
            lines.push(format!("  {:>4}  {name}", group.operations.len()));
        }
    }
    lines.join("\n")
}

fn signal(found: &FoundSignal, lines: &mut Vec<String>) {
    let (name, words) = (found.signal.as_str(), found.signal.words());
    lines.push(format!("  {:.2}  {name}: {words}", found.weight));
    for evidence in found.evidence.iter().take(SHOWN) {
        lines.push(format!("        {}", place(evidence)));
    }
    let more = found.count - found.evidence.len().min(SHOWN);
    if more > 0 {
        lines.push(format!("        and {more} more"));
    }
}

fn place(evidence: &Evidence) -> String {
    let spot = &evidence.spot;
    let at = match (&spot.file, spot.line) {
        (Some(file), Some(line)) => format!("{file}:{line}: "),
        (Some(file), None) => format!("{file}: "),
        _ => String::new(),
    };
    let operation = evidence.operation.as_ref().map_or_else(String::new, |o| {
        let name = format!("{} {}", o.method, o.path);
        if evidence.what.contains(&name) {
            String::new()
        } else {
            format!(" ({name})")
        }
    });
    format!("{at}{}{operation}", evidence.what)
}
