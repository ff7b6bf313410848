//! `cargo xtask shots DIR`: what the page looks like, from real runs.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::browser::{Browser, Page, Viewport};
use crate::command::Shots;
use crate::serving::Server;
use crate::setup;
use crate::stages::Stages;
use crate::start;
use crate::workspace::Workspace;

const SIZES: [(&str, Viewport); 3] = [
    ("1280x720", Viewport::DESKTOP),
    ("1920x1080", Viewport::FULL_HD),
    ("390x844", Viewport::PHONE),
];
const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["en", "zh"];
/// The name of the first page, beside the lessons' ids.
const GALLERY: &str = "gallery";

/// Who has been there before is given no hints.
const NO_HINTS: &str = "try { localStorage.setItem('laneway-hints', 'play step lane') } catch {}";

/// A page that takes longer to be complete is broken.
const READY_LIMIT: Duration = Duration::from_secs(30);

/// One picture.
#[derive(Debug, PartialEq, Eq)]
struct Shot {
    /// Without its ending.
    file: String,
    /// The part of the address after `#`.
    fragment: String,
}

pub(crate) fn take(workspace: &Workspace, stages: Stages, request: &Shots) -> Result<()> {
    stages.run("set-up: browser", setup::browser)?;
    start::prepare(workspace, &stages)?;
    let mut subjects = vec![GALLERY.to_string()];
    subjects.extend(start::lessons(&workspace.laneway())?);
    if let Some(only) = &request.only {
        subjects.retain(|subject| subject == only);
    }
    let sizes: Vec<_> = SIZES
        .iter()
        .filter(|(name, _)| request.size.as_ref().is_none_or(|it| it == name))
        .collect();
    if subjects.is_empty() || sizes.is_empty() {
        let names = SIZES.map(|(name, _)| name).join(", ");
        bail!("nothing to picture: the sizes are {names}, the lessons those of `laneway list`");
    }
    fs::create_dir_all(&request.folder).context("cannot make the folder for the pictures")?;

    let server = Server::start(&workspace.laneway(), &workspace.runs())?;
    let browser = Browser::launch()?;
    let mut count = 0;
    for (size, viewport) in sizes {
        stages.run(&format!("pictures of {size}"), || {
            let mut page = browser.open("about:blank", *viewport)?;
            page.run_first(NO_HINTS)?;
            for shot in list(&subjects, size) {
                let picture =
                    picture(&mut page, server.url(), &shot).with_context(|| shot.file.clone())?;
                fs::write(request.folder.join(format!("{}.png", shot.file)), picture)?;
                count += 1;
            }
            let errors = page.console_errors()?;
            if !errors.is_empty() {
                bail!("the page complained:\n{}", errors.join("\n"));
            }
            Ok(())
        })?;
    }
    stages.finish(&format!("{count} pictures in {}", request.folder.display()))
}

fn picture(page: &mut Page, url: &str, shot: &Shot) -> Result<Vec<u8>> {
    // Another fragment alone would not load the page anew.
    page.navigate("about:blank")?;
    page.set_media(shot.fragment.contains("theme=dark"), true)?;
    page.navigate(&format!("{url}#{}", shot.fragment))?;
    page.wait_for("document.body?.dataset.ready === 'true'", READY_LIMIT)?;
    // What is complete is drawn in the next frame.
    page.evaluate(
        "document.fonts.ready.then(() => new Promise(done =>
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))",
    )?;
    page.screenshot()
}

fn list(subjects: &[String], size: &str) -> Vec<Shot> {
    let mut shots = Vec::new();
    for subject in subjects {
        for at in if subject == GALLERY {
            &["all"][..]
        } else {
            &["start", "middle", "end"]
        } {
            for theme in THEMES {
                for language in LANGUAGES {
                    let look = format!("lang={language}&theme={theme}");
                    shots.push(Shot {
                        file: format!("{subject}-{at}-{size}-{theme}-{language}"),
                        fragment: match *at {
                            "all" => format!("/?{look}"),
                            at => format!("/run/{subject}?{look}&at={at}"),
                        },
                    });
                }
            }
        }
    }
    shots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_theme_and_language_is_pictured() {
        let shots = list(&["gallery".into(), "deadlock".into()], "390x844");
        assert_eq!(shots.len(), (1 + 3) * 2 * 2);
        let shot = |file: &str, fragment: &str| Shot {
            file: file.into(),
            fragment: fragment.into(),
        };
        assert_eq!(
            shots[0],
            shot("gallery-all-390x844-light-en", "/?lang=en&theme=light")
        );
        assert_eq!(
            shots[15],
            shot(
                "deadlock-end-390x844-dark-zh",
                "/run/deadlock?lang=zh&theme=dark&at=end"
            )
        );
    }
}
