//! The REST API: one axum router over the use cases of `fairlead_app`, and its OpenAPI document.
//!
//! Knows HTTP; knows nothing of Tauri and nothing of sockets. [`router`] is carried over Tauri IPC
//! as it is; over TCP [`guard::protect`] belongs around it. [`logging`] and [`data_dir`] are what
//! both carriers set up alike.

pub mod data_dir;
pub mod error;
pub mod extract;
pub mod guard;
pub mod logging;
pub mod metrics;
mod panic;
pub mod request_id;

pub use error::{ApiError, ErrorBody};
