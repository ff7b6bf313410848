//! A lesson of the catalogue.

use std::collections::BTreeMap;

use laneway_trace as trace;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use trace::{Comparison, LessonText, Prompt, Step};

use crate::Arguments;
use crate::parameter::{Parameter, ParameterError};

/// The languages that every lesson speaks.
pub const LANGUAGES: [&str; 2] = ["en", "zh"];

/// A lesson of the catalogue.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its id: `ticket-lock`.
    pub id: String,
    /// The part of the curriculum that it stands in: `processes`, `threads`, `pools`, `coroutines`.
    pub part: String,
    /// What it can be told: its own parameters, then `seed` if it is random, then `scale`.
    pub parameters: Vec<Parameter>,
    /// What to compare it with.
    pub compare: Vec<Comparison>,
    /// Its stops.
    pub steps: Vec<Planned<Step>>,
    /// Its questions.
    pub prompts: Vec<Planned<Prompt>>,
    /// Its texts by language.
    pub texts: BTreeMap<String, LessonText>,
    /// The name of its source as the compiler spells it: what recorded locations say, and the key for
    /// [`Header::sources`](trace::Header::sources).
    pub source: String,
    /// The text of its source: the program that runs.
    pub source_text: &'static str,
    program: fn(&Arguments),
}

/// A step or a prompt that may belong to some settings only.
#[derive(Clone, Debug, Deserialize)]
pub struct Planned<T> {
    /// Only in runs in which these parameters have these values.
    #[serde(default)]
    pub when: BTreeMap<String, Json>,
    /// Not in runs in which these parameters have these values.
    #[serde(default)]
    pub unless: BTreeMap<String, Json>,
    /// The step or prompt.
    #[serde(flatten)]
    pub what: T,
}

impl<T> Planned<T> {
    /// True if it belongs to a run with these arguments.
    pub fn applies(&self, arguments: &Arguments) -> bool {
        includes(arguments, &self.when) && (self.unless.is_empty() || !includes(arguments, &self.unless))
    }
}

/// True if all of these parameters have these values.
fn includes(arguments: &Arguments, values: &BTreeMap<String, Json>) -> bool {
    values
        .iter()
        .all(|(name, value)| arguments.values.get(name) == Some(value))
}

/// What is compiled into the catalogue of a lesson's folder.
pub(crate) struct Folder {
    /// The folder's name: the id with underscores.
    pub name: &'static str,
    pub program: fn(&Arguments),
    pub source_text: &'static str,
    /// `lesson.toml`.
    pub plan: &'static str,
    /// `en.toml`, `zh.toml`.
    pub texts: [&'static str; LANGUAGES.len()],
}

/// `lesson.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    part: String,
    /// True if its latencies are random: it gets the parameter `seed`.
    #[serde(default)]
    random: bool,
    #[serde(default)]
    parameters: Vec<Parameter>,
    #[serde(default)]
    compare: Vec<Comparison>,
    steps: Vec<Planned<Step>>,
    prompts: Vec<Planned<Prompt>>,
}

impl Lesson {
    /// Reads a folder. `sources` is the folder of the lessons' folders as the compiler spells it;
    /// `labels` are those of the parameters that every lesson has, by language.
    pub(crate) fn read(
        folder: &Folder,
        sources: &str,
        labels: &[BTreeMap<String, String>; LANGUAGES.len()],
    ) -> Result<Self, toml::de::Error> {
        let mut plan: Plan = toml::from_str(folder.plan)?;
        if plan.random {
            plan.parameters.push(Parameter::seed());
        }
        plan.parameters.push(Parameter::scale());

        let mut texts = BTreeMap::new();
        for ((language, text), labels) in LANGUAGES.iter().zip(folder.texts).zip(labels) {
            let mut text: LessonText = toml::from_str(text)?;
            for parameter in &plan.parameters {
                if let Some(label) = labels.get(&parameter.name) {
                    text.parameters.insert(parameter.name.clone(), label.clone());
                }
            }
            texts.insert((*language).to_owned(), text);
        }
        Ok(Self {
            id: folder.name.replace('_', "-"),
            part: plan.part,
            parameters: plan.parameters,
            compare: plan.compare,
            steps: plan.steps,
            prompts: plan.prompts,
            texts,
            source: format!("{sources}/{}/program.rs", folder.name),
            source_text: folder.source_text,
            program: folder.program,
        })
    }

    /// The parameter with this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The arguments of a run with these settings (name and value, the last one counts) and the defaults
    /// for the rest.
    ///
    /// # Errors
    /// An unknown parameter, with the nearest name; a value of the wrong kind or out of range, with the
    /// range.
    pub fn arguments(&self, settings: &[(String, String)]) -> Result<Arguments, ParameterError> {
        let mut values: BTreeMap<String, Json> = self
            .parameters
            .iter()
            .map(|parameter| (parameter.name.clone(), parameter.default()))
            .collect();
        for (name, text) in settings {
            let parameter = self
                .parameter(name)
                .ok_or_else(|| ParameterError::unknown(&self.id, name, &self.parameters))?;
            values.insert(name.clone(), parameter.parse(text)?);
        }
        Ok(Arguments { values })
    }

    /// Runs the program in this process. The caller has called `laneway::run`.
    pub fn run(&self, arguments: &Arguments) {
        (self.program)(arguments);
    }

    /// What the trace of a run with these arguments says of the lesson.
    pub fn describe(&self, arguments: &Arguments) -> trace::Lesson {
        // A run is not compared with itself.
        let others: Vec<usize> = (0..self.compare.len())
            .filter(|&index| !self.is_run(&self.compare[index], arguments))
            .collect();
        let mut texts = self.texts.clone();
        for text in texts.values_mut() {
            let sentences = others
                .iter()
                .filter_map(|&index| text.compare.get(index).cloned());
            text.compare = sentences.collect();
        }
        trace::Lesson {
            id: self.id.clone(),
            part: self.part.clone(),
            parameters: arguments.values.clone(),
            compare: others.iter().map(|&index| self.compare[index].clone()).collect(),
            steps: applying(&self.steps, arguments),
            prompts: applying(&self.prompts, arguments),
            source: self.source.clone(),
            texts,
            ..trace::Lesson::default()
        }
    }

    /// True if the comparison is with a run of this lesson with these arguments.
    fn is_run(&self, comparison: &Comparison, arguments: &Arguments) -> bool {
        comparison.lesson == self.id && includes(arguments, &comparison.parameters)
    }

    /// What a list of lessons says of it.
    pub fn summary(&self) -> Summary<'_> {
        Summary {
            id: &self.id,
            part: &self.part,
            title: self.words(|text| text.title.as_str()),
            idea: self.words(|text| text.idea.as_str()),
            python: self.words(|text| text.python.as_str()),
            parameters: self
                .parameters
                .iter()
                .map(|parameter| self.labelled(parameter))
                .collect(),
            compare: &self.compare,
        }
    }

    fn labelled<'a>(&'a self, parameter: &'a Parameter) -> LabelledParameter<'a> {
        let label =
            |text: &'a LessonText| text.parameters.get(&parameter.name).map_or("", String::as_str);
        LabelledParameter {
            parameter,
            label: self.words(label),
        }
    }

    /// A text in every language.
    fn words<'a>(&'a self, pick: impl Fn(&'a LessonText) -> &'a str) -> BTreeMap<&'a str, &'a str> {
        let pairs = self.texts.iter();
        pairs
            .map(|(language, text)| (language.as_str(), pick(text)))
            .collect()
    }
}

fn applying<T: Clone>(planned: &[Planned<T>], arguments: &Arguments) -> Vec<T> {
    let applying = planned.iter().filter(|planned| planned.applies(arguments));
    applying.map(|planned| planned.what.clone()).collect()
}

/// What a list of lessons says of a lesson: an element of `laneway list --json` and of the gallery. Texts
/// are by language.
#[derive(Clone, Debug, Serialize)]
pub struct Summary<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its part of the curriculum.
    pub part: &'a str,
    /// Its title.
    pub title: BTreeMap<&'a str, &'a str>,
    /// Its idea.
    pub idea: BTreeMap<&'a str, &'a str>,
    /// Its Python counterpart.
    pub python: BTreeMap<&'a str, &'a str>,
    /// What it can be told.
    pub parameters: Vec<LabelledParameter<'a>>,
    /// What to compare it with.
    pub compare: &'a [Comparison],
}

/// A parameter with its label.
#[derive(Clone, Debug, Serialize)]
pub struct LabelledParameter<'a> {
    /// The parameter.
    #[serde(flatten)]
    pub parameter: &'a Parameter,
    /// Its label by language.
    pub label: BTreeMap<&'a str, &'a str>,
}
