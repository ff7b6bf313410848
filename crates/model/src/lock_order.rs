//! Lock-order inversion: locks that actors took in opposite orders, though nobody got stuck.
//!
//! Each time an actor takes a lock while it holds another, an arrow leads from the one to the other (`graph.rs`).
//! A cycle of arrows by different actors is a deadlock that did not happen, unless
//!
//! - all of them, or two, held one more lock in common, the *gate*, so that they could not be there at once;
//! - start and join, or a task and its result, put them in an order (`order.rs`);
//! - a lock of the cycle is only shared, by those who hold it as by those who want it;
//! - whoever takes the second lock gives up after a while. Of an attempt that succeeds at once a trace does not
//!   tell that, so places of the program at which one was limited or refused speak for all others there.
//!
//! The idea is that of Goodlock (K. Havelund, *Using runtime analysis to guide model checking of Java programs*,
//! 2000), in the form with held sets of P. Joshi and others (*A randomized dynamic program analysis technique for
//! detecting real deadlocks*, 2009); Linux's lockdep knows the same graph, by classes of locks.
//!
//! # How certain it is
//!
//! It is *possible*, certain to happen in some other run, if no cause of any kind led from the one to the other (but
//! for the order in which they got locks), and each second lock was waited for without limit at its place, in this
//! run. Otherwise it is *suspicious*: something else that was seen may keep them apart, or nobody has seen that
//! they would wait.

mod cycles;
mod graph;
mod order;
mod places;

use laneway_trace::ObjectId;

use crate::{Certainty, Finding, FindingKind, Model, Moment};
use cycles::Told;
use graph::{Arrow, Graph};
use order::Order;
use places::Places;

/// A finding for each cycle of locks, the shortest first, none for those that have closed to one of these
/// deadlocks. As in a deadlock each actor took what the next one held. Linear in holds, links, and the events on
/// the locks that stand in cycles; what is done for each cycle is bounded.
pub(crate) fn inversions(model: &Model, deadlocks: &[Finding]) -> Vec<Finding> {
    let mut graph = Graph::new(model);
    graph.keep_cyclic();
    if graph.is_empty() {
        return Vec::new();
    }
    let places = Places::of(model, graph.locks());
    graph.retain(|arrow| !places.is_limited(model, arrow));
    graph.keep_cyclic();
    let mut order = Order::new(model);
    let mut findings = Vec::new();
    cycles::search(&graph, |cycle| {
        let locks: Vec<ObjectId> = cycle.iter().map(|arrow| arrow.inner).collect();
        if deadlocks.iter().any(|deadlock| has_closed(deadlock, &locks)) {
            return Told::Yes;
        }
        let Some(concurrent) = order.concurrent(cycle) else {
            return if order.is_used_up() {
                Told::Enough
            } else {
                Told::No
            };
        };
        let waited = cycle.iter().all(|arrow| places.is_waited(model, arrow));
        let certainty = if waited && concurrent.whatever_was_seen {
            Certainty::Possible
        } else {
            Certainty::Suspicious
        };
        findings.push(finding(model, certainty, cycle, locks));
        Told::Yes
    });
    findings
}

/// True if locks are those of a deadlock that has happened.
fn has_closed(deadlock: &Finding, locks: &[ObjectId]) -> bool {
    deadlock.kind == FindingKind::Deadlock && locks.iter().all(|lock| deadlock.objects.contains(lock))
}

fn finding(model: &Model, certainty: Certainty, cycle: &[&Arrow], locks: Vec<ObjectId>) -> Finding {
    let actors = cycle.iter().map(|arrow| model.lanes[arrow.lane as usize].actor);
    let began = cycle.iter().map(|arrow| arrow.first.outer_row).min();
    let closed = cycle.iter().map(|arrow| arrow.first.inner_row).max();
    let moment = |row: Option<u32>| row.map_or(Moment(0), Moment::after);
    Finding::new(
        (FindingKind::LockOrderInversion, certainty),
        actors.collect(),
        locks,
        moment(began),
        moment(closed),
    )
}
