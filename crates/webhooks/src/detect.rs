//! By what a delivery looks to be signed.

use fairlead_core::Headers;
use serde::{Deserialize, Serialize};

/// By what a delivery looks to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = DetectedScheme))]
#[serde(rename_all = "camelCase")]
pub struct Detected {
    /// The scheme as a person calls it; `None` for one that is not known.
    pub scheme: Option<String>,
    /// The header that it is seen by.
    pub header: String,
}

/// Headers that tell a scheme, the surest first.
const KNOWN: &[(&str, &str)] = &[
    ("webhook-signature", "Standard Webhooks"),
    (
        "svix-signature",
        "Standard Webhooks, with Svix's names of the headers",
    ),
    ("stripe-signature", "Stripe"),
    ("x-hub-signature-256", "GitHub"),
    (
        "x-hub-signature",
        "GitHub's older one with SHA-1, which is not to be trusted any more",
    ),
    (
        "x-shopify-hmac-sha256",
        "Shopify (an HMAC-SHA256 of the body in base64)",
    ),
    (
        "x-slack-signature",
        "Slack (an HMAC-SHA256 of `v0:{timestamp}:{body}` in hex)",
    ),
];

/// The scheme that the headers of a delivery look like.
#[must_use]
pub fn detect(headers: &Headers) -> Option<Detected> {
    let known = KNOWN.iter().find(|(name, _)| headers.get(name).is_some());
    if let Some((header, scheme)) = known {
        return Some(Detected {
            scheme: Some((*scheme).to_owned()),
            header: (*header).to_owned(),
        });
    }
    let mut names = headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let header = names.find(|name| name.contains("signature") || name.contains("hmac"))?;
    Some(Detected {
        scheme: None,
        header,
    })
}

/// The id of a delivery: of its headers, else of a body that is an event with an id.
pub(crate) fn id_of(
    headers: &Headers,
    own: Option<&str>,
    body: &serde_json::Value,
) -> Option<String> {
    const NAMES: &[&str] = &[
        "webhook-id",
        "svix-id",
        "x-github-delivery",
        "x-webhook-id",
        "idempotency-key",
    ];
    let header = own.into_iter().chain(NAMES.iter().copied());
    let found = header
        .filter_map(|name| headers.get(name))
        .find(|id| !id.is_empty());
    if let Some(found) = found {
        return Some(found.to_owned());
    }
    // An id alone may be that of the thing it is about, which comes again with the next event.
    let is_event = event_of(&Headers::default(), body).is_some();
    let id = body.get("id").and_then(serde_json::Value::as_str);
    id.filter(|_| is_event).map(str::to_owned)
}

/// What happened, by the headers or by the body.
pub(crate) fn event_of(headers: &Headers, body: &serde_json::Value) -> Option<String> {
    const HEADERS: &[&str] = &[
        "x-github-event",
        "x-event-type",
        "x-webhook-event",
        "x-shopify-topic",
    ];
    const FIELDS: &[&str] = &[
        "type",
        "event",
        "eventType",
        "event_type",
        "topic",
        "eventName",
    ];
    let header = HEADERS.iter().find_map(|name| headers.get(name));
    let field = || FIELDS.iter().find_map(|name| body.get(name)?.as_str());
    header.or_else(field).map(str::to_owned)
}
