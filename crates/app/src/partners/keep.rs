//! A vendor's space as a project here: made at first, brought up to date by later bundles. What is
//! our own in it (secrets, values, requests, environments, traces) stays.

mod description;
mod environments;
mod requests;
mod variables;

use std::collections::BTreeMap;

use fairlead_bundle::{About, PublicKey};
use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    partner::{self, OpenedRow, PartnerRow},
    variable::Scope,
};
use serde::{Deserialize, Serialize};

use super::{open, shown::Shown, unreadable};
use crate::{App, AppError, EventKind, NewMock, NewProject, OpenedSpace, Topic};

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
}
