//! A file, pointed out in the system's window of files.

use std::path::Path;

/// Opens the folder of a file with the file selected, or at least the folder.
pub async fn in_folder(path: &Path) {
    #[cfg(target_os = "linux")]
    if select(path).await.is_ok() {
        return;
    }
    let folder = path.parent().unwrap_or(path);
    if let Err(failure) = open::that_detached(folder) {
        tracing::warn!(%failure, "the folder of a file cannot be opened");
    }
}

/// Asks whoever shows files on this desktop (freedesktop.org, File Manager D-Bus Interface).
#[cfg(target_os = "linux")]
async fn select(path: &Path) -> zbus::Result<()> {
    const FILES: &str = "org.freedesktop.FileManager1";

    let no_url = |()| zbus::Error::Failure("the path has no URL".to_owned());
    let url = url::Url::from_file_path(path).map_err(no_url)?;
    let bus = zbus::Connection::session().await?;
    let asked = (vec![url.as_str()], "");
    let path = "/org/freedesktop/FileManager1";
    bus.call_method(Some(FILES), path, Some(FILES), "ShowItems", &asked)
        .await
        .map(drop)
}
