//! Making a bundle for a partner.

use std::collections::BTreeMap;

use fairlead_bundle::{About, BundleError, Kind, Party};
use fairlead_core::{Id, Timestamp, redact::Redactor};
use fairlead_store::partner;
use serde_json::json;

use crate::{App, AppError, ErrorKind, EventKind, off_thread};

impl App {
    /// Everything that a partner sees of a project as one signed file, and a name for it.
    ///
    /// # Errors
    /// Where it is larger than what is read again.
    pub async fn make_bundle(&self, project: Id, id: Id) -> Result<(String, Vec<u8>), AppError> {
        let mut partner = self.partner_row(project, id).await?;
        let space = self.project_row(project).await?;
        let (setup, row) = self.space_row(project).await?;
        let shown = self.shown(project, id).await?;
        let redactor = self.sure_redactor(project).await?;
        let key = self.signing_key().await?;
        let number = row.map_or(0, |row| row.number).saturating_add(1);
        let about = About {
            kind: Kind::Space,
            space: Party {
                id: project,
                name: space.name.clone(),
            },
            partner: Party {
                id,
                name: partner.name.clone(),
            },
            number,
            made_by: shown.vendor.clone(),
            made_at: Timestamp::now(),
        };
        let bytes = off_thread(move || {
            let mut files = shown.into_files()?;
            mask(&mut files, &redactor);
            fairlead_bundle::write(about, &files, &key).map_err(unwritten)
        })
        .await??;
        self.keep_space(project, &setup, number).await?;
        partner.sent_at = Some(Timestamp::now());
        let arguments = json!({ "id": id, "projectId": project, "number": number });
        let name = file_name(&space.name, &partner.name, number);
        self.store()
            .mutate("makeBundle", arguments, move |c| partner::put(c, &partner))
            .await?;
        self.tell_partner(project, id, EventKind::Updated).await;
        Ok((name, bytes))
    }
}

/// Masks what the vault keeps wherever a person has typed it. The description stays as it was
/// imported: changed, it would not be what is under test.
fn mask(files: &mut BTreeMap<String, Vec<u8>>, redactor: &Redactor) {
    for (path, content) in files {
        if !path.starts_with("description/")
            && let Ok(text) = std::str::from_utf8(content)
        {
            *content = redactor.apply(text).into_bytes();
        }
    }
}

/// A name that says what is in the file, of letters that every system takes.
pub(super) fn file_name(project: &str, partner: &str, number: u32) -> String {
    let plain = |name: &str| {
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let name: String = words.join("-").chars().take(60).collect();
        name
    };
    let (project, partner) = (plain(project), plain(partner));
    format!(
        "{project}-for-{partner}-{number}{}",
        fairlead_bundle::ENDING
    )
}

pub(super) fn unwritten(error: BundleError) -> AppError {
    let kind = match error {
        BundleError::TooLarge(_) => ErrorKind::TooLarge,
        _ => ErrorKind::Internal,
    };
    let message = format!("The bundle cannot be written: {error}.");
    AppError::new(kind, "bundle_unwritten", message)
        .with_hint("Leave something out: requests, or traces of an earlier time.")
}
