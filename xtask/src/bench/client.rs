//! A client that costs little: one connection, one request at a time.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

/// A kept-alive HTTP/1.1 connection to loopback.
pub struct Client {
    reader: BufReader<TcpStream>,
    body: Vec<u8>,
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| format!("no free port: {e}"))?;
    Ok(listener.local_addr().map_err(|e| e.to_string())?.port())
}

impl Client {
    /// Tries until the server gives its first answer.
    pub fn wait_for_answer(
        port: u16,
        target: &str,
        patience: Duration,
    ) -> Result<(Self, u16), String> {
        let until = Instant::now() + patience;
        loop {
            let tried = TcpStream::connect(("127.0.0.1", port))
                .map_err(|e| e.to_string())
                .and_then(|stream| {
                    stream.set_nodelay(true).map_err(|e| e.to_string())?;
                    let mut client = Self {
                        reader: BufReader::new(stream),
                        body: Vec::new(),
                    };
                    let status = client.get(target)?;
                    Ok((client, status))
                });
            match tried {
                Ok(answered) => return Ok(answered),
                Err(error) if Instant::now() > until => {
                    return Err(format!("no answer on port {port}: {error}"));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// Sends a GET, reads the whole answer, gives its status.
    pub fn get(&mut self, target: &str) -> Result<u16, String> {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n");
        self.exchange(&[request.as_bytes()])
    }

    /// Sends a POST with a body, reads the whole answer, gives its status.
    pub fn post(&mut self, target: &str, content_type: &str, body: &[u8]) -> Result<u16, String> {
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.exchange(&[head.as_bytes(), body])
    }

    /// The body of the last answer.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn exchange(&mut self, request: &[&[u8]]) -> Result<u16, String> {
        for piece in request {
            let written = self.reader.get_mut().write_all(piece);
            written.map_err(|e| e.to_string())?;
        }
        let status = self
            .line()?
            .split_whitespace()
            .nth(1)
            .and_then(|s| s.parse().ok());
        let mut length = None;
        let mut chunked = false;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse::<usize>().ok();
            }
            chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        if chunked {
            while let size @ 1.. = self.chunk_size()? {
                self.read_exact(size + 2)?;
            }
            self.line()?;
        } else {
            self.read_exact(length.unwrap_or(0))?;
        }
        status.ok_or_else(|| "no status line".to_owned())
    }

    fn chunk_size(&mut self) -> Result<usize, String> {
        usize::from_str_radix(self.line()?.trim(), 16).map_err(|e| e.to_string())
    }

    fn read_exact(&mut self, bytes: usize) -> Result<(), String> {
        self.body.resize(bytes, 0);
        self.reader
            .read_exact(&mut self.body)
            .map_err(|e| e.to_string())
    }

    fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        match self.reader.read_line(&mut line) {
            Ok(0) => Err("the connection ended".into()),
            Ok(_) => Ok(line.trim_end().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}
