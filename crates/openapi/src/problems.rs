//! Collects what is wrong, each thing once, and gives it lines in the end.

use std::collections::HashSet;

use fairlead_core::{Diagnostic, Severity, limits};

use crate::{
    SourceSet,
    files::{At, Files},
    locate, text,
};

/// Problems by file and pointer.
#[derive(Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
    seen: HashSet<(&'static str, usize, String)>,
    left_out: usize,
}

struct Problem {
    severity: Severity,
    code: &'static str,
    message: String,
    file: usize,
    pointer: String,
}

impl Problems {
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        file: usize,
        pointer: &str,
        message: impl FnOnce() -> String,
    ) {
        // Kept beyond the limit for a while: errors shall not be crowded out by hints.
        if self.found.len() >= 8 * limits::DIAGNOSTICS {
            self.left_out += 1;
            return;
        }
        if self.seen.insert((code, file, pointer.to_owned())) {
            self.found.push(Problem {
                severity,
                code,
                message: message(),
                file,
                pointer: pointer.to_owned(),
            });
        }
    }

    pub(crate) fn error(&mut self, code: &'static str, at: &At<'_>, message: impl Into<String>) {
        self.add(Severity::Error, code, at.file, &at.pointer, || {
            message.into()
        });
    }

    pub(crate) fn warning(&mut self, code: &'static str, at: &At<'_>, message: impl Into<String>) {
        self.add(Severity::Warning, code, at.file, &at.pointer, || {
            message.into()
        });
    }

    pub(crate) fn info(&mut self, code: &'static str, at: &At<'_>, message: impl Into<String>) {
        self.add(Severity::Info, code, at.file, &at.pointer, || {
            message.into()
        });
    }

    pub(crate) fn hint(&mut self, code: &'static str, at: &At<'_>, message: impl Into<String>) {
        self.add(Severity::Hint, code, at.file, &at.pointer, || {
            message.into()
        });
    }

    /// As diagnostics with lines, behind those of the texts; the worst are kept where there are
    /// too many, in the order of the files.
    pub(crate) fn finish(
        mut self,
        mut texts: Vec<Diagnostic>,
        files: &Files,
        sources: &SourceSet,
    ) -> Vec<Diagnostic> {
        let room = limits::DIAGNOSTICS.saturating_sub(texts.len().min(limits::DIAGNOSTICS));
        if self.found.len() > room {
            self.left_out += self.found.len() - room;
            // Stable: within one severity the order of finding stays.
            self.found.sort_by_key(|p| std::cmp::Reverse(p.severity));
            self.found.truncate(room);
        }
        let mut placed: Vec<Diagnostic> = Vec::with_capacity(self.found.len());
        // The root first: it is what the person looks at.
        let order = files
            .root
            .into_iter()
            .chain((0..files.all.len()).filter(|i| Some(*i) != files.root));
        for index in order {
            let file = &files.all[index];
            let from = placed.len();
            let own: Vec<&Problem> = self.found.iter().filter(|p| p.file == index).collect();
            if own.is_empty() {
                continue;
            }
            let pointers: Vec<&str> = own.iter().map(|p| p.pointer.as_str()).collect();
            let places = sources
                .files
                .get(&file.uri)
                .and_then(|bytes| text::decode(bytes).ok())
                .map_or_else(
                    || vec![None; own.len()],
                    |text| locate::locate_all(&text, &pointers),
                );
            for (problem, found) in own.iter().zip(places) {
                let diagnostic =
                    Diagnostic::new(problem.severity, problem.code, problem.message.clone())
                        .at(file.name.clone(), problem.pointer.clone());
                placed.push(match found {
                    Some(found) => diagnostic.on_line(found.span.line, found.span.column),
                    None => diagnostic,
                });
            }
            placed[from..].sort_by_key(|p| (p.line, p.column));
        }
        texts.truncate(limits::DIAGNOSTICS);
        texts.extend(placed);
        if self.left_out > 0 {
            texts.push(Diagnostic::new(
                Severity::Info,
                "too-many-problems",
                format!("{} more problems are not shown", self.left_out),
            ));
        }
        texts
    }
}
