#[path = "workload.rs"]
mod workload;
use std::time::Instant;
fn main() {
    for (name, t) in [
        ("lock", workload::counter_lock(30_000)),
        ("race", workload::counter_race(30_000)),
        ("queue", workload::producer_consumer(30_000)),
    ] {
        let n = t.events.len() as f64;
        let s = Instant::now();
        let b = laneway_trace::to_bytes(&t).unwrap();
        let w = s.elapsed().as_secs_f64();
        let mut best = f64::MAX;
        for _ in 0..10 {
            let s = Instant::now();
            let (t2, d) = laneway_trace::read(&b, &Default::default()).unwrap();
            best = best.min(s.elapsed().as_secs_f64());
            assert!(t2 == t, "differ");
            assert!(d.is_empty());
        }
        let mut j = Vec::new();
        laneway_trace::to_jsonl(&t, &mut j).unwrap();
        let s = Instant::now();
        let (t3, _) = laneway_trace::read(&j, &Default::default()).unwrap();
        let js = s.elapsed().as_secs_f64();
        assert!(t3 == t);
        println!(
            "{name} {n} bytes/event {:.3} write {:.1} M/s read {:.1} M/s jsonl {:.1} B/ev read {:.2} M/s",
            b.len() as f64 / n,
            n / w / 1e6,
            n / best / 1e6,
            j.len() as f64 / n,
            n / js / 1e6
        );
    }
}
