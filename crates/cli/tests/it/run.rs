//! Starting the command and reading what it says.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

/// What a command that ended has said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("not JSON ({e}): {}\n{}", self.out, self.err))
    }
}

pub fn fairlead(args: &[&str]) -> Said {
    fairlead_with(args, &[])
}

/// The same with variables of the environment.
pub fn fairlead_with(args: &[&str], variables: &[(&str, &str)]) -> Said {
    let output = command(args)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("the command starts");
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

pub fn fairlead_with_input(args: &[&str], input: &[u8]) -> Said {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(input)
        .expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairlead"));
    command
        .args(args)
        .env_remove("FAIRLEAD_DATA")
        .env_remove("FAIRLEAD_PORT");
    command
}

/// The bundled sample as a file.
pub fn sample() -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi/sample/harbour.yaml");
    file.to_str().expect("UTF-8").to_owned()
}

/// A text as a file in a folder that lives as long as the value.
pub struct TempFile {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl TempFile {
    pub fn new(name: &'static str, text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), text).expect("a file");
        Self { folder, name }
    }

    pub fn path(&self) -> String {
        self.folder
            .path()
            .join(self.name)
            .to_str()
            .expect("UTF-8")
            .to_owned()
    }
}

/// A command that listens; ended when dropped.
pub struct Listening {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    /// The first line it printed.
    pub line: String,
}

impl Listening {
    pub fn start(args: &[&str]) -> Self {
        Self::start_with(args, &[])
    }

    /// The same with variables of the environment.
    pub fn start_with(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = command(args)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        out.read_line(&mut line).expect("it says where");
        Self {
            child,
            out,
            line: line.trim_end().to_owned(),
        }
    }

    /// The next line it prints; waits for it.
    pub fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("it goes on");
        line.trim_end().to_owned()
    }

    pub fn port(&self) -> u16 {
        let (_, digits) = self.line.split_once("127.0.0.1:").expect("an address");
        digits
            .split(|c: char| !c.is_ascii_digit())
            .next()
            .and_then(|d| d.parse().ok())
            .expect("a port")
    }

    /// Asks it to stop and waits: the exit code.
    pub fn stop(mut self) -> i32 {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(asked.success());
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status, header block and body of one request that closes its connection.
pub fn ask(port: u16, request_line: &str, headers: &[&str], body: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let mut text = format!("{request_line} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host:")) {
        text.push_str(&format!("Host: 127.0.0.1:{port}\r\n"));
    }
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    if !body.is_empty() {
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body);
    stream.write_all(text.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a header block");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .expect("a status");
    (status, head.to_owned(), body.to_owned())
}
