//! A vote on the question of a hall: the lecturer types the counts, and with the answer both rounds are seen.

use laneway_l10n::Value;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::settings::{Settings, use_settings};
use crate::votes::{Votes, total};

/// How far the vote on a question is.
pub struct Stage {
    /// `None` while nobody has asked for a vote.
    pub votes: Option<Votes>,
    pub options: usize,
    /// True once the answer is told.
    pub told: bool,
    pub change: Callback<Option<Votes>>,
    /// Plays on to the answer.
    pub play: Callback<()>,
}

impl Stage {
    /// On to the next round, or to the answer.
    fn next(&self) -> Callback<()> {
        let Some(first) = self.votes.as_ref().filter(|votes| votes.second.is_none()) else {
            return self.play.clone();
        };
        let talked = first.talked();
        self.change.reform(move |()| Some(talked.clone()))
    }
}

/// What stands beside each option: a field for its count, or, once the answer is told, both counts. The first count is
/// not seen while the hall talks, so that nobody goes with the many.
pub fn beside(settings: &Settings, stage: &Stage) -> Vec<Html> {
    let Some(votes) = &stage.votes else {
        return Vec::new();
    };
    if stage.told {
        return match rounds(votes).next() {
            Some(_) => (0..stage.options)
                .map(|option| bars(settings, votes, option))
                .collect(),
            None => Vec::new(),
        };
    }
    let round = if votes.second.is_some() { 2 } else { 1 };
    let field = |option: usize| {
        let count = votes.counts().get(option).copied().unwrap_or_default();
        let first = option == 0 && total(votes.counts()) == 0;
        let votes = votes.clone();
        let write = stage.change.reform(move |count| Some(votes.with(option, count)));
        html! { <CountField key={round} {option} {count} {write} next={stage.next()} {first} /> }
    };
    (0..stage.options).map(field).collect()
}

/// Beneath the question: what the hall is to do, and what comes next.
pub fn ways_on(settings: &Settings, stage: &Stage) -> Html {
    let Some(votes) = &stage.votes else {
        let begin = Votes::new(stage.options);
        let begin = stage.change.reform(move |_: MouseEvent| Some(begin.clone()));
        return match stage.told {
            true => html! {},
            false => html! {
                <div class="vote-ways">
                    <button class="button vote-begin" type="button" onclick={begin}>{ settings.t("vote-begin") }</button>
                </div>
            },
        };
    };
    if stage.told {
        return legend(settings, votes);
    }
    let (said, on) = match votes.second {
        None => ("vote-first", "vote-talk"),
        Some(_) => ("vote-second", "prompt-reveal"),
    };
    let before = votes.back();
    html! {
        <div class="vote-ways">
            <p>{ settings.t(said) }</p>
            <button class="button button-quiet vote-back" type="button"
                onclick={stage.change.reform(move |_: MouseEvent| before.clone())}>{ settings.t("vote-back") }</button>
            <button class="button button-primary vote-on" type="button"
                onclick={stage.next().reform(|_: MouseEvent| ())}>{ settings.t(on) }</button>
        </div>
    }
}

/// The name of a round, and its class.
fn rounds(votes: &Votes) -> impl Iterator<Item = (&'static str, &'static str, &[u32])> {
    let first = ("vote-total-first", "vote-round-first", votes.first.as_slice());
    let second = votes
        .second
        .as_deref()
        .map(|counts| ("vote-total-second", "vote-round-second", counts));
    let both = [Some(first), second];
    both.into_iter()
        .flatten()
        .filter(|(_, _, counts)| total(counts) > 0)
}

/// What the bars mean, with how many voted.
fn legend(settings: &Settings, votes: &Votes) -> Html {
    let round = |(words, class, counts): (&str, &'static str, &[u32])| {
        let count = Value::from(total(counts));
        html! {
            <span class={classes!("vote-total", class)}>
                <svg aria-hidden="true"><rect width="100%" height="100%" /></svg>
                { settings.with_args(words, &[("count", count)]) }
            </span>
        }
    };
    match rounds(votes).next() {
        Some(_) => html! { <p class="vote-legend">{ for rounds(votes).map(round) }</p> },
        None => html! {},
    }
}

/// How many were for an option in each round, as bars of the round's whole.
fn bars(settings: &Settings, votes: &Votes, option: usize) -> Html {
    let bar = |(words, class, counts): (&str, &'static str, &[u32])| {
        let count = counts.get(option).copied().unwrap_or_default();
        let width = format!("{:.1}%", 100.0 * f64::from(count) / total(counts) as f64);
        html! {
            <div class={classes!("vote-bar", class)}>
                <svg aria-hidden="true"><rect {width} height="100%" /></svg>
                <span class="visually-hidden">{ settings.with_args(words, &[("count", u64::from(count).into())]) }</span>
                <span aria-hidden="true">{ count }</span>
            </div>
        }
    };
    html! { <div class="vote-bars">{ for rounds(votes).map(bar) }</div> }
}

#[derive(PartialEq, Properties)]
struct CountFieldProps {
    option: usize,
    /// What was counted before.
    count: u32,
    write: Callback<u32>,
    next: Callback<()>,
    /// True if one types here first.
    first: bool,
}

/// Where the lecturer types how many are for an option. Enter goes on.
#[component]
fn CountField(props: &CountFieldProps) -> Html {
    let settings = use_settings().settings;
    let field = use_node_ref();
    let (mine, first, count) = (field.clone(), props.first, props.count);
    // The field is the browser's own from here on.
    use_effect_with((), move |()| {
        let Some(field) = mine.cast::<HtmlInputElement>() else {
            return;
        };
        if count > 0 {
            field.set_value(&count.to_string());
        }
        if first {
            // It fails for no element that is in the document.
            let _ = field.focus();
        }
    });
    let write = props.write.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let field = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            write.emit(field.value().trim().parse().unwrap_or_default());
        }
    });
    let next = props.next.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            next.emit(());
        }
    });
    let number = u64::try_from(props.option + 1).unwrap_or_default();
    html! {
        <input class="vote-field" ref={field} type="text" inputmode="numeric" autocomplete="off" maxlength="4"
            aria-label={settings.with_args("vote-field", &[("option", number.into())])}
            {oninput} {onkeydown} />
    }
}
