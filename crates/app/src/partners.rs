//! Partners of a project: who integrates its API, what they see of it, and the signed files that
//! go to them and come back.

mod keep;
mod key;
mod onlook;
mod open;
mod opened;
mod results;
mod send;
mod shown;
mod space;

use fairlead_bundle::PublicKey;
use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::partner::{self, PartnerRow};
use serde_json::json;

use crate::{App, AppError, ErrorKind, EventKind, NewPartner, Partner, Topic};

pub use open::OpenBundle;
pub(crate) use opened::Opened;

/// Longest name, in characters.
const NAME: usize = 200;
/// Longest contact, in characters.
const CONTACT: usize = 500;
/// Longest note, in characters.
const NOTE: usize = 10_000;

impl App {
    /// The partners of a project, by name.
    pub async fn list_partners(&self, project: Id) -> Result<Vec<Partner>, AppError> {
        self.project_row(project).await?;
        let rows = self
            .store()
            .read(move |c| partner::list(c, project))
            .await?;
        Ok(rows.into_iter().map(describe).collect())
    }

    /// One partner.
    pub async fn partner(&self, project: Id, id: Id) -> Result<Partner, AppError> {
        Ok(describe(self.partner_row(project, id).await?))
    }

    /// Adds a partner.
    pub async fn create_partner(&self, project: Id, new: NewPartner) -> Result<Partner, AppError> {
        let others = self.list_partners(project).await?;
        if others.len() >= limits::PARTNERS {
            let most = limits::PARTNERS;
            let message = format!("A project has at most {most} partners.");
            return Err(AppError::conflict("too_many_partners", message)
                .with_hint("Remove one that is none any more."));
        }
        let now = Timestamp::now();
        let row = PartnerRow {
            id: Id::new(),
            project_id: project,
            name: String::new(),
            contact: String::new(),
            note: String::new(),
            signer: None,
            sent_at: None,
            received_at: None,
            created_at: now,
            updated_at: now,
        };
        self.keep_partner("createPartner", row, new).await
    }

    /// Writes anew what is known of a partner.
    pub async fn update_partner(
        &self,
        project: Id,
        id: Id,
        new: NewPartner,
    ) -> Result<Partner, AppError> {
        let row = self.partner_row(project, id).await?;
        self.keep_partner("updatePartner", row, new).await
    }

    /// Removes a partner with its variables. Its traces stay.
    pub async fn delete_partner(&self, project: Id, id: Id) -> Result<(), AppError> {
        self.partner_row(project, id).await?;
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("deletePartner", arguments, move |c| {
                partner::delete(c, project, id)
            })
            .await?;
        self.tell_partner(project, id, EventKind::Deleted).await;
        Ok(())
    }

    pub(crate) async fn partner_row(&self, project: Id, id: Id) -> Result<PartnerRow, AppError> {
        self.project_row(project).await?;
        let row = self
            .store()
            .read(move |c| partner::get(c, project, id))
            .await?;
        row.ok_or_else(|| {
            let message = format!("The project has no partner {id}.");
            AppError::not_found("partner_not_found", message)
        })
    }

    async fn keep_partner(
        &self,
        mutator: &'static str,
        mut row: PartnerRow,
        new: NewPartner,
    ) -> Result<Partner, AppError> {
        let name = new.name.trim();
        let long = |text: &str, most: usize| text.chars().count() > most;
        if name.is_empty() || long(name, NAME) || name.contains(char::is_control) {
            let message = format!("A partner's name has 1 to {NAME} characters on one line.");
            return Err(AppError::invalid("invalid_partner", message));
        }
        if long(&new.contact, CONTACT) || long(&new.note, NOTE) {
            let message =
                format!("A contact has at most {CONTACT} characters, a note at most {NOTE}.");
            return Err(AppError::invalid("invalid_partner", message));
        }
        let (project, id) = (row.project_id, row.id);
        let others = self.list_partners(project).await?;
        if others.iter().any(|p| p.id != id && p.name == name) {
            let message = format!("A partner `{name}` is there already.");
            return Err(AppError::conflict("partner_name_taken", message)
                .with_hint("Give it another name."));
        }
        row.name = name.to_owned();
        row.contact = new.contact;
        row.note = new.note;
        row.updated_at = Timestamp::now();
        let kind = match mutator {
            "createPartner" => EventKind::Created,
            _ => EventKind::Updated,
        };
        let arguments = json!({
            "id": id, "projectId": project,
            "name": row.name, "contact": row.contact, "note": row.note,
        });
        let kept = row.clone();
        self.store()
            .mutate(mutator, arguments, move |c| partner::put(c, &kept))
            .await?;
        self.tell_partner(project, id, kind).await;
        Ok(describe(row))
    }

    pub(crate) async fn tell_partner(&self, project: Id, id: Id, kind: EventKind) {
        let id = Some(id.to_string());
        self.publish(Topic::Partner, kind, Some(project), id).await;
    }
}

/// What is kept in a form that this program does not read or write.
fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> AppError {
    let message = "A partner space cannot be read or written.";
    let mut failure = AppError::new(ErrorKind::Internal, "internal", message);
    failure.cause = Some(error.into());
    failure
}

/// What two people compare of a key.
fn fingerprint(key: &str) -> Option<String> {
    PublicKey::from_text(key).ok().map(PublicKey::fingerprint)
}

fn describe(row: PartnerRow) -> Partner {
    Partner {
        id: row.id,
        name: row.name,
        contact: row.contact,
        note: row.note,
        fingerprint: row.signer.as_deref().and_then(fingerprint),
        sent_at: row.sent_at,
        received_at: row.received_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
