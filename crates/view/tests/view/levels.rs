//! How full queues and how busy pools of runs by hand were.

use laneway_view::{Counted, hundredths, levels};

use crate::notation::{millis, model, same};

/// The figures of each level as `items most 2 mean 0.80 all 2 for 3`, and its path in 10 columns and 11 px.
#[track_caller]
fn check(text: &str, counted: Counted, most: usize, expected: &str) {
    let model = model(text);
    let (levels, more) = levels(&model, counted, 10, most);
    let mut lines: Vec<String> = levels
        .iter()
        .map(|level| {
            format!(
                "{} most {} mean {} all {} for {}\n{}",
                model.object_name(level.object),
                level.most,
                hundredths(level.mean_hundredths),
                level.all,
                millis(level.all_ns),
                level.path(10, 11.0)
            )
        })
        .collect();
    if more > 0 {
        lines.push(format!("and {more}"));
    }
    same(&lines.join("\n"), expected);
}

#[test]
fn a_queue_fills_and_empties() {
    check(
        "0 main begin\n1 a put q\n2 a put q\n5 b get q\n6 b get q\n10 main end\n",
        Counted::Items,
        12,
        "q most 2 mean 0.80 all 2 for 3
         M0 11H1V6V6V6H2V1V1V1H5V6V6V6H6V11V11V11H10",
    );
}

#[test]
fn a_peak_of_one_event_is_seen() {
    let mut text = "0 main begin\n".to_owned();
    for _ in 0..5 {
        text.push_str("4 a put q\n");
    }
    for _ in 0..5 {
        text.push_str("4 b get q\n");
    }
    text.push_str("10 main end\n");
    check(
        &text,
        Counted::Items,
        12,
        "q most 5 mean 0.00 all 5 for 0\nM0 11H4V11V1V11H10",
    );
}

#[test]
fn a_pool_has_workers_that_are_busy() {
    check(
        "pool pool 2\nfuture f of pool\nfuture g of pool\n0 main submit f\n0 main submit g\n0 w task_wait pool\n\
         0 v task_wait pool\n1 w task_begin f\n2 v task_begin g\n4 w task_end f 0\n8 v task_end g 0\n10 main end\n",
        Counted::BusyWorkers,
        12,
        "pool most 2 mean 0.90 all 2 for 2
         M0 11H1V6V6V6H2V1V1V1H4V6V6V6H8V11V11V11H10",
    );
}

#[test]
fn a_worker_that_never_works_keeps_a_pool_from_being_used_up() {
    check(
        "pool pool 2\nfuture f of pool\n0 main submit f\n0 w task_wait pool\n0 v task_wait pool\n\
         1 w task_begin f\n6 w task_end f 0\n10 main end\n",
        Counted::BusyWorkers,
        12,
        "pool most 1 mean 0.50 all 2 for 0
         M0 11H1V6V6V6H6V11V11V11H10",
    );
}

#[test]
fn where_there_are_many_those_with_the_most_events_are_shown() {
    check(
        "0 a put p\n1 a put q\n2 a get q\n2 a get_wait r\n10 main end\n",
        Counted::Items,
        1,
        "q most 1 mean 0.10 all 1 for 1
         M0 11H1V1V1V1H2V11V11V11H10
         and 2",
    );
}
