//! The body that a command's options make.

use fairlead_core::Severity;

use super::options::DataKind;
use crate::{Body, Part, Row, SavedRequest, at::Problems, url};

/// What was given of a body so far.
#[derive(Debug, Default)]
pub struct Data {
    pieces: Vec<Piece>,
    parts: Vec<Part>,
    pub upload: Option<String>,
    pub is_head: bool,
    pub is_get: bool,
    is_json: bool,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    /// A name and a value that are encoded first.
    Encoded(Row),
    File(String),
}

impl Data {
    pub fn add(&mut self, kind: DataKind, value: &str) {
        self.is_json |= kind == DataKind::Json;
        if kind == DataKind::Encoded {
            return self.add_encoded(value);
        }
        let piece = match value.strip_prefix('@') {
            Some(file) if kind != DataKind::Raw => Piece::File(file.to_owned()),
            _ => Piece::Text(value.to_owned()),
        };
        self.pieces.push(piece);
    }

    /// `content`, `=content`, `name=content`, `@file`, `name@file`.
    fn add_encoded(&mut self, value: &str) {
        let piece = match value.find(['=', '@']) {
            Some(at) if value[at..].starts_with('=') => {
                Piece::Encoded(Row::new(&value[..at], &value[at + 1..]))
            }
            Some(at) => Piece::File(value[at + 1..].to_owned()),
            None => Piece::Encoded(Row::new("", value)),
        };
        self.pieces.push(piece);
    }

    /// The same for the query: `+` before it says that nothing is encoded.
    #[expect(clippy::unused_self, reason = "beside its twin")]
    pub fn encoded_rows(&self, value: &str) -> Vec<Row> {
        if let Some(plain) = value.strip_prefix('+') {
            return url::query(plain);
        }
        let (name, value) = value.split_once('=').unwrap_or(("", value));
        vec![Row::new(name, value)]
    }

    /// `name=value`, `name=@file;type=…`, `name=<file`.
    pub fn part(&mut self, text: &str, literal: bool, line: usize, problems: &mut Problems) {
        let Some((name, value)) = text.split_once('=') else {
            let words = format!("`{text}` is no part: write `name=value`");
            problems.on_line(Severity::Warning, "curl-form", line, words);
            return;
        };
        if literal {
            self.parts.push(Part::text(name, value));
            return;
        }
        let is_file = value.starts_with('@') || value.starts_with('<');
        if value.starts_with('<') {
            let words = format!("the part `{name}` is the text of a file; it is kept as a file");
            problems.on_line(Severity::Info, "curl-form", line, words);
        }
        let value = if is_file { &value[1..] } else { value };
        let (content, settings) = settings(value);
        let mut part = if is_file {
            Part::file(name, content)
        } else {
            Part::text(name, content)
        };
        for (key, value) in settings {
            match key {
                "type" => value.clone_into(&mut part.media_type),
                other => {
                    let words = format!("`{other}={value}` of the part `{name}` is left out");
                    problems.on_line(Severity::Info, "not-kept", line, words);
                }
            }
        }
        self.parts.push(part);
    }

    /// The method that curl would take.
    pub fn method(&self) -> &'static str {
        match self {
            Self { is_head: true, .. } => "HEAD",
            Self { is_get: true, .. } => "GET",
            Self {
                upload: Some(_), ..
            } => "PUT",
            Self { pieces, parts, .. } if pieces.is_empty() && parts.is_empty() => "GET",
            _ => "POST",
        }
    }

    /// Puts the body, or with `-G` the query, into the request.
    pub fn finish(self, request: &mut SavedRequest, line: usize, problems: &mut Problems) {
        if self.is_json {
            for name in ["Content-Type", "Accept"] {
                if header(&request.headers, name).is_none() {
                    request.headers.push(Row::new(name, "application/json"));
                }
            }
        }
        if let Some(path) = self.upload {
            request.body = Body::File {
                path,
                media_type: String::new(),
            };
            return;
        }
        if !self.parts.is_empty() {
            request.body = Body::Multipart { parts: self.parts };
            // The boundary is made anew when it is sent.
            request
                .headers
                .retain(|h| !h.value.starts_with("multipart/form-data"));
            return;
        }
        if self.is_get {
            for piece in self.pieces {
                match piece {
                    Piece::Text(text) => request.query.extend(url::query(&text)),
                    Piece::Encoded(row) => request.query.push(row),
                    Piece::File(file) => lost_file(&file, line, problems),
                }
            }
            return;
        }
        let media_type = header(&request.headers, "content-type").map(str::to_owned);
        request.body = body(self.pieces, media_type.as_deref(), line, problems);
    }
}

fn header<'a>(headers: &'a [Row], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
    found.map(|h| h.value.as_str())
}

fn lost_file(file: &str, line: usize, problems: &mut Problems) {
    let words = format!("the file `{file}` beside other data is left out");
    problems.on_line(Severity::Warning, "not-kept", line, words);
}

const FORM: &str = "application/x-www-form-urlencoded";

fn body(
    mut pieces: Vec<Piece>,
    media_type: Option<&str>,
    line: usize,
    problems: &mut Problems,
) -> Body {
    if pieces.is_empty() {
        return Body::None;
    }
    if let [Piece::File(path)] = &pieces[..] {
        return Body::File {
            path: path.clone(),
            media_type: media_type.unwrap_or(FORM).to_owned(),
        };
    }
    pieces.retain(|piece| match piece {
        Piece::File(file) => {
            lost_file(file, line, problems);
            false
        }
        _ => true,
    });
    let is_form = media_type.unwrap_or(FORM).starts_with(FORM);
    let looks_like_json =
        matches!(&pieces[..], [Piece::Text(text)] if text.trim_start().starts_with(['{', '[']));
    if is_form && !looks_like_json {
        let mut rows = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => rows.extend(url::query(&text)),
                Piece::Encoded(row) => rows.push(row),
                Piece::File(_) => {}
            }
        }
        return Body::Form { rows };
    }
    let text: Vec<String> = pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::File(text) => text,
            Piece::Encoded(row) if row.name.is_empty() => row.value,
            Piece::Encoded(row) => format!("{}={}", row.name, row.value),
        })
        .collect();
    let text = text.join("&");
    if media_type.is_none() {
        problems.on_line(
            Severity::Warning,
            "curl-json-as-form",
            line,
            "the data looks like JSON and curl would call it a form; it is kept as JSON",
        );
        return Body::Json { text };
    }
    Body::of_text(text, media_type.unwrap_or(FORM))
}

/// The content, and the settings behind it: `content;type=text/plain`. A content in quotes may
/// hold `;` itself.
fn settings(text: &str) -> (String, Vec<(&str, &str)>) {
    let (content, rest) = match text.strip_prefix('"') {
        Some(quoted) => unquote(quoted),
        None => match text.find(";type=").or_else(|| text.find(";filename=")) {
            Some(at) => (text[..at].to_owned(), &text[at..]),
            None => (text.to_owned(), ""),
        },
    };
    let settings = rest
        .split(';')
        .filter_map(|setting| setting.trim().split_once('='))
        .map(|(key, value)| (key, value.trim_matches('"')))
        .collect();
    (content, settings)
}

fn unquote(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => content.extend(signs.next().map(|(_, c)| c)),
            '"' => return (content, &text[at + 1..]),
            sign => content.push(sign),
        }
    }
    (content, "")
}
