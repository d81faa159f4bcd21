//! Command lines of curl: one or several, as pasted from documentation or a browser.

mod body;
mod options;
mod windows;
mod words;

use fairlead_core::Severity;

use super::Raw;
use crate::{Auth, Collection, Item, Row, SavedRequest, at::Problems, url::split};
use body::Data;
use options::{Meaning, Options};
use words::Command;

/// Whether a text begins with a curl command, behind a prompt or comments.
pub fn is_command(text: &str) -> bool {
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(line) = line else { return false };
    let line = line.trim_start_matches(['$', '>', '%']).trim_start();
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    is_curl(word)
}

fn is_curl(word: &str) -> bool {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    matches!(name, "curl" | "curl.exe")
}

pub fn read(file: &str, text: &str) -> Raw {
    let mut problems = Problems::new(file);
    let commands = if windows::is_windows(text) {
        windows::commands(text)
    } else {
        words::commands(text, &mut problems)
    };
    let mut collection = Collection::default();
    let mut seen = false;
    for command in commands {
        let Some(start) = command.words.iter().position(|word| is_curl(word)) else {
            problems.on_line(
                Severity::Info,
                "not-kept",
                command.line,
                format!(
                    "`{}` is no curl command and is left out",
                    command.words.first().map_or("", String::as_str)
                ),
            );
            continue;
        };
        seen = true;
        // `--next` begins another request in the same command.
        for words in command.words[start + 1..].split(|word| word == "--next" || word == "-:") {
            requests(&command, words, &mut collection, &mut problems);
        }
    }
    if !seen {
        let words = "no curl command was found; paste a line that begins with `curl`";
        problems.on_line(Severity::Error, "curl-missing", 1, words);
    }
    (collection, problems.ended())
}

fn requests(
    command: &Command,
    words: &[String],
    collection: &mut Collection,
    problems: &mut Problems,
) {
    let options = options::parse(words, command.line, problems);
    if options.urls.is_empty() {
        problems.on_line(
            Severity::Error,
            "curl-url-missing",
            command.line,
            "the command has no address and is left out",
        );
    }
    for url in &options.urls {
        let request = request(url, &options, command.line, problems);
        collection.items.push(Item::Request(Box::new(request)));
    }
}

fn request(url: &str, options: &Options, line: usize, problems: &mut Problems) -> SavedRequest {
    let parts = split(url);
    let mut request = SavedRequest {
        url: parts.address,
        query: parts.query,
        ..SavedRequest::default()
    };
    if !request.url.contains("://") && !request.url.starts_with("{{") {
        // As curl does.
        request.url = format!("http://{}", request.url);
    }
    let mut user = parts.user;
    let mut data = Data::default();
    let mut method = None;
    let mut auth_kind = "basic";
    let mut sigv4 = None;
    for (meaning, value) in &options.given {
        match meaning {
            Meaning::Method => method = Some(value.clone()),
            Meaning::Header => header(value, &mut request.headers, line, problems),
            Meaning::Cookie if value.contains('=') => {
                request.headers.push(Row::new("Cookie", value.trim()));
            }
            Meaning::Cookie => problems.on_line(
                Severity::Warning,
                "not-kept",
                line,
                format!("the cookies of the file `{value}` are left out"),
            ),
            Meaning::Named(name) => request.headers.push(Row::new(*name, value.as_str())),
            Meaning::Range => request
                .headers
                .push(Row::new("Range", format!("bytes={value}"))),
            Meaning::User => {
                let (name, password) = value.split_once(':').unwrap_or((value, ""));
                user = Some((name.to_owned(), password.to_owned()));
            }
            Meaning::Bearer => {
                request.auth = Auth::Bearer {
                    token: value.clone(),
                    prefix: String::new(),
                };
            }
            Meaning::AuthKind(kind) => auth_kind = kind,
            Meaning::SigV4 => sigv4 = Some(value.clone()),
            Meaning::Head => data.is_head = true,
            Meaning::Get => data.is_get = true,
            Meaning::Query => request.query.extend(data.encoded_rows(value)),
            Meaning::Data(kind) => data.add(*kind, value),
            Meaning::Form | Meaning::FormString => {
                data.part(value, *meaning == Meaning::FormString, line, problems);
            }
            Meaning::Upload => data.upload = Some(value.clone()),
            Meaning::Url | Meaning::Nothing | Meaning::Lost(_) => {}
        }
    }
    authenticate(&mut request, user, auth_kind, sigv4);
    request.method = method.unwrap_or_else(|| data.method().to_owned());
    data.finish(&mut request, line, problems);
    let path = request.url.split("://").last().unwrap_or_default();
    let path = path.find('/').map_or("/", |at| &path[at..]).to_owned();
    request.name = format!("{} {path}", request.method);
    request
}

/// `Name: value`; `Name;` is an empty field, `Name:` takes one away that curl would add.
fn header(text: &str, headers: &mut Vec<Row>, line: usize, problems: &mut Problems) {
    if let Some(file) = text.strip_prefix('@') {
        let words = format!("the header fields of the file `{file}` are left out");
        problems.on_line(Severity::Warning, "not-kept", line, words);
        return;
    }
    match text.split_once(':') {
        Some((name, value)) if !value.trim().is_empty() => {
            headers.push(Row::new(name.trim(), value.trim()));
        }
        Some((name, _)) => {
            let words = format!("that curl is to send no `{}` is left out", name.trim());
            problems.on_line(Severity::Info, "not-kept", line, words);
        }
        None => match text.strip_suffix(';') {
            Some(name) => headers.push(Row::new(name.trim(), "")),
            None => {
                let words = format!("`{text}` is no header field: write `Name: value`");
                problems.on_line(Severity::Warning, "curl-header", line, words);
            }
        },
    }
}

fn authenticate(
    request: &mut SavedRequest,
    user: Option<(String, String)>,
    kind: &str,
    sigv4: Option<String>,
) {
    let Some((username, password)) = user else {
        return;
    };
    if let Some(settings) = sigv4 {
        // provider1[:provider2[:region[:service]]]
        let mut parts = settings.split(':').skip(2).map(str::to_owned);
        request.auth = Auth::AwsSigV4 {
            access_key_id: username,
            secret_access_key: password,
            session_token: String::new(),
            region: parts.next().unwrap_or_default(),
            service: parts.next().unwrap_or_default(),
        };
        return;
    }
    request.auth = match kind {
        "basic" => Auth::Basic { username, password },
        "digest" => Auth::Digest { username, password },
        kind => Auth::Other {
            kind: kind.to_owned(),
            fields: vec![
                Row::new("username", username),
                Row::new("password", password),
            ],
        },
    };
}
