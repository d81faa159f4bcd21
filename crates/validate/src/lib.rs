//! Whether a request or a response keeps the contract of an operation, and where it does not.
//!
//! Works on plain values; knows no socket and no database.

mod body;
mod bundle;
pub mod coding;
mod compile;
mod contract;
mod direction;
mod explain;
mod formats;
pub mod media;
pub mod parameter;
pub mod report;
mod request;
mod resources;
mod response;
mod route;
mod security;
mod shelf;
mod whole;

pub use body::decode as decode_body;
pub use bundle::bundle;
pub use contract::Contract;
pub use direction::Direction;
pub use report::{Part, Report, Violation};
pub use route::Route;
