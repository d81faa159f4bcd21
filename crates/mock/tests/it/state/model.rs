//! Random walks agree with a plain list.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ask, mock, things};

#[derive(Clone, Debug)]
enum Step {
    Create(String),
    Read(usize),
    Replace(usize, String),
    Merge(usize, u8),
    Remove(usize),
    List(usize, usize),
    Find(String),
}

fn step() -> impl Strategy<Value = Step> {
    let name = "[a-c]{1,2}";
    prop_oneof![
        3 => name.prop_map(Step::Create),
        2 => (0..12_usize).prop_map(Step::Read),
        2 => (0..12_usize, name).prop_map(|(n, t)| Step::Replace(n, t)),
        2 => (0..12_usize, 0..9_u8).prop_map(|(n, s)| Step::Merge(n, s)),
        2 => (0..12_usize).prop_map(Step::Remove),
        2 => (1..5_usize, 0..9_usize).prop_map(|(l, o)| Step::List(l, o)),
        1 => name.prop_map(Step::Find),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_walk_agrees_with_a_list(steps in prop::collection::vec(step(), 1..40)) {
        let mock = mock(&things());
        mock.seed_state("none.json", br#"{"/things": []}"#).expect("good data");
        let mut model: Vec<Value> = Vec::new();
        let mut next = 1;
        for step in steps {
            // A place in the model, or beside it.
            let id_at = |n: usize, model: &[Value]| {
                model.get(n).map_or(json!(1_000 + n), |item| item["id"].clone())
            };
            match step {
                Step::Create(name) => {
                    let made = json!({"id": next, "name": name});
                    let answer = ask(&mock, &format!("POST /things {}", json!({"name": name})));
                    prop_assert_eq!(answer.status, 201);
                    prop_assert_eq!(&value(&answer.body), &made);
                    model.push(made);
                    next += 1;
                }
                Step::Read(n) => {
                    let answer = ask(&mock, &format!("GET /things/{}", id_at(n, &model)));
                    prop_assert_eq!(answer.status, if n < model.len() { 200 } else { 404 });
                    if let Some(item) = model.get(n) {
                        prop_assert_eq!(&value(&answer.body), item);
                    }
                }
                Step::Replace(n, name) => {
                    let line = format!("PUT /things/{} {}", id_at(n, &model), json!({"name": name}));
                    let answer = ask(&mock, &line);
                    prop_assert_eq!(answer.status, if n < model.len() { 200 } else { 404 });
                    if let Some(item) = model.get_mut(n) {
                        *item = json!({"id": item["id"], "name": name});
                    }
                }
                Step::Merge(n, size) => {
                    let kind = "@content-type:application/merge-patch+json";
                    let patch = json!({"size": size});
                    let line = format!("PATCH /things/{} {kind} {patch}", id_at(n, &model));
                    let answer = ask(&mock, &line);
                    prop_assert_eq!(answer.status, if n < model.len() { 200 } else { 404 });
                    if let Some(item) = model.get_mut(n) {
                        item["size"] = size.into();
                    }
                }
                Step::Remove(n) => {
                    let answer = ask(&mock, &format!("DELETE /things/{}", id_at(n, &model)));
                    prop_assert_eq!(answer.status, if n < model.len() { 204 } else { 404 });
                    if n < model.len() {
                        model.remove(n);
                    }
                }
                Step::List(limit, offset) => {
                    let line = format!("GET /things?limit={limit}&offset={offset}");
                    let wanted: Vec<Value> = model.iter().skip(offset).take(limit).cloned().collect();
                    prop_assert_eq!(value(&ask(&mock, &line).body), Value::from(wanted));
                }
                Step::Find(name) => {
                    let answer = ask(&mock, &format!("GET /things?name={name}&limit=100"));
                    let same = model.iter().filter(|i| i["name"] == name.as_str());
                    let wanted: Vec<Value> = same.cloned().collect();
                    prop_assert_eq!(value(&answer.body), Value::from(wanted));
                }
            }
        }
    }
}

fn value(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("JSON")
}
