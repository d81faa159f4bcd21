//! Prism, the peer: installed from npm into a cache folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The newest version that runs on Node 20.
const VERSION: &str = "5.14.2";

/// An installed Prism.
pub struct Prism {
    script: PathBuf,
}

/// Installs Prism unless it is there.
pub fn install() -> Result<Prism, String> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .ok_or("neither XDG_CACHE_HOME nor HOME is set")?;
    let folder = cache.join("fairlead/prism");
    let script = folder.join("node_modules/@stoplight/prism-cli/dist/index.js");
    if !script.is_file() {
        fs::create_dir_all(&folder)
            .map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        let installed = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(format!("@stoplight/prism-cli@{VERSION}"))
            .status()
            .map_err(|e| format!("cannot run npm: {e}"))?;
        if !installed.success() || !script.is_file() {
            return Err("npm could not install Prism".into());
        }
    }
    Ok(Prism { script })
}

impl Prism {
    /// The command that mocks a description on a port.
    pub fn mock(&self, spec: &Path, port: u16) -> Command {
        let mut command = Command::new("node");
        command
            .arg(&self.script)
            .args(["mock", "--port", &port.to_string()])
            .arg(spec);
        command
    }
}
