//! Values laid over values, as far as what comes of it is valid.

use serde_json::{Map, Value};

/// Fields put on a value: all of them, else all of them deeply, else those that it stays valid
/// with.
pub fn overlay(
    base: Map<String, Value>,
    fields: &Map<String, Value>,
    valid: impl Fn(&Value) -> bool,
) -> Map<String, Value> {
    let mut all = base.clone();
    all.extend(fields.clone());
    let all = Value::Object(all);
    if valid(&all) {
        return into_map(all);
    }
    let mut deep = Value::Object(base.clone());
    put_deeply(&mut deep, &Value::Object(fields.clone()));
    if valid(&deep) {
        return into_map(deep);
    }
    let mut value = Value::Object(base);
    if !valid(&value) {
        return into_map(all);
    }
    for (name, field) in fields {
        for is_deep in [false, true] {
            let mut next = value.clone();
            match next.get_mut(name).filter(|_| is_deep) {
                Some(inner) => put_deeply(inner, field),
                None => next[name.as_str()] = field.clone(),
            }
            if valid(&next) {
                value = next;
                break;
            }
        }
    }
    into_map(value)
}

/// Objects are joined; everything else is replaced.
fn put_deeply(value: &mut Value, with: &Value) {
    match (value, with) {
        (Value::Object(value), Value::Object(with)) => {
            for (name, inner) in with {
                match value.get_mut(name) {
                    Some(before) => put_deeply(before, inner),
                    None => {
                        value.insert(name.clone(), inner.clone());
                    }
                }
            }
        }
        (value, with) => *value = with.clone(),
    }
}

/// The fields of an object; of anything else, none.
pub fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn laid(base: &Value, fields: &Value, valid: impl Fn(&Value) -> bool) -> Value {
        let (base, fields) = (into_map(base.clone()), into_map(fields.clone()));
        Value::Object(overlay(base, &fields, valid))
    }

    #[test]
    fn what_breaks_the_schema_is_left_out_and_the_rest_is_not() {
        let base = json!({"a": 1, "b": {"c": 1, "d": 1}});
        let small = |v: &Value| v["a"].as_i64() < Some(5);
        let found = laid(&base, &json!({"a": 9, "e": 2}), small);
        assert_eq!(found, json!({"a": 1, "b": {"c": 1, "d": 1}, "e": 2}));
        let whole = |v: &Value| v["b"]["d"].is_i64();
        let found = laid(&base, &json!({"b": {"c": 7}}), whole);
        assert_eq!(found, json!({"a": 1, "b": {"c": 7, "d": 1}}));
    }
}
