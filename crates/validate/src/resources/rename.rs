//! URIs of files as strict readers of URIs want them (RFC 3986): a file may well be called
//! `api [2].yaml`, and brackets stay as they are in the URLs of browsers.

use std::{borrow::Cow, sync::Arc};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;
use url::Url;

use super::Values;

/// What may not stand in a path as it is.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Files whose URIs had to be changed: as they are, and as they are called in here.
#[derive(Debug, Default)]
pub struct Renamed(Vec<(String, String)>);

impl Renamed {
    /// Changes the URIs that need it, and the references to them.
    pub fn apply(values: &mut Values) -> Self {
        let unsafe_uris = values
            .keys()
            .filter_map(|uri| Some((uri.clone(), safe(uri)?)));
        let pairs: Vec<(Url, Url)> = unsafe_uris.collect();
        let renamed = Self(
            pairs
                .iter()
                .map(|(from, to)| (from.to_string(), to.to_string()))
                .collect(),
        );
        if pairs.is_empty() {
            return renamed;
        }
        for (from, to) in pairs {
            if let Some(value) = values.remove(&from) {
                values.insert(to, value);
            }
        }
        for value in values.values_mut() {
            renamed.references(Arc::make_mut(value));
        }
        renamed
    }

    /// A reference with the new URI.
    pub fn there<'a>(&self, reference: &'a str) -> Cow<'a, str> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        match self.0.iter().find(|(from, _)| from == file) {
            Some((_, to)) if fragment.is_empty() => Cow::Owned(to.clone()),
            Some((_, to)) => Cow::Owned(format!("{to}#{fragment}")),
            None => Cow::Borrowed(reference),
        }
    }

    /// The URI as it is in the description.
    pub fn back<'a>(&'a self, uri: &'a str) -> &'a str {
        let pair = self.0.iter().find(|(_, to)| to == uri);
        pair.map_or(uri, |(from, _)| from.as_str())
    }

    fn references(&self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map.iter_mut() {
                    match inner {
                        Value::String(text)
                            if matches!(key.as_str(), "$ref" | "$dynamicRef" | "$id") =>
                        {
                            if let Cow::Owned(renamed) = self.there(text) {
                                *text = renamed;
                            }
                        }
                        inner => self.references(inner),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.references(item)),
            _ => {}
        }
    }
}

fn safe(uri: &Url) -> Option<Url> {
    let path = utf8_percent_encode(uri.path(), NOT_IN_PATH).to_string();
    if path == uri.path() {
        return None;
    }
    // Setting the path of a URL would change some of it back.
    let text = uri.as_str().replacen(uri.path(), &path, 1);
    Url::parse(&text).ok().filter(|safe| safe != uri)
}
