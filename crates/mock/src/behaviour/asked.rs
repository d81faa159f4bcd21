//! What one request says, read once and only as far as somebody wants to know.

use std::{
    borrow::Cow,
    cell::OnceCell,
    hash::{DefaultHasher, Hash, Hasher},
    net::IpAddr,
};

use fairlead_core::{Request, Timestamp};
use fairlead_openapi::{Location, Operation, Parameter};
use fairlead_validate::{
    Contract,
    media::{self, Kind},
    parameter::{
        query,
        read::{self, Pairs, Reading},
    },
};
use serde_json::Value;

use super::credentials;

/// One request, and what is known of it.
pub struct Asked<'a> {
    /// The description.
    pub contract: &'a Contract,
    /// The request.
    pub request: &'a Request,
    /// Its operation; `None` where no path of the description matches.
    pub operation: Option<&'a Operation>,
    /// Values of the path template, percent-encoded.
    pub path_values: &'a [(String, String)],
    /// When it came.
    pub now: Timestamp,
    /// From which address.
    pub client: Option<IpAddr>,
    /// How many requests came before it.
    pub number: u64,
    body: OnceCell<Value>,
}

impl<'a> Asked<'a> {
    /// A request that nothing was read of yet.
    pub fn new(
        contract: &'a Contract,
        request: &'a Request,
        found: Option<(&'a Operation, &'a [(String, String)])>,
        now: Timestamp,
        client: Option<IpAddr>,
        number: u64,
    ) -> Self {
        Self {
            contract,
            request,
            operation: found.map(|(operation, _)| operation),
            path_values: found.map_or(&[], |(_, values)| values),
            now,
            client,
            number,
            body: OnceCell::new(),
        }
    }

    /// The body as a value: JSON and forms as what they say, anything else as a text.
    pub fn body(&self) -> &Value {
        self.body.get_or_init(|| {
            let bytes = &self.request.body;
            if bytes.is_empty() {
                return Value::Null;
            }
            let content_type = self.request.headers.get("content-type").unwrap_or_default();
            let text = || String::from_utf8_lossy(bytes);
            match media::kind(content_type) {
                Kind::Form => form(&text()),
                // Clients that forget to say so send JSON all the same.
                _ => serde_json::from_slice(bytes).unwrap_or_else(|_| text().into_owned().into()),
            }
        })
    }

    /// The path without what comes before the operation's own, such as the path of a server.
    pub fn own_path(&self) -> &str {
        let path = self.request.path.as_str();
        let Some(operation) = self.operation else {
            return path;
        };
        let segments = operation.path.matches('/').count();
        path.rmatch_indices('/')
            .nth(segments.saturating_sub(1))
            .map_or(path, |(at, _)| &path[at..])
    }

    /// A value of the path, of the type that the description gives it.
    pub fn path_value(&self, name: &str) -> Option<Value> {
        let (_, raw) = self.path_values.iter().find(|(n, _)| n == name)?;
        Some(match self.parameter(Location::Path, name) {
            Some(parameter) => self.typed(parameter, raw),
            None => query::decode_percent(raw).into(),
        })
    }

    /// The values of a name in the query, as texts.
    pub fn query_texts(&self, name: &str) -> Vec<Value> {
        query::pairs(self.request.query.as_deref().unwrap_or_default())
            .into_iter()
            .filter(|(n, _)| n == name)
            .map(|(_, value)| value.into())
            .collect()
    }

    /// A value of the query, of the type that the description gives it.
    pub fn query_value(&self, name: &str) -> Option<Value> {
        if let Some(parameter) = self.parameter(Location::Query, name)
            && let Some(schema) = &parameter.schema
        {
            let pairs = query::raw_pairs(self.request.query.as_deref().unwrap_or_default());
            let pairs = Pairs {
                pairs: &pairs,
                claimed: &[],
            };
            let shape = self.contract.shape(schema);
            return read::from_pairs(&shape, parameter, pairs, Reading::Strict);
        }
        self.query_texts(name).into_iter().next()
    }

    /// The values of a cookie.
    pub fn cookie_texts(&self, name: &str) -> Vec<Value> {
        query::raw_cookies(&self.request.headers)
            .into_iter()
            .filter(|(n, _)| n == name)
            .map(|(_, value)| query::decode_percent(value).into())
            .collect()
    }

    /// A header field, of the type that the description gives it.
    pub fn header_value(&self, name: &str) -> Option<Value> {
        let text = self.request.headers.get(name)?;
        Some(match self.parameter(Location::Header, name) {
            Some(parameter) => self.typed(parameter, text),
            None => text.into(),
        })
    }

    /// Who asks, as far as credentials say it: the same text for the same credentials, which
    /// does not tell them, and an empty one where there are none.
    pub fn who(&self) -> String {
        let who = credentials::who(self.contract.spec(), self.request);
        if who.is_empty() {
            return who;
        }
        let mut hasher = DefaultHasher::new();
        who.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    fn parameter(&self, location: Location, name: &str) -> Option<&'a Parameter> {
        let is_it = |p: &&Parameter| {
            p.location == location
                && (p.name == name
                    || location == Location::Header && p.name.eq_ignore_ascii_case(name))
        };
        self.operation?.parameters.iter().find(is_it)
    }

    fn typed(&self, parameter: &Parameter, raw: &str) -> Value {
        match &parameter.schema {
            Some(schema) => read::text(
                &self.contract.shape(schema),
                parameter,
                raw,
                Reading::Strict,
            ),
            None => query::decode_percent(raw).into(),
        }
    }
}

/// The fields of a form; a list where a name is there more than once.
fn form(text: &str) -> Value {
    let mut fields = serde_json::Map::new();
    for (name, value) in query::pairs(text) {
        match fields.get_mut(&name) {
            Some(Value::Array(all)) => all.push(value.into()),
            Some(one) => *one = vec![one.take(), value.into()].into(),
            None => {
                fields.insert(name, value.into());
            }
        }
    }
    Value::Object(fields)
}

/// What is found, as the matchers take it.
pub fn found(values: Vec<Value>) -> Vec<Cow<'static, Value>> {
    values.into_iter().map(Cow::Owned).collect()
}
