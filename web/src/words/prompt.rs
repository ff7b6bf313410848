//! A question of the lesson.

use laneway_trace::{FollowUp, PromptText};
use laneway_view::{Action, KeyPress, Turn};
use yew::prelude::*;

use crate::hooks::use_keys;
use crate::icon::{Icon, Sign};
use crate::load::use_catalogue;
use crate::progress::Answer;
use crate::settings::{Settings, use_settings};

use super::other_runs::way_to;
use super::prose::{inline, prose};
use super::run_ref::RunRef;

#[derive(PartialEq, Properties)]
pub struct PromptProps {
    pub text: PromptText,
    /// The option that is right.
    pub right: u32,
    pub turn: Turn,
    pub answer: Option<Answer>,
    pub choose: Callback<Answer>,
    pub act: Callback<Action>,
    /// The same question somewhere else.
    pub follow_up: Option<FollowUp>,
    pub run: RunRef,
    /// The language of the text, if it is not the page's.
    pub lang: Option<&'static str>,
    /// What stands beside each option, in a hall that votes. All of them are in sight then to the end.
    #[prop_or_default]
    pub beside: Vec<Html>,
}

/// A question with its options; when the run has answered it, which one was right, and why; and why the chosen one
/// was not.
#[component]
pub fn Prompt(props: &PromptProps) -> Html {
    let settings = use_settings().settings;
    let text = &props.text;
    let told = is_told(props.turn, props.answer);
    // A question that is folded away does not hear the keys.
    let open = props.turn == Turn::Asked && !told;
    let (choose, count) = (props.choose.clone(), text.options.len());
    use_keys(move |press| {
        let option = option_by_key(press, count).filter(|_| open);
        option
            .into_iter()
            .for_each(|option| choose.emit(Answer::Option(option)));
        option.is_some()
    });
    let options = (0_u32..).zip(&text.options);
    // When it is told, what was wrong and not even chosen is folded away.
    let is_other =
        |&(number, _): &(u32, &String)| told && props.beside.is_empty() && !counts(props, number);
    let (others, shown): (Vec<_>, Vec<_>) = options.partition(is_other);
    let list = |options: Vec<(u32, &String)>| {
        html! {
            <ol class="prompt-options">
                { for options.into_iter().map(|(number, words)| option(props, number, words, told)) }
            </ol>
        }
    };
    html! {
        <section class={classes!("prompt", told.then_some("prompt-told"))} data-now="">
            <div class="prompt-head">
                <h3 class="prompt-title">{ settings.t(title(props, told)) }</h3>
                if !told {
                    { ways_on(&settings, props) }
                }
            </div>
            <div lang={props.lang}>
                <p class="prompt-question">{ inline(&text.question) }</p>
                { list(shown) }
            </div>
            if !others.is_empty() && !text.reasons.is_empty() {
                <details class="prompt-others" onclick={|event: MouseEvent| event.stop_propagation()}>
                    <summary>{ settings.with_args("prompt-others", &[("count", others.len().into())]) }</summary>
                    <div lang={props.lang}>{ list(others) }</div>
                </details>
            }
            if told && text.reasons.is_empty() {
                <div class="prompt-why" lang={props.lang}>{ prose(&text.why) }</div>
            }
            if let Some(follow_up) = props.follow_up.as_ref().filter(|_| told) {
                <Elsewhere follow_up={follow_up.clone()} run={props.run.clone()} />
            }
        </section>
    }
}

/// Asks, or says how the answer did.
fn title(props: &PromptProps, told: bool) -> &'static str {
    match props.answer {
        _ if !told => "prompt-title",
        Some(Answer::Option(number)) if number == props.right => "prompt-right",
        Some(Answer::Option(_)) => "prompt-wrong",
        _ => "prompt-open",
    }
}

/// True if it is said which option is right.
fn is_told(turn: Turn, answer: Option<Answer>) -> bool {
    match answer {
        Some(Answer::Shown) => true,
        Some(Answer::Option(_)) => matches!(turn, Turn::Revealed | Turn::Past),
        None => false,
    }
}

/// True if an option is right or was chosen.
fn counts(props: &PromptProps, number: u32) -> bool {
    number == props.right || props.answer == Some(Answer::Option(number))
}

/// The option that a digit chooses, of so many.
fn option_by_key(press: &KeyPress, count: usize) -> Option<u32> {
    let digit = press.key.parse().ok().filter(|_| !press.ctrl && !press.alt)?;
    let option = (1..=9_u32).contains(&digit).then(|| digit - 1)?;
    ((option as usize) < count).then_some(option)
}

fn option(props: &PromptProps, number: u32, words: &str, told: bool) -> Html {
    let chosen = props.answer == Some(Answer::Option(number));
    let right = told && number == props.right;
    let mark = match (right, told && chosen) {
        (true, _) => html! { <Icon sign={Sign::Check} /> },
        (false, true) => html! { <Icon sign={Sign::Close} /> },
        (false, false) => html! { { number + 1 } },
    };
    let class = classes!(
        "prompt-option",
        chosen.then_some("is-chosen"),
        right.then_some("is-right")
    );
    let beside = props.beside.get(number as usize);
    let reason = props.text.reasons.get(number as usize);
    html! {
        <li class={beside.map(|_| "has-votes")}>
            <button {class} type="button" aria-pressed={chosen.to_string()} disabled={told}
                onclick={props.choose.reform(move |_: MouseEvent| Answer::Option(number))}>
                <span class="prompt-mark">{ mark }</span>
                <span>{ inline(words) }</span>
            </button>
            { for beside.cloned() }
            if let Some(reason) = reason.filter(|_| told && (beside.is_none() || counts(props, number))) {
                <div class="prompt-why">{ prose(reason) }</div>
            }
        </li>
    }
}

/// Before the answer: play on to it, or have it told. In the head, so that nothing moves when an option is chosen.
fn ways_on(settings: &Settings, props: &PromptProps) -> Html {
    let can_play = props.turn == Turn::Asked && props.answer.is_some();
    html! {
        <div class="prompt-actions">
            if can_play {
                <button class="button button-primary" type="button"
                    onclick={props.act.reform(|_: MouseEvent| Action::Play)}>
                    <Icon sign={Sign::Play} />{ settings.t("prompt-reveal") }
                </button>
            }
            if !can_play {
                <button class="button button-quiet" type="button"
                    onclick={props.choose.reform(|_: MouseEvent| Answer::Shown)}>
                    { settings.t("prompt-skip") }
                </button>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ElsewhereProps {
    follow_up: FollowUp,
    run: RunRef,
}

/// Where the same question is asked again.
#[component]
fn Elsewhere(props: &ElsewhereProps) -> Html {
    let settings = use_settings().settings;
    let (listing, _) = use_catalogue();
    let FollowUp {
        lesson, parameters, ..
    } = &props.follow_up;
    html! {
        <div class="prompt-follow">
            <p class="quiet">{ settings.t("prompt-follow") }</p>
            { way_to(&settings, &listing, &props.run, lesson, parameters) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct WaitingProps {
    pub text: PromptText,
    pub answer: Option<Answer>,
    /// The language of the text, if it is not the page's.
    pub lang: Option<&'static str>,
}

/// A question whose answer the user waits for, while the lesson goes on.
#[component]
pub fn Waiting(props: &WaitingProps) -> Html {
    let settings = use_settings().settings;
    let option = match props.answer {
        Some(Answer::Option(number)) => props.text.options.get(number as usize),
        Some(Answer::Shown) | None => None,
    };
    html! {
        <div class="prompt-waiting">
            <p lang={props.lang}>{ inline(&props.text.question) }</p>
            if let Some(option) = option {
                <p><b>{ settings.t("prompt-waiting") }</b>{ " " }<span lang={props.lang}>{ inline(option) }</span></p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_option_is_told_when_the_run_has_shown_it_or_the_user_gives_up() {
        let check = |turn, answer, expected| assert_eq!(is_told(turn, answer), expected);
        check(Turn::Asked, None, false);
        check(Turn::Open, Some(Answer::Option(1)), false);
        check(Turn::Open, Some(Answer::Shown), true);
        check(Turn::Revealed, Some(Answer::Option(1)), true);
        check(Turn::Past, Some(Answer::Option(1)), true);
        // Whoever jumped past a question can still answer it.
        check(Turn::Past, None, false);
    }

    #[test]
    fn digits_choose_options() {
        let press = |key: &str| KeyPress {
            key: key.into(),
            ..KeyPress::default()
        };
        let check = |key, expected| assert_eq!(option_by_key(&press(key), 4), expected);
        check("1", Some(0));
        check("4", Some(3));
        check("5", None);
        check("0", None);
        check("12", None);
        check("a", None);
        let browser = KeyPress {
            ctrl: true,
            ..press("1")
        };
        assert_eq!(option_by_key(&browser, 4), None);
    }
}
