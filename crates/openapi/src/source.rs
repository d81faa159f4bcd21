//! The files of one description, by URI, as bytes.

use std::{collections::BTreeMap, sync::Arc};

use url::Url;

/// The root file and every file it refers to, read and ready.
///
/// URIs are absolute. What a person uploads or names on disk gets `file:` URIs, remote
/// descriptions keep their `https:` ones; the parser only ever compares and joins them.
#[derive(Clone, Debug)]
pub struct SourceSet {
    /// URI of the file that is the description.
    pub root: Url,
    /// Every file, the root among them.
    pub files: BTreeMap<Url, Arc<[u8]>>,
    /// How to call a file when speaking to a person (a relative path, a file name, a URL).
    pub names: BTreeMap<Url, String>,
}

/// Gives the bytes behind a URI that a `$ref` names. The application decides what may be read.
pub trait Fetch {
    /// The bytes of `uri`, at most `limits::SPEC_FILE_BYTES` of them.
    fn fetch(&self, uri: &Url) -> Result<Vec<u8>, FetchError>;
}

/// Why a file could not be had. The text is shown to the person beside the `$ref`.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// There is nothing there.
    #[error("no such file: {0}")]
    NotFound(String),
    /// Reading it would leave the folder of the description, or reach a private address.
    #[error("{0}")]
    Forbidden(String),
    /// It is larger than the limit.
    #[error("{0}")]
    TooLarge(String),
    /// The disk or the network failed.
    #[error("{0}")]
    Failed(String),
}
