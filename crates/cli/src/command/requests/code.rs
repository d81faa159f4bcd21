//! `fairlead requests code`.

use std::path::Path;

use fairlead_requests::{Language, Reading, SavedRequest, file, to_code};

use super::read_from;
use crate::{
    args::CodeArgs,
    output::{self, Failure, Outcome},
};

/// Prints the code.
pub fn run(args: &CodeArgs) -> Result<Outcome, Failure> {
    let request = find(&args.request)?;
    let language = Language::ALL
        .into_iter()
        .find(|language| language.name() == args.language)
        .unwrap_or(Language::Curl);
    output::say(to_code(&request, language).trim_end())?;
    Ok(Outcome::Well)
}

/// The request that a path names: some of it is the folder on disk, the rest the request in it.
fn find(path: &Path) -> Result<SavedRequest, Failure> {
    let text = path.to_string_lossy().into_owned();
    let text = text.strip_suffix(file::ENDING).unwrap_or(&text);
    // From the outermost folder that is a collection, so that what it says for all is heeded.
    let mut folders: Vec<&Path> = Path::new(text).ancestors().skip(1).collect();
    folders.reverse();
    for folder in folders {
        let here = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        if !here.join(file::ROOT).is_file() && !here.join("bruno.json").is_file() && !here.is_file()
        {
            continue;
        }
        let rest = Path::new(text)
            .strip_prefix(folder)
            .unwrap_or(Path::new(""));
        let reading = read_from(here, None)?;
        if let Some(found) = named(&reading, &rest.to_string_lossy().replace('\\', "/")) {
            return Ok(found);
        }
    }
    if path.is_file() {
        let reading = read_from(path, None)?;
        if let [(folders, request)] = &reading.collection.requests()[..] {
            return Ok(reading.collection.resolve(folders, request));
        }
    }
    Err(Failure::failed(
        format!("there is no request {}", path.display()),
        "see `fairlead requests list FOLDER` for their names",
    ))
}

/// By the names of folders and request; characters that no file name has may be written as `-`.
fn named(reading: &Reading, wanted: &str) -> Option<SavedRequest> {
    let collection = &reading.collection;
    let requests = collection.requests();
    let by = |same: &dyn Fn(&str) -> bool| {
        requests.iter().find(|(folders, request)| {
            let mut path = folders.clone();
            path.push(&request.name);
            same(&path.join("/"))
        })
    };
    let plain = |text: &str| {
        let keep: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        keep.to_lowercase()
    };
    let found = by(&|path| path == wanted).or_else(|| by(&|path| plain(path) == plain(wanted)));
    found.map(|(folders, request)| collection.resolve(folders, request))
}
