//! Numbers and lengths of time as text.

use laneway_view::catalogue::Thumbnail;

use crate::Localizer;

impl Localizer {
    /// How large a run is: `3 lanes · 1,200 events · 1.25 s`.
    pub fn size_of_run(&self, run: &Thumbnail) -> String {
        self.text(
            "card-facts",
            &[
                ("actors", run.lanes.into()),
                ("events", self.count(run.events).into()),
                ("time", self.duration(run.duration_ns).into()),
            ],
        )
    }

    /// A count with its thousands apart: `12,000`.
    pub fn count(&self, count: u64) -> String {
        let digits = count.to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }

    /// A length of time with three digits that count: `840 ns`, `12.5 µs`, `3.20 ms`, `1.24 s`,
    /// `2 min 5 s`.
    pub fn duration(&self, ns: u64) -> String {
        // The bound is where rounding to three digits would need a fourth: 999.5 ms is 1.00 s.
        match ns {
            0 => "0 s".to_owned(),
            1..=999 => format!("{ns} ns"),
            1_000..=999_499 => format!("{} µs", three_digits(ns as f64 / 1e3)),
            999_500..=999_499_999 => format!("{} ms", three_digits(ns as f64 / 1e6)),
            999_500_000..=59_999_999_999 => format!("{} s", three_digits(ns as f64 / 1e9)),
            _ => {
                let seconds = (ns + 500_000_000) / 1_000_000_000;
                format!("{} min {} s", seconds / 60, seconds % 60)
            }
        }
    }

    /// A point of time in a run, in seconds, with as many decimals as a run of this length needs to
    /// tell its events apart by eye: `1.240 s`.
    pub fn time(&self, ns: u64, run_ns: u64) -> String {
        let decimals = match run_ns {
            0..=9_999_999 => 6,
            10_000_000..=99_999_999 => 4,
            100_000_000..=9_999_999_999 => 3,
            _ => 2,
        };
        self.time_to(ns, decimals)
    }

    /// A point of time in a run, in seconds, with so many decimals.
    pub fn time_to(&self, ns: u64, decimals: usize) -> String {
        format!("{:.decimals$} s", ns as f64 / 1e9)
    }
}

fn three_digits(number: f64) -> String {
    match number {
        ..9.995 => format!("{number:.2}"),
        ..99.95 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Language, Localizer};

    #[test]
    fn thousands_are_apart() {
        let check =
            |count, expected: &str| assert_eq!(Localizer::new(Language::English).count(count), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(12_345_678, "12,345,678");
    }

    #[test]
    fn lengths_of_time_have_three_digits() {
        let check =
            |ns, expected: &str| assert_eq!(Localizer::new(Language::English).duration(ns), expected);
        check(0, "0 s");
        check(840, "840 ns");
        check(12_500, "12.5 µs");
        check(999_400, "999 µs");
        check(999_500, "1.00 ms");
        check(3_200_000, "3.20 ms");
        check(1_240_000_000, "1.24 s");
        check(59_999_000_000, "60.0 s");
        check(125_000_000_000, "2 min 5 s");
    }

    #[test]
    fn points_of_time_have_the_same_decimals_all_along_a_run() {
        let check = |ns, run_ns, expected: &str| {
            assert_eq!(Localizer::new(Language::English).time(ns, run_ns), expected);
        };
        check(0, 2_000_000_000, "0.000 s");
        check(1_240_000_000, 2_000_000_000, "1.240 s");
        check(1_240_000_000, 20_000_000_000, "1.24 s");
        check(1_240, 5_000_000, "0.000001 s");
    }
}
