//! Rules and what they match.

use serde_json::json;

use super::{Ask, ask, header, json, payments, status, text};

/// Whether a rule with this `when` fits a request.
fn fits(when: &str, ask: &Ask<'_>) -> bool {
    let mock = payments(&format!(
        "rules:\n  - when: {when}\n    answer: {{status: 418}}\n"
    ));
    ask.of(&mock).response.status == 418
}

#[test]
fn every_part_of_a_request_can_be_matched() {
    let get = Ask {
        line: "GET /v1/payments/7?state=late&state=open&page=2",
        headers: &[("X-Client", "mobile-7"), ("Cookie", "a=1; theme=dark")],
        ..Ask::default()
    };
    let post = Ask {
        line: "POST /payments",
        body: r#"{"amount": 120.5, "tags": ["gift", "x"], "to": {"name": "Ada"}}"#,
        ..Ask::default()
    };
    let form = Ask {
        line: "POST /payments",
        headers: &[("content-type", "application/x-www-form-urlencoded")],
        body: "amount=5&to=Ada+L",
        ..Ask::default()
    };
    for when in [
        "{}",
        "{operation: getPayment}",
        "{operation: [listPayments, 'GET /payments/{id}']}",
        "{method: get}",
        "{method: [POST, GET]}",
        "{path: '/payments/{id}'}",
        "{path: '/payments/{anything}'}",
        "{path: '/payments/*'}",
        "{path: '/v1/**'}",
        "{path: ['/other', '**/7']}",
        "{query: {state: open}}",
        "{query: {page: 2}}",
        "{query: {page: {gt: 1, lte: 2}}}",
        "{query: {missing: {exists: false}}}",
        "{query: {state: {matches: '^la'}}}",
        "{headers: {x-client: {contains: mobile}}}",
        "{cookies: {theme: {oneOf: [dark, light]}}}",
        "[{method: DELETE}, {query: {page: '2'}}]",
    ] {
        assert!(fits(when, &get), "{when}");
    }
    for when in [
        "{operation: createPayment}",
        "{method: POST}",
        "{path: '/payments'}",
        "{path: '/payments/*/x'}",
        "{query: {state: paid}}",
        "{query: {state: {notEquals: open}}}",
        "{headers: {x-client: {exists: false}}}",
        "{cookies: {theme: light}}",
        "{body: {/amount: {exists: true}}}",
        "{method: GET, query: {page: 3}}",
    ] {
        assert!(!fits(when, &get), "{when}");
    }
    for when in [
        "{body: {/amount: {gt: 100}}}",
        "{body: {/amount: 120.5, /to/name: Ada}}",
        "{body: {/tags: {contains: gift}}}",
        "{body: {/tags/0: {notEquals: x}}}",
        "{body: {'': {contains: to}}}",
    ] {
        assert!(fits(when, &post), "{when}");
    }
    assert!(!fits("{body: {/amount: {gt: 121}}}", &post));
    assert!(fits("{body: {/amount: 5, /to: Ada L}}", &form));
}

#[test]
fn the_first_rule_that_fits_is_the_one() {
    let mock = payments(
        "rules:
  - {name: vip, when: {headers: {x-vip: 'yes'}}, then: pass}
  - {name: late payment, when: {operation: getPayment}, answer: {status: 200, example: late}}
  - {when: {method: GET}, answer: {status: 503}}
",
    );
    let late = ask(&mock, "GET /payments/7");
    assert_eq!(json(&late)["state"], "late");
    assert_eq!(late.notes, ["rule `late payment`"]);
    let other = ask(&mock, "GET /payments");
    assert_eq!(
        (other.response.status, other.notes[0].as_str()),
        (503, "rule 3")
    );
    let passed = Ask {
        line: "GET /payments",
        headers: &[("x-vip", "yes")],
        ..Ask::default()
    };
    assert_eq!(passed.of(&mock).response.status, 200);
    assert_eq!(
        status(&mock, "POST /payments"),
        422,
        "no rule fits: the contract is checked"
    );
}

#[test]
fn an_answer_is_written_as_the_description_declares_it() {
    let mock = payments(
        "rules:
  - when: {operation: getPayment}
    answer: {body: {id: '{{ request.path.id }}', state: paid, amount: 2.5}, headers: {x-a: [one, two]}}
",
    );
    let answer = ask(&mock, "GET /payments/7");
    assert_eq!(answer.response.status, 200);
    assert_eq!(
        json(&answer),
        json!({"id": 7, "state": "paid", "amount": 2.5})
    );
    assert_eq!(header(&answer, "content-type"), Some("application/json"));
    let all: Vec<&str> = answer.response.headers.get_all("x-a").collect();
    assert_eq!(all, ["one", "two"]);
    assert_eq!(answer.notes, ["rule 1"], "it is as declared");
    let xml = Ask {
        line: "GET /payments/7",
        headers: &[("accept", "application/xml")],
        ..Ask::default()
    };
    assert!(text(&xml.of(&mock)).contains("<state>paid</state>"));
}

#[test]
fn an_answer_that_is_not_declared_is_noted() {
    let mock = payments(
        "rules:
  - {when: {path: '/payments/1'}, answer: {body: {id: one}}}
  - {when: {path: '/payments/2'}, answer: {status: 204}}
  - {when: {path: '/payments/3'}, answer: {example: never}}
  - {when: {operation: createPayment}, answer: {status: 418, body: short and stout}}
",
    );
    let odd = |line: &str| ask(&mock, line).notes.join("\n");
    let one = odd("GET /payments/1");
    assert!(
        one.contains("the answer is not what the description declares: body"),
        "{one}"
    );
    assert!(one.contains("and 2 more"), "{one}");
    assert!(odd("GET /payments/3").contains("no such answer"));
    let teapot = ask(&mock, "POST /payments");
    assert_eq!(text(&teapot), "short and stout");
    assert_eq!(
        header(&teapot, "content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert!(
        teapot.notes.join("\n").contains("418"),
        "{:?}",
        teapot.notes
    );
}

#[test]
fn errors_without_a_body_take_the_documents_own_shape() {
    let mock = payments("rules:\n  - {name: gone, answer: {status: 410}}\n");
    let own = ask(&mock, "GET /payments/7");
    assert_eq!(
        json(&own),
        json!({"code": 410, "message": "as rule `gone` says"})
    );
    let problem = ask(&mock, "POST /payments");
    assert_eq!(
        header(&problem, "content-type"),
        Some("application/problem+json")
    );
    assert_eq!(json(&problem)["title"], "Gone");
}

#[test]
fn bodies_may_come_from_files() {
    let mock = payments(
        "rules:
  - {when: {operation: getPayment}, answer: {bodyFile: bodies/payment.json}}
  - {answer: {bodyFile: bodies/hello.txt}}
",
    );
    assert_eq!(json(&ask(&mock, "GET /payments/7"))["id"], 7);
    let hello = ask(&mock, "GET /payments?name=Ada");
    assert_eq!(text(&hello), "Hello Ada");
    assert_eq!(
        header(&hello, "content-type"),
        Some("text/plain; charset=utf-8")
    );
}

#[test]
fn rules_answer_where_the_description_has_nothing() {
    let mock =
        payments("rules:\n  - {when: {path: /health, method: GET}, answer: {body: {ok: true}}}\n");
    let health = ask(&mock, "GET /health");
    assert_eq!(
        (health.response.status, json(&health)),
        (200, json!({"ok": true}))
    );
    assert_eq!(status(&mock, "GET /elsewhere"), 404);
    assert_eq!(status(&mock, "DELETE /payments"), 405);
}

#[test]
fn an_empty_file_and_no_file_change_nothing() {
    for text in ["", "# nothing yet\n", "{}", "rules: []"] {
        let mock = payments(text);
        let with = ask(&mock, "GET /payments?limit=2");
        mock.set_behaviour(None);
        assert_eq!(
            ask(&mock, "GET /payments?limit=2").response,
            with.response,
            "{text:?}"
        );
    }
}
