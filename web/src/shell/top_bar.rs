//! The bar on top of every place.

use laneway_l10n::Language;
use laneway_view::Theme;
use web_sys::File;
use yew::prelude::*;

use crate::hint::hint;
use crate::icon::{Icon, Sign};
use crate::settings::{Choice, Settings, use_settings};

use super::{Mark, OpenButton};

#[derive(PartialEq, Properties)]
pub struct TopBarProps {
    pub open: Callback<File>,
    /// The title of what is shown; none in the gallery, empty where the page below has a heading of its own.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// What stands under the title.
    #[prop_or_default]
    pub notices: Html,
    /// Opens the search; none where there is nothing to find.
    #[prop_or_default]
    pub search: Option<Callback<()>>,
    /// Shows the help; none where there is nothing to explain.
    #[prop_or_default]
    pub help: Option<Callback<()>>,
}

/// Way back, title, and the choices for the whole page.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let context = use_settings();
    let settings = &context.settings;
    let t = |id| settings.t(id);
    let theme = next_theme(settings.theme);
    let choose_theme = context.choose.reform(move |_: MouseEvent| Choice::Theme(theme));
    let language = other_language(settings.language);
    let choose_language = context
        .choose
        .reform(move |_: MouseEvent| Choice::Language(language));
    let (sign, theme_words) = theme_button(settings, theme);
    html! {
        <header class="top-bar">
            if let Some(title) = &props.title {
                <a class="button button-quiet back" href="#/" title={t("all-lessons")} aria-label={t("all-lessons")}>
                    <Icon sign={Sign::Back} /><Mark />
                </a>
                <div class="top-title">
                    if !title.is_empty() { <h1>{ title }</h1> }
                    { props.notices.clone() }
                </div>
            } else {
                <span class="brand"><Mark /><span class="brand-name">{ t("app-name") }</span></span>
                <span class="top-title"></span>
            }
            <nav class="top-actions">
                if let Some(search) = &props.search {
                    <button class="button button-quiet search-button" type="button" title={hint(&t("search"), "/")}
                        aria-label={t("search")} onclick={search.reform(|_: MouseEvent| ())}>
                        <Icon sign={Sign::Search} />
                    </button>
                }
                <OpenButton open={props.open.clone()} />
                <button class="button button-quiet language" type="button" lang={settings.t("language-switch-lang")}
                    title={t("language-switch-label")} aria-label={t("language-switch-label")} onclick={choose_language}>
                    { t("language-switch") }
                </button>
                <button class="button button-quiet theme" type="button" title={theme_words.clone()}
                    aria-label={theme_words} onclick={choose_theme}>
                    <Icon {sign} />
                </button>
                if let Some(help) = &props.help {
                    <button class="button button-quiet help-button" type="button" title={t("help")} aria-label={t("help")}
                        onclick={help.reform(|_: MouseEvent| ())}>
                        <Icon sign={Sign::Help} />
                    </button>
                }
            </nav>
        </header>
    }
}

fn other_language(language: Language) -> Language {
    match language {
        Language::English => Language::Chinese,
        Language::Chinese => Language::English,
    }
}

/// Light and dark take turns; what is as far apart as it can be stays within reach.
fn next_theme(theme: Theme) -> Theme {
    match theme {
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::HighContrast,
        Theme::HighContrast => Theme::Light,
    }
}

fn theme_button(settings: &Settings, next: Theme) -> (Sign, String) {
    match next {
        Theme::Light => (Sign::Sun, settings.t("theme-light")),
        Theme::Dark => (Sign::Moon, settings.t("theme-dark")),
        Theme::HighContrast => (Sign::Contrast, settings.t("theme-contrast")),
    }
}
