//! What stands in bars, under them and on the ruler: names out of the trace, figures, units.

use laneway_model::{Model, State as Doing};
use laneway_trace::{ActorId, Awaits, ObjectId, Value};

use crate::Labels;
use crate::names::actor_label;

/// What stands in a bar.
pub(crate) enum BarText {
    /// May be cut; empty where the state says it all.
    Name(String),
    /// A length of time in nanoseconds.
    Time(u64),
}

/// Why a lane is where it is, in a word or two: the lock, the queue, whom it waits for, how long it
/// sleeps.
pub(crate) fn bar_text(model: &Model, lane: u32, phase: u32, labels: &Labels) -> BarText {
    let at = phase as usize;
    if !is_waiting(model.phases.state[at]) {
        return BarText::Name(String::new());
    }
    let row = model.phases.start_row[at];
    let object = ObjectId::new(model.phases.object[at]).map(|object| model.object_name(object));
    let other = ActorId::new(model.phases.other[at]).map(|actor| actor_label(model, actor));
    BarText::Name(match (model.awaits(lane, phase), object, other) {
        (Some(Awaits::Room), Some(store), _) => format!("{store} · {}", labels.full),
        (Some(Awaits::Item), Some(store), _) => format!("{store} · {}", labels.empty),
        (Some(Awaits::Time), ..) => match model.events.get(row as usize).map(|event| event.value) {
            Some(Value::Int(length)) => return BarText::Time(length.max(0) as u64),
            _ => String::new(),
        },
        (_, Some(object), _) => object.to_owned(),
        (_, None, Some(other)) => other.into_owned(),
        (_, None, None) => String::new(),
    })
}

/// True where a lane is kept from going on, so that the bar says by what.
const fn is_waiting(doing: Doing) -> bool {
    match doing {
        // Ready for all but an interpreter lock.
        Doing::Ready => true,
        Doing::WaitsLock | Doing::WaitsQueue | Doing::WaitsActor | Doing::WaitsSignal => true,
        Doing::Sleeping | Doing::Stuck => true,
        Doing::Running | Doing::Unseen | Doing::Unknown | Doing::Zombie | Doing::Finished => false,
    }
}

/// The units of time, with their length in nanoseconds.
const UNITS: [(&str, u64); 4] = [("s", 1_000_000_000), ("ms", 1_000_000), ("µs", 1_000), ("ns", 1)];

/// A length of time to three digits, in the unit that suits it: `1.2 s`, `350 µs`. Trailing zeros are
/// left out.
pub fn time_text(time_ns: u64) -> String {
    in_best_unit(to_three_digits(time_ns))
}

/// The same without decimals, for where there is little room: `8 ms` for 8.29 ms.
pub(crate) fn short_time_text(time_ns: u64) -> String {
    let units = UNITS.iter().map(|&(_, unit_ns)| unit_ns);
    let unit_ns = units.into_iter().find(|&unit_ns| time_ns >= unit_ns).unwrap_or(1);
    in_best_unit((time_ns.saturating_add(unit_ns / 2)) / unit_ns * unit_ns)
}

fn in_best_unit(rounded: u64) -> String {
    let (unit, unit_ns) = UNITS
        .into_iter()
        .find(|&(_, unit_ns)| rounded >= unit_ns)
        .unwrap_or(("s", 1));
    in_unit(rounded, unit, unit_ns)
}

/// A time on a ruler whose ticks are `step_ns` apart: as exact as the ticks need, and no more.
pub fn step_text(time_ns: u64, step_ns: u64) -> String {
    // A tenth of a unit is still readable: 0.5 s, 1.5 s, 2 s.
    let (unit, unit_ns) = UNITS
        .into_iter()
        .find(|&(_, unit_ns)| step_ns >= unit_ns.div_ceil(10))
        .unwrap_or(("ns", 1));
    in_unit(time_ns, unit, unit_ns)
}

fn in_unit(time_ns: u64, unit: &str, unit_ns: u64) -> String {
    let whole = time_ns / unit_ns;
    let width = unit_ns.ilog10() as usize;
    let rest = format!("{:0width$}", time_ns % unit_ns);
    match rest.trim_end_matches('0') {
        "" => format!("{whole} {unit}"),
        rest => format!("{whole}.{rest} {unit}"),
    }
}

/// Rounded to three digits that count; below a microsecond as it is.
fn to_three_digits(time_ns: u64) -> u64 {
    if time_ns < 1000 {
        return time_ns;
    }
    let coarse = 10_u64.pow(time_ns.ilog10() - 2);
    (time_ns / coarse + u64::from(time_ns % coarse >= coarse / 2)).saturating_mul(coarse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        #[track_caller]
        fn check(time_ns: u64, expected: &str) {
            assert_eq!(time_text(time_ns), expected);
        }
        check(0, "0 s");
        check(7, "7 ns");
        check(999, "999 ns");
        check(1_234, "1.23 µs");
        check(350_000, "350 µs");
        check(999_999, "1 ms");
        check(1_500_000_000, "1.5 s");
        check(12_345_678_901, "12.3 s");
        check(1_234_567_890_000, "1230 s");
        check(u64::MAX, "18400000000 s");
    }

    #[test]
    fn short_times_have_no_decimals() {
        #[track_caller]
        fn check(time_ns: u64, expected: &str) {
            assert_eq!(short_time_text(time_ns), expected);
        }
        check(0, "0 s");
        check(8_290_000, "8 ms");
        check(52_700_000, "53 ms");
        check(999_700, "1 ms");
        check(1_600_000_000, "2 s");
        check(u64::MAX, "18446744073 s");
    }

    #[test]
    fn ticks_are_as_exact_as_they_need_to_be() {
        #[track_caller]
        fn check(time_ns: u64, step_ns: u64, expected: &str) {
            assert_eq!(step_text(time_ns, step_ns), expected);
        }
        check(0, 500_000_000, "0 s");
        check(1_500_000_000, 500_000_000, "1.5 s");
        check(2_000_000_000, 500_000_000, "2 s");
        check(1_250_000_000, 50_000_000, "1250 ms");
        check(300_000, 100_000, "0.3 ms");
        check(20_500, 500, "20.5 µs");
        check(42, 2, "42 ns");
    }
}
