//! The step that the lesson is at.

use laneway_model::Moment;
use laneway_trace::{Lesson, LessonText};
use laneway_view::Action;
use yew::prelude::*;

use crate::icon::{Icon, Sign};
use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::prose::prose;

/// The step that a moment belongs to: the latest one that has come by then, the last of those that
/// come together.
fn step_at(steps: &[Option<Moment>], now: Moment) -> Option<usize> {
    let come = steps
        .iter()
        .enumerate()
        .filter_map(|(index, step)| Some(((*step)?, index)));
    come.filter(|&(step, _)| step <= now)
        .max()
        .map(|(_, index)| index)
}

/// The step that a run is at: the chosen one, or else that of the playhead.
pub fn current_step(player: &Player) -> Option<usize> {
    let chosen = player.state.step.map(|step| step as usize);
    chosen.or_else(|| step_at(player.live.timeline.steps(), player.moment))
}

#[derive(PartialEq, Properties)]
pub struct StepProps {
    /// The step, from 0; none before the first.
    pub step: Option<usize>,
    /// The moments of all steps.
    pub moments: Vec<Option<Moment>>,
    /// True at the end of the run.
    pub at_end: bool,
    /// What is said at this step; the idea before the first.
    pub text: AttrValue,
    /// The language of the text, if it is not the page's.
    pub lang: Option<&'static str>,
    pub act: Callback<Action>,
    /// Forgets what was answered and how far the lesson was played, if there is something to forget.
    pub start_again: Option<Callback<()>>,
}

/// What is said at this step, and the way to the others.
#[component]
pub fn StepCard(props: &StepProps) -> Html {
    let settings = use_settings().settings;
    let count = props.moments.len();
    let title = match props.step {
        Some(step) => step_of(&settings, step, count),
        None => settings.t("lesson-idea"),
    };
    let none_before = props.step.is_none();
    let last = props.moments.iter().rposition(Option::is_some);
    let none_after = props.at_end && props.step >= last;
    html! {
        <section class="step">
            <div class="step-head">
                <h3 class="eyebrow">{ title }</h3>
                if count > 0 {
                    <div class="step-moves">
                        if let Some(start_again) = &props.start_again {
                            <button class="button button-quiet start-again" type="button" title={settings.t("start-again-about")}
                                onclick={start_again.reform(|_: MouseEvent| ())}>{ settings.t("start-again") }</button>
                        }
                        { move_button(&settings, "step-previous", Sign::Previous, none_before, &props.act, Action::GoPreviousStop) }
                        { move_button(&settings, "step-next", Sign::Next, none_after, &props.act, Action::GoNextStop) }
                    </div>
                }
            </div>
            <div class="step-text" lang={props.lang}>{ prose(&props.text) }</div>
            if count > 0 {
                <ol class="dots" aria-label={settings.t("lesson-steps")}>
                    { for (0..count).map(|step| dot(&settings, props, step)) }
                </ol>
            }
        </section>
    }
}

/// Which step of how many.
pub fn step_of(settings: &Settings, step: usize, count: usize) -> String {
    settings.with_args(
        "step-of",
        &[
            ("step", (step + 1).to_string().into()),
            ("steps", count.to_string().into()),
        ],
    )
}

fn move_button(
    settings: &Settings,
    message: &str,
    sign: Sign,
    disabled: bool,
    act: &Callback<Action>,
    action: Action,
) -> Html {
    let words = settings.t(message);
    html! {
        <button class="button" type="button" title={words.clone()} aria-label={words} {disabled}
            onclick={act.reform(move |_: MouseEvent| action)}>
            <Icon {sign} />
        </button>
    }
}

/// A step in the row of all steps.
fn dot(settings: &Settings, props: &StepProps, step: usize) -> Html {
    let count = props.moments.len();
    let missing = props.moments[step].is_none();
    let now = props.step == Some(step);
    let mut words = step_of(settings, step, count);
    if missing {
        words = format!("{words} – {}", settings.t("step-missing"));
    }
    let class = classes!(
        "dot",
        now.then_some("is-now"),
        props.step.is_some_and(|now| step < now).then_some("is-past"),
        missing.then_some("is-missing")
    );
    let go = props.act.reform(move |_: MouseEvent| Action::GoStep(step as u32));
    html! {
        <li>
            <button {class} type="button" title={words.clone()} aria-label={words} disabled={missing}
                aria-current={now.then_some("step")} onclick={go} />
        </li>
    }
}

/// What is said at a step: its caption, or before the first one the idea of the lesson.
pub fn step_text(lesson: &Lesson, text: &LessonText, step: Option<usize>) -> String {
    let caption = step.and_then(|step| text.steps.get(&lesson.steps.get(step)?.id));
    match step {
        Some(_) => caption.cloned().unwrap_or_default(),
        None => text.idea.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_belongs_to_the_latest_step_that_has_come() {
        let check = |steps: &[Option<u32>], now, expected| {
            let steps: Vec<Option<Moment>> = steps.iter().map(|step| step.map(Moment)).collect();
            assert_eq!(step_at(&steps, Moment(now)), expected);
        };
        check(&[], 5, None);
        check(&[Some(2), None, Some(7)], 1, None);
        check(&[Some(2), None, Some(7)], 2, Some(0));
        check(&[Some(2), None, Some(7)], 9, Some(2));
        check(&[Some(2), Some(2)], 2, Some(1));
        // Steps need not come in their order in every run.
        check(&[Some(9), Some(4)], 5, Some(1));
        check(&[Some(9), Some(4)], 9, Some(0));
    }
}
