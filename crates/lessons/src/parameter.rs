//! What a lesson can be told: whole numbers, decimals, words and switches, each within its range, and addresses.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::nearest::nearest;

/// A parameter of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name in `--set NAME=VALUE`.
    pub name: String,
    /// What it takes.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a parameter takes. Ranges include both ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A whole number.
    Integer {
        /// The least and the greatest.
        range: [i64; 2],
        /// If it is not set.
        default: i64,
    },
    /// A number that need not be whole.
    Decimal {
        /// The least and the greatest.
        range: [f64; 2],
        /// If it is not set.
        default: f64,
    },
    /// One of a few words.
    Word {
        /// The words.
        choices: Vec<String>,
        /// If it is not set.
        default: String,
    },
    /// `true` or `false`.
    Boolean {
        /// If it is not set.
        default: bool,
    },
    /// Where a server listens, `127.0.0.1:6379`, or nothing, which is the default.
    Address,
}

impl Parameter {
    /// The factor that every sleep of every lesson is multiplied with. Below 0.05 the noise of a busy
    /// machine may be as long as the lesson's own delays, so that steps come out of order: good for tests
    /// that need a run, not for teaching.
    pub(crate) fn scale() -> Self {
        let kind = Kind::Decimal {
            range: [0.01, 2.0],
            default: 0.1,
        };
        Self {
            name: "scale".to_owned(),
            kind,
        }
    }

    /// What the random latencies of a lesson are drawn from.
    pub(crate) fn seed() -> Self {
        let kind = Kind::Integer {
            range: [0, 999_999],
            default: 1,
        };
        Self {
            name: "seed".to_owned(),
            kind,
        }
    }

    /// The value if it is not set.
    pub fn default(&self) -> Json {
        match &self.kind {
            Kind::Integer { default, .. } => Json::from(*default),
            Kind::Decimal { default, .. } => Json::from(*default),
            Kind::Word { default, .. } => Json::from(default.as_str()),
            Kind::Boolean { default } => Json::from(*default),
            Kind::Address => Json::from(""),
        }
    }

    /// The value that this text stands for.
    ///
    /// # Errors
    /// The text is of the wrong kind, or the value out of range.
    pub fn parse(&self, text: &str) -> Result<Json, ParameterError> {
        let value = match &self.kind {
            Kind::Integer {
                range: [least, greatest],
                ..
            } => text
                .parse::<i64>()
                .ok()
                .filter(|number| (least..=greatest).contains(&number))
                .map(Json::from),
            Kind::Decimal {
                range: [least, greatest],
                ..
            } => text
                .parse::<f64>()
                .ok()
                .filter(|number| (least..=greatest).contains(&number))
                .map(Json::from),
            Kind::Word { choices, .. } => choices
                .iter()
                .find(|choice| *choice == text)
                .map(|choice| Json::from(choice.as_str())),
            Kind::Boolean { .. } => text.parse::<bool>().ok().map(Json::from),
            Kind::Address => is_address(text).then(|| Json::from(text)),
        };
        value.ok_or_else(|| ParameterError::Refused {
            name: self.name.clone(),
            value: text.to_owned(),
            takes: self.takes(),
        })
    }

    /// What it takes, in words: `a whole number from 1 to 20`.
    pub fn takes(&self) -> String {
        match &self.kind {
            Kind::Integer {
                range: [least, greatest],
                ..
            } => {
                format!("a whole number from {least} to {greatest}")
            }
            Kind::Decimal {
                range: [least, greatest],
                ..
            } => {
                format!("a number from {least} to {greatest}")
            }
            Kind::Word { choices, .. } => format!("one of {}", choices.join(", ")),
            Kind::Boolean { .. } => "true or false".to_owned(),
            Kind::Address => "a host and a port, such as 127.0.0.1:6379, or nothing".to_owned(),
        }
    }
}

/// A name or number of a machine and a port, or nothing.
fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return text.is_empty();
    };
    let is_number = host.starts_with('[') && host.ends_with(']');
    let of_name = |sign: char| sign.is_ascii_alphanumeric() || ".-".contains(sign);
    let of_number = |sign: char| sign.is_ascii_hexdigit() || "[:.]".contains(sign);
    let of_host = |sign| if is_number { of_number(sign) } else { of_name(sign) };
    let is_host = !host.is_empty() && host.chars().all(of_host);
    is_host && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Why a setting was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// The lesson has no such parameter.
    #[error("{lesson} has no parameter `{name}`{}; it has {}", did_you_mean(.nearest.as_deref()), .known.join(", "))]
    Unknown {
        /// The lesson's id.
        lesson: String,
        /// As it was given.
        name: String,
        /// The parameter that was probably meant.
        nearest: Option<String>,
        /// All that it has.
        known: Vec<String>,
    },
    /// The value is of the wrong kind or out of range.
    #[error("`{name}` takes {takes}, not `{value}`")]
    Refused {
        /// The parameter.
        name: String,
        /// As it was given.
        value: String,
        /// What it takes, in words, with the range.
        takes: String,
    },
}

impl ParameterError {
    pub(crate) fn unknown(lesson: &str, name: &str, parameters: &[Parameter]) -> Self {
        let known = || parameters.iter().map(|parameter| parameter.name.as_str());
        Self::Unknown {
            lesson: lesson.to_owned(),
            name: name.to_owned(),
            nearest: nearest(name, known()).map(str::to_owned),
            known: known().map(str::to_owned).collect(),
        }
    }
}

/// The hint that goes into an error: empty if nothing is near.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(" (did you mean `{nearest}`?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parameter: &str, text: &str, expected: &str) {
        let parameter: Parameter = toml::from_str(parameter).expect("a parameter");
        let answer = match parameter.parse(text) {
            Ok(value) => value.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(answer, expected);
    }

    #[test]
    fn takes_what_is_in_range() {
        let buyers = "name = 'buyers'\nkind = 'integer'\nrange = [1, 20]\ndefault = 10";
        check(buyers, "20", "20");
        check(
            buyers,
            "21",
            "`buyers` takes a whole number from 1 to 20, not `21`",
        );
        check(
            buyers,
            "2.5",
            "`buyers` takes a whole number from 1 to 20, not `2.5`",
        );
        let start = "name = 'start'\nkind = 'word'\nchoices = ['fork', 'spawn']\ndefault = 'fork'";
        check(start, "spawn", "\"spawn\"");
        check(start, "Spawn", "`start` takes one of fork, spawn, not `Spawn`");
        let pause = "name = 'pause'\nkind = 'boolean'\ndefault = true";
        check(pause, "false", "false");
        check(pause, "no", "`pause` takes true or false, not `no`");
        let scale = "name = 'scale'\nkind = 'decimal'\nrange = [0.01, 2.0]\ndefault = 0.1";
        check(scale, "1", "1.0");
        check(scale, "NaN", "`scale` takes a number from 0.01 to 2, not `NaN`");
        let address = "name = 'address'\nkind = 'address'";
        for taken in ["", "127.0.0.1:6379", "[::1]:6379", "redis.example:1"] {
            check(address, taken, &format!("\"{taken}\""));
        }
        for refused in ["6379", ":6379", "a:0", "a:65536", "a b:1", "tcp://a:1", "::1:1"] {
            let takes = "a host and a port, such as 127.0.0.1:6379, or nothing";
            check(
                address,
                refused,
                &format!("`address` takes {takes}, not `{refused}`"),
            );
        }
    }
}
