//! What a partner sees as the files of a bundle: `docs/partners.md` describes them.

use std::collections::BTreeMap;

use fairlead_requests::{Collection, SourceFile, file};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use super::{DescribedFile, Description, Shown};
use crate::{AppError, EnvironmentsFile, partners::unreadable};

const ABOUT: &str = "space.json";
const NOTES: &str = "notes.md";
const ENVIRONMENTS: &str = "environments.json";
const VARIABLES: &str = "variables.json";
const PROFILE: &str = "test-profile.json";
const DESCRIPTION: &str = "description.json";
const REQUESTS: &str = "requests/";
/// The environments that a bundle may hold, by the version of their format.
const ENVIRONMENTS_VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    vendor: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    title: String,
    version: String,
    root: Url,
    files: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    path: String,
    uri: Url,
    name: String,
}

impl Shown {
    /// The files of a bundle.
    pub fn into_files(self) -> Result<BTreeMap<String, Vec<u8>>, AppError> {
        let mut files = BTreeMap::new();
        let mut put = |path: &str, value: serde_json::Result<Vec<u8>>| {
            value
                .map(|content| files.insert(path.to_owned(), content))
                .map_err(unreadable)
        };
        put(
            ABOUT,
            serde_json::to_vec_pretty(&About {
                vendor: self.vendor,
            }),
        )?;
        let environments = EnvironmentsFile {
            fairlead_environments: ENVIRONMENTS_VERSION,
            environments: self.environments,
            variables: self.variables,
        };
        put(ENVIRONMENTS, serde_json::to_vec_pretty(&environments))?;
        put(VARIABLES, serde_json::to_vec_pretty(&self.own))?;
        put(PROFILE, serde_json::to_vec_pretty(&self.profile))?;
        if let Some(description) = self.description {
            let mut index = Index {
                title: description.title,
                version: description.version,
                root: description.root,
                files: Vec::new(),
            };
            let mut contents = Vec::new();
            for (n, file) in description.files.into_iter().enumerate() {
                let path = format!("description/{n}-{}", plain(&file.name));
                index.files.push(Entry {
                    path: path.clone(),
                    uri: file.uri,
                    name: file.name,
                });
                contents.push((path, file.content));
            }
            put(DESCRIPTION, serde_json::to_vec_pretty(&index))?;
            files.extend(contents);
        }
        files.insert(NOTES.to_owned(), self.notes.into_bytes());
        if !self.requests.items.is_empty() {
            let written = file::write(&self.requests).into_iter();
            files.extend(
                written.map(|(path, text)| (format!("{REQUESTS}{path}"), text.into_bytes())),
            );
        }
        Ok(files)
    }

    /// What the files of a bundle hold.
    pub fn read(mut files: BTreeMap<String, Vec<u8>>) -> Result<Self, AppError> {
        let about: About = json(&mut files, ABOUT)?;
        let environments: EnvironmentsFile = json(&mut files, ENVIRONMENTS)?;
        let own = json(&mut files, VARIABLES)?;
        let profile = json(&mut files, PROFILE)?;
        let notes = files.remove(NOTES).unwrap_or_default();
        let description = if files.contains_key(DESCRIPTION) {
            let index: Index = json(&mut files, DESCRIPTION)?;
            let mut parts = Vec::with_capacity(index.files.len());
            for entry in index.files {
                let content = files.remove(&entry.path);
                parts.push(DescribedFile {
                    content: content.ok_or_else(|| damaged(&entry.path))?,
                    uri: entry.uri,
                    name: entry.name,
                });
            }
            Some(Description {
                title: index.title,
                version: index.version,
                root: index.root,
                files: parts,
            })
        } else {
            None
        };
        let sources: Vec<SourceFile> = files
            .into_iter()
            .filter_map(|(path, content)| {
                let path = path.strip_prefix(REQUESTS)?;
                Some(SourceFile::new(path, content))
            })
            .collect();
        let requests = if sources.is_empty() {
            Collection::default()
        } else {
            file::read(&sources).0
        };
        Ok(Self {
            vendor: about.vendor,
            notes: String::from_utf8_lossy(&notes).into_owned(),
            description,
            environments: environments.environments,
            variables: environments.variables,
            own,
            requests,
            profile,
        })
    }
}

/// A name that is a file name everywhere.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name = last.chars().map(|c| if fine(c) { c } else { '_' });
    let name: String = name.take(80).collect();
    name.trim_end_matches('.').to_owned()
}

fn json<T: DeserializeOwned>(
    files: &mut BTreeMap<String, Vec<u8>>,
    path: &str,
) -> Result<T, AppError> {
    let content = files.remove(path).ok_or_else(|| damaged(path))?;
    serde_json::from_slice(&content).map_err(|error| {
        let message = format!("`{path}` of the bundle cannot be read: {error}");
        AppError::invalid("unreadable_bundle", message)
            .with_hint("It was made by another version of Fairlead: use that, or ask for another.")
    })
}

fn damaged(path: &str) -> AppError {
    AppError::invalid(
        "unreadable_bundle",
        format!("`{path}` is missing from the bundle."),
    )
}
