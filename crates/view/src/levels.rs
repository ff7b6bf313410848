//! How many items a queue held over a run, and how many workers of a pool were busy: steps to draw, and figures.

use laneway_model::mechanism::ObjectState;
use laneway_model::{Model, Moment, sort_by_key};
use laneway_trace::{Mechanism, ObjectId, Part};

/// What is counted at an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The items of a queue.
    Items,
    /// The workers of a pool that run a task.
    BusyWorkers,
}

/// A count at an object, over the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The object.
    pub object: ObjectId,
    /// The most that there were at once.
    pub most: u32,
    /// How many there are when all are: the workers of a pool; of a queue the most that there were.
    pub all: u32,
    /// How many there were on average over time, in hundredths.
    pub mean_hundredths: u64,
    /// How long there were all, in nanoseconds.
    pub all_ns: u64,
    /// The columns in which it changed, first to last.
    columns: Vec<Column>,
}

/// What a count was like in a column of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    x: u32,
    low: u32,
    high: u32,
    last: u32,
}

/// The levels of the objects to which most happened, at most `most` of them, by number, and how many others there are.
/// The run is so many columns wide. Linear in what happened to them.
pub fn levels(model: &Model, counted: Counted, columns: u32, most: usize) -> (Vec<Level>, usize) {
    let mut objects: Vec<(usize, ObjectId)> = (0..model.header.objects.len())
        .filter_map(ObjectId::from_index)
        .filter(|&object| counted.is_at(model.mechanism(object)))
        .map(|object| (model.object_rows(object).len(), object))
        .filter(|&(events, _)| events > 0)
        .collect();
    sort_by_key(&mut objects, |&(events, object)| {
        (std::cmp::Reverse(events), object)
    });
    let more = objects.len().saturating_sub(most);
    objects.truncate(most);
    sort_by_key(&mut objects, |&(_, object)| object);
    let levels = objects
        .into_iter()
        .map(|(_, object)| Level::new(model, counted, object, columns));
    (levels.collect(), more)
}

impl Counted {
    fn is_at(self, mechanism: Mechanism) -> bool {
        match self {
            Self::Items => matches!(mechanism, Mechanism::Store { .. }),
            Self::BusyWorkers => matches!(mechanism, Mechanism::Tasks { part: Part::Pool }),
        }
    }

    fn of(self, state: &ObjectState) -> u32 {
        match (self, state) {
            (Self::Items, ObjectState::Store(store)) => store.len() as u32,
            (Self::BusyWorkers, ObjectState::Pool(pool)) => pool.busy,
            _ => 0,
        }
    }
}

impl Level {
    fn new(model: &Model, counted: Counted, object: ObjectId, columns: u32) -> Self {
        let workers = match model.object_at(object, model.end()) {
            Some(ObjectState::Pool(pool)) => pool.workers.len() as u32,
            _ => 0,
        };
        let mut steps = Steps {
            // A queue that never held anything was not full all the time.
            all: workers.max(1),
            columns_per_ns: f64::from(columns) / model.duration_ns().max(1) as f64,
            last_column: columns.saturating_sub(1),
            ..Steps::default()
        };
        model.walk_object(object, |row, state| {
            let count = counted.of(state);
            if count != steps.count {
                steps.step(model.time_ns(Moment::after(row)), count);
            }
        });
        steps.last(model.duration_ns());
        let duration_ns = u128::from(model.duration_ns().max(1));
        Self {
            object,
            most: steps.most,
            all: steps.all,
            mean_hundredths: ((steps.count_ns * 100 + duration_ns / 2) / duration_ns) as u64,
            all_ns: steps.all_ns,
            columns: steps.columns,
        }
    }

    /// The steps as the path of an SVG, from the left edge to the right one; the most is a pixel below the top.
    /// In a column it goes to the fewest and the most that there were, however shortly.
    pub fn path(&self, columns: u32, height_px: f64) -> String {
        let scale = (height_px - 1.0) / f64::from(self.all.max(self.most).max(1));
        let y = |count: u32| height_px - f64::from(count) * scale;
        let mut path = format!("M0 {height_px}");
        let mut to = |letter: char, at: f64| {
            path.push_str(&format!("{letter}{}", (at * 100.0).round() / 100.0));
        };
        for column in &self.columns {
            to('H', f64::from(column.x));
            for count in [column.low, column.high, column.last] {
                to('V', y(count));
            }
        }
        to('H', f64::from(columns));
        path
    }
}

/// Steps in the making.
#[derive(Clone, Debug, Default)]
struct Steps {
    count: u32,
    since_ns: u64,
    most: u32,
    all: u32,
    all_ns: u64,
    /// The sum of the counts, each as often as it lasted nanoseconds.
    count_ns: u128,
    columns_per_ns: f64,
    last_column: u32,
    columns: Vec<Column>,
}

impl Steps {
    fn step(&mut self, now_ns: u64, count: u32) {
        self.last(now_ns);
        self.count = count;
        self.most = self.most.max(count);
        if count > self.all {
            (self.all, self.all_ns) = (count, 0);
        }
        let x = ((now_ns as f64 * self.columns_per_ns) as u32).min(self.last_column);
        match self.columns.last_mut().filter(|column| column.x == x) {
            Some(column) => {
                column.low = column.low.min(count);
                column.high = column.high.max(count);
                column.last = count;
            }
            None => self.columns.push(Column {
                x,
                low: count,
                high: count,
                last: count,
            }),
        }
    }

    /// The count has been the same until now.
    fn last(&mut self, now_ns: u64) {
        let time_ns = now_ns.saturating_sub(self.since_ns);
        self.since_ns = now_ns;
        self.count_ns += u128::from(self.count) * u128::from(time_ns);
        if self.count == self.all {
            self.all_ns += time_ns;
        }
    }
}
