//! Two runs beside each other.

use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    a_lesson_leads_to_two_runs_side_by_side,
    the_other_run_follows_by_step_and_by_event,
    freely_each_is_where_it_is_put,
    what_differs_is_told_in_the_end,
    another_run_is_chosen_as_the_second,
    nothing_of_a_hall_is_offered,
    on_a_phone_one_is_below_the_other,
];

/// Where the playheads of both are: "event 12 of 50" stands on the transport for the one that leads.
fn lead(visit: &mut Visit, side: &str) -> u64 {
    visit.click(&format!("[aria-label={side}] .beside-name"));
    visit.until(&format!(
        "ask.find('[aria-label={side}] .beside-name').ariaPressed === 'true'"
    ));
    visit.row()
}

fn pair(world: &World, runs: &str) -> Visit {
    world.open(&format!("/beside/{runs}?lang=en"))
}

fn a_lesson_leads_to_two_runs_side_by_side(world: &World) {
    let mut visit = world.open("/run/ticket-race?lang=en&at=start");
    let link = ".comparisons a[href='#/beside/ticket-race/ticket-lock']";
    visit.until(&format!("ask.find(\"{link}\") !== null"));
    visit.click(link);
    visit.until("ask.all('.beside-run').length === 2");
    visit.ready();
    let titles = visit.strings("ask.all('.beside-head h2').map(it => it.textContent)");
    assert_eq!(
        titles,
        ["Selling tickets without a lock", "Selling tickets with a lock"]
    );
    assert_eq!(visit.complaints(), [""; 0]);
}

fn the_other_run_follows_by_step_and_by_event(world: &World) {
    let mut visit = pair(world, "producer-consumer/producer-consumer_unbounded");
    visit.press("PageDown");
    visit.until_says(".step .eyebrow", "Step 1");
    assert!(lead(&mut visit, "B") > 0);
    visit.until_says(".step .eyebrow", "Step 1");
    // What differs in their settings stands beside the titles.
    assert!(visit.text("[aria-label=B] .beside-head p").ends_with(": 0"));
    // The run itself is event by event the same.
    let mut visit = pair(world, "deadlock/deadlock");
    visit.click(".beside-differences .segment:nth-child(2)");
    for row in 1..=4 {
        visit.press("ArrowRight");
        visit.until_row(row);
        assert_eq!(lead(&mut visit, "B"), row);
        lead(&mut visit, "A");
    }
}

fn freely_each_is_where_it_is_put(world: &World) {
    let mut visit = pair(world, "deadlock/deadlock");
    visit.click(".beside-differences .segment:nth-child(3)");
    visit.press("End");
    let end = world.events("deadlock");
    visit.until_row(end);
    assert_eq!(lead(&mut visit, "B"), 0);
    visit.press("ArrowRight");
    visit.until_row(1);
    assert_eq!(lead(&mut visit, "A"), end);
}

fn what_differs_is_told_in_the_end(world: &World) {
    let mut visit = pair(world, "ticket-race/ticket-lock");
    assert!(
        visit.is("ask.find('.beside-told') === null"),
        "nothing is given away"
    );
    visit.press("End");
    visit.until("ask.find('.beside-told') !== null");
    let told = visit.text(".beside-told");
    assert!(told.contains("A: “") && told.contains("B: “"), "{told}");
    assert!(told.contains("in A") && told.contains("in B"), "{told}");
}

fn another_run_is_chosen_as_the_second(world: &World) {
    let mut visit = pair(world, "deadlock/deadlock");
    visit.until("ask.find('.beside-choice select').value === 'deadlock'");
    visit.value(
        "(select => {
           select.value = 'ticket-lock';
           select.dispatchEvent(new Event('change', { bubbles: true }));
         })(ask.find('.beside-choice select'))",
    );
    visit.until(
        "ask.all('.beside-head h2').map(it => it.textContent)[1] === 'Selling tickets with a lock'",
    );
}

fn on_a_phone_one_is_below_the_other(world: &World) {
    let mut visit = world.open_at(Viewport::PHONE, "/beside/ticket-race/ticket-lock?lang=zh");
    let top =
        |visit: &mut Visit, side: &str| visit.number(&format!("ask.box('[aria-label={side}]')[1]"));
    assert!(top(&mut visit, "B") > top(&mut visit, "A"));
    assert!(visit.is("document.documentElement.scrollWidth <= innerWidth"));
}

fn nothing_of_a_hall_is_offered(world: &World) {
    let mut visit = pair(world, "ticket-race/ticket-lock");
    assert!(visit.is("ask.find('.transport [aria-label=\"Present in a hall\"]') === null"));
    for key in ["p", "b"] {
        visit.press(key);
    }
    visit.press("ArrowRight");
    visit.until_row(1);
    assert!(visit.is("ask.find('.is-hall, .hall-blank') === null"));
    visit.press("?");
    visit.until("ask.find('.help') !== null");
    let titles = visit.strings("ask.all('.help-group h3').map(it => it.textContent)");
    assert!(!titles.contains(&"In a hall".to_owned()), "{titles:?}");
}
