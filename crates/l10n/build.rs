//! Compiles the messages, so that neither page nor command has to read Fluent: a third of the page's
//! code for words was the reader.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;

#[path = "src/marks.rs"]
mod marks;

use marks::{ARGUMENT, ARGUMENT_END, CHOICE, CHOICE_END, ID_END, KEY_END, MESSAGE_END, VARIANT};

fn main() {
    println!("cargo:rerun-if-changed=messages");
    println!("cargo:rerun-if-changed=src/marks.rs");
    let out = env::var("OUT_DIR").expect("cargo names the folder");
    for language in ["en", "zh"] {
        let fluent = fs::read_to_string(format!("messages/{language}.ftl")).expect("the messages");
        let compiled = compile(&fluent).unwrap_or_else(|fault| panic!("{language}.ftl: {fault}"));
        let file = Path::new(&out).join(format!("{language}.messages"));
        fs::write(file, compiled).expect("a file in the folder");
    }
}

fn compile(fluent: &str) -> Result<String, String> {
    let resource = parser::parse(fluent).map_err(|(_, errors)| format!("{errors:?}"))?;
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            other => return Err(format!("only messages are compiled, not {other:?}")),
        };
        let id = message.id.name;
        let pattern = message.value.as_ref().ok_or(format!("`{id}` has no value"))?;
        let compiled = compile_pattern(pattern, true).map_err(|fault| format!("`{id}`: {fault}"))?;
        if messages.insert(id, compiled).is_some() {
            return Err(format!("`{id}` is there twice"));
        }
    }
    let rows = messages.iter();
    Ok(rows
        .map(|(id, pattern)| format!("{id}{ID_END}{pattern}{MESSAGE_END}"))
        .collect())
}

fn compile_pattern(pattern: &Pattern<&str>, may_choose: bool) -> Result<String, String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                if value.contains(|letter: char| letter.is_control() && letter != '\n') {
                    return Err(format!("{value:?} has a character that may be a mark"));
                }
                text.push_str(value);
            }
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => text.push_str(value),
                Expression::Inline(inline) => {
                    text.push_str(&format!("{ARGUMENT}{}{ARGUMENT_END}", argument(inline)?));
                }
                Expression::Select { selector, variants } if may_choose => {
                    text.push_str(&format!("{CHOICE}{}", argument(selector)?));
                    text.push_str(&compile_variants(variants)?);
                    text.push(CHOICE_END);
                }
                Expression::Select { .. } => return Err("a choice within a choice".into()),
            },
        }
    }
    Ok(text)
}

fn compile_variants(variants: &[Variant<&str>]) -> Result<String, String> {
    let others = variants.iter().filter(|variant| !variant.default);
    let default = variants.iter().filter(|variant| variant.default);
    others
        .chain(default)
        .map(|variant| {
            let VariantKey::Identifier { name: key } = variant.key else {
                return Err("a choice goes by words and plural categories, not by numbers".into());
            };
            let pattern = compile_pattern(&variant.value, false)?;
            Ok(format!("{VARIANT}{key}{KEY_END}{pattern}"))
        })
        .collect()
}

fn argument<'s>(inline: &InlineExpression<&'s str>) -> Result<&'s str, String> {
    match inline {
        InlineExpression::VariableReference { id } => Ok(id.name),
        other => Err(format!("only arguments are put in, not {other:?}")),
    }
}
