//! Who waits for whom.
//!
//! Any number of actors can wait for the same in the same way, and any number can be in their way: what they
//! have in common stands there once, so that the graph is no larger than the run.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use laneway_trace::{ActorId, Awaits, Mode};

use crate::index::NONE;
use crate::mechanism::{Blockers, ObjectState};
use crate::track::Tracks;
use crate::track::actors::ActorTrack;

/// The actors that never left a wait without a time limit, and for whom they wait.
pub(super) struct Graph {
    /// For each actor the wait that it is in, as a row of `waits`; [`NONE`] for one that is not blocked.
    wait: Vec<u32>,
    waits: Vec<Wait>,
    /// For each actor the waits that are for it.
    behind: Vec<Vec<u32>>,
}

/// A wait that some actors are in.
#[derive(Default)]
struct Wait {
    /// Who is in it.
    actors: Vec<u32>,
    /// For whom it is: nobody in particular, if there are none.
    others: Vec<u32>,
    /// Whether it is for all of them, or for any.
    all: bool,
    /// True if who is in it can never go on, whatever happens.
    stuck: bool,
}

/// Actors that wait for each other, or a single one.
pub(super) struct Component {
    pub(super) actors: Vec<u32>,
    /// True if each of them waits for itself in the end.
    pub(super) closes: bool,
}

/// Of a lock that its holder may enter again, whoever waits has others in its way than the next: so many of
/// them are looked at. To look at fewer finds fewer who are stuck, and none who is not.
const MOST_OWN: usize = 64;

impl Graph {
    /// `nobody_else` is true if the run ended because nobody could move: then nobody from outside will come,
    /// either.
    pub(super) fn new(tracks: &Tracks, nobody_else: bool) -> Self {
        let count = tracks.actors.len();
        let mut graph = Self {
            wait: vec![NONE; count],
            waits: Vec::new(),
            behind: vec![Vec::new(); count],
        };
        let mut shared = HashMap::new();
        for actor in (0..count as u32).filter(|&actor| is_blocked(&tracks.actors[actor as usize])) {
            let next = graph.waits.len() as u32;
            let key = shared_wait(tracks, actor);
            let wait = key.map_or(next, |key| *shared.entry(key).or_insert(next));
            if wait == next {
                let most = key.map_or(MOST_OWN, |_| usize::MAX);
                graph.add_wait(&blockers(tracks, actor), most, nobody_else);
            }
            graph.wait[actor as usize] = wait;
            graph.waits[wait as usize].actors.push(actor);
        }
        graph.find_stuck();
        graph
    }

    fn add_wait(&mut self, blockers: &Blockers, most: usize, nobody_else: bool) {
        let others = blockers.actors().iter().map(|other| other.index() as u32);
        let others = others.filter(|&other| (other as usize) < self.wait.len());
        let others: Vec<u32> = others.take(most).collect();
        for &other in &others {
            self.behind[other as usize].push(self.waits.len() as u32);
        }
        let is_helpless = nobody_else || !matches!(blockers, Blockers::Likely(_));
        self.waits.push(Wait {
            actors: Vec::new(),
            all: matches!(blockers, Blockers::All(_) | Blockers::Anybody),
            stuck: is_helpless && !others.is_empty(),
            others,
        });
    }

    /// How many waits there are.
    pub(super) fn waits(&self) -> usize {
        self.waits.len()
    }

    /// The wait that a blocked actor is in.
    pub(super) fn wait(&self, actor: u32) -> usize {
        self.wait[actor as usize] as usize
    }

    /// The waits for an actor.
    pub(super) fn behind(&self, actor: u32) -> &[u32] {
        &self.behind[actor as usize]
    }

    /// For whom a wait is.
    pub(super) fn others(&self, wait: usize) -> &[u32] {
        &self.waits[wait].others
    }

    /// True for a wait for all of these, false for one for any.
    pub(super) fn needs_all(&self, wait: usize) -> bool {
        self.waits[wait].all
    }

    /// True for an actor that can never go on, however the run would have continued.
    pub(super) fn is_stuck(&self, actor: u32) -> bool {
        self.waits.get(self.wait(actor)).is_some_and(|wait| wait.stuck)
    }

    /// Takes out those who can be helped until nobody can. Each arrow is looked at once.
    fn find_stuck(&mut self) {
        // For each wait how many of those it is for may be stuck.
        let mut left: Vec<usize> = self.waits.iter().map(|wait| wait.others.len()).collect();
        let actors = 0..self.wait.len() as u32;
        let mut free: Vec<u32> = actors.filter(|&actor| !self.is_stuck(actor)).collect();
        while let Some(helper) = free.pop() {
            for &behind in &self.behind[helper as usize] {
                let (wait, left) = (&mut self.waits[behind as usize], &mut left[behind as usize]);
                *left -= 1;
                let is_helped = !wait.all || *left == 0;
                if is_helped && std::mem::take(&mut wait.stuck) {
                    free.extend(&wait.actors);
                }
            }
        }
    }

    /// The blocked actors in groups that wait for each other, those that others wait for first.
    pub(super) fn components(&self) -> Vec<Component> {
        let nodes = self.wait.len() + self.waits.len();
        let mut tarjan = Tarjan {
            graph: self,
            order: vec![0; nodes],
            low: vec![0; nodes],
            on_stack: vec![false; nodes],
            next: 1,
            stack: Vec::new(),
            components: Vec::new(),
        };
        for actor in 0..self.wait.len() as u32 {
            if self.wait[actor as usize] != NONE && tarjan.order[actor as usize] == 0 {
                tarjan.walk(actor);
            }
        }
        tarjan.components
    }

    /// The node behind the first arrows of a node: actors lead to their waits, which are numbered after
    /// them, and these to other actors.
    fn arrow(&self, node: u32, arrow: usize) -> Option<u32> {
        let actors = self.wait.len() as u32;
        match node.checked_sub(actors) {
            Some(wait) => self.waits[wait as usize].others.get(arrow).copied(),
            None => Some(self.wait[node as usize])
                .filter(|&wait| arrow == 0 && wait != NONE)
                .map(|wait| actors + wait),
        }
    }

    /// The shortest cycle from an actor over members of its component back to itself, by breadth. Who is in
    /// its own way and in that of others (a reader that waits to write, beside another one) is told with
    /// the others.
    pub(super) fn cycle_through(&self, first: u32, component: &[u32]) -> Vec<u32> {
        let alone = component.len() == 1;
        // Who has not been met.
        let mut members: BTreeSet<u32> = component
            .iter()
            .copied()
            .filter(|&actor| actor != first)
            .collect();
        let mut from: BTreeMap<u32, u32> = BTreeMap::new();
        // For each wait that was met whether it is for the first actor.
        let mut leads_back: BTreeMap<usize, bool> = BTreeMap::new();
        let mut queue = VecDeque::from([first]);
        while let Some(actor) = queue.pop_front() {
            let wait = self.wait(actor);
            let is_back = *leads_back.entry(wait).or_insert_with(|| {
                for &other in self.others(wait) {
                    if members.remove(&other) {
                        from.insert(other, actor);
                        queue.push_back(other);
                    }
                }
                self.others(wait).contains(&first)
            });
            if is_back && (alone || actor != first) {
                let mut cycle = vec![actor];
                while let Some(&before) = from.get(&cycle[cycle.len() - 1]) {
                    cycle.push(before);
                }
                cycle.reverse();
                return cycle;
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

/// What an actor waits for, if the same are in the way of whoever waits for that.
fn shared_wait(tracks: &Tracks, actor: u32) -> Option<(u32, Mode)> {
    let now = &tracks.actors[actor as usize].now;
    let object = tracks.objects.get((now.object as usize).wrapping_sub(1))?;
    match &object.history.as_ref()?.state {
        ObjectState::Holding(holding) if now.awaits == Some(Awaits::Permit) => {
            holding.bars_all_alike().then_some((now.object, now.mode))
        }
        _ => None,
    }
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

/// Tarjan's algorithm, with a stack of its own: a file decides how deep it goes.
struct Tarjan<'a> {
    graph: &'a Graph,
    /// When each node was met, from 1; 0 for not yet.
    order: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    next: u32,
    stack: Vec<u32>,
    components: Vec<Component>,
}

impl Tarjan<'_> {
    fn walk(&mut self, start: u32) {
        // Nodes on the way, each with the arrow that is looked at next.
        let mut path: Vec<(u32, usize)> = vec![(start, 0)];
        self.meet(start);
        while let Some((node, arrow)) = path.last_mut() {
            let node = *node;
            let Some(other) = self.graph.arrow(node, *arrow) else {
                path.pop();
                self.leave(node);
                if let Some(&(before, _)) = path.last() {
                    self.low[before as usize] = self.low[before as usize].min(self.low[node as usize]);
                }
                continue;
            };
            *arrow += 1;
            if self.order[other as usize] == 0 {
                self.meet(other);
                path.push((other, 0));
            } else if self.on_stack[other as usize] {
                self.low[node as usize] = self.low[node as usize].min(self.order[other as usize]);
            }
        }
    }

    fn meet(&mut self, node: u32) {
        self.order[node as usize] = self.next;
        self.low[node as usize] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node as usize] = true;
    }

    /// When all arrows of a node have been looked at: is it the first of its component?
    fn leave(&mut self, node: u32) {
        if self.low[node as usize] != self.order[node as usize] {
            return;
        }
        let place = self.stack.iter().rposition(|&member| member == node);
        let component = self.stack.split_off(place.unwrap_or(0));
        for &member in &component {
            self.on_stack[member as usize] = false;
        }
        let closes = component.len() > 1;
        let is_blocked = |node: &u32| {
            self.graph
                .wait
                .get(*node as usize)
                .is_some_and(|&wait| wait != NONE)
        };
        let actors: Vec<u32> = component.into_iter().filter(is_blocked).collect();
        if !actors.is_empty() {
            self.components.push(Component { actors, closes });
        }
    }
}

#[cfg(test)]
mod tests {
    use laneway_trace::{
        Actor, Event, EventKind, Events, Object, ObjectId, ObjectKind, Value, Vocabulary,
    };

    use super::*;

    /// Twice as many readers of a lock and twice as many who wait to write are twice as many arrows.
    #[test]
    fn the_graph_is_no_larger_than_the_run() {
        let arrows = |count: usize| {
            let actors = vec![Actor::default(); 2 * count];
            let lock = Object {
                kind: ObjectKind::RWLOCK,
                ..Object::default()
            };
            let (mut tracks, mut events) = (Tracks::default(), Events::default());
            tracks.define(&Vocabulary::default(), &actors, &[lock]);
            for row in 0..2 * count {
                let reads = row < count;
                events.push(Event {
                    time_ns: row as u64,
                    actor: ActorId::from_index(row).expect("a small number"),
                    kind: if reads {
                        EventKind::SHARED_ACQUIRE
                    } else {
                        EventKind::LOCK_WAIT
                    },
                    object: ObjectId::new(1),
                    sequence: 0,
                    value: Value::None,
                    location: None,
                });
            }
            tracks.events(0, &mut events);
            let graph = Graph::new(&tracks, true);
            assert_eq!(
                graph.waits.iter().map(|wait| wait.actors.len()).sum::<usize>(),
                count
            );
            graph.waits.iter().map(|wait| wait.others.len()).sum::<usize>()
        };
        assert_eq!([arrows(100), arrows(200)], [100, 200]);
    }
}
