//! `laneway list`: the lessons.

use std::io::{self, Write};

use laneway_l10n::{Language, Localizer};
use laneway_lessons::{Kind, Lesson, Parameter, catalogue};
use serde_json::{Map, Value as Json};

use crate::arguments::List;
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::words::localizer;

pub(crate) fn list(list: &List, lang: Option<Language>) -> Result<(), Failure> {
    let mut stdout = Terminal::stdout();
    if list.json {
        let lessons: Json = lessons().into_iter().map(Json::Object).collect();
        return stdout.json(&lessons);
    }
    let l10n = localizer(lang);
    let mut part = "";
    for lesson in catalogue() {
        if lesson.part != part {
            if !part.is_empty() {
                stdout.line("")?;
            }
            part = &lesson.part;
            stdout.heading(l10n.text(&format!("part-{part}"), &[]))?;
        }
        describe(lesson, &l10n, &mut stdout)?;
    }
    Ok(())
}

/// The objects of `laneway list --json`.
pub(super) fn lessons() -> Vec<Map<String, Json>> {
    let summaries = catalogue()
        .iter()
        .map(|lesson| serde_json::to_value(lesson.summary()));
    summaries
        .filter_map(|summary| match summary {
            Ok(Json::Object(fields)) => Some(fields),
            // A struct of texts and numbers always becomes an object.
            _ => None,
        })
        .collect()
}

/// The id with the title, then a line for each parameter: its default as it is typed, what else it takes,
/// what it is; then the variants.
fn describe(lesson: &Lesson, l10n: &Localizer, out: &mut Terminal<impl Write>) -> io::Result<()> {
    let text = l10n.language().pick(&lesson.texts).map(|(text, _)| text);
    let title = text.map_or("", |text| text.title.as_str());
    out.line(format_args!("  {:<20}{title}", lesson.id))?;
    for parameter in &lesson.parameters {
        let label = text.and_then(|text| text.parameters.get(&parameter.name));
        out.line(format_args!(
            "    {:<18}{:<26}  {}",
            setting(parameter),
            range(&parameter.kind),
            label.map_or("", String::as_str)
        ))?;
    }
    if !lesson.variants.is_empty() {
        let ids: Vec<&str> = lesson
            .variants
            .iter()
            .map(|variant| variant.id.as_str())
            .collect();
        out.line(format_args!("    {:<18}{}", "--variant", ids.join("|")))?;
    }
    Ok(())
}

fn setting(parameter: &Parameter) -> String {
    match parameter.default() {
        Json::String(word) => format!("{}={word}", parameter.name),
        value => format!("{}={value}", parameter.name),
    }
}

fn range(kind: &Kind) -> String {
    match kind {
        Kind::Integer {
            range: [least, greatest],
            ..
        } => format!("{least}..{greatest}"),
        Kind::Decimal {
            range: [least, greatest],
            ..
        } => format!("{least}..{greatest}"),
        Kind::Word { choices, .. } => choices.join("|"),
        Kind::Boolean { .. } => "true|false".to_owned(),
        Kind::Address => "HOST:PORT".to_owned(),
    }
}
