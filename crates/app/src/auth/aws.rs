//! AWS Signature Version 4 in header fields, as AWS describes it ("Create a signed AWS API
//! request"). Our own: the client that AWS keeps for it brings a runtime of some twenty crates.

use fairlead_core::{Request, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::Url;

use super::digest::{hex, hmac_sha256};

/// What stays as it is: the unreserved characters (RFC 3986 §2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Signs as AWS wants it.
pub struct AwsSigner {
    pub access_key_id: String,
    pub secret_access_key: SecretString,
    pub session_token: Option<SecretString>,
    pub region: String,
    pub service: String,
}

impl AwsSigner {
    /// The header fields that a request gets.
    pub fn fields(&self, request: &Request, url: &Url, now: Timestamp) -> Vec<(String, String)> {
        let time = time(now);
        let day = &time[..8];
        let body_hash = hex(&Sha256::digest(&request.body));
        let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        let mut added = vec![("x-amz-date".to_owned(), time.clone())];
        if self.service == "s3" {
            added.push(("x-amz-content-sha256".to_owned(), body_hash.clone()));
        }
        if let Some(token) = &self.session_token {
            let token = token.expose_secret().to_owned();
            added.push(("x-amz-security-token".to_owned(), token));
        }
        let mut signed = added.clone();
        signed.push(("host".to_owned(), host));
        for (name, value) in request.headers.iter() {
            let name = name.to_ascii_lowercase();
            let is_meant = name == "content-type" || name.starts_with("x-amz-");
            if is_meant && !signed.iter().any(|(known, _)| *known == name) {
                signed.push((name, value.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
        signed.sort();
        let names: Vec<&str> = signed.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let lines: String = signed.iter().map(|(n, v)| format!("{n}:{v}\n")).collect();
        let canonical = format!(
            "{}\n{}\n{}\n{lines}\n{names}\n{body_hash}",
            request.method,
            self.path(url),
            query(url)
        );
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let hash = hex(&Sha256::digest(canonical));
        let to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{hash}");
        let secret = format!("AWS4{}", self.secret_access_key.expose_secret());
        let key = [day, &self.region, &self.service, "aws4_request"]
            .iter()
            .fold(secret.into_bytes(), |key, part| {
                hmac_sha256(&key, part.as_bytes())
            });
        let signature = hex(&hmac_sha256(&key, to_sign.as_bytes()));
        let id = &self.access_key_id;
        added.push((
            "authorization".to_owned(),
            format!(
                "AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}"
            ),
        ));
        added
    }

    /// The path, encoded once more for every service but S3, which also keeps empty segments.
    fn path(&self, url: &Url) -> String {
        if self.service == "s3" {
            let segments = url.path().split('/').map(|segment| {
                let plain: Vec<u8> = percent_decode_str(segment).collect();
                percent_encoding::percent_encode(&plain, UNRESERVED).to_string()
            });
            return segments.collect::<Vec<_>>().join("/");
        }
        let mut path = String::new();
        for segment in url.path().split('/').filter(|segment| !segment.is_empty()) {
            path.push('/');
            path.extend(utf8_percent_encode(segment, UNRESERVED));
        }
        if url.path().ends_with('/') {
            path.push('/');
        }
        path
    }
}

/// The parameters in order, each encoded the one way.
fn query(url: &Url) -> String {
    let encode = |text: &str| {
        let plain: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&plain, UNRESERVED).to_string()
    };
    let pairs = url.query().unwrap_or_default().split('&');
    let mut pairs: Vec<(String, String)> = pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
    pairs.join("&")
}

/// `20150830T123600Z`
fn time(now: Timestamp) -> String {
    let whole = now.as_millis().div_euclid(1_000).saturating_mul(1_000);
    let text = Timestamp::from_millis(whole).to_string();
    text.replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The credentials of AWS's published examples.
    fn signer(service: &str) -> AwsSigner {
        AwsSigner {
            access_key_id: "AKIDEXAMPLE".into(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned().into(),
            session_token: None,
            region: "us-east-1".into(),
            service: service.into(),
        }
    }

    fn signature(service: &str, url: &str, headers: &[(&str, &str)]) -> String {
        let url = Url::parse(url).expect("a URL");
        let request = Request {
            method: "GET".into(),
            path: url.path().into(),
            query: url.query().map(str::to_owned),
            headers: headers.iter().copied().collect(),
            body: "".into(),
        };
        let now: Timestamp = "2015-08-30T12:36:00Z".parse().expect("a time");
        let fields = signer(service).fields(&request, &url, now);
        assert_eq!(fields[0], ("x-amz-date".into(), "20150830T123600Z".into()));
        let (_, value) = fields.last().expect("the signature");
        value.rsplit('=').next().unwrap_or_default().to_owned()
    }

    /// Requests and signatures that AWS has published.
    #[test]
    fn the_signatures_are_those_of_aws() {
        for (url, expected) in [
            (
                "https://example.amazonaws.com/",
                "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            ),
            (
                "https://example.amazonaws.com/?Param2=value2&Param1=value1",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
        ] {
            assert_eq!(signature("service", url, &[]), expected, "{url}");
        }
        let form = [(
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8",
        )];
        assert_eq!(
            signature(
                "iam",
                "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                &form
            ),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
        );
    }

    #[test]
    fn paths_are_encoded_as_the_service_wants() {
        let url = Url::parse("https://a.example/a%20b//c/").expect("a URL");
        assert_eq!(signer("service").path(&url), "/a%2520b/c/");
        assert_eq!(signer("s3").path(&url), "/a%20b//c/");
        let root = Url::parse("https://a.example").expect("a URL");
        assert_eq!(signer("service").path(&root), "/");
        let url = Url::parse("https://a.example/?b=%7E&a&a=%2F&a=1%2B1").expect("a URL");
        assert_eq!(query(&url), "a=&a=%2F&a=1%2B1&b=~");
    }
}
