//! The values of a lesson's parameters, and the command that records another run.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::settings::Settings;

/// A parameter's value in words that are the same in every language; `None` for a yes or no.
fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A parameter's value in words.
pub fn value_words(settings: &Settings, value: &Value) -> String {
    value_text(value).unwrap_or_else(|| {
        let yes = value.as_bool() == Some(true);
        settings.t(if yes { "value-yes" } else { "value-no" })
    })
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
