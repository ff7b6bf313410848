//! What the view computes once for a model: everything that a frame then looks up.

use std::cell::OnceCell;

use laneway_model::{EventRows, LineRows, Model, Moment};

use crate::brackets::Brackets;
use crate::folds::Folds;
use crate::lane_names::LaneNames;
use crate::lane_rows::Rows;
use crate::marks::Marks;
use crate::metrics::text_em;
use crate::names::lane_label;
use crate::pyramid::Pyramid;
use crate::sums::Sums;
use crate::{Beats, Clock, ClockKind, Tempo, Timing};

/// Those of the clocks that fold nothing.
static NO_FOLDS: Folds = Folds::none();

/// Computed once for a model, and passed beside it from then on. Takes 9 bytes a phase and 4 a
/// bracket and sign: about 8 bytes an event.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    beats: Beats,
    /// Made, as `by_time`, when a clock of time is first asked for: a run is there to be seen before that.
    folds: OnceCell<Folds>,
    /// How many beats the steps clock goes on after the last event.
    tail: f64,
    by_steps: Pyramid,
    by_time: OnceCell<Pyramid>,
    pub(crate) brackets: Brackets,
    pub(crate) marks: Marks,
    pub(crate) names: LaneNames,
    /// The moment of each step of the lesson.
    steps: Vec<Option<Moment>>,
    /// The timing of each question of the lesson.
    questions: Vec<Option<Timing>>,
    tempo: Tempo,
    /// All lanes, process by process.
    pub(crate) rows: Rows,
    /// Made when the source is first looked at.
    line_rows: OnceCell<LineRows>,
    /// Made when the first trail is followed.
    event_rows: OnceCell<EventRows>,
    /// Made when the figures of a range are first asked for.
    sums: OnceCell<Sums>,
    /// The width of the longest label of a lane or process, in ems.
    pub(crate) label_em: f32,
}

impl Timeline {
    /// Linear in events.
    pub fn new(model: &Model) -> Self {
        let beats = Beats::new(model);
        let tail = tail_beats(model, &beats);
        let clock = Clock::new(ClockKind::Steps, model, &beats, &NO_FOLDS, tail);
        let by_steps = Pyramid::new(phase_lengths(model, &clock));
        let steps = model.header.lesson.iter().flat_map(|lesson| &lesson.steps);
        let steps: Vec<_> = steps.map(|step| model.resolve(&step.at)).collect();
        let prompts = model.header.lesson.iter().flat_map(|lesson| &lesson.prompts);
        let names = LaneNames::new(model);
        Self {
            by_steps,
            by_time: OnceCell::new(),
            brackets: Brackets::new(model),
            marks: Marks::new(model),
            questions: prompts.map(|prompt| Timing::of(model, prompt, &steps)).collect(),
            steps,
            tempo: Tempo::new(model, &beats),
            rows: Rows::all(model),
            label_em: label_em(model, &names),
            names,
            beats,
            folds: OnceCell::new(),
            line_rows: OnceCell::new(),
            event_rows: OnceCell::new(),
            sums: OnceCell::new(),
            tail,
        }
    }

    /// One of the clocks of the run. `model` is the one that this was made for.
    pub fn clock<'a>(&'a self, model: &'a Model, kind: ClockKind) -> Clock<'a> {
        let folds = match kind {
            ClockKind::Folded => self.folds.get_or_init(|| Folds::new(model)),
            ClockKind::Steps | ClockKind::Wall => &NO_FOLDS,
        };
        Clock::new(kind, model, &self.beats, folds, self.tail)
    }

    /// Which events are beats of the steps clock and parts of the story.
    pub fn beats(&self) -> &Beats {
        &self.beats
    }

    /// The moments of the lesson's steps, in their order; `None` for one that the run does not have.
    pub fn steps(&self) -> &[Option<Moment>] {
        &self.steps
    }

    /// The timing of the lesson's questions, in their order; `None` for one that is not asked in the run.
    pub fn questions(&self) -> &[Option<Timing>] {
        &self.questions
    }

    /// How long the beats of a lesson are shown.
    pub fn tempo(&self) -> &Tempo {
        &self.tempo
    }

    /// The rows at which each line of the source ran. The first call takes time linear in events.
    pub fn line_rows(&self, model: &Model) -> &LineRows {
        self.line_rows.get_or_init(|| LineRows::new(model))
    }

    /// The rows of each kind of event and of each printed text. The first call takes time linear in events.
    pub fn event_rows(&self, model: &Model) -> &EventRows {
        self.event_rows.get_or_init(|| EventRows::new(model))
    }

    /// What the run comes to between any two moments. The first call takes time linear in events.
    pub fn sums(&self, model: &Model) -> &Sums {
        self.sums.get_or_init(|| Sums::new(model))
    }

    /// Which phases are the longest. The folded clock shares the pyramid of the wall clock: a fold is far
    /// longer than what is summarized.
    pub(crate) fn pyramid(&self, model: &Model, kind: ClockKind) -> &Pyramid {
        match kind {
            ClockKind::Steps => &self.by_steps,
            ClockKind::Wall | ClockKind::Folded => self.by_time.get_or_init(|| {
                let clock = self.clock(model, ClockKind::Wall);
                Pyramid::new(phase_lengths(model, &clock))
            }),
        }
    }
}

/// One beat, so that what the last event began is seen; a fifth of the run where lanes are left in the
/// middle of something: how a stuck run ends is what there is to see.
fn tail_beats(model: &Model, beats: &Beats) -> f64 {
    if model.lanes.iter().any(|lane| lane.end_row.is_none()) {
        (f64::from(beats.len()) / 5.0).ceil().max(1.0)
    } else {
        1.0
    }
}

/// How long each phase is.
fn phase_lengths(model: &Model, clock: &Clock<'_>) -> Vec<f32> {
    let starts = &model.phases.start_row;
    let mut lengths = vec![0.0; starts.len()];
    for lane in &model.lanes {
        let mut end = clock.length();
        for phase in lane.phases.clone().rev() {
            let start = clock.row_position(starts[phase as usize]);
            lengths[phase as usize] = (end - start) as f32;
            end = start;
        }
    }
    lengths
}

/// The width of the longest label. A daemon's badge takes five ems more, a number two.
fn label_em(model: &Model, names: &LaneNames) -> f32 {
    let lanes = (0..model.lanes.len() as u32).map(|lane| {
        let badge = if model.is_daemon(lane) { 5.0 } else { 0.0 };
        let number = names.lane_number(lane).map_or(0.0, |_| 2.0);
        text_em(lane_label(model, lane)) + badge + number
    });
    let processes = model
        .processes
        .iter()
        .map(|process| text_em(model.actor_name(process.actor)));
    lanes.chain(processes).fold(0.0, f32::max)
}
