//! Both files of messages say the same things, with the same arguments, and can be read.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use laneway_l10n::Language;

type Arguments<'s> = BTreeSet<&'s str>;

/// The messages of a language, each with the arguments that it takes.
fn messages(language: Language) -> BTreeMap<&'static str, Arguments<'static>> {
    let resource = fluent_syntax::parser::parse(language.messages())
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
    let english = messages(Language::En);
    let chinese = messages(Language::Zh);
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
    for (id, arguments) in &english {
        assert_eq!(arguments, &chinese[id], "arguments of `{id}`");
    }
}

#[test]
fn every_sentence_of_the_view_is_there_with_its_arguments() {
    let english = messages(Language::En);
    for (id, names) in laneway_view::MESSAGES {
        let arguments = english.get(id).unwrap_or_else(|| panic!("`{id}` is missing"));
        let named: Arguments<'_> = names.iter().copied().collect();
        assert_eq!(arguments, &named, "arguments of `{id}`");
    }
}
