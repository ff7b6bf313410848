//! Keys, as a table that the help shows. They follow what trace viewers taught people; those that are
//! about a place on the keyboard (W, A, S, D) go by the physical key, the others by what they write.

use crate::{Action, Finder};

/// A key that was pressed, as a browser reports it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPress {
    /// The physical key: `KeyW`.
    pub code: String,
    /// What it writes, or its name: `w`, `ArrowLeft`.
    pub key: String,
    /// Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binding {
    /// Which key.
    pub on: Key,
    /// With Shift or without; `None` where the key itself says it (`?`, `<`).
    pub shift: Option<bool>,
    /// With Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// What it does.
    pub action: Action,
    /// How the help shows the key: `Shift + →`.
    pub shown: &'static str,
    /// The id of the message that says what it does. Rows with the same one stand together in the help.
    pub message: &'static str,
    /// The group in which the help shows it.
    pub group: KeyGroup,
}

/// How a key is recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// By its place on the keyboard.
    Code(&'static str),
    /// By what it writes, or by its name.
    Name(&'static str),
}

/// The groups of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyGroup {
    /// Playing and stepping.
    Playback,
    /// Zooming and panning.
    Window,
    /// Moving along lanes and arrows.
    Lanes,
    /// The lesson.
    Lesson,
    /// Presenting in a hall.
    Hall,
    /// Everything else.
    Page,
}

impl KeyGroup {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Playback,
        Self::Window,
        Self::Lanes,
        Self::Lesson,
        Self::Hall,
        Self::Page,
    ];

    /// The id of the message with its title.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Playback => "keys-playback",
            Self::Window => "keys-window",
            Self::Lanes => "keys-lanes",
            Self::Lesson => "keys-lesson",
            Self::Hall => "keys-hall",
            Self::Page => "keys-page",
        }
    }
}

/// How much one press of W or S zooms.
const ZOOM: f64 = 1.5;
/// How much of the window one press of A or D pans.
const PAN: f64 = 0.15;

macro_rules! keys {
    ($($group:ident $on:ident $name:literal $shift:ident $shown:literal $message:literal $action:expr;)+) => {
        /// All keys. The first row that fits a press counts.
        pub const KEYS: &[Binding] = &[$(Binding {
            on: Key::$on($name),
            shift: keys!(@$shift),
            ctrl: keys!(#$shift),
            action: $action,
            shown: $shown,
            message: $message,
            group: KeyGroup::$group,
        }),+];
    };
    (@plain) => { Some(false) };
    (@shift) => { Some(true) };
    (@any) => { None };
    (@ctrl) => { Some(false) };
    (@ctrl_shift) => { Some(true) };
    (#ctrl) => { true };
    (#ctrl_shift) => { true };
    (#$shift:ident) => { false };
}

keys! {
    Playback Name " " any "Space" "key-play" Action::TogglePlay;
    Playback Name "ArrowLeft" plain "←" "key-event-back" Action::GoEvents(-1);
    Playback Name "ArrowRight" plain "→" "key-event" Action::GoEvents(1);
    Playback Name "ArrowLeft" shift "Shift + ←" "key-interesting-back" Action::GoPreviousInteresting;
    Playback Name "ArrowRight" shift "Shift + →" "key-interesting" Action::GoNextInteresting;
    Playback Name "Home" any "Home" "key-start" Action::GoStart;
    Playback Name "End" any "End" "key-end" Action::GoEnd;
    Playback Name "<" any "<" "key-slower" Action::Slower;
    Playback Name ">" any ">" "key-faster" Action::Faster;
    Window Code "KeyW" plain "W" "key-zoom-in" Action::Zoom(ZOOM);
    Window Code "KeyS" plain "S" "key-zoom-out" Action::Zoom(1.0 / ZOOM);
    Window Code "KeyA" plain "A" "key-pan-left" Action::Pan(-PAN);
    Window Code "KeyD" plain "D" "key-pan-right" Action::Pan(PAN);
    Window Name "f" any "F" "key-fit-selection" Action::FitSelection;
    Window Name "0" any "0" "key-fit" Action::Fit;
    Lanes Name "ArrowUp" any "↑" "key-lane-up" Action::SelectLane(-1);
    Lanes Name "ArrowDown" any "↓" "key-lane-down" Action::SelectLane(1);
    Lanes Name "." any "." "key-phase" Action::GoNextPhase;
    Lanes Name "," any "," "key-phase-back" Action::GoPreviousPhase;
    Lanes Name "]" any "]" "key-arrow" Action::GoAlongArrow;
    Lanes Name "[" any "[" "key-arrow-back" Action::GoBackAlongArrow;
    Lanes Name "m" plain "M" "key-mark" Action::ToggleMark;
    Lanes Name "m" shift "Shift + M" "key-go-mark" Action::GoMark;
    Lesson Name "PageDown" any "Page Down" "key-step" Action::GoNextStop;
    Lesson Name "PageUp" any "Page Up" "key-step-back" Action::GoPreviousStop;
    Lesson Name "c" any "C" "key-curtain" Action::ToggleCurtain;
    Hall Name "p" plain "P" "key-present" Action::TogglePresent;
    Hall Name "b" plain "B" "key-blank" Action::ToggleBlank;
    Hall Name "b" shift "Shift + B" "key-speaker" Action::OpenSpeaker;
    Hall Name "p" shift "Shift + P" "key-own-stop" Action::ToggleOwnStop;
    Page Name "/" any "/" "key-search" Action::ToggleFinder(Finder::Search);
    Page Name "F3" plain "F3" "key-trail" Action::GoNextOfTrail;
    Page Name "F3" shift "Shift + F3" "key-trail-back" Action::GoPreviousOfTrail;
    // Firefox keeps Ctrl+Shift+P for itself.
    Page Code "KeyK" ctrl "Ctrl + K" "key-commands" Action::ToggleFinder(Finder::Commands);
    Page Code "KeyP" ctrl_shift "Ctrl + Shift + P" "key-commands" Action::ToggleFinder(Finder::Commands);
    Page Name "?" any "?" "key-help" Action::ToggleHelp;
    Page Name "Escape" any "Esc" "key-escape" Action::Escape;
}

/// What a key does; `None` for a key that is not in the table, and for all others with Ctrl or Alt, which
/// belong to the browser.
pub fn keys(press: &KeyPress) -> Option<Action> {
    if press.alt {
        return None;
    }
    let fits = |binding: &&Binding| {
        let key = match binding.on {
            Key::Code(code) => press.code == code,
            Key::Name(name) => press.key.eq_ignore_ascii_case(name),
        };
        key && binding.ctrl == press.ctrl && binding.shift.is_none_or(|shift| shift == press.shift)
    };
    KEYS.iter().find(fits).map(|binding| binding.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, key: &str, shift: bool, expected: Option<Action>) {
        let press = KeyPress {
            code: code.into(),
            key: key.into(),
            shift,
            ..KeyPress::default()
        };
        assert_eq!(keys(&press), expected);
    }

    #[test]
    fn keys_do_what_trace_viewers_taught() {
        check("KeyW", "w", false, Some(Action::Zoom(1.5)));
        // The key left of the one that writes "w" on a French keyboard.
        check("KeyW", "z", false, Some(Action::Zoom(1.5)));
        check("KeyZ", "w", false, None);
        check("Space", " ", false, Some(Action::TogglePlay));
        check("ArrowRight", "ArrowRight", false, Some(Action::GoEvents(1)));
        check("ArrowRight", "ArrowRight", true, Some(Action::GoNextInteresting));
        check("Comma", "<", true, Some(Action::Slower));
        check("Comma", ",", false, Some(Action::GoPreviousPhase));
        check("Slash", "?", true, Some(Action::ToggleHelp));
        check("KeyM", "M", true, Some(Action::GoMark));
        check("PageDown", "PageDown", false, Some(Action::GoNextStop));
        check("KeyP", "p", false, Some(Action::TogglePresent));
        check("KeyB", "b", false, Some(Action::ToggleBlank));
        check("Slash", "/", false, Some(Action::ToggleFinder(Finder::Search)));
        // Where it is above the 7.
        check("Digit7", "/", true, Some(Action::ToggleFinder(Finder::Search)));
        check("F5", "F5", false, None);
    }

    #[test]
    fn what_belongs_to_the_browser_is_left_to_it() {
        for (ctrl, alt) in [(true, false), (false, true)] {
            let press = KeyPress {
                code: "KeyF".into(),
                key: "f".into(),
                ctrl,
                alt,
                shift: false,
            };
            assert_eq!(keys(&press), None);
        }
    }

    #[test]
    fn every_row_can_be_reached() {
        for binding in KEYS {
            let (code, key) = match binding.on {
                Key::Code(code) => (code, "unknown"),
                Key::Name(name) => ("Unknown", name),
            };
            let press = KeyPress {
                code: code.into(),
                key: key.into(),
                ctrl: binding.ctrl,
                shift: binding.shift == Some(true),
                alt: false,
            };
            assert_eq!(keys(&press), Some(binding.action));
        }
    }
}
