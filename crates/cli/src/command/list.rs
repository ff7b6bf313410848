//! `laneway list`: the lessons.

use std::io::{self, Write as _};

use laneway_l10n::{Language, Localizer};
use laneway_lessons::{Lesson, Parameter, catalogue};
use serde_json::Value as Json;

use super::serve::lessons;
use crate::arguments::List;
use crate::failure::Failure;
use crate::words::localizer;

pub(crate) fn list(list: &List, lang: Option<Language>) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    if list.json {
        let lessons: Json = lessons().into_iter().map(Json::Object).collect();
        writeln!(stdout, "{lessons:#}")?;
        return Ok(());
    }
    let l10n = localizer(lang);
    let mut part = "";
    for lesson in catalogue() {
        if lesson.part != part {
            let blank = if part.is_empty() { "" } else { "\n" };
            part = &lesson.part;
            writeln!(stdout, "{blank}{}", l10n.text(&format!("part-{part}"), &[]))?;
        }
        writeln!(stdout, "{}", describe(lesson, &l10n))?;
    }
    Ok(())
}

/// The id with the title, then a line for each parameter.
fn describe(lesson: &Lesson, l10n: &Localizer) -> String {
    let code = l10n.language().code();
    let text = lesson.texts.get(code);
    let title = text.map_or("", |text| text.title.as_str());
    let mut lines = format!("  {:<20}{title}", lesson.id);
    for parameter in &lesson.parameters {
        let label = text.and_then(|text| text.parameters.get(&parameter.name));
        lines.push_str(&format!(
            "\n      --set {:<22}{}",
            setting(parameter),
            label.map_or("", String::as_str)
        ));
    }
    lines
}

/// The parameter with its default, as it is typed.
fn setting(parameter: &Parameter) -> String {
    let value = match parameter.default() {
        Json::String(word) => word,
        value => value.to_string(),
    };
    format!("{}={value}", parameter.name)
}
