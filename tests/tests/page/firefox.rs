//! The core of the tests, in Firefox: the same functions over the same runs.

use crate::{Test, all};

/// What a visit is made of; the rest of the page's logic is the same program in every browser.
const CORE: &[&str] = &[
    "page::gallery::all_lessons_stand_there_in_both_languages",
    "page::gallery::a_card_leads_to_its_run_and_back",
    "page::gallery::the_language_is_switched_and_remembered",
    "page::gallery::the_colours_are_switched_and_remembered",
    "page::run::every_run_is_drawn_and_nothing_complains",
    "page::run::a_reload_and_the_way_back_lead_to_the_same_moment",
    "page::playback::space_plays_and_pauses",
    "page::playback::playing_stops_at_each_step",
    "page::keyboard::digits_answer_the_question_that_is_asked",
    "page::keyboard::after_a_click_keys_are_for_the_run",
    "page::words::playing_stops_at_a_question_and_again_at_its_answer",
    "page::files::how_a_lesson_ends_is_told_at_its_end",
    "page::files::a_reload_opens_the_file_again_where_it_was",
    "page::pointer::a_drag_on_the_lanes_chooses_a_stretch_to_fit",
    "page::pointer::the_wheel_with_control_zooms_and_0_shows_all",
    "page::screens::a_run_is_played_on_a_phone",
    "page::screens::nothing_is_wider_than_a_phone",
];

/// The tests of the core.
pub fn core() -> impl Iterator<Item = Test> {
    CORE.iter().map(|wanted| {
        let found = all().find(|(name, _)| name == wanted);
        found.unwrap_or_else(|| panic!("no test {wanted}"))
    })
}
