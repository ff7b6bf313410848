//! The texts of a run as they may be shown: no longer than anybody reads, and without characters that hide,
//! or that move or hide what stands around them.

use std::borrow::Cow;

use laneway_trace::{
    Actor, ActorKind, Closing, Definitions, Ending, Header, Lesson, LessonText, Object, Predicate,
    PromptText, Provenance,
};
use serde_json::Value as Json;

/// The most characters of a name: of an actor, an object, a word of a kind.
const NAME: usize = 200;
/// The most characters of a title or of a line of source.
const LINE: usize = 1_000;
/// The most characters of what was printed, of an item, of a paragraph: as much as the recorder keeps.
const TEXT: usize = 4_096;
/// The most characters of a source file: a hundred times as much as people write into one.
const SOURCE: usize = 4_000_000;

/// True for a character that is not seen itself and changes how others are: it moves the cursor, changes
/// colours, turns the direction of writing, or takes no room, so that two names look like one.
///
/// These are the controls of ASCII and of Latin-1, the separators of lines and paragraphs, and what Unicode
/// calls "default ignorable", but for the variation selectors, which say whether a sign is an emoji.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e00ff}'
                | '\u{e01f0}'..='\u{e0fff}'
        )
}

/// A text on one line: each hidden character as its code, `\u{202e}`, and an ellipsis for what comes after
/// `most` characters. Looks at no more of the text than is shown.
pub fn shown(text: &str, most: usize) -> Cow<'_, str> {
    fit(text, most, |_| false)
}

/// The same for a text that may have several lines: their ends and tabs stay.
fn shown_lines(text: &str, most: usize) -> Cow<'_, str> {
    fit(text, most, |character| matches!(character, '\n' | '\t'))
}

fn fit(text: &str, most: usize, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let hides = |character: char| is_hidden(character) && !stays(character);
    let end = text.char_indices().nth(most).map(|(at, _)| at);
    let kept = &text[..end.unwrap_or(text.len())];
    if end.is_none() && !kept.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut fitted = String::with_capacity(kept.len() + '…'.len_utf8());
    for character in kept.chars() {
        if hides(character) {
            fitted.extend(character.escape_default());
        } else {
            fitted.push(character);
        }
    }
    if end.is_some() {
        fitted.push('…');
    }
    Cow::Owned(fitted)
}

/// Makes every text in a header fit to be shown, once, so that no frame looks at more of one than can be
/// seen. For whoever draws a run: what is written to a file, or checked, stays as it was recorded.
///
/// Names and the predicates that pick them change alike, so that steps keep their moments.
pub fn present_header(header: &mut Header) {
    // Without `..`: who adds a field decides here how much of it is shown.
    let Header {
        recorder,
        provenance,
        title,
        command,
        host,
        started_unix_ms: _,
        time_unit_ns: _,
        ending,
        duration_ns: _,
        events: _,
        lost: _,
        times_corrected: _,
        unseen,
        lesson,
        actors,
        objects,
        locations: _,
        sources,
        vocabulary: _,
        extra: _,
    } = header;
    one_line(title, LINE);
    let names = [recorder, &mut host.os, &mut host.arch]
        .into_iter()
        .chain(command);
    names.for_each(|name| one_line(name, NAME));
    if let Provenance::Other(word) = provenance {
        one_line(word, NAME);
    }
    if let Ending::Other(word) = ending {
        one_line(word, NAME);
    }
    present_unseen(unseen);
    present_tables(actors, objects);
    sources.values_mut().for_each(source);
    if let Some(lesson) = lesson {
        present_lesson(lesson);
    }
}

/// Makes the texts of a run's events fit to be shown: see [`present_header`].
pub fn present_texts(texts: &mut [String]) {
    texts.iter_mut().for_each(|text| lines(text, TEXT));
}

/// Makes what a run defines while it goes on fit to be shown: see [`present_header`].
pub fn present_definitions(more: &mut Definitions) {
    let Definitions {
        vocabulary: _,
        actors,
        objects,
        locations: _,
        texts,
    } = more;
    present_tables(actors, objects);
    present_texts(texts);
}

/// Makes what is known at a run's end fit to be shown: see [`present_header`].
pub fn present_closing(closing: &mut Closing) {
    if let Ending::Other(word) = &mut closing.ending {
        one_line(word, NAME);
    }
    present_unseen(&mut closing.unseen);
}

fn present_unseen(unseen: &mut [String]) {
    unseen.iter_mut().for_each(|sentence| one_line(sentence, LINE));
}

fn present_tables(actors: &mut [Actor], objects: &mut [Object]) {
    for actor in actors {
        one_line(&mut actor.name, NAME);
        if let ActorKind::Other(word) = &mut actor.kind {
            one_line(word, NAME);
        }
    }
    // The name of a kind is what its row of the vocabulary is found by: whoever shows it calls `shown`.
    objects
        .iter_mut()
        .for_each(|object| one_line(&mut object.name, NAME));
}

fn present_lesson(lesson: &mut Lesson) {
    let Lesson {
        id,
        hash,
        part: _,
        parameters,
        compare,
        steps,
        prompts,
        outcome,
        source: _,
        counterparts: _,
        texts,
        extra: _,
    } = lesson;
    one_line(id, NAME);
    one_line(hash, NAME);
    parameters.values_mut().for_each(parameter);
    for comparison in compare {
        one_line(&mut comparison.lesson, NAME);
        comparison.parameters.values_mut().for_each(parameter);
    }
    steps.iter_mut().for_each(|step| present_predicate(&mut step.at));
    outcome.iter_mut().for_each(present_predicate);
    for prompt in prompts {
        present_predicate(&mut prompt.ask);
        present_predicate(&mut prompt.answer);
        if let Some(other) = &mut prompt.follow_up {
            one_line(&mut other.lesson, NAME);
            other.parameters.values_mut().for_each(parameter);
        }
    }
    texts.values_mut().for_each(present_lesson_text);
}

fn parameter(value: &mut Json) {
    if let Json::String(word) = value {
        one_line(word, NAME);
    }
}

/// A loop, because a file decides how deep predicates go.
fn present_predicate(predicate: &mut Predicate) {
    let mut level = Some(predicate);
    while let Some(predicate) = level {
        let names = [&mut predicate.actor, &mut predicate.object];
        names
            .into_iter()
            .flatten()
            .for_each(|pattern| one_line(pattern, NAME));
        if let Some(Json::String(pattern)) = &mut predicate.value {
            lines(pattern, TEXT);
        }
        level = predicate.after.as_deref_mut();
    }
}

fn present_lesson_text(text: &mut LessonText) {
    let LessonText {
        title,
        idea,
        notice,
        misconception,
        python,
        compare,
        parameters,
        steps,
        prompts,
        extra: _,
    } = text;
    one_line(title, LINE);
    let words = [idea, notice, misconception, python].into_iter();
    let words = words.chain(compare).chain(parameters.values_mut());
    words
        .chain(steps.values_mut())
        .for_each(|words| lines(words, TEXT));
    for PromptText {
        question,
        options,
        reasons,
        why,
        extra: _,
    } in prompts.values_mut()
    {
        let words = [question, why].into_iter().chain(options).chain(reasons);
        words.for_each(|words| lines(words, TEXT));
    }
}

fn one_line(text: &mut String, most: usize) {
    if let Cow::Owned(fitted) = shown(text, most) {
        *text = fitted;
    }
}

fn lines(text: &mut String, most: usize) {
    if let Cow::Owned(fitted) = shown_lines(text, most) {
        *text = fitted;
    }
}

/// A source keeps its lines, each cut by itself.
fn source(text: &mut String) {
    lines(text, SOURCE);
    if text.split('\n').any(|line| line.chars().nth(LINE).is_some()) {
        let cut: Vec<Cow<'_, str>> = text.split('\n').map(|line| shown_lines(line, LINE)).collect();
        *text = cut.join("\n");
    }
}

#[cfg(test)]
mod tests {
    use laneway_trace::{Actor, Object, Step};

    use super::*;

    #[test]
    fn hidden_characters_are_shown_and_what_is_long_is_cut() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(shown(text, 12), expected);
        }
        check("user-1", "user-1");
        check("泳道", "泳道");
        check("❤\u{fe0f}", "❤\u{fe0f}");
        check("\u{1b}[31mred\n", "\\u{1b}[31mred\\n");
        check("\u{9b}2J", "\\u{9b}2J");
        check("a\u{202e}cba", "a\\u{202e}cba");
        check("lock\u{200b}", "lock\\u{200b}");
        check("philosopher-1", "philosopher-…");
        check("philosopher\n1", "philosopher\\n…");
        check("", "");
        assert!(matches!(shown("user-1", 6), Cow::Borrowed("user-1")));
    }

    #[test]
    fn lines_stay_and_are_cut_one_by_one() {
        assert_eq!(shown_lines("a\tb\r\nc", 100), "a\tb\\r\nc");
        let mut text = format!("let a;\n{}\nlet b;\n", "x".repeat(LINE + 1));
        source(&mut text);
        assert_eq!(text, format!("let a;\n{}…\nlet b;\n", "x".repeat(LINE)));
    }

    #[test]
    fn every_text_of_a_run_is_made_presentable() {
        let evil = format!("a\u{202e}\u{1b}[2J{}", "x".repeat(2 * TEXT));
        let text = LessonText {
            title: evil.clone(),
            idea: evil.clone(),
            compare: vec![evil.clone()],
            steps: [("first".to_owned(), evil.clone())].into(),
            ..LessonText::default()
        };
        let step = Step {
            at: Predicate {
                actor: Some(evil.clone()),
                after: Some(Box::new(Predicate {
                    object: Some(evil.clone()),
                    ..Predicate::default()
                })),
                ..Predicate::default()
            },
            ..Step::default()
        };
        let mut header = Header {
            title: evil.clone(),
            command: vec![evil.clone()],
            ending: Ending::Other(evil.clone()),
            unseen: vec![evil.clone()],
            actors: vec![Actor {
                name: evil.clone(),
                ..Actor::default()
            }],
            objects: vec![Object {
                name: evil.clone(),
                ..Object::default()
            }],
            sources: [("main.rs".to_owned(), evil.clone())].into(),
            lesson: Some(Lesson {
                parameters: [("start".to_owned(), evil.as_str().into())].into(),
                steps: vec![step],
                texts: [("en".to_owned(), text)].into(),
                ..Lesson::default()
            }),
            ..Header::default()
        };
        let mut texts = [evil];
        present_header(&mut header);
        present_texts(&mut texts);

        let told = serde_json::to_string(&(&header, &texts)).expect("JSON");
        // JSON has a code of its own for the one, and leaves the other as it is.
        assert!(!told.contains("\\u001b") && !told.contains('\u{202e}'));
        let words = told.split(|c: char| c != 'x');
        let longest = words.map(str::len).max().expect("one");
        assert!(longest < TEXT, "{longest}");
        // Who is picked by name still is.
        let step = &header.lesson.as_ref().expect("it stays").steps[0].at;
        assert_eq!(step.actor.as_ref(), Some(&header.actors[0].name));
        let after = step.after.as_deref().expect("it stays");
        assert_eq!(after.object.as_ref(), Some(&header.objects[0].name));
    }
}
