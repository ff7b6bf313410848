//! Both files of messages say the same things, with the same arguments, and say them as Fluent does.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use laneway_l10n::{Language, Localizer};
use unic_langid::LanguageIdentifier;

type Arguments<'s> = BTreeSet<&'s str>;

const fn fluent(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../messages/en.ftl"),
        Language::Chinese => include_str!("../messages/zh.ftl"),
    }
}

/// The messages of a language, each with the arguments that it takes.
fn messages(language: Language) -> BTreeMap<&'static str, Arguments<'static>> {
    let resource = fluent_syntax::parser::parse(fluent(language))
        .unwrap_or_else(|(_, errors)| panic!("{}.ftl: {errors:?}", language.code()));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut arguments = Arguments::new();
        let value = message.value.expect("a message has a value");
        collect(&value, &mut arguments);
        let known = messages.insert(message.id.name, arguments);
        assert!(
            known.is_none(),
            "{}.ftl says `{}` twice",
            language.code(),
            message.id.name
        );
    }
    messages
}

fn collect<'s>(pattern: &Pattern<&'s str>, arguments: &mut Arguments<'s>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, arguments),
            Expression::Select { selector, variants } => {
                collect_inline(selector, arguments);
                for variant in variants {
                    collect(&variant.value, arguments);
                }
            }
        }
    }
}

fn collect_inline<'s>(inline: &InlineExpression<&'s str>, arguments: &mut Arguments<'s>) {
    if let InlineExpression::VariableReference { id } = inline {
        arguments.insert(id.name);
    }
}

#[test]
fn every_message_is_in_both_languages_with_the_same_arguments() {
    let english = messages(Language::English);
    let chinese = messages(Language::Chinese);
    let missing = |here: &BTreeMap<&str, _>, there: &BTreeMap<&str, _>| -> Vec<String> {
        here.keys()
            .filter(|id| !there.contains_key(*id))
            .map(|id| (*id).to_owned())
            .collect()
    };
    assert_eq!(
        missing(&english, &chinese),
        Vec::<String>::new(),
        "missing in zh.ftl"
    );
    assert_eq!(
        missing(&chinese, &english),
        Vec::<String>::new(),
        "missing in en.ftl"
    );
    // A language need not say what kind of object it is.
    let but_kind = |arguments: &Arguments<'static>| -> Vec<&str> {
        arguments.iter().copied().filter(|name| *name != "kind").collect()
    };
    for (id, arguments) in &english {
        assert_eq!(but_kind(arguments), but_kind(&chinese[id]), "arguments of `{id}`");
    }
}

#[test]
fn every_sentence_of_the_view_is_there_with_its_arguments() {
    let english = messages(Language::English);
    for (id, names) in laneway_view::MESSAGES {
        let arguments = english.get(id).unwrap_or_else(|| panic!("`{id}` is missing"));
        let named: Arguments<'_> = names.iter().copied().collect();
        assert_eq!(arguments, &named, "arguments of `{id}`");
    }
}

/// What `places` lacks of what follows from a table, in words for whoever has added a row to it.
#[track_caller]
fn nothing_is_left(table: &str, places: &[String]) {
    assert!(
        places.is_empty(),
        "{table} has rows without words:\n{}",
        places.join("\n")
    );
}

#[test]
fn every_kind_of_event_is_told_in_both_languages() {
    let mut left = Vec::new();
    for language in Language::ALL {
        let messages = messages(language);
        let file = format!("{}.ftl", language.code());
        for sentence in laneway_view::event_sentences() {
            let Some(arguments) = messages.get(sentence.id.as_str()) else {
                left.push(format!(
                    "{file}: `{}` is missing; it may say {:?}",
                    sentence.id, sentence.arguments
                ));
                continue;
            };
            let odd = arguments.iter().filter(|name| !sentence.arguments.contains(name));
            left.extend(odd.map(|name| format!("{file}: `{}` does not know ${name}", sentence.id)));
        }
    }
    nothing_is_left("EventKind::ALL", &left);
}

#[test]
fn every_kind_of_object_has_a_word_in_both_languages() {
    let mut left = Vec::new();
    for language in Language::ALL {
        let messages = messages(language);
        for known in laneway_trace::ObjectKind::ALL {
            let id = format!("object-{}", known.name.replace('_', "-"));
            if !messages.contains_key(id.as_str()) {
                left.push(format!("{}.ftl: `{id}` is missing", language.code()));
            }
        }
    }
    nothing_is_left("ObjectKind::ALL", &left);
}

/// The other way round: a sentence of a kind that is gone would be kept for ever.
#[test]
fn no_sentence_is_left_over() {
    let sentences: BTreeSet<String> = laneway_view::event_sentences()
        .into_iter()
        .map(|sentence| sentence.id)
        .collect();
    let of_events = |id: &&&str| id.starts_with("event-") || id.starts_with("effect-");
    let known_elsewhere = ["event-back", "event-forward"];
    let english = messages(Language::English);
    let left: Vec<&&str> = english
        .keys()
        .filter(of_events)
        .filter(|id| !sentences.contains(**id) && !known_elsewhere.contains(*id))
        .collect();
    assert!(
        left.is_empty(),
        "en.ftl has sentences that nobody tells: {left:?}"
    );
}

/// What the page and the command say is what Fluent's own implementation says of the same files.
#[test]
fn compiled_messages_say_what_fluent_says() {
    for language in Language::ALL {
        let resource = FluentResource::try_new(fluent(language).to_owned()).expect("messages");
        let identifier: LanguageIdentifier = language.code().parse().expect("a language");
        let mut bundle = FluentBundle::new(vec![identifier]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no message twice");
        let localizer = Localizer::new(language);
        for (id, names) in messages(language) {
            let pattern = bundle.get_message(id).and_then(|message| message.value());
            let pattern = pattern.expect("a message with a value");
            let check = |ours: &[(&str, laneway_l10n::Value<'_>)], theirs: FluentArgs<'_>| {
                let expected = bundle.format_pattern(pattern, Some(&theirs), &mut Vec::new());
                assert_eq!(
                    localizer.text(id, ours),
                    expected,
                    "`{id}` in {}",
                    language.code()
                );
            };
            check(&[], FluentArgs::new());
            for number in [0, 1, 2, 21, -1, 1_234_567] {
                let ours: Vec<_> = names.iter().map(|name| (*name, i64::into(number))).collect();
                check(&ours, names.iter().map(|name| (*name, number)).collect());
            }
            for word in ["yes", "no", "other", "票 {$who}"] {
                let ours: Vec<_> = names.iter().map(|name| (*name, word.into())).collect();
                check(&ours, names.iter().map(|name| (*name, word)).collect());
            }
        }
    }
}
