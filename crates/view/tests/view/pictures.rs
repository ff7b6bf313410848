//! Layout: the scene of a small run, operation by operation, and what holds of every scene.

use laneway_model::{Model, Moment};
use laneway_view::{
    Area, ClockKind, Frame, Labels, Op, Scene, Selection, Size, State, Target, TimeScale, Timeline,
    Token, hit, layout, overview, text_px, thumbnail,
};

use crate::notation::{model, same};

/// One waits for a lock that the other holds while it sleeps.
pub const WAITS: &str = "thread user of p
    0 main begin
    1 main lock_acquire tickets 1
    2 main start @user
    3 user begin
    4 user lock_wait tickets
    5 main sleep 50000000
    55 main wake
    56 main lock_release tickets 0
    57 user lock_acquire tickets 1
    58 user print \"mine\"
    59 user lock_release tickets 0
    60 user end 0
    61 main end 0";

fn picture(model: &Model, state: &State, playhead: f64) -> Scene {
    let frame = Frame {
        playhead,
        ..Frame::default()
    };
    layout(model, &Timeline::new(model), state, &frame, &Labels::default())
}

fn state(width_px: f32, height_px: f32) -> State {
    State {
        size: Size { width_px, height_px },
        ..State::default()
    }
}

#[test]
fn a_scene_is_what_is_written_here() {
    let scene = picture(&model(WAITS), &state(640.0, 200.0), 8.0);
    let text = scene.to_text();
    let drawn: Vec<&str> = text.lines().filter(|line| !line.starts_with("region")).collect();
    same(&drawn.join("\n"), include_str!("pictures/waits.txt"));
}

#[test]
fn regions_are_where_things_are() {
    let model = model(WAITS);
    let scene = picture(&model, &state(640.0, 200.0), 8.0);
    #[track_caller]
    fn check(scene: &Scene, x: f32, y: f32, expected: Option<Target>) {
        assert_eq!(
            hit(scene, x, y).map(|region| region.target),
            expected,
            "at {x}, {y}"
        );
    }
    let mut found: Vec<Target> = scene.regions.iter().map(|region| region.target).collect();
    found.dedup();
    assert!(found.contains(&Target::Phase(0)) && found.contains(&Target::Hold(0)));
    for region in &scene.regions {
        // The middle of what is small and on top is that thing.
        if matches!(
            region.target,
            Target::Phase(_) | Target::Hold(_) | Target::Label(_)
        ) {
            let Area { x, y, width, height } = region.area;
            let over = hit(&scene, x + width / 2.0, y + height / 2.0).expect("nothing there");
            let covers = matches!(over.target, Target::Event(_) | Target::Playhead);
            assert!(
                over.target == region.target || covers,
                "{region:?} is under {over:?}"
            );
        }
    }
    check(&scene, -1.0, 0.0, None);
    check(&scene, 500.0, 5.0, Some(Target::Ruler));
    check(&scene, 10.0, 199.0, Some(Target::Lanes));
}

#[test]
fn the_same_arguments_give_the_same_scene() {
    let run = model(WAITS);
    for kind in ClockKind::ALL {
        let state = State {
            clock: kind,
            selection: Selection::Lane(1),
            playing: true,
            ..State::default()
        };
        let again = model(WAITS);
        let first = picture(&run, &state, 5.0);
        assert_eq!(first, picture(&again, &state, 5.0));
        assert_eq!(first.to_text(), picture(&again, &state, 5.0).to_text());
    }
}

/// Thousands of phases, locks and prints in a few lanes.
fn busy(events: usize) -> Model {
    let mut run = String::from("thread a of p\nthread b of p\n0 main begin\n0 a begin\n0 b begin\n");
    for at in 0..events / 5 {
        let (who, time) = (["a", "b", "main"][at % 3], at as f64 / 100.0);
        run.push_str(&format!(
            "{time} {who} lock_wait l\n{time} {who} lock_acquire l 1\n{time} {who} print \"x\"\n{time} {who} read c {at}\n{time} {who} lock_release l 0\n"
        ));
    }
    model(&run)
}

#[test]
fn what_is_drawn_is_bounded_by_pixels() {
    let model = busy(30_000);
    for kind in ClockKind::ALL {
        let whole = State {
            clock: kind,
            ..state(640.0, 300.0)
        };
        let scene = picture(&model, &whole, 100.0);
        // Three lanes, 500 pixels: a bar and a bracket each two pixels, a sign each seventeen.
        assert!(
            scene.ops.len() < 3 * (2 * 250 + 5 * 40),
            "{} operations",
            scene.ops.len()
        );
        let dense = |op: &&Op| matches!(op, Op::Rect { fill: Some(fill), .. } if fill.pattern == laneway_view::Pattern::Dense);
        assert!(scene.ops.iter().filter(dense).count() >= 3);
        let strip = overview(
            &model,
            &Timeline::new(&model),
            &whole,
            &Frame::default(),
            Size {
                width_px: 640.0,
                height_px: 40.0,
            },
        );
        assert!(strip.ops.len() < 3 * 320 + 10);
    }
}

#[test]
fn nothing_is_seen_or_found_behind_the_curtain() {
    let run = model(WAITS);
    let timeline = Timeline::new(&run);
    let down = State {
        curtain: true,
        ..state(640.0, 200.0)
    };
    let frame = |playhead, furthest| Frame {
        playhead,
        furthest: Moment(furthest),
        hover: None,
    };
    let scene = |state: &State, frame| layout(&run, &timeline, state, &frame, &Labels::default());
    let check = |playhead: f64, furthest: u32| {
        let (open, closed) = (
            scene(&state(640.0, 200.0), frame(playhead, furthest)),
            scene(&down, frame(playhead, furthest)),
        );
        let edge = open.scale.px(f64::from(furthest).max(playhead)) as f32 + open.area.x;
        // Until there, it is as without it.
        let left = |scene: &Scene| {
            let regions = scene.regions.iter().filter(|region| region.area.right() < edge);
            regions.copied().collect::<Vec<_>>()
        };
        for region in left(&open) {
            assert!(left(&closed).contains(&region), "{region:?}");
        }
        let inner = |target: Target| {
            matches!(
                target,
                Target::Phase(_)
                    | Target::Hold(_)
                    | Target::Event(_)
                    | Target::Finding(_)
                    | Target::Link(_)
            )
        };
        let behind = |scene: &Scene| {
            let regions = scene.regions.iter().filter(|region| inner(region.target));
            regions.filter(|region| region.area.right() > edge + 1.0).count()
        };
        assert!(behind(&open) > 0);
        assert_eq!(behind(&closed), 0);
        let clips = closed.ops.iter().filter_map(|op| match op {
            Op::Clip(area) => Some(area.right()),
            _ => None,
        });
        assert!(clips.clone().any(|right| (right - edge).abs() < 1.0));
        let small = Size {
            width_px: 240.0,
            height_px: 40.0,
        };
        let strip = |state: &State| overview(&run, &timeline, state, &frame(playhead, furthest), small);
        assert_eq!(strip(&down).ops.len(), strip(&state(640.0, 200.0)).ops.len() + 1);
    };
    check(0.0, 0);
    check(4.5, 4);
    // Going back does not close it.
    check(2.0, 8);
    let end = run.end();
    let frame = frame(3.0, end.0);
    assert_eq!(scene(&down, frame).ops, scene(&state(640.0, 200.0), frame).ops);
}

#[test]
fn a_thumbnail_does_not_tell_how_a_run_ends() {
    let model = model(
        "ending stuck
         0 main begin
         1 main sleep 1
         2 main wake
         3 main print \"a\"
         4 main print \"b\"
         5 main lock_acquire l 1
         6 main lock_wait l",
    );
    let (timeline, size) = (
        Timeline::new(&model),
        Size {
            width_px: 240.0,
            height_px: 80.0,
        },
    );
    let stuck = |scene: &Scene| {
        let is_stuck =
            |op: &Op| matches!(op, Op::Rect { fill: Some(fill), .. } if fill.color == Token::Ink);
        scene.ops.iter().any(is_stuck)
    };
    let small = thumbnail(&model, &timeline, ClockKind::default(), size);
    assert!(!stuck(&small));
    let right = |op: &Op| match op {
        Op::Rect { area, .. } => area.right(),
        _ => 0.0,
    };
    assert!(small.ops.iter().all(|op| right(op) <= size.width_px));
    let whole = overview(&model, &timeline, &state(240.0, 80.0), &Frame::default(), size);
    assert!(stuck(&whole));
}

#[test]
fn nothing_is_cut_off_and_texts_do_not_overlap() {
    let run = model(WAITS);
    let sizes = [(320.0, 120.0), (390.0, 300.0), (1280.0, 500.0), (1920.0, 900.0)];
    for (width, height) in sizes {
        for playhead in [0.0, 4.0, 13.0] {
            let scene = picture(&run, &state(width, height), playhead);
            let mut boxes: Vec<Area> = Vec::new();
            for op in &scene.ops {
                let Op::Text {
                    x,
                    y,
                    text,
                    font,
                    align,
                    ..
                } = op
                else {
                    continue;
                };
                let wide = text_px(text, *font);
                let left = match align {
                    laneway_view::Align::Start => *x,
                    laneway_view::Align::Middle => x - wide / 2.0,
                    laneway_view::Align::End => x - wide,
                };
                let tall = f32::from(font.size_px) * 0.72;
                let area = Area::new(left, y - tall, wide, tall);
                assert!(
                    left >= 0.0 && area.right() <= width,
                    "{text} is cut off at {left} in {width}"
                );
                for other in &boxes {
                    let apart = area.right() <= other.x
                        || other.right() <= area.x
                        || area.bottom() <= other.y
                        || other.bottom() <= area.y;
                    assert!(
                        apart,
                        "{text} in {width}x{height} overlaps: {area:?} and {other:?}"
                    );
                }
                boxes.push(area);
            }
        }
    }
}

#[test]
fn many_lanes_scroll_and_only_those_in_sight_are_drawn() {
    let mut run = String::from("0 main begin\n");
    for thread in 0..500 {
        run.push_str(&format!(
            "{thread} main start @t{thread}\n{thread} t{thread} begin\n"
        ));
    }
    let model = model(&run);
    let top = picture(&model, &state(640.0, 300.0), 900.0);
    assert!(top.scroll_max_px > 5000.0);
    assert!(top.ops.len() < 30 * 12, "{} operations", top.ops.len());
    let labels = |scene: &Scene| {
        let mut labels = Vec::new();
        for region in &scene.regions {
            if let Target::Label(lane) = region.target {
                labels.push(lane);
            }
        }
        labels
    };
    assert_eq!(labels(&top).first(), Some(&0));
    let bottom = State {
        scroll_px: 1e9,
        ..state(640.0, 300.0)
    };
    assert_eq!(labels(&picture(&model, &bottom, 0.0)).last(), Some(&500));
}

#[test]
fn hue_is_for_states_alone() {
    let scene = picture(&model(WAITS), &state(640.0, 200.0), 8.0);
    let frames = scene.ops.iter().filter_map(|op| match op {
        Op::Text { color, .. } => Some(*color),
        Op::Line { stroke, .. } | Op::Arrow { stroke, .. } => Some(stroke.color),
        _ => None,
    });
    assert!(
        frames
            .into_iter()
            .all(|color| !matches!(color, Token::State(_) | Token::Tint(_)))
    );
}

#[test]
fn no_size_and_no_scale_is_too_odd() {
    let runs = [model(""), model("0 main begin"), model(WAITS)];
    let sizes = [
        (0.0, 0.0),
        (1.0, 1.0),
        (50.0, 20.0),
        (f32::NAN, 10.0),
        (20_000.0, 20_000.0),
    ];
    let scales = [
        None,
        Some(TimeScale {
            origin: 1e300,
            units_per_px: 1e-300,
        }),
        Some(TimeScale {
            origin: -1e300,
            units_per_px: 1e300,
        }),
        Some(TimeScale {
            origin: f64::NAN,
            units_per_px: f64::NAN,
        }),
    ];
    for run in &runs {
        for (width, height) in sizes {
            for scale in scales {
                for clock in ClockKind::ALL {
                    let selection = Selection::Phase(u32::MAX);
                    let state = State {
                        scale,
                        clock,
                        selection,
                        scroll_px: -5.0,
                        ..state(width, height)
                    };
                    let scene = picture(run, &state, f64::NAN);
                    assert!(scene.ops.len() < 5000);
                }
            }
        }
    }
    let late = Moment(u32::MAX);
    assert_eq!(
        Timeline::new(&runs[2])
            .clock(&runs[2], ClockKind::Steps)
            .position(late),
        13.0
    );
}

#[test]
fn a_deadlock_has_its_ring_beside_its_bars() {
    let run = model(
        "thread a of p
        thread b of p
        0 main begin
        1 main start @a
        2 main start @b
        3 a begin
        4 b begin
        5 a lock_acquire left 1
        6 b lock_acquire right 1
        7 a lock_wait right
        8 b lock_wait left",
    );
    let end = Timeline::new(&run).clock(&run, ClockKind::Steps).length();
    let scene = picture(&run, &state(640.0, 300.0), end);
    let head = scene.ops.iter().position(|op| matches!(op, Op::Arrow { .. }));
    let bars_end = scene.scale.px(end) as f32 + scene.area.x;
    let arrows: Vec<[[f32; 2]; 4]> = scene.ops[head.unwrap()..]
        .iter()
        .filter_map(|op| match op {
            Op::Arrow { points, .. } => Some(*points),
            _ => None,
        })
        .collect();
    // Each with its halo.
    assert_eq!(arrows.len(), 4);
    for [start, first, second, end] in arrows {
        for [x, _] in [start, end] {
            assert!(x >= bars_end, "{x} lies over a bar");
        }
        // A curve lies within three quarters of the way to the points that pull at it.
        for [x, _] in [first, second] {
            assert!(start[0] + (x - start[0]) * 0.75 < scene.area.right() - 1.0);
        }
    }
}

#[test]
fn the_path_of_a_past_wait_stands_where_the_wait_began() {
    let run = model(WAITS);
    let wait = run.phase_at(1, Moment(6)).unwrap();
    let waits = |playhead: f64, curtain: bool, furthest: u32| {
        let state = State {
            selection: Selection::Phase(wait),
            curtain,
            ..state(640.0, 200.0)
        };
        let frame = Frame {
            playhead,
            furthest: Moment(furthest),
            ..Frame::default()
        };
        let scene = layout(&run, &Timeline::new(&run), &state, &frame, &Labels::default());
        let dashed = scene.ops.iter().filter_map(|op| match op {
            Op::Arrow { points, stroke, .. } if stroke.dash_px.is_some() => Some(points[0][0]),
            _ => None,
        });
        let at = dashed.map(|x| scene.scale.position(f64::from(x - scene.area.x - 3.0)).round());
        at.collect::<Vec<_>>()
    };
    assert_eq!(waits(7.0, false, 0), [7.0], "at the playhead while it lasts");
    assert_eq!(waits(12.0, false, 0), [5.0], "where it began once it is over");
    assert_eq!(waits(2.0, true, 3), [0.0; 0], "nowhere behind the curtain");
}

#[test]
fn the_lane_that_is_explained_stands_out() {
    let run = model(WAITS);
    let marks = |selection: Selection, playhead: f64| {
        let state = State {
            selection,
            ..state(640.0, 200.0)
        };
        let scene = picture(&run, &state, playhead);
        let label = |lane| {
            let mut regions = scene.regions.iter();
            regions
                .find(|region| region.target == Target::Label(lane))
                .unwrap()
                .area
        };
        let marked = |area: Area| {
            let mut rects = scene.ops.iter().filter_map(|op| match op {
                Op::Rect { area, fill, .. }
                    if fill.is_some_and(|fill| fill.color == Token::Playhead) =>
                {
                    Some(*area)
                }
                _ => None,
            });
            rects.any(|rect| rect.x < area.right() && rect.y >= area.y && rect.bottom() <= area.bottom())
        };
        [marked(label(0)), marked(label(1))]
    };
    assert_eq!(marks(Selection::None, 0.0), [false, false]);
    assert_eq!(marks(Selection::None, 2.0), [true, false]);
    assert_eq!(marks(Selection::None, 5.0), [false, true]);
    assert_eq!(marks(Selection::Phase(0), 5.0), [true, false]);
    // It has an outline.
    assert_eq!(marks(Selection::Lane(0), 5.0), [false, false]);
}

#[test]
fn what_is_to_come_is_veiled_until_the_end() {
    let run = model(WAITS);
    let veiled = |playhead| {
        let scene = picture(&run, &state(640.0, 200.0), playhead);
        let mut rects = scene.ops.iter();
        rects.any(|op| matches!(op, Op::Rect { fill: Some(fill), .. } if fill.color == Token::Future))
    };
    assert!(veiled(0.0));
    let end = Timeline::new(&run).clock(&run, ClockKind::Steps).length();
    assert!(veiled(end - 0.5));
    assert!(!veiled(end));
}

#[test]
fn what_was_seen_from_outside_stands_at_its_true_time() {
    let run = model(
        "thread other of p
         0 main begin
         4 main print \"a\"
         10 main seen_asleep
         11 other begin
         37 main seen_running
         38 other seen_ready
         60 main seen_asleep
         61 other seen_asleep
         95 main print \"b\"
         98 other seen_end
         100 main end 0",
    );
    let state = State {
        clock: ClockKind::Wall,
        ..state(1200.0, 200.0)
    };
    let scene = picture(&run, &state, 0.0);
    let bars: Vec<(u32, Area)> = scene
        .regions
        .iter()
        .filter_map(|region| match region.target {
            Target::Phase(phase) => Some((phase, region.area)),
            _ => None,
        })
        .collect();
    let starts_ms: Vec<Vec<u64>> = (0..2)
        .map(|lane| {
            let range = run.lanes[lane].phases.clone();
            let shown = bars.iter().filter(|(phase, _)| range.contains(phase));
            let starts_ms = shown.map(|&(phase, bar)| {
                let span = run.phase_span(lane as u32, phase);
                for (moment, x) in [(span.start, bar.x), (span.end, bar.right())] {
                    let time_ns = run.time_ns(moment) as f64;
                    let expected = f64::from(scene.area.x) + scene.scale.px(time_ns);
                    // Bars leave a pixel between them.
                    assert!((expected - f64::from(x)).abs() <= 1.5, "{x} is not {expected}");
                }
                run.time_ns(span.start) / 1_000_000
            });
            starts_ms.collect()
        })
        .collect();
    assert_eq!(starts_ms, [vec![0, 10, 37, 60, 95], vec![11, 38, 61]]);
}

#[test]
fn a_named_stretch_hangs_under_its_lane() {
    let run = model(
        "0 main begin
         1 main span_open \"read\"
         2 main span_open \"parse\"
         3 main print \"x\"
         4 main span_close
         5 main span_close
         6 main span_open \"left open\"
         7 main end 0",
    );
    let at = |selection: Selection| {
        let state = State {
            selection,
            ..state(640.0, 200.0)
        };
        picture(&run, &state, 8.0)
    };
    let scene = at(Selection::None);
    let areas: Vec<(u32, Area)> = scene
        .regions
        .iter()
        .filter_map(|region| match region.target {
            Target::Span(row) => Some((row, region.area)),
            _ => None,
        })
        .collect();
    let [outer, inner, left] = [1, 2, 6].map(|row| {
        let mut of_row = areas.iter().filter(|(start_row, _)| *start_row == row);
        of_row
            .next()
            .unwrap_or_else(|| panic!("no stretch of row {row}"))
            .1
    });
    // One stands in the other and hangs below it; the last one has the upper place again.
    assert!(outer.x < inner.x && inner.right() < outer.right() && inner.y >= outer.bottom());
    assert_eq!(left.y, outer.y);
    assert!(left.x >= outer.right());
    let named = |name: &str| {
        let mut ops = scene.ops.iter();
        ops.any(|op| matches!(op, Op::Text { text, .. } if text == name))
    };
    assert!(named("read"), "{}", scene.to_text());
    // A click selects the event that opened it, and that has an outline.
    let over = hit(&scene, outer.x + 2.0, outer.y + 2.0).map(|region| region.target);
    assert_eq!(over, Some(Target::Span(1)));
    assert_eq!(Selection::of(Target::Span(1)), Some(Selection::Event(1)));
    let outlines = |scene: &Scene| {
        let outlined = |op: &&Op| matches!(op, Op::Rect { stroke: Some(stroke), area, .. } if stroke.color == Token::Selection && area.y >= outer.y - 3.0 && area.bottom() <= outer.bottom() + 3.0);
        scene.ops.iter().filter(outlined).count()
    };
    assert!(outlines(&at(Selection::Event(1))) > outlines(&scene));
}

#[test]
fn in_a_hall_the_selected_lane_stands_out() {
    let model = model(WAITS);
    let mut state = state(640.0, 200.0);
    let veils = |state: &State| {
        let scene = picture(&model, state, 8.0);
        let veil = |op: &&Op| {
            matches!(op, Op::Rect { area, fill: Some(fill), .. }
                if fill.color == Token::Future && area.x == scene.area.x && area.width == scene.area.width)
        };
        scene.ops.iter().filter(veil).count()
    };
    state.selection = Selection::Lane(1);
    assert_eq!(veils(&state), 0);
    state.present = true;
    // One other lane, veiled twice.
    assert_eq!(veils(&state), 2);
    state.selection = Selection::None;
    assert_eq!(veils(&state), 0);
}
