//! Reads every lesson and says what is missing.

use std::collections::{BTreeMap, BTreeSet};

use laneway_model::FindingKind;
use laneway_trace::{Comparison, EventKind, FollowUp, LessonText, Predicate, Prompt};

use serde_json::Value as Json;

use super::{catalogue, find};
use crate::{Arguments, Kind, LANGUAGES, Lesson, Planned, is_misconception};

#[test]
fn every_lesson_is_complete() {
    let gaps: Vec<String> = catalogue()
        .iter()
        .flat_map(|lesson| {
            gaps(lesson)
                .into_iter()
                .map(|gap| format!("{}: {gap}", lesson.id))
        })
        .collect();
    assert!(gaps.is_empty(), "\n{}\n", gaps.join("\n"));
}

fn gaps(lesson: &Lesson) -> Vec<String> {
    let mut gaps = Vec::new();
    if !["processes", "threads", "pools", "coroutines"].contains(&lesson.part.as_str()) {
        gaps.push(format!("there is no part `{}`", lesson.part));
    }
    for parameter in &lesson.parameters {
        let default = match parameter.default() {
            serde_json::Value::String(word) => word,
            other => other.to_string(),
        };
        if let Err(error) = parameter.parse(&default) {
            gaps.push(format!("the default: {error}"));
        }
    }
    if !is_misconception(&lesson.misconception) {
        gaps.push(format!("no misconception is called `{}`", lesson.misconception));
    }
    gaps.extend(variant_gaps(lesson));
    for comparison in &lesson.compare {
        gaps.extend(comparison_gap(comparison));
    }
    gaps.extend(
        lesson
            .outcome
            .iter()
            .filter_map(|outcome| Some(format!("outcome: {}", predicate_gap(outcome)?))),
    );
    gaps.extend(counterpart_gaps(lesson));
    for step in &lesson.steps {
        let id = &step.what.id;
        gaps.extend(conditions_gap(
            lesson,
            id,
            step.when.keys().chain(step.unless.keys()),
        ));
        gaps.extend(unknown_fields(id, step.what.extra.keys()));
        gaps.extend(predicate_gap(&step.what.at).map(|gap| format!("step {id}: {gap}")));
    }
    for prompt in &lesson.prompts {
        let id = &prompt.what.id;
        gaps.extend(conditions_gap(
            lesson,
            id,
            prompt.when.keys().chain(prompt.unless.keys()),
        ));
        gaps.extend(unknown_fields(id, prompt.what.extra.keys()));
        for predicate in [&prompt.what.ask, &prompt.what.answer] {
            gaps.extend(predicate_gap(predicate).map(|gap| format!("prompt {id}: {gap}")));
        }
    }
    let defaults = lesson.describe(&lesson.arguments(&[]).expect("defaults"));
    if !(4..=8).contains(&defaults.steps.len()) {
        gaps.push(format!("{} steps; 4 to 8 can be taught", defaults.steps.len()));
    }
    if defaults.prompts.is_empty() {
        gaps.push("no prompt".to_owned());
    }
    let prompts = lesson.prompts.iter();
    let follow_ups = prompts.filter_map(|prompt| prompt.what.follow_up.as_ref());
    gaps.extend(follow_ups.clone().filter_map(follow_up_gap));
    if follow_ups.count() == 0 {
        gaps.push("no prompt has a follow-up".to_owned());
    }
    gaps.extend(lesson.prompts.iter().flat_map(misconception_gaps));
    for language in LANGUAGES {
        match lesson.texts.get(language) {
            Some(text) => {
                gaps.extend(text_gaps(lesson, text).map(|gap| format!("{language}.toml: {gap}")));
            }
            None => gaps.push(format!("no {language}.toml")),
        }
    }
    gaps
}

fn comparison_gap(comparison: &Comparison) -> Option<String> {
    if let Some(name) = comparison.extra.keys().next() {
        return Some(format!("compare: no field is called `{name}`"));
    }
    let other = arguments(&comparison.lesson, &comparison.parameters);
    other.err().map(|error| format!("compare: {error}"))
}

/// A lesson, and the arguments of a run of it.
fn arguments(
    lesson: &str,
    parameters: &BTreeMap<String, Json>,
) -> Result<(&'static Lesson, Arguments), String> {
    let lesson = find(lesson).map_err(|error| error.to_string())?;
    let text = |value: &Json| value.as_str().map_or(value.to_string(), str::to_owned);
    let settings = parameters.iter().map(|(name, value)| (name.clone(), text(value)));
    let settings: Vec<(String, String)> = settings.collect();
    let arguments = lesson.arguments(&settings).map_err(|error| error.to_string())?;
    Ok((lesson, arguments))
}

/// The first variant is the default; every one has a sentence.
fn variant_gaps(lesson: &Lesson) -> Vec<String> {
    let mut gaps = Vec::new();
    for (number, variant) in lesson.variants.iter().enumerate() {
        let id = &variant.id;
        if variant.parameters.is_empty() != (number == 0) {
            gaps.push(format!(
                "variant {id}: the first one, and no other, has the defaults"
            ));
        }
        if let Err(error) = arguments(&lesson.id, &variant.parameters) {
            gaps.push(format!("variant {id}: {error}"));
        }
    }
    let ids = lesson.variants.iter().map(|variant| variant.id.as_str());
    for (language, sentences) in &lesson.sentences {
        let unequal = difference("variant", ids.clone(), sentences.keys());
        gaps.extend(unequal.into_iter().map(|gap| format!("{language}.toml: {gap}")));
    }
    gaps
}

/// Every function in Python that stands in no other is called like one of the program, so that the page can show
/// both.
fn counterpart_gaps(lesson: &Lesson) -> Vec<String> {
    let functions = |text: &str, word: &str| -> BTreeSet<String> {
        let after = |line: &str| Some(line.trim_start_matches("pub ").strip_prefix(word)?.to_owned());
        let names = text.lines().filter_map(after);
        let is_end = |c: char| !c.is_alphanumeric() && c != '_';
        names
            .map(|name| name[..name.find(is_end).unwrap_or(name.len())].to_owned())
            .collect()
    };
    let ours = functions(lesson.source_text, "fn ");
    let mut gaps = Vec::new();
    for (file, text) in &lesson.counterparts {
        let file = file.rsplit('/').next().unwrap_or(file);
        if !text.starts_with("\"\"\"") || !text.contains("\nif __name__ == \"__main__\":\n") {
            gaps.push(format!(
                "{file}: it begins with a text and ends with the call of main"
            ));
        }
        for name in functions(text, "def ") {
            if !["main", "say"].contains(&name.as_str()) && !ours.contains(&name) {
                gaps.push(format!("{file}: `{name}` is no function of the program"));
            }
        }
    }
    gaps
}

fn follow_up_gap(follow_up: &FollowUp) -> Option<String> {
    let (lesson, arguments) = match arguments(&follow_up.lesson, &follow_up.parameters) {
        Ok(found) => found,
        Err(error) => return Some(format!("follow-up: {error}")),
    };
    let prompts = lesson.describe(&arguments).prompts;
    let is_there = prompts.iter().any(|prompt| prompt.id == follow_up.prompt);
    (!is_there).then(|| {
        format!(
            "follow-up: such a run of {} has no prompt {}",
            lesson.id, follow_up.prompt
        )
    })
}

/// Every wrong option is a misconception, the right one is none.
fn misconception_gaps(prompt: &Planned<Prompt>) -> Vec<String> {
    let Prompt {
        id,
        right,
        misconceptions,
        ..
    } = &prompt.what;
    let wrong = |(number, belief): (usize, &String)| {
        let is_right = number == *right as usize;
        let fits = if is_right {
            belief.is_empty()
        } else {
            is_misconception(belief)
        };
        (!fits).then(|| {
            format!("prompt {id}: option {number} is wrong, or not, and its misconception is `{belief}`")
        })
    };
    misconceptions.iter().enumerate().filter_map(wrong).collect()
}

fn conditions_gap<'a>(
    lesson: &Lesson,
    id: &str,
    names: impl Iterator<Item = &'a String>,
) -> Vec<String> {
    names
        .filter(|name| lesson.parameter(name).is_none())
        .map(|name| format!("{id} depends on `{name}`, which is no parameter"))
        .collect()
}

fn unknown_fields<'a>(id: &str, names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names
        .map(|name| format!("{id}: no field is called `{name}`"))
        .collect()
}

fn predicate_gap(predicate: &Predicate) -> Option<String> {
    if let Some(name) = predicate.extra.keys().next() {
        return Some(format!("no field of a predicate is called `{name}`"));
    }
    if let Some(event) = &predicate.event {
        if EventKind::from_name(event).is_none() {
            return Some(format!("no event is called `{event}`"));
        }
    }
    if let Some(finding) = &predicate.finding {
        let mut known = FindingKind::ALL.iter().map(|kind| kind.name());
        if !known.any(|known| known == finding) {
            return Some(format!("no finding is called `{finding}`"));
        }
    }
    let value = predicate.value.as_ref().and_then(|value| value.as_str());
    for pattern in [predicate.actor.as_deref(), predicate.object.as_deref(), value]
        .into_iter()
        .flatten()
    {
        if pattern.trim_end_matches('*').contains('*') {
            return Some(format!("`{pattern}`: a `*` stands only at the end"));
        }
    }
    predicate.after.as_deref().and_then(predicate_gap)
}

fn text_gaps(lesson: &Lesson, text: &LessonText) -> impl Iterator<Item = String> {
    let mut gaps = unknown_fields("the file", text.extra.keys());
    let whole = [
        ("title", &text.title),
        ("idea", &text.idea),
        ("notice", &text.notice),
        ("misconception", &text.misconception),
        ("python", &text.python),
    ];
    gaps.extend(
        whole
            .iter()
            .filter(|(_, text)| text.is_empty())
            .map(|(name, _)| format!("no {name}")),
    );
    if text.compare.len() != lesson.compare.len() {
        gaps.push(format!(
            "{} sentences for {} comparisons",
            text.compare.len(),
            lesson.compare.len()
        ));
    }
    let parameters = lesson.parameters.iter().map(|parameter| parameter.name.as_str());
    gaps.extend(difference("parameter", parameters, text.parameters.keys()));
    let steps = lesson.steps.iter().map(|step| step.what.id.as_str());
    gaps.extend(difference("step", steps, text.steps.keys()));
    let prompts = lesson.prompts.iter().map(|prompt| prompt.what.id.as_str());
    gaps.extend(difference("prompt", prompts, text.prompts.keys()));
    gaps.extend(
        lesson
            .prompts
            .iter()
            .filter_map(|prompt| prompt_gap(&prompt.what, text)),
    );
    gaps.into_iter()
}

fn difference<'a>(
    what: &str,
    declared: impl Iterator<Item = &'a str>,
    written: impl Iterator<Item = &'a String>,
) -> Vec<String> {
    let declared: BTreeSet<&str> = declared.collect();
    let written: BTreeSet<&str> = written.map(String::as_str).collect();
    let missing = declared
        .difference(&written)
        .map(|id| format!("no text for the {what} {id}"));
    let left_over = written
        .difference(&declared)
        .map(|id| format!("a text for {id}, which is no {what}"));
    missing.chain(left_over).collect()
}

fn prompt_gap(prompt: &Prompt, text: &LessonText) -> Option<String> {
    let words = text.prompts.get(&prompt.id)?;
    if let Some(name) = words.extra.keys().next() {
        return Some(format!("prompt {}: no field is called `{name}`", prompt.id));
    }
    let options = words.options.len();
    let all_have_reasons = words.reasons.len() == options && prompt.misconceptions.len() == options;
    let complete = !words.question.is_empty() && (2..=4).contains(&options) && all_have_reasons;
    if !complete {
        return Some(format!(
            "prompt {}: a question, 2 to 4 options, a reason and a misconception (empty: none) for each",
            prompt.id
        ));
    }
    (prompt.right as usize >= options).then(|| {
        format!(
            "prompt {}: option {} of {options} is right",
            prompt.id, prompt.right
        )
    })
}

#[test]
fn a_gap_is_seen() {
    let mut lesson = catalogue()[0].clone();
    lesson.prompts[0].what.right = 9;
    lesson.steps[0].what.at.event = Some("sneeze".to_owned());
    lesson.parameters[0].kind = Kind::Integer {
        range: [1, 5],
        default: 6,
    };
    lesson.texts.get_mut("zh").expect("Chinese").steps.remove("join");
    let expected = [
        "the default: `start` takes a whole number from 1 to 5, not `6`",
        "step alone: no event is called `sneeze`",
        "prompt wait: option 1 is wrong, or not, and its misconception is ``",
        "en.toml: prompt wait: option 9 of 3 is right",
        "zh.toml: no text for the step join",
        "zh.toml: prompt wait: option 9 of 3 is right",
    ];
    lesson.variants.clear();
    lesson.sentences.clear();
    assert_eq!(gaps(&lesson), expected);
}

#[test]
fn an_unknown_lesson_has_a_nearest_one() {
    let error = find("ticket-lok").expect_err("no such lesson").to_string();
    assert_eq!(
        error,
        "there is no lesson `ticket-lok` (did you mean `ticket-lock`?); `laneway list` shows them all"
    );
}

#[test]
fn settings_are_checked() {
    let lesson = find("ticket-lock").expect("a lesson");
    let refused = |name: &str, value: &str| {
        let settings = [(name.to_owned(), value.to_owned())];
        lesson.arguments(&settings).expect_err("refused").to_string()
    };
    assert_eq!(
        refused("buyers", "99"),
        "`buyers` takes a whole number from 6 to 20, not `99`"
    );
    assert_eq!(
        refused("buyer", "9"),
        "ticket-lock has no parameter `buyer` (did you mean `buyers`?); it has buyers, tickets, seed, scale"
    );
}

#[test]
fn steps_follow_the_settings() {
    let lesson = find("process-start").expect("a lesson");
    let steps = |settings: &[(String, String)]| -> Vec<String> {
        let arguments = lesson.arguments(settings).expect("in range");
        lesson
            .describe(&arguments)
            .steps
            .into_iter()
            .map(|step| step.id)
            .take(2)
            .collect()
    };
    assert_eq!(steps(&[]), ["alone", "fork"]);
    assert_eq!(
        steps(&[("start".to_owned(), "spawn".to_owned())]),
        ["alone", "spawn"]
    );
}

#[test]
fn a_run_is_not_compared_with_itself() {
    let lesson = find("process-start").expect("a lesson");
    let described = lesson.describe(&lesson.arguments(&[]).expect("defaults"));
    let with: Vec<_> = described
        .compare
        .iter()
        .map(|other| (&*other.lesson, other.parameters.len()))
        .collect();
    assert_eq!(
        with,
        [
            ("process-start", 1),
            ("process-start", 1),
            ("process-join-many", 0)
        ]
    );
    assert_eq!(described.compare[0].parameters["start"], "spawn");
    assert_eq!(described.compare[1].parameters["start"], "forkserver");
    assert_eq!(described.texts["en"].compare.len(), 3);
}
