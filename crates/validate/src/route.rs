//! Which operation a method and a path belong to.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

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

/// Every path template of a description, as a tree of their segments.
#[derive(Debug)]
pub struct Router {
    root: Node,
    /// Path prefixes of the servers, longest first, without the closing slash.
    prefixes: Vec<String>,
}

/// What may follow after some segments. Concrete segments are tried before mixed ones, and those
/// before variables.
#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    mixed: Vec<(Vec<Piece>, Node)>,
    variable: Option<Box<Node>>,
    leaves: Vec<Leaf>,
}

/// An operation whose template ends at a node.
#[derive(Debug)]
struct Leaf {
    method: String,
    operation: usize,
    variables: Vec<String>,
}

/// A piece of a segment such as `{id}.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Variable,
}

impl Router {
    pub fn new(spec: &Spec) -> Self {
        let mut root = Node::default();
        for (place, operation) in spec.operations.iter().enumerate() {
            root.add(&operation.path, &operation.method, place);
        }
        let mut prefixes = BTreeSet::from([String::new()]);
        let servers = spec.operations.iter().flat_map(|o| &o.servers);
        for server in spec.servers.iter().chain(servers) {
            prefixes.insert(prefix(&server.resolved));
        }
        let mut prefixes: Vec<String> = prefixes.into_iter().collect();
        prefixes.sort_by_key(|p| std::cmp::Reverse(p.len()));
        Self { root, prefixes }
    }

    pub fn route(&self, method: &str, path: &str) -> Route {
        let mut search = Search {
            method,
            allow: BTreeSet::new(),
            values: Vec::new(),
        };
        let mut allow = BTreeSet::new();
        for prefix in &self.prefixes {
            allow.append(&mut search.allow);
            search.values.clear();
            let Some(rest) = path.strip_prefix(prefix.as_str()) else {
                continue;
            };
            if !rest.is_empty() && !rest.starts_with('/') {
                continue;
            }
            let parts: Vec<&str> = rest.strip_prefix('/').unwrap_or("").split('/').collect();
            if let Some((leaf, head_of_get)) = search.find(&self.root, &parts) {
                let values = search.values.iter().map(|v| (*v).to_owned());
                return Route::Found {
                    operation: leaf.operation,
                    path_values: leaf.variables.iter().cloned().zip(values).collect(),
                    head_of_get,
                };
            }
        }
        allow.append(&mut search.allow);
        if allow.is_empty() {
            return Route::NotFound;
        }
        if allow.contains("GET") {
            allow.insert("HEAD");
        }
        Route::MethodNotAllowed {
            allow: allow.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl Node {
    fn add(&mut self, template: &str, method: &str, operation: usize) {
        // What follows in a URL is not part of its path.
        let path = template.split(['?', '#']).next().unwrap_or(template);
        let mut variables = Vec::new();
        let mut node = self;
        for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
            node = node.child(pieces(segment, &mut variables));
        }
        if !node.leaves.iter().any(|leaf| leaf.method == method) {
            node.leaves.push(Leaf {
                method: method.to_owned(),
                operation,
                variables,
            });
        }
    }

    fn child(&mut self, pieces: Vec<Piece>) -> &mut Node {
        match pieces.as_slice() {
            [Piece::Literal(text)] => {
                let text = decoded(text).into_owned();
                self.literals.entry(text).or_default()
            }
            [Piece::Variable] => self.variable.get_or_insert_default(),
            _ => {
                let known = self.mixed.iter().position(|(p, _)| *p == pieces);
                let place = known.unwrap_or_else(|| {
                    // More of it given first.
                    let given = given(&pieces);
                    let place = self.mixed.partition_point(|(p, _)| self::given(p) >= given);
                    self.mixed.insert(place, (pieces, Node::default()));
                    place
                });
                &mut self.mixed[place].1
            }
        }
    }
}

struct Search<'a> {
    method: &'a str,
    /// Methods of the path that fits, where the one asked for is not among them.
    allow: BTreeSet<&'a str>,
    /// Values of the variables on the way.
    values: Vec<&'a str>,
}

impl<'a> Search<'a> {
    /// The leaf with the method, and whether it is a `GET` asked for with `HEAD`. Each node is
    /// visited at most once. The first path that fits is the one, whether or not it has the
    /// method: what is concrete comes before what is templated (OpenAPI 3.1.1, Paths Object).
    fn find(&mut self, node: &'a Node, parts: &[&'a str]) -> Option<(&'a Leaf, bool)> {
        let Some((part, rest)) = parts.split_first() else {
            return self.leaf(node);
        };
        if let Some(next) = node.literals.get(decoded(part).as_ref())
            && let found = self.find(next, rest)
            && (found.is_some() || !self.allow.is_empty())
        {
            return found;
        }
        let depth = self.values.len();
        for (pieces, next) in &node.mixed {
            if fit(pieces, part, &mut self.values)
                && let found = self.find(next, rest)
                && (found.is_some() || !self.allow.is_empty())
            {
                return found;
            }
            self.values.truncate(depth);
        }
        if let Some(next) = &node.variable
            && !part.is_empty()
        {
            self.values.push(part);
            let found = self.find(next, rest);
            if found.is_some() || !self.allow.is_empty() {
                return found;
            }
            self.values.truncate(depth);
        }
        None
    }

    fn leaf(&mut self, node: &'a Node) -> Option<(&'a Leaf, bool)> {
        let find = |wanted: &str| node.leaves.iter().find(|leaf| leaf.method == wanted);
        if let Some(leaf) = find(self.method) {
            return Some((leaf, false));
        }
        if self.method == "HEAD"
            && let Some(leaf) = find("GET")
        {
            return Some((leaf, true));
        }
        self.allow
            .extend(node.leaves.iter().map(|leaf| leaf.method.as_str()));
        None
    }
}

/// Fits one segment; a variable takes at least one character, and as few as it can unless it is
/// the last. In time linear in the length, whatever a stranger sends.
fn fit<'a>(pieces: &[Piece], part: &'a str, values: &mut Vec<&'a str>) -> bool {
    let mut rest = part;
    for (place, piece) in pieces.iter().enumerate() {
        let end = match (piece, pieces.get(place + 1)) {
            (Piece::Literal(text), _) => {
                match rest.strip_prefix(text.as_str()) {
                    Some(after) => rest = after,
                    None => return false,
                }
                continue;
            }
            (Piece::Variable, None) => Some(rest.len()),
            (Piece::Variable, Some(Piece::Variable)) => first(rest),
            (Piece::Variable, Some(Piece::Literal(text))) if place + 2 == pieces.len() => {
                rest.strip_suffix(text.as_str()).map(str::len)
            }
            (Piece::Variable, Some(Piece::Literal(text))) => {
                first(rest).and_then(|first| Some(first + rest[first..].find(text.as_str())?))
            }
        };
        let Some(end) = end.filter(|end| *end > 0) else {
            return false;
        };
        values.push(&rest[..end]);
        rest = &rest[end..];
    }
    rest.is_empty()
}

/// Length of the first character.
fn first(text: &str) -> Option<usize> {
    text.chars().next().map(char::len_utf8)
}

/// How much of a segment is given.
fn given(pieces: &[Piece]) -> usize {
    let length = |piece: &Piece| match piece {
        Piece::Literal(text) => text.len(),
        Piece::Variable => 0,
    };
    pieces.iter().map(length).sum()
}

fn decoded(segment: &str) -> Cow<'_, str> {
    percent_decode_str(segment).decode_utf8_lossy()
}

/// A segment of a template in pieces; the names of its variables are added to those given.
fn pieces(segment: &str, variables: &mut Vec<String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|c| open + c) else {
            break;
        };
        if open > 0 {
            pieces.push(Piece::Literal(rest[..open].to_owned()));
        }
        // Two variables side by side cannot be told apart: the first takes one character.
        pieces.push(Piece::Variable);
        variables.push(rest[open + 1..close].to_owned());
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
