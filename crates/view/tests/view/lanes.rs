//! Which lanes are shown, in which order, and how wide their names are.

use laneway_model::Model;
use laneway_view::{
    Action, Frame, Group, Grouping, Labels, LaneAction, NamePart, Op, Selection, Size, State, Target,
    Timeline, gutter, has_lane_tools, hit, layout, selected_group, update,
};

use crate::notation::{model, same};
use crate::pictures::WAITS;

/// Two processes with some workers each, and two with one thread.
const SHOP: &str = "process shop of p\nprocess alone of p
process other of p
    thread worker-1 of shop\nthread worker-2 of shop\nthread writer of shop
    thread worker-3 of p\nthread worker-4 of p\nthread reader of p\nthread solo of alone
thread single of other
    0 main begin\n1 worker-3 begin\n2 worker-4 begin\n3 reader begin
    4 worker-1 begin\n5 worker-2 begin\n6 writer begin\n7 solo begin\n8 single begin\n9 main end 0";

struct Page {
    model: Model,
    timeline: Timeline,
    state: State,
}

impl Page {
    fn new(run: &str) -> Self {
        let model = model(run);
        Self {
            timeline: Timeline::new(&model),
            model,
            state: State {
                size: Size {
                    width_px: 800.0,
                    height_px: 600.0,
                },
                ..State::default()
            },
        }
    }

    fn act(&mut self, action: Action) {
        let _ = update(&mut self.state, 0.0, action, &self.model, &self.timeline);
    }

    fn choose(&mut self, action: LaneAction) {
        self.act(Action::Lanes(action));
    }

    fn filter(&mut self, part: &str) {
        self.choose(LaneAction::Filter(NamePart::new(part)));
    }

    fn scene(&self) -> laneway_view::Scene {
        layout(
            &self.model,
            &self.timeline,
            &self.state,
            &Frame::default(),
            &Labels::default(),
        )
    }

    /// The names and titles in the gutter, from top to bottom.
    #[track_caller]
    fn check(&self, expected: &str) {
        let scene = self.scene();
        let mut texts: Vec<(f32, f32, &str)> = scene
            .ops
            .iter()
            .filter_map(|op| match op {
                Op::Text { text, x, y, .. } if *x < scene.area.x && *y > 36.0 => {
                    Some((*y, *x, text.as_ref()))
                }
                _ => None,
            })
            .collect();
        texts.sort_by(|one, other| one.partial_cmp(other).expect("numbers"));
        let texts: Vec<&str> = texts.into_iter().map(|(_, _, text)| text).collect();
        same(&texts.join("\n"), expected);
    }

    fn lane(&self, name: &str) -> u32 {
        let lanes = self.model.lanes.iter();
        let mut names = lanes.map(|lane| self.model.actor_name(lane.actor));
        names.position(|other| other == name).expect("a lane") as u32
    }
}

#[test]
fn all_lanes_stand_in_their_processes() {
    let page = Page::new(SHOP);
    page.check("process p\nmain\nworker-3\nworker-4\nreader\nprocess shop\nworker-1\nworker-2\nwriter\nalone\nother");
    assert_eq!(page.state.lanes.hidden(), 0);
}

#[test]
fn a_filter_shows_what_has_it_in_its_name_or_in_that_of_its_process() {
    let mut page = Page::new(SHOP);
    page.filter("WORKER ");
    page.check("process p\nworker-3\nworker-4\nprocess shop\nworker-1\nworker-2");
    assert_eq!(page.state.lanes.hidden(), 5);
    page.filter("shop");
    page.check("process shop\nworker-1\nworker-2\nwriter");
    page.filter("nobody");
    page.check("");
    assert_eq!(page.state.lanes.hidden(), 9);
    page.choose(LaneAction::ShowAll);
    assert_eq!(page.state, Page::new(SHOP).state);
}

#[test]
fn pinned_lanes_stand_on_top_and_say_whose_they_are() {
    let mut page = Page::new(SHOP);
    let (writer, reader) = (page.lane("writer"), page.lane("reader"));
    page.act(Action::SetGutter(Some(250.0)));
    page.choose(LaneAction::TogglePin(writer));
    page.choose(LaneAction::TogglePin(reader));
    page.filter("worker");
    page.check(
        "pinned\nshop/writer\np/reader\nprocess p\nworker-3\nworker-4\nprocess shop\nworker-1\nworker-2",
    );
    page.choose(LaneAction::TogglePin(writer));
    page.choose(LaneAction::TogglePin(reader));
    page.choose(LaneAction::TogglePin(999));
    page.filter("");
    page.act(Action::SetGutter(None));
    assert_eq!(page.state, Page::new(SHOP).state);
}

#[test]
fn lanes_are_grouped_by_names_that_differ_in_numbers() {
    let mut page = Page::new(SHOP);
    page.act(Action::SetGutter(Some(250.0)));
    page.choose(LaneAction::GroupBy(Grouping::Names));
    page.check("p/main\nworker-* (4)\np/worker-3\np/worker-4\nshop/worker-1\nshop/worker-2\np/reader\nshop/writer\nalone\nother");
}

#[test]
fn groups_fold_into_a_row_and_unfold_by_a_click() {
    let mut page = Page::new(SHOP);
    page.choose(LaneAction::FoldAll(true));
    page.check("p (4)\nshop (3)\nalone\nother");
    let scene = page.scene();
    let folded = Target::Group(Group::Process(1));
    let region = scene.regions.iter().find(|region| region.target == folded);
    let area = region.expect("the row of the shop").area;
    let over = hit(&scene, area.x + 20.0, area.y + area.height / 2.0);
    assert_eq!(over.map(|region| region.target), Some(folded));
    page.choose(LaneAction::ToggleFold(Group::Process(1)));
    page.check("p (4)\nprocess shop\nworker-1\nworker-2\nwriter\nalone\nother");
    page.choose(LaneAction::FoldAll(false));
    assert_eq!(page.state, Page::new(SHOP).state);
}

#[test]
fn the_arrows_go_from_row_to_row() {
    let mut page = Page::new(SHOP);
    let mut names = Vec::new();
    page.filter("w");
    page.choose(LaneAction::ToggleFold(Group::Process(1)));
    for _ in 0..4 {
        page.act(Action::SelectLane(1));
        let lane = page.state.selection.lane(&page.model).expect("a lane");
        let actor = page.model.lanes[lane as usize].actor;
        names.push(page.model.actor_name(actor).to_owned());
    }
    assert_eq!(names, ["worker-3", "worker-4", "worker-1", "worker-1"]);
    assert_eq!(
        selected_group(&page.model, &page.timeline, &page.state),
        Some(Group::Process(1))
    );
    // From a lane that is hidden, to the first one that is shown.
    page.act(Action::Select(Selection::Lane(page.lane("main"))));
    page.act(Action::SelectLane(1));
    assert_eq!(page.state.selection, Selection::Lane(page.lane("worker-3")));
}

#[test]
fn arrows_between_lanes_that_are_not_shown_are_left_out() {
    let run = format!("{SHOP}\n10 reader lock_acquire l 1\n11 writer lock_wait l");
    let mut page = Page::new(&run);
    page.act(Action::GoEnd);
    page.act(Action::Select(Selection::Lane(page.lane("writer"))));
    let arrows = |page: &Page| {
        let frame = Frame {
            playhead: 12.0,
            ..Frame::default()
        };
        let scene = layout(
            &page.model,
            &page.timeline,
            &page.state,
            &frame,
            &Labels::default(),
        );
        scene.ops.iter().any(|op| matches!(op, Op::Arrow { .. }))
    };
    assert!(arrows(&page));
    page.filter("writer");
    assert!(!arrows(&page));
}

#[test]
fn only_an_own_run_of_many_lanes_has_tools() {
    let mut page = Page::new(SHOP);
    assert!(has_lane_tools(&page.model, &page.state));
    page.state.present = true;
    assert!(!has_lane_tools(&page.model, &page.state));
    // Nothing is done where nothing is offered.
    let mut page = Page::new(WAITS);
    page.filter("main");
    assert_eq!(page.state.lanes.hidden(), 0);
    assert!(!has_lane_tools(&page.model, &page.state));
}

#[test]
fn the_gutter_is_as_wide_as_was_chosen_within_limits() {
    let mut page = Page::new(SHOP);
    let automatic = gutter(&page.model, &page.timeline, &page.state).px;
    assert_eq!(page.scene().area.x, automatic);
    for (chosen, expected) in [(200.0, 200.0), (1.0, 64.0), (9999.0, 480.0)] {
        page.act(Action::SetGutter(Some(chosen)));
        assert_eq!(page.scene().area.x, expected);
    }
    // A narrow picture has less room for it, and gives it back when it is wide again.
    page.state.size.width_px = 400.0;
    assert_eq!(page.scene().area.x, 240.0);
    page.state.size.width_px = 800.0;
    assert_eq!(page.scene().area.x, 480.0);
    page.act(Action::SetGutter(Some(f32::NAN)));
    assert_eq!(page.scene().area.x, automatic);
}

#[test]
fn long_names_are_cut_where_they_are_alike() {
    let mut run = String::new();
    for number in 1..=10 {
        run.push_str(&format!(
            "process com.example.warehouse.inventory-{number}-thread-of-the-shop of p\n"
        ));
    }
    for number in 1..=10 {
        let name = format!("com.example.warehouse.inventory-{number}-thread-of-the-shop");
        run.push_str(&format!("{number} {name} begin\n"));
    }
    let page = Page::new(&run);
    let expected: Vec<String> = (1..=10).map(|number| format!("…inventory-{number}…")).collect();
    page.check(&expected.join("\n"));
}
