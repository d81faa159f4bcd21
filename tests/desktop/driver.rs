//! WebDriver (W3C), as far as a smoke test needs it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::Stdio,
    time::Duration,
};

use serde_json::{Value, json};

use crate::screen::{PROGRAM, Screen, wait};

/// The key of an element in an answer.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// WebKitWebDriver and the window it drives.
pub struct Driver {
    port: u16,
    session: String,
}

/// An element of the page.
#[derive(Clone)]
pub struct Element(String);

impl Driver {
    /// Starts the program on the screen and takes its window over.
    pub fn start(screen: &mut Screen, arguments: &[&str]) -> Self {
        let port = free_port();
        let mut driver = screen.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("TAURI_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        screen.spawn(&mut driver);
        wait("WebKitWebDriver", || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        let options = json!({ "binary": PROGRAM, "args": arguments });
        let capabilities = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let body = json!({ "capabilities": capabilities });
        let answer = exchange(port, "POST", "/session", Some(&body)).expect("a session");
        let session = answer["sessionId"]
            .as_str()
            .expect("a session id")
            .to_owned();
        Self { port, session }
    }

    /// Runs a script in the page and gives back what it returns.
    pub fn run(&self, script: &str, arguments: Value) -> Result<Value, Value> {
        self.post(
            "/execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// Runs a script that calls its last argument when it is done.
    pub fn run_async(&self, script: &str, arguments: Value) -> Result<Value, Value> {
        self.post(
            "/execute/async",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// The element a script returns, once it returns one.
    pub fn element(&self, what: &str, script: &str, arguments: Value) -> Element {
        wait(what, || {
            let found = self.run(script, arguments.clone()).ok()?;
            Some(Element(found[ELEMENT].as_str()?.to_owned()))
        })
    }

    pub fn click(&self, element: &Element) -> Result<Value, Value> {
        self.post(&format!("/element/{}/click", element.0), &json!({}))
    }

    /// A property of an element.
    pub fn property(&self, element: &Element, name: &str) -> Option<Value> {
        let path = format!(
            "/session/{}/element/{}/property/{name}",
            self.session, element.0
        );
        exchange(self.port, "GET", &path, None).ok()
    }

    /// Where the page is.
    pub fn url(&self) -> Option<String> {
        let path = format!("/session/{}/url", self.session);
        let url = exchange(self.port, "GET", &path, None).ok()?;
        url.as_str().map(str::to_owned)
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value, Value> {
        let path = format!("/session/{}{command}", self.session);
        exchange(self.port, "POST", &path, Some(body))
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// One request over HTTP/1.1; the `value` of the answer, `Err` where it is an error.
fn exchange(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Value> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let (status, text) = send(port, method, path, &body)
        .map_err(|failure| json!({ "error": "no answer", "message": failure.to_string() }))?;
    let answer: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    if status == 200 {
        Ok(answer["value"].clone())
    } else {
        Err(answer["value"].clone())
    }
}

fn send(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut text = vec![0; length];
    reader.read_exact(&mut text)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok((status.unwrap_or(0), text))
}
