//! Our own files: one request each, in folders, made to be compared line by line.
//!
//! `collection.yaml` at the root, `folder.yaml` in each folder, `NAME.request.yaml` for each
//! request, `environments/NAME.yaml` for each environment. See `docs/requests.md`.

mod names;
mod read;
mod write;
mod yaml;

pub use names::free as free_name;
pub use read::{read, read_order, read_request};
pub use write::{write, write_folder, write_request, write_root};

/// The file that says what a collection is.
pub const ROOT: &str = "collection.yaml";
/// The file that says what a folder is.
pub const FOLDER: &str = "folder.yaml";
/// How the file of a request ends.
pub const ENDING: &str = ".request.yaml";
/// The folder of the environments.
pub const ENVIRONMENTS: &str = "environments";

/// What stands in `collection.yaml` and `folder.yaml` beside what the model has: the order of what
/// lies next to it, by file and folder name.
pub(crate) const ORDER: &str = "order";
