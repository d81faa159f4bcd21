//! HTTP Archive 1.2: what a browser or a proxy wrote down. One request for each method and
//! address, without what browsers add by themselves.

mod browser;

pub(super) use browser::adds;

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Severity;
use percent_encoding::percent_decode_str;

use crate::{
    Body, Collection, Example, Folder, Item, Part, Row, SavedRequest,
    at::{At, Problems},
    url::{query, split},
};

pub fn read(root: &At<'_>, problems: &mut Problems) -> Collection {
    let mut found = Found::default();
    let log = root.get("log");
    let entries = log
        .as_ref()
        .map(|log| log.list("entries"))
        .unwrap_or_default();
    if log.is_none() {
        // One request by itself, as tools hand it over.
        found.add(request(root, problems), None, "");
    }
    for entry in &entries {
        let Some(sent) = entry.get("request") else {
            problems.say(
                Severity::Warning,
                "item-unknown",
                entry,
                "the entry has no request and is left out",
            );
            continue;
        };
        if browser::is_asset(entry) {
            found.assets += 1;
            continue;
        }
        let answer = entry.get("response").and_then(|r| example(&r, problems));
        let mut one = request(&sent, problems);
        let comment = entry.text("comment");
        if one.description.is_empty() {
            one.description = comment;
        }
        found.add(one, answer, &sent.text("url"));
    }
    if found.again > 0 {
        problems.say(
            Severity::Info,
            "requests-joined",
            root,
            format!(
                "{} further calls of the same method and address became examples of the first",
                found.again
            ),
        );
    }
    if found.assets > 0 {
        problems.say(
            Severity::Info,
            "assets-left-out",
            root,
            format!(
                "{} calls for scripts, styles, pictures and fonts are left out",
                found.assets
            ),
        );
    }
    let comment = log
        .as_ref()
        .map(|log| log.text("comment"))
        .unwrap_or_default();
    Collection {
        name: title(&problems.file),
        description: comment,
        items: found.items(),
        ..Collection::default()
    }
}

fn title(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.trim_end_matches(".har")
        .trim_end_matches(".json")
        .to_owned()
}

/// The requests by host, each method and address once.
#[derive(Default)]
struct Found {
    hosts: Vec<(String, Vec<SavedRequest>)>,
    places: HashMap<(String, String), (usize, usize)>,
    again: usize,
    assets: usize,
}

impl Found {
    fn add(&mut self, request: SavedRequest, answer: Option<Example>, shown: &str) {
        let key = (request.method.clone(), request.url.clone());
        let (host, n) = match self.places.get(&key) {
            Some(place) => {
                self.again += 1;
                *place
            }
            None => {
                let place = self.place(request);
                self.places.insert(key, place);
                place
            }
        };
        let kept = &mut self.hosts[host].1[n];
        if let Some(mut answer) = answer {
            answer.name = format!("{} {}", answer.status, without_origin(shown));
            if !kept.examples.iter().any(|e| e.name == answer.name) {
                kept.examples.push(answer);
            }
        }
    }

    fn place(&mut self, request: SavedRequest) -> (usize, usize) {
        let origin = origin(&request.url).to_owned();
        let host = match self.hosts.iter().position(|(known, _)| *known == origin) {
            Some(host) => host,
            None => {
                self.hosts.push((origin, Vec::new()));
                self.hosts.len() - 1
            }
        };
        self.hosts[host].1.push(request);
        (host, self.hosts[host].1.len() - 1)
    }

    /// A folder for each host, unless there is but one.
    fn items(self) -> Vec<Item> {
        let item = |request| Item::Request(Box::new(request));
        if self.hosts.len() == 1 {
            let only = self.hosts.into_iter().flat_map(|(_, requests)| requests);
            return only.map(item).collect();
        }
        let folder = |(origin, requests): (String, Vec<SavedRequest>)| {
            Item::Folder(Folder {
                name: origin,
                items: requests.into_iter().map(item).collect(),
                ..Folder::default()
            })
        };
        self.hosts.into_iter().map(folder).collect()
    }
}

fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |n| n + 3);
    let end = url[start..].find('/').map_or(url.len(), |n| n + start);
    &url[..end]
}

fn without_origin(url: &str) -> &str {
    &url[origin(url).len()..]
}

fn request(at: &At<'_>, problems: &mut Problems) -> SavedRequest {
    let parts = split(&at.text("url"));
    let path = without_origin(&parts.address);
    let method = match at.text("method") {
        method if method.is_empty() => "GET".to_owned(),
        method => method.to_ascii_uppercase(),
    };
    let (template, path_params) = template(path);
    let address = format!("{}{template}", origin(&parts.address));
    let path = template.as_str();
    let readable = percent_decode_str(path)
        .decode_utf8()
        .unwrap_or(path.into());
    let mut request = SavedRequest {
        name: format!("{method} {}", if path.is_empty() { "/" } else { &readable }),
        description: at.text("comment"),
        url: address,
        method,
        path_params,
        query: at.list("queryString").iter().map(row).collect(),
        ..SavedRequest::default()
    };
    if request.query.is_empty() {
        request.query = parts.query;
    }
    if let Some((username, password)) = parts.user {
        request.auth = crate::Auth::Basic { username, password };
    }
    let headers = at.list("headers");
    request.headers = headers
        .iter()
        .map(row)
        .filter(|row| !browser::adds(&row.name))
        .collect();
    let has_cookie = request
        .headers
        .iter()
        .any(|h| h.name.eq_ignore_ascii_case("cookie"));
    let cookies = at.list("cookies");
    if !has_cookie && !cookies.is_empty() {
        let pair = |c: &At<'_>| format!("{}={}", c.text("name"), c.text("value"));
        let joined: Vec<String> = cookies.iter().map(pair).collect();
        request.headers.push(Row::new("Cookie", joined.join("; ")));
    }
    if let Some(posted) = at.get("postData") {
        request.body = body(&posted, problems);
        if matches!(request.body, Body::Multipart { .. }) {
            // Its boundary is made anew when it is sent.
            request
                .headers
                .retain(|h| !h.name.eq_ignore_ascii_case("content-type"));
        }
    }
    request
}

/// The path with its numbers and UUIDs as parameters, so that calls for several things are one
/// request.
fn template(path: &str) -> (String, Vec<Row>) {
    let mut params: Vec<Row> = Vec::new();
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| {
            if !is_id(segment) {
                return segment.to_owned();
            }
            let name = match params.len() {
                0 => "id".to_owned(),
                n => format!("id{}", n + 1),
            };
            params.push(Row::new(name.clone(), segment));
            format!(":{name}")
        })
        .collect();
    (segments.join("/"), params)
}

fn is_id(segment: &str) -> bool {
    let is_number = !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
    let is_uuid = segment.len() == 36
        && segment.bytes().enumerate().all(|(n, b)| match n {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        });
    is_number || is_uuid
}

fn row(at: &At<'_>) -> Row {
    Row {
        description: at.text("comment"),
        ..Row::new(at.text("name"), at.text("value"))
    }
}

fn body(at: &At<'_>, problems: &mut Problems) -> Body {
    let media_type = at.text("mimeType");
    let text = at.text("text");
    let params = at.list("params");
    let bare = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_multipart = bare == "multipart/form-data"
        || bare.is_empty() && params.iter().any(|p| p.get("fileName").is_some());
    if is_multipart && !params.is_empty() {
        return Body::Multipart {
            parts: params.iter().map(part).collect(),
        };
    }
    if is_multipart && !text.is_empty() {
        problems.say(
            Severity::Warning,
            "multipart-raw",
            at,
            "the parts of the body are not listed; its text is kept as it was sent",
        );
    }
    if bare == "application/x-www-form-urlencoded" || bare.is_empty() && !params.is_empty() {
        let rows = if text.is_empty() {
            params.iter().map(row).collect()
        } else {
            query(&text)
        };
        return Body::Form { rows };
    }
    if text.is_empty() {
        return Body::None;
    }
    Body::of_text(text, &media_type)
}

fn part(at: &At<'_>) -> Part {
    Part {
        value: at.text("value"),
        file: at.get("fileName").map(|_| at.text("fileName")),
        media_type: at.text("contentType"),
        ..Part::text(at.text("name"), "")
    }
}

/// The answer, as text; bytes that are none are left out.
fn example(at: &At<'_>, problems: &mut Problems) -> Option<Example> {
    let status = at.value.get("status").and_then(serde_json::Value::as_u64)?;
    let status = u16::try_from(status)
        .ok()
        .filter(|s| (100..600).contains(s))?;
    let content = at.get("content");
    let text = content.as_ref().map(|c| c.text("text")).unwrap_or_default();
    let is_base64 = content
        .as_ref()
        .is_some_and(|c| c.text("encoding") == "base64");
    let body = if is_base64 {
        let bytes = BASE64_STANDARD.decode(text.trim()).ok();
        match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => text,
            None => {
                problems.say(
                    Severity::Info,
                    "body-not-text",
                    at,
                    "the answer's body is no text and is left out",
                );
                String::new()
            }
        }
    } else {
        text
    };
    let kept = |row: &Row| !browser::answers_with(&row.name);
    Some(Example {
        status,
        headers: at.list("headers").iter().map(row).filter(kept).collect(),
        body,
        ..Example::default()
    })
}
