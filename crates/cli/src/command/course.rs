//! `laneway course`: the courses, and the lessons of one.

use std::collections::BTreeMap;
use std::io::{self, Write};

use laneway_l10n::{Language, Localizer};
use laneway_lessons::{Course, courses, find, find_course};

use crate::arguments;
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::words::localizer;

pub(crate) fn course(asked: &arguments::Course, lang: Option<Language>) -> Result<(), Failure> {
    let mut stdout = Terminal::stdout();
    let l10n = localizer(lang);
    match &asked.id {
        Some(id) => {
            let course = find_course(id).map_err(Failure::new)?;
            if asked.json {
                return stdout.json(course);
            }
            tell(course, &l10n, &mut stdout)?;
        }
        None if asked.json => return stdout.json(&courses()),
        None => {
            for course in courses() {
                let lessons: usize = course.chapters.iter().map(|chapter| chapter.lessons.len()).sum();
                let words = [("count", lessons.into())];
                stdout.heading(format_args!(
                    "{:<20}{} ({})",
                    course.id,
                    pick(&l10n, &course.title),
                    l10n.text("course-lessons", &words)
                ))?;
                stdout.line(format_args!("  {}", pick(&l10n, &course.about)))?;
            }
        }
    }
    Ok(())
}

/// Its lessons by chapters, numbered through.
fn tell(course: &Course, l10n: &Localizer, out: &mut Terminal<impl Write>) -> io::Result<()> {
    out.heading(pick(l10n, &course.title))?;
    out.line(pick(l10n, &course.about))?;
    let mut number = 0;
    for chapter in &course.chapters {
        out.line("")?;
        out.heading(pick(l10n, &chapter.title))?;
        for id in &chapter.lessons {
            number += 1;
            let text = find(id)
                .ok()
                .and_then(|lesson| l10n.language().pick(&lesson.texts));
            let title = text.map_or("", |(text, _)| text.title.as_str());
            out.line(format_args!("{number:>4}  {id:<22}{title}"))?;
        }
    }
    Ok(())
}

/// A text in the language that is spoken.
fn pick<'a>(l10n: &Localizer, texts: &'a BTreeMap<String, String>) -> &'a str {
    l10n.language().pick(texts).map_or("", |(text, _)| text)
}
