//! `cargo xtask tidy`: does the code keep the shape that ARCHITECTURE.md draws. Also a test.

mod arrows;
mod imports;
mod lengths;
mod names;
mod words;

use std::{fs, path::Path, process::Command};

use crate::command;

/// A file of the checkout.
pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    /// Its text; `None` for what is no UTF-8, such as pictures.
    pub text: Option<String>,
}

impl File {
    /// Whether its name ends so, as in `.rs`.
    pub fn ends(&self, ends: &[&str]) -> bool {
        ends.iter().any(|end| self.path.ends_with(end))
    }
}

/// Prints what is wrong; fails when something is.
pub fn run(root: &Path) -> Result<(), String> {
    let problems = check(root)?;
    if problems.is_empty() {
        println!("tidy");
        return Ok(());
    }
    for problem in &problems {
        println!("{problem}");
    }
    Err(format!("{} things are untidy", problems.len()))
}

/// Everything that is wrong, one line each.
fn check(root: &Path) -> Result<Vec<String>, String> {
    let files = files(root)?;
    let mut problems = arrows::check(root)?;
    problems.extend(names::check(&files));
    problems.extend(lengths::check(&files));
    problems.extend(imports::check(&files));
    problems.extend(words::check(&files));
    Ok(problems)
}

/// The files git knows or would add.
fn files(root: &Path) -> Result<Vec<File>, String> {
    let listed = command::read(Command::new("git").current_dir(root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]))?;
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    Ok(paths
        .filter_map(|path| {
            // A file that was deleted and not yet committed is listed all the same.
            let bytes = fs::read(root.join(path)).ok()?;
            Some(File {
                path: path.to_owned(),
                text: String::from_utf8(bytes).ok(),
            })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_checkout_is_tidy() {
        let problems = super::check(&crate::root()).expect("the checkout can be read");
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    }
}
