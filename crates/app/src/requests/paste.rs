//! A command or a call that was pasted where an address belongs, as drafts of the playground.

use fairlead_core::{Id, Severity, limits};
use fairlead_requests::{Reading, Secret, SourceFile, read};

use super::{convert, import::rename_used};
use crate::{App, AppError, Draft, PastedRequests, RequestSecret, off_thread};

impl App {
    /// The requests of a pasted text as drafts that go where the text says. Credentials in it go
    /// into the vault, and `{{name}}` stands in their place.
    pub async fn paste_requests(
        &self,
        project: Id,
        text: String,
    ) -> Result<PastedRequests, AppError> {
        self.project_row(project).await?;
        let file = SourceFile::new("pasted", text);
        let mut reading = off_thread(move || read(&[file], None)).await?;
        let found = reading.collection.requests().len();
        if found == 0 {
            return Err(unusable(&reading));
        }
        let used = self.variable_secrets(project).await?;
        rename_used(&mut reading, &used);
        let drafts = drafts_of(&reading);
        for secret in &reading.secrets {
            self.keep_variable_secret(project, secret).await?;
        }
        Ok(PastedRequests {
            drafts,
            found,
            secrets: reading.secrets.iter().map(named).collect(),
            diagnostics: reading.diagnostics,
        })
    }
}

fn named(secret: &Secret) -> RequestSecret {
    RequestSecret {
        name: secret.name.clone(),
        place: secret.place.clone(),
    }
}

fn unusable(reading: &Reading) -> AppError {
    let mut errors = reading.diagnostics.iter();
    let why = errors.find(|d| d.severity == Severity::Error);
    let why = why.map_or("no request was found in it", |d| &d.message);
    AppError::invalid(
        "unusable_paste",
        format!("What was pasted cannot be read: {why}."),
    )
    .with_hint("Paste a curl command, a call of fetch, a HAR file or a collection.")
}

fn drafts_of(reading: &Reading) -> Vec<Draft> {
    let requests = reading.collection.requests().into_iter();
    requests
        .take(limits::PASTED_REQUESTS)
        .map(|(_, request)| convert::draft(request, None))
        .collect()
}
