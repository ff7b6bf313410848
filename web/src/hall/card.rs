//! The one sentence of a hall: a question that is asked, the answer that has come, or what is said at the step.

use laneway_trace::{Lesson, LessonText};
use laneway_view::{Action, Turn};
use yew::prelude::*;

use crate::player::Player;
use crate::progress::Answer;
use crate::settings::{Settings, use_settings};
use crate::words::{Prompt, Questions, RunRef, current_step, happened, prose, step_text};

use super::own_notes::OwnNotes;
use super::vote::{Stage, beside, ways_on};

#[derive(PartialEq, Properties)]
pub struct HallCardProps {
    pub player: Player,
    pub questions: Questions,
}

/// The sentence. A click goes on to the next stop.
#[component]
pub fn HallCard(props: &HallCardProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let header = &player.model().header;
    let on = player.act.reform(|_: MouseEvent| Action::GoNextStop);
    let frame = |lang: Option<&'static str>, said: Html| {
        html! {
            <section class="hall-card" aria-label={settings.t("place-words")} aria-live="polite" onclick={on}>
                <div class="hall-said" {lang}>{ said }</div>
            </section>
        }
    };
    // The browser is asked where there is a stop alone.
    let is_stop = player.state.own_stops.binary_search(&player.moment).is_ok();
    let own = || is_stop.then(|| OwnNotes::of(header).told_at(player.moment));
    let Some(lesson) = &header.lesson else {
        let said = own().filter(|note| !note.is_empty());
        return frame(
            None,
            said.map_or_else(|| happened(&settings, player), |note| prose(&note)),
        );
    };
    let (text, lang) = settings.lesson_text(lesson);
    let questions = player.live.timeline.questions();
    let turns = questions
        .iter()
        .map(|timing| Some((*timing)?.turn(player.moment)));
    if let Some((prompt, turn)) = question(turns) {
        return frame(lang, asked(&settings, props, lesson, text, (prompt, turn), lang));
    }
    if let Some(note) = own().filter(|note| !note.is_empty()) {
        return frame(None, prose(&note));
    }
    frame(lang, prose(&said_at(player, lesson, text)))
}

/// What is said at the step at the playhead.
pub fn said_at(player: &Player, lesson: &Lesson, text: &LessonText) -> String {
    step_text(lesson, text, current_step(player))
}

/// The question that the hall is at: one that is asked, or else one whose answer has come.
pub fn question(turns: impl Iterator<Item = Option<Turn>>) -> Option<(usize, Turn)> {
    let near = turns
        .enumerate()
        .filter_map(|(index, turn)| Some((index, turn?)))
        .filter(|(_, turn)| matches!(turn, Turn::Asked | Turn::Revealed));
    near.max_by_key(|&(index, turn)| (turn == Turn::Asked, index))
}

/// The question, or its right answer and why.
fn asked(
    settings: &Settings,
    props: &HallCardProps,
    lesson: &Lesson,
    text: &LessonText,
    (index, turn): (usize, Turn),
    lang: Option<&'static str>,
) -> Html {
    let prompt = &lesson.prompts[index];
    let Some(words) = text.prompts.get(&prompt.id) else {
        return html! {};
    };
    // Whoever was asked aloud has typed nothing.
    let answer = match turn {
        Turn::Revealed => Some(Answer::Shown),
        _ => props.questions.answers.get(index).copied().flatten(),
    };
    let stage = Stage {
        votes: props.questions.votes.get(index).cloned().flatten(),
        options: words.options.len(),
        // Shown before the run has, it is told already.
        told: turn == Turn::Revealed || answer == Some(Answer::Shown),
        change: props.questions.vote.reform(move |votes| (index, votes)),
        play: props.player.act.reform(|()| Action::Play),
    };
    let stay = Callback::from(|event: MouseEvent| event.stop_propagation());
    html! {
        <div onclick={(turn == Turn::Asked).then_some(stay)}>
            <Prompt key={prompt.id.clone()} text={words.clone()} right={prompt.right} {turn} {answer}
                choose={props.questions.answer.reform(move |answer| (index, answer))} follow_up={None}
                run={RunRef::of(&props.player)} act={props.player.act.clone()} {lang} beside={beside(settings, &stage)} />
            { ways_on(settings, &stage) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_comes_before_what_was_answered() {
        let check = |turns: &[Turn], expected| {
            assert_eq!(question(turns.iter().copied().map(Some)), expected);
        };
        check(&[], None);
        check(&[Turn::Later, Turn::Past, Turn::Open], None);
        check(&[Turn::Revealed, Turn::Later], Some((0, Turn::Revealed)));
        check(&[Turn::Asked, Turn::Revealed], Some((0, Turn::Asked)));
    }
}
