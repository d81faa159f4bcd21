//! Credentials are split off.

use secrecy::ExposeSecret;

use crate::support::{one, request};

#[test]
fn credentials_become_variables_wherever_they_stand() {
    let reading = one(
        "c.json",
        r#"{"info":{"name":"S","schema":"https://schema.getpostman.com/json/collection/v2.1.0/"},
        "variable":[{"key":"client_secret","value":"cs-0123456789"},{"key":"token_url","value":"https://h/token"}],
        "item":[{"name":"L","event":[{"listen":"test","script":{"exec":["send('cs-0123456789')"]}}],
          "request":{"method":"POST","url":"https://ada:pw-abcdef@h/x?api_key=ak-123456&page=1",
            "header":[{"key":"Authorization","value":"Basic dXNlcjpwYXNz"},{"key":"X-Auth-Token","value":"{{t}}"},{"key":"X-CSRF-Token","value":"csrf-99887766"}],
            "body":{"mode":"raw","raw":"{\n  \"user\": \"ada\", \"password\": \"p\\\"w\", \"n\": {{n}}\n}","options":{"raw":{"language":"json"}}}}}]}"#,
    );
    let found = request(&reading, "L");
    let text = serde_json::to_string(&reading.collection).unwrap();
    for gone in [
        "cs-0123456789",
        "pw-abcdef",
        "ak-123456",
        "dXNlcjpwYXNz",
        "csrf-99887766",
        "p\\\\\\\"w",
    ] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert_eq!(found.query[0].value, "{{api_key}}");
    assert_eq!(found.headers[0].value, "Basic {{basic_credentials}}");
    assert_eq!(found.headers[1].value, "{{t}}");
    assert_eq!(found.notes[0].text, "send('{{client_secret}}')");
    assert_eq!(reading.collection.variables[1].value, "https://h/token");
    let values: Vec<(&str, &str)> = reading
        .secrets
        .iter()
        .map(|s| (s.name.as_str(), s.value.expose_secret()))
        .collect();
    assert!(values.contains(&("password_2", "p\"w")), "{values:?}");
    assert_eq!(
        format!("{:?}", reading.secrets)
            .matches("ak-123456")
            .count(),
        0
    );
}
