//! Which lesson asks about which misconception, and how somebody would do who only guesses.
//!
//! `cargo xtask matrix` prints it.

use std::collections::BTreeMap;

use laneway_lessons::{LANGUAGES, Lesson, MISCONCEPTIONS, catalogue};
use laneway_trace::{Prompt, PromptText};

/// A prompt with its words in a language.
struct Asked {
    lesson: &'static Lesson,
    prompt: &'static Prompt,
    words: &'static PromptText,
}

fn asked(language: &str) -> Vec<Asked> {
    let lessons = catalogue().iter();
    let prompts =
        lessons.flat_map(|lesson| lesson.prompts.iter().map(move |prompt| (lesson, &prompt.what)));
    prompts
        .map(|(lesson, prompt)| Asked {
            lesson,
            prompt,
            words: &lesson.texts[language].prompts[&prompt.id],
        })
        .collect()
}

#[test]
fn every_misconception_is_an_option() {
    let mut options: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for Asked { lesson, prompt, .. } in asked(LANGUAGES[0]) {
        for belief in prompt.misconceptions.iter().filter(|belief| !belief.is_empty()) {
            options
                .entry(belief)
                .or_default()
                .push(format!("{} {}", lesson.id, prompt.id));
        }
    }
    let mut without = Vec::new();
    for (about, ids) in MISCONCEPTIONS {
        println!("{about}");
        for id in *ids {
            let prompts = options
                .get(id)
                .map_or("-".to_owned(), |prompts| prompts.join(", "));
            println!("  {id:<34}{prompts}");
            if !options.contains_key(id) {
                without.push(*id);
            }
        }
    }
    assert!(without.is_empty(), "no option says: {}", without.join(", "));
}

#[test]
fn who_guesses_does_no_better_than_chance() {
    let mut above = Vec::new();
    for language in LANGUAGES {
        let asked = asked(language);
        let chance: f64 = asked
            .iter()
            .map(|asked| 1.0 / asked.words.options.len() as f64)
            .sum();
        let chance = 100.0 * chance / asked.len() as f64;
        println!(
            "{language}: {} prompts, by chance {chance:.0} % are right",
            asked.len()
        );
        let places = asked
            .iter()
            .fold(BTreeMap::<_, usize>::new(), |mut places, asked| {
                *places
                    .entry((asked.prompt.right + 1, asked.words.options.len()))
                    .or_default() += 1;
                places
            });
        for ((place, options), count) in places {
            println!("  right is option {place} of {options}: {count} times");
        }
        for (who, guess) in GUESSERS {
            let right = asked
                .iter()
                .filter(|asked| guess(asked.words) == asked.prompt.right as usize);
            let share = 100.0 * right.count() as f64 / asked.len() as f64;
            println!("  {who:<14}{share:.0} %");
            if share > chance + 5.0 {
                above.push(format!("{language}: {who} is right in {share:.0} %"));
            }
        }
    }
    assert!(above.is_empty(), "\n{}\n", above.join("\n"));
}

/// Takes an option, whatever the question.
type Guesser = fn(&PromptText) -> usize;

const GUESSERS: [(&str, Guesser); 7] = [
    ("always first", |_| 0),
    ("always last", |words| words.options.len() - 1),
    ("the longest", |words| {
        by_length(&words.options)[words.options.len() - 1]
    }),
    ("the shortest", |words| by_length(&words.options)[0]),
    ("between", |words| {
        by_length(&words.options)[words.options.len() / 2]
    }),
    ("the barest", |words| {
        most(&words.options, |option| usize::MAX - clauses(option))
    }),
    ("the gloomiest", |words| most(&words.options, gloom)),
];

/// The options from the shortest to the longest.
fn by_length(options: &[String]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..options.len()).collect();
    places.sort_by_key(|&place| options[place].chars().count());
    places
}

/// How many clauses a text has: who only guesses takes the one that gives no reason.
fn clauses(option: &str) -> usize {
    const MARKS: &str = ",;:\u{ff0c}\u{ff1b}\u{ff1a}\u{3002}.";
    let ends = option.trim_end_matches(|it| MARKS.contains(it));
    1 + ends.matches(|it| MARKS.contains(it)).count()
}

/// The first option with the most of something.
fn most(options: &[String], amount: impl Fn(&str) -> usize) -> usize {
    let amounts = options.iter().map(|option| amount(option));
    let best = amounts.enumerate().rev().max_by_key(|(_, amount)| *amount);
    best.map_or(0, |(place, _)| place)
}

/// Words of loss and standstill in a text.
fn gloom(text: &str) -> usize {
    const WORDS: [&str; 33] = [
        "never",
        "nobody",
        "no one",
        "nothing",
        "none",
        "lost",
        "lose",
        "fail",
        "error",
        "stuck",
        "wrong",
        "for ever",
        "wait",
        "end",
        "dead",
        "kill",
        "crash",
        "broken",
        "cannot",
        "\u{6c38}\u{8fdc}",
        "\u{8c01}\u{4e5f}",
        "\u{6ca1}\u{6709}",
        "\u{4e22}",
        "\u{5931}\u{8d25}",
        "\u{51fa}\u{9519}",
        "\u{5f02}\u{5e38}",
        "\u{5361}",
        "\u{6b7b}",
        "\u{4e0d}",
        "\u{7ec8}\u{6b62}",
        "\u{7b49}",
        "\u{5d29}",
        "\u{65e0}",
    ];
    let text = text.to_lowercase();
    WORDS.iter().map(|word| text.matches(word).count()).sum()
}
