//! What the view says as data, in words.

use laneway_view::{Argument, Labels, Message};

use crate::{Localizer, Value};

impl Localizer {
    /// A sentence of the view.
    pub fn say(&self, message: &Message) -> String {
        self.say_with(message, |_, text| text.to_owned())
    }

    /// A sentence of the view in which every text, name and length of time is put as `put` gives it. It is
    /// told the name of the argument, which says what it is: see [`laneway_view::MESSAGES`].
    pub fn say_with(&self, message: &Message, put: impl Fn(&str, &str) -> String) -> String {
        let value = |name: &str, argument: &Argument| -> Value<'static> {
            match argument {
                Argument::Text(text) => put(name, text).into(),
                Argument::Kind(kind) => put(name, &self.object_kind(kind.name())).into(),
                Argument::Message(id) => put(name, &self.text(id, &[])).into(),
                Argument::Number(number) => (*number).into(),
                Argument::TimeNs(ns) => put(name, &self.duration(*ns)).into(),
                Argument::List(names) => {
                    let names: Vec<String> = names.iter().map(|text| put(name, text)).collect();
                    self.list(&names).into()
                }
            }
        };
        let arguments = message.arguments.iter();
        let arguments: Vec<(&str, Value<'_>)> = arguments
            .map(|(name, argument)| (*name, value(name, argument)))
            .collect();
        self.text(&message.id, &arguments)
    }

    /// The few words in a scene.
    pub fn labels(&self) -> Labels {
        Labels {
            daemon: self.text("lane-daemon", &[]),
            full: self.text("queue-full", &[]),
            empty: self.text("queue-empty", &[]),
            process: self.text("lane-process", &[]),
            pinned: self.text("lane-pinned", &[]),
            event: self.text("ruler-event", &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn what_is_put_in_can_be_marked() {
        let message = Message {
            id: "explain-cycle".into(),
            arguments: vec![("actors", Argument::List(vec!["a".into(), "b".into()]))],
        };
        let l10n = Localizer::new(Language::English);
        let marked = l10n.say_with(&message, |name, text| format!("<{name} {text}>"));
        let plain = l10n.say(&message);
        assert!(plain.contains("a and b"), "{plain}");
        assert_eq!(marked, plain.replace("a and b", "<actors a> and <actors b>"));
    }

    #[test]
    fn the_default_labels_are_english() {
        assert_eq!(Localizer::new(Language::English).labels(), Labels::default());
        assert_ne!(Localizer::new(Language::Chinese).labels(), Labels::default());
    }
}
