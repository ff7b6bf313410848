//! The right column of a run: why things are as they are, in words, and the panels with the lesson, the
//! story, the source, the console and the findings.

mod about;
mod console;
mod copy;
mod critical_path;
mod explanation;
mod figures;
mod finding_words;
mod findings;
mod lesson;
mod levels;
mod notices;
mod other_runs;
mod parameters;
mod prompt;
mod prose;
mod questions;
mod range_figures;
mod run_ref;
mod rust;
mod scroll;
mod sentence;
mod source;
mod state;
mod step;
mod story;
mod tabs;
mod window;

use laneway_view::Panel;
use yew::prelude::*;

pub use explanation::happened;
pub use notices::Notices;
pub use parameters::value_words;
pub use prompt::Prompt;
pub use prose::{inline, prose};
pub use questions::{Questions, use_questions};
pub use run_ref::RunRef;
pub use step::{StepCard, current_step, step_of, step_text};

use crate::player::Player;

use console::Console;
use explanation::Explanation;
use findings::Findings;
use lesson::Lesson;
use source::Source;
use story::Story;
use tabs::{Tabs, panel_id, tab_id};

#[derive(PartialEq, Properties)]
pub struct WordsProps {
    pub player: Player,
    pub questions: Questions,
}

/// The explanation, and below it one of the panels of words.
#[component]
pub fn Words(props: &WordsProps) -> Html {
    let player = &props.player;
    let questions = props.questions.clone();
    let panel = player.state.panel;
    let shown = match panel {
        Panel::Lesson => html! { <Lesson player={player.clone()} {questions} /> },
        Panel::Story => html! { <Story player={player.clone()} /> },
        Panel::Source => html! { <Source player={player.clone()} /> },
        Panel::Console => html! { <Console player={player.clone()} /> },
        Panel::Findings => html! { <Findings player={player.clone()} /> },
    };
    html! {
        <div class="words">
            <Explanation player={player.clone()} />
            <Tabs player={player.clone()} />
            <div class="words-panel" role="tabpanel" id={panel_id(panel)} aria-labelledby={tab_id(panel)}>
                { shown }
            </div>
        </div>
    }
}
