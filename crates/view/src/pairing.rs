//! Two runs beside each other: where one is when the other is somewhere.

use std::collections::BTreeMap;

use laneway_model::{Model, Moment};
use laneway_trace::{Event, EventKind};

use crate::Timeline;

/// How two runs are kept in step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InStep {
    /// Both come to a step of the lesson at the same time.
    #[default]
    Steps,
    /// Both come at the same time to the same event: what an actor of a name does with an object of a name for the
    /// nth time.
    Events,
    /// Each is where it is put.
    Free,
}

impl InStep {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Steps, Self::Events, Self::Free];

    /// Its name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Events => "events",
            Self::Free => "free",
        }
    }
}

/// For each moment of a run the moment of another that belongs to it: never earlier than that of the moment before,
/// from the start to the end. 4 bytes an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing(Vec<Moment>);

impl Pairing {
    /// The moment of the other run that belongs to one of this.
    pub fn partner(&self, now: Moment) -> Moment {
        let last = self.0.len() - 1;
        self.0[(now.0 as usize).min(last)]
    }

    /// Pairs steps with the same id; where no two have it, the first with the first, and so on. Between two steps
    /// both runs go on by the same share of the way. Linear in events.
    pub fn by_steps(this: (&Model, &Timeline), other: (&Model, &Timeline)) -> Self {
        let ids = |model: &Model| -> Vec<String> {
            let steps = model.header.lesson.iter().flat_map(|lesson| &lesson.steps);
            steps.map(|step| step.id.clone()).collect()
        };
        let (ids, other_ids) = (ids(this.0), ids(other.0));
        let by_id = ids.iter().any(|id| other_ids.contains(id));
        let partner = |step: usize| match by_id {
            true => other_ids.iter().position(|id| *id == ids[step]),
            false => Some(step),
        };
        let pairs = this.1.steps().iter().enumerate().filter_map(|(step, &at)| {
            let partner = other.1.steps().get(partner(step)?)?;
            Some((at?, (*partner)?))
        });
        let end = (this.0.end(), other.0.end());
        let mut stations = vec![(Moment(0), Moment(0))];
        // Steps need not come in their order in every run.
        for (at, partner) in pairs.chain([end]) {
            let (last, last_partner) = stations[stations.len() - 1];
            if at > last && partner >= last_partner {
                stations.push((at, partner));
            }
        }
        Self::between(&stations)
    }

    /// From station to station. What is between two of them is before the second in both runs.
    fn between(stations: &[(Moment, Moment)]) -> Self {
        let mut partners = vec![stations[0].1];
        for pair in stations.windows(2) {
            let ((from, other_from), (to, other_to)) = (pair[0], pair[1]);
            let (length, other_length) =
                (u64::from(to.0 - from.0), u64::from(other_to.0 - other_from.0));
            let at = |passed: u64| Moment(other_from.0 + (other_length * passed / length) as u32);
            partners.extend((1..=length).map(at));
        }
        Self(partners)
    }

    /// Pairs what actors and objects of the same names do for the nth time. Linear in events but for the logarithm of
    /// how many deeds there are.
    pub fn by_events(this: &Model, other: &Model) -> Self {
        let mut names = Names::default();
        let deeds = names.deeds(this);
        let mut rows: BTreeMap<Deed, Vec<u32>> = BTreeMap::new();
        for (row, deed) in (0..).zip(names.deeds(other)) {
            rows.entry(deed).or_default().push(row);
        }
        let mut times: BTreeMap<Deed, usize> = BTreeMap::new();
        let mut latest = Moment(0);
        let mut partners = vec![latest];
        for deed in deeds {
            let nth = times.entry(deed).or_default();
            if let Some(&row) = rows.get(&deed).and_then(|rows| rows.get(*nth)) {
                latest = latest.max(Moment::after(row));
            }
            *nth += 1;
            partners.push(latest);
        }
        // However different they were, they end together.
        partners[this.end().0 as usize] = other.end();
        Self(partners)
    }
}

/// What is done by whom with what: a kind of event, and names as numbers.
type Deed = (EventKind, usize, Option<usize>);

/// Names as numbers, the same in both runs.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn number(&mut self, name: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(name.to_owned()).or_insert(next)
    }

    /// The deed of each event. Each name is looked up once, not for each event.
    fn deeds(&mut self, model: &Model) -> Vec<Deed> {
        let header = &model.header;
        let actors: Vec<usize> = header
            .actors
            .iter()
            .map(|actor| self.number(&actor.name))
            .collect();
        let objects: Vec<usize> = header
            .objects
            .iter()
            .map(|object| self.number(&object.name))
            .collect();
        let deed = |event: Event| {
            let object = event.object.map(|object| objects[object.index()]);
            (event.kind, actors[event.actor.index()], object)
        };
        model.events.iter().map(deed).collect()
    }
}
