//! A lesson of the catalogue.

use std::collections::BTreeMap;

use laneway_trace as trace;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use trace::{Comparison, LessonText, Predicate, Prompt, Step};

use crate::Arguments;
use crate::nearest::nearest;
use crate::parameter::{Parameter, ParameterError, did_you_mean};
use crate::server::{self, ServerError};

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
    /// The id of the misconception that it removes.
    pub misconception: String,
    /// Settings that are worth comparing: the defaults first. None if nothing is.
    pub variants: Vec<Variant>,
    /// What to compare it with, beside its other variants.
    pub compare: Vec<Comparison>,
    /// The moment whose value says how a run turned out.
    pub outcome: Option<Predicate>,
    /// The server that a run talks to, if there is one.
    pub server: Option<ServerChoice>,
    /// Its stops.
    pub steps: Vec<Planned<Step>>,
    /// Its questions.
    pub prompts: Vec<Planned<Prompt>>,
    /// Its texts by language. The sentences of `compare` go with the lesson's `compare`.
    pub texts: BTreeMap<String, LessonText>,
    /// A sentence for each variant, by language and id.
    pub sentences: BTreeMap<String, BTreeMap<String, String>>,
    /// The name of its source as the compiler spells it: what recorded locations say, and the key for
    /// [`Header::sources`](trace::Header::sources).
    pub source: String,
    /// The text of its source: the program that runs.
    pub source_text: &'static str,
    /// What the program has in further files: their names, as `source`, and what is in them.
    pub parts: Vec<(String, &'static str)>,
    /// The same program in Python: names of files, as `source`, and what is in them.
    pub counterparts: Vec<(String, &'static str)>,
    program: fn(&Arguments),
}

/// Settings of a lesson that are worth comparing with others.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its id in the lesson; the key of its sentence.
    pub id: String,
    /// Parameters that differ from the defaults.
    #[serde(default)]
    pub parameters: BTreeMap<String, Json>,
}

/// Parameters as they are typed: names and values.
pub fn typed_parameters(parameters: &BTreeMap<String, Json>) -> Vec<(String, String)> {
    let setting = |(name, value): (&String, &Json)| {
        let typed = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (name.clone(), typed)
    };
    parameters.iter().map(setting).collect()
}

/// A lesson has no variant with this id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{lesson} has no variant `{id}`{}; it has {}", did_you_mean(*.nearest), if .known.is_empty() { "none".to_owned() } else { .known.join(", ") })]
pub struct UnknownVariant {
    /// The lesson's id.
    pub lesson: &'static str,
    /// As it was given.
    pub id: String,
    /// The variant that was probably meant.
    pub nearest: Option<&'static str>,
    /// All that it has.
    pub known: Vec<&'static str>,
}

/// Which parameters say what server a run talks to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerChoice {
    /// The word that may be a server's name; what is none needs none.
    pub name: String,
    /// The address of one that runs already.
    pub address: String,
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
    /// Files in Python, and those of the program beside `program.rs`: what is in them.
    pub files: &'static [(&'static str, &'static str)],
    /// `lesson.toml`.
    pub plan: &'static str,
    /// `en.toml`, `zh.toml`.
    pub texts: [&'static str; LANGUAGES.len()],
}

/// `en.toml`, `zh.toml`.
#[derive(Deserialize)]
struct Words {
    #[serde(default)]
    variants: BTreeMap<String, String>,
    #[serde(flatten)]
    text: LessonText,
}

/// `lesson.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    part: String,
    /// True if its latencies are random: it gets the parameter `seed`.
    #[serde(default)]
    random: bool,
    misconception: String,
    #[serde(default)]
    parameters: Vec<Parameter>,
    #[serde(default)]
    variants: Vec<Variant>,
    #[serde(default)]
    compare: Vec<Comparison>,
    outcome: Option<Predicate>,
    server: Option<ServerChoice>,
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

        let (mut texts, mut sentences) = (BTreeMap::new(), BTreeMap::new());
        for ((language, text), labels) in LANGUAGES.iter().zip(folder.texts).zip(labels) {
            let Words { mut text, variants } = toml::from_str(text)?;
            for parameter in &plan.parameters {
                if let Some(label) = labels.get(&parameter.name) {
                    text.parameters.insert(parameter.name.clone(), label.clone());
                }
            }
            texts.insert((*language).to_owned(), text);
            sentences.insert((*language).to_owned(), variants);
        }
        let path = |file: &str| format!("{sources}/{}/{file}", folder.name);
        let files = folder.files.iter().map(|&(file, text)| (path(file), text));
        let (counterparts, parts) = files.partition(|(file, _)| file.ends_with(".py"));
        Ok(Self {
            id: folder.name.replace('_', "-"),
            part: plan.part,
            misconception: plan.misconception,
            parameters: plan.parameters,
            variants: plan.variants,
            compare: plan.compare,
            outcome: plan.outcome,
            server: plan.server,
            steps: plan.steps,
            prompts: plan.prompts,
            texts,
            sentences,
            source: path("program.rs"),
            source_text: folder.source_text,
            parts,
            counterparts,
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

    /// Sees whether a run with these arguments can begin.
    ///
    /// # Errors
    /// The server that it talks to is not there and cannot be started.
    pub fn ready(&self, arguments: &Arguments) -> Result<(), ServerError> {
        match &self.server {
            Some(choice) => server::check(arguments.word(&choice.name), arguments.word(&choice.address)),
            None => Ok(()),
        }
    }

    /// Runs the program in this process. The caller has called `laneway::run`.
    pub fn run(&self, arguments: &Arguments) {
        (self.program)(arguments);
    }

    /// What the trace of a run with these arguments says of the lesson. It is compared with the other variants,
    /// then with other lessons.
    pub fn describe(&self, arguments: &Arguments) -> trace::Lesson {
        let others = |variant: &&Variant| !self.is_variant(variant, arguments);
        let others: Vec<&Variant> = self.variants.iter().filter(others).collect();
        let mut texts = self.texts.clone();
        for (language, text) in &mut texts {
            let sentence = |variant: &&Variant| self.sentences.get(language)?.get(&variant.id).cloned();
            let mut compare: Vec<String> = others.iter().filter_map(sentence).collect();
            compare.append(&mut text.compare);
            text.compare = compare;
        }
        let mut compare: Vec<Comparison> =
            others.into_iter().map(|other| self.comparison(other)).collect();
        compare.extend(self.compare.iter().cloned());
        trace::Lesson {
            id: self.id.clone(),
            part: self.part.clone(),
            parameters: arguments.values.clone(),
            compare,
            steps: applying(&self.steps, arguments),
            prompts: applying(&self.prompts, arguments),
            outcome: self.outcome.clone(),
            source: self.source.clone(),
            counterparts: self.counterparts.iter().map(|(name, _)| name.clone()).collect(),
            texts,
            ..trace::Lesson::default()
        }
    }

    /// The variant with this id.
    ///
    /// # Errors
    /// There is none; the error says which one was probably meant.
    pub fn variant(&'static self, id: &str) -> Result<&'static Variant, UnknownVariant> {
        let known = || self.variants.iter().map(|variant| variant.id.as_str());
        let found = self.variants.iter().find(|variant| variant.id == id);
        found.ok_or_else(|| UnknownVariant {
            lesson: &self.id,
            id: id.to_owned(),
            nearest: nearest(id, known()),
            known: known().collect(),
        })
    }

    fn comparison(&self, variant: &Variant) -> Comparison {
        Comparison {
            lesson: self.id.clone(),
            parameters: variant.parameters.clone(),
            ..Comparison::default()
        }
    }

    /// True if a run with these arguments is one of this variant: of those whose settings it has, the one with
    /// the most of them.
    fn is_variant(&self, variant: &Variant, arguments: &Arguments) -> bool {
        let fits = |other: &&Variant| includes(arguments, &other.parameters);
        let fitting = self.variants.iter().filter(fits);
        let best = fitting.max_by_key(|other| other.parameters.len());
        best.is_some_and(|best| best.id == variant.id)
    }

    /// The sources that a run of it shows, by name: the program, its further files, and its counterparts.
    pub fn sources(&self) -> BTreeMap<String, String> {
        let others = self.parts.iter().chain(&self.counterparts);
        let all = others.map(|(name, text)| (name, *text));
        let all = all.chain([(&self.source, self.source_text)]);
        all.map(|(name, text)| (name.clone(), text.to_owned())).collect()
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
            misconception: &self.misconception,
            variants: &self.variants,
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
    /// The id of the misconception that it removes.
    pub misconception: &'a str,
    /// Settings worth comparing, the defaults first.
    pub variants: &'a [Variant],
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
