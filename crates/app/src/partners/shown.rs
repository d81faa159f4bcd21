//! What a partner sees of a project: gathered from it, written into a bundle, read from one.

use std::collections::{BTreeMap, BTreeSet};

use fairlead_core::Id;
use fairlead_requests::{Collection, Item, SourceFile, file, template};
use fairlead_store::{
    spec::{self, FileRow},
    variable::Scope,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use super::unreadable;
use crate::{
    App, AppError, EnvironmentVariable, EnvironmentsFile, NewEnvironment, SpaceContents,
    SpaceDescription, SpaceEnvironment, SpaceRequest, SpaceVariable, SpecRevision, TestProfile,
    Variable,
};

const ABOUT: &str = "space.json";
const NOTES: &str = "notes.md";
const ENVIRONMENTS: &str = "environments.json";
const VARIABLES: &str = "variables.json";
const PROFILE: &str = "test-profile.json";
const DESCRIPTION: &str = "description.json";
const REQUESTS: &str = "requests/";
/// The environments that a bundle may hold, by the version of their format.
const ENVIRONMENTS_VERSION: u32 = 1;

/// What a partner sees.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub vendor: String,
    pub notes: String,
    pub description: Option<Description>,
    pub environments: Vec<NewEnvironment>,
    pub variables: Vec<EnvironmentVariable>,
    pub own: Vec<EnvironmentVariable>,
    pub requests: Collection,
    pub profile: TestProfile,
}

/// A description with its files.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    pub title: String,
    pub version: String,
    pub root: Url,
    pub files: Vec<DescribedFile>,
}

/// A file of a description.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedFile {
    pub uri: Url,
    pub name: String,
    pub content: Vec<u8>,
}

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

impl App {
    /// What a partner sees of a project.
    pub(super) async fn shown(&self, project: Id, partner: Id) -> Result<Shown, AppError> {
        self.partner_row(project, partner).await?;
        let (setup, _) = self.space_row(project).await?;
        let name = self.project_row(project).await?.name;
        let vendor = match setup.shown.vendor.trim() {
            "" => name,
            vendor => vendor.to_owned(),
        };
        let active = self
            .store()
            .read(move |c| {
                let row = spec::active(c, project)?;
                let files = match &row {
                    Some(row) => spec::files(c, row.id)?,
                    None => Vec::new(),
                };
                Ok(row.map(|row| (row, files)))
            })
            .await?;
        let description = active
            .map(|(row, files)| describe(&crate::specs::to_revision(&row)?, &row.root, files))
            .transpose()?;
        let environments: Vec<NewEnvironment> = self
            .environment_setups(project)
            .await?
            .into_iter()
            .filter(|e| e.partner_enabled && e.is_active)
            .map(for_partner)
            .collect();
        let requests = self.shared_requests(project, &setup.shown.requests).await?;
        let plain = |variable: Variable| EnvironmentVariable {
            name: variable.name,
            value: variable.value,
            secret: variable.secret,
        };
        let own = Scope::Partner {
            project,
            id: partner,
        };
        let own = self.all_variables(own).await?;
        let variables = self.all_variables(Scope::Project(project)).await?;
        let mut shown = Shown {
            vendor,
            notes: setup.shown.notes,
            description,
            environments,
            variables: Vec::new(),
            own: own.into_iter().map(plain).collect(),
            requests,
            profile: setup.test_profile,
        };
        let used = shown.names_used();
        shown.variables = variables
            .into_iter()
            .filter(|variable| !variable.secret && used.contains(&variable.name))
            .map(plain)
            .collect();
        Ok(shown)
    }
}

/// An environment without what is ours alone: our way out, and who we are.
pub fn for_partner(mut environment: NewEnvironment) -> NewEnvironment {
    environment.proxy_url = None;
    environment.proxy_username = None;
    environment.client_certificate = None;
    environment.position = None;
    environment
}

fn describe(
    revision: &SpecRevision,
    root: &str,
    files: Vec<FileRow>,
) -> Result<Description, AppError> {
    let mut parsed = Vec::with_capacity(files.len());
    for file in files {
        let uri = Url::parse(&file.uri).map_err(unreadable)?;
        parsed.push((uri, file));
    }
    let above = common_folder(parsed.iter().map(|(uri, _)| uri));
    let root = Url::parse(root).map_err(unreadable)?;
    Ok(Description {
        title: revision.title.clone(),
        version: revision.version.clone(),
        root: without(&above, &root),
        files: parsed
            .into_iter()
            .map(|(uri, file)| DescribedFile {
                uri: without(&above, &uri),
                name: file.name,
                content: file.content,
            })
            .collect(),
    })
}

/// The folder of this machine that all local files lie in: where it is, is nobody's business.
fn common_folder<'u>(uris: impl Iterator<Item = &'u Url>) -> Vec<String> {
    let mut common: Option<Vec<String>> = None;
    for uri in uris.filter(|uri| uri.scheme() == "file") {
        let mut path: Vec<String> = uri
            .path_segments()
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        path.pop();
        common = Some(match common {
            None => path,
            Some(known) => known
                .into_iter()
                .zip(path)
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a)
                .collect(),
        });
    }
    common.unwrap_or_default()
}

fn without(folder: &[String], uri: &Url) -> Url {
    let mut uri = uri.clone();
    if uri.scheme() == "file" {
        let rest: Vec<&str> = uri
            .path_segments()
            .into_iter()
            .flatten()
            .skip(folder.len())
            .collect();
        let rest = format!("/{}", rest.join("/"));
        uri.set_path(&rest);
    }
    uri
}

impl Shown {
    /// The variables that environments and requests use.
    fn names_used(&self) -> BTreeSet<String> {
        let mut requests = self.requests.clone();
        leave_bases(&mut requests.items);
        let texts = [
            serde_json::to_string(&self.environments),
            serde_json::to_string(&requests),
        ];
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        texts
            .iter()
            .flat_map(|text| template::names(text))
            .map(str::to_owned)
            .collect()
    }

    /// The variables that the partner has to set.
    pub fn to_set(&self) -> Vec<String> {
        let of_environments = self.environments.iter().flat_map(|e| &e.variables);
        let of_collection = self.requests.variables.iter().map(|v| v.name.as_str());
        let known: BTreeSet<&str> = self
            .variables
            .iter()
            .chain(self.own.iter().filter(|own| !own.secret))
            .chain(of_environments)
            .map(|variable| variable.name.as_str())
            .chain(of_collection)
            .collect();
        let secret = self.own.iter().filter(|own| own.secret);
        let mut missing: BTreeSet<String> = secret.map(|own| own.name.clone()).collect();
        let used = self.names_used().into_iter();
        missing.extend(used.filter(|name| !known.contains(name.as_str()) && !name.contains('|')));
        missing.into_iter().collect()
    }

    pub fn contents(&self) -> SpaceContents {
        let variable = |of_partner: bool| {
            move |variable: &EnvironmentVariable| SpaceVariable {
                name: variable.name.clone(),
                value: variable.value.clone(),
                secret: variable.secret,
                of_partner,
            }
        };
        let mut requests = Vec::new();
        list(&self.requests.items, &mut Vec::new(), &mut requests);
        SpaceContents {
            vendor: self.vendor.clone(),
            notes: self.notes.clone(),
            description: self.description.as_ref().map(|d| SpaceDescription {
                title: d.title.clone(),
                version: d.version.clone(),
                files: d.files.len(),
                bytes: d.files.iter().map(|f| f.content.len() as u64).sum(),
            }),
            environments: self
                .environments
                .iter()
                .map(|environment| SpaceEnvironment {
                    name: environment.name.clone(),
                    kind: environment.kind,
                    base_url: environment.base_url.clone(),
                    secrets: crate::environments::secret_names(environment),
                })
                .collect(),
            variables: self
                .variables
                .iter()
                .map(variable(false))
                .chain(self.own.iter().map(variable(true)))
                .collect(),
            to_set: self.to_set(),
            requests,
            test_profile: self.profile.clone(),
        }
    }

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

/// Takes away what addresses begin with, such as `{{baseUrl}}`: the environment is put there.
fn leave_bases(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Request(request) => {
                let base = request
                    .url
                    .strip_prefix("{{")
                    .and_then(|url| url.find("}}"));
                if let Some(end) = base {
                    // Behind both pairs of braces.
                    request.url.drain(..end + 4);
                }
            }
            Item::Folder(folder) => leave_bases(&mut folder.items),
        }
    }
}

fn list(items: &[Item], folder: &mut Vec<String>, into: &mut Vec<SpaceRequest>) {
    for item in items {
        match item {
            Item::Request(request) => into.push(SpaceRequest {
                folder: folder.clone(),
                name: request.name.clone(),
                method: request.method.clone(),
                url: request.url.clone(),
            }),
            Item::Folder(inner) => {
                folder.push(inner.name.clone());
                list(&inner.items, folder, into);
                folder.pop();
            }
        }
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
