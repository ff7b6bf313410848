//! Small charts over the whole run: how many workers of each pool were busy, how many items each queue held.

use laneway_model::Model;
use laneway_view::{Cell, Counted, Level, Table, hundredths, levels, tab_separated};
use yew::prelude::*;

use crate::settings::{Settings, use_settings};

use super::copy::Copy;
use super::figures::and_more;
use super::range_figures::table;
use super::run_ref::RunRef;

/// So many charts of a kind are drawn.
const MOST: usize = 12;
/// The panel is about so many pixels wide; a chart has a step or two for each.
const COLUMNS: u32 = 400;
const HEIGHT_PX: f64 = 32.0;

#[derive(PartialEq, Properties)]
pub struct LevelsProps {
    pub run: RunRef,
}

/// The charts, each kind with its table.
#[component]
pub fn Levels(props: &LevelsProps) -> Html {
    html! {
        <>
            <Charts run={props.run.clone()} counted={Counted::BusyWorkers} />
            <Charts run={props.run.clone()} counted={Counted::Items} />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ChartsProps {
    run: RunRef,
    counted: Counted,
}

#[component]
fn Charts(props: &ChartsProps) -> Html {
    let settings = use_settings().settings;
    let model = &props.run.model;
    let counted = props.counted;
    let made = use_memo((props.run.clone(), counted), |(run, counted)| {
        levels(&run.model, *counted, COLUMNS, MOST)
    });
    let (levels, more) = &*made;
    if levels.is_empty() {
        return html! {};
    }
    let words = Words::of(counted);
    let sums = sums(&settings, model, &words, levels);
    html! {
        <section class="levels">
            <h3 class="eyebrow">{ settings.t(words.title) }</h3>
            { for levels.iter().map(|level| chart(&settings, model, &words, level)) }
            { and_more(&settings, *more) }
            { table(&settings, &sums) }
            <Copy text={tab_separated(&[sums])} />
        </section>
    }
}

/// The messages for what is counted.
struct Words {
    title: &'static str,
    objects: &'static str,
    /// What a chart says to who does not see it.
    told: &'static str,
    columns: [&'static str; 3],
}

impl Words {
    const fn of(counted: Counted) -> Self {
        match counted {
            Counted::Items => Self {
                title: "levels-items",
                objects: "figures-queues",
                told: "levels-items-told",
                columns: ["levels-most", "levels-mean", "levels-items-all"],
            },
            Counted::BusyWorkers => Self {
                title: "levels-busy",
                objects: "levels-pools",
                told: "levels-busy-told",
                columns: ["levels-most", "levels-mean", "levels-busy-all"],
            },
        }
    }
}

/// The steps, with what is lowest and highest at the left, the start and the end of the run below.
fn chart(settings: &Settings, model: &Model, words: &Words, level: &Level) -> Html {
    let l10n = settings.l10n();
    let count = |count: u32| l10n.count(u64::from(count));
    let name = model.object_name(level.object).to_owned();
    let told = settings.with_args(
        words.told,
        &[
            ("object", name.clone().into()),
            ("most", count(level.most).into()),
            ("all", count(level.all).into()),
            ("mean", hundredths(level.mean_hundredths).into()),
            ("time", l10n.duration(level.all_ns).into()),
        ],
    );
    let line = level.path(COLUMNS, HEIGHT_PX);
    let below = format!("{line}V{HEIGHT_PX}H0Z");
    let duration_ns = model.duration_ns();
    html! {
        <figure class="level">
            <figcaption><code>{ name }</code></figcaption>
            <span class="level-high">{ count(level.most.max(level.all)) }</span>
            <svg class="level-steps" viewBox={format!("0 0 {COLUMNS} {HEIGHT_PX}")} preserveAspectRatio="none"
                role="img" aria-label={told.clone()}>
                <title>{ told }</title>
                <path class="level-below" d={below} />
                <path class="level-line" d={line} />
            </svg>
            <span class="level-low">{ count(0) }</span>
            <span class="level-from">{ l10n.time(0, duration_ns) }</span>
            <span class="level-to">{ l10n.time(duration_ns, duration_ns) }</span>
        </figure>
    }
}

/// The same as a table.
fn sums(settings: &Settings, model: &Model, words: &Words, levels: &[Level]) -> Table {
    let row = |level: &Level| {
        let cells = [
            Cell::Count(u64::from(level.most)),
            Cell::Hundredths(level.mean_hundredths),
            Cell::Time(level.all_ns),
        ];
        (model.object_name(level.object).to_owned(), cells.to_vec())
    };
    Table {
        title: settings.t(words.objects),
        columns: words.columns.iter().map(|id| settings.t(id)).collect(),
        rows: levels.iter().map(row).collect(),
    }
}
