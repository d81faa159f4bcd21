//! Which media type to answer with (RFC 9110 §12.5.1).

use fairlead_core::Headers;
use fairlead_openapi::MediaType;
use fairlead_validate::media::{essence, is_in_range};

/// A media type to answer with.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// The declared entry.
    pub declared: &'a MediaType,
    /// The media type to write; concrete where the entry is a range.
    pub media_type: String,
}

/// The declared media type that the caller likes best, or `None` where it takes none of them.
pub fn choose<'a>(headers: &Headers, content: &'a [MediaType]) -> Option<Choice<'a>> {
    let accepted: Vec<(String, f32)> = headers
        .get_all("accept")
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .filter(|v| !v.is_empty())
        .map(|range| (essence(range), quality(range)))
        .collect();
    let mut best: Option<(f32, Choice<'a>)> = None;
    for declared in content {
        let (weight, media_type) = if accepted.is_empty() {
            (1.0, concrete(&declared.media_type, "*/*"))
        } else {
            weigh(&accepted, &declared.media_type)
        };
        if weight > 0.0 && best.as_ref().is_none_or(|(b, _)| weight > *b) {
            best = Some((
                weight,
                Choice {
                    declared,
                    media_type,
                },
            ));
        }
    }
    best.map(|(_, choice)| choice)
}

/// The weight that the most exact range gives, and the media type to write.
fn weigh(accepted: &[(String, f32)], declared: &str) -> (f32, String) {
    let exactness = |range: &str| match range {
        "*/*" => 0,
        r if r.ends_with("/*") => 1,
        _ => 2,
    };
    accepted
        .iter()
        .filter(|(range, _)| is_in_range(declared, range) || is_in_range(range, declared))
        .max_by_key(|(range, _)| exactness(range))
        .map_or((0.0, String::new()), |(range, weight)| {
            (*weight, concrete(declared, range))
        })
}

/// A declared range such as `text/*` as something that can be written.
fn concrete(declared: &str, wanted: &str) -> String {
    if !declared.contains('*') {
        return declared.to_owned();
    }
    if !wanted.contains('*') {
        return wanted.to_owned();
    }
    match declared.split('/').next() {
        Some("text") => "text/plain".into(),
        Some("image") => "image/png".into(),
        Some("*") => "application/json".into(),
        _ => "application/octet-stream".into(),
    }
}

fn quality(range: &str) -> f32 {
    range
        .split(';')
        .skip(1)
        .filter_map(|p| p.trim().strip_prefix("q="))
        .find_map(|q| q.parse().ok())
        .unwrap_or(1.0)
}
