//! Where in the files a finding stands, for people: file name and line beside document and pointer.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

use crate::{Place, SourceSet, load, locate, text};

/// A place of a finding. File and line are filled in by [`locate_spots`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// URI of the file.
    #[serde(skip)]
    pub document: Url,
    /// RFC 6901 pointer in it.
    pub pointer: String,
    /// The file, as the person named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column, in characters, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl From<&Place> for Spot {
    fn from(place: &Place) -> Self {
        Self {
            document: place.document.clone(),
            pointer: place.pointer.clone(),
            file: None,
            line: None,
            column: None,
        }
    }
}

/// Fills in file names and lines; each file is read once, however many spots are in it.
pub fn locate_spots<'s>(spots: impl IntoIterator<Item = &'s mut Spot>, sources: &SourceSet) {
    let mut by_file: BTreeMap<Url, Vec<&mut Spot>> = BTreeMap::new();
    for spot in spots {
        match by_file.get_mut(&spot.document) {
            Some(own) => own.push(spot),
            None => {
                by_file.insert(spot.document.clone(), vec![spot]);
            }
        }
    }
    for (document, mut spots) in by_file {
        let Some(bytes) = sources.files.get(&document) else {
            continue;
        };
        let name = match sources.names.get(&document) {
            Some(name) => name.clone(),
            None => load::name_of(&sources.root, &document),
        };
        let found = text::decode(bytes).ok().map(|text| {
            let pointers: Vec<&str> = spots.iter().map(|s| s.pointer.as_str()).collect();
            locate::locate_all(&text, &pointers)
        });
        for (index, spot) in spots.iter_mut().enumerate() {
            spot.file = Some(name.clone());
            let span = found.as_ref().and_then(|all| all[index]).map(|f| f.span);
            spot.line = span.map(|s| s.line);
            spot.column = span.map(|s| s.column);
        }
    }
}
