//! Debian packages: which are missing, and getting them.

use std::{
    io::IsTerminal,
    path::Path,
    process::{Command, Stdio},
};

use crate::command;

/// What building the desktop program needs.
pub const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "file",
    "libwebkit2gtk-4.1-dev",
    "libsoup-3.0-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libssl-dev",
];

/// What the tests need beside: a screen, a session bus, a keychain, a browser, Python's own
/// environments.
pub const TEST: &[&str] = &[
    "xvfb",
    "dbus",
    "dbus-x11",
    "webkit2gtk-driver",
    "openbox",
    "xdotool",
    "gnome-keyring",
    "libsecret-tools",
    "chromium",
    "fonts-dejavu-core",
    "fonts-liberation",
    "python3-venv",
];

/// What the benchmarks need beside: something to make load with.
pub const BENCH: &[&str] = &["wrk"];

/// Installs what is missing of the lists, where apt-get and the right to use it are there; else
/// the error is the command to type. Systems without dpkg are taken at their word.
pub fn install(lists: &[&[&str]]) -> Result<(), String> {
    if !cfg!(target_os = "linux") || !on_path("dpkg-query") {
        return Ok(());
    }
    let wanted = lists.concat();
    let missing = missing(&wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let typed = format!(
        "apt-get install --yes --no-install-recommends {}",
        missing.join(" ")
    );
    let by_hand = |reason: &str| format!("{reason} Please run, as root:\n\n    {typed}\n");
    if !on_path("apt-get") {
        return Err(by_hand("Packages are missing and there is no apt-get."));
    }
    let Some(prefix) = privilege() else {
        return Err(by_hand(
            "Packages are missing and only root may install them.",
        ));
    };
    apt(&prefix, &["update"]).or_else(|_| apt(&prefix, &["update"]))?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(&missing);
    // Right after another run of apt-get a file of the archive can be missing: once more.
    apt(&prefix, &arguments)
        .or_else(|_| apt(&prefix, &["update"]).and_then(|()| apt(&prefix, &arguments)))
        .map_err(|reason| by_hand(&format!("{reason}.")))
}

/// Whether a program of this name is on the PATH.
pub fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
    })
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    wanted
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect()
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}\\n", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| {
            output.status.success()
                && String::from_utf8_lossy(&output.stdout)
                    .lines()
                    .any(|status| status == "installed")
        })
}

/// What to put before apt-get: nothing for root, `sudo` where it works (asking for a password
/// only at a terminal).
fn privilege() -> Option<Vec<&'static str>> {
    let id = command::read(Command::new("id").arg("-u")).ok()?;
    if id.trim() == "0" {
        return Some(Vec::new());
    }
    if !on_path("sudo") {
        return None;
    }
    if std::io::stdin().is_terminal() {
        return Some(vec!["sudo"]);
    }
    let silent = Command::new("sudo")
        .args(["--non-interactive", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    silent
        .is_ok_and(|status| status.success())
        .then(|| vec!["sudo", "--non-interactive"])
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Result<(), String> {
    let mut words = prefix.to_vec();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    words.extend(["--option", "DPkg::Lock::Timeout=300"]);
    words.extend(arguments);
    // What apt-get says belongs to the person, not to the result on stdout.
    command::run(
        Command::new(words[0])
            .args(&words[1..])
            .stdin(Stdio::null())
            .stdout(std::io::stderr()),
    )
}
