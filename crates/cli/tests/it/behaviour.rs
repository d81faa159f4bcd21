//! `fairlead mock` with a behaviour file, as a process with a real file.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::run::{ask, fairlead, sample};

/// How long a change may take to be heard of.
const SOON: Duration = Duration::from_secs(15);

/// A mock of the sample in a folder of its own, with its behaviour file beside it.
struct Behaving {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Behaving {
    fn start(behaviour: Option<&str>, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let spec = folder.path().join("harbour.yaml");
        fs::copy(sample(), &spec).expect("copied");
        if let Some(text) = behaviour {
            fs::write(folder.path().join("harbour.behaviour.yaml"), text).expect("written");
        }
        let log = File::create(folder.path().join("log")).expect("a log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_fairlead"))
            .args(["mock", spec.to_str().expect("UTF-8"), "--port", "0"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the command starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        out.read_line(&mut line).expect("it says where");
        let port = line
            .split_once("127.0.0.1:")
            .and_then(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next())
            .and_then(|port| port.parse().ok());
        Self {
            child,
            port: port.unwrap_or_else(|| panic!("an address: {line}")),
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("harbour.behaviour.yaml")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }

    fn status(&self) -> u16 {
        ask(self.port, "GET /status", &[], "").0
    }

    /// Waits until the log has a text.
    fn wait_for(&self, text: &str) {
        let began = Instant::now();
        while !self.log().contains(text) {
            assert!(began.elapsed() < SOON, "no `{text}` in\n{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Behaving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_file_beside_the_description_holds_and_is_reloaded() {
    let mock = Behaving::start(Some("rules: [{name: down, answer: {status: 503}}]"), &[]);
    assert_eq!(mock.status(), 503);
    mock.wait_for("rule `down`");
    fs::write(mock.file(), "rules: [{answer: {status: 502}}]").expect("written");
    let began = Instant::now();
    while mock.status() != 502 {
        assert!(began.elapsed() < SOON, "{}", mock.log());
        thread::sleep(Duration::from_millis(50));
    }
    // Editors write a new file and rename it.
    let new = mock.folder.path().join("new");
    fs::write(&new, "rules:\n  - answer: {statsu: 200}\n").expect("written");
    fs::rename(&new, mock.file()).expect("renamed");
    mock.wait_for("harbour.behaviour.yaml:2:22: error[behaviour]: there is no key `statsu`");
    mock.wait_for("not taken; what held before stays");
    assert_eq!(mock.status(), 502, "the last good one stays");
    fs::remove_file(mock.file()).expect("removed");
    mock.wait_for("cannot be read");
    assert_eq!(mock.status(), 502);
    fs::write(mock.file(), "").expect("written");
    let began = Instant::now();
    while mock.status() != 200 {
        assert!(began.elapsed() < SOON, "{}", mock.log());
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_file_may_come_to_be_while_the_mock_runs() {
    let mock = Behaving::start(None, &["--json"]);
    assert_eq!(mock.status(), 200);
    fs::write(mock.file(), "rules: [{answer: {status: 503}}]").expect("written");
    mock.wait_for("\"taken\":true");
    assert_eq!(mock.status(), 503);
}

#[test]
fn a_file_that_is_named_goes_before_the_one_beside() {
    let folder = tempfile::tempdir().expect("a folder");
    let named = folder.path().join("other.yaml");
    fs::write(&named, "rules: [{answer: {status: 418}}]").expect("written");
    let behaviour = ["--behaviour", named.to_str().expect("UTF-8")];
    let mock = Behaving::start(Some("rules: [{answer: {status: 503}}]"), &behaviour);
    assert_eq!(mock.status(), 418);
}

fn start(behaviour: &Path) -> crate::run::Said {
    fairlead(&[
        "mock",
        &sample(),
        "--port",
        "0",
        "--behaviour",
        behaviour.to_str().expect("UTF-8"),
    ])
}

#[test]
fn at_the_start_a_mistake_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("b.yaml");
    fs::write(&file, "latency: 50\nrules: [{}]\n").expect("written");
    let said = start(&file);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err.contains("b.yaml:1:10: error[behaviour]:"),
        "{}",
        said.err
    );
    let missing = start(&folder.path().join("missing.yaml"));
    assert_eq!(missing.code, 3);
    assert!(
        missing.err.contains("hint: name a file with --behaviour"),
        "{}",
        missing.err
    );
}

#[test]
fn the_schema_is_printed() {
    let said = fairlead(&["mock", "--behaviour-schema"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.json()["title"], "Behaviour of a Fairlead mock");
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../mock/behaviour.schema.json");
    let committed = fs::read_to_string(committed).expect("committed");
    assert_eq!(said.out, committed);
    assert_eq!(
        fairlead(&["mock"]).code,
        2,
        "without it a description has to be named"
    );
}
