//! The clock of a session: the processor's time-stamp counter where it can be trusted, else the
//! system's monotonic clock.

use std::time::{SystemTime, UNIX_EPOCH};

use nix::time::{ClockId, clock_gettime};

/// Which clock the times of a session are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// `CLOCK_MONOTONIC`; a tick is a nanosecond. About twice as dear as the counter.
    Monotonic,
    /// The time-stamp counter of an x86-64 processor which says that the counter is invariant: it runs
    /// at one rate, in every state, and alike on all cores.
    Tsc,
}

impl Clock {
    /// The best one that this machine has.
    pub fn best() -> Self {
        if tsc_is_invariant() {
            Self::Tsc
        } else {
            Self::Monotonic
        }
    }

    /// True if this machine has it.
    pub fn is_available(self) -> bool {
        self == Self::Monotonic || tsc_is_invariant()
    }

    /// The time now, in ticks of this clock. No system call on Linux.
    #[inline(always)]
    pub fn ticks(self) -> u64 {
        match self {
            Self::Tsc => tsc(),
            Self::Monotonic => monotonic_ns(),
        }
    }

    /// Its number in the control page.
    pub(super) fn number(self) -> u32 {
        match self {
            Self::Monotonic => 0,
            Self::Tsc => 1,
        }
    }

    pub(super) fn from_number(number: u32) -> Option<Self> {
        [Self::Monotonic, Self::Tsc]
            .into_iter()
            .find(|clock| clock.number() == number)
    }
}

/// The time-stamp counter; 0 where there is none.
#[inline(always)]
fn tsc() -> u64 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 processor has the instruction; it only reads a counter.
    unsafe {
        std::arch::x86_64::_rdtsc()
    }
    #[cfg(not(target_arch = "x86_64"))]
    0
}

/// True if the processor says that its counter runs at one rate whatever it does (CPUID 8000_0007H,
/// EDX bit 8).
fn tsc_is_invariant() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        // 1.85 calls these unsafe, newer compilers do not.
        #[allow(
            unused_unsafe,
            reason = "safe since Rust 1.94; the oldest compiler we build with is 1.85"
        )]
        // SAFETY: every x86-64 processor has CPUID; the second leaf is asked for only if it exists.
        unsafe {
            use std::arch::x86_64::__cpuid;
            __cpuid(0x8000_0000).eax >= 0x8000_0007 && __cpuid(0x8000_0007).edx & (1 << 8) != 0
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// `CLOCK_MONOTONIC` in nanoseconds.
pub(super) fn monotonic_ns() -> u64 {
    let time = clock_gettime(ClockId::CLOCK_MONOTONIC).expect("every system that we compile for has it");
    u64::try_from(time.tv_sec()).unwrap_or(0) * 1_000_000_000
        + u64::try_from(time.tv_nsec()).unwrap_or(0)
}

/// One instant, on the session's clock and on the system's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// On the session's clock.
    pub ticks: u64,
    /// On `CLOCK_MONOTONIC`.
    pub monotonic_ns: u64,
    /// Milliseconds since 1970-01-01 UTC.
    pub unix_ms: u64,
}

impl Calibration {
    /// This instant. Takes the tightest of a few readings, so that an interruption between the two
    /// clocks does not spoil it.
    pub fn now(clock: Clock) -> Self {
        let reading = || {
            let before = clock.ticks();
            let monotonic_ns = monotonic_ns();
            (clock.ticks().saturating_sub(before), before, monotonic_ns)
        };
        let (width, before, monotonic_ns) = (0..16)
            .map(|_| reading())
            .min()
            .expect("sixteen readings have a smallest");
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            ticks: before + width / 2,
            monotonic_ns,
            unix_ms: u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// Turns ticks into nanoseconds since the start of the session.
#[derive(Clone, Copy, Debug)]
pub struct Timebase {
    start_ticks: u64,
    ns_per_tick: f64,
}

impl Timebase {
    /// From the calibrations at the start and at the end of the session. The further they are apart the
    /// better: the error is some 100 ns over their distance.
    pub fn between(clock: Clock, start: Calibration, end: Calibration) -> Self {
        let ticks = end.ticks.saturating_sub(start.ticks);
        let ns = end.monotonic_ns.saturating_sub(start.monotonic_ns);
        let ns_per_tick = match clock {
            Clock::Tsc if ticks > 0 && ns > 0 => ns as f64 / ticks as f64,
            _ => 1.0,
        };
        Self {
            start_ticks: start.ticks,
            ns_per_tick,
        }
    }

    /// Nanoseconds since the start of the session; 0 for what was before.
    pub fn ns(&self, ticks: u64) -> u64 {
        (ticks.saturating_sub(self.start_ticks) as f64 * self.ns_per_tick) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_become_nanoseconds_since_the_start() {
        let at = |ticks, monotonic_ns| Calibration {
            ticks,
            monotonic_ns,
            unix_ms: 0,
        };
        let base = Timebase::between(Clock::Tsc, at(1000, 50), at(4000, 1050));
        assert_eq!(
            [1000, 2500, 4000, 7000, 3].map(|ticks| base.ns(ticks)),
            [0, 500, 1000, 2000, 0]
        );
        let base = Timebase::between(Clock::Monotonic, at(1000, 1000), at(1000, 1000));
        assert_eq!(base.ns(1007), 7);
    }

    #[test]
    fn clocks_go_forward() {
        for clock in [Clock::Monotonic, Clock::best()] {
            assert!(clock.is_available());
            assert_eq!(Clock::from_number(clock.number()), Some(clock));
            let (first, second) = (Calibration::now(clock), Calibration::now(clock));
            assert!(first.ticks <= second.ticks && first.monotonic_ns <= second.monotonic_ns);
        }
    }
}
