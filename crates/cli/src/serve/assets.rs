//! The files of `ui/dist`, embedded by `build.rs`; none where the UI was not built first.

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// Path within `ui/dist`, with `/`.
    pub path: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
    /// Entity tag of its content.
    pub etag: &'static str,
    /// Whether the name holds a hash of the content, so that it never changes.
    pub hashed: bool,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file at a path within `ui/dist`.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS
        .binary_search_by(|asset| asset.path.cmp(path))
        .ok()
        .map(|at| &ASSETS[at])
}
