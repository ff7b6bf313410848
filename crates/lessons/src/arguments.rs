//! The values of a lesson's parameters in one run, as its program reads them.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The values of a lesson's parameters in one run. They can be sent to a child process.
///
/// The getters panic on a name that the lesson's `lesson.toml` does not declare with that kind: that is a
/// mistake in the lesson's program, and its facts test meets it. Values are checked before they come here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arguments {
    pub(crate) values: BTreeMap<String, Json>,
}

impl Arguments {
    /// A whole number.
    pub fn integer<T: TryFrom<i64>>(&self, name: &str) -> T {
        let number = self.values.get(name).and_then(Json::as_i64);
        number
            .and_then(|number| T::try_from(number).ok())
            .unwrap_or_else(|| undeclared(name))
    }

    /// A number.
    pub fn decimal(&self, name: &str) -> f64 {
        let number = self.values.get(name).and_then(Json::as_f64);
        number.unwrap_or_else(|| undeclared(name))
    }

    /// A word.
    pub fn word(&self, name: &str) -> &str {
        let word = self.values.get(name).and_then(Json::as_str);
        word.unwrap_or_else(|| undeclared(name))
    }

    /// A switch.
    pub fn boolean(&self, name: &str) -> bool {
        let switch = self.values.get(name).and_then(Json::as_bool);
        switch.unwrap_or_else(|| undeclared(name))
    }

    /// What a textbook calls so many seconds, times the parameter `scale`.
    pub fn seconds(&self, seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds * self.decimal("scale"))
    }

    /// Random numbers for one actor: its own, and the same in every run with the same `seed`.
    pub fn random(&self, actor: &str) -> Rng {
        let seed: u64 = self.integer("seed");
        // The name is folded in as by FNV-1a, so that actors with like names differ.
        Rng::with_seed(actor.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// All of them, by name.
    pub fn values(&self) -> &BTreeMap<String, Json> {
        &self.values
    }
}

fn undeclared(name: &str) -> ! {
    panic!("the lesson's lesson.toml declares no parameter `{name}` of this kind")
}
