//! Reads API descriptions: OpenAPI 2.0, 3.0, 3.1 and 3.2, JSON and YAML, in one file or many.
//!
//! Knows files as bytes in a [`SourceSet`] and nothing of where they came from; knows no socket
//! and no database. A bad description is data: [`parse`] gives what is usable and says, with
//! file, line and pointer, what is not.

pub mod capabilities;
pub mod diff;
pub mod expression;
mod files;
mod lint;
pub mod load;
pub mod locate;
pub mod model;
mod normalise;
mod outgoing;
pub mod overlay;
mod parse;
pub mod pointer;
mod problems;
mod resolve;
pub mod sample;
mod schema;
pub mod source;
mod spot;
mod structure;
mod template;
pub mod text;

pub use capabilities::capabilities;
pub use diff::diff;
pub use load::{FolderFetch, MemoryFetch, load, merge_problems};
pub use locate::{Span, locate, locate_json};
pub use model::*;
pub use outgoing::Outgoing;
pub use parse::{parse, read};
pub use source::{Fetch, FetchError, SourceSet};
pub use spot::{Spot, locate_spots};
pub use text::parse_text;

/// The description that comes with Fairlead: the API of a small harbour, OpenAPI 3.1, in YAML.
pub const SAMPLE: &str = include_str!("../sample/harbour.yaml");
