//! Which operation of a description a saved request calls.

use std::collections::BTreeSet;

use fairlead_openapi::{Operation, Spec};
use percent_encoding::percent_decode_str;

use crate::{Row, SavedRequest, template};

/// An operation and the values of its path's parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// [`Operation::id`].
    pub operation: String,
    /// Values of the path template, by name, decoded; may hold variables.
    pub path_values: Vec<(String, String)>,
}

/// The operation that a request calls, by its method and its path below a server's.
///
/// Origins do not count: the same API answers at many. A variable at the start of the address
/// stands for a server with its base path. Where several operations fit, the one with the most
/// concrete path is taken (OpenAPI 3.1.1, Paths Object).
#[must_use]
pub fn match_operation(request: &SavedRequest, spec: &Spec) -> Option<Call> {
    let path = path_of(request);
    let mut prefixes = BTreeSet::from([String::new()]);
    let own = spec.operations.iter().flat_map(|o| &o.servers);
    for server in spec.servers.iter().chain(own) {
        prefixes.insert(prefix(&server.resolved));
    }
    let mut prefixes: Vec<String> = prefixes.into_iter().collect();
    prefixes.sort_by_key(|p| std::cmp::Reverse(p.len()));
    let mut best: Option<((usize, usize), Call)> = None;
    for prefix in &prefixes {
        let Some(rest) = path.strip_prefix(prefix.as_str()) else {
            continue;
        };
        if !rest.is_empty() && !rest.starts_with('/') {
            continue;
        }
        for operation in &spec.operations {
            if !operation.method.eq_ignore_ascii_case(&request.method) {
                continue;
            }
            if let Some((call, concrete)) = fits(operation, rest, &request.path_params) {
                let rank = (prefix.len(), concrete);
                if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                    best = Some((rank, call));
                }
            }
        }
    }
    best.map(|(_, call)| call)
}

/// The path of the address, whatever comes before it.
fn path_of(request: &SavedRequest) -> &str {
    let url = request.url.as_str();
    if let Some(start) = url.find("://") {
        let rest = &url[start + 3..];
        return rest.find('/').map_or("/", |at| &rest[at..]);
    }
    if let Some(template::Piece::Variable(_)) = template::pieces(url).first()
        && let Some(end) = url.find("}}")
    {
        let rest = &url[end + 2..];
        return rest.find('/').map_or("/", |at| &rest[at..]);
    }
    url
}

/// The path of a server's address, without the closing slash.
fn prefix(server: &str) -> String {
    let path = match server.find("://") {
        Some(start) => {
            let rest = &server[start + 3..];
            rest.find('/').map_or("", |at| &rest[at..])
        }
        None => server,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

/// The call, and how many segments of the template are concrete.
fn fits(operation: &Operation, path: &str, params: &[Row]) -> Option<(Call, usize)> {
    let wanted: Vec<&str> = operation.path.trim_start_matches('/').split('/').collect();
    let given: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    if wanted.len() != given.len() {
        return None;
    }
    let mut values = Vec::new();
    let mut concrete = 0;
    for (wanted, given) in wanted.iter().zip(&given) {
        if wanted.contains('{') {
            segment(wanted, given, params, &mut values)?;
        } else if wanted == given || plain(wanted) == plain(given) {
            concrete += 1;
        } else {
            return None;
        }
    }
    let call = Call {
        operation: operation.id.clone(),
        path_values: values,
    };
    Some((call, concrete))
}

fn plain(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

/// Takes the values of a segment such as `{id}` or `{id}.json`.
fn segment(
    wanted: &str,
    given: &str,
    params: &[Row],
    values: &mut Vec<(String, String)>,
) -> Option<()> {
    if given.is_empty() {
        return None;
    }
    let mut rest = given;
    let mut template = wanted;
    while let Some(open) = template.find('{') {
        let close = template[open..].find('}')? + open;
        rest = rest.strip_prefix(&template[..open])?;
        let name = &template[open + 1..close];
        template = &template[close + 1..];
        let until = template.split('{').next().unwrap_or_default();
        let end = if until.is_empty() {
            rest.len()
        } else {
            rest.find(until)?
        };
        if end == 0 {
            return None;
        }
        values.push((name.to_owned(), value(&rest[..end], params)));
        rest = &rest[end..];
    }
    (rest == template).then_some(())
}

/// What a segment stands for: `:id` and `{id}` name a parameter whose value is kept beside it.
fn value(segment: &str, params: &[Row]) -> String {
    let is_variable = segment.starts_with("{{");
    let name = segment
        .strip_prefix(':')
        .or_else(|| segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')))
        .filter(|_| !is_variable);
    match name {
        Some(name) => params
            .iter()
            .find(|row| row.name == name)
            .map_or(String::new(), |row| row.value.clone()),
        None => plain(segment),
    }
}
