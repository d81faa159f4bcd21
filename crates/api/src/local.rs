//! The API for other programs of the same person: a Unix socket in the data folder, which only
//! they can open. So the command line talks to the program that has the folder open.

use std::{
    io,
    path::{Path, PathBuf},
};

use axum::Router;

/// Its name in the data folder.
const NAME: &str = "socket";

/// Where the socket of a data folder is. Hold it while the path is used.
#[derive(Debug)]
pub struct Address {
    path: PathBuf,
    /// Paths of sockets are short (108 bytes on Linux); a long one is gone through its folder.
    #[cfg(target_os = "linux")]
    _folder: Option<std::fs::File>,
}

impl Address {
    /// The address for a data folder.
    ///
    /// # Errors
    /// Where the folder is not there.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        #[cfg(target_os = "linux")]
        {
            use std::os::fd::AsRawFd;
            if path.as_os_str().len() > 100 {
                let opened = std::fs::File::open(folder)?;
                let path = PathBuf::from(format!("/proc/self/fd/{}/{NAME}", opened.as_raw_fd()));
                return Ok(Self {
                    path,
                    _folder: Some(opened),
                });
            }
            Ok(Self {
                path,
                _folder: None,
            })
        }
        #[cfg(not(target_os = "linux"))]
        Ok(Self { path })
    }

    /// The path to connect to.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A socket that is served until this is dropped or closed.
#[derive(Debug)]
pub struct Local {
    path: PathBuf,
    task: tokio::task::JoinHandle<()>,
}

/// Serves the API at the socket of a data folder, which this program must have open: whatever is
/// left there by one that was killed is taken away.
///
/// # Errors
/// Where the system has no such sockets, or refuses this one.
#[cfg(unix)]
pub fn serve(folder: &Path, router: Router) -> io::Result<Local> {
    use std::{fs, os::unix::fs::PermissionsExt};

    let address = Address::of(folder)?;
    let path = folder.join(NAME);
    match fs::remove_file(&path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let listener = tokio::net::UnixListener::bind(address.path())?;
    // The folder is its owner's alone already.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    let task = tokio::spawn(async move {
        if let Err(failure) = axum::serve(listener, router).await {
            tracing::warn!(%failure, "the socket for other programs ended");
        }
    });
    Ok(Local { path, task })
}

/// Serves the API at the socket of a data folder.
///
/// # Errors
/// Always: this system has no such sockets.
#[cfg(not(unix))]
pub fn serve(_: &Path, _: Router) -> io::Result<Local> {
    Err(io::ErrorKind::Unsupported.into())
}

impl Local {
    /// Takes the socket away.
    pub fn close(&self) {
        self.task.abort();
        if let Err(failure) = std::fs::remove_file(&self.path)
            && failure.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%failure, "the socket for other programs stays");
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        self.close();
    }
}
