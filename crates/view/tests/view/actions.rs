//! What actions do to the state and the playhead.

use laneway_model::{Model, Moment};
use laneway_view::{
    Action, ClockKind, Panel, Range, Selection, Size, State, StopReason, Stops, Timeline, advance, pace,
    pace_by, real_time_factor, update, window,
};

use crate::notation::model;
use crate::pictures::WAITS;

/// What is played: a run, a state, a playhead.
struct Played {
    model: Model,
    timeline: Timeline,
    state: State,
    playhead: f64,
}

impl Played {
    fn new(run: &str) -> Self {
        let model = model(run);
        let timeline = Timeline::new(&model);
        let size = Size {
            width_px: 1000.0,
            height_px: 300.0,
        };
        Self {
            model,
            timeline,
            state: State {
                size,
                ..State::default()
            },
            playhead: 0.0,
        }
    }

    fn act(&mut self, action: Action) {
        self.playhead = update(
            &mut self.state,
            self.playhead,
            action,
            &self.model,
            &self.timeline,
        );
    }

    /// Does an action and looks where the playhead is.
    #[track_caller]
    fn check(&mut self, action: Action, expected: f64) {
        self.act(action);
        assert_eq!(self.playhead, expected, "{action:?}");
    }
}

#[test]
fn the_playhead_goes_by_events() {
    let mut page = Played::new(WAITS);
    page.check(Action::GoEvents(1), 1.0);
    page.check(Action::GoEvents(-5), 0.0);
    page.check(Action::GoEvents(100), 13.0);
    // The end is a beat after the last event.
    page.check(Action::GoEnd, 14.0);
    page.check(Action::GoEvents(-1), 12.0);
    page.check(Action::GoMoment(Moment(5)), 5.0);
    page.check(Action::GoPosition(4.5), 4.5);
    page.check(Action::GoPosition(f64::NAN), 4.5);
    page.check(Action::GoStart, 0.0);
}

#[test]
fn the_playhead_goes_along_phases_and_arrows() {
    let mut page = Played::new(WAITS);
    page.act(Action::Select(Selection::Lane(1)));
    page.check(Action::GoNextPhase, 4.0);
    page.check(Action::GoNextPhase, 5.0);
    page.check(Action::GoNextPhase, 9.0);
    assert_eq!(page.state.selection.lane(&page.model), Some(1));
    // The acquire was made possible by the release in the other lane.
    page.check(Action::GoBackAlongArrow, 8.0);
    assert_eq!(page.state.selection, Selection::Lane(0));
    page.check(Action::GoAlongArrow, 9.0);
    assert_eq!(page.state.selection, Selection::Lane(1));
    // First to the phase's own start, then to the one before.
    page.act(Action::GoMoment(Moment(10)));
    page.check(Action::GoPreviousPhase, 9.0);
    page.check(Action::GoPreviousPhase, 5.0);
}

#[test]
fn from_a_wait_one_goes_to_what_ends_it_and_to_where_the_lock_was_taken() {
    let mut page = Played::new(WAITS);
    page.act(Action::Select(Selection::Lane(1)));
    page.act(Action::GoMoment(Moment(6)));
    // The release in the other lane, and from there on to the acquire.
    page.check(Action::GoAlongArrow, 8.0);
    assert_eq!(page.state.selection, Selection::Lane(0));
    page.check(Action::GoAlongArrow, 9.0);
    page.act(Action::GoMoment(Moment(6)));
    page.check(Action::GoBackAlongArrow, 2.0);
    assert_eq!(page.state.selection, Selection::Lane(0));
    // A past wait that is selected leads to its own end, wherever the playhead is.
    let wait = page.model.phase_at(1, Moment(6)).unwrap();
    page.act(Action::GoEnd);
    page.act(Action::Select(Selection::Phase(wait)));
    page.check(Action::GoAlongArrow, 8.0);
    page.act(Action::GoEnd);
    page.act(Action::Select(Selection::Phase(wait)));
    page.check(Action::GoBackAlongArrow, 2.0);
}

#[test]
fn the_moment_stays_when_the_clock_changes() {
    let mut page = Played::new(WAITS);
    page.act(Action::GoMoment(Moment(7)));
    page.check(Action::SetClock(ClockKind::Wall), 55e6);
    page.check(Action::SetClock(ClockKind::Steps), 7.0);
}

#[test]
fn playing_starts_over_at_the_end_and_stops_when_the_playhead_is_moved() {
    let mut page = Played::new(WAITS);
    page.check(Action::GoEnd, 14.0);
    page.check(Action::TogglePlay, 0.0);
    assert!(page.state.playing);
    page.check(Action::GoEvents(1), 1.0);
    assert!(!page.state.playing);
    page.act(Action::SetRange(Some(Range {
        from: Moment(9),
        to: Moment(3),
    })));
    assert_eq!(
        page.state.range,
        Some(Range {
            from: Moment(3),
            to: Moment(9)
        })
    );
    page.check(Action::GoEnd, 9.0);
    page.check(Action::Play, 3.0);
    page.act(Action::Escape);
    assert_eq!(page.state.range, None);
}

#[test]
fn the_window_follows_and_keeps_what_is_under_the_pointer() {
    let mut page = Played::new(WAITS);
    let shown = |page: &Played| window(&page.state, page.playhead, &page.model, &page.timeline);
    let before = shown(&page);
    page.act(Action::ZoomAt {
        factor: 2.0,
        x_px: 600.0,
    });
    let after = shown(&page);
    assert_eq!(after.units_per_px, before.units_per_px / 2.0);
    // While playing, the playhead does not leave the window.
    page.state.playing = true;
    page.playhead = 13.0;
    let following = shown(&page);
    assert!(following.px(13.0) < 1000.0 && following.origin > after.origin);
    // Pausing keeps what is seen.
    page.act(Action::Pause);
    assert_eq!(shown(&page).units_per_px, following.units_per_px);
    page.act(Action::Zoom(0.01));
    assert_eq!(page.state.scale, None);
    page.act(Action::Select(Selection::Phase(0)));
    page.act(Action::FitSelection);
    assert!(page.state.scale.is_some());
    page.act(Action::Fit);
    assert_eq!(page.state.scale, None);
}

#[test]
fn a_mark_is_set_found_and_taken_away() {
    let mut page = Played::new(WAITS);
    page.act(Action::GoMoment(Moment(7)));
    page.act(Action::ToggleMark);
    page.check(Action::GoStart, 0.0);
    page.check(Action::GoMark, 7.0);
    page.act(Action::ToggleMark);
    assert_eq!(page.state.mark, None);
    page.check(Action::GoMark, 7.0);
}

#[test]
fn steps_are_gone_through_in_their_order() {
    // The run has no put.
    let mut page = led(&["lock_wait", "put", "lock_acquire", "print"], &[]);
    page.check(Action::GoNextStop, 5.0);
    assert_eq!(page.state.step, Some(0));
    page.check(Action::GoNextStop, 2.0);
    page.check(Action::GoNextStop, 10.0);
    // Past the last one there is the end, and how the run turned out.
    page.check(Action::GoNextStop, 13.0);
    page.check(Action::GoNextStop, 13.0);
    page.check(Action::GoPreviousStop, 10.0);
    page.check(Action::GoPreviousStop, 2.0);
    page.check(Action::GoPreviousStop, 5.0);
    page.check(Action::GoPreviousStop, 0.0);
    page.check(Action::GoStep(2), 2.0);
    page.check(Action::GoEvents(1), 3.0);
    assert_eq!(page.state.step, None);
    page.check(Action::GoNextStop, 5.0);
    page.check(Action::GoStep(1), 5.0);
}

#[test]
fn questions_are_stops_on_the_way() {
    // Asked with the first step, and on the way to the second.
    let asked = [("lock_acquire", "sleep"), ("lock_wait", "wake")];
    let mut page = led(&["lock_acquire", "print"], &asked);
    for stop in [2.0, 5.0, 6.0, 7.0, 10.0] {
        page.check(Action::GoNextStop, stop);
        assert_eq!(
            page.state.step.is_some(),
            stop == 2.0 || stop == 10.0,
            "at {stop}"
        );
    }
    for stop in [7.0, 6.0, 5.0, 2.0, 0.0] {
        page.check(Action::GoPreviousStop, stop);
    }
    let mut page = Played::new(WAITS);
    page.check(Action::GoNextStop, 0.0);
}

/// [`WAITS`] as a lesson, with steps at the first of these events, and questions that are asked and answered
/// at the first of those.
fn led(steps: &[&str], questions: &[(&str, &str)]) -> Played {
    let first = |event: &str| laneway_trace::Predicate {
        event: Some(event.into()),
        ..Default::default()
    };
    let step = |event: &&str| laneway_trace::Step {
        at: first(event),
        ..Default::default()
    };
    let prompt = |(ask, answer): &(&str, &str)| laneway_trace::Prompt {
        ask: first(ask),
        answer: first(answer),
        ..Default::default()
    };
    let mut trace = crate::notation::trace(WAITS);
    trace.header.lesson = Some(laneway_trace::Lesson {
        steps: steps.iter().map(step).collect(),
        prompts: questions.iter().map(prompt).collect(),
        ..Default::default()
    });
    let mut page = Played::new(WAITS);
    page.model = Model::from(trace);
    page.timeline = Timeline::new(&page.model);
    page
}

#[test]
fn a_lesson_shows_each_move_for_its_time() {
    let page = led(&["print"], &[]);
    let clock = page.timeline.clock(&page.model, ClockKind::Steps);
    // How long it takes, in hundredths of a second, until so many beats have happened.
    let took = |from: u32| {
        let mut playhead = f64::from(from);
        let mut took = 0;
        while playhead < f64::from(from) + 1.0 - 1e-9 {
            let stops = Stops::default();
            playhead =
                advance(&clock, page.timeline.tempo(), playhead, 0.01, &page.state, &stops).playhead;
            took += 1;
        }
        took
    };
    // The start of `user` and its beginning are one move, and so is the lock that goes from hand to hand.
    let all: Vec<u32> = (0..13).map(took).collect();
    assert_eq!(all, [80, 80, 80, 8, 80, 80, 80, 80, 8, 80, 80, 80, 80]);
    assert_eq!(pace_by(page.timeline.tempo(), &clock), 1.25);
}

#[test]
fn starting_again_lets_the_curtain_down() {
    let mut page = led(&["print"], &[]);
    page.act(Action::GoStep(0));
    page.act(Action::Play);
    page.check(Action::StartAgain, 0.0);
    let state = &page.state;
    assert_eq!((state.curtain, state.playing, state.step), (true, false, None));
}

#[test]
fn what_was_seen_from_outside_is_no_stop() {
    let run = "0 main begin
        1 main seen_asleep
        2 main seen_running
        3 main print \"a\"
        4 main seen_asleep
        9 main end 0";
    let mut trace = crate::notation::trace(run);
    let any = laneway_trace::Predicate {
        actor: Some("main".into()),
        nth: Some(2),
        ..Default::default()
    };
    let seen = laneway_trace::Predicate {
        event: Some("seen_asleep".into()),
        ..Default::default()
    };
    let step = |at| laneway_trace::Step {
        at,
        ..Default::default()
    };
    trace.header.lesson = Some(laneway_trace::Lesson {
        steps: vec![step(any), step(seen)],
        ..Default::default()
    });
    let mut page = Played::new(run);
    page.model = Model::from(trace);
    page.timeline = Timeline::new(&page.model);
    page.check(Action::GoEvents(1), 1.0);
    page.check(Action::GoEvents(1), 2.0);
    page.check(Action::GoEvents(-1), 1.0);
    page.check(Action::GoNextInteresting, 2.0);
    page.check(Action::GoNextInteresting, 3.0);
    page.check(Action::GoPreviousInteresting, 2.0);
    // From what was seen, to the event after and before it.
    page.check(Action::GoMoment(Moment(2)), 1.0 + 1.0 / 3.0);
    page.check(Action::GoEvents(1), 2.0);
    page.check(Action::GoEvents(-1), 1.0);
    page.act(Action::SetPanel(Panel::Source));
    page.check(Action::GoStep(0), 2.0);
    assert_eq!((page.state.step, page.state.panel), (Some(0), Panel::Lesson));
    assert_eq!(page.timeline.steps(), [Some(Moment(4)), None]);
    // From there on, the playhead says which step it is.
    page.check(Action::Play, 2.0);
    assert_eq!(page.state.step, None);
    page.check(Action::GoEnd, 4.0);
}

#[test]
fn a_run_plays_in_forty_seconds_or_less() {
    let page = Played::new(WAITS);
    let clock = page.timeline.clock(&page.model, ClockKind::Steps);
    assert_eq!(pace(&clock), 2.5);
    assert_eq!(real_time_factor(&clock, 1.0), None);
    let wall = page.timeline.clock(&page.model, ClockKind::Wall);
    assert_eq!(pace(&wall), 61e6 / 40.0);
    assert_eq!(real_time_factor(&wall, 2.0), Some(61e6 / 40.0 * 2.0 / 1e9));
    let mut state = State {
        speed: 2.0,
        ..State::default()
    };
    let tempo = page.timeline.tempo();
    let moved = advance(&clock, tempo, 1.0, 0.1, &state, &Stops::default());
    assert_eq!((moved.playhead, moved.ended), (1.5, false));
    let ended = advance(&clock, tempo, 13.9, 0.1, &state, &Stops::default());
    assert_eq!((ended.playhead, ended.ended), (14.0, true));
    state.range = Some(Range {
        from: Moment(2),
        to: Moment(5),
    });
    state.looping = true;
    let looped = advance(&clock, tempo, 4.9, 0.1, &state, &Stops::default());
    assert_eq!((looped.playhead, looped.ended), (2.0, false));
}

/// Plays for a second from a position; where it stands then, and why.
#[track_caller]
fn check_stop(page: &Played, stops: &mut Stops, from: f64, expected: (f64, Option<StopReason>)) {
    let clock = page.timeline.clock(&page.model, page.state.clock);
    let advance = advance(&clock, page.timeline.tempo(), from, 1.0, &page.state, stops);
    let reason = advance.stop.map(|stop| stop.reason);
    assert_eq!((advance.playhead, reason), expected, "from {from}");
    advance.stop.into_iter().for_each(|stop| stops.pass(stop));
}

#[test]
fn playing_stops_at_steps_each_time_and_at_questions_once() {
    let mut page = Played::new(WAITS);
    page.state.speed = 4.0;
    let mut stops = Stops::new(&[Some(Moment(3)), None, Some(Moment(6))]);
    stops.set_questions(&[Moment(4), Moment(6)]);
    let (first, second) = (Some(StopReason::Step(0)), Some(StopReason::Step(2)));
    let question = Some(StopReason::Question);
    check_stop(&page, &mut stops, 0.0, (3.0, first));
    check_stop(&page, &mut stops, 3.0, (4.0, question));
    // At the same moment as a step.
    check_stop(&page, &mut stops, 4.0, (6.0, second));
    check_stop(&page, &mut stops, 6.0, (14.0, None));
    // Again from the start.
    check_stop(&page, &mut stops, 0.0, (3.0, first));
    check_stop(&page, &mut stops, 3.0, (6.0, second));
    page.state.step_stops = false;
    check_stop(&page, &mut stops, 0.0, (10.0, None));
    // A question is answered: the run's answer is worth a stop.
    stops.set_questions(&[Moment(6), Moment(7)]);
    check_stop(&page, &mut stops, 0.0, (7.0, question));
}

#[test]
fn stops_beyond_a_chosen_stretch_are_not_reached() {
    let mut page = Played::new(WAITS);
    page.state.speed = 4.0;
    page.state.looping = true;
    page.state.range = Some(Range {
        from: Moment(2),
        to: Moment(5),
    });
    let mut stops = Stops::new(&[Some(Moment(5)), Some(Moment(6))]);
    check_stop(&page, &mut stops, 3.0, (5.0, Some(StopReason::Step(0))));
    check_stop(&page, &mut stops, 5.0, (2.0, None));
}

#[test]
fn the_lane_that_is_explained_is_brought_into_sight() {
    let mut run = String::from("0 main begin\n");
    for thread in 0..100 {
        run.push_str(&format!("{thread} main start @t{thread}\n"));
    }
    for thread in 0..100 {
        run.push_str(&format!("{thread} t{thread} begin\n"));
    }
    let mut page = Played::new(&run);
    page.act(Action::GoMoment(Moment(151)));
    let there = page.state.scroll_px;
    assert!(there > 0.0);
    // It is in sight now.
    page.act(Action::Select(Selection::Lane(50)));
    assert_eq!(page.state.scroll_px, there);
    page.act(Action::Select(Selection::Lane(0)));
    assert!(page.state.scroll_px < 100.0);
    let there = page.state.scroll_px;
    page.act(Action::Select(Selection::None));
    // It does not jump about while the playhead is dragged.
    page.act(Action::GoPosition(160.0));
    assert_eq!(page.state.scroll_px, there);
    page.act(Action::GoEvents(1));
    assert!(page.state.scroll_px > there);
}

#[test]
fn presenting_begins_and_ends_by_its_key_or_escape() {
    let mut page = Played::new(WAITS);
    page.act(Action::ToggleBlank);
    assert!(!page.state.blank, "only while presenting");
    page.act(Action::TogglePresent);
    page.act(Action::Select(Selection::Lane(1)));
    page.act(Action::Play);
    page.act(Action::ToggleBlank);
    assert_eq!((page.state.blank, page.state.playing), (true, false));
    page.act(Action::Escape);
    assert_eq!((page.state.blank, page.state.present), (false, true));
    page.act(Action::ToggleBlank);
    page.act(Action::TogglePresent);
    assert_eq!((page.state.blank, page.state.present), (false, false));
    page.act(Action::TogglePresent);
    page.act(Action::Escape);
    assert!(!page.state.present);
    assert_eq!(page.state.selection, Selection::Lane(1), "it stays");
}

#[test]
fn stops_of_ones_own_are_gone_to_and_stopped_at() {
    let mut page = Played::new(WAITS);
    page.check(Action::GoNextStop, 0.0);
    for moment in [6, 3, 9, 9] {
        page.act(Action::GoMoment(Moment(moment)));
        page.act(Action::ToggleOwnStop);
    }
    assert_eq!(page.state.own_stops, [Moment(3), Moment(6)]);
    for moment in [4, 3] {
        page.act(Action::AddOwnStop(Moment(moment)));
    }
    assert_eq!(page.state.own_stops, [Moment(3), Moment(4), Moment(6)]);
    page.act(Action::GoMoment(Moment(4)));
    page.act(Action::ToggleOwnStop);
    page.check(Action::GoStart, 0.0);
    page.check(Action::GoNextStop, 3.0);
    page.check(Action::GoNextStop, 6.0);
    page.check(Action::GoPreviousStop, 3.0);
    page.state.speed = 4.0;
    check_stop(&page, &mut Stops::default(), 0.0, (3.0, Some(StopReason::Own)));
    check_stop(&page, &mut Stops::default(), 3.0, (6.0, Some(StopReason::Own)));
}
