//! Which events came from which line of the source.

use laneway_trace::{Effect, Location};

use crate::index::{Grouped, Grouping, NONE};
use crate::{Model, sort_by_key};

/// For each line of the source the rows at which it ran. Takes 4 bytes an event with a location, and 8 a
/// location.
#[derive(Clone, Debug, Default)]
pub struct LineRows {
    /// One location of each line, in the order of files and lines.
    lines: Vec<u32>,
    rows: Grouped,
}

impl LineRows {
    /// Linear in events, and O(n log n) in locations.
    ///
    /// Not every event is another time: who has waited is still in the same call, and who begins or ends does
    /// so at the line that started it.
    pub fn new(model: &Model) -> Self {
        let places = &model.header.locations;
        let mut order: Vec<u32> = (0..places.len() as u32).collect();
        sort_by_key(&mut order, |&place| line_of(&places[place as usize]));
        let (mut lines, mut line_of_place) = (Vec::new(), vec![0; places.len()]);
        for same in order.chunk_by(|&a, &b| line_of(&places[a as usize]) == line_of(&places[b as usize]))
        {
            for &place in same {
                line_of_place[place as usize] = lines.len() as u32;
            }
            lines.push(same[0]);
        }
        let line_of_row = lines_of_rows(model, &line_of_place);
        let mut sizes = vec![0; lines.len()];
        let ran = || (0..).zip(&line_of_row).filter(|(_, line)| **line != NONE);
        ran().for_each(|(_, &line)| sizes[line as usize] += 1);
        let mut rows = Grouping::new(sizes);
        ran().for_each(|(row, &line)| rows.push(line as usize, row));
        Self {
            lines,
            rows: rows.finish(),
        }
    }

    /// The rows at which a line (from 1) of a file ran, ascending; none for a line that never did. `model` is
    /// the one that this was made for. O(log lines).
    pub fn get(&self, model: &Model, file: &str, line: u32) -> &[u32] {
        let places = &model.header.locations;
        let found = self
            .lines
            .binary_search_by_key(&(file, line), |&place| line_of(&places[place as usize]));
        found.map_or(&[], |line| self.rows.get(line))
    }
}

fn line_of(place: &Location) -> (&str, u32) {
    (&place.file, place.line)
}

/// For each event the line that began to run with it; [`NONE`] for one without a location, and for one that goes
/// on with the call before it.
fn lines_of_rows(model: &Model, line_of_place: &[u32]) -> Vec<u32> {
    let events = &model.events;
    // The line and row of each actor's last event, by its number.
    let mut last = vec![(NONE, 0); model.header.actors.len() + 1];
    let mut line_of_row = vec![NONE; events.len()];
    for (row, &place) in events
        .location
        .iter()
        .enumerate()
        .filter(|(_, place)| **place > 0)
    {
        let place = line_of_place.get(place as usize - 1);
        let last = last.get_mut(events.actor[row] as usize);
        let (Some(&line), Some(last)) = (place, last) else {
            continue;
        };
        if is_own_life(model.event_facts(row as u32).effect) {
            continue;
        }
        let (line_before, row_before) = std::mem::replace(last, (line, row as u32));
        if line_before != line || !goes_on(model, row_before, row as u32) {
            line_of_row[row] = line;
        }
    }
    line_of_row
}

/// True for the beginning and the end of an actor: they stand at the line that started it, which does not run
/// again for them.
const fn is_own_life(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Begin | Effect::End | Effect::CodeEnd | Effect::Exit
    )
}

/// True if an actor's event is of the same call as its one before, on the same line: after a wait; or both are
/// of having waited for the end of the same actor.
fn goes_on(model: &Model, before: u32, row: u32) -> bool {
    let of_end = |row: u32| matches!(model.event_facts(row).effect, Effect::Join | Effect::Reap);
    let same = || model.value(before) == model.value(row);
    model.event_facts(before).begins().is_some() || of_end(before) && of_end(row) && same()
}
