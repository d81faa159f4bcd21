//! One SQLite file: one thread that writes, a few that read.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction};
use tokio::sync::oneshot;

use crate::error::StoreError;

/// Threads that read.
const READERS: usize = 3;
/// How long a connection waits for another program's lock.
const BUSY: Duration = Duration::from_secs(5);

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// How carefully a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// What is acknowledged is on the disk.
    Full,
    /// The last moments may be lost with the power, never the file.
    Normal,
}

/// One SQLite file with its threads.
pub struct Database {
    path: PathBuf,
    writer: Mutex<Option<mpsc::Sender<Job>>>,
    readers: Mutex<Option<mpsc::Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Database {
    /// Opens the file, whose migrations have run, and starts its threads.
    pub fn open(path: &Path, care: Care) -> Result<Self, StoreError> {
        let mut threads = Vec::new();
        let (writer, jobs) = mpsc::channel::<Job>();
        let mut connection = connect(path, care)?;
        let spawned = std::thread::Builder::new()
            .name("store-write".into())
            .spawn(move || {
                while let Ok(job) = jobs.recv() {
                    job(&mut connection);
                }
            });
        threads.push(spawned.map_err(|e| StoreError::file(path, e))?);
        let (readers, jobs) = mpsc::channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..READERS {
            let mut connection = connect(path, care)?;
            connection.pragma_update(None, "query_only", true)?;
            let jobs = Arc::clone(&jobs);
            let spawned = std::thread::Builder::new()
                .name("store-read".into())
                .spawn(move || {
                    loop {
                        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        match job {
                            Ok(job) => job(&mut connection),
                            Err(_) => break,
                        }
                    }
                });
            threads.push(spawned.map_err(|e| StoreError::file(path, e))?);
        }
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::new(Some(readers)),
            threads: Mutex::new(threads),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs in one transaction on the writing thread: all of it is kept, or nothing.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        run(&self.writer, move |connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })
        .await
    }

    /// Runs on a reading thread.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        run(&self.readers, move |connection| work(connection)).await
    }

    /// Lets what was asked for end, then ends the threads.
    pub fn close(&self) {
        for sender in [&self.writer, &self.readers] {
            sender.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
    }
}

async fn run<T: Send + 'static>(
    sender: &Mutex<Option<mpsc::Sender<Job>>>,
    work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, result) = oneshot::channel();
    let job: Job = Box::new(move |connection| {
        // Who asked may be gone; the work is done all the same.
        let _ = answer.send(work(connection));
    });
    let sent = match sender
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
    {
        Some(sender) => sender.send(job).is_ok(),
        None => false,
    };
    if !sent {
        return Err(StoreError::Closed);
    }
    result.await.unwrap_or(Err(StoreError::Closed))
}

/// A connection with the settings of every connection.
pub fn connect(path: &Path, care: Care) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let synchronous = if care == Care::Full { "FULL" } else { "NORMAL" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    Ok(connection)
}
