//! Who waits for whom.

use std::collections::{BTreeMap, VecDeque};

use laneway_trace::{ActorId, Awaits};

use crate::mechanism::Blockers;
use crate::track::Tracks;
use crate::track::actors::ActorTrack;

/// The actors that never left a wait without a time limit, and for whom they wait.
pub(super) struct Graph {
    /// For each actor whom it waits for: none for one that is not blocked, or waits for nobody in particular.
    others: Vec<Vec<u32>>,
    /// For each actor whether it waits for all of them, or for any.
    all: Vec<bool>,
    /// For each actor whether nobody but them can help it.
    helpless: Vec<bool>,
    blocked: Vec<bool>,
    /// Those who can never go on, whatever happens.
    stuck: Vec<bool>,
}

impl Graph {
    /// `nobody_else` is true if the run ended because nobody could move: then nobody from outside will come,
    /// either.
    pub(super) fn new(tracks: &Tracks, nobody_else: bool) -> Self {
        let count = tracks.actors.len();
        let mut graph = Self {
            others: vec![Vec::new(); count],
            all: vec![true; count],
            helpless: vec![true; count],
            blocked: tracks.actors.iter().map(is_blocked).collect(),
            stuck: Vec::new(),
        };
        for actor in 0..count {
            if graph.blocked[actor] {
                let blockers = blockers(tracks, actor as u32);
                graph.all[actor] = matches!(blockers, Blockers::All(_) | Blockers::Anybody);
                graph.helpless[actor] = nobody_else || !matches!(blockers, Blockers::Likely(_));
                let others = blockers.actors().iter().map(|other| other.index() as u32);
                graph.others[actor] = others.filter(|&other| (other as usize) < count).collect();
            }
        }
        graph.stuck = graph.find_stuck();
        graph
    }

    /// Whom an actor waits for.
    pub(super) fn others(&self, actor: u32) -> &[u32] {
        &self.others[actor as usize]
    }

    /// True for an actor that waits for all of these, false for one that waits for any.
    pub(super) fn needs_all(&self, actor: u32) -> bool {
        self.all[actor as usize]
    }

    /// True for an actor that can never go on, however the run would have continued.
    pub(super) fn is_stuck(&self, actor: u32) -> bool {
        self.stuck[actor as usize]
    }

    /// Takes out those who can be helped until nobody can. Each arrow is looked at once.
    fn find_stuck(&self) -> Vec<bool> {
        let count = self.others.len();
        let mut stuck: Vec<bool> = (0..count)
            .map(|actor| self.blocked[actor] && self.helpless[actor] && !self.others[actor].is_empty())
            .collect();
        // For each actor how many of those it waits for may be stuck, and who waits for it.
        let mut left: Vec<usize> = self.others.iter().map(Vec::len).collect();
        let mut behind = vec![Vec::new(); count];
        for (actor, others) in self.others.iter().enumerate() {
            for &other in others {
                behind[other as usize].push(actor);
            }
        }
        let mut free: Vec<usize> = (0..count).filter(|&actor| !stuck[actor]).collect();
        while let Some(helper) = free.pop() {
            for &actor in &behind[helper] {
                left[actor] -= 1;
                let is_helped = !self.all[actor] || left[actor] == 0;
                if is_helped && std::mem::take(&mut stuck[actor]) {
                    free.push(actor);
                }
            }
        }
        stuck
    }

    /// The blocked actors in groups that wait for each other, those that others wait for first (Tarjan's
    /// algorithm, with a stack of its own: a file decides how deep it goes).
    pub(super) fn components(&self) -> Vec<Vec<u32>> {
        let mut tarjan = Tarjan {
            graph: self,
            order: vec![0; self.others.len()],
            low: vec![0; self.others.len()],
            on_stack: vec![false; self.others.len()],
            next: 1,
            stack: Vec::new(),
            components: Vec::new(),
        };
        for actor in 0..self.others.len() as u32 {
            if self.blocked[actor as usize] && tarjan.order[actor as usize] == 0 {
                tarjan.walk(actor);
            }
        }
        tarjan.components
    }

    /// The shortest cycle from an actor over members of its component back to itself, by breadth. Who is in
    /// its own way and in that of others (a reader that waits to write, beside another one) is told with
    /// the others.
    pub(super) fn cycle_through(&self, first: u32, component: &[u32]) -> Vec<u32> {
        let alone = component.len() == 1;
        let mut from: BTreeMap<u32, u32> = BTreeMap::new();
        let mut queue = VecDeque::from([first]);
        while let Some(actor) = queue.pop_front() {
            for &other in self.others(actor) {
                if other == first && (alone || actor != first) {
                    let mut cycle = vec![actor];
                    while let Some(&before) = from.get(&cycle[cycle.len() - 1]) {
                        cycle.push(before);
                    }
                    cycle.reverse();
                    return cycle;
                }
                if other != first && component.contains(&other) && !from.contains_key(&other) {
                    from.insert(other, actor);
                    queue.push_back(other);
                }
            }
        }
        component.to_vec()
    }
}

/// True for an actor that never left a wait without a time limit. A worker without a task is idle, which
/// is no harm; time passes by itself.
fn is_blocked(track: &ActorTrack) -> bool {
    let waits = !matches!(
        track.now.awaits,
        None | Some(Awaits::Task | Awaits::Time | Awaits::Io)
    );
    track.phases > 0 && waits && !track.now.timed
}

/// Whom a blocked actor waits for at the end of the run.
fn blockers(tracks: &Tracks, actor: u32) -> Blockers {
    let now = &tracks.actors[actor as usize].now;
    let (Some(awaits), Some(id)) = (now.awaits, ActorId::from_index(actor as usize)) else {
        return Blockers::Anybody;
    };
    if awaits == Awaits::End {
        let target = (now.other as usize).wrapping_sub(1);
        let lane = tracks.roster.lane.get(target).copied();
        let target = lane.and_then(|lane| ActorId::from_index(lane as usize));
        return target.map_or(Blockers::Anybody, Blockers::one);
    }
    let object = tracks.objects.get((now.object as usize).wrapping_sub(1));
    let history = object.and_then(|object| object.history.as_ref());
    history.map_or(Blockers::Anybody, |history| {
        history.state.blockers(id, awaits, now.mode)
    })
}

struct Tarjan<'a> {
    graph: &'a Graph,
    /// When each actor was met, from 1; 0 for not yet.
    order: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    next: u32,
    stack: Vec<u32>,
    components: Vec<Vec<u32>>,
}

impl Tarjan<'_> {
    fn walk(&mut self, start: u32) {
        // Actors on the way, each with the arrow that is looked at next.
        let mut path: Vec<(u32, usize)> = vec![(start, 0)];
        self.meet(start);
        while let Some((actor, arrow)) = path.last_mut() {
            let (actor, others) = (*actor, self.graph.others(*actor));
            let Some(&other) = others.get(*arrow) else {
                path.pop();
                self.leave(actor);
                if let Some(&(before, _)) = path.last() {
                    self.low[before as usize] = self.low[before as usize].min(self.low[actor as usize]);
                }
                continue;
            };
            *arrow += 1;
            if !self.graph.blocked[other as usize] {
                continue;
            }
            if self.order[other as usize] == 0 {
                self.meet(other);
                path.push((other, 0));
            } else if self.on_stack[other as usize] {
                self.low[actor as usize] = self.low[actor as usize].min(self.order[other as usize]);
            }
        }
    }

    fn meet(&mut self, actor: u32) {
        self.order[actor as usize] = self.next;
        self.low[actor as usize] = self.next;
        self.next += 1;
        self.stack.push(actor);
        self.on_stack[actor as usize] = true;
    }

    /// When all arrows of an actor have been looked at: is it the first of its component?
    fn leave(&mut self, actor: u32) {
        if self.low[actor as usize] != self.order[actor as usize] {
            return;
        }
        let place = self
            .stack
            .iter()
            .rposition(|&member| member == actor)
            .unwrap_or(0);
        let component = self.stack.split_off(place);
        for &member in &component {
            self.on_stack[member as usize] = false;
        }
        self.components.push(component);
    }
}
