//! The answer to a request that is right.

use fairlead_core::{Headers, Request, Response};
use fairlead_openapi::{
    Example, MediaType, Operation, Parameter, ResponseSpec, SchemaRef, StatusKey,
    sample::{self, Direction, Options},
};
use fairlead_validate::{Direction as Way, parameter::write};
use serde_json::Value;

use crate::{
    Mock, encode,
    kept::Key,
    matched::{self, Match},
    negotiate,
    prefer::Preference,
    refuse,
};

/// How many samples are tried until one keeps the contract.
const ATTEMPTS: u64 = 40;

/// Why there is no such answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The caller takes none of the declared media types.
    NotAcceptable,
    /// No example has this name.
    NoSuchExample,
}

impl Mock {
    /// The response that the caller would like, or the usual one.
    pub(crate) fn choose_response<'a>(
        operation: &'a Operation,
        preference: &Preference,
    ) -> Result<(Option<&'a ResponseSpec>, u16), u16> {
        if let Some(code) = preference.code {
            return operation
                .response_for(code)
                .map(|r| (Some(r), code))
                .ok_or(code);
        }
        let exact = operation.responses.iter().filter_map(|r| match r.status {
            StatusKey::Code(code @ 200..=299) => Some((r, code)),
            _ => None,
        });
        if let Some((response, code)) = exact.min_by_key(|(_, code)| *code) {
            return Ok((Some(response), code));
        }
        let find = |key| operation.responses.iter().find(|r| r.status == key);
        if let Some(response) = find(StatusKey::Range(2)).or_else(|| find(StatusKey::Default)) {
            return Ok((Some(response), 200));
        }
        let any = operation.responses.iter().filter_map(|r| match r.status {
            StatusKey::Code(code) => Some((r, code)),
            StatusKey::Range(digit) => Some((r, u16::from(digit) * 100)),
            StatusKey::Default => None,
        });
        Ok(any
            .min_by_key(|(_, code)| *code)
            .map_or((None, 200), |(r, code)| (Some(r), code)))
    }

    /// An answer of one declared response.
    pub(crate) fn answer_with(
        &self,
        operation: &Operation,
        declared: &ResponseSpec,
        status: u16,
        request: &Request,
        preference: &Preference,
        told: Option<&Value>,
    ) -> Result<Response, NoAnswer> {
        let seed = self.seed_of(operation, request);
        let bodiless = matches!(status, 100..=199 | 204 | 205 | 304);
        let choice = if declared.content.is_empty() || bodiless {
            None
        } else {
            Some(agree(declared, status, request)?)
        };
        let is_asked_for = preference.example.is_some() || preference.dynamic;
        let matched = match &choice {
            Some(choice) if !is_asked_for && told.is_none() => {
                matched::find(&self.contract, operation, request, choice.declared)
            }
            _ => Vec::new(),
        };
        let media_type = choice.as_ref().map(|c| c.media_type.as_str());
        // What leads to items that are kept changes with them.
        let is_joined = self.state.is_some() && !declared.links.is_empty();
        let key = (told.is_none() && !is_joined)
            .then(|| Key::new(seed, status, media_type, preference, &matched));
        if let Some(kept) = key.as_ref().and_then(|key| self.kept.get(key)) {
            return Ok(kept);
        }
        let mut response = Response {
            status,
            headers: self.headers(declared, seed),
            body: bytes::Bytes::new(),
        };
        if let Some(choice) = choice {
            let mut value = self.body(choice.declared, preference, &matched, seed)?;
            if let (Some(schema), None, None) = (&choice.declared.schema, told, &preference.example)
            {
                self.join_links(declared, schema, &mut value, seed);
            }
            if let (Some(told), Some(schema)) = (told, &choice.declared.schema) {
                self.tell(schema, &mut value, told);
            }
            let (body, content_type) =
                encode::encode(&self.contract, choice.declared, &choice.media_type, &value);
            response.headers.set("content-type", content_type);
            response.body = body;
        }
        if let Some(key) = key {
            self.kept.keep(key, &response);
        }
        Ok(response)
    }

    /// The header fields that a response declares.
    pub(crate) fn headers(&self, declared: &ResponseSpec, seed: u64) -> Headers {
        let mut headers = Headers::default();
        for header in &declared.headers {
            if header.name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if let Some(text) = self.header(header, seed) {
                headers.append(header.name.to_ascii_lowercase(), text);
            }
        }
        headers
    }

    /// Puts what is to be told into a made-up body, field by field, as far as its schema lets it.
    fn tell(&self, schema: &SchemaRef, value: &mut Value, told: &Value) {
        let Some(fields) = told.as_object().filter(|_| value.is_object()) else {
            return;
        };
        for (field, told) in fields {
            if value.get(field).is_some() {
                let before = std::mem::replace(&mut value[field.as_str()], told.clone());
                if !self.contract.is_valid(schema, Way::Response, value) {
                    value[field.as_str()] = before;
                }
            }
        }
    }

    /// A value for a body: the example asked for, else one that keeps the contract, those first
    /// that the request matches, else made up.
    pub(crate) fn body(
        &self,
        content: &MediaType,
        preference: &Preference,
        matched: &[Match],
        seed: u64,
    ) -> Result<Value, NoAnswer> {
        if let Some(name) = &preference.example {
            let named = content
                .examples
                .iter()
                .find(|e| e.name.as_ref() == Some(name));
            return named
                .map(|e| e.value.clone())
                .ok_or(NoAnswer::NoSuchExample);
        }
        let schema = content.schema.as_ref();
        if !preference.dynamic {
            let valid = |value: &Value| {
                schema.is_none_or(|s| self.contract.is_valid(s, Way::Response, value))
            };
            let by_match = matched.iter().filter_map(|found| {
                let named = |e: &&Example| e.name.as_ref() == Some(&found.name);
                content.examples.iter().find(named)
            });
            let mut examples = by_match.chain(&content.examples).map(|e| &e.value);
            if let Some(first) = examples.find(|v| valid(v)) {
                return Ok(first.clone());
            }
        }
        if let Some(item) = &content.item_schema {
            return Ok((0..3)
                .map(|n| self.sample(item, seed.wrapping_add(n), preference))
                .collect());
        }
        Ok(schema.map_or(Value::Null, |schema| self.sample(schema, seed, preference)))
    }

    /// A value that keeps its schema, if one is found.
    pub(crate) fn sample(&self, schema: &SchemaRef, seed: u64, preference: &Preference) -> Value {
        let documents = &self.contract.spec().documents;
        let mut last = Value::Null;
        for attempt in 0..ATTEMPTS {
            let options = Options {
                direction: Direction::Response,
                seed: seed.wrapping_add(attempt.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
                // Examples first; where they break the schema, without them; at last the least.
                examples: !preference.dynamic && attempt < 2,
                minimal: attempt > ATTEMPTS / 2,
            };
            let value = sample::generate(documents, schema, options);
            if self.contract.is_valid(schema, Way::Response, &value) {
                return value;
            }
            last = value;
        }
        last
    }

    pub(crate) fn header(&self, header: &Parameter, seed: u64) -> Option<String> {
        let valid = |v: &&Value| {
            header
                .schema
                .as_ref()
                .is_none_or(|s| self.contract.is_valid(s, Way::Response, v))
        };
        if let Some(example) = header.examples.iter().map(|e| &e.value).find(valid) {
            return Some(clean(&write::text(header, example)));
        }
        let in_content = header.content.as_ref().and_then(|c| c.schema.as_ref());
        let schema = header.schema.as_ref().or(in_content)?;
        let value = self.sample(schema, seed, &Preference::default());
        Some(clean(&write::text(header, &value)))
    }

    /// The same request to the same operation gives the same seed (FNV-1a, 64 bits).
    pub(crate) fn seed_of(&self, operation: &Operation, request: &Request) -> u64 {
        let parts: [&[u8]; 4] = [
            operation.id.as_bytes(),
            request.path.as_bytes(),
            request.query.as_deref().unwrap_or("").as_bytes(),
            &request.body,
        ];
        let mut hash =
            0xCBF2_9CE4_8422_2325_u64 ^ self.options.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for byte in parts.into_iter().flat_map(|part| part.iter().chain(&[0])) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
        hash
    }
}

/// The media type to answer in.
pub(crate) fn agree<'a>(
    declared: &'a ResponseSpec,
    status: u16,
    request: &Request,
) -> Result<negotiate::Choice<'a>, NoAnswer> {
    negotiate::choose(&request.headers, &declared.content)
        // An error has to be told in some form (RFC 9110 §15.5.7 lets a server do so).
        .or_else(|| {
            (status >= 400)
                .then(|| negotiate::choose(&Headers::default(), &declared.content))
                .flatten()
        })
        .ok_or(NoAnswer::NotAcceptable)
}

/// What may stand in a header field (RFC 9110 §5.5).
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if (' '..='~').contains(&c) { c } else { '?' })
        .collect()
}

/// The answer where there is no such answer.
pub fn none(why: NoAnswer, declared: &ResponseSpec, preference: &Preference) -> Response {
    match why {
        NoAnswer::NotAcceptable => {
            let types: Vec<&str> = declared
                .content
                .iter()
                .map(|c| c.media_type.as_str())
                .collect();
            refuse::problem(
                406,
                "Not acceptable",
                &format!("there is {}", types.join(", ")),
                &[],
            )
        }
        NoAnswer::NoSuchExample => {
            let names: Vec<&str> = declared
                .content
                .iter()
                .flat_map(|c| &c.examples)
                .filter_map(|e| e.name.as_deref())
                .collect();
            let wanted = preference.example.as_deref().unwrap_or_default();
            let detail = if names.is_empty() {
                format!("there is no example `{wanted}`; this response has none by name")
            } else {
                format!(
                    "there is no example `{wanted}`; there is {}",
                    names.join(", ")
                )
            };
            refuse::problem(404, "No such example", &detail, &[])
        }
    }
}
