//! The values of a lesson's parameters, and the command that records another run.

use laneway_trace::Comparison;

/// A parameter's value in words that are the same in every language; `None` for a yes or no.
pub fn value_text(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Bool(_) => None,
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// The command that records the other run.
pub fn command(comparison: &Comparison) -> String {
    let mut command = format!("laneway run {}", comparison.lesson);
    for (name, value) in &comparison.parameters {
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
        let comparison = Comparison {
            lesson: "counter-race".into(),
            parameters: parameters.map(|(name, value)| (name.to_owned(), value)).into(),
            ..Comparison::default()
        };
        assert_eq!(
            command(&comparison),
            "laneway run counter-race --set pause=false --set start=fork --set steps=1000"
        );
        assert_eq!(
            command(&Comparison {
                lesson: "deadlock".into(),
                ..Comparison::default()
            }),
            "laneway run deadlock"
        );
    }
}
