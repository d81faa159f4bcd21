//! Credentials among header fields and in the query.

use fairlead_core::redact::is_secret_header;

use super::{Taken, is_credential};
use crate::Row;

impl Taken {
    pub(super) fn headers(&mut self, headers: &mut [Row], place: &str) {
        for row in headers {
            let lower = row.name.to_ascii_lowercase();
            match lower.as_str() {
                "cookie" => row.value = self.cookies(&row.value, place),
                "set-cookie" => row.value = self.set_cookie(&row.value, place),
                _ if lower.ends_with("authorization") => {
                    row.value = self.authorization(&row.value, &lower, place);
                }
                _ if is_secret_header(&lower) && !is_about(&lower) => {
                    let name = row.name.clone();
                    self.take(&mut row.value, &name, place);
                }
                _ => {}
            }
        }
    }

    pub(super) fn query(&mut self, query: &mut [Row], place: &str) {
        for row in query
            .iter_mut()
            .filter(|row| is_credential(&row.name) || row.name.eq_ignore_ascii_case("key"))
        {
            let name = row.name.clone();
            self.take(&mut row.value, &name, place);
        }
    }

    /// The scheme's name stays, what follows goes.
    fn authorization(&mut self, value: &str, name: &str, place: &str) -> String {
        match value.trim().split_once(' ') {
            Some((scheme, credential)) => {
                let mut credential = credential.trim().to_owned();
                let wanted = match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => "token",
                    "basic" => "basic_credentials",
                    _ => name,
                };
                self.take(&mut credential, wanted, place);
                format!("{scheme} {credential}")
            }
            None => {
                let mut credential = value.trim().to_owned();
                self.take(&mut credential, name, place);
                credential
            }
        }
    }

    /// Every cookie of a header field `Cookie`: which ones keep a session cannot be told.
    fn cookies(&mut self, value: &str, place: &str) -> String {
        let mut taken = Vec::new();
        for pair in value.split(';').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or(("", pair));
            let mut value = value.to_owned();
            let wanted = if name.is_empty() { "cookie" } else { name };
            self.take(&mut value, wanted, place);
            taken.push(if name.is_empty() {
                value
            } else {
                format!("{name}={value}")
            });
        }
        taken.join("; ")
    }

    /// The value of a cookie that an answer sets; its attributes stay.
    fn set_cookie(&mut self, value: &str, place: &str) -> String {
        let (pair, attributes) = match value.find(';') {
            Some(at) => value.split_at(at),
            None => (value, ""),
        };
        format!("{}{attributes}", self.cookies(pair, place))
    }
}

/// Names of header fields that hold a credential's word and none themselves.
fn is_about(lower: &str) -> bool {
    lower.starts_with("access-control-") || lower.starts_with("www-") || lower.starts_with("sec-")
}
