//! Schemathesis, a tester of APIs by their descriptions, against our own servers.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use super::{
    Filter,
    summary::{Counts, Summary},
};
use crate::{command, screens};

/// The version whose checks are held to.
const VERSION: &str = "4.32.5";
/// What takes longer hangs.
const LIMIT: Duration = Duration::from_mins(10);
/// Cases tried per operation and phase.
const CASES: &str = "20";

/// A server, its description, and how it is asked.
struct Target {
    name: &'static str,
    /// Arguments of `fairlead` that start it.
    serve: Vec<String>,
    /// The description it is held against.
    description: PathBuf,
    /// Settings, in `tests/schemathesis`.
    settings: &'static str,
    arguments: &'static [&'static str],
}

/// Runs every check against each target; needs `fairlead`, as the end-to-end tests do.
pub fn run(root: &Path, wanted: &Filter, fairlead: Option<&Path>, summary: &mut Summary) {
    let targets: Vec<Target> = targets(root)
        .into_iter()
        .filter(|target| wanted.wants(&part_of(target)))
        .collect();
    if targets.is_empty() {
        return;
    }
    let mut tool = PathBuf::new();
    summary.prepare("schemathesis", || {
        tool = install()?;
        Ok(())
    });
    if tool.as_os_str().is_empty() {
        return;
    }
    for target in targets {
        summary.part(&part_of(&target), || {
            let program = fairlead.map_or_else(|| screens::program(root), |p| Ok(p.to_owned()))?;
            check(root, &tool, &program, &target)
        });
    }
}

fn part_of(target: &Target) -> String {
    format!("schemathesis {}", target.name)
}

fn targets(root: &Path) -> Vec<Target> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    vec![Target {
        name: "api",
        serve: words("serve --json --port 0 --data"),
        description: root.join("docs/openapi.json"),
        settings: "fairlead.toml",
        // The stream of events never ends.
        arguments: &["--exclude-path=/v1/events"],
    }]
}

/// Installs it into a folder of its own, unless it is there.
fn install() -> Result<PathBuf, String> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .ok_or("neither XDG_CACHE_HOME nor HOME is set")?;
    let folder = cache.join(format!("fairlead/schemathesis-{VERSION}"));
    let tool = folder.join("bin/schemathesis");
    if !tool.is_file() {
        command::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let pip = folder.join("bin/pip");
        let wanted = format!("schemathesis=={VERSION}");
        command::run(Command::new(pip).args(["install", "--quiet", &wanted]))?;
    }
    Ok(tool)
}

fn check(root: &Path, tool: &Path, program: &Path, target: &Target) -> Result<Counts, String> {
    let data = std::env::temp_dir().join(format!("fairlead-schemathesis-{}", std::process::id()));
    let mut serve = Command::new(program);
    serve.args(&target.serve);
    if target.serve.iter().any(|word| word == "--data") {
        serve.arg(&data);
    }
    let (_server, said) = start(serve.env("FAIRLEAD_KEY_IN_FILE", "1"))?;
    let url = said["url"].as_str().or_else(|| said["listening"].as_str());
    let url = url
        .and_then(|url| url.split("/?").next())
        .unwrap_or_default();
    let mut command = Command::new(tool);
    command
        .current_dir(std::env::temp_dir())
        .arg("--config-file")
        .arg(root.join("tests/schemathesis").join(target.settings))
        .arg("run")
        .arg(&target.description)
        .args(["--url", url, "--checks=all", "--generation-deterministic"])
        .args([
            "--max-examples",
            CASES,
            "--no-color",
            "--request-timeout=10",
        ])
        .args(target.arguments);
    if let Some(token) = said["token"].as_str() {
        command.args(["--header", &format!("Authorization: Bearer {token}")]);
    }
    let outcome = command::capture(&mut command, LIMIT);
    // A folder left behind is no harm.
    let _ = std::fs::remove_dir_all(&data);
    let (status, text) = outcome?;
    if status.success() {
        let tested = text.lines().rev().find(|line| line.contains(" generated"));
        eprintln!("{}", tested.unwrap_or("").trim());
        return Ok(Counts {
            passed: 1,
            ..Counts::default()
        });
    }
    eprintln!("{text}");
    Ok(Counts {
        failed: 1,
        ..Counts::default()
    })
}

/// A server that ends with the value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server and reads its first line, which says in JSON where it listens.
fn start(command: &mut Command) -> Result<(Server, Value), String> {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("cannot start {}: {e}", command.get_program().display()))?;
    let mut server = Server(child);
    let mut line = String::new();
    if let Some(out) = server.0.stdout.take() {
        BufReader::new(out)
            .read_line(&mut line)
            .map_err(|e| e.to_string())?;
    }
    let said = serde_json::from_str(&line).map_err(|e| format!("it said `{line}`: {e}"))?;
    Ok((server, said))
}
