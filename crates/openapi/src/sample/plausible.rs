//! What people would write: values by format and by the name of the property.

use fastrand::Rng;

const FIRST: &[&str] = &[
    "Ada", "Grace", "Linus", "Ingrid", "Kenji", "Amara", "Mateo", "Zofia",
];
const LAST: &[&str] = &[
    "Lovelace", "Hopper", "Berg", "Tanaka", "Okafor", "Silva", "Nowak", "Dahl",
];
const CITIES: &[&str] = &[
    "Oslo", "Lisbon", "Kyoto", "Nairobi", "Quito", "Gdańsk", "Halifax",
];
const COUNTRIES: &[&str] = &["NO", "PT", "JP", "KE", "EC", "PL", "CA"];
const STREETS: &[&str] = &[
    "12 Harbour Road",
    "7 Quay Street",
    "31 Lighthouse Lane",
    "4 Mast Court",
];
const COMPANIES: &[&str] = &[
    "Northwind Ferries",
    "Blue Anchor Ltd",
    "Tidewater GmbH",
    "Mistral SA",
];
const WORDS: &[&str] = &[
    "harbour", "anchor", "compass", "lantern", "rope", "sail", "tide", "beacon", "mast", "quay",
];
const SENTENCES: &[&str] = &[
    "A line made fast at the quay.",
    "Checked in the morning and again at noon.",
    "Arrives with the tide.",
    "Nothing to report.",
];

/// The bounds that a number of this name usually keeps.
pub fn range(name: &str) -> (f64, f64) {
    let name = name.to_ascii_lowercase();
    let has = |word: &str| name.contains(word);
    if has("latitude") || name == "lat" {
        (-90.0, 90.0)
    } else if has("longitude") || name == "lng" || name == "lon" {
        (-180.0, 180.0)
    } else if has("percent") || has("age") && !has("page") && !has("message") && !has("image") {
        (1.0, 100.0)
    } else if has("year") {
        (2020.0, 2030.0)
    } else if has("page") || has("count") || has("quantity") {
        (1.0, 20.0)
    } else if has("timestamp") || name.ends_with("_at") || name == "created" || name == "updated" {
        (1_700_000_000.0, 1_800_000_000.0)
    } else if name.ends_with("port") {
        (1_024.0, 65_535.0)
    } else {
        (1.0, 1_000.0)
    }
}

/// A text for a property of this name.
pub fn by_name(name: &str, rng: &mut Rng) -> String {
    let folded: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let has = |word: &str| folded.contains(word);
    let ends = |word: &str| folded.ends_with(word);
    if has("email") {
        email(rng)
    } else if has("firstname") || has("givenname") {
        pick(FIRST, rng).into()
    } else if has("lastname") || has("surname") || has("familyname") {
        pick(LAST, rng).into()
    } else if has("username") || folded == "login" {
        format!("{}{}", pick(FIRST, rng).to_lowercase(), rng.u8(10..99))
    } else if has("company") || has("organization") || has("organisation") {
        pick(COMPANIES, rng).into()
    } else if has("city") || has("town") {
        pick(CITIES, rng).into()
    } else if has("countrycode") || folded == "country" {
        pick(COUNTRIES, rng).into()
    } else if has("currency") {
        pick(&["EUR", "NOK", "USD", "JPY"], rng).into()
    } else if has("street") || has("address") {
        pick(STREETS, rng).into()
    } else if has("postal") || has("postcode") || has("zip") {
        rng.u32(10_000..99_999).to_string()
    } else if has("phone") || has("mobile") {
        format!("+47{}", rng.u32(40_000_000..49_999_999))
    } else if has("url") || has("uri") || has("website") || has("link") || has("href") {
        uri(rng)
    } else if has("description") || has("comment") || has("message") || has("note") || has("text") {
        pick(SENTENCES, rng).into()
    } else if has("token") || has("secret") || has("password") {
        "correct-horse-battery-staple".into()
    } else if ends("date") || ends("day") {
        date(rng)
    } else if ends("at") && (has("created") || has("updated") || has("expires")) {
        date_time(rng)
    } else if has("locale") || has("language") {
        pick(&["en", "nb", "pt", "ja"], rng).into()
    } else if has("timezone") {
        pick(&["Europe/Oslo", "Asia/Tokyo"], rng).into()
    } else if has("color") || has("colour") {
        pick(&["navy", "white", "teal"], rng).into()
    } else if folded == "id" || name.ends_with("_id") || name.ends_with("Id") || folded == "key" {
        hex(12, rng)
    } else if folded == "name"
        || has("fullname")
        || has("displayname")
        || has("author")
        || has("owner")
    {
        format!("{} {}", pick(FIRST, rng), pick(LAST, rng))
    } else if has("title") || ends("name") || has("label") || has("subject") {
        let (first, second) = (pick(WORDS, rng), pick(WORDS, rng));
        format!("{}{} {second}", first[..1].to_uppercase(), &first[1..])
    } else {
        pick(WORDS, rng).into()
    }
}

/// A text of a format; `None` for formats that say nothing of the text.
pub fn by_format(format: &str, rng: &mut Rng) -> Option<String> {
    Some(match format {
        "date" => date(rng),
        "date-time" => date_time(rng),
        "time" => format!(
            "{:02}:{:02}:{:02}Z",
            rng.u8(..24),
            rng.u8(..60),
            rng.u8(..60)
        ),
        "duration" => format!("PT{}H{}M", rng.u8(1..24), rng.u8(1..60)),
        "email" | "idn-email" => email(rng),
        "hostname" | "idn-hostname" => format!("{}.example", pick(WORDS, rng)),
        "ipv4" => format!("192.0.2.{}", rng.u8(1..255)),
        "ipv6" => format!("2001:db8::{:x}", rng.u16(1..)),
        "uri" | "iri" | "url" => uri(rng),
        "uri-reference" | "iri-reference" => format!("/{}/{}", pick(WORDS, rng), rng.u16(1..1_000)),
        "uri-template" => format!("/{}/{{id}}", pick(WORDS, rng)),
        "uuid" => uuid(rng),
        "json-pointer" => format!("/{}/{}", pick(WORDS, rng), rng.u8(..10)),
        "relative-json-pointer" => format!("{}/{}", rng.u8(..3), pick(WORDS, rng)),
        "regex" => "^[a-z]+$".into(),
        "byte" | "base64" | "base64url" => "RmFpcmxlYWQ="
            .trim_end_matches(if format == "base64url" { '=' } else { '\0' })
            .into(),
        "binary" => pick(SENTENCES, rng).into(),
        "password" => "correct-horse-battery-staple".into(),
        "char" => rng.lowercase().to_string(),
        "int64" | "int32" => rng.u32(1..100_000).to_string(),
        "decimal" | "float" | "double" => format!("{}.{:02}", rng.u16(1..1_000), rng.u8(..100)),
        "phone" => by_name("phone", rng),
        _ => return None,
    })
}

/// A text of a format with a length that the usual one does not have.
pub fn fit_format(format: &str, least: usize, most: usize, rng: &mut Rng) -> Option<String> {
    let filled = |before: &str, after: &str, rng: &mut Rng| {
        let fixed = before.len() + after.len();
        let count = least.saturating_sub(fixed).max(1);
        let middle: String = (0..count).map(|_| rng.lowercase()).collect();
        let text = format!("{before}{middle}{after}");
        (text.len() <= most).then_some(text)
    };
    match format {
        "uri" | "iri" | "url" => {
            filled("https://a.example/", "", rng).or_else(|| filled("a:", "", rng))
        }
        "uri-reference" | "iri-reference" => filled("/", "", rng),
        "email" | "idn-email" => filled("", "@a.example", rng).or_else(|| filled("", "@b.co", rng)),
        "hostname" | "idn-hostname" => filled("", "", rng),
        "byte" | "base64" => {
            Some("Ruff".repeat(least.div_ceil(4).max(1))).filter(|t| t.len() <= most)
        }
        "password" | "binary" => {
            let count = least.max(8).min(most);
            Some((0..count).map(|_| rng.alphanumeric()).collect())
        }
        _ => None,
    }
}

fn pick<'a>(from: &[&'a str], rng: &mut Rng) -> &'a str {
    from[rng.usize(..from.len())]
}

fn email(rng: &mut Rng) -> String {
    format!(
        "{}.{}@example.com",
        pick(FIRST, rng).to_lowercase(),
        pick(LAST, rng).to_lowercase()
    )
}

fn uri(rng: &mut Rng) -> String {
    format!(
        "https://example.com/{}/{}",
        pick(WORDS, rng),
        rng.u16(1..1_000)
    )
}

fn date(rng: &mut Rng) -> String {
    format!(
        "{}-{:02}-{:02}",
        rng.u16(2024..2028),
        rng.u8(1..=12),
        rng.u8(1..=28)
    )
}

fn date_time(rng: &mut Rng) -> String {
    let date = date(rng);
    format!(
        "{date}T{:02}:{:02}:{:02}Z",
        rng.u8(..24),
        rng.u8(..60),
        rng.u8(..60)
    )
}

fn hex(length: usize, rng: &mut Rng) -> String {
    (0..length)
        .map(|_| char::from_digit(rng.u32(..16), 16).unwrap_or('0'))
        .collect()
}

/// A version 4 UUID (RFC 9562 §5.4).
fn uuid(rng: &mut Rng) -> String {
    let variant = ['8', '9', 'a', 'b'][rng.usize(..4)];
    format!(
        "{}-{}-4{}-{variant}{}-{}",
        hex(8, rng),
        hex(4, rng),
        hex(3, rng),
        hex(3, rng),
        hex(12, rng)
    )
}
