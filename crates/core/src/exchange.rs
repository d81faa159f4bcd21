//! Requests, responses and the exchange that the two make. Plain values: no socket in sight.

use bytes::Bytes;

use crate::{Timestamp, redact};

/// Header fields in the order they were given; names compare without case (RFC 9110 §5.1).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The first value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// Every value of a field, in order.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// Adds a field, keeping those already there.
    pub fn append(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Replaces every field of that name with one.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self.append(name, value);
    }

    /// Name and value pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

/// Credentials are masked: this is what ends in messages that nobody has written with care.
impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let masked = self
            .iter()
            .map(|(name, value)| (name, redact::header_value(name, value)));
        f.debug_map().entries(masked).finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(fields: T) -> Self {
        Self(
            fields
                .into_iter()
                .map(|(n, v)| (n.into(), v.into()))
                .collect(),
        )
    }
}

/// A request as it is on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Method in upper case, such as `GET`.
    pub method: String,
    /// Path, percent-encoded, without the query. Starts with `/`.
    pub path: String,
    /// Query, percent-encoded, without `?`. `None` where there is no `?`.
    pub query: Option<String>,
    /// Header fields, `Cookie` among them.
    pub headers: Headers,
    /// Body bytes after transfer decoding; empty where there is none.
    pub body: Bytes,
}

impl Request {
    /// Path and query as in an HTTP request line.
    #[must_use]
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

/// A response as it is on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Status code, 100 to 599.
    pub status: u16,
    /// Header fields.
    pub headers: Headers,
    /// Body bytes; empty where there is none.
    pub body: Bytes,
}

/// One request and its response.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// When the request began.
    pub started_at: Timestamp,
    /// From the request's first byte to the response's last, in microseconds.
    pub duration_micros: u64,
    /// What was asked.
    pub request: Request,
    /// What was answered; `None` where no answer came.
    pub response: Option<Response>,
}
