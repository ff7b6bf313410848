//! How far the user is in a lesson and what was answered, as the browser keeps it.

use std::collections::BTreeMap;
use std::fmt;

use laneway_model::Moment;
use laneway_trace::Lesson;
use serde_json::Value;

use crate::storage;
use crate::votes::Votes;

/// What the user made of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The option with this number.
    Option(u32),
    /// Shown without a guess.
    Shown,
}

/// How far a lesson was played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Far {
    /// Not to the first step.
    #[default]
    Start,
    /// To this step, from 0. A step and not a moment, since the lesson may be recorded anew.
    Step(u32),
    /// To the end.
    End,
}

impl Far {
    /// How far a moment is.
    pub fn at(furthest: Moment, steps: &[Option<Moment>], end: Moment) -> Self {
        if furthest >= end {
            return Self::End;
        }
        let come = (0..)
            .zip(steps)
            .filter(|(_, step)| step.is_some_and(|step| step <= furthest));
        come.max_by_key(|(_, step)| **step)
            .map_or(Self::Start, |(step, _)| Self::Step(step))
    }
}

/// What is kept of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub far: Far,
    /// By the prompt's id.
    pub answers: BTreeMap<String, Answer>,
    /// What a hall voted, by the prompt's id.
    pub votes: BTreeMap<String, Votes>,
}

impl Progress {
    /// What the browser has kept of a lesson with its parameters.
    pub fn of(lesson: &Lesson) -> Self {
        storage::recall(&key(lesson)).map_or_else(Self::default, |kept| Self::parse(&kept))
    }

    /// Has the browser keep it; with nothing in it, forget it.
    pub fn keep(&self, lesson: &Lesson) {
        if *self == Self::default() {
            storage::forget(&key(lesson));
        } else {
            storage::remember(&key(lesson), &self.to_string());
        }
    }

    /// Reads what was kept. What cannot be read is passed over.
    fn parse(kept: &str) -> Self {
        let mut progress = Self::default();
        for line in kept.lines() {
            match line.split_once(' ') {
                None if line == "end" => progress.far = Far::End,
                Some(("step", step)) => {
                    progress.far = step.parse().map_or(progress.far, Far::Step);
                }
                Some(("answer", answer)) => {
                    let Some((prompt, answer)) = answer.rsplit_once(' ') else {
                        continue;
                    };
                    let answer = match answer {
                        "shown" => Some(Answer::Shown),
                        number => number.parse().ok().map(Answer::Option),
                    };
                    progress
                        .answers
                        .extend(answer.map(|answer| (prompt.to_owned(), answer)));
                }
                Some(("vote", vote)) => {
                    let vote = vote
                        .split_once(' ')
                        .and_then(|(counts, prompt)| Some((prompt.to_owned(), Votes::parse(counts)?)));
                    progress.votes.extend(vote);
                }
                _ => {}
            }
        }
        progress
    }
}

impl fmt::Display for Progress {
    /// A fact a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.far {
            Far::Start => {}
            Far::Step(step) => writeln!(f, "step {step}")?,
            Far::End => writeln!(f, "end")?,
        }
        for (prompt, answer) in &self.answers {
            match answer {
                Answer::Option(number) => writeln!(f, "answer {prompt} {number}")?,
                Answer::Shown => writeln!(f, "answer {prompt} shown")?,
            }
        }
        for (prompt, votes) in &self.votes {
            writeln!(f, "vote {votes} {prompt}")?;
        }
        Ok(())
    }
}

/// A lesson run with other parameters is another experiment.
fn key(lesson: &Lesson) -> String {
    let mut key = format!("lesson-{}", lesson.id);
    for (name, value) in &lesson.parameters {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        key.push_str(&format!(" {name}={value}"));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        #[track_caller]
        fn check(progress: &Progress, expected: &str) {
            assert_eq!(progress.to_string(), expected);
            assert_eq!(Progress::parse(expected), *progress);
        }
        check(&Progress::default(), "");
        let mut progress = Progress {
            far: Far::Step(4),
            ..Progress::default()
        };
        check(&progress, "step 4\n");
        progress.far = Far::End;
        progress.answers.insert("who wins".into(), Answer::Option(2));
        progress.answers.insert("why".into(), Answer::Shown);
        check(&progress, "end\nanswer who wins 2\nanswer why shown\n");
        progress.answers.clear();
        progress
            .votes
            .insert("who wins".into(), Votes::new(2).with(1, 30).talked());
        check(&progress, "end\nvote 0,30/0,0 who wins\n");
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let progress =
            Progress::parse("step x\nlater 4\nanswer\nanswer a b c\nanswer b 1\nvote 3\nvote x who");
        assert_eq!((progress.far, progress.votes.len()), (Far::Start, 0));
        assert_eq!(
            progress.answers,
            BTreeMap::from([("b".into(), Answer::Option(1))])
        );
    }

    #[test]
    fn a_lesson_is_as_far_as_its_latest_step() {
        let steps = [Some(Moment(4)), None, Some(Moment(9)), Some(Moment(9))];
        let check = |at, expected| assert_eq!(Far::at(Moment(at), &steps, Moment(20)), expected);
        check(0, Far::Start);
        check(4, Far::Step(0));
        check(9, Far::Step(3));
        check(19, Far::Step(3));
        check(20, Far::End);
        assert!(Far::Start < Far::Step(0) && Far::Step(0) < Far::Step(1) && Far::Step(9) < Far::End);
    }
}
