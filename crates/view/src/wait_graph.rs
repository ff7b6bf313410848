//! Who waits for whom at a moment, as a small picture: whoever waits stands left of whom it waits for.

use std::collections::{BTreeMap, BTreeSet};

use laneway_model::{Model, Moment, State as Doing, WaitFor, sort_by_key};

/// So many rows and columns are shown.
pub const GRAPH_ROWS: usize = 3;
const MOST_COLUMNS: usize = 6;

/// So many lanes are looked at, and so many waits: those of the lane in question first.
const MOST_LANES: u32 = 1_000;
const MOST_WAITS: usize = 64;

/// Waits that hang together: two at least, or it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitGraph {
    /// Who waits or is waited for.
    pub nodes: Vec<GraphNode>,
    /// From who waits to whom it waits for.
    pub arrows: Vec<GraphArrow>,
    /// How many columns are taken.
    pub columns: usize,
    /// How many more there are for whom there is no room.
    pub more: usize,
}

/// A lane in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphNode {
    /// A row of `model.lanes`.
    pub lane: u32,
    /// Its place from the left.
    pub column: usize,
    /// Its place from the top.
    pub row: usize,
}

/// An arrow between two of the nodes, by their places in [`WaitGraph::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphArrow {
    /// Who waits.
    pub from: usize,
    /// For whom.
    pub to: usize,
}

/// Who waits for whom at a moment, where at least two waits hang together: those of the lane in question first, then
/// those that hang together with most others. The cost is bounded: some look-ups in at most a thousand lanes, and of
/// at most 64 objects at a moment.
pub fn wait_graph(model: &Model, focus: Option<u32>, at: Moment) -> WaitGraph {
    let all = 0..(model.lanes.len() as u32).min(MOST_LANES);
    let lanes = focus.into_iter().chain(all.filter(|&lane| Some(lane) != focus));
    let waits = model.waits_among(lanes, at, MOST_WAITS);
    let mut groups = groups(&waits);
    groups.retain(|group| group.len() > 1);
    sort_by_key(&mut groups, |group| {
        let asked = group
            .iter()
            .any(|wait| focus.is_some_and(|lane| touches(wait, lane)));
        (!asked, usize::MAX - group.len())
    });
    let mut graph = WaitGraph::default();
    let mut top = 0;
    for group in groups {
        top += graph.add(&group, focus, top);
    }
    graph
}

/// True if at least two lanes wait for a lock, another actor or a signal at some time: their waits may hang together.
/// O(phases), and less where there are such lanes.
pub fn can_hang_together(model: &Model) -> bool {
    let waits =
        |doing: &Doing| matches!(doing, Doing::WaitsLock | Doing::WaitsActor | Doing::WaitsSignal);
    let lanes = 0..model.lanes.len() as u32;
    let lanes = lanes.filter(|&lane| {
        let phases = model.lane_phases(lane);
        let states = model.phases.state.get(phases.start as usize..phases.end as usize);
        states.is_some_and(|states| states.iter().any(waits))
    });
    lanes.take(2).count() == 2
}

fn touches(wait: &WaitFor, lane: u32) -> bool {
    wait.lane == lane || wait.others.contains(&lane)
}

/// The waits in groups that hang together, in the order in which they come.
fn groups(waits: &[WaitFor]) -> Vec<Vec<&WaitFor>> {
    let mut groups: Vec<(BTreeSet<u32>, Vec<&WaitFor>)> = Vec::new();
    for wait in waits {
        let lanes = || wait.others.iter().copied().chain([wait.lane]);
        let mut joined = (lanes().collect::<BTreeSet<u32>>(), Vec::new());
        let mut apart = Vec::new();
        for (members, waits) in groups {
            if lanes().any(|lane| members.contains(&lane)) {
                joined.0.extend(members);
                joined.1.extend(waits);
            } else {
                apart.push((members, waits));
            }
        }
        joined.1.push(wait);
        apart.push(joined);
        groups = apart;
    }
    groups.into_iter().map(|(_, waits)| waits).collect()
}

/// How far each lane is from one that waits for nobody in the group, or from where a circle closes.
fn depths(group: &[&WaitFor]) -> BTreeMap<u32, usize> {
    fn depth(lane: u32, group: &[&WaitFor], found: &mut BTreeMap<u32, usize>) -> usize {
        if let Some(&known) = found.get(&lane) {
            return known;
        }
        // Whoever comes here again has gone round in a circle.
        found.insert(lane, 0);
        let own = group.iter().find(|wait| wait.lane == lane);
        let others = own.map_or(&[][..], |wait| &wait.others);
        let deepest = others.iter().map(|&other| 1 + depth(other, group, found)).max();
        let own = deepest.unwrap_or(0);
        found.insert(lane, own);
        own
    }
    let mut found = BTreeMap::new();
    for wait in group {
        depth(wait.lane, group, &mut found);
    }
    found
}

impl WaitGraph {
    /// Puts a group below what is there; how many rows it takes.
    fn add(&mut self, group: &[&WaitFor], focus: Option<u32>, top: usize) -> usize {
        let depths = depths(group);
        let columns = depths
            .values()
            .max()
            .map_or(0, |deepest| deepest + 1)
            .min(MOST_COLUMNS);
        let room = GRAPH_ROWS - top.min(GRAPH_ROWS);
        let is_awaited = |lane: u32| group.iter().any(|wait| wait.others.contains(&lane));
        let first = self.nodes.len();
        let mut rows = 0;
        for depth in (0..columns).rev() {
            let mut lanes: Vec<u32> = of_depth(&depths, depth).collect();
            sort_by_key(&mut lanes, |&lane| (Some(lane) != focus, !is_awaited(lane), lane));
            rows = rows.max(lanes.len().min(room));
            let shown = lanes.into_iter().take(room).enumerate();
            self.nodes.extend(shown.map(|(row, lane)| GraphNode {
                lane,
                column: columns - 1 - depth,
                row: top + row,
            }));
        }
        self.more += depths.len() - (self.nodes.len() - first);
        if rows > 0 {
            self.columns = self.columns.max(columns);
        }
        let place = |lane: u32, nodes: &[GraphNode]| {
            nodes[first..]
                .iter()
                .position(|node| node.lane == lane)
                .map(|at| first + at)
        };
        let pairs = group
            .iter()
            .flat_map(|wait| wait.others.iter().map(move |&other| (wait.lane, other)));
        for (from, to) in pairs {
            if let (Some(from), Some(to)) = (place(from, &self.nodes), place(to, &self.nodes)) {
                self.arrows.push(GraphArrow { from, to });
            }
        }
        rows
    }
}

fn of_depth(depths: &BTreeMap<u32, usize>, wanted: usize) -> impl Iterator<Item = u32> {
    let fits = depths.iter().filter(move |&(_, &depth)| depth == wanted);
    fits.map(|(&lane, _)| lane)
}
