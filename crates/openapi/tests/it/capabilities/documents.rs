//! Real documents: what was found, checked by reading them.

use fairlead_openapi::{MemoryFetch, SAMPLE, read};

use super::brief;
use crate::diff::documents;

/// Every document and its capabilities. Where reading shows more than is found, or less, it says
/// so beside it.
const EXPECTED: &[(&str, &str)] = &[
    (
        "asana/app_components_oas.yaml",
        "authentication - 0.40
            idempotency - 0.75
            write-operations - 0.80",
    ),
    // Its offset is an opaque text, and so a token. `limit-alone` is the typeahead.
    (
        "asana/asana_oas.yaml",
        "authentication bearer 0.98
            authentication oauth2 0.98
            idempotency - 0.25
            pagination token 0.89
            pagination next-link 0.60
            pagination - 0.30
            webhooks subscriptions 0.80
            write-operations - 0.99
            rate-limiting - 0.50
            async-jobs - 0.76
            versioning path 0.90
            error-format common-schema 0.85",
    ),
    // `x-next` leads on. The POST has no body.
    (
        "oai-petstore-2.0/petstore.json",
        "pagination link-header 0.60
            pagination - 0.30
            write-operations - 0.60
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    (
        "oai-petstore-2.0/uber.json",
        "pagination offset 0.89
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    (
        "oai-petstore-2.0/petstore.yaml",
        "pagination link-header 0.60
            pagination - 0.30
            write-operations - 0.60
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    // One GET.
    ("oai-petstore-2.0/petstore-minimal.json", ""),
    (
        "oai-petstore-2.0/petstore-expanded.json",
        "pagination - 0.30
            write-operations - 0.99
            error-format common-schema 0.91",
    ),
    (
        "oai-petstore-3.0/petstore.json",
        "pagination link-header 0.60
            pagination - 0.30
            write-operations - 0.80
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    (
        "oai-petstore-3.0/petstore.yaml",
        "pagination link-header 0.60
            pagination - 0.30
            write-operations - 0.80
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    (
        "oai-petstore-3.0/petstore-expanded.yaml",
        "pagination - 0.30
            write-operations - 0.99
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    (
        "oai-petstore-3.0/api-with-examples.yaml",
        "versioning path 0.90",
    ),
    ("oai-3.2-tags/3.2-tags-example.yaml", ""),
    // The version is a date in the path.
    (
        "twilio/twilio_api_v2010.json",
        "authentication basic 0.98
            idempotency - 0.75
            pagination page 0.90
            pagination token 0.85
            pagination next-link 0.60
            webhooks callbacks 0.50
            write-operations - 0.99
            async-jobs - 0.60
            versioning path 0.90
            error-format common-schema 0.40",
    ),
    (
        "twilio/twilio_messaging_v1.yaml",
        "authentication basic 0.98
            pagination page 0.90
            pagination token 0.85
            pagination next-link 0.60
            webhooks callbacks 0.50
            write-operations - 0.99
            async-jobs - 0.80
            versioning header 0.90
            versioning path 0.90",
    ),
    (
        "oai-petstore-2.0-separate/spec/swagger.json",
        "pagination - 0.30
            write-operations - 0.99
            error-format common-schema 0.91",
    ),
    // One operation has errors of RFC 9457, the others a schema of their own.
    (
        "adyen-checkout/CheckoutService-v71.json",
        "authentication api-key-header 0.98
            authentication basic 0.98
            idempotency - 0.95
            webhooks callbacks 0.50
            write-operations - 0.99
            reversals - 0.97
            async-jobs - 0.40
            versioning path 0.90
            error-format common-schema 0.91
            error-format problem-json 0.50",
    ),
    // Webhooks only; refunds are among what they tell.
    (
        "adyen-checkout/Webhooks-v1.json",
        "authentication basic 0.50
            webhooks webhooks 0.99
            reversals - 0.35",
    ),
    // Journals alone have an offset.
    (
        "xero-accounting/xero_accounting.yaml",
        "authentication oauth2 0.98
            idempotency - 0.96
            pagination page 0.94
            pagination offset 0.45
            write-operations - 0.99
            versioning path 0.90
            error-format common-schema 0.91",
    ),
    (
        "scalar-galaxy/3.1.json",
        "authentication api-key-cookie 0.98
            authentication api-key-header 0.98
            authentication api-key-query 0.98
            authentication basic 0.98
            authentication bearer 0.98
            authentication oauth2 0.98
            authentication openid-connect 0.98
            idempotency - 0.25
            pagination offset 0.89
            webhooks webhooks 0.99
            write-operations - 0.99
            error-format problem-json 0.50
            error-format common-schema 0.40",
    ),
    (
        "scalar-galaxy/3.1.yaml",
        "authentication api-key-cookie 0.98
            authentication api-key-header 0.98
            authentication api-key-query 0.98
            authentication basic 0.98
            authentication bearer 0.98
            authentication oauth2 0.98
            authentication openid-connect 0.98
            idempotency - 0.25
            pagination offset 0.89
            webhooks webhooks 0.99
            write-operations - 0.99
            error-format problem-json 0.50
            error-format common-schema 0.40",
    ),
    (
        "museum/openapi.yaml",
        "authentication basic 0.98
            pagination page 0.90
            webhooks webhooks 0.99
            write-operations - 0.99
            error-format problem-json 0.95
            error-format common-schema 0.85",
    ),
    (
        "swagger-petstore-full/petstore.oas2.yaml",
        "authentication api-key-header 0.99
            authentication oauth2 0.98
            idempotency - 0.25
            write-operations - 0.99
            rate-limiting - 0.90
            versioning path 0.90",
    ),
    (
        "swagger-petstore-full/petstore.oas3.yaml",
        "authentication api-key-header 0.99
            authentication oauth2 0.98
            idempotency - 0.25
            write-operations - 0.99
            rate-limiting - 0.90
            versioning path 0.90
            error-format common-schema 0.40",
    ),
    // 202 with `Retry-After` by a `$ref` to another file.
    (
        "ga4gh-drs/data_repository_service.openapi.yaml",
        "authentication basic 0.98
            authentication bearer 0.98
            write-operations - 0.80
            async-jobs - 0.96
            versioning path 0.90
            error-format common-schema 0.85",
    ),
    // The token is described as a parameter beside the scheme.
    (
        "slack-web/slack_web_openapi_v2.json",
        "authentication oauth2 0.98
            authentication api-key-header 0.50
            authentication api-key-query 0.50
            pagination cursor 0.95
            pagination page 0.90
            write-operations - 0.92
            error-format common-schema 0.40",
    ),
    // One path repeats the version of the server.
    (
        "netlify/swagger.yml",
        "authentication oauth2 0.98
            idempotency - 0.25
            pagination page 0.90
            webhooks subscriptions 0.80
            write-operations - 0.99
            reversals - 0.50
            async-jobs - 0.60
            versioning path 0.99
            error-format common-schema 0.91",
    ),
    (
        "oai-3.1-examples/tictactoe.json",
        "authentication api-key-header 0.98
            authentication bearer 0.98
            authentication oauth2 0.98
            authentication basic 0.50
            idempotency - 0.25
            write-operations - 0.95
            error-format common-schema 0.85",
    ),
    (
        "oai-3.1-examples/non-oauth-scopes.yaml",
        "authentication bearer 0.98",
    ),
    // 202 with `Location`, and a callback to `progressUrl`.
    (
        "oai-3.1-examples/tictactoe.yaml",
        "authentication api-key-header 0.98
            authentication bearer 0.98
            authentication oauth2 0.98
            authentication basic 0.50
            idempotency - 0.25
            webhooks webhooks 0.99
            webhooks callbacks 0.95
            write-operations - 0.95
            async-jobs - 0.96
            error-format common-schema 0.85",
    ),
    (
        "oai-3.1-examples/webhook-example.yaml",
        "webhooks webhooks 0.99",
    ),
];

#[test]
fn of_every_document() {
    for (name, spec) in documents() {
        let expected = EXPECTED.iter().find(|(known, _)| *known == name);
        let expected = expected
            .unwrap_or_else(|| panic!("{name} is not in the table"))
            .1;
        let expected: String = expected
            .lines()
            .map(|l| format!("{}\n", l.trim()))
            .collect();
        let started = std::time::Instant::now();
        assert_eq!(brief(&spec), expected, "{name}");
        assert_eq!(brief(&spec), brief(&spec), "{name}: the same each time");
        println!("{name}: {:?}", started.elapsed());
    }
}

#[test]
fn of_the_sample() {
    let fetch = MemoryFetch::new([("harbour.yaml", SAMPLE)]);
    let spec = read(&MemoryFetch::uri("harbour.yaml"), &fetch).1;
    assert_eq!(
        brief(&spec),
        "authentication api-key-header 0.98
authentication oauth2 0.98
idempotency - 0.98
pagination cursor 0.92
webhooks webhooks 0.99
webhooks callbacks 0.98
write-operations - 0.99
rate-limiting - 0.90
reversals - 0.50
async-jobs - 0.80
versioning path 0.90
error-format problem-json 0.98
error-format common-schema 0.91
"
    );
}
