//! Strings: by pattern, by format, by name.

use fastrand::Rng;
use serde_json::Value;

use super::{conjunction::Conjunction, pattern, plausible};

/// Longest string made where a longer one is not asked for.
const USUAL: usize = 60;
/// Longest string made even where a longer one is asked for.
const MOST: usize = 100_000;

/// A string that fits its pattern or format, and its length.
pub fn make(found: &Conjunction<'_>, name: &str, rng: &mut Rng) -> String {
    let least = found.most_size("minLength").unwrap_or(0).min(MOST);
    let most = found.least_size("maxLength").unwrap_or(usize::MAX);
    let format = found.text("format");
    let patterns: Vec<&str> = found.all("pattern").filter_map(Value::as_str).collect();
    if !patterns.is_empty() {
        if let Some(text) = by_pattern(&patterns, format, name, least, most, rng) {
            return text;
        }
    } else if let Some(text) = format.and_then(|f| plausible::by_format(f, rng)) {
        let length = text.chars().count();
        if (least..=most).contains(&length) {
            return text;
        }
        if let Some(fitted) = format.and_then(|f| plausible::fit_format(f, least, most, rng)) {
            return fitted;
        }
        return text;
    }
    if found.text("contentEncoding") == Some("base64") {
        return "RmFpcmxlYWQ=".into();
    }
    if found
        .text("contentMediaType")
        .is_some_and(|m| m.contains("json"))
    {
        return "{}".into();
    }
    fit(plausible::by_name(name, rng), least, most, rng)
}

/// A string that every pattern fits, of the right length if one is found.
fn by_pattern(
    patterns: &[&str],
    format: Option<&str>,
    name: &str,
    least: usize,
    most: usize,
    rng: &mut Rng,
) -> Option<String> {
    let compiled: Vec<fancy_regex::Regex> = patterns
        .iter()
        .filter_map(|p| fancy_regex::Regex::new(&pattern::from_ecma(p)).ok())
        .collect();
    let fits = |text: &str| compiled.iter().all(|r| r.is_match(text).unwrap_or(false));
    let is_long_enough = |text: &str| (least..=most).contains(&text.chars().count());
    // What people would write, where the pattern lets it through.
    let by_format = format.and_then(|f| plausible::by_format(f, rng));
    let natural = by_format.unwrap_or_else(|| plausible::by_name(name, rng));
    if compiled.len() == patterns.len() && fits(&natural) && is_long_enough(&natural) {
        return Some(natural);
    }
    let mut best = None;
    for stretch in 0..24 {
        let extra = if stretch < 4 {
            stretch
        } else {
            least.saturating_sub(stretch % 3)
        };
        let text = patterns.iter().find_map(|p| pattern::make(p, extra, rng))?;
        if fits(&text) && is_long_enough(&text) {
            return Some(text);
        }
        if fits(&text) || best.is_none() {
            best = Some(text);
        }
    }
    best
}

/// Cut or lengthened.
fn fit(text: String, least: usize, most: usize, rng: &mut Rng) -> String {
    let mut text: String = text.chars().take(most.min(least.max(USUAL))).collect();
    let mut length = text.chars().count();
    while length < least {
        text.push(rng.lowercase());
        length += 1;
    }
    text
}
