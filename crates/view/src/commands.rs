//! What can be done, as a list to search in: what keys do, in their order, and what has no key.

use crate::search::folded;
use crate::{Action, ClockKind, KEYS, KeyGroup, Language, Panel, State, Theme};

/// Something that can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// The ids of the messages that say what it does: some say first what they are about ("Clock", "Real time").
    pub words: Vec<&'static str>,
    /// The keys that do it, as the help shows them.
    pub keys: Vec<&'static str>,
    /// What is done.
    pub deed: Deed,
}

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    /// Something to the run.
    Act(Action),
    /// Another language.
    Language(Language),
    /// Other colours.
    Theme(Theme),
    /// Keep the legend open, or close it.
    Legend(bool),
    /// Choose a file.
    OpenFile,
    /// Put the address into the clipboard.
    CopyLink,
    /// To all lessons.
    Gallery,
}

/// What can be done to a run as it is. What is done to a lesson alone is left out of an own run.
pub fn commands(state: &State, is_lesson: bool, legend: bool) -> Vec<Command> {
    let mut commands = Vec::<Command>::new();
    for binding in KEYS {
        // Who looks at this list closes it by Escape.
        let own = binding.action == Action::Escape || (binding.group == KeyGroup::Lesson && !is_lesson);
        let known = commands
            .iter_mut()
            .find(|command| command.words == [binding.message]);
        match known {
            _ if own => {}
            Some(command) => command.keys.push(binding.shown),
            None => commands.push(Command {
                words: vec![binding.message],
                keys: vec![binding.shown],
                deed: Deed::Act(binding.action),
            }),
        }
    }
    let plain = |words: &[&'static str], deed| Command {
        words: words.to_vec(),
        keys: Vec::new(),
        deed,
    };
    let act = |words: &[&'static str], action| plain(words, Deed::Act(action));
    if is_lesson {
        commands.push(act(&["step-stops"], Action::SetStepStops(!state.step_stops)));
    }
    commands.push(act(&["loop"], Action::SetLooping(!state.looping)));
    commands
        .extend(ClockKind::ALL.map(|kind| act(&["clock", clock_message(kind)], Action::SetClock(kind))));
    let panels = Panel::ALL.into_iter();
    let panels = panels.map(|panel| act(&["command-panel", panel.message()], Action::SetPanel(panel)));
    commands.extend(panels);
    commands.push(plain(&["legend-keep"], Deed::Legend(!legend)));
    commands.extend([Theme::Light, Theme::Dark, Theme::HighContrast].map(|theme| {
        let words = match theme {
            Theme::Light => "theme-light",
            Theme::Dark => "theme-dark",
            Theme::HighContrast => "theme-contrast",
        };
        plain(&[words], Deed::Theme(theme))
    }));
    commands.extend(Language::ALL.map(|language| {
        let words = match language {
            Language::English => "command-english",
            Language::Chinese => "command-chinese",
        };
        plain(&[words], Deed::Language(language))
    }));
    commands.extend([
        plain(&["open-file"], Deed::OpenFile),
        plain(&["command-copy-link"], Deed::CopyLink),
        plain(&["all-lessons"], Deed::Gallery),
    ]);
    commands
}

const fn clock_message(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Steps => "clock-steps",
        ClockKind::Wall => "clock-wall",
        ClockKind::Folded => "clock-folded",
    }
}

/// True if each of the words that were typed, small or capital, is part of what a command says or of its keys.
pub fn fits(typed: &str, said: &str, keys: &[&str]) -> bool {
    let said = folded(said);
    let keys: Vec<String> = keys.iter().map(|key| folded(&key.replace(' ', ""))).collect();
    folded(typed)
        .split_whitespace()
        .all(|word| said.contains(word) || keys.iter().any(|key| key.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_does_is_there_once_with_all_its_keys() {
        let all = commands(&State::default(), true, false);
        for (at, command) in all.iter().enumerate() {
            let again = all[at + 1..].iter().find(|other| other.words == command.words);
            assert_eq!(again, None);
        }
        let keys = |message: &str| {
            let command = all.iter().find(|command| command.words == [message]);
            command.map_or_else(Vec::new, |command| command.keys.clone())
        };
        assert_eq!(keys("key-commands"), ["Ctrl + K", "Ctrl + Shift + P"]);
        assert_eq!(keys("key-fit"), ["0"]);
        assert_eq!(keys("key-escape"), [""; 0]);
    }

    #[test]
    fn what_is_of_a_lesson_is_only_there_in_one() {
        let has = |is_lesson, message| {
            let all = commands(&State::default(), is_lesson, false);
            all.iter().any(|command| command.words == [message])
        };
        for message in ["key-step", "key-curtain", "step-stops"] {
            assert!(has(true, message) && !has(false, message), "{message}");
        }
        assert!(has(false, "key-play") && has(false, "loop"));
    }

    #[test]
    fn what_is_typed_is_part_of_what_is_said() {
        let check = |typed: &str, expected| {
            assert_eq!(
                fits(typed, "Clock: Real time", &["Ctrl + K"]),
                expected,
                "{typed}"
            );
        };
        check("", true);
        check("real", true);
        check("TIME clock", true);
        check("ctrl+k", true);
        check("steps clock", false);
    }
}
