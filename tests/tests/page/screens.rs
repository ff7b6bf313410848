//! Large and small screens, less motion, and browsers that cannot run the page.

use xtask::browser::Viewport;

use crate::world::{World, id};

tests![
    nothing_scrolls_a_large_screen,
    nothing_is_wider_than_a_phone,
    controls_do_not_lie_on_one_another,
    a_run_is_played_on_a_phone,
    the_transport_of_a_phone_has_two_rows_for_fingers,
    nothing_is_animated_for_those_who_want_less_motion,
    a_browser_without_webassembly_says_so,
];

fn nothing_scrolls_a_large_screen(world: &World) {
    for viewport in [Viewport::DESKTOP, Viewport::FULL_HD] {
        let mut visit = world.open_at(viewport, "/");
        for lesson in &world.recorded {
            for language in ["en", "zh"] {
                let place = format!("/run/{}?lang={language}&at=end", id(lesson));
                visit.turn_to(&place);
                let root = "document.documentElement";
                let size = visit.value(&format!("[{root}.scrollWidth, {root}.scrollHeight]"));
                let expected = [viewport.width_px, viewport.height_px];
                assert_eq!(size, serde_json::json!(expected), "{place}");
            }
        }
    }
}

fn nothing_is_wider_than_a_phone(world: &World) {
    let runs = world.recorded.iter().map(|lesson| format!("/run/{}", id(lesson)));
    for language in ["en", "zh"] {
        let mut visit = world.open_at(Viewport::PHONE, &format!("/?lang={language}"));
        for place in runs.clone().chain(["/run/nothing".to_owned(), "/".to_owned()]) {
            let width = visit.number("document.documentElement.scrollWidth");
            let room = f64::from(Viewport::PHONE.width_px);
            assert!(width <= room, "in {language}, before {place}: {width} px");
            visit.turn_to(&format!("{place}?at=end"));
        }
    }
}

fn controls_do_not_lie_on_one_another(world: &World) {
    for viewport in [Viewport::DESKTOP, Viewport::FULL_HD, Viewport::PHONE] {
        for language in ["en", "zh"] {
            let mut visit = world.open_at(
                viewport,
                &format!("/run/producer-consumer?lang={language}&at=end"),
            );
            for bar in [".transport", ".top-bar"] {
                let overlaps = visit.strings(&format!(
                    "ask.overlaps('{bar} button, {bar} a, {bar} p, {bar} output, {bar} h1, {bar} label')"
                ));
                assert_eq!(overlaps, [""; 0], "{bar} in {language} at {viewport:?}");
                let outside =
                    visit.strings(&format!("ask.outside('{bar} button, {bar} p, {bar} label')"));
                assert_eq!(outside, [""; 0], "{bar} in {language} at {viewport:?}");
            }
        }
    }
}

fn a_run_is_played_on_a_phone(world: &World) {
    let mut visit = world.open_at(Viewport::PHONE, "/run/thread-pool?lang=en&at=middle");
    let before = visit.row();
    let play = visit.middle_of(".play");
    visit.tap(play);
    visit.until(&format!("ask.playing() && ask.row() !== {before}"));
    visit.tap(play);
    visit.until("!ask.playing()");
}

fn the_transport_of_a_phone_has_two_rows_for_fingers(world: &World) {
    const SHOWN: &str = "ask.all('.transport button').filter(it => it.getClientRects().length > 0)";
    for language in ["en", "zh"] {
        let mut visit = world.open_at(
            Viewport::PHONE,
            &format!("/run/ticket-lock?lang={language}&at=middle"),
        );
        let rows =
            format!("new Set({SHOWN}.map(it => Math.round(it.getBoundingClientRect().bottom))).size");
        assert_eq!(visit.number(&rows), 2.0, "in {language}");
        let [.., height]: [f64; 4] =
            serde_json::from_value(visit.value("ask.box('.transport')")).expect("a box");
        assert!(height <= 116.0, "in {language}: {height} px");
        let small = format!(
            "{SHOWN}.filter(it => (box => box.width < 43.9 || box.height < 43.9)(it.getBoundingClientRect())).map(ask.name)"
        );
        assert_eq!(visit.strings(&small), [""; 0], "in {language}");
        // The switches are one tap further, with words.
        visit.click(".transport-more");
        visit.until("ask.find('.transport-ends').getClientRects().length > 0");
        assert_eq!(visit.strings(&small), [""; 0], "in {language}");
        assert_eq!(visit.strings("ask.outside('.transport-ends button')"), [""; 0]);
        visit.click(".transport-ends button:nth-child(3)");
        visit.until("ask.find('.transport-ends button:nth-child(3)').ariaPressed === 'true'");
        visit.until("ask.find('.transport-ends').getClientRects().length === 0");
    }
}

fn nothing_is_animated_for_those_who_want_less_motion(world: &World) {
    const ANIMATIONS: &str = "document.getAnimations().length";
    let mut visit = world.blank(Viewport::DESKTOP);
    let mut animations = |reduced: bool| {
        visit.page().set_media(false, reduced).expect("a wish");
        visit.go(&world.url(&format!("/run/ticket-lock?lang=en&at=start&reduced={reduced}")));
        visit.reload();
        let seen = visit.walk(60, ANIMATIONS);
        seen.iter().filter_map(serde_json::Value::as_u64).sum::<u64>()
    };
    assert_eq!(animations(true), 0);
    assert!(animations(false) > 0, "or nothing could be seen here");
}

fn a_browser_without_webassembly_says_so(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.run_first("delete window.WebAssembly");
    visit.go(&world.url("/"));
    visit.until_says("#boot", "ReferenceError");
    let said = visit.text("#boot");
    assert!(
        said.contains("this browser cannot run WebAssembly") && said.contains("请换用新版浏览器"),
        "{said}"
    );
    let [_, top, width, height]: [f64; 4] =
        serde_json::from_value(visit.value("ask.box('#boot')")).expect("a box");
    assert!(
        top < 200.0 && width > 300.0 && height > 20.0,
        "{top} {width} {height}"
    );
    let colours =
        visit.strings("(it => [it.color, it.backgroundColor])(getComputedStyle(document.body))");
    assert_ne!(colours[0], colours[1]);
}
