//! The two databases, opened, mended and backed up.

use std::path::{Path, PathBuf};

use fairlead_core::Timestamp;
use rusqlite::{Connection, Transaction};

use crate::{
    backup, catcher, caught, credential,
    database::{Care, Database, connect},
    environment,
    error::StoreError,
    event,
    migrate::{self, Migration, Step},
    mock, outbox, partner, project, request, request_link, setting, spec, trace, variable,
};

/// Something that a person should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened, and what was done.
    pub message: String,
}

/// Everything that is kept.
pub struct Store {
    main: Database,
    traces: Database,
    backups: PathBuf,
    notices: Vec<Notice>,
}

/// The changes of the main database, in the order they came: those made once stay as they are.
const MAIN: &[Migration] = &[
    project::TABLE,
    spec::TABLE,
    mock::TABLE,
    credential::TABLE,
    event::TABLE,
    setting::TABLE,
    outbox::TABLE,
    mock::STATE_AND_BEHAVIOUR,
    mock::SETUP_AND_USE,
    catcher::TABLE,
    request::TABLE,
    environment::TABLE,
    variable::TABLE,
    request_link::TABLE,
    partner::TABLE,
];
const TRACES: &[Step] = &[
    Step::Sql(trace::TABLE),
    Step::Sql(caught::TABLE),
    Step::Code(trace::lay_out),
    Step::Sql(trace::UNDER_WAY),
    Step::Code(trace::tell_failures),
    Step::Code(trace::tell_combinations),
];

impl Store {
    /// Opens the databases of a folder, which must be there. Blocks.
    ///
    /// # Errors
    /// Where the folder cannot be written, or holds databases of a newer program.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let backups = folder.join("backups");
        let mut notices = Vec::new();
        let main = open(
            &folder.join("fairlead.db"),
            &backups,
            Care::Full,
            &MAIN.iter().copied().map(Step::Sql).collect::<Vec<_>>(),
            &mut notices,
        )?;
        let traces = open(
            &folder.join("traces.db"),
            &backups,
            Care::Normal,
            TRACES,
            &mut notices,
        )?;
        Ok(Self {
            main,
            traces,
            backups,
            notices,
        })
    }

    /// What a person should hear of how the databases were found.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Writes to the main database in one transaction.
    ///
    /// # Errors
    /// Where the work or the disk fails; then nothing is changed.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.main.write(work).await
    }

    /// Writes shared data: the change and its entry in the outbox are one transaction.
    ///
    /// # Errors
    /// Where the work or the disk fails; then nothing is changed.
    pub async fn mutate<T: Send + 'static>(
        &self,
        mutator: &'static str,
        arguments: serde_json::Value,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.main
            .write(move |transaction| {
                let result = work(transaction)?;
                outbox::append(transaction, mutator, &arguments)?;
                Ok(result)
            })
            .await
    }

    /// Reads the main database.
    ///
    /// # Errors
    /// Where the work or the disk fails.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.main.read(work).await
    }

    /// Writes to the database of traces in one transaction.
    ///
    /// # Errors
    /// Where the work or the disk fails; then nothing is changed.
    pub async fn write_traces<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.traces.write(work).await
    }

    /// Reads the database of traces.
    ///
    /// # Errors
    /// Where the work or the disk fails.
    pub async fn read_traces<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.traces.read(work).await
    }

    /// Copies the main database while it is in use.
    ///
    /// # Errors
    /// Where the copy cannot be made or is not good.
    pub async fn back_up(&self) -> Result<PathBuf, StoreError> {
        let (path, folder) = (self.main.path().to_owned(), self.backups.clone());
        // Readers may not write, not even to another file.
        self.main
            .aside(move |connection| backup::make(connection, &path, &folder))
            .await
    }

    /// When the newest copy of the main database was made. Blocks.
    pub fn last_backup(&self) -> Option<Timestamp> {
        backup::newest(self.main.path(), &self.backups)
    }

    /// Lets what was asked for end, then closes. Blocks.
    pub fn close(&self) {
        self.main.close();
        self.traces.close();
    }
}

fn open(
    path: &Path,
    backups: &Path,
    care: Care,
    migrations: &[Step],
    notices: &mut Vec<Notice>,
) -> Result<Database, StoreError> {
    if backup::tidy(path, backups)? {
        let message = format!(
            "The database {} was damaged, and going back to the last good backup was interrupted; \
             it is done now.",
            path.display()
        );
        tracing::error!("{message}");
        notices.push(Notice { message });
    }
    if path.exists() && backup::is_damaged(path) {
        let (aside, good) = backup::restore(path, backups)?;
        let outcome = match &good {
            Some(copy) => format!("the last good backup {} is in its place", copy.display()),
            None => "there was no backup, so a new one was begun".to_owned(),
        };
        let message = format!(
            "The database {} was damaged; {outcome}. The damaged file is kept as {}.",
            path.display(),
            aside.display()
        );
        tracing::error!("{message}");
        notices.push(Notice { message });
    }
    let mut connection = connect(path, care)?;
    migrate::run(&mut connection, path, backups, migrations)?;
    // A file that may only be read opens without a word: better told now than at the first change.
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?;
    drop(connection);
    Database::open(path, care)
}
