//! The values of a lesson's parameters, and the command that records another run.

use std::collections::BTreeMap;

use serde_json::Value;

/// A parameter's value in words that are the same in every language; `None` for a yes or no.
pub fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// The command that records a run of a lesson.
pub fn command(lesson: &str, parameters: &BTreeMap<String, Value>) -> String {
    let mut command = format!("laneway run {lesson}");
    for (name, value) in parameters {
        let value = value_text(value).unwrap_or_else(|| value.to_string());
        command.push_str(&format!(" --set {name}={value}"));
    }
    command
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_sets_what_differs() {
        let parameters = [
            ("pause", json!(false)),
            ("steps", json!(1000)),
            ("start", json!("fork")),
        ];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value)).into();
        assert_eq!(
            command("counter-race", &parameters),
            "laneway run counter-race --set pause=false --set start=fork --set steps=1000"
        );
        assert_eq!(command("deadlock", &BTreeMap::new()), "laneway run deadlock");
    }
}
