//! `cargo xtask test`: installs what the tests need, runs all of them, and counts.

mod e2e;
mod fuzz;
mod rust;
mod schemathesis;
mod summary;
mod unit;

use std::path::Path;

use summary::Summary;

use crate::{packages, ui};

/// Runs every part, or those whose name contains one of the `--filter` texts. The last line on
/// stdout is `N passed, N failed, N skipped`.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let wanted = Filter::parse(arguments)?;
    let mut summary = Summary::default();
    // What cannot be prepared is a failure of its own, not the end: the rest is still worth
    // knowing, and the last line is promised.
    if wanted.wants_interface() {
        summary.prepare("packages", || {
            packages::install(&[packages::BUILD, packages::TEST])
        });
        summary.prepare("ui build", || ui::build(root));
    }
    unit::run(root, &wanted, &mut summary);
    let fairlead = rust::run(root, &wanted, &mut summary);
    e2e::run(root, &wanted, fairlead.clone(), &mut summary);
    schemathesis::run(root, &wanted, fairlead.as_deref(), &mut summary);
    fuzz::run(root, &wanted, &mut summary);
    summary.print();
    if summary.passed() {
        Ok(())
    } else {
        // The last line has said it.
        std::process::exit(1);
    }
}

/// Which parts are wanted.
pub struct Filter(Vec<String>);

impl Filter {
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut texts = Vec::new();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.strip_prefix("--filter") {
                Some("") => texts.push(words.next().ok_or("--filter wants a text")?.clone()),
                Some(rest) if rest.starts_with('=') => texts.push(rest[1..].to_owned()),
                _ => {
                    return Err(format!(
                        "`test` does not know `{word}`, only --filter TEXT: a part of a name \
                         such as `core`, `ui`, `e2e`, `desktop`"
                    ));
                }
            }
        }
        Ok(Self(texts))
    }

    /// Whether the part of this name is to run.
    pub fn wants(&self, part: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|text| part.contains(text.as_str()))
    }

    /// Whether something is to run that the interface is compiled into, or that tests it.
    pub fn wants_interface(&self) -> bool {
        let named = |text: &String| text.contains("ui") || text.contains("e2e");
        self.wants("rust desktop") || self.wants("rust cli") || self.0.iter().any(named)
    }

    /// Whether everything is to run.
    pub fn wants_all(&self) -> bool {
        self.0.is_empty()
    }
}
