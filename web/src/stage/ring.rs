//! A deadlock as a ring: each actor waits for the lock that the next one holds. The ring stands there from
//! the start of the run, and its arrows appear as locks are taken and waited for.

use laneway_model::{Finding, FindingKind};
use laneway_trace::ActorId;
use laneway_view::{Action, Card, Chip, Part, Selection, actor_label, card};
use yew::prelude::*;

use super::MOST;
use super::card::Ground;

const NODE_WIDTH_PX: f32 = 136.0;
const NODE_HEIGHT_PX: f32 = 32.0;
const GAP_PX: f32 = 32.0;
const ROW_GAP_PX: f32 = 44.0;

/// A larger ring would be too small to read.
const MOST_ACTORS: usize = 8;

/// More rings than this say nothing more.
const MOST_RINGS: usize = 4;

/// A ring for each deadlock of the run.
pub fn rings(ground: &Ground) -> Vec<Html> {
    let findings = ground.player.model().findings.iter();
    findings
        .filter(|finding| finding.kind == FindingKind::Deadlock)
        .filter(|finding| finding.actors.len() == finding.objects.len())
        .filter(|finding| (2..=MOST_ACTORS).contains(&finding.actors.len()))
        .take(MOST_RINGS)
        .map(|finding| ring(ground, finding))
        .collect()
}

/// An actor, the lock that it waits for, and how far the two arrows have come.
struct Link {
    actor: ActorId,
    lock: Option<Card>,
    waits: bool,
    held: bool,
    held_by_next: bool,
}

fn links(ground: &Ground, finding: &Finding) -> Vec<Link> {
    let next = finding.actors.iter().cycle().skip(1);
    let pairs = finding.actors.iter().zip(&finding.objects).zip(next);
    pairs
        .map(|((&actor, &object), &next)| {
            let (model, moment) = (ground.player.model(), ground.player.moment);
            let lock = card(model, object, moment, MOST);
            let holding = lock.as_ref().and_then(|card| match card.parts.first()? {
                Part::Holding(holding) => Some(holding),
                _ => None,
            });
            Link {
                actor,
                waits: holding.is_some_and(|lock| lock.waiters.shown.iter().any(|it| it.actor == actor)),
                held: holding.is_some_and(|lock| !lock.holders.is_empty()),
                held_by_next: holding
                    .is_some_and(|lock| lock.holders.iter().any(|holder| holder.chip.actor == next)),
                lock,
            }
        })
        .collect()
}

fn ring(ground: &Ground, finding: &Finding) -> Html {
    let links = links(ground, finding);
    let closed = ground.player.moment >= finding.at;
    let columns = links.len();
    let width = columns as f32 * NODE_WIDTH_PX + (columns - 1) as f32 * GAP_PX;
    let height = 2.0 * NODE_HEIGHT_PX + ROW_GAP_PX;
    // Room for outlines.
    let view_box = format!("-3 -3 {} {}", width + 6.0, height + 6.0);
    // That there is no circle yet would tell that there will be one.
    let status = match (closed, ground.player.hides_something()) {
        (true, _) => ground.t("ring-closed"),
        (false, false) => ground.t("ring-open"),
        (false, true) => String::new(),
    };
    let class = classes!(
        "stage-card",
        "ring",
        format!("ring-{columns}"),
        closed.then_some("closed")
    );
    html! {
        <div key={format!("ring {}", finding.at.0)} {class} role="group" aria-label={ground.t("stage-ring")}>
            <header class="card-head">
                <h3 class="card-title"><span class="card-kind">{ ground.t("stage-ring") }</span></h3>
                <p class="card-status">{ status }</p>
            </header>
            <div class="ring-scroll">
            <svg class="ring-picture" viewBox={view_box} role="group" aria-label={in_words(ground, &links)}>
                { for links.iter().enumerate().map(|(index, link)| arrows(link, index, columns)) }
                { for links.iter().enumerate().map(|(index, link)| nodes(ground, link, index, columns)) }
            </svg>
            </div>
        </div>
    }
}

/// Who waits for what and who holds what, as far as it has come.
fn in_words(ground: &Ground, links: &[Link]) -> String {
    let name = |link: &Link| actor_label(ground.player.model(), link.actor).into_owned();
    let mut words = Vec::new();
    for (link, next) in links.iter().zip(links.iter().cycle().skip(1)) {
        let lock = link.lock.as_ref().map_or("", |lock| &lock.object.name);
        let say =
            |id, actor: String| ground.with_args(id, &[("actor", actor.into()), ("lock", lock.into())]);
        words.extend(link.waits.then(|| say("ring-waits", name(link))));
        words.extend(link.held_by_next.then(|| say("ring-holds", name(next))));
    }
    ground.settings.l10n().list(&words)
}

/// The middle of a node: so many along the upper row, then back along the lower one.
fn middle(node: usize, columns: usize) -> (f32, f32) {
    let node = node % (2 * columns);
    let (column, row) = if node < columns {
        (node, 0.0)
    } else {
        (2 * columns - 1 - node, 1.0)
    };
    (
        NODE_WIDTH_PX / 2.0 + column as f32 * (NODE_WIDTH_PX + GAP_PX),
        NODE_HEIGHT_PX / 2.0 + row * (NODE_HEIGHT_PX + ROW_GAP_PX),
    )
}

/// The line from a node to the next one, from edge to edge, and its head.
fn arrow_path(node: usize, columns: usize) -> (String, String) {
    let ((x, y), (to_x, to_y)) = (middle(node, columns), middle(node + 1, columns));
    let (dx, dy) = ((to_x - x).signum(), (to_y - y).signum());
    if (to_y - y).abs() > 1.0 {
        let (from, to) = (
            y + dy * NODE_HEIGHT_PX / 2.0,
            to_y - dy * (NODE_HEIGHT_PX / 2.0 + 3.0),
        );
        let base = to - dy * 8.0;
        (
            format!("M{x} {from}V{base}"),
            format!("M{x} {to}L{} {base}H{}Z", x - 6.0, x + 6.0),
        )
    } else {
        let (from, to) = (
            x + dx * NODE_WIDTH_PX / 2.0,
            to_x - dx * (NODE_WIDTH_PX / 2.0 + 3.0),
        );
        let base = to - dx * 8.0;
        (
            format!("M{from} {y}H{base}"),
            format!("M{to} {y}L{base} {}V{}Z", y - 6.0, y + 6.0),
        )
    }
}

fn arrows(link: &Link, index: usize, columns: usize) -> Html {
    let arrow = |node, class: &'static str, there: bool| {
        let (line, head) = arrow_path(node, columns);
        html! {
            <g class={classes!("ring-arrow", class, there.then_some("there"))}>
                <path class="ring-line" d={line} /><path class="ring-head" d={head} />
            </g>
        }
    };
    html! {
        <>
            { arrow(2 * index, "waits", link.waits) }
            { arrow(2 * index + 1, "holds", link.held_by_next) }
        </>
    }
}

fn nodes(ground: &Ground, link: &Link, index: usize, columns: usize) -> Html {
    let place = |node: usize, content: Html| {
        let (x, y) = middle(node, columns);
        html! {
            <foreignObject x={(x - NODE_WIDTH_PX / 2.0).to_string()} y={(y - NODE_HEIGHT_PX / 2.0).to_string()}
                width={NODE_WIDTH_PX.to_string()} height={NODE_HEIGHT_PX.to_string()}>
                <div xmlns="http://www.w3.org/1999/xhtml" class="ring-node">{ content }</div>
            </foreignObject>
        }
    };
    html! {
        <>
            { place(2 * index, ground.chip(&actor_chip(ground, link.actor))) }
            if let Some(lock) = &link.lock { { place(2 * index + 1, lock_node(ground, lock, link.held)) } }
        </>
    }
}

fn actor_chip(ground: &Ground, actor: ActorId) -> Chip {
    laneway_view::chip(ground.player.model(), actor, ground.player.moment)
}

fn lock_node(ground: &Ground, lock: &Card, held: bool) -> Html {
    let selection = Selection::Object(lock.object.id);
    let selected = ground.player.state.selection == selection;
    let onclick = ground
        .player
        .act
        .reform(move |_: MouseEvent| Action::Select(selection));
    let class = classes!("ring-lock", held.then_some("held"));
    html! {
        <button type="button" {class} {onclick} aria-pressed={selected.to_string()}
            title={format!("{} {}", ground.settings.l10n().object_kind(lock.object.kind.name()), lock.object.name)}>
            <super::holding::Padlock closed={held} />
            <span class="actor-name">{ &lock.object.name }</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_goes_right_above_and_left_below() {
        let xs = |columns| {
            (0..2 * columns)
                .map(|node| middle(node, columns).0)
                .collect::<Vec<_>>()
        };
        assert_eq!(xs(2), [68.0, 236.0, 236.0, 68.0]);
        assert_eq!(middle(4, 2), middle(0, 2));
    }

    #[test]
    fn arrows_go_from_edge_to_edge() {
        assert_eq!(arrow_path(0, 2).0, "M136 16H157");
        // Down at the right end, up at the left one.
        assert_eq!(arrow_path(1, 2).0, "M236 32V65");
        assert_eq!(arrow_path(3, 2).0, "M68 76V43");
    }
}
