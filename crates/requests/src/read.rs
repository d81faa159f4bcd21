//! Collections of other tools, and our own: told apart by what is in them.

mod bruno;
mod curl;
mod fetch;
mod har;
mod insomnia;
mod opencollection;
mod postman;
mod scripts;

pub(crate) use postman::path_names as postman_path_names;

use fairlead_core::{Diagnostic, limits};
use fairlead_openapi::parse_text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Collection, Item, Secret,
    at::{At, Problems},
    file, secret,
};

/// What a collection is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = CollectionFormat))]
pub enum Format {
    /// Our own folder of files.
    Fairlead,
    /// A Postman Collection, 2.0 or 2.1.
    Postman,
    /// An export of Insomnia: JSON of version 4, YAML of version 5.
    Insomnia,
    /// Bruno: a folder of `.bru` files, or one JSON file.
    Bruno,
    /// OpenCollection: a folder of YAML files, or one of them.
    Opencollection,
    /// An HTTP Archive, 1.2.
    Har,
    /// Command lines of curl.
    Curl,
    /// Calls of `fetch`, as browsers copy them.
    Fetch,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::Fairlead,
        Self::Postman,
        Self::Insomnia,
        Self::Bruno,
        Self::Opencollection,
        Self::Har,
        Self::Curl,
        Self::Fetch,
    ];

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fairlead => "fairlead",
            Self::Postman => "postman",
            Self::Insomnia => "insomnia",
            Self::Bruno => "bruno",
            Self::Opencollection => "opencollection",
            Self::Har => "har",
            Self::Curl => "curl",
            Self::Fetch => "fetch",
        }
    }
}

/// A file to read: its path below the folder that was chosen, with `/`, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Such as `pets/list.bru`; a name for messages where there is but one.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// A file of this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            bytes: text.into(),
        }
    }
}

/// What reading gave.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What it was written in; `None` where nothing known was found.
    pub format: Option<Format>,
    /// What was found, without credentials.
    pub collection: Collection,
    /// What is wrong, and what had no place.
    pub diagnostics: Vec<Diagnostic>,
    /// The credentials that stood in it.
    pub secrets: Vec<Secret>,
}

impl Reading {
    /// Gives a credential another name, as where the first is in use for another one already.
    pub fn rename_secret(&mut self, from: &str, to: &str) {
        let (old, new) = (format!("{{{{{from}}}}}"), format!("{{{{{to}}}}}"));
        crate::fill::each_collection_text(&mut self.collection, &mut |text| {
            if text.contains(&old) {
                *text = text.replace(&old, &new);
            }
        });
        for secret in self.secrets.iter_mut().filter(|s| s.name == from) {
            to.clone_into(&mut secret.name);
        }
    }
}

/// What a single reader gives, credentials still in it.
type Raw = (Collection, Vec<Diagnostic>);

/// Reads a collection from one file or the files of a folder; `format` where it is known.
#[must_use]
pub fn read(files: &[SourceFile], format: Option<Format>) -> Reading {
    let failed = |problem: Diagnostic| Reading {
        format,
        diagnostics: vec![problem],
        ..Reading::default()
    };
    if let Some(problem) = too_much(files) {
        return failed(problem);
    }
    let Some(found) = format.or_else(|| detect(files)) else {
        return failed(unknown(files));
    };
    let (mut collection, mut diagnostics) = match found {
        Format::Fairlead => file::read(files),
        Format::Bruno if is_folder_of(files, ".bru") => bruno::read(files),
        Format::Opencollection => opencollection::read(files),
        _ => read_each(files, found),
    };
    let left_out = bound(&mut collection);
    if left_out > 0 {
        diagnostics.push(Diagnostic::error(
            "too-many-requests",
            format!(
                "at most {} requests are read of one collection; {left_out} are left out: import it in parts",
                limits::REQUESTS
            ),
        ));
    }
    let secrets = secret::split(&mut collection);
    Reading {
        format: Some(found),
        collection,
        diagnostics,
        secrets,
    }
}

fn too_much(files: &[SourceFile]) -> Option<Diagnostic> {
    if files.is_empty() {
        return Some(Diagnostic::error(
            "nothing-to-read",
            "there is no file to read; choose a file of a collection, or the folder that holds it",
        ));
    }
    if files.len() > limits::REQUEST_FILES {
        return Some(Diagnostic::error(
            "too-many-files",
            format!(
                "the folder has {} files and at most {} are read; choose the folder of the collection alone",
                files.len(),
                limits::REQUEST_FILES
            ),
        ));
    }
    let large = files
        .iter()
        .find(|file| file.bytes.len() > limits::REQUEST_FILE_BYTES)?;
    Some(
        Diagnostic::error(
            "file-too-large",
            format!(
                "the file has {} bytes and at most {} are read; leave out its saved answers",
                large.bytes.len(),
                limits::REQUEST_FILE_BYTES
            ),
        )
        .at(large.path.clone(), ""),
    )
}

fn unknown(files: &[SourceFile]) -> Diagnostic {
    let first = &files[0];
    let what = if std::str::from_utf8(&first.bytes).is_err() {
        "the file is binary"
    } else if first.bytes.iter().all(u8::is_ascii_whitespace) {
        "there is nothing in it"
    } else {
        "this is no collection of requests that is known"
    };
    Diagnostic::error(
        "format-unknown",
        format!(
            "{what}; give a Postman, Insomnia, Bruno or OpenCollection export, a HAR file, or curl commands"
        ),
    )
    .at(first.path.clone(), "")
}

/// The readers of single files; several files become several folders.
fn read_each(files: &[SourceFile], format: Format) -> Raw {
    let mut joined = Collection::default();
    let mut diagnostics = Vec::new();
    for file in files {
        let (one, problems) = read_one(file, format);
        diagnostics.extend(problems);
        if files.len() == 1 {
            joined = one;
        } else {
            joined.items.push(Item::Folder(as_folder(one)));
        }
    }
    (joined, diagnostics)
}

fn as_folder(one: Collection) -> crate::Folder {
    crate::Folder {
        name: one.name,
        description: one.description,
        auth: one.auth,
        headers: one.headers,
        variables: one.variables,
        notes: one.notes,
        items: one.items,
    }
}

fn read_one(file: &SourceFile, format: Format) -> Raw {
    if matches!(format, Format::Curl | Format::Fetch) {
        return match std::str::from_utf8(&file.bytes) {
            Ok(text) if format == Format::Curl => curl::read(&file.path, text),
            Ok(text) => fetch::read(&file.path, text),
            Err(_) => (
                Collection::default(),
                vec![unknown(std::slice::from_ref(file))],
            ),
        };
    }
    let read = parse_text(&data_name(&file.path), &file.bytes);
    let mut problems = Problems::new(&file.path);
    for mut problem in read.problems {
        problem.file = Some(file.path.clone());
        problems.push(problem);
    }
    let Some(value) = read.value else {
        return (Collection::default(), problems.ended());
    };
    let root = At::root(&value);
    let collection = match format {
        Format::Postman => postman::read(&root, &mut problems),
        Format::Insomnia => insomnia::read(&root, &mut problems),
        Format::Bruno => bruno::read_json(&root, &mut problems),
        _ => har::read(&root, &mut problems),
    };
    let text = String::from_utf8_lossy(&file.bytes);
    (collection, problems.located(&text))
}

/// A name under which the text is read as data, whatever its ending.
pub(crate) fn data_name(path: &str) -> String {
    format!("{path}.yaml")
}

fn is_folder_of(files: &[SourceFile], ending: &str) -> bool {
    files.iter().any(|file| file.path.ends_with(ending))
}

/// What the files are, by what is in them.
fn detect(files: &[SourceFile]) -> Option<Format> {
    let called = |name: &str| {
        files
            .iter()
            .any(|f| f.path == name || f.path.ends_with(&format!("/{name}")))
    };
    if called(file::ROOT) || is_folder_of(files, file::ENDING) {
        return Some(Format::Fairlead);
    }
    if called("opencollection.yml") || called("opencollection.yaml") {
        return Some(Format::Opencollection);
    }
    if is_folder_of(files, ".bru") {
        return Some(Format::Bruno);
    }
    files.iter().find_map(detect_one)
}

fn detect_one(file: &SourceFile) -> Option<Format> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if curl::is_command(text) {
        return Some(Format::Curl);
    }
    if fetch::is_call(text) {
        return Some(Format::Fetch);
    }
    let value = parse_text(&data_name(&file.path), text.as_bytes()).value?;
    let is = |key: &str| value.get(key).is_some();
    let text_of = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    if text_of("/info/schema")
        .is_some_and(|s| s.contains("getpostman.com") || s.contains("postman"))
        || is("info") && is("item")
        || value.pointer("/collection/item").is_some()
        || text_of("/_postman_variable_scope").is_some()
    {
        return Some(Format::Postman);
    }
    if is("__export_format") || text_of("/type").is_some_and(|t| t.contains("insomnia.rest")) {
        return Some(Format::Insomnia);
    }
    if is("opencollection") || is("http") && is("info") {
        return Some(Format::Opencollection);
    }
    if is("log") || is("method") && is("url") && (is("httpVersion") || is("queryString")) {
        return Some(Format::Har);
    }
    (is("brunoConfig") || is("items") && (is("version") || is("name"))).then_some(Format::Bruno)
}

/// Cuts off what is more than a collection may hold, and says how many requests that were.
fn bound(collection: &mut Collection) -> usize {
    fn cut(items: &mut Vec<Item>, room: &mut usize) -> usize {
        let mut left_out = 0;
        items.retain_mut(|item| match item {
            Item::Folder(folder) => {
                left_out += cut(&mut folder.items, room);
                true
            }
            Item::Request(_) if *room == 0 => {
                left_out += 1;
                false
            }
            Item::Request(_) => {
                *room -= 1;
                true
            }
        });
        left_out
    }
    cut(&mut collection.items, &mut limits::REQUESTS.clone())
}
