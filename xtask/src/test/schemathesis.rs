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
    what: What,
    /// Further arguments.
    arguments: &'static [&'static str],
}

/// What is held against its description.
enum What {
    /// The API of Fairlead.
    Api,
    /// A stateful mock of a description among the real ones: with `NAME.overlay.yaml` and
    /// `NAME.behaviour.yaml` of `tests/schemathesis`, which add the answers that it does not
    /// declare, and say whose credentials are known.
    Mock(&'static str),
}

/// Runs every check, which is what it does unless told otherwise, against each target; needs `fairlead`, as the end-to-end tests do.
pub fn run(root: &Path, wanted: &Filter, fairlead: Option<&Path>, summary: &mut Summary) {
    let targets: Vec<&Target> = TARGETS
        .iter()
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
        summary.part(&part_of(target), || {
            let program = fairlead.map_or_else(|| screens::program(root), |p| Ok(p.to_owned()))?;
            check(root, &tool, &program, target)
        });
    }
}

fn part_of(target: &Target) -> String {
    format!("schemathesis {}", target.name)
}

const TARGETS: &[Target] = &[
    Target {
        name: "api",
        what: What::Api,
        // The stream of events never ends.
        arguments: &["--exclude-path=/v1/events"],
    },
    Target {
        name: "museum",
        what: What::Mock("museum/openapi.yaml"),
        arguments: &["--header=Authorization: Basic YWRhOmxvdmVsYWNl"],
    },
    Target {
        name: "petstore",
        what: What::Mock("swagger-petstore-full/petstore.oas3.yaml"),
        arguments: &[
            "--header=Authorization: Bearer let-me-in",
            "--header=api_key: let-me-in",
        ],
    },
];

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
    let folder = std::env::temp_dir().join(format!(
        "fairlead-schemathesis-{}-{}",
        target.name,
        std::process::id()
    ));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let outcome = check_in(&folder, root, tool, program, target);
    // A folder left behind is no harm.
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

fn check_in(
    folder: &Path,
    root: &Path,
    tool: &Path,
    program: &Path,
    target: &Target,
) -> Result<Counts, String> {
    let own = root.join("tests/schemathesis");
    let mut serve = Command::new(program);
    let description = match target.what {
        What::Api => {
            serve
                .args(["serve", "--json", "--port=0", "--data"])
                .arg(folder);
            root.join("docs/openapi.json")
        }
        What::Mock(of) => {
            let real = root.join("../shared/data/specs").join(of);
            if !real.is_file() {
                eprintln!("skipped: no ../shared/data/specs");
                return Ok(Counts {
                    skipped: 1,
                    ..Counts::default()
                });
            }
            let overlay = own.join(format!("{}.overlay.yaml", target.name));
            let mut lay = Command::new(program);
            lay.arg("overlay").arg(&real).arg("--overlay").arg(overlay);
            let description = folder.join("openapi.json");
            std::fs::write(&description, command::read(&mut lay)?)
                .map_err(|e| format!("{}: {e}", description.display()))?;
            serve
                .args(["mock", "--json", "--port=0", "--stateful", "--behaviour"])
                .arg(own.join(format!("{}.behaviour.yaml", target.name)))
                .arg(&description);
            description
        }
    };
    let (_server, said) = start(serve.env("FAIRLEAD_KEY_IN_FILE", "1"))?;
    let url = said["url"].as_str().or_else(|| said["listening"].as_str());
    let url = url
        .and_then(|url| url.split("/?").next())
        .unwrap_or_default();
    let mut command = Command::new(tool);
    command
        .current_dir(folder)
        .arg("--config-file")
        .arg(own.join(match target.what {
            What::Api => "fairlead.toml",
            What::Mock(_) => "mocks.toml",
        }))
        .arg("run")
        .arg(&description)
        .args(["--url", url, "--generation-deterministic"])
        .args([
            "--max-examples",
            CASES,
            "--no-color",
            "--request-timeout=10",
        ])
        // Credentials are given; made-up ones would be replaced by them.
        .arg("--generation-with-security-parameters=false")
        .args(target.arguments);
    if let Some(token) = said["token"].as_str() {
        command.args(["--header", &format!("Authorization: Bearer {token}")]);
    }
    let (status, text) = command::capture(&mut command, LIMIT)?;
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
