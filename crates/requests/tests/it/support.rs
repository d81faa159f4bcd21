//! Short ways to read and look.

use fairlead_requests::{Reading, SavedRequest, SourceFile, read};

/// Reads one file.
pub fn one(name: &str, text: &str) -> Reading {
    read(&[SourceFile::new(name, text)], None)
}

/// The request of that name.
pub fn request(reading: &Reading, name: &str) -> SavedRequest {
    let all = reading.collection.requests();
    let found = all.iter().find(|(_, request)| request.name == name);
    let (_, request) = found.unwrap_or_else(|| {
        panic!(
            "no {name:?} among {:?}",
            all.iter().map(|(_, r)| &r.name).collect::<Vec<_>>()
        )
    });
    (*request).clone()
}

/// The codes of what was said, in order.
pub fn codes(reading: &Reading) -> Vec<&str> {
    reading.diagnostics.iter().map(|d| &*d.code).collect()
}
