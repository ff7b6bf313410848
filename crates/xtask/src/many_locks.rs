//! Large runs that nobody recorded: locks and threads, as lines of JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// How large a run is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) events: u32,
    pub(crate) locks: u32,
    pub(crate) threads: u32,
}

/// A run of this size: in turn, threads take locks, and every third time the next thread waits for the lock
/// meanwhile.
pub(crate) fn lines(title: &str, size: Size) -> String {
    let mut run = Run::default();
    run.line(&json!({"laneway": 1, "header": {"title": title, "provenance": "simulated"}}));
    run.line(&json!({"define": {"actor": {"kind": "process", "name": "bank"}}}));
    run.line(&json!({"define": {"actor": {"kind": "thread", "name": "main", "parent": 1}}}));
    for thread in 1..=size.threads {
        let name = format!("clerk-{thread}");
        run.line(&json!({"define": {"actor": {"kind": "thread", "name": name, "parent": 1}}}));
    }
    for lock in 1..=size.locks {
        run.line(&json!({"define": {"object": {"kind": "lock", "name": format!("account-{lock}")}}}));
    }
    run.event(2, "begin");
    for thread in 1..=size.threads {
        let actor = thread + 2;
        run.event_with(2, "start", &format!(",\"value\":{{\"actor\":{actor}}}"));
        run.event(actor, "begin");
    }
    let mut sequences = vec![0; size.locks as usize];
    for round in 0.. {
        if run.events >= size.events {
            break;
        }
        // A step that has no divisor in common with the number of locks comes to all of them.
        let lock = (u64::from(round) * 7919 % u64::from(size.locks)) as usize;
        let holder = round % size.threads + 3;
        let other = (round + 1) % size.threads + 3;
        let mut on_lock = |actor, kind, depth: &str| {
            sequences[lock] += 1;
            let rest = format!(",\"object\":{},\"sequence\":{}{depth}", lock + 1, sequences[lock]);
            run.event_with(actor, kind, &rest);
        };
        let (once, free) = (",\"value\":1", ",\"value\":0");
        let contended = round % 3 == 0 && holder != other;
        on_lock(holder, "lock_acquire", once);
        if contended {
            on_lock(other, "lock_wait", "");
        }
        on_lock(holder, "lock_release", free);
        if contended {
            on_lock(other, "lock_acquire", once);
            on_lock(other, "lock_release", free);
        }
    }
    let closing = json!({"ending": "finished", "duration_ns": run.time_ns, "events": run.events});
    run.line(&json!({"closing": closing}));
    run.lines
}

#[derive(Default)]
struct Run {
    lines: String,
    events: u32,
    time_ns: u64,
}

impl Run {
    fn line(&mut self, line: &Value) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.lines, "{line}");
    }

    fn event(&mut self, actor: u32, kind: &str) {
        self.event_with(actor, kind, "");
    }

    /// `rest` stands behind the fields that all events have. Of a million lines none is a `Value`.
    fn event_with(&mut self, actor: u32, kind: &str, rest: &str) {
        let time_ns = self.time_ns;
        let _ = writeln!(
            self.lines,
            "{{\"time_ns\":{time_ns},\"actor\":{actor},\"kind\":\"{kind}\"{rest}}}"
        );
        self.events += 1;
        self.time_ns += 1_000;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_as_large_as_was_asked_for() {
        let size = Size {
            events: 5_000,
            locks: 100,
            threads: 4,
        };
        let run = lines("many", size);
        let lines: Vec<Value> = run
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let defined = |what: &str| {
            lines
                .iter()
                .filter(|line| line["define"].get(what).is_some())
                .count()
        };
        assert_eq!((defined("object"), defined("actor")), (100, 6));
        let events = lines.iter().filter(|line| line.get("time_ns").is_some()).count();
        assert!((5_000..5_005).contains(&events), "{events}");
        let mut used: Vec<u64> = lines.iter().filter_map(|line| line["object"].as_u64()).collect();
        used.sort_unstable();
        used.dedup();
        assert_eq!(used.len(), 100);
    }
}
