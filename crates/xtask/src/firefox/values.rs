//! JavaScript's values, as the protocol describes them.

use serde_json::{Map, Value};

/// A value as JSON: what JSON does not know (`undefined`, functions, elements, `NaN`) is `null`.
pub(super) fn plain(remote: &Value) -> Value {
    let value = &remote["value"];
    match remote["type"].as_str() {
        Some("string" | "boolean") => value.clone(),
        // JSON knows no NaN and no infinity, which are sent as their names.
        Some("number") if value == "-0" => 0.into(),
        Some("number") if value.is_number() => whole(value),
        Some("array") => elements(value).map(plain).collect(),
        Some("object") => Value::Object(elements(value).filter_map(member).collect::<Map<_, _>>()),
        _ => Value::Null,
    }
}

fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A pair of a name and a value.
fn member(pair: &Value) -> Option<(String, Value)> {
    Some((pair[0].as_str()?.to_owned(), plain(&pair[1])))
}

/// JavaScript has one kind of number; whole ones are integers in JSON.
fn whole(number: &Value) -> Value {
    match number.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within what is exact")]
        Some(it) if it.fract() == 0.0 && it.abs() < 9e15 => (it as i64).into(),
        _ => number.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_become_json() {
        let check = |remote: Value, expected: Value| assert_eq!(plain(&remote), expected, "{remote}");
        check(json!({"type": "undefined"}), Value::Null);
        check(json!({"type": "null"}), Value::Null);
        check(json!({"type": "string", "value": "泳道"}), json!("泳道"));
        check(json!({"type": "number", "value": 2.0}), json!(2));
        check(json!({"type": "number", "value": 2.5}), json!(2.5));
        check(json!({"type": "number", "value": "NaN"}), Value::Null);
        check(json!({"type": "number", "value": "-0"}), json!(0));
        check(json!({"type": "node", "sharedId": "f.1"}), Value::Null);
        check(
            json!({"type": "array", "value": [
                {"type": "boolean", "value": true},
                {"type": "object", "value": [["x", {"type": "number", "value": 1}]]},
            ]}),
            json!([true, {"x": 1}]),
        );
    }
}
