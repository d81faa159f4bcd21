//! Files that a person saves from the window: they go into the folder for downloads, have their
//! name once they are whole, and never go over one that is there.

mod part;

use std::{
    fs,
    path::{Path, PathBuf},
};

use tauri::{Emitter, Manager, Runtime, Webview, webview::DownloadEvent};

pub use part::{Part, SaveError};

/// What the window hears once a file is there that a page within it has saved.
const SAVED: &str = "saved";

/// The folder of the system for downloads, else `Downloads` in the home of the person.
pub fn folder<R: Runtime>(tauri: &impl Manager<R>) -> Option<PathBuf> {
    let paths = tauri.path();
    let folder = paths.download_dir();
    folder
        .or_else(|_| paths.home_dir().map(|home| home.join("Downloads")))
        .ok()
}

/// Says where a download of the webview itself goes, such as one of its viewer of PDFs, and tells
/// of its end. The interface saves through the carrier.
pub fn handle<R: Runtime>(webview: &Webview<R>, event: DownloadEvent<'_>) -> bool {
    match event {
        DownloadEvent::Requested { destination, .. } => {
            let Some(folder) = folder(webview) else {
                tracing::warn!("there is no folder for downloads");
                return false;
            };
            if let Err(failure) = fs::create_dir_all(&folder) {
                tracing::warn!(%failure, "the folder for downloads cannot be made");
                return false;
            }
            *destination = free(&folder, destination);
            true
        }
        DownloadEvent::Finished { path, success, .. } => {
            let path = path.filter(|_| success);
            let path = path.map(|path| path.to_string_lossy().into_owned());
            if let Err(failure) = webview.emit(SAVED, path) {
                tracing::warn!(%failure, "the window cannot be told of a saved file");
            }
            true
        }
        _ => true,
    }
}

/// A path in a folder under which nothing is yet, with the name that was suggested or nearly so.
fn free(folder: &Path, suggested: &Path) -> PathBuf {
    let name = suggested.file_name().unwrap_or("file".as_ref());
    let (stem, ending) = (Path::new(name).file_stem(), Path::new(name).extension());
    let stem = stem.unwrap_or(name).to_string_lossy();
    let ending = ending.map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
    let numbered = (2..).map(|n| folder.join(format!("{stem} ({n}){ending}")));
    std::iter::once(folder.join(name))
        .chain(numbered)
        // What points nowhere is there too.
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let wanted = Path::new("/elsewhere/api.fairlead");
        assert_eq!(free(folder.path(), wanted), at("api.fairlead"));
        fs::write(at("api.fairlead"), "").expect("a file");
        fs::write(at("api (2).fairlead"), "").expect("a file");
        assert_eq!(free(folder.path(), wanted), at("api (3).fairlead"));
    }
}
