//! Which lessons are looked for.

use laneway_view::catalogue::Card;

/// What the lessons have that are looked for. By default all are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that stand in the id, the title or the idea, in whatever language.
    pub words: String,
    /// The part of the curriculum; every one if it is empty.
    pub part: String,
    /// True if there has to be a recorded run.
    pub recorded: bool,
}

impl Filter {
    /// True if the lesson is looked for.
    pub fn fits(&self, card: &Card) -> bool {
        let texts = card.title.values().chain(card.idea.values());
        let text: String = texts.map(|text| text.to_lowercase() + " ").collect();
        let words = self.words.to_lowercase();
        let mut words = words.split_whitespace();
        words.all(|word| card.id.contains(word) || text.contains(word))
            && (self.part.is_empty() || self.part == card.part)
            && (card.run || !self.recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            id: "ticket-lock".to_owned(),
            part: "threads".to_owned(),
            title: [("en", "Selling Tickets"), ("zh", "加锁抢票")]
                .map(|(language, text)| (language.to_owned(), text.to_owned()))
                .into(),
            ..Card::default()
        }
    }

    #[test]
    fn lessons_are_found_by_words_in_any_language() {
        #[track_caller]
        fn check(words: &str, expected: bool) {
            let filter = Filter {
                words: words.to_owned(),
                ..Filter::default()
            };
            assert_eq!(filter.fits(&card()), expected, "{words}");
        }
        check("", true);
        check("tickets", true);
        check("  SELLING lock ", true);
        check("抢票", true);
        check("selling deadlock", false);
    }

    #[test]
    fn every_condition_has_to_hold() {
        #[track_caller]
        fn check(words: &str, part: &str, recorded: bool, expected: bool) {
            let filter = Filter {
                words: words.to_owned(),
                part: part.to_owned(),
                recorded,
            };
            assert_eq!(filter.fits(&card()), expected, "{filter:?}");
        }
        check("tickets", "threads", false, true);
        check("tickets", "pools", false, false);
        check("pools", "threads", false, false);
        check("tickets", "threads", true, false);
    }
}
