//! One SQLite file: one thread that writes, a few that read.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
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
/// Pages that the writer of a large file keeps in memory at most, in KiB.
const WRITER_KIB: i64 = 32 * 1024;
/// Pages that a reader of a large file keeps in memory at most, in KiB.
const READER_KIB: i64 = 8 * 1024;
/// Pages in the log of a large file before they are brought into the file: those that change with
/// each batch are then brought over once for many batches.
const WAL_PAGES: i64 = 8_000;
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
    care: Care,
    writer: Mutex<Side>,
    readers: Mutex<Side>,
}

/// The threads of one kind, and where their work goes; nowhere once closed.
struct Side {
    jobs: Option<mpsc::Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Database {
    /// Opens the file, whose migrations have run, and starts its threads.
    pub fn open(path: &Path, care: Care) -> Result<Self, StoreError> {
        let (writer, jobs) = mpsc::channel::<Job>();
        let mut connection = connect(path, care)?;
        if care == Care::Normal {
            // A batch of traces touches some thousand pages of a dozen trees: with the usual two
            // megabytes each of them is written and read several times within one transaction.
            connection.pragma_update(None, "cache_size", -WRITER_KIB)?;
            connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
        }
        let spawned = std::thread::Builder::new()
            .name("store-write".into())
            .spawn(move || {
                while let Ok(job) = jobs.recv() {
                    job(&mut connection);
                }
            });
        let writer = Side {
            jobs: Some(writer),
            threads: vec![spawned.map_err(|e| StoreError::file(path, e))?],
        };
        let mut threads = Vec::new();
        let (readers, jobs) = mpsc::channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..READERS {
            let mut connection = connect(path, care)?;
            connection.pragma_update(None, "query_only", true)?;
            if care == Care::Normal {
                connection.pragma_update(None, "cache_size", -READER_KIB)?;
            }
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
            care,
            writer: Mutex::new(writer),
            readers: Mutex::new(Side {
                jobs: Some(readers),
                threads,
            }),
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

    /// Runs on a thread and a connection of its own, which may write: for what takes long.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        let (path, care) = (self.path.clone(), self.care);
        tokio::task::spawn_blocking(move || work(&connect(&path, care)?))
            .await
            .unwrap_or(Err(StoreError::Panicked))
    }

    fn is_closed(&self) -> bool {
        let side = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        side.jobs.is_none()
    }

    /// Lets what was asked for end, then ends the threads.
    pub fn close(&self) {
        // The writer last and alone: SQLite brings the log home when the last connection closes,
        // and of two that close at once each takes the other for the last.
        for side in [&self.readers, &self.writer] {
            let threads = {
                let mut side = side.lock().unwrap_or_else(PoisonError::into_inner);
                side.jobs.take();
                std::mem::take(&mut side.threads)
            };
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a thread of the store panicked");
                }
            }
        }
    }
}

async fn run<T: Send + 'static>(
    side: &Mutex<Side>,
    work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, result) = oneshot::channel();
    let job: Job = Box::new(move |connection| {
        // A panic undoes its transaction while it unwinds; the thread is still needed.
        let result = catch_unwind(AssertUnwindSafe(|| work(connection)));
        // Who asked may be gone; the work is done all the same.
        let _ = answer.send(result.unwrap_or(Err(StoreError::Panicked)));
    });
    let jobs = side
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .jobs
        .clone();
    if jobs.is_none_or(|jobs| jobs.send(job).is_err()) {
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
