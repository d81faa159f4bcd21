//! Texts in, a readable text of the outcome out.

use std::fmt::Write as _;

use fairlead_core::Diagnostic;
use fairlead_openapi::{MediaType, MemoryFetch, Parameter, SourceSet, Spec, read};

/// Reads files by name, the first of them the root.
pub fn files(files: &[(&str, &str)]) -> (SourceSet, Spec, Vec<Diagnostic>) {
    let fetch = MemoryFetch::new(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    read(&MemoryFetch::uri(files[0].0), &fetch)
}

/// One file.
pub fn one(text: &str) -> (SourceSet, Spec, Vec<Diagnostic>) {
    files(&[("api.yaml", text)])
}

/// Problems, one a line.
pub fn problems(problems: &[Diagnostic]) -> String {
    problems.iter().fold(String::new(), |mut out, problem| {
        let _ = writeln!(out, "{problem}");
        out
    })
}

/// Codes of problems with their pointers, one a line.
pub fn codes(problems: &[Diagnostic]) -> String {
    problems.iter().fold(String::new(), |mut out, p| {
        let pointer = p.pointer.as_deref().unwrap_or("-");
        let line = p.line.unwrap_or(0);
        let _ = writeln!(out, "{} {} {pointer} :{line}", p.severity.as_str(), p.code);
        out
    })
}

/// The model, in brief.
pub fn model(spec: &Spec) -> String {
    let mut out = format!("{} {} ({:?})\n", spec.title, spec.version, spec.family);
    for server in &spec.servers {
        let _ = writeln!(out, "server {}", server.resolved);
    }
    for scheme in spec.security_schemes.values() {
        let _ = writeln!(out, "scheme {} {:?}", scheme.name, scheme.kind);
    }
    for tag in &spec.tags {
        let _ = writeln!(out, "tag {} < {:?}", tag.name, tag.parent);
    }
    for (name, at) in &spec.schemas {
        let _ = writeln!(out, "schema {name} {}", at.pointer);
    }
    for operation in spec.operations.iter().chain(&spec.webhooks) {
        let _ = writeln!(
            out,
            "{} {} {:?}",
            operation.method, operation.path, operation.operation_id
        );
        if let Some(security) = &operation.security {
            let _ = writeln!(out, "  security {security:?}");
        }
        for p in &operation.parameters {
            let _ = writeln!(out, "  {}", parameter(p));
        }
        if let Some(body) = &operation.request_body {
            let _ = writeln!(out, "  body required={}", body.required);
            for content in &body.content {
                media_type(&mut out, content);
            }
        }
        for response in &operation.responses {
            let _ = writeln!(out, "  {:?} {}", response.status, response.description);
            for header in &response.headers {
                let _ = writeln!(out, "    {}", parameter(header));
            }
            for content in &response.content {
                media_type(&mut out, content);
            }
        }
    }
    out
}

fn parameter(p: &Parameter) -> String {
    format!(
        "{:?} {} {:?}{}{} {}",
        p.location,
        p.name,
        p.style,
        if p.explode { " explode" } else { "" },
        if p.required { " required" } else { "" },
        p.schema.as_ref().map_or("-", |s| &s.pointer),
    )
}

fn media_type(out: &mut String, content: &MediaType) {
    let _ = writeln!(
        out,
        "    {} {} items={:?}",
        content.media_type,
        content.schema.as_ref().map_or("-", |s| &s.pointer),
        content.item_schema.as_ref().map(|s| &s.pointer),
    );
    for example in &content.examples {
        let _ = writeln!(out, "      example {:?} {}", example.name, example.value);
    }
    for (name, encoding) in &content.encoding {
        let _ = writeln!(
            out,
            "      encoding {name} {:?} {:?}",
            encoding.style, encoding.explode
        );
    }
}
