//! What a project shows to its partners.

use fairlead_core::{Id, Timestamp};
use fairlead_store::partner::{self, SpaceRow};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::unreadable;
use crate::{
    App, AppError, EventKind, NewPartnerSpace, PartnerSpace, SpaceContents, TestProfile, Topic,
};

/// Longest name of a vendor, in characters.
const VENDOR: usize = 200;
/// Longest notes, in characters.
const NOTES: usize = 100_000;
/// Most requests that are shared.
const REQUESTS: usize = 1_000;

/// The space of a project as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Setup {
    #[serde(flatten)]
    pub shown: NewPartnerSpace,
    #[serde(default)]
    pub test_profile: TestProfile,
}

impl App {
    /// What a project shows to its partners.
    pub async fn partner_space(&self, project: Id) -> Result<PartnerSpace, AppError> {
        let (setup, row) = self.space_row(project).await?;
        let key = self.signing_key().await?;
        Ok(PartnerSpace {
            vendor: setup.shown.vendor,
            notes: setup.shown.notes,
            requests: setup.shown.requests,
            number: row.as_ref().map_or(0, |row| row.number),
            fingerprint: key.public().fingerprint(),
            updated_at: row.map(|row| row.updated_at),
        })
    }

    /// Says what a project shows to its partners.
    pub async fn set_partner_space(
        &self,
        project: Id,
        new: NewPartnerSpace,
    ) -> Result<PartnerSpace, AppError> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(&new.vendor, VENDOR)
            || new.vendor.contains(char::is_control)
            || long(&new.notes, NOTES)
            || new.requests.len() > REQUESTS
        {
            let message = format!(
                "A vendor's name has at most {VENDOR} characters on one line, notes at most \
                 {NOTES}, and at most {REQUESTS} requests are shared."
            );
            return Err(AppError::invalid("invalid_space", message));
        }
        let (mut setup, row) = self.space_row(project).await?;
        setup.shown = new;
        self.keep_space(project, &setup, row.map_or(0, |row| row.number))
            .await?;
        self.partner_space(project).await
    }

    /// Everything that a partner sees of a project, and all that a bundle for it holds.
    pub async fn partner_contents(
        &self,
        project: Id,
        partner: Id,
    ) -> Result<SpaceContents, AppError> {
        Ok(self.shown(project, partner).await?.contents())
    }

    pub(crate) async fn space_row(
        &self,
        project: Id,
    ) -> Result<(Setup, Option<SpaceRow>), AppError> {
        self.project_row(project).await?;
        let row = self
            .store()
            .read(move |c| partner::space(c, project))
            .await?;
        let setup = match &row {
            Some(row) => serde_json::from_str(&row.setup).map_err(unreadable)?,
            None => Setup::default(),
        };
        Ok((setup, row))
    }

    pub(crate) async fn keep_space(
        &self,
        project: Id,
        setup: &Setup,
        number: u32,
    ) -> Result<(), AppError> {
        let row = SpaceRow {
            setup: serde_json::to_string(setup).map_err(unreadable)?,
            number,
            updated_at: Timestamp::now(),
        };
        let arguments = json!({ "projectId": project, "setup": setup, "number": number });
        self.store()
            .mutate("setPartnerSpace", arguments, move |c| {
                partner::put_space(c, project, &row)
            })
            .await?;
        self.publish(Topic::Partner, EventKind::Updated, Some(project), None)
            .await;
        Ok(())
    }
}
