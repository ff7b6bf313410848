//! Where moves along a run lead.

use laneway_model::{Model, Moment};
use laneway_trace::ObjectId;

use crate::{Action, Panel, Selection, State, Timeline};

/// The moment to which an action moves the playhead; `None` if there is none. Selects what it arrives at.
pub(crate) fn destination(
    action: Action,
    now: Moment,
    state: &mut State,
    model: &Model,
    timeline: &Timeline,
) -> Option<Moment> {
    match action {
        Action::GoMoment(moment) => Some(moment),
        Action::GoMark => state.mark,
        Action::GoEvents(by) => {
            let beats = timeline.beats();
            let to = i64::from(beats.until(now)) + i64::from(by);
            Some(beats.moment(to.clamp(0, i64::from(beats.len())) as u32))
        }
        Action::GoNextInteresting => Some(model.next_interesting(now)),
        Action::GoPreviousInteresting => Some(model.previous_interesting(now)),
        Action::GoNextPhase => neighbour_phase(now, state, model, true),
        Action::GoPreviousPhase => neighbour_phase(now, state, model, false),
        Action::GoAlongArrow => along_arrow(now, state, model),
        Action::GoBackAlongArrow => back_along_arrow(now, state, model),
        Action::GoStep(step) => to_step(step, state, timeline),
        Action::GoNextStop => neighbour_stop(now, state, model, timeline, true),
        Action::GoPreviousStop => neighbour_stop(now, state, model, timeline, false),
        _ => None,
    }
}

/// The phase of the selected lane (of the first one, if none is selected) after or before the one at
/// the playhead. Going back from within a phase leads to its own start first.
fn neighbour_phase(now: Moment, state: &mut State, model: &Model, next: bool) -> Option<Moment> {
    let lane = state.selection.lane(model).unwrap_or(0);
    let range = model.lane_phases(lane);
    let start = |phase: u32| Moment::after(model.phases.start_row[phase as usize]);
    let phase = match (model.phase_at(lane, now), next) {
        (None, true) => range.start,
        (None, false) => return None,
        (Some(phase), true) => phase + 1,
        (Some(phase), false) if start(phase) < now => phase,
        (Some(phase), false) => phase.checked_sub(1)?,
    };
    if !range.contains(&phase) {
        return None;
    }
    state.selection = Selection::Phase(phase);
    Some(start(phase))
}

/// The wait in question: the selected phase, or else the one that the selected lane is in; `None` where that is no
/// wait.
fn wait(now: Moment, state: &State, model: &Model) -> Option<(u32, u32)> {
    let lane = state.selection.lane(model)?;
    let phase = match state.selection {
        Selection::Phase(phase) => phase,
        _ => model.phase_at(lane, now)?,
    };
    model.awaits(lane, phase).map(|_| (lane, phase))
}

/// From a wait to what ends it in another lane, if that comes later, or if the wait itself is selected.
fn to_the_end_of_a_wait(now: Moment, state: &mut State, model: &Model) -> Option<Moment> {
    let (lane, phase) = wait(now, state, model)?;
    let cause = model.phase_end(lane, phase)?.cause?;
    let at = Moment::after(cause.from_row);
    if at <= now && !matches!(state.selection, Selection::Phase(_)) {
        return None;
    }
    state.selection = Selection::Lane(cause.from_lane);
    Some(at)
}

/// From a wait back to where the one who is in the way came into what is waited for.
fn to_who_is_in_the_way(now: Moment, state: &mut State, model: &Model) -> Option<Moment> {
    let (lane, phase) = wait(now, state, model)?;
    let span = model.phase_span(lane, phase);
    let at = if span.contains(&now) { now } else { span.start };
    let other = *model.waits_for(lane, phase, at).first()?;
    let object = ObjectId::new(model.phases.object[phase as usize])?;
    let holders = model.holders(object, at);
    let since = holders.iter().find(|holder| holder.actor == other)?.since;
    state.selection = Selection::Lane(model.lane_of(other)?);
    Some(since)
}

/// From a wait to what ends it; else the effect of the first link that leaves the selected lane at the playhead's
/// event or later. O(log links) for each event of the lane without one; at most a thousand events are tried.
fn along_arrow(now: Moment, state: &mut State, model: &Model) -> Option<Moment> {
    if let Some(at) = to_the_end_of_a_wait(now, state, model) {
        return Some(at);
    }
    let lane = state.selection.lane(model)?;
    let rows = model.lane_rows(lane);
    let from = rows.partition_point(|&row| Moment::after(row) < now);
    let leaving = |&row: &u32| model.links_from(row).find(|link| link.to_lane != lane).copied();
    let link = rows[from..].iter().take(1000).find_map(leaving)?;
    state.selection = Selection::Lane(link.to_lane);
    Some(Moment::after(link.to_row))
}

/// From a wait to where its lock was taken; else the cause of the last link that came into the selected lane up to
/// the playhead.
fn back_along_arrow(now: Moment, state: &mut State, model: &Model) -> Option<Moment> {
    if let Some(at) = to_who_is_in_the_way(now, state, model) {
        return Some(at);
    }
    let lane = state.selection.lane(model)?;
    let rows = model.lane_rows(lane);
    let until = rows.partition_point(|&row| Moment::after(row) <= now);
    let coming = |&row: &u32| {
        model
            .links_into(row..row.saturating_add(1))
            .iter()
            .find(|link| link.from_lane != lane)
            .copied()
    };
    let link = rows[..until].iter().rev().take(1000).find_map(coming)?;
    state.selection = Selection::Lane(link.from_lane);
    Some(Moment::after(link.from_row))
}

/// Shows what is said at a step.
fn to_step(step: u32, state: &mut State, timeline: &Timeline) -> Option<Moment> {
    let moment = (*timeline.steps().get(step as usize)?)?;
    state.step = Some(step);
    state.panel = Panel::Lesson;
    Some(moment)
}

/// The next stop of the lesson, or the previous one: a step, or on the way to it a question that is asked or
/// answered; past the steps the end of the run, before them its start.
fn neighbour_stop(
    now: Moment,
    state: &mut State,
    model: &Model,
    timeline: &Timeline,
    next: bool,
) -> Option<Moment> {
    if timeline.steps().is_empty() && state.own_stops.is_empty() {
        // A clicker has a use in a run without stops, too.
        return state.present.then(|| match next {
            true => model.next_interesting(now),
            false => model.previous_interesting(now),
        });
    }
    let step = neighbour_step(now, state, timeline, next);
    let step_at = step.and_then(|step| timeline.steps()[step]);
    let is_on_the_way = |&at: &Moment| match next {
        true => at > now && step_at.is_none_or(|step_at| at < step_at),
        false => at < now && step_at.is_none_or(|step_at| at > step_at),
    };
    let questions = timeline.questions().iter().flatten();
    let questions = questions.flat_map(|timing| [timing.ask, timing.answer]);
    let questions = questions
        .chain(state.own_stops.iter().copied())
        .filter(is_on_the_way);
    let question = if next { questions.min() } else { questions.max() };
    if let (None, Some(step)) = (question, step) {
        return to_step(u32::try_from(step).ok()?, state, timeline);
    }
    state.step = None;
    if !timeline.steps().is_empty() {
        state.panel = Panel::Lesson;
    }
    Some(question.unwrap_or(if next { model.end() } else { Moment(0) }))
}

/// The next step of the lesson in its order, from the current one, or else from the playhead. Steps
/// that the run does not have are passed over.
fn neighbour_step(now: Moment, state: &State, timeline: &Timeline, next: bool) -> Option<usize> {
    let steps = timeline.steps();
    let known = |step: &usize| steps[*step].is_some();
    let current = state
        .step
        .map(|step| step as usize)
        .filter(|&step| step < steps.len());
    match (current, next) {
        (Some(step), true) => (step + 1..steps.len()).find(known),
        (Some(step), false) => (0..step).rev().find(known),
        (None, true) => (0..steps.len()).find(|&step| steps[step].is_some_and(|at| at > now)),
        (None, false) => (0..steps.len())
            .rev()
            .find(|&step| steps[step].is_some_and(|at| at < now)),
    }
}
