//! Keeps what the program has to remember in SQLite.
//!
//! One file per table: its migration, row, reads and writes. Writes go through one thread, reads
//! through a few; no caller waits on the disk with an async thread. Traces have a database of
//! their own, so that millions of rows never slow the rest. Knows no use case.

mod backup;
pub mod catcher;
pub mod caught;
pub mod credential;
mod database;
pub mod environment;
mod error;
pub mod event;
mod migrate;
pub mod mock;
mod outbox;
pub mod partner;
pub mod project;
pub mod request;
pub mod request_link;
pub mod setting;
pub mod spec;
mod store;
pub mod trace;
mod value;
pub mod variable;

pub use error::StoreError;
pub use rusqlite::Connection;
pub use store::{Notice, Store};
