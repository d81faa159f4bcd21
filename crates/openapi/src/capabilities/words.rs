//! Names and texts of descriptions, made comparable.

/// A name in lower case without what separates its words: `Next-Cursor` and `nextCursor` are the
/// same one.
pub(super) fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a name, in lower case: of `refundPayment`, `refund_payment`, `/refund/payment`.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut was_lower = false;
    let mut is_open = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            is_open = false;
            was_lower = false;
            continue;
        }
        if !is_open || was_lower && c.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            last.extend(c.to_lowercase());
        }
        is_open = true;
        was_lower = c.is_lowercase() || c.is_ascii_digit();
    }
    parts
}

/// The first of some beginnings of words (in lower case) that a text has, as a whole word begins:
/// `refund` is in `refunds`, and not in `prerefund`.
pub(super) fn mention<'w>(text: &str, wanted: &[&'w str]) -> Option<&'w str> {
    let text = text.to_lowercase();
    wanted.iter().copied().find(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            !before.is_some_and(char::is_alphanumeric)
        })
    })
}

/// A stretch of a text around a word, for showing it.
pub(super) fn around(text: &str, word: &str) -> String {
    const REACH: usize = 40;
    let chars: Vec<char> = text.chars().collect();
    let lower: Vec<char> = text.chars().map(|c| c.to_ascii_lowercase()).collect();
    let wanted: Vec<char> = word.chars().collect();
    let at = lower
        .windows(wanted.len().max(1))
        .position(|w| w == wanted.as_slice())
        .unwrap_or(0);
    let (from, to) = (
        at.saturating_sub(REACH),
        (at + wanted.len() + REACH).min(chars.len()),
    );
    let shown: String = chars[from..to].iter().collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let (start, end) = (
        if from > 0 { "…" } else { "" },
        if to < chars.len() { "…" } else { "" },
    );
    format!("{start}{shown}{end}")
}

/// Whether a segment of a path or host is a version: `v1`, `v2.1`, `2.0`, `2010-04-01`.
pub(super) fn is_version(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix('v') {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let tail = &rest[digits.len()..];
        return !digits.is_empty()
            && digits.len() <= 3
            && (tail.is_empty()
                || tail.starts_with('.')
                    && tail[1..].chars().all(|c| c.is_ascii_digit() || c == '.')
                || ["alpha", "beta", "rc"].iter().any(|t| tail.starts_with(t)));
    }
    if let Some((major, minor)) = lower.split_once('.') {
        let is_short =
            |text: &str| (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        return is_short(major) && minor.split('.').all(is_short);
    }
    let bytes = lower.as_bytes();
    bytes.len() == 10
        && lower.starts_with("20")
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(fold("X-Next_Cursor"), "xnextcursor");
        assert_eq!(parts("refundPayment"), ["refund", "payment"]);
        assert_eq!(
            parts("/a/{paymentId}/refunds"),
            ["a", "payment", "id", "refunds"]
        );
        assert_eq!(parts("V2_list"), ["v2", "list"]);
    }

    #[test]
    fn words_are_found_where_they_begin() {
        assert_eq!(mention("All refunds.", &["refund"]), Some("refund"));
        assert_eq!(mention("A prerefund", &["refund"]), None);
        assert_eq!(mention("Rate limited", &["rate limit"]), Some("rate limit"));
        assert_eq!(around("short", "or"), "short");
        let long = format!("{} word {}", "a".repeat(60), "b".repeat(60));
        assert!(around(&long, "word").starts_with('…'));
    }

    #[test]
    fn versions_are_told_from_words() {
        for version in ["v1", "V2", "v71", "v2.1", "2.0", "v1beta1", "2010-04-01"] {
            assert!(is_version(version), "{version}");
        }
        for word in [
            "vat",
            "v",
            "venue",
            "2010",
            "v1x",
            "videos",
            "2010/04/01",
            "a.json",
            "2.json",
        ] {
            assert!(!is_version(word), "{word}");
        }
    }
}
