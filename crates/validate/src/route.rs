//! Which operation a method and a path belong to.

use std::collections::BTreeSet;

use fairlead_openapi::Spec;
use percent_encoding::percent_decode_str;
use url::Url;

/// What a method and a path lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// An operation.
    Found {
        /// Its place among [`Spec::operations`].
        operation: usize,
        /// Values of the path template, percent-encoded as they came.
        path_values: Vec<(String, String)>,
        /// Whether the request asks with `HEAD` for what is declared as `GET`.
        head_of_get: bool,
    },
    /// The path is there, but not with this method.
    MethodNotAllowed {
        /// The methods that are, upper case, sorted.
        allow: Vec<String>,
    },
    /// No path fits.
    NotFound,
}

/// Every path template of a description, ready to match.
#[derive(Debug)]
pub struct Router {
    /// Sorted so that the first that fits is the right one.
    templates: Vec<Template>,
    /// Path prefixes of the servers, longest first, without the closing slash.
    prefixes: Vec<String>,
}

#[derive(Debug)]
struct Template {
    segments: Vec<Vec<Piece>>,
    /// Method and place of each operation.
    operations: Vec<(String, usize)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Literal(String),
    Variable(String),
}

impl Router {
    pub fn new(spec: &Spec) -> Self {
        let mut templates: Vec<Template> = Vec::new();
        for (place, operation) in spec.operations.iter().enumerate() {
            let segments = segments(&operation.path);
            let entry = (operation.method.clone(), place);
            match templates.iter_mut().find(|t| t.segments == segments) {
                Some(template) => template.operations.push(entry),
                None => templates.push(Template {
                    segments,
                    operations: vec![entry],
                }),
            }
        }
        templates.sort_by_key(Template::looseness);
        let mut prefixes: BTreeSet<String> = BTreeSet::new();
        for server in spec
            .servers
            .iter()
            .chain(spec.operations.iter().flat_map(|o| &o.servers))
        {
            prefixes.insert(prefix(&server.resolved));
        }
        prefixes.insert(String::new());
        let mut prefixes: Vec<String> = prefixes.into_iter().collect();
        prefixes.sort_by_key(|p| std::cmp::Reverse(p.len()));
        Self {
            templates,
            prefixes,
        }
    }

    pub fn route(&self, method: &str, path: &str) -> Route {
        let mut allow = BTreeSet::new();
        for prefix in &self.prefixes {
            let Some(rest) = path.strip_prefix(prefix.as_str()) else {
                continue;
            };
            if !rest.is_empty() && !rest.starts_with('/') {
                continue;
            }
            let parts: Vec<&str> = rest.strip_prefix('/').unwrap_or("").split('/').collect();
            for template in &self.templates {
                let Some(path_values) = template.fit(&parts) else {
                    continue;
                };
                match template.operation(method) {
                    Some((operation, head_of_get)) => {
                        return Route::Found {
                            operation,
                            path_values,
                            head_of_get,
                        };
                    }
                    None => allow.extend(template.operations.iter().map(|(m, _)| m.clone())),
                }
            }
        }
        if allow.is_empty() {
            Route::NotFound
        } else {
            if allow.contains("GET") {
                allow.insert("HEAD".to_owned());
            }
            Route::MethodNotAllowed {
                allow: allow.into_iter().collect(),
            }
        }
    }
}

impl Template {
    /// Literals before variables, segment by segment.
    fn looseness(&self) -> Vec<u8> {
        self.segments
            .iter()
            .map(|pieces| match pieces.as_slice() {
                [Piece::Literal(_)] => 0,
                [Piece::Variable(_)] => 2,
                _ => 1,
            })
            .collect()
    }

    fn operation(&self, method: &str) -> Option<(usize, bool)> {
        let find = |wanted: &str| {
            self.operations
                .iter()
                .find(|(m, _)| m == wanted)
                .map(|o| o.1)
        };
        find(method).map(|found| (found, false)).or_else(|| {
            (method == "HEAD")
                .then(|| find("GET"))
                .flatten()
                .map(|o| (o, true))
        })
    }

    fn fit(&self, parts: &[&str]) -> Option<Vec<(String, String)>> {
        if parts.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (pieces, part) in self.segments.iter().zip(parts) {
            fit_segment(pieces, part, &mut values)?;
        }
        Some(values)
    }
}

/// Fits one segment; a variable takes at least one character and as few as it can.
fn fit_segment(pieces: &[Piece], part: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    match pieces {
        [] => part.is_empty().then_some(()),
        [Piece::Literal(text)] => is_same(part, text).then_some(()),
        [Piece::Variable(name)] => {
            (!part.is_empty()).then(|| values.push((name.clone(), part.to_owned())))
        }
        [Piece::Literal(text), rest @ ..] => {
            fit_segment(rest, part.strip_prefix(text.as_str())?, values)
        }
        [Piece::Variable(name), rest @ ..] => {
            let depth = values.len();
            for (end, _) in part.char_indices().skip(1).chain([(part.len(), ' ')]) {
                values.push((name.clone(), part[..end].to_owned()));
                if fit_segment(rest, &part[end..], values).is_some() {
                    return Some(());
                }
                values.truncate(depth);
            }
            None
        }
    }
}

/// Whether a path segment is this text, percent-encoded or not.
fn is_same(part: &str, text: &str) -> bool {
    part == text
        || (part.contains('%') || text.contains('%'))
            && percent_decode_str(part).eq(percent_decode_str(text))
}

fn segments(template: &str) -> Vec<Vec<Piece>> {
    template
        .strip_prefix('/')
        .unwrap_or(template)
        .split('/')
        .map(pieces)
        .collect()
}

fn pieces(segment: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|c| open + c) else {
            break;
        };
        if open > 0 {
            pieces.push(Piece::Literal(rest[..open].to_owned()));
        }
        pieces.push(Piece::Variable(rest[open + 1..close].to_owned()));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    pieces
}

/// The path of a server's URL, without the closing slash.
fn prefix(server: &str) -> String {
    let path = match Url::parse(server) {
        Ok(url) => url.path().to_owned(),
        Err(_) if server.starts_with('/') => server.to_owned(),
        Err(_) => String::new(),
    };
    path.trim_end_matches('/').to_owned()
}
