//! What a part of a run comes to, as tables: the part that was dragged over, or all of it.

use laneway_model::{Model, Moment};
use laneway_view::{
    Action, Cell, Range, Table, actor_label, hundredths, kind_words, state_message, tab_separated,
};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::copy::Copy;
use super::figures::{MOST, and_more, lanes, states_in, use_unfolded};
use super::run_ref::RunRef;

#[derive(PartialEq, Properties)]
pub struct RangeFiguresProps {
    pub player: Player,
}

/// The figures of the range, if there is one. Behind the curtain it ends where the run has been played to.
#[component]
pub fn RangeFigures(props: &RangeFiguresProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let Some(range) = player.state.range else {
        return html! {};
    };
    let model = player.model();
    let to = range.to.min(player.known());
    let range = Range {
        from: range.from.min(to),
        to,
    };
    let time = |at: Moment| settings.l10n().time(model.time_ns(at), model.duration_ns());
    let times = [
        ("since", time(range.from).into()),
        ("until", time(range.to).into()),
    ];
    let clear = player.act.reform(|_: MouseEvent| Action::SetRange(None));
    html! {
        <section class="range-figures">
            <div class="range-head">
                <h3>{ settings.with_args("figures-range", &times) }</h3>
                <button class="button" type="button" onclick={clear}>{ settings.t("figures-clear") }</button>
            </div>
            <RangeTables run={RunRef::of(player)} {range} chart=true />
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct TablesProps {
    pub run: RunRef,
}

/// The tables of the whole run, which are made when they are first unfolded.
#[component]
pub fn Tables(props: &TablesProps) -> Html {
    let settings = use_settings().settings;
    let (open, onclick) = use_unfolded(false);
    let whole = Range {
        from: Moment::default(),
        to: props.run.model.end(),
    };
    html! {
        <details class="figure-fold">
            <summary class="tables-summary" {onclick}>{ settings.t("figures-tables") }</summary>
            if open {
                <RangeTables run={props.run.clone()} range={whole} chart=false />
            }
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct RangeTablesProps {
    run: RunRef,
    range: Range,
    /// True if the time of the lanes is to be drawn as well.
    chart: bool,
}

#[component]
fn RangeTables(props: &RangeTablesProps) -> Html {
    let settings = use_settings().settings;
    let model = &props.run.model;
    let key = (props.run.clone(), props.range);
    let figures = use_memo(key, |(run, range)| {
        run.timeline().sums(&run.model).figures(&run.model, *range, MOST)
    });
    if figures.duration_ns == 0 && figures.kinds.is_empty() {
        return html! { <p class="quiet">{ settings.t("figures-none") }</p> };
    }
    let tables = tables(&settings, model, &figures);
    let hidden = [
        model.lanes.len().saturating_sub(figures.lanes.len()),
        figures.more_waits,
        0,
    ];
    let duration = settings.l10n().duration(figures.duration_ns);
    html! {
        <>
            if props.chart {
                <p class="quiet">{ settings.with_args("figures-range-line", &[("time", duration.into())]) }</p>
                { lanes(&settings, model, &figures.lanes, figures.duration_ns) }
            }
            { for tables.iter().zip(hidden).map(|(it, hidden)| html! {
                <>{ table(&settings, it) }{ and_more(&settings, hidden) }</>
            }) }
            <Copy text={tab_separated(&tables)} />
        </>
    }
}

/// Time by lane and state, waits by object, events by kind.
fn tables(settings: &Settings, model: &Model, figures: &laneway_view::RangeFigures) -> [Table; 3] {
    let head = |id: &str, columns: &[&str]| Table {
        title: settings.t(id),
        columns: columns.iter().map(|id| settings.t(id)).collect(),
        rows: Vec::new(),
    };
    let states: Vec<_> = states_in(std::slice::from_ref(&figures.all)).collect();
    let names: Vec<&str> = states.iter().map(|&state| state_message(state)).collect();
    let mut time = head("figures-lanes", &names);
    let shown = figures.lanes.iter().zip(&model.lanes);
    let shown = shown.map(|(figures, lane)| (actor_label(model, lane.actor).into_owned(), figures));
    for (name, figures) in shown.chain([(settings.t("figures-all"), &figures.all)]) {
        let cells = states.iter().map(|&state| Cell::Time(figures.in_state_ns(state)));
        time.rows.push((name, cells.collect()));
    }
    let mut waits = head(
        "figures-waits",
        &["figures-times", "figures-total", "figures-longest"],
    );
    waits.rows.extend(figures.waits.iter().map(|wait| {
        let cells = [
            Cell::Count(u64::from(wait.times)),
            Cell::Time(wait.total_ns),
            Cell::Time(wait.longest_ns),
        ];
        (model.object_name(wait.object).to_owned(), cells.to_vec())
    }));
    let mut events = head("figures-events", &["figures-times"]);
    // What was seen from outside is no event of the program.
    let told = figures.kinds.iter().filter(|(kind, _)| {
        let facts = model.header.vocabulary.event(*kind);
        !facts.effect.is_seen_from_outside()
    });
    events.rows.extend(told.map(|&(kind, count)| {
        let words = kind_words(model, kind, |message| settings.say(message));
        (words, vec![Cell::Count(u64::from(count))])
    }));
    [time, waits, events]
}

/// A table; nothing if it has no rows. One with many columns is scrolled sideways.
pub(super) fn table(settings: &Settings, table: &Table) -> Html {
    if table.rows.is_empty() {
        return html! {};
    }
    let cell = |cell: &Cell| match *cell {
        Cell::Count(count) => settings.l10n().count(count),
        Cell::Hundredths(many) => hundredths(many),
        Cell::Time(0) => "–".to_owned(),
        Cell::Time(ns) => settings.l10n().duration(ns),
    };
    html! {
        <div class="figure-wide" tabindex="0" role="group" aria-label={table.title.clone()}>
            <table class="figure-table">
                <thead>
                    <tr>
                        <th scope="col" class="eyebrow">{ table.title.clone() }</th>
                        { for table.columns.iter().map(|column| html! { <th scope="col">{ column.clone() }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for table.rows.iter().map(|(name, cells)| html! {
                        <tr>
                            <th scope="row">{ name.clone() }</th>
                            { for cells.iter().map(|it| html! { <td>{ cell(it) }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
