//! Files held in memory: what a person uploaded.

use std::collections::BTreeMap;

use url::Url;

use crate::source::{Fetch, FetchError};

/// Gives the files it was made of and no others.
#[derive(Clone, Debug, Default)]
pub struct MemoryFetch {
    files: BTreeMap<Url, Vec<u8>>,
}

impl MemoryFetch {
    /// Files by their relative path, such as `api.yaml` and `schemas/pet.yaml`.
    #[must_use]
    pub fn new<N: AsRef<str>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(name, bytes)| (Self::uri(name.as_ref()), bytes.into()))
                .collect(),
        }
    }

    /// The URI under which a file of this name stands.
    #[must_use]
    pub fn uri(name: &str) -> Url {
        let mut uri = base();
        let name = name.replace('\\', "/");
        uri.set_path(&format!("/{}", name.trim_start_matches('/')));
        uri
    }
}

/// `file:///`
fn base() -> Url {
    #[expect(clippy::unwrap_used, reason = "a constant that is a URI")]
    Url::parse("file:///").unwrap()
}

impl Fetch for MemoryFetch {
    fn fetch(&self, uri: &Url) -> Result<Vec<u8>, FetchError> {
        self.files.get(uri).cloned().ok_or_else(|| {
            if uri.scheme() == "file" {
                FetchError::NotFound(format!("`{}` is not among the files given", uri.path()))
            } else {
                FetchError::Forbidden(format!(
                    "`{uri}` is not among the files given, and nothing is fetched from the network"
                ))
            }
        })
    }
}
