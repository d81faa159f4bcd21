//! Signing a request that is otherwise ready: with a key that both sides know, over what a template
//! names, or as AWS wants it.

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Request, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256, Sha512};
use url::Url;

use super::{
    aws,
    digest::{hex, hmac_sha256},
};
use crate::{HmacAlgorithm, SignatureEncoding, TimestampFormat};

/// Names of a template that stand for parts of the request; `header.` and a name are another.
const PARTS: [&str; 9] = [
    "method",
    "path",
    "query",
    "pathAndQuery",
    "url",
    "host",
    "timestamp",
    "body",
    "bodyHash",
];

/// Whether a name of a template stands for a part of the request.
pub fn is_part(name: &str) -> bool {
    PARTS.contains(&name) || name.starts_with("header.")
}

/// A piece of a template whose variables are filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Part(String),
}

/// What signs a request; nothing of it is shown.
pub enum Signer {
    Hmac(HmacSigner),
    Aws(aws::AwsSigner),
}

/// Signs with a key that both sides know.
pub struct HmacSigner {
    pub key: SecretString,
    pub template: Vec<Piece>,
    pub header: String,
    pub prefix: String,
    pub algorithm: HmacAlgorithm,
    pub encoding: SignatureEncoding,
    pub timestamp_header: Option<String>,
    pub timestamp_format: TimestampFormat,
    pub body_hash_header: Option<String>,
}

impl Signer {
    /// Adds the header fields of a signature made now.
    pub fn sign(&self, request: &mut Request, url: &str, now: Timestamp) {
        // What cannot be read as a URL is not sent.
        let Ok(url) = Url::parse(url) else { return };
        let fields = match self {
            Self::Hmac(signer) => signer.fields(request, &url, now),
            Self::Aws(signer) => signer.fields(request, &url, now),
        };
        for (name, value) in fields {
            request.headers.set(&name, value);
        }
    }
}

impl HmacSigner {
    fn fields(&self, request: &Request, url: &Url, now: Timestamp) -> Vec<(String, String)> {
        let timestamp = self.timestamp_format.write(now);
        let body_hash = self.encoding.write(&match self.algorithm {
            HmacAlgorithm::Sha256 => Sha256::digest(&request.body).to_vec(),
            HmacAlgorithm::Sha512 => Sha512::digest(&request.body).to_vec(),
        });
        let query = url.query().unwrap_or_default();
        let mut text: Vec<u8> = Vec::new();
        for piece in &self.template {
            let part = match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Part(name) => match name.as_str() {
                    "method" => &request.method,
                    "path" => url.path(),
                    "query" => query,
                    "pathAndQuery" if query.is_empty() => url.path(),
                    "pathAndQuery" => &url[url::Position::BeforePath..url::Position::AfterQuery],
                    "url" => url.as_str(),
                    "host" => &url[url::Position::BeforeHost..url::Position::AfterPort],
                    "timestamp" => &timestamp,
                    "bodyHash" => &body_hash,
                    "body" => {
                        text.extend_from_slice(&request.body);
                        continue;
                    }
                    name => {
                        let header = name.strip_prefix("header.").unwrap_or_default();
                        request.headers.get(header).unwrap_or_default()
                    }
                },
            };
            text.extend_from_slice(part.as_bytes());
        }
        let key = self.key.expose_secret().as_bytes();
        let tag = match self.algorithm {
            HmacAlgorithm::Sha256 => hmac_sha256(key, &text),
            HmacAlgorithm::Sha512 => {
                let made = Hmac::<Sha512>::new_from_slice(key).map(|mut mac| {
                    mac.update(&text);
                    mac.finalize().into_bytes().to_vec()
                });
                // HMAC takes a key of any length (RFC 2104 §2).
                made.unwrap_or_default()
            }
        };
        let signature = format!("{}{}", self.prefix, self.encoding.write(&tag));
        let more = [
            (&self.timestamp_header, timestamp),
            (&self.body_hash_header, body_hash),
        ];
        let more = more
            .into_iter()
            .filter_map(|(name, value)| Some((name.clone()?, value)));
        more.chain([(self.header.clone(), signature)]).collect()
    }
}

impl SignatureEncoding {
    fn write(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => hex(bytes),
            Self::Base64 => BASE64_STANDARD.encode(bytes),
        }
    }
}

impl TimestampFormat {
    fn write(self, now: Timestamp) -> String {
        match self {
            Self::Seconds => now.as_millis().div_euclid(1_000).to_string(),
            Self::Milliseconds => now.as_millis().to_string(),
            Self::Iso8601 => {
                let whole = now.as_millis().div_euclid(1_000).saturating_mul(1_000);
                Timestamp::from_millis(whole).to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(algorithm: HmacAlgorithm, encoding: SignatureEncoding) -> HmacSigner {
        let part = |name: &str| Piece::Part(name.into());
        HmacSigner {
            key: "key".to_owned().into(),
            template: vec![part("body")],
            header: "X-Signature".into(),
            prefix: String::new(),
            algorithm,
            encoding,
            timestamp_header: None,
            timestamp_format: TimestampFormat::Seconds,
            body_hash_header: None,
        }
    }

    fn request(body: &'static str) -> Request {
        Request {
            method: "POST".into(),
            path: "/v1/ships".into(),
            query: Some("a=1&b=%20".into()),
            headers: [("x-id", "7")].into_iter().collect(),
            body: body.into(),
        }
    }

    /// The sentence that everybody hashes; the values are those of `openssl dgst -hmac key`.
    #[test]
    fn the_signatures_are_those_of_others() {
        let body = "The quick brown fox jumps over the lazy dog";
        for (algorithm, encoding, expected) in [
            (
                HmacAlgorithm::Sha256,
                SignatureEncoding::Hex,
                "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
            ),
            (
                HmacAlgorithm::Sha256,
                SignatureEncoding::Base64,
                "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=",
            ),
            (
                HmacAlgorithm::Sha512,
                SignatureEncoding::Hex,
                "b42af09057bac1e2d41708e48a902e09b5ff7f12ab428a4fe86653c73dd248fb\
                 82f948a549f7b791a5b41915ee4d1ec3935357e4e2317250d0372afa2ebeeb3a",
            ),
        ] {
            let signer = Signer::Hmac(signer(algorithm, encoding));
            let mut request = request(body);
            let url = "http://a.example/v1/ships?a=1";
            signer.sign(&mut request, url, Timestamp::from_millis(0));
            assert_eq!(request.headers.get("x-signature"), Some(expected));
        }
    }

    #[test]
    fn a_template_names_every_part_and_headers_are_added() {
        let mut signer = signer(HmacAlgorithm::Sha256, SignatureEncoding::Hex);
        let names = [
            "method",
            "path",
            "query",
            "host",
            "timestamp",
            "header.X-Id",
            "bodyHash",
        ];
        signer.template = names
            .iter()
            .flat_map(|name| [Piece::Part((*name).into()), Piece::Text("\n".into())])
            .collect();
        signer.prefix = "v1=".into();
        signer.timestamp_header = Some("X-Time".into());
        signer.timestamp_format = TimestampFormat::Iso8601;
        signer.body_hash_header = Some("X-Hash".into());
        let mut request = request("{}");
        let url = Url::parse("https://a.example:8443/v1/ships?a=1&b=%20").expect("a URL");
        let now = Timestamp::from_millis(1_700_000_000_123);
        let fields = signer.fields(&request, &url, now);
        let hash = hex(&Sha256::digest("{}"));
        let text = format!(
            "POST\n/v1/ships\na=1&b=%20\na.example:8443\n2023-11-14T22:13:20Z\n7\n{hash}\n"
        );
        let expected = format!("v1={}", hex(&hmac_sha256(b"key", text.as_bytes())));
        assert_eq!(
            fields,
            [
                ("X-Time".to_owned(), "2023-11-14T22:13:20Z".to_owned()),
                ("X-Hash".to_owned(), hash),
                ("X-Signature".to_owned(), expected.clone()),
            ]
        );
        Signer::Hmac(signer).sign(&mut request, url.as_str(), now);
        assert_eq!(request.headers.get("X-Signature"), Some(expected.as_str()));
    }
}
