//! The figures of a whole run: where the time went, what happened to each object, and what determined its end.

use laneway_model::{LaneFigures, Model, State as Doing};
use laneway_trace::ObjectId;
use laneway_view::{Action, actor_label, state_message};
use yew::prelude::*;

use crate::settings::{Settings, use_settings};

use super::critical_path::Path;
use super::levels::Levels;
use super::range_figures::Tables;
use super::run_ref::RunRef;
use super::state::{state_color, state_sign};

/// So many lanes and objects of a kind are listed.
pub(super) const MOST: usize = 40;

#[derive(PartialEq, Properties)]
pub struct FiguresProps {
    pub run: RunRef,
    /// False where they would tell what a lesson comes to.
    pub open: bool,
    pub act: Callback<Action>,
}

/// Figures, folded away unless they are what there is to see.
#[component]
pub fn Figures(props: &FiguresProps) -> Html {
    let settings = use_settings().settings;
    let model = &props.run.model;
    let figures = &model.figures;
    let count = |count: u32| settings.l10n().count(u64::from(count));
    let locks = table(&figures.locks, |lock| {
        let longest = settings.l10n().duration(lock.wait_max_ns);
        (
            lock.object,
            [count(lock.acquisitions), count(lock.contended), longest],
        )
    });
    let queues = table(&figures.queues, |queue| {
        let counts = [queue.puts, queue.gets, queue.max_len];
        (queue.object, counts.map(count))
    });
    let cells = table(&figures.cells, |cell| {
        let counts = [cell.reads, cell.writes, cell.lost_updates];
        (cell.object, counts.map(count))
    });
    let section = |title, columns, table| section(&settings, model, title, columns, table);
    let (opened, onclick) = use_unfolded(props.open);
    html! {
        <details class="fold-away figures" open={props.open}>
            <summary {onclick}>{ settings.t("figures") }</summary>
            { lanes(&settings, model, &figures.lanes, model.duration_ns()) }
            { section("figures-locks", ["figures-taken", "figures-contended", "figures-longest"], locks) }
            { section("figures-queues", ["figures-in", "figures-out", "figures-most"], queues) }
            { section("figures-cells", ["figures-read", "figures-written", "figures-lost"], cells) }
            if opened {
                <Levels run={props.run.clone()} />
            }
            <Path run={props.run.clone()} act={props.act.clone()} />
            <Tables run={props.run.clone()} />
        </details>
    }
}

/// What is folded away is made when it is first unfolded: whether it has been, and what a click on the title does.
#[hook]
pub(super) fn use_unfolded(from_the_start: bool) -> (bool, Callback<MouseEvent>) {
    let unfolded = use_state_eq(|| from_the_start);
    let setter = unfolded.setter();
    (*unfolded, Callback::from(move |_| setter.set(true)))
}

/// What is told of an object.
type Row = (ObjectId, [String; 3]);

/// The first rows of a table, and how many others there are. Only what is shown is put into words.
fn table<T>(all: &[T], row: impl FnMut(&T) -> Row) -> (Vec<Row>, usize) {
    let rows = all.iter().take(MOST).map(row).collect();
    (rows, all.len().saturating_sub(MOST))
}

/// A bar for each lane: how long it was in each state.
pub(super) fn lanes(settings: &Settings, model: &Model, figures: &[LaneFigures], whole_ns: u64) -> Html {
    let whole_ns = whole_ns.max(1);
    let shown = figures.iter().take(MOST).zip(&model.lanes);
    let rows = shown.map(|(figures, lane)| {
        html! {
            <li class="figure-lane">
                <span class="figure-name">{ actor_label(model, lane.actor).into_owned() }</span>
                { bar(settings, figures, whole_ns) }
            </li>
        }
    });
    let hidden = model.lanes.len().saturating_sub(MOST);
    html! {
        <section>
            <h3 class="eyebrow">{ settings.t("figures-time") }</h3>
            <ul class="legend">{ for states_in(figures).map(|doing| html! {
                <li>{ state_sign(doing) }
                    <span>{ settings.t(state_message(doing)) }</span>
                </li>
            }) }</ul>
            <ul>{ for rows }</ul>
            { and_more(settings, hidden) }
        </section>
    }
}

/// The states that any lane was in. Whoever has finished is in no state that takes time.
pub(super) fn states_in(lanes: &[LaneFigures]) -> impl Iterator<Item = Doing> + '_ {
    let any = |&doing: &Doing| {
        doing != Doing::Finished && lanes.iter().any(|lane| lane.in_state_ns(doing) > 0)
    };
    Doing::ALL.into_iter().filter(any)
}

fn bar(settings: &Settings, figures: &LaneFigures, whole_ns: u64) -> Html {
    let parts = bar_parts(figures, whole_ns);
    let words: Vec<String> = parts
        .iter()
        .map(|&(doing, ..)| {
            let time = settings.l10n().duration(figures.in_state_ns(doing));
            format!("{} {time}", settings.t(state_message(doing)))
        })
        .collect();
    let words = settings.l10n().list(&words);
    html! {
        <svg class="figure-bar" role="img" aria-label={words.clone()}>
            <title>{ words }</title>
            { for parts.iter().map(|&(doing, from, width)| html! {
                <rect class={state_color(doing)} x={percent(from)} width={percent(width)} height="100%" />
            }) }
        </svg>
    }
}

/// The states of a bar, each with its left edge and its width as parts of the whole.
fn bar_parts(figures: &LaneFigures, whole_ns: u64) -> Vec<(Doing, f64, f64)> {
    let mut from = 0.0;
    let mut parts = Vec::new();
    for doing in Doing::ALL.into_iter().filter(|&doing| doing != Doing::Finished) {
        let width = figures.in_state_ns(doing) as f64 / whole_ns as f64;
        if width > 0.0 {
            parts.push((doing, from, width));
            from += width;
        }
    }
    parts
}

fn percent(part: f64) -> String {
    format!("{:.2}%", part * 100.0)
}

/// A table of objects of a kind; nothing if there are none.
fn section(
    settings: &Settings,
    model: &Model,
    title: &str,
    columns: [&str; 3],
    (rows, hidden): (Vec<Row>, usize),
) -> Html {
    if rows.is_empty() {
        return html! {};
    }
    let shown = rows.into_iter().map(|(object, cells)| {
        html! {
            <tr>
                <th scope="row"><code>{ model.object_name(object).to_owned() }</code></th>
                { for cells.into_iter().map(|cell| html! { <td>{ cell }</td> }) }
            </tr>
        }
    });
    html! {
        <section>
            <table class="figure-table">
                <thead>
                    <tr>
                        <th scope="col" class="eyebrow">{ settings.t(title) }</th>
                        { for columns.into_iter().map(|column| html! { <th scope="col">{ settings.t(column) }</th> }) }
                    </tr>
                </thead>
                <tbody>{ for shown }</tbody>
            </table>
            { and_more(settings, hidden) }
        </section>
    }
}

pub(super) fn and_more(settings: &Settings, hidden: usize) -> Html {
    if hidden == 0 {
        return html! {};
    }
    let count = settings.l10n().count(hidden as u64);
    html! { <p class="quiet">{ settings.with_args("figures-more", &[("count", count.into())]) }</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_not_put_into_words() {
        let mut told = 0;
        let (rows, hidden) = table(&[(); 100], |()| {
            told += 1;
            (ObjectId::from_index(0).expect("an id"), Default::default())
        });
        assert_eq!((rows.len(), hidden, told), (MOST, 60, MOST));
    }

    #[test]
    fn the_parts_of_a_bar_stand_side_by_side() {
        let mut figures = LaneFigures::default();
        figures.time_ns[Doing::Running as usize] = 30;
        figures.time_ns[Doing::Sleeping as usize] = 50;
        figures.time_ns[Doing::Finished as usize] = 20;
        assert_eq!(
            bar_parts(&figures, 200),
            [(Doing::Running, 0.0, 0.15), (Doing::Sleeping, 0.15, 0.25)]
        );
        assert_eq!(percent(0.15), "15.00%");
        let states: Vec<Doing> = states_in(&[figures]).collect();
        assert_eq!(states, [Doing::Running, Doing::Sleeping]);
    }
}
