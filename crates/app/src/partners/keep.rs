//! A vendor's space as a project here: made at first, brought up to date by later bundles. What is
//! our own in it (secrets, values, requests, environments, traces) stays.

use std::collections::{BTreeMap, BTreeSet};

use fairlead_bundle::{About, PublicKey};
use fairlead_core::{Id, Timestamp};
use fairlead_requests::Collection;
use fairlead_store::{
    partner::{self, OpenedRow, PartnerRow},
    spec,
    variable::Scope,
};
use serde::{Deserialize, Serialize};

use super::{
    open,
    shown::{Description, Shown},
    unreadable,
};
use crate::{
    App, AppError, EnvironmentVariable, EventKind, NewMock, NewProject, NewVariable, OpenedSpace,
    SourceSummary, Topic,
};

/// Longest name of a project, in characters.
const NAME: usize = 200;

/// What is kept of a space, to know at the next bundle what came from there.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    #[serde(flatten)]
    space: OpenedSpace,
    /// Values of variables as they were given.
    #[serde(default)]
    given: BTreeMap<String, String>,
    /// Our values as they were given.
    #[serde(default)]
    own: BTreeMap<String, String>,
    /// Requests as they were given: ids, and when they were last changed then.
    #[serde(default)]
    requests: BTreeMap<Id, Timestamp>,
}

impl App {
    /// Keeps a space: the project that it is here.
    pub(super) async fn keep_opened(
        &self,
        about: &About,
        signer: PublicKey,
        shown: Shown,
        before: Option<OpenedRow>,
    ) -> Result<Id, AppError> {
        let is_new = before.is_none();
        let project = match &before {
            Some(row) => row.project_id,
            None => {
                let name: String = about.space.name.chars().take(NAME).collect();
                let description = format!("From {}, for {}.", about.made_by, about.partner.name);
                let made = self.create_project(NewProject { name, description });
                made.await?.id
            }
        };
        let kept = self
            .fill_opened(project, about, signer, shown, before)
            .await;
        if let Err(error) = kept {
            // A project that came in half does not stay; one that was there keeps what it had, and
            // opening the bundle again goes on.
            if is_new && let Err(failure) = self.delete_project(project).await {
                tracing::error!(%failure, "half a partner space could not be removed");
            }
            return Err(error);
        }
        Ok(project)
    }

    async fn fill_opened(
        &self,
        project: Id,
        about: &About,
        signer: PublicKey,
        shown: Shown,
        before: Option<OpenedRow>,
    ) -> Result<(), AppError> {
        let old: Option<Detail> = before
            .map(|row| serde_json::from_str(&row.detail).map_err(unreadable))
            .transpose()?;
        let to_set = shown.to_set();
        self.bring_partner(project, about).await?;
        if let Some(description) = shown.description {
            self.bring_description(project, description, about).await?;
        }
        let environments: Vec<String> = shown.environments.iter().map(|e| e.name.clone()).collect();
        self.bring_environments(project, shown.environments, old.as_ref())
            .await?;
        let scope = Scope::Project(project);
        let known = old.as_ref().map(|old| &old.given);
        let given = self.bring_variables(scope, shown.variables, known).await?;
        let scope = Scope::Partner {
            project,
            id: about.partner.id,
        };
        let known = old.as_ref().map(|old| &old.own);
        let own = self.bring_variables(scope, shown.own, known).await?;
        let requests = self
            .bring_requests(project, shown.requests, &about.made_by, old.as_ref())
            .await?;
        let detail = Detail {
            space: OpenedSpace {
                vendor: about.made_by.clone(),
                name: about.space.name.clone(),
                partner_id: about.partner.id,
                partner_name: about.partner.name.clone(),
                notes: shown.notes,
                number: about.number,
                made_at: about.made_at,
                fingerprint: signer.fingerprint(),
                environments,
                to_set,
                test_profile: shown.profile,
            },
            given,
            own,
            requests,
        };
        let detail = serde_json::to_string(&detail).map_err(unreadable)?;
        let row = open::row(project, about, signer, detail);
        let arguments = serde_json::json!({ "projectId": project, "number": about.number });
        self.store()
            .mutate("openBundle", arguments, move |c| {
                partner::put_opened(c, &row)
            })
            .await?;
        self.inner.opened.put(project, about.partner.id);
        for (topic, subject) in [
            (Topic::Project, Some(project.to_string())),
            (Topic::Partner, None),
        ] {
            self.publish(topic, EventKind::Updated, Some(project), subject)
                .await;
        }
        if self.list_mocks(project).await?.is_empty()
            && self.spec_row(project, None).await.is_ok()
            && let Err(error) = self.create_mock(project, NewMock::default()).await
        {
            // The space is kept: the Mocks tab says what is wrong.
            tracing::warn!(%error, "the mock of a partner space did not start");
        }
        Ok(())
    }

    async fn bring_partner(&self, project: Id, about: &About) -> Result<(), AppError> {
        let now = Timestamp::now();
        let row = PartnerRow {
            id: about.partner.id,
            project_id: project,
            name: about.partner.name.clone(),
            contact: String::new(),
            note: String::new(),
            signer: None,
            sent_at: None,
            received_at: None,
            created_at: now,
            updated_at: now,
        };
        Ok(self.store().write(move |c| partner::put(c, &row)).await?)
    }

    /// A new revision, where the description is another one than the one in use.
    async fn bring_description(
        &self,
        project: Id,
        description: Description,
        about: &About,
    ) -> Result<(), AppError> {
        let active = self
            .store()
            .read(move |c| match spec::active(c, project)? {
                Some(row) => Ok(Some((row.root.clone(), spec::files(c, row.id)?))),
                None => Ok(None),
            })
            .await?;
        if let Some((root, files)) = active {
            let have: BTreeSet<(String, Vec<u8>)> =
                files.into_iter().map(|f| (f.uri, f.content)).collect();
            let given: BTreeSet<(String, Vec<u8>)> = description
                .files
                .iter()
                .map(|f| (f.uri.to_string(), f.content.clone()))
                .collect();
            if root == description.root.as_str() && have == given {
                return Ok(());
            }
        }
        let summary = SourceSummary {
            kind: "upload".into(),
            location: format!("bundle {} from {}", about.number, about.made_by),
        };
        let mut sources = fairlead_openapi::SourceSet {
            root: description.root,
            files: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for file in description.files {
            sources.names.insert(file.uri.clone(), file.name);
            sources.files.insert(file.uri, file.content.into());
        }
        let read = crate::specs::read_sources(sources, summary).await?;
        self.keep_spec(project, read).await?;
        Ok(())
    }

    /// The environments of the bundle; one that is in it no more is switched off, with its secrets.
    /// One of our own that is called the same gets another name: its secrets are not for whoever
    /// made the bundle.
    async fn bring_environments(
        &self,
        project: Id,
        environments: Vec<crate::NewEnvironment>,
        old: Option<&Detail>,
    ) -> Result<(), AppError> {
        let gone: Vec<&String> = old
            .iter()
            .flat_map(|old| &old.space.environments)
            .filter(|name| !environments.iter().any(|new| new.name == **name))
            .collect();
        let given = |name: &str| {
            let mut known = old.iter().flat_map(|old| &old.space.environments);
            known.any(|known| known == name)
        };
        for own in self.list_environments(project).await? {
            if !given(&own.name) && environments.iter().any(|new| new.name == own.name) {
                self.call_ours(project, own.id).await?;
            }
        }
        let own_default = self
            .list_environments(project)
            .await?
            .into_iter()
            .find(|e| e.is_default)
            .map(|e| e.name);
        let first = own_default.is_none().then(|| {
            let default = environments.iter().find(|e| e.is_default);
            default.or(environments.first()).map(|e| e.name.clone())
        });
        let there = self.list_environments(project).await?;
        for mut new in environments {
            // The default of the project stays what it is.
            new.is_default = false;
            match there.iter().find(|known| known.name == new.name) {
                Some(known) => {
                    new.is_default = known.is_default;
                    let row = self.environment_row(project, known.id).await?;
                    self.rewrite_environment(row, new).await?;
                }
                None => {
                    self.create_environment(project, new).await?;
                }
            }
        }
        let all = self.list_environments(project).await?;
        for environment in &all {
            if gone.contains(&&environment.name) {
                self.switch_off(project, environment.id).await?;
            }
        }
        let first = first.flatten();
        if let Some(default) = all.iter().find(|e| Some(&e.name) == first.as_ref()) {
            self.set_default_environment(project, default.id).await?;
        }
        Ok(())
    }

    /// Sets the variables of a bundle, but those that we have changed; secret ones are ours to set.
    async fn bring_variables(
        &self,
        scope: Scope,
        variables: Vec<EnvironmentVariable>,
        known: Option<&BTreeMap<String, String>>,
    ) -> Result<BTreeMap<String, String>, AppError> {
        let have = self.list_variables(scope).await?;
        let before = |name: &str| known.and_then(|known| known.get(name));
        let mut given = BTreeMap::new();
        for variable in variables.into_iter().filter(|v| !v.secret) {
            given.insert(variable.name.clone(), variable.value.clone());
            let own = have.iter().find(|own| own.name == variable.name);
            let is_ours = own.is_some_and(|own| {
                own.secret || before(&own.name).is_none_or(|before| *before != own.value)
            });
            if is_ours || own.is_some_and(|own| own.value == variable.value) {
                continue;
            }
            let new = NewVariable {
                value: variable.value.into(),
                secret: false,
            };
            self.set_variable(scope, &variable.name, new).await?;
        }
        for own in &have {
            let was_given = before(&own.name).is_some_and(|before| *before == own.value);
            if was_given && !given.contains_key(&own.name) {
                self.delete_variable(scope, &own.name).await?;
            }
        }
        Ok(given)
    }

    /// The requests of the bundle in a folder of their own. Those of the last bundle go, but what
    /// we have changed stays.
    async fn bring_requests(
        &self,
        project: Id,
        mut requests: Collection,
        vendor: &str,
        old: Option<&Detail>,
    ) -> Result<BTreeMap<Id, Timestamp>, AppError> {
        let have = self.list_requests(project).await?;
        for (id, at) in old.iter().flat_map(|old| &old.requests) {
            let own = have.iter().find(|own| own.id == *id);
            if own.is_some_and(|own| own.updated_at == *at) {
                self.delete_request(project, *id).await?;
            }
        }
        if requests.items.is_empty() {
            return Ok(BTreeMap::new());
        }
        requests.name = format!("From {vendor}");
        let folder = vec![requests.name.clone()];
        let ids = self.add_collection(project, requests, &folder).await?;
        let have = self.list_requests(project).await?.into_iter();
        Ok(have
            .filter(|own| ids.contains(&own.id))
            .map(|own| (own.id, own.updated_at))
            .collect())
    }
}
