//! One entry of a HAR 1.2 log.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use fairlead_core::{Exchange, Headers, Request, Response};
use serde_json::{Value, json};
use url::Url;

/// Fields whose values are let in and out by: they are not for a file that is passed around.
const SECRET: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "api-key",
    "apikey",
    "api_key",
];

/// An exchange as an entry. Credentials in header fields are left out.
pub fn write(exchange: &Exchange, upstream: &Url) -> Value {
    let request = &exchange.request;
    let base = upstream.as_str().trim_end_matches('/');
    #[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
    let time = exchange.duration_micros as f64 / 1_000.0;
    let query: Vec<Value> = request
        .query
        .iter()
        .flat_map(|query| query.split('&'))
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({ "name": name, "value": value })
        })
        .collect();
    let mut entry = json!({
        "startedDateTime": exchange.started_at.to_string(),
        "time": time,
        "request": {
            "method": request.method,
            "url": format!("{base}{}", request.target()),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": headers(&request.headers),
            "queryString": query,
            "headersSize": -1,
            "bodySize": request.body.len(),
        },
        "cache": {},
        "timings": { "send": 0, "wait": time, "receive": 0 },
        // The path as it was asked for, before the upstream's own was put before it.
        "_target": request.target(),
    });
    if !request.body.is_empty() {
        let mut data = body(&request.body);
        data["mimeType"] = request.headers.get("content-type").unwrap_or("").into();
        entry["request"]["postData"] = data;
    }
    let response = exchange.response.as_ref();
    let mut content = response.map_or_else(|| json!({}), |r| body(&r.body));
    let of = |name| response.and_then(|r| r.headers.get(name)).unwrap_or("");
    content["size"] = response.map_or(0, |r| r.body.len()).into();
    content["mimeType"] = of("content-type").into();
    entry["response"] = json!({
        "status": response.map_or(0, |r| r.status),
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": response.map_or_else(|| json!([]), |r| headers(&r.headers)),
        "content": content,
        "redirectURL": of("location"),
        "headersSize": -1,
        "bodySize": response.map_or(0, |r| r.body.len()),
    });
    entry
}

/// Request and response of an entry; `None` where it is none, or was never answered.
pub fn read(entry: &Value) -> Option<(Request, Response)> {
    let (request, response) = (entry.get("request")?, entry.get("response")?);
    let target = match entry["_target"].as_str() {
        Some(target) => target.to_owned(),
        None => {
            let url = Url::parse(request["url"].as_str()?).ok()?;
            let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
            format!("{}{query}", url.path())
        }
    };
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (target, None),
    };
    let status = u16::try_from(response["status"].as_u64()?).ok()?;
    if status < 100 {
        return None;
    }
    let mut answer = fields(&response["headers"]);
    // The body is kept as it was after decoding.
    for gone in ["content-encoding", "content-length", "transfer-encoding"] {
        answer
            .0
            .retain(|(name, _)| !name.eq_ignore_ascii_case(gone));
    }
    Some((
        Request {
            method: request["method"].as_str()?.to_ascii_uppercase(),
            path,
            query,
            headers: fields(&request["headers"]),
            body: bytes(&request["postData"]),
        },
        Response {
            status,
            headers: answer,
            body: bytes(&response["content"]),
        },
    ))
}

fn headers(headers: &Headers) -> Value {
    headers
        .iter()
        .filter(|(name, _)| !SECRET.contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect()
}

fn fields(listed: &Value) -> Headers {
    let fields = listed.as_array().into_iter().flatten();
    fields
        .filter_map(|field| Some((field["name"].as_str()?, field["value"].as_str()?)))
        .filter(|(name, _)| !name.starts_with(':'))
        .collect()
}

/// Text as it is, anything else in base64.
fn body(bytes: &Bytes) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({ "text": text }),
        Err(_) => json!({ "text": BASE64_STANDARD.encode(bytes), "encoding": "base64" }),
    }
}

fn bytes(body: &Value) -> Bytes {
    let text = body["text"].as_str().unwrap_or_default();
    if body["encoding"] == "base64" {
        BASE64_STANDARD
            .decode(text)
            .map_or_else(|_| text.to_owned().into(), Into::into)
    } else {
        text.to_owned().into()
    }
}
