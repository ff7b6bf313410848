//! What search finds in a run.

use laneway_model::{Model, Moment};
use laneway_view::{ClockKind, Found, FoundItem, MOST_LISTED, Message, Search, State, Timeline, Trail};

use crate::notation::model;

const RUN: &str = "ending stuck\n0 main begin\n1 main lock_wait tickets\n2 main lock_acquire tickets\n3 main print \"Ticket_sold\"\n\
                   4 ticket-seller begin\n5 ticket-seller lock_wait tickets\n6 ticket-seller print \"票卖完了\"\n\
                   7 main print \"Ticket_sold\"\n8 main lock_release tickets\n9 main lock_wait tickets\n";

/// A sentence as its id, with what the tests look for in place.
fn say(message: &Message) -> String {
    match message.id.as_ref() {
        "event-lock-wait" => "… waits for the … …".to_owned(),
        id => id.to_owned(),
    }
}

/// `actors 1: ticket-seller; texts 1: Ticket_sold`.
fn told(model: &Model, search: &Search, found: &[Found]) -> String {
    let name = |item: &FoundItem| match *item {
        FoundItem::Actor(actor) => model.actor_name(actor).to_owned(),
        FoundItem::Object(object) => model.object_name(object).to_owned(),
        FoundItem::Text(text) => model.texts[text.index()].clone(),
        FoundItem::Kind(kind) => search.kind_words(kind).to_owned(),
        FoundItem::Finding(finding) => format!("{:?}", model.findings[finding as usize].kind),
    };
    let group = |found: &Found| {
        let items: Vec<String> = found.items.iter().map(name).collect();
        let title = found.title.strip_prefix("search-").unwrap_or(found.title);
        format!("{title} {}: {}", found.count, items.join(", "))
    };
    found.iter().map(group).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check_until(sought: &str, known: u32, expected: &str) {
    let model = model(RUN);
    let timeline = Timeline::new(&model);
    let search = Search::new(&model, &timeline, say);
    let found = search.find(&model, &timeline, sought, Moment(known));
    assert_eq!(told(&model, &search, &found), expected, "{sought} until {known}");
}

#[test]
fn what_is_found_stands_in_groups_with_counts() {
    let check = |sought, expected| check_until(sought, 10, expected);
    check(
        "ticket",
        "actors 1: ticket-seller; objects 1: tickets; texts 1: Ticket_sold",
    );
    check(" SOLD ", "texts 1: Ticket_sold");
    check("卖完", "texts 1: 票卖完了");
    check("nobody", "");
    check("", "");
    check("   ", "");
}

#[test]
fn events_are_found_by_their_words_and_by_their_names() {
    let check = |sought| check_until(sought, 10, "kinds 1: waits for the …");
    check("waits for the");
    check("Lock wait");
    check("lock_wait");
}

#[test]
fn findings_are_found_by_what_is_said_of_them() {
    check_until("finding-title-self-deadlock", 10, "");
    check_until("for-ever", 10, "findings 1: WaitsForEver");
}

#[test]
fn nothing_is_found_that_has_not_been_played() {
    let check = |known, expected| check_until("ticket", known, expected);
    check(0, "");
    check(2, "objects 1: tickets");
    check(4, "objects 1: tickets; texts 1: Ticket_sold");
    check(
        5,
        "actors 1: ticket-seller; objects 1: tickets; texts 1: Ticket_sold",
    );
    check_until("for-ever", 9, "");
}

#[test]
fn many_are_counted_and_few_listed() {
    let lines: Vec<String> = (0..30)
        .map(|number| format!("{number} worker-{number} begin\n"))
        .collect();
    let model = model(&lines.concat());
    let timeline = Timeline::new(&model);
    let search = Search::new(&model, &timeline, say);
    let found = search.find(&model, &timeline, "worker", model.end());
    assert_eq!((found[0].count, found[0].items.len()), (30, MOST_LISTED));
}

#[test]
fn a_trail_is_followed_as_far_as_has_been_played() {
    let model = model(RUN);
    let timeline = Timeline::new(&model);
    let search = Search::new(&model, &timeline, say);
    let found = search.find(&model, &timeline, "lock wait", model.end());
    let trail = found[0].items[0].trail();
    let state = State {
        clock: ClockKind::Steps,
        ..State::default()
    };
    let check = |now, known, expected: &str| {
        let visits = trail
            .map(|trail: Trail| trail.visits(&state, &model, &timeline, Moment(now), Moment(known)));
        let visits = visits.unwrap_or_default();
        let moment = |at: Option<Moment>| at.map_or("none".to_owned(), |at| at.0.to_string());
        let told = format!(
            "{} of {}, before {}, onward {}",
            visits.this,
            visits.times,
            moment(visits.previous),
            moment(visits.onward())
        );
        assert_eq!(told, expected, "at {now} of {known}");
    };
    check(0, 10, "0 of 3, before none, onward 2");
    check(2, 10, "1 of 3, before none, onward 6");
    check(10, 10, "3 of 3, before 6, onward 2");
    check(2, 2, "1 of 1, before none, onward 2");
}
