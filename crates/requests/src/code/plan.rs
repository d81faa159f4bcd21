//! A request as every language sends it: method, address, header fields, body.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::text::Text;
use crate::{ApiKeyPlace, Auth, Body, Row, SavedRequest, template};

/// A request in the parts that code is made from.
pub struct Plan {
    pub method: String,
    pub url: Text,
    pub headers: Vec<(String, Text)>,
    pub payload: Payload,
    pub login: Option<Login>,
    /// What the code does not do, for a comment.
    pub notes: Vec<String>,
}

/// A body.
pub enum Payload {
    None,
    Text(Text),
    File(Text),
    Parts(Vec<Field>),
}

/// A part of a multipart body.
pub struct Field {
    pub name: Text,
    pub content: Text,
    pub is_file: bool,
    /// Empty where none was given.
    pub media_type: String,
}

impl Field {
    /// The media type of a file, given or not.
    pub fn file_type(&self) -> &str {
        if self.media_type.is_empty() {
            "application/octet-stream"
        } else {
            &self.media_type
        }
    }

    /// The name that a file is sent under: the last part of its path.
    pub fn file_name(&self) -> String {
        let path = self.content.literal();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        if name.is_empty() {
            "file".to_owned()
        } else {
            name.to_owned()
        }
    }
}

/// A name and a password.
pub struct Login {
    pub kind: LoginKind,
    pub username: Text,
    pub password: Text,
}

/// How name and password are sent.
#[derive(Clone, PartialEq, Eq)]
pub enum LoginKind {
    Basic,
    Digest,
    /// AWS Signature Version 4, for a region and a service.
    Aws {
        region: String,
        service: String,
        session: Option<Text>,
    },
}

/// What no address may hold as it is; `%`, delimiters and brackets stay.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'#');

impl Plan {
    pub fn of(request: &SavedRequest) -> Self {
        let mut plan = Self {
            method: method(&request.method),
            url: address(request),
            headers: Vec::new(),
            payload: payload(&request.body),
            login: None,
            notes: Vec::new(),
        };
        let mut query: Vec<(Text, Text)> = pairs(&request.query);
        for row in request.headers.iter().filter(|row| row.enabled) {
            plan.header(&row.name, &row.value);
        }
        plan.authenticate(&request.auth, &mut query);
        if matches!(plan.payload, Payload::Parts(_)) {
            // The library writes it, with the boundary.
            plan.headers
                .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        } else if !request.body.media_type().is_empty() && !plan.has("content-type") {
            plan.header("Content-Type", request.body.media_type());
        }
        if !query.is_empty() {
            let begun = plan.url.literal().contains('?');
            plan.url.push_literal(if begun { "&" } else { "?" });
            plan.url.push(joined(query));
        }
        plan
    }

    pub fn has(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(own, _)| own.eq_ignore_ascii_case(name))
    }

    pub fn get(&self, name: &str) -> Option<&Text> {
        let found = self
            .headers
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// The header fields with those of one name joined (RFC 9110 §5.3), for languages that keep
    /// them in a map.
    pub fn joined_headers(&self) -> Vec<(String, Text)> {
        let mut joined: Vec<(String, Text)> = Vec::new();
        for (name, value) in &self.headers {
            match joined
                .iter_mut()
                .find(|(own, _)| own.eq_ignore_ascii_case(name))
            {
                Some((_, first)) => {
                    let between = if name.eq_ignore_ascii_case("cookie") {
                        "; "
                    } else {
                        ", "
                    };
                    first.push_literal(between);
                    first.push(value.clone());
                }
                None => joined.push((name.clone(), value.clone())),
            }
        }
        joined
    }

    /// Every text of it.
    pub fn texts(&self) -> Vec<&Text> {
        let mut texts = vec![&self.url];
        texts.extend(self.headers.iter().map(|(_, value)| value));
        match &self.payload {
            Payload::None => {}
            Payload::Text(text) | Payload::File(text) => texts.push(text),
            Payload::Parts(fields) => {
                for field in fields {
                    texts.extend([&field.name, &field.content]);
                }
            }
        }
        if let Some(login) = &self.login {
            texts.extend([&login.username, &login.password]);
        }
        texts
    }

    pub fn has_variables(&self) -> bool {
        self.texts().iter().any(|text| text.has_variables())
    }

    pub fn is_encoding(&self) -> bool {
        self.texts().iter().any(|text| text.is_encoding())
    }

    /// Adds a header field; a name that none may have, and line ends, would break the message.
    fn header(&mut self, name: &str, value: &str) {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(is_token) {
            if !name.trim().is_empty() {
                let shown: String = name.chars().filter(|c| !c.is_control()).collect();
                self.notes
                    .push(format!("no header field may be called {shown}: left out"));
            }
            return;
        }
        let one_line = |text: &str| text.replace(|c: char| c.is_control() && c != '\t', " ");
        let value = Text::of(value, one_line, false);
        self.headers.push((name.to_owned(), value));
    }

    fn authenticate(&mut self, auth: &Auth, query: &mut Vec<(Text, Text)>) {
        match auth {
            Auth::Inherit | Auth::None => {}
            Auth::Basic { username, password } => self.login(LoginKind::Basic, username, password),
            Auth::Digest { username, password } => {
                self.login(LoginKind::Digest, username, password);
            }
            Auth::Bearer { token, prefix } => {
                let prefix = if prefix.is_empty() { "Bearer" } else { prefix };
                self.header("Authorization", &format!("{prefix} {token}"));
            }
            Auth::ApiKey { place, name, value } => match place {
                ApiKeyPlace::Header => self.header(name, value),
                ApiKeyPlace::Query => query.push((Text::encoded(name), Text::encoded(value))),
                ApiKeyPlace::Cookie => self.header("Cookie", &format!("{name}={value}")),
            },
            Auth::Oauth2(oauth) => {
                let token = if oauth.access_token.is_empty() {
                    "{{ACCESS_TOKEN}}"
                } else {
                    &oauth.access_token
                };
                self.header("Authorization", &format!("Bearer {token}"));
                if !oauth.token_url.is_empty() {
                    let from = oauth.token_url.replace(|c: char| c.is_control(), " ");
                    self.notes
                        .push(format!("the access token comes from {from}"));
                }
            }
            Auth::AwsSigV4 {
                access_key_id,
                secret_access_key,
                session_token,
                region,
                service,
            } => {
                let session = (!session_token.is_empty()).then(|| Text::plain(session_token));
                let kind = LoginKind::Aws {
                    region: region.clone(),
                    service: service.clone(),
                    session,
                };
                self.login(kind, access_key_id, secret_access_key);
            }
            Auth::Other { kind, .. } => {
                let kind = kind.replace(|c: char| c.is_control(), " ");
                self.notes
                    .push(format!("authentication {kind} is left out"));
            }
        }
    }

    fn login(&mut self, kind: LoginKind, username: &str, password: &str) {
        self.login = Some(Login {
            kind,
            username: Text::plain(username),
            password: Text::plain(password),
        });
    }

    /// The notes, with one for a way to log in that the language's library does not have.
    pub fn comments(&self, logins: &[LoginKind]) -> Vec<String> {
        let mut notes = self.notes.clone();
        match &self.login {
            Some(login) if !logins.contains(&login.kind) => notes.push(match login.kind {
                LoginKind::Basic => "HTTP Basic is left out".to_owned(),
                LoginKind::Digest => "HTTP Digest is left out: the library has none".to_owned(),
                LoginKind::Aws { .. } => {
                    "the signature of AWS is left out: sign with the SDK of AWS".to_owned()
                }
            }),
            _ => {}
        }
        notes
    }

    /// Name and password for HTTP Basic.
    pub fn basic(&self) -> Option<&Login> {
        self.login
            .as_ref()
            .filter(|login| login.kind == LoginKind::Basic)
    }
}

fn method(text: &str) -> String {
    let is_token = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_token {
        text.to_ascii_uppercase()
    } else {
        "GET".to_owned()
    }
}

/// The address with the values of its path parameters.
fn address(request: &SavedRequest) -> Text {
    let mut made = Text::default();
    let literal = |text: &str| utf8_percent_encode(text, ADDRESS).to_string();
    let origin = match request.url.find("://") {
        Some(at) => request.url[at + 3..]
            .find('/')
            .map_or(request.url.len(), |n| at + 3 + n),
        None => 0,
    };
    made.push(Text::of(&request.url[..origin], literal, false));
    for (n, segment) in request.url[origin..].split('/').enumerate() {
        if n > 0 {
            made.push_literal("/");
        }
        let name = segment
            .strip_prefix(':')
            .or_else(|| segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')));
        let row = name.and_then(|name| {
            let mut rows = request.path_params.iter();
            rows.find(|row| row.name == name && row.enabled)
        });
        match row {
            Some(row) => made.push(Text::encoded(&row.value)),
            // A variable at the start is a whole address; within the path it is a value of it.
            None if n == 0 => made.push(Text::of(segment, literal, false)),
            None => made.push(Text::of(
                segment,
                literal,
                template::is_variables_only(segment),
            )),
        }
    }
    made
}

fn pairs(rows: &[Row]) -> Vec<(Text, Text)> {
    let rows = rows.iter().filter(|row| row.enabled);
    rows.map(|row| (Text::encoded(&row.name), Text::encoded(&row.value)))
        .collect()
}

fn joined(pairs: Vec<(Text, Text)>) -> Text {
    let mut text = Text::default();
    for (n, (name, value)) in pairs.into_iter().enumerate() {
        if n > 0 {
            text.push_literal("&");
        }
        text.push(name);
        text.push_literal("=");
        text.push(value);
    }
    text
}

fn payload(body: &Body) -> Payload {
    match body {
        Body::None => Payload::None,
        Body::Json { text } | Body::Xml { text } | Body::Text { text, .. } => {
            Payload::Text(Text::plain(text))
        }
        Body::Form { rows } => Payload::Text(joined(pairs(rows))),
        Body::Graphql { query, variables } => {
            Payload::Text(Text::plain(&Body::graphql_text(query, variables)))
        }
        Body::File { path, .. } => Payload::File(Text::plain(path)),
        Body::Multipart { parts } => {
            let parts = parts.iter().filter(|part| part.enabled);
            let field = |part: &crate::Part| Field {
                name: Text::plain(&part.name),
                content: Text::plain(part.file.as_ref().unwrap_or(&part.value)),
                is_file: part.file.is_some(),
                media_type: part.media_type.replace(|c: char| c.is_control(), " "),
            };
            Payload::Parts(parts.map(field).collect())
        }
    }
}
