//! What fingers, pens and mice do on the lanes and on the overview: from presses and moves to actions.
//!
//! On the ruler a drag moves the playhead; on the lanes it chooses a stretch of the run, with Shift, the
//! middle button or a finger it pans; two fingers zoom. On the overview a drag moves or resizes the window.

use laneway_model::{Model, Moment};
use laneway_view::{
    Action, LaneAction, Range, Region, Scene, Selection, State, Target, TimeScale, Timeline,
};

/// A press that moves less than this is a click.
const SLOP_PX: f32 = 4.0;

/// Where a pointer is on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// Fingers have different ones.
    pub id: i32,
    /// From the left edge of the picture.
    pub x: f32,
    /// From its upper edge.
    pub y: f32,
    /// True if a drag pans: a finger, Shift, the middle button.
    pub pans: bool,
}

/// What the picture shows: needed to turn pixels into positions.
pub struct Shown<'a> {
    pub model: &'a Model,
    pub timeline: &'a Timeline,
    pub state: &'a State,
    /// The picture that the pointer is on.
    pub scene: &'a Scene,
    /// The part of the run that the lanes show.
    pub window: TimeScale,
}

/// The pointers that are down, and what they are doing.
#[derive(Debug, Default)]
pub struct Gestures {
    down: Vec<Pointer>,
    doing: Doing,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Doing {
    #[default]
    Nothing,
    /// Pressed and not yet moved.
    Pressed {
        at: Pointer,
        region: Option<Region>,
    },
    /// The playhead follows.
    Scrub,
    /// A stretch is being chosen, from this moment.
    Choose {
        from: Moment,
    },
    Pan,
    Pinch,
    /// The overview's window is moved: where in it the pointer took hold, in clock units from its start.
    Window {
        held: f64,
    },
    /// An edge of the overview's window is moved; the other one stays at this position.
    Edge {
        other: f64,
    },
}

impl Gestures {
    /// A pointer goes down on what lies there.
    pub fn press(&mut self, at: Pointer, region: Option<Region>, shown: &Shown<'_>) -> Vec<Action> {
        self.down.retain(|pointer| pointer.id != at.id);
        self.down.push(at);
        if self.down.len() == 2 {
            self.doing = Doing::Pinch;
            return Vec::new();
        }
        let window = shown.window;
        let width_px = f64::from(shown.state.size.width_px.min(shown.scene.area.width));
        let position = shown.position(at.x);
        let whole = shown.state.scale.is_none();
        self.doing = match region.map(|region| region.target) {
            Some(Target::Ruler | Target::Playhead) => Doing::Scrub,
            Some(Target::OverviewWindow | Target::Overview) if whole => Doing::Scrub,
            Some(Target::OverviewWindow) => Doing::Window {
                held: position - window.origin,
            },
            Some(Target::OverviewStart) => Doing::Edge {
                other: window.position(width_px),
            },
            Some(Target::OverviewEnd) => Doing::Edge { other: window.origin },
            Some(Target::Overview) => {
                // The window comes to the pointer and goes on with it.
                Doing::Window {
                    held: width_px / 2.0 * window.units_per_px,
                }
            }
            _ => Doing::Pressed { at, region },
        };
        match self.doing {
            Doing::Scrub => vec![Action::GoPosition(position)],
            Doing::Window { .. } => self.drag(at, shown),
            _ => Vec::new(),
        }
    }

    /// A pointer that is down moves.
    pub fn drag(&mut self, to: Pointer, shown: &Shown<'_>) -> Vec<Action> {
        let Some(index) = self.down.iter().position(|pointer| pointer.id == to.id) else {
            return Vec::new();
        };
        let before = std::mem::replace(&mut self.down[index], to);
        if let Doing::Pressed { at, .. } = self.doing {
            if (to.x - at.x).hypot(to.y - at.y) < SLOP_PX {
                return Vec::new();
            }
            self.doing = if at.pans {
                Doing::Pan
            } else {
                Doing::Choose {
                    from: shown.moment(at.x),
                }
            };
        }
        let position = shown.position(to.x);
        match self.doing {
            Doing::Nothing | Doing::Pressed { .. } => Vec::new(),
            Doing::Scrub => vec![Action::GoPosition(position)],
            Doing::Choose { from } => {
                vec![Action::SetRange(Some(Range {
                    from,
                    to: shown.moment(to.x),
                }))]
            }
            Doing::Pan => vec![
                Action::PanPx(f64::from(before.x - to.x)),
                Action::ScrollPx(f64::from(before.y - to.y)),
            ],
            Doing::Pinch => self.pinch(before, to),
            Doing::Window { held } => {
                vec![Action::Show(TimeScale {
                    origin: position - held,
                    ..shown.window
                })]
            }
            Doing::Edge { other } => {
                let (from, to) = (position.min(other), position.max(other));
                let width_px = f64::from(shown.state.size.width_px.max(1.0));
                vec![Action::Show(TimeScale {
                    origin: from,
                    units_per_px: (to - from) / width_px,
                })]
            }
        }
    }

    /// A pointer goes up.
    pub fn release(&mut self, id: i32) -> Vec<Action> {
        self.down.retain(|pointer| pointer.id != id);
        match std::mem::take(&mut self.doing) {
            Doing::Pressed { region, .. } => click(region),
            // The finger that is left goes on panning.
            Doing::Pinch if self.down.len() == 1 => {
                self.doing = Doing::Pan;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// True while a pointer is down.
    pub fn is_active(&self) -> bool {
        !self.down.is_empty()
    }

    /// Two fingers: one of them moved.
    fn pinch(&self, before: Pointer, now: Pointer) -> Vec<Action> {
        let Some(other) = self.down.iter().find(|pointer| pointer.id != now.id) else {
            return Vec::new();
        };
        let distance =
            |pointer: Pointer| f64::from((pointer.x - other.x).hypot(pointer.y - other.y)).max(8.0);
        let middle = |pointer: Pointer| f64::from(pointer.x + other.x) / 2.0;
        vec![
            Action::ZoomAt {
                factor: distance(now) / distance(before),
                x_px: middle(now),
            },
            Action::PanPx(middle(before) - middle(now)),
        ]
    }
}

fn click(region: Option<Region>) -> Vec<Action> {
    match region.map(|region| region.target) {
        Some(Target::Group(group)) => vec![Action::Lanes(LaneAction::ToggleFold(group))],
        Some(Target::Step(step)) => vec![Action::GoStep(step)],
        // What is on the lanes takes the range away that a drag has left.
        Some(Target::Lanes) | None => vec![Action::SetRange(None), Action::Select(Selection::None)],
        Some(target) => Selection::of(target).map(Action::Select).into_iter().collect(),
    }
}

impl Shown<'_> {
    fn position(&self, x: f32) -> f64 {
        self.scene.scale.position(f64::from(x - self.scene.area.x))
    }

    fn moment(&self, x: f32) -> Moment {
        self.timeline
            .clock(self.model, self.state.clock)
            .moment(self.position(x))
    }
}

/// What turning the wheel does: Ctrl zooms at the pointer, the rest pans and scrolls. `None` where it is
/// left to the browser.
pub fn wheel(delta_px: [f64; 2], x_px: f64, ctrl: bool, shift: bool, scrolls: bool) -> Option<Action> {
    let [across, down] = delta_px;
    if ctrl {
        return Some(Action::ZoomAt {
            factor: (-down * 0.003).clamp(-2.0, 2.0).exp(),
            x_px,
        });
    }
    if shift || across.abs() > down.abs() {
        return Some(Action::PanPx(if across == 0.0 { down } else { across }));
    }
    scrolls.then_some(Action::ScrollPx(down))
}

#[cfg(test)]
mod tests {
    use laneway_trace::{ActorId, ActorKind, Event, EventKind, Events, Header, Value};
    use laneway_view::{Area, Frame, Labels, Size, hit, layout, overview, window};

    use super::*;

    /// A run of one thread that prints ten times, as it is shown.
    struct OneThread {
        model: Model,
        timeline: Timeline,
        state: State,
    }

    impl OneThread {
        fn new() -> Self {
            let actor = |kind, parent: Option<u32>| laneway_trace::Actor {
                kind,
                parent: parent.and_then(ActorId::new),
                name: "main".into(),
                ..laneway_trace::Actor::default()
            };
            let header = Header {
                actors: vec![actor(ActorKind::Process, None), actor(ActorKind::Thread, Some(1))],
                ..Header::default()
            };
            let mut builder = laneway_model::Builder::new(header);
            let mut events = Events::default();
            for row in 0..10 {
                events.push(Event {
                    time_ns: row * 1000,
                    actor: ActorId::new(2).expect("not zero"),
                    kind: if row == 0 {
                        EventKind::BEGIN
                    } else {
                        EventKind::PRINT
                    },
                    object: None,
                    sequence: 0,
                    value: Value::None,
                    location: None,
                });
            }
            builder.push(&mut events);
            let model = builder.finish(Vec::new());
            let timeline = Timeline::new(&model);
            let size = Size {
                width_px: 800.0,
                height_px: 300.0,
            };
            Self {
                model,
                timeline,
                state: State {
                    size,
                    ..State::default()
                },
            }
        }

        fn scene(&self, surface: &str) -> Scene {
            let frame = Frame::default();
            match surface {
                "overview" => {
                    let size = Size {
                        width_px: 800.0,
                        height_px: 36.0,
                    };
                    overview(&self.model, &self.timeline, &self.state, &frame, size)
                }
                _ => layout(
                    &self.model,
                    &self.timeline,
                    &self.state,
                    &frame,
                    &Labels::default(),
                ),
            }
        }

        /// Presses at the first point, drags to the others, lets go; all that this asks for.
        fn drag(&self, surface: &str, pans: bool, points: &[(f32, f32)]) -> Vec<Action> {
            let scene = self.scene(surface);
            let shown = Shown {
                model: &self.model,
                timeline: &self.timeline,
                state: &self.state,
                scene: &scene,
                window: window(&self.state, 0.0, &self.model, &self.timeline),
            };
            let mut gestures = Gestures::default();
            let at = |&(x, y): &(f32, f32)| Pointer { id: 1, x, y, pans };
            let (first, rest) = points.split_first().expect("a point");
            let mut actions = gestures.press(at(first), hit(&scene, first.0, first.1), &shown);
            for point in rest {
                actions.extend(gestures.drag(at(point), &shown));
            }
            actions.extend(gestures.release(1));
            assert!(!gestures.is_active());
            actions
        }

        fn position(&self, surface: &str, x: f32) -> f64 {
            let Scene {
                scale,
                area: Area { x: left, .. },
                ..
            } = self.scene(surface);
            scale.position(f64::from(x - left))
        }
    }

    #[test]
    fn a_drag_on_the_ruler_moves_the_playhead() {
        let page = OneThread::new();
        let go = |x| Action::GoPosition(page.position("lanes", x));
        assert_eq!(
            page.drag("lanes", false, &[(300.0, 10.0), (400.0, 12.0)]),
            [go(300.0), go(400.0)]
        );
    }

    #[test]
    fn a_drag_on_the_lanes_chooses_and_with_shift_pans() {
        let page = OneThread::new();
        let moment = |x| Moment(page.position("lanes", x) as u32);
        let range = Range {
            from: moment(300.0),
            to: moment(500.0),
        };
        let points = [(300.0, 290.0), (302.0, 290.0), (500.0, 290.0)];
        assert_eq!(
            page.drag("lanes", false, &points),
            [Action::SetRange(Some(range))]
        );
        assert_eq!(
            page.drag("lanes", true, &points),
            [Action::PanPx(-198.0), Action::ScrollPx(0.0)]
        );
    }

    #[test]
    fn a_click_selects() {
        let page = OneThread::new();
        assert_eq!(
            page.drag("lanes", false, &[(300.0, 290.0), (301.0, 291.0)]),
            [Action::SetRange(None), Action::Select(Selection::None)]
        );
        let scene = page.scene("lanes");
        let phase = scene
            .regions
            .iter()
            .find(|region| matches!(region.target, Target::Phase(_)));
        let area = phase.expect("a phase").area;
        let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        assert_eq!(
            page.drag("lanes", false, &[(x, y)]),
            [Action::Select(Selection::Phase(0))]
        );
    }

    #[test]
    fn the_overview_scrubs_while_all_is_in_sight_and_moves_the_window_else() {
        let mut page = OneThread::new();
        let go = Action::GoPosition(page.position("overview", 400.0));
        assert_eq!(page.drag("overview", false, &[(400.0, 10.0)]), [go]);

        page.state.scale = Some(TimeScale {
            origin: 2.0,
            units_per_px: 0.004,
        });
        let held = page.position("overview", 300.0) - 2.0;
        let to = page.position("overview", 320.0) - held;
        let actions = page.drag("overview", false, &[(300.0, 10.0), (320.0, 10.0)]);
        assert!(
            matches!(actions[..], [_, Action::Show(scale)] if (scale.origin - to).abs() < 1e-9),
            "{actions:?}"
        );
    }

    #[test]
    fn two_fingers_zoom() {
        let page = OneThread::new();
        let scene = page.scene("lanes");
        let shown = Shown {
            model: &page.model,
            timeline: &page.timeline,
            state: &page.state,
            scene: &scene,
            window: window(&page.state, 0.0, &page.model, &page.timeline),
        };
        let finger = |id, x| Pointer {
            id,
            x,
            y: 100.0,
            pans: true,
        };
        let mut gestures = Gestures::default();
        gestures.press(finger(1, 300.0), None, &shown);
        gestures.press(finger(2, 400.0), None, &shown);
        assert_eq!(
            gestures.drag(finger(2, 500.0), &shown),
            [
                Action::ZoomAt {
                    factor: 2.0,
                    x_px: 400.0
                },
                Action::PanPx(-50.0)
            ]
        );
        assert_eq!(gestures.release(2), []);
        assert_eq!(
            gestures.drag(finger(1, 310.0), &shown),
            [Action::PanPx(-10.0), Action::ScrollPx(0.0)]
        );
    }

    #[test]
    fn the_wheel_pans_scrolls_and_zooms() {
        let check = |delta, ctrl, shift, scrolls, expected| {
            assert_eq!(wheel(delta, 100.0, ctrl, shift, scrolls), expected);
        };
        check([0.0, 50.0], false, false, true, Some(Action::ScrollPx(50.0)));
        check([0.0, 50.0], false, false, false, None);
        check([0.0, 50.0], false, true, false, Some(Action::PanPx(50.0)));
        check([-30.0, 5.0], false, false, true, Some(Action::PanPx(-30.0)));
        check(
            [0.0, 0.0],
            true,
            false,
            true,
            Some(Action::ZoomAt {
                factor: 1.0,
                x_px: 100.0,
            }),
        );
    }
}
