//! The gallery that stands in the page before its program runs: links that can be clicked as soon as they are there.
//!
//! It is what the page's own gallery (web/src/gallery) makes of the same lists, element by element, so that nobody sees
//! when that takes its place; a browser test compares. What is of no use before is `inert`.

use laneway_l10n::{Language, Localizer};
use laneway_view::catalogue::{Card, Catalogue, Chapter, Course, Texts, Thumbnail};
use laneway_view::{Address, Route, Theme, opening, pieces};
use serde_json::Value as Json;

/// The gallery of the first course in every language; front.js says which is seen, and whether any is.
pub(crate) fn front(lessons: &Json, courses: &Json) -> String {
    let catalogue = Catalogue::from_json(lessons, courses);
    if catalogue.lessons.is_empty() {
        return String::new();
    }
    let course = catalogue.course(None);
    let galleries = Language::ALL.map(|language| {
        let gallery = Gallery {
            catalogue: &catalogue,
            course,
            l10n: Localizer::new(language),
        };
        gallery.page()
    });
    format!(
        "<script src=\"./front.js\" data-course=\"{}\"></script>\n\
         <link rel=\"preload\" href=\"./api/lessons.json\" as=\"fetch\" crossorigin>\n\
         <link rel=\"preload\" href=\"./api/courses.json\" as=\"fetch\" crossorigin>\n\
         <div id=\"front\">{}</div>\n",
        text(&course.id),
        galleries.concat(),
    )
}

/// A gallery in one language.
struct Gallery<'a> {
    catalogue: &'a Catalogue,
    course: &'a Course,
    l10n: Localizer,
}

impl Gallery<'_> {
    /// A message, as HTML.
    fn t(&self, id: &str) -> String {
        text(&self.l10n.text(id, &[]))
    }

    /// A text in the language, as HTML.
    fn pick(&self, texts: &Texts) -> String {
        let picked = self.l10n.language().pick(texts);
        text(picked.map_or("", |(words, _)| words))
    }

    fn page(&self) -> String {
        let lang = match self.l10n.language() {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        };
        format!(
            "<div class=\"gallery-page\" lang=\"{lang}\">{}<main class=\"gallery\">\
             <div class=\"hero\"><h1>{}</h1><p>{}</p></div>{}{}{}{}</main></div>",
            self.top_bar(),
            self.t("app-line"),
            self.t("app-about"),
            self.courses(),
            self.filters(),
            self.chapters(),
            self.drop_area(),
        )
    }

    fn top_bar(&self) -> String {
        let themes = [
            (Theme::Light, "theme-dark", MOON),
            (Theme::Dark, "theme-contrast", CONTRAST),
            (Theme::HighContrast, "theme-light", SUN),
        ];
        // The button of each theme leads to the next one.
        let themes = themes.map(|(theme, id, sign)| {
            let words = self.t(id);
            format!(
                "<button class=\"button button-quiet theme\" type=\"button\" title=\"{words}\" \
                 aria-label=\"{words}\" data-in=\"{}\">{}</button>",
                theme.name(),
                icon(sign)
            )
        });
        let switch = self.t("language-switch-label");
        format!(
            "<header class=\"top-bar\"><span class=\"brand\">{MARK}<span class=\"brand-name\">{}</span></span>\
             <span class=\"top-title\"></span><nav class=\"top-actions\" inert>{}\
             <button class=\"button button-quiet language\" type=\"button\" lang=\"{}\" title=\"{switch}\" \
             aria-label=\"{switch}\">{}</button>{}</nav></header>",
            self.t("app-name"),
            self.open_button(""),
            self.t("language-switch-lang"),
            self.t("language-switch"),
            themes.concat(),
        )
    }

    fn open_button(&self, more: &str) -> String {
        let label = self.t("open-file");
        format!(
            "<label class=\"button file-button{more}\" title=\"{label}\">{}\
             <span class=\"button-words\">{label}</span>\
             <input type=\"file\" class=\"visually-hidden\" accept=\".lane,.jsonl\"></label>",
            icon(OPEN)
        )
    }

    fn courses(&self) -> String {
        if self.catalogue.courses.len() < 2 {
            return String::new();
        }
        let buttons = self.catalogue.courses.iter().map(|course| {
            let pressed = course.id == self.course.id;
            button(&self.pick(&course.title), pressed)
        });
        format!(
            "<div class=\"gallery-row\" inert><div class=\"choices\" role=\"group\" aria-label=\"{}\">{}</div>\
             <p>{}</p></div>",
            self.t("gallery-courses"),
            buttons.collect::<String>(),
            self.pick(&self.course.about),
        )
    }

    fn filters(&self) -> String {
        let search = self.t("gallery-search");
        let parts = self.catalogue.parts();
        let parts = if parts.len() > 1 {
            let buttons = parts
                .iter()
                .map(|part| button(&self.t(&format!("part-{part}")), false));
            format!(
                "<div class=\"choices\" role=\"group\" aria-label=\"{}\">{}</div>",
                self.t("gallery-parts"),
                buttons.collect::<String>()
            )
        } else {
            String::new()
        };
        let lessons = &self.catalogue.lessons;
        let recorded = lessons.iter().filter(|card| card.run).count();
        let recorded = if recorded > 0 && recorded < lessons.len() {
            button(&self.t("gallery-recorded"), false)
        } else {
            String::new()
        };
        let count = [("count", self.course.lessons().count().into())];
        format!(
            "<div class=\"gallery-row\" inert><div class=\"filters\" role=\"search\">\
             <input type=\"search\" placeholder=\"{search}\" aria-label=\"{search}\">{parts}{recorded}</div>\
             <p class=\"quiet\" role=\"status\">{}</p></div>",
            text(&self.l10n.text("course-lessons", &count)),
        )
    }

    fn chapters(&self) -> String {
        let mut numbers = 1..;
        let chapters = self.course.chapters.iter().map(|chapter| {
            let cards = chapter.lessons.iter().filter_map(|id| self.catalogue.card(id));
            let cards = cards.zip(numbers.by_ref());
            let cards: String = cards.map(|(card, number)| self.card(card, number)).collect();
            format!(
                "<section class=\"chapter\"><h2>{}</h2><ol class=\"cards\">{cards}</ol></section>",
                self.chapter_title(chapter)
            )
        });
        chapters.collect()
    }

    fn chapter_title(&self, chapter: &Chapter) -> String {
        match self.pick(&chapter.title) {
            title if title.is_empty() => self.t("all-lessons"),
            title => title,
        }
    }

    fn card(&self, card: &Card, number: usize) -> String {
        let address = Address {
            route: Route::Run(card.id.clone()),
            ..Address::default()
        };
        let picture = if card.run {
            self.thumbnail(card.thumbnail.as_ref())
        } else {
            let words = self.t("card-not-recorded");
            format!("<div class=\"thumbnail thumbnail-none\"><span>{words}</span></div>")
        };
        let idea = self.l10n.language().pick(&card.idea);
        let idea = pieces(opening(idea.map_or("", |(idea, _)| idea)));
        let idea = idea.into_iter().map(|(code, words)| match code {
            true => format!("<code>{}</code>", text(words)),
            false => text(words),
        });
        format!(
            "<li class=\"card\"><a class=\"card-link\" href=\"{}\">{picture}\
             <h3><span class=\"card-number\">{number}</span><span>{}</span></h3>\
             <p class=\"card-idea\">{}</p></a></li>",
            text(&address.to_string()),
            text(card.title(self.l10n.language())),
            idea.collect::<String>(),
        )
    }

    fn thumbnail(&self, run: Option<&Thumbnail>) -> String {
        let (width, height) = (Thumbnail::WIDTH_PX, Thumbnail::HEIGHT_PX);
        let bars = run.iter().flat_map(|run| &run.bars).map(|(token, path)| {
            let (token, path) = (text(token), text(path));
            format!("<path fill=\"var(--{token})\" d=\"{path}\"></path>")
        });
        let facts = run.map_or_else(|| "\u{a0}".to_owned(), |run| self.l10n.size_of_run(run));
        format!(
            "<svg class=\"thumbnail\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\" focusable=\"false\">{}</svg><p class=\"card-facts\">{}</p>",
            bars.collect::<String>(),
            text(&facts),
        )
    }

    fn drop_area(&self) -> String {
        format!(
            "<section class=\"drop-area\" inert><div><h2>{}</h2><p>{}</p><p class=\"quiet\">{}</p></div>{}</section>",
            self.t("drop-title"),
            self.t("drop-line"),
            self.t("drop-privacy"),
            self.open_button(" button-primary"),
        )
    }
}

/// A button that says this, already as HTML.
fn button(words: &str, pressed: bool) -> String {
    format!("<button class=\"button\" type=\"button\" aria-pressed=\"{pressed}\">{words}</button>")
}

/// The signs of web/src/icon.rs that stand in the gallery: what is filled, and what is stroked.
type Sign = (&'static str, &'static str);
const OPEN: Sign = ("", "M3.5 18.5v-13h6l2 2.5h9v10.5z");
const MOON: Sign = ("", "M19.5 14.5A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z");
const CONTRAST: Sign = ("M12 4a8 8 0 0 1 0 16z", "M12 4a8 8 0 1 0 .01 0z");
const SUN: Sign = (
    "M12 8a4 4 0 1 0 .01 0z",
    "M12 2.500v2.200M12 19.300v2.200M2.500 12h2.200M19.300 12h2.200M5.300 5.300l1.500 1.500M17.200 17.200l1.500 1.500M18.700 5.300l-1.500 1.500M6.800 17.200l-1.500 1.500",
);

fn icon((filled, stroked): Sign) -> String {
    format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"icon-fill\" d=\"{filled}\"></path><path class=\"icon-line\" d=\"{stroked}\"></path></svg>"
    )
}

/// As in web/src/shell/mark.rs.
const MARK: &str = "<svg class=\"mark\" viewBox=\"0 0 32 32\" aria-hidden=\"true\" focusable=\"false\">\
    <rect class=\"mark-running\" x=\"2\" y=\"4\" width=\"20\" height=\"6\" rx=\"2\"></rect>\
    <rect class=\"mark-waiting\" x=\"2\" y=\"13\" width=\"13\" height=\"6\" rx=\"2\"></rect>\
    <rect class=\"mark-running\" x=\"17\" y=\"13\" width=\"13\" height=\"6\" rx=\"2\"></rect>\
    <rect class=\"mark-running\" x=\"8\" y=\"22\" width=\"14\" height=\"6\" rx=\"2\"></rect>\
    <path class=\"mark-line\" d=\"M16 1.500v29\"></path></svg>";

/// Text that is nothing but text in HTML, within elements and within quoted attributes.
fn text(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            character => html.push(character),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// How often this stands in it.
    fn count(html: &str, part: &str) -> usize {
        html.matches(part).count()
    }

    #[test]
    fn every_lesson_of_the_first_course_stands_there_in_every_language() {
        let lessons = laneway_lessons::catalogue()
            .iter()
            .map(|lesson| serde_json::to_value(lesson.summary()).expect("JSON"));
        let lessons: Json = lessons.collect();
        let courses = serde_json::to_value(laneway_lessons::courses()).expect("JSON");
        let html = front(&lessons, &courses);
        for lesson in lessons.as_array().expect("lessons") {
            let link = format!("href=\"#/run/{}\"", lesson["id"].as_str().expect("an id"));
            assert_eq!(count(&html, &link), Language::ALL.len(), "{link}");
            for language in Language::ALL {
                let title = text(lesson["title"][language.code()].as_str().expect("a title"));
                assert!(html.contains(&format!("<span>{title}</span>")), "{title}");
            }
        }
        assert_eq!(count(&html, "<ol class=\"cards\">") % Language::ALL.len(), 0);
    }

    #[test]
    fn texts_are_nothing_but_text() {
        let lessons = json!([{
            "id": "a\"><b>", "title": {"en": "<i>"}, "idea": {"en": "`<u>` & \"x\"."}, "run": true,
            "thumbnail": {"lanes": 1, "events": 2, "duration_ns": 3, "bars": [["state-running", "\"><script>"]]},
        }]);
        let html = front(&lessons, &Json::Null);
        for wrong in ["<b>", "<i>", "<u>", "\"><script>"] {
            assert!(!html.contains(wrong), "{wrong}");
        }
        assert!(html.contains("<code>&lt;u&gt;</code> &amp; &quot;x&quot;."));
        assert_eq!(count(&html, "<li class=\"card\">"), Language::ALL.len());
    }

    #[test]
    fn without_lessons_there_is_no_gallery() {
        assert_eq!(front(&Json::Null, &Json::Null), "");
    }
}
