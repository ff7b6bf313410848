//! Who waits for whom at the playhead, where waits hang together: whoever waits stands left of whom it waits for. The
//! picture has its room from the start of the run.

use laneway_view::{GRAPH_ROWS, GraphArrow, GraphNode, WaitGraph, actor_label, chip, focus, wait_graph};
use yew::prelude::*;

use super::card::Ground;

const NODE_WIDTH_PX: f32 = 92.0;
const NODE_HEIGHT_PX: f32 = 24.0;
const GAP_PX: f32 = 28.0;
const ROW_GAP_PX: f32 = 6.0;
/// Room for outlines.
const EDGE_PX: f32 = 4.0;

/// The graph as a card.
pub fn graph(ground: &Ground) -> Html {
    let player = &ground.player;
    let (model, moment) = (player.model(), player.moment);
    let lane = focus(model, &player.live.timeline, player.state.selection, moment);
    let graph = wait_graph(model, lane, moment);
    let status = match (graph.arrows.is_empty(), graph.more) {
        (true, _) => ground.t("graph-none"),
        (false, 0) => String::new(),
        (false, more) => ground.with_args("graph-more", &[("count", (more as i64).into())]),
    };
    let columns = graph.columns.max(2) as f32;
    let width = columns * NODE_WIDTH_PX + (columns - 1.0) * GAP_PX + 2.0 * EDGE_PX;
    let rows = GRAPH_ROWS as f32;
    let height = rows * NODE_HEIGHT_PX + (rows - 1.0) * ROW_GAP_PX + 2.0 * EDGE_PX;
    html! {
        <div key="graph" class="stage-card graph" role="group" aria-label={ground.t("stage-ring")}>
            <header class="card-head">
                <h3 class="card-title"><span class="card-kind">{ ground.t("stage-ring") }</span></h3>
                <p class="card-status">{ status }</p>
            </header>
            <div class="graph-scroll">
            <svg class="graph-picture" width={width.to_string()} height={height.to_string()} role="group"
                aria-label={in_words(ground, &graph)}>
                { for graph.arrows.iter().map(|arrow| arrow_of(&graph, arrow)) }
                { for graph.nodes.iter().map(|node| node_of(ground, node)) }
            </svg>
            </div>
        </div>
    }
}

/// Who waits for whom, in a list.
fn in_words(ground: &Ground, graph: &WaitGraph) -> String {
    let model = ground.player.model();
    let name = |node: usize| {
        let lane = graph
            .nodes
            .get(node)
            .and_then(|node| model.lanes.get(node.lane as usize));
        lane.map_or_else(String::new, |lane| actor_label(model, lane.actor).into_owned())
    };
    let say = |arrow: &GraphArrow| {
        let arguments = [
            ("actor", name(arrow.from).into()),
            ("other", name(arrow.to).into()),
        ];
        ground.with_args("graph-waits", &arguments)
    };
    let words: Vec<String> = graph.arrows.iter().map(say).collect();
    ground.settings.l10n().list(&words)
}

/// The upper left corner of a node.
fn corner(node: &GraphNode) -> (f32, f32) {
    (
        EDGE_PX + node.column as f32 * (NODE_WIDTH_PX + GAP_PX),
        EDGE_PX + node.row as f32 * (NODE_HEIGHT_PX + ROW_GAP_PX),
    )
}

/// The line from who waits to whom it waits for, and its head; one that closes a circle goes below.
fn arrow_path(from: &GraphNode, to: &GraphNode) -> (String, String) {
    let ((x, y), (to_x, to_y)) = (corner(from), corner(to));
    let half = NODE_HEIGHT_PX / 2.0;
    if to.column > from.column {
        let (x, y, to_x, to_y) = (x + NODE_WIDTH_PX, y + half, to_x - 2.0, to_y + half);
        let (base, bend) = (to_x - 8.0, GAP_PX * 0.4);
        (
            format!("M{x} {y}C{} {y} {} {to_y} {base} {to_y}", x + bend, base - bend),
            format!("M{to_x} {to_y}L{base} {}V{}Z", to_y - 5.0, to_y + 5.0),
        )
    } else {
        let (x, to_x) = (x + NODE_WIDTH_PX / 2.0, to_x + NODE_WIDTH_PX / 2.0);
        let (from_y, tip) = (y + NODE_HEIGHT_PX, to_y + NODE_HEIGHT_PX + 2.0);
        let (base, low) = (tip + 8.0, from_y.max(tip) + 18.0);
        (
            format!("M{x} {from_y}V{low}H{to_x}V{base}"),
            format!("M{to_x} {tip}L{} {base}H{}Z", to_x - 5.0, to_x + 5.0),
        )
    }
}

fn arrow_of(graph: &WaitGraph, arrow: &GraphArrow) -> Html {
    let Some((from, to)) = graph.nodes.get(arrow.from).zip(graph.nodes.get(arrow.to)) else {
        return Html::default();
    };
    let (line, head) = arrow_path(from, to);
    html! {
        <g class="ring-arrow waits there"><path class="ring-line" d={line} /><path class="ring-head" d={head} /></g>
    }
}

fn node_of(ground: &Ground, node: &GraphNode) -> Html {
    let model = ground.player.model();
    let Some(lane) = model.lanes.get(node.lane as usize) else {
        return Html::default();
    };
    let (x, y) = corner(node);
    let chip = chip(model, lane.actor, ground.player.moment);
    html! {
        <foreignObject key={node.lane} x={x.to_string()} y={y.to_string()} width={NODE_WIDTH_PX.to_string()}
            height={NODE_HEIGHT_PX.to_string()}>
            <div xmlns="http://www.w3.org/1999/xhtml" class="ring-node">{ ground.chip(&chip) }</div>
        </foreignObject>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_right_or_below() {
        let node = |column, row| GraphNode { lane: 0, column, row };
        let check = |from, to, expected: &str| assert_eq!(arrow_path(&from, &to).0, expected);
        check(node(0, 0), node(1, 1), "M96 16C107.2 16 102.8 46 114 46");
        check(node(1, 0), node(0, 0), "M170 28V48H50V38");
    }
}
