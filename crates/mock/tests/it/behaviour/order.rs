//! In which order things are asked.

use super::{Ask, behaving};

const SECURED: &str = "
openapi: 3.1.0
info: {title: T, version: '1'}
security: [{key: []}]
paths:
  /a:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [a]}}}}
      responses: {'200': {description: ok}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: k}}}
";

#[test]
fn rules_scenarios_faults_credentials_quotas_idempotency_contract() {
    let mock = behaving(
        SECURED,
        "rules: [{when: {headers: {x-rule: '1'}}, answer: {status: 201}}]
scenarios: [{match: {headers: {x-scenario: '1'}}, steps: [{status: 501}], repeat: true}]
faults: [{match: {headers: {x-fault: '1'}}, fault: {status: 502}, share: 1}]
credentials: [{scheme: key, value: good}]
quotas: [{match: {headers: {x-quota: '1'}}, limit: 1, per: 1h}]
idempotency: {required: true, match: {headers: {x-once: '1'}}}
",
    );
    // Everything is wrong at first, and one thing after the other is put right.
    let mut headers = vec![
        ("x-rule", "1"),
        ("x-scenario", "1"),
        ("x-fault", "1"),
        ("k", "bad"),
        ("x-quota", "1"),
        ("x-once", "1"),
        ("content-type", "application/json"),
    ];
    let status = |headers: &[(&str, &str)]| {
        Ask {
            line: "POST /a",
            headers,
            body: "{}",
            ..Ask::default()
        }
        .of(&mock)
        .response
        .status
    };
    assert_eq!(status(&headers), 201);
    headers.remove(0);
    assert_eq!(status(&headers), 501);
    headers.remove(0);
    assert_eq!(status(&headers), 502);
    headers.remove(0);
    assert_eq!(status(&headers), 401);
    headers[0].1 = "good";
    assert_eq!(status(&headers), 400, "the quota is used now");
    assert_eq!(status(&headers), 429);
    headers.remove(1);
    assert_eq!(status(&headers), 400);
    headers.remove(1);
    assert_eq!(status(&headers), 422);
}
