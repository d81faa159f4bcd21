//! `Prefer` (RFC 7240): what the caller would like to get.

use fairlead_core::Headers;

/// What the caller would like to get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preference {
    /// `code=404`
    pub code: Option<u16>,
    /// `example=name`
    pub example: Option<String>,
    /// `dynamic=true`: made up, even where there are examples.
    pub dynamic: bool,
    /// `links=true`: what may be asked next is told.
    pub links: bool,
}

/// Reads every `Prefer` field; what is not understood is nobody's business.
pub fn read(headers: &Headers) -> Preference {
    let mut preference = Preference::default();
    for part in headers.get_all("prefer").flat_map(|v| v.split([',', ';'])) {
        let (name, value) = part.split_once('=').unwrap_or((part, "true"));
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "code" => preference.code = value.parse().ok().filter(|c| (100..600).contains(c)),
            "example" => preference.example = Some(value.to_owned()),
            "dynamic" => preference.dynamic = value != "false",
            "links" => preference.links = value != "false",
            _ => {}
        }
    }
    preference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_several_preferences_in_one_field() {
        let headers = Headers::from_iter([("Prefer", "code=404, example=\"late\"; dynamic")]);
        let wanted = Preference {
            code: Some(404),
            example: Some("late".into()),
            dynamic: true,
            links: false,
        };
        assert_eq!(read(&headers), wanted);
    }
}
