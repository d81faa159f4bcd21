//! What a partner sees of a project: gathered from it, written into a bundle, read from one.

mod description;
mod files;

use std::collections::BTreeSet;

use fairlead_core::Id;
use fairlead_requests::{Collection, Item, template};
use fairlead_store::{spec, variable::Scope};

use crate::{
    App, AppError, EnvironmentVariable, NewEnvironment, SpaceContents, SpaceDescription,
    SpaceEnvironment, SpaceRequest, SpaceVariable, TestProfile, Variable,
};

use description::describe;
pub use description::{DescribedFile, Description};

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

impl App {
    /// What a partner sees of a project.
    pub(super) async fn shown(&self, project: Id, partner: Id) -> Result<Shown, AppError> {
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
        Ok(Shown {
            description,
            ..self.shown_beside(project, partner).await?
        })
    }

    /// The same without the description, which may be large.
    pub(super) async fn shown_beside(&self, project: Id, partner: Id) -> Result<Shown, AppError> {
        self.partner_row(project, partner).await?;
        let (setup, _) = self.space_row(project).await?;
        let name = self.project_row(project).await?.name;
        let vendor = match setup.shown.vendor.trim() {
            "" => name,
            vendor => vendor.to_owned(),
        };
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
            description: None,
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
