//! Bundles as bytes.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};

use fairlead_core::limits;
use sha2::{Digest, Sha256};
use zip::{ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{
    About, Bundle, BundleError, Manifest, SigningKey,
    manifest::{File, VERSION},
    signature,
};

/// The file that is read first.
const MANIFEST: &str = "manifest.jws";
/// Longest path, in bytes.
const PATH: usize = 400;

/// Packs and signs files.
///
/// # Errors
/// Where a path is none, or the files are more than what is read.
pub fn write(
    about: About,
    files: &BTreeMap<String, Vec<u8>>,
    key: &SigningKey,
) -> Result<Vec<u8>, BundleError> {
    let total: usize = files.values().map(Vec::len).sum();
    if total > limits::BUNDLE_BYTES {
        return Err(too_many_bytes());
    }
    if files.len() > limits::BUNDLE_FILES {
        return Err(too_many_files());
    }
    if let Some(path) = files.keys().find(|path| !is_path(path)) {
        return Err(BundleError::Path(path.clone()));
    }
    let manifest = Manifest {
        fairlead_bundle: VERSION,
        about,
        files: files
            .iter()
            .map(|(path, content)| (path.clone(), of_file(content)))
            .collect(),
    };
    let manifest = serde_json::to_vec(&manifest).map_err(signature::written)?;
    let signed = key.sign(&manifest)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The same files make the same bytes: no times, no rights.
    let options = SimpleFileOptions::DEFAULT;
    let named = [(MANIFEST, signed.as_bytes())].into_iter();
    let all = named.chain(files.iter().map(|(path, c)| (path.as_str(), c.as_slice())));
    for (path, content) in all {
        archive.start_file(path, options).map_err(broken)?;
        archive
            .write_all(content)
            .map_err(|e| broken(ZipError::Io(e)))?;
    }
    Ok(archive.finish().map_err(broken)?.into_inner())
}

/// Unpacks a bundle, and holds it against its signature.
///
/// # Errors
/// Where it is none, is larger than what is read, or is not what was signed.
pub fn read(bytes: &[u8]) -> Result<Bundle, BundleError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > limits::BUNDLE_FILES + 1 {
        return Err(too_many_files());
    }
    let mut left = limits::BUNDLE_BYTES;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().map_err(broken)?.into_owned();
        if !is_path(&path) || !file.is_file() {
            return Err(BundleError::Path(path));
        }
        // What the archive says of its lengths is not believed.
        let mut content = Vec::new();
        let most = left as u64 + 1;
        file.take(most)
            .read_to_end(&mut content)
            .map_err(|e| broken(ZipError::Io(e)))?;
        left = left.checked_sub(content.len()).ok_or_else(too_many_bytes)?;
        if files.contains_key(&path) {
            return Err(BundleError::Foreign(path));
        }
        files.insert(path, content);
    }
    let signed = files.remove(MANIFEST).ok_or(BundleError::NoManifest)?;
    let (payload, signer) = signature::verify(&String::from_utf8_lossy(&signed))?;
    let version: Version = serde_json::from_slice(&payload)
        .map_err(|error| BundleError::Manifest(error.to_string()))?;
    if version.fairlead_bundle != VERSION {
        return Err(BundleError::Version {
            found: version.fairlead_bundle,
            known: VERSION,
        });
    }
    let manifest: Manifest = serde_json::from_slice(&payload)
        .map_err(|error| BundleError::Manifest(error.to_string()))?;
    for (path, file) in &manifest.files {
        let content = files
            .get(path)
            .ok_or_else(|| BundleError::Missing(path.clone()))?;
        if of_file(content) != *file {
            return Err(BundleError::Changed(path.clone()));
        }
    }
    if let Some(path) = files.keys().find(|p| !manifest.files.contains_key(*p)) {
        return Err(BundleError::Foreign(path.clone()));
    }
    Ok(Bundle {
        about: manifest.about,
        signer,
        files,
    })
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    fairlead_bundle: u32,
}

fn of_file(content: &[u8]) -> File {
    let hash = Sha256::digest(content);
    File {
        bytes: content.len() as u64,
        sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// Whether a path stays within the bundle, on every system.
fn is_path(path: &str) -> bool {
    let is_name = |name: &str| !matches!(name, "" | "." | "..");
    path.len() <= PATH
        && path.split('/').all(is_name)
        && !path.contains(|c: char| c == '\\' || c == ':' || c.is_control())
}

fn broken(error: ZipError) -> BundleError {
    BundleError::NoArchive(error.to_string())
}

fn too_many_bytes() -> BundleError {
    BundleError::TooLarge(format!("{} MiB", limits::BUNDLE_BYTES >> 20))
}

fn too_many_files() -> BundleError {
    BundleError::TooLarge(format!("{} files", limits::BUNDLE_FILES))
}
