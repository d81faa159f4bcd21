//! The parameters of a request, in the query or as a form.

use fairlead_core::{Request, limits};
use url::form_urlencoded;

use crate::refusal::Refusal;

/// Parameters by name. Those without a value count as left out (RFC 6749 §3.1).
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Those of the query.
    pub fn of_query(request: &Request) -> Result<Self, Refusal> {
        Self::read(request.query.as_deref().unwrap_or_default().as_bytes())
    }

    /// Those of the body, which has to be a form.
    pub fn of_body(request: &Request) -> Result<Self, Refusal> {
        let kind = request.headers.get("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::request(
                "the body has to be application/x-www-form-urlencoded",
            ));
        }
        Self::read(&request.body)
    }

    fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > limits::PROVIDER_FORM_BYTES {
            return Err(Refusal::request("there are too many parameters"));
        }
        let pairs = form_urlencoded::parse(bytes).into_owned();
        Ok(Self(pairs.filter(|(_, value)| !value.is_empty()).collect()))
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(n, _)| n == name);
        pair.map(|(_, value)| value.as_str())
    }

    /// Every value of a name.
    pub fn all(&self, name: &str) -> Vec<String> {
        let pairs = self.0.iter().filter(|(n, _)| n == name);
        pairs.map(|(_, value)| value.clone()).collect()
    }

    /// Refuses parameters that are there more than once (RFC 6749 §3.1); `resource` may be
    /// (RFC 8707 §2).
    pub fn once(&self) -> Result<(), Refusal> {
        for (at, (name, _)) in self.0.iter().enumerate() {
            if name != "resource" && self.0[..at].iter().any(|(n, _)| n == name) {
                return Err(Refusal::request(format!(
                    "`{name}` is there more than once"
                )));
            }
        }
        Ok(())
    }

    /// The value of a name that has to be there.
    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name)
            .ok_or_else(|| Refusal::request(format!("`{name}` is missing")))
    }
}
