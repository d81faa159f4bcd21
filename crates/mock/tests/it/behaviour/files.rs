//! What is said of a file with mistakes: each at its line.

use expect_test::{Expect, expect};

use super::{PAYMENTS, behaving, contract, read};

fn check(text: &str, expected: Expect) {
    let reading = read(&contract(PAYMENTS), text);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    expected.assert_eq(&(problems.join("\n") + "\n"));
    let is_wrong = problems.iter().any(|p| p.contains(": error["));
    assert_eq!(reading.behaviour.is_none(), is_wrong);
}

#[test]
fn keys_that_are_not_known() {
    check(
        "latency: 5ms
latencey: 5ms
rules:
  - when: {operatoin: getPayment}
    answer: {status: 200}
  - answer: {statuss: 200}
quotass: [{limit: 1}, {limit: 2}]
",
        expect![[r#"
            api.behaviour.yaml:2:11: error[behaviour]: there is no key `latencey`; expected one of `$schema`, `latency`, `credentials`, `provider`, `idempotency`, `quotas`, `faults`, `scenarios`, `rules`, `webhooks` (/latencey)
            api.behaviour.yaml:4:23: error[behaviour]: there is no key `operatoin`; expected one of `operation`, `method`, `path`, `query`, `headers`, `cookies`, `body` (/rules/0/when/operatoin)
            api.behaviour.yaml:6:23: error[behaviour]: there is no key `statuss`; expected one of `status`, `headers`, `body`, `bodyFile`, `example` (/rules/1/answer/statuss)
            api.behaviour.yaml:7:10: error[behaviour]: there is no key `quotass`; expected one of `$schema`, `latency`, `credentials`, `provider`, `idempotency`, `quotas`, `faults`, `scenarios`, `rules`, `webhooks` (/quotass)
        "#]],
    );
}

#[test]
fn values_that_are_none() {
    check(
        "latency: 50
idempotency: {keep: a day}
quotas:
  - {limit: 0, per: 1m}
  - {limit: 5, per: 1m, by: moon}
  - {per: 1m}
faults:
  - {fault: explode, share: 0.5}
  - {fault: {status: 99}, share: 0.5}
  - {fault: drop, share: 2}
scenarios:
  - {steps: [{times: 0, status: 500}]}
  - {match: [], steps: [{pass: true}]}
rules:
  - when: {path: payments}
    then: pass
  - when: {body: {amount: 5}}
    then: pass
  - when: {query: {a: {matches: '('}}}
    then: pass
  - when: {query: {a: {near: 5}}}
    then: pass
",
        expect![[r#"
            api.behaviour.yaml:1:10: error[behaviour]: this is of another type: integer `50`; expected a stretch of time such as 50ms, or percentiles such as {p50: 20ms, p99: 1s} (/latency)
            api.behaviour.yaml:2:21: error[behaviour]: `a day` is no stretch of time; write a number and a unit, as in 50ms, 1.5s, 2m, 24h or 7d (/idempotency/keep)
            api.behaviour.yaml:4:13: error[behaviour]: this is another value: integer `0`; expected a whole number from 1 (/quotas/0/limit)
            api.behaviour.yaml:5:29: error[behaviour]: there is no `moon`; expected one of `all`, `ip`, `credential` (/quotas/1/by)
            api.behaviour.yaml:6:5: error[behaviour]: there has to be a key `limit` (/quotas/2)
            api.behaviour.yaml:8:13: error[behaviour]: `explode` is no fault; there is drop, reset, garbage, slowBody, partial and {status: 503} (/faults/0/fault)
            api.behaviour.yaml:9:13: error[behaviour]: 99 is no status that ends a request; there are 200 to 599 (/faults/1/fault)
            api.behaviour.yaml:12:22: error[behaviour]: this is another value: integer `0`; expected a whole number from 1 (/scenarios/0/steps/0/times)
            api.behaviour.yaml:13:13: error[behaviour]: the list is empty; leave the key out where nothing is to be said (/scenarios/1/match)
            api.behaviour.yaml:15:18: error[behaviour]: `payments` is no path; it starts with `/`, or with `*` (/rules/0/when/path)
            api.behaviour.yaml:17:27: error[behaviour]: `amount` is no JSON pointer; write `/amount` (/rules/1/when/body/amount)
            api.behaviour.yaml:19:33: error[behaviour]: `(` is no regular expression: unclosed group (/rules/2/when/query/a/matches)
            api.behaviour.yaml:21:30: error[behaviour]: there is no key `near`; expected one of `equals`, `notEquals`, `contains`, `matches`, `exists`, `gt`, `gte`, `lt`, `lte`, `oneOf` (/rules/3/when/query/a/near)
        "#]],
    );
}

#[test]
fn latencies() {
    check(
        "latency: {p50: 1s, p99: 20ms}\n",
        expect![[r#"
        api.behaviour.yaml:1:10: error[behaviour]: p50 is longer than p99; more of the answers cannot come within less time (/latency)
    "#]],
    );
    check(
        "latency: {median: 1s}\n",
        expect![[r#"
        api.behaviour.yaml:1:10: error[behaviour]: `median` is no percentile; write p0 to p100, as in p50 or p99.9 (/latency)
    "#]],
    );
    check(
        "latency: {p50: soon}\n",
        expect![[r#"
        api.behaviour.yaml:1:16: error[behaviour]: `soon` is no stretch of time; write a number and a unit, as in 50ms, 1.5s, 2m, 24h or 7d (/latency/p50)
    "#]],
    );
    check(
        "latency: 11m\n",
        expect![[r#"
        api.behaviour.yaml:1:10: error[behaviour]: no answer is held back for longer than 10m (/latency)
    "#]],
    );
}

#[test]
fn templates_in_the_depth_of_a_body() {
    check(
        "rules:
  - answer:
      headers: {x-a: '{{ nwo }}'}
  - answer:
      body:
        list:
          - name: Ada
            id: '{{ request.bdy#/id }}'
  - answer:
      body: 'open {{ now'
  - answer:
      body: '{{ request.query.x ?? none }}'
",
        expect![[r#"
            api.behaviour.yaml:3:22: error[behaviour]: `nwo` is nothing that can be filled in; there is request.method, request.path, request.path.NAME, request.query.NAME, request.headers.NAME, request.cookies.NAME, request.body, request.body#/POINTER, now, date, unix, uuid, random FROM TO, count (/rules/0/answer/headers/x-a)
            api.behaviour.yaml:8:17: error[behaviour]: `request.bdy#/id` is nothing that can be filled in; there is request.method, request.path, request.path.NAME, request.query.NAME, request.headers.NAME, request.cookies.NAME, request.body, request.body#/POINTER, now, date, unix, uuid, random FROM TO, count (/rules/1/answer/body/list/0/id)
            api.behaviour.yaml:10:13: error[behaviour]: `{{` without `}}` in `open {{ now` (/rules/2/answer/body)
            api.behaviour.yaml:12:13: error[behaviour]: what stands behind `??` in `request.query.x ?? none` is no JSON value; write a text with quotes, as in `?? "none"` (/rules/3/answer/body)
        "#]],
    );
}

#[test]
fn what_does_not_go_together() {
    check(
        "credentials:
  - {scheme: key}
  - {scheme: key, value: a, username: b, password: c}
idempotency: {header: 'a b'}
quotas:
  - {limit: 1, per: 0s}
faults:
  - {fault: drop, share: 1.5}
scenarios:
  - {steps: []}
  - {steps: [{}, {pass: true, status: 500}, {status: 100}]}
rules:
  - {name: idle}
  - {answer: {status: 200}, then: pass}
  - {answer: {body: 1, bodyFile: a.json}}
  - {answer: {bodyFile: bodies/broken.json}}
  - {when: {operation: getPaiment}, then: pass}
",
        expect![[r#"
            api.behaviour.yaml:2:5: error[behaviour]: a credential has either `value`, or `username` and `password` (/credentials/0)
            api.behaviour.yaml:2:14: warning[behaviour]: the description has no security scheme `key`; there is none (/credentials/0/scheme)
            api.behaviour.yaml:3:5: error[behaviour]: a credential has either `value`, or `username` and `password` (/credentials/1)
            api.behaviour.yaml:3:14: warning[behaviour]: the description has no security scheme `key`; there is none (/credentials/1/scheme)
            api.behaviour.yaml:4:23: error[behaviour]: `a b` is no name of a header field (RFC 9110 §5.1) (/idempotency/header)
            api.behaviour.yaml:6:21: error[behaviour]: a quota is counted over some time, such as 1m (/quotas/0/per)
            api.behaviour.yaml:8:26: error[behaviour]: a share lies between 0 (none) and 1 (all) (/faults/0/share)
            api.behaviour.yaml:10:13: error[behaviour]: a scenario has at least one step (/scenarios/0/steps)
            api.behaviour.yaml:11:14: error[behaviour]: this step does nothing; give it `pass: true`, `status`, `answer`, `fault` or `latency` (/scenarios/1/steps/0)
            api.behaviour.yaml:11:18: error[behaviour]: a step has only one of `pass`, `status`, `answer` and a `fault` with a status (/scenarios/1/steps/1)
            api.behaviour.yaml:11:54: error[behaviour]: a status that ends a request lies between 200 and 599 (/scenarios/1/steps/2/status)
            api.behaviour.yaml:13:5: error[behaviour]: this rule does nothing; give it `answer`, `latency`, `fault` or `then: pass` (/rules/0)
            api.behaviour.yaml:14:35: error[behaviour]: what is answered cannot pass on; leave out one of the two (/rules/1/then)
            api.behaviour.yaml:15:14: error[behaviour]: an answer has only one of `body`, `bodyFile` and `example` (/rules/2/answer)
            api.behaviour.yaml:15:34: error[behaviour]: `a.json` cannot be used: no such file (/rules/2/answer/bodyFile)
            api.behaviour.yaml:16:25: error[behaviour]: `bodies/broken.json` cannot be used: EOF while parsing an object at line 1 column 1 (/rules/3/answer/bodyFile)
            api.behaviour.yaml:17:12: warning[behaviour]: the description has no operation `getPaiment`; there is listPayments, createPayment, getPayment (/rules/4/when)
        "#]],
    );
}

#[test]
fn texts_that_are_no_yaml_and_no_object() {
    check(
        "rules: [\n",
        expect![[r#"
        api.behaviour.yaml:2:1: error[yaml-invalid]: not valid YAML: while parsing a node, did not find expected node content; the file may be cut off: a bracket or quote is not closed
    "#]],
    );
    check(
        "- a\n",
        expect![[r#"
            api.behaviour.yaml:1:1: error[behaviour]: this is a list; expected an object
        "#]],
    );
    check(
        "[]",
        expect![[r#"
            api.behaviour.yaml:1:1: error[behaviour]: this is a list; expected an object
        "#]],
    );
    check(
        "just text",
        expect![[r#"
        api.behaviour.yaml:1:1: error[behaviour]: this is of another type: string "just text"; expected an object
    "#]],
    );
    check(
        "idempotency: []\nrules: [{answer: []}, {when: [[]], then: pass}, pass]\n",
        expect![[r#"
            api.behaviour.yaml:1:14: error[behaviour]: this is a list; expected an object (/idempotency)
            api.behaviour.yaml:2:18: error[behaviour]: this is a list; expected an object (/rules/0/answer)
            api.behaviour.yaml:2:31: error[behaviour]: this is a list; expected an object (/rules/1/when/0)
            api.behaviour.yaml:2:49: error[behaviour]: this is of another type: string "pass"; expected an object (/rules/2)
        "#]],
    );
    check(
        "rules: [{answer: {status: 200, body: 1}, name: 5}]\nquotas: [{limit: x, per: 1m}]\nidempotency: {required: often}\n",
        expect![[r#"
            api.behaviour.yaml:1:48: error[behaviour]: this is of another type: integer `5`; expected a string (/rules/0/name)
            api.behaviour.yaml:2:18: error[behaviour]: this is of another type: string "x"; expected a whole number from 1 (/quotas/0/limit)
            api.behaviour.yaml:3:25: error[behaviour]: this is of another type: string "often"; expected true or false (/idempotency/required)
        "#]],
    );
    check(
        "rules: {}\n",
        expect![[r#"
            api.behaviour.yaml:1:8: error[behaviour]: this is of another type: an object; expected a list (/rules)
        "#]],
    );
    check(
        "latency: 1s\nlatency: 2s\n",
        expect![[r#"
        api.behaviour.yaml:2:1: warning[duplicate-key]: `latency` stands twice in this mapping and only the last one counts; remove one (/latency)
    "#]],
    );
}

#[test]
fn json_is_read_too() {
    let mock = behaving(PAYMENTS, r#"{"rules": [{"answer": {"status": 503}}]}"#);
    assert_eq!(super::status(&mock, "GET /payments"), 503);
    check(
        "{\n  \"rules\": [{\"answer\": {\"status\": \"x\"}}]\n}",
        expect![[r#"
            api.behaviour.yaml:2:35: error[behaviour]: this is of another type: string "x"; expected a whole number (/rules/0/answer/status)
        "#]],
    );
}
