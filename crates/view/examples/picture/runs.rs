//! Runs written down by hand.

use std::fmt::Write;

use laneway_model::Model;

use crate::notation::trace;

pub fn all() -> Vec<(String, Model)> {
    [
        ("ticket-lock", ticket_lock()),
        ("producer-consumer", PRODUCER_CONSUMER.to_owned()),
        ("pool", POOL.to_owned()),
        ("deadlock", DEADLOCK.to_owned()),
        ("processes", PROCESSES.to_owned()),
        ("race", RACE.to_owned()),
        ("busy", busy()),
    ]
    .into_iter()
    .map(|(name, text)| {
        let mut trace = trace(&text);
        name.clone_into(&mut trace.header.actors[0].name);
        (name.to_owned(), Model::from(trace))
    })
    .collect()
}

/// Ten processes buy three tickets, one after the other.
fn ticket_lock() -> String {
    let mut text = String::new();
    let mut events: Vec<(u32, usize, String)> = vec![(0, 0, "main begin".into())];
    let mut free_at = 0;
    let mut left = 3;
    for user in 1..=10 {
        let _ = writeln!(
            text,
            "process user-{user} of p\nthread main-{user} of user-{user}"
        );
        let start = 2 * user as u32;
        let mut push = |at, what: String| events.push((at, user, what));
        push(start, format!("main start @user-{user}"));
        push(start + 4, format!("main-{user} begin"));
        push(start + 6, format!("main-{user} lock_wait tickets"));
        let has = free_at.max(start + 6) + 1;
        push(has, format!("main-{user} lock_acquire tickets 1"));
        push(has + 1, format!("main-{user} read ticket.txt {left}"));
        push(has + 1, format!("main-{user} sleep 9000000"));
        push(has + 10, format!("main-{user} wake"));
        if left > 0 {
            left -= 1;
            push(has + 11, format!("main-{user} write ticket.txt {left}"));
            push(has + 12, format!("main-{user} print \"bought"));
        } else {
            push(has + 12, format!("main-{user} print \"sold"));
        }
        free_at = has + 13;
        push(free_at, format!("main-{user} lock_release tickets 0"));
        push(free_at + 2, format!("main-{user} end 0"));
        push(free_at + 4, format!("user-{user} exit 0"));
    }
    events.push((24, 20, "main join_wait @user-1".into()));
    for user in 1..=10 {
        let exit = events
            .iter()
            .find(|event| event.2 == format!("user-{user} exit 0"))
            .map_or(0, |e| e.0);
        events.push((exit + 1, 20, format!("main reap @user-{user}")));
        events.push((exit + 1, 20, format!("main join @user-{user}")));
        if user < 10 {
            events.push((exit + 1, 20, format!("main join_wait @user-{}", user + 1)));
        }
    }
    events.push((10_000, 20, "main end 0".into()));
    events.push((10_001, 20, "p exit 0".into()));
    events.sort_by_key(|event| (event.0, event.1));
    let last = events.len() - 3;
    let end = events[last].0;
    for (at, _, what) in events {
        let _ = writeln!(text, "{} {what}", at.min(end + 2));
    }
    text
}

/// Far more phases than pixels.
fn busy() -> String {
    let mut text = String::from("0 main begin\n0 main join_wait @t0\n");
    let mut time = 0;
    for at in 0..4000_u32 {
        let who = format!("t{}", at.wrapping_mul(2_654_435_761) >> 29);
        let _ = writeln!(
            text,
            "{time} {who} lock_wait l\n{} {who} lock_acquire l 1",
            time + 1
        );
        let _ = writeln!(
            text,
            "{} {who} read c {at}\n{} {who} lock_release l 0",
            time + 2,
            time + 3
        );
        time += 5;
        if at % 7 == 0 {
            let _ = writeln!(text, "{time} {who} sleep 1000000");
        }
        if at == 2000 {
            time += 3000;
        }
    }
    text
}

const PRODUCER_CONSUMER: &str = "
queue items 3
thread producer of p
thread consumer-1 of p
thread consumer-2 of p
0 main begin
1 main start @producer
2 main start @consumer-1
3 producer begin
3 main start @consumer-2
4 main join_wait @producer
4 consumer-1 begin
5 consumer-1 get_wait items
6 producer put items 1
7 consumer-1 get items 1
8 consumer-2 begin
8 producer put items 2
9 consumer-2 get items 2
9 consumer-1 sleep 40000000
10 producer put items 3
11 consumer-2 sleep 30000000
12 producer put items 4
13 producer put items 5
14 producer put_wait items
41 consumer-2 wake
42 consumer-2 get items 3
43 producer put items 6
44 producer put_wait items
45 consumer-2 sleep 30000000
49 consumer-1 wake
50 consumer-1 get items 4
51 producer put items 7
52 producer print \"done\"
53 producer end 0
54 main join @producer
55 consumer-1 sleep 20000000
55 main join_wait @consumer-1
75 consumer-1 wake
75 consumer-2 wake
76 consumer-1 get items 5
77 consumer-2 get items 6
78 consumer-1 get items 7
79 consumer-2 get_wait items
80 consumer-1 end 0
81 main join @consumer-1
82 main join_wait_timed @consumer-2
180 main join_timeout @consumer-2
181 main print \"consumer-2_still_waits\"
182 main end 1
183 p exit 1
";

const POOL: &str = "
pool pool 2
future task-1 of pool
future task-2 of pool
future task-3 of pool
future task-4 of pool
thread worker-1 of p
thread worker-2 of p
0 main begin
1 main start @worker-1
2 main start @worker-2
3 worker-1 begin
3 worker-1 task_wait pool
4 main submit task-1
5 worker-1 task_begin task-1
5 main submit task-2
6 worker-2 begin
6 main submit task-3
7 worker-2 task_begin task-2
7 main submit task-4
8 main result_wait task-1
8 worker-1 sleep 20000000
9 worker-2 sleep 50000000
28 worker-1 wake
29 worker-1 task_end task-1 0
30 main result task-1
30 worker-1 task_begin task-3
31 main result_wait task-2
32 worker-1 sleep 10000000
42 worker-1 wake
43 worker-1 task_end task-3 1
44 worker-1 task_begin task-4
59 worker-2 wake
60 worker-2 task_end task-2 0
61 worker-2 task_wait pool
61 main result task-2
62 main result task-3
63 main result_wait task-4
80 worker-1 task_end task-4 0
81 main result task-4
82 main shutdown pool
83 worker-1 end 0
83 worker-2 end 0
84 main print \"all_done\"
85 main end 0
86 p exit 0
";

const DEADLOCK: &str = "
ending stuck
thread alice of p
thread bob of p
0 main begin
1 main start @alice
2 main start @bob
3 alice begin
4 bob begin
4 main join_wait @alice
5 alice lock_acquire fork-1 1
6 bob lock_acquire fork-2 1
7 alice sleep 10000000
8 bob sleep 10000000
17 alice wake
18 bob wake
19 alice lock_wait fork-2
20 bob lock_wait fork-1
1020 p exit -9
";

const PROCESSES: &str = "
process daemon of p daemon
thread main-d of daemon
process worker of p
thread main-w of worker
thread helper of worker
process victim of p
thread main-v of victim
0 main begin
1 main start @daemon
4 main-d begin
5 main start @worker
6 main-d print \"tick\"
7 main-d sleep 20000000
8 main-w begin
9 main-w start @helper
10 helper begin
11 helper sleep 30000000
11 main start @victim
12 main-w join_wait @helper
14 main-v begin
15 main-v sleep 1000000000
20 main sleep 15000000
27 main-d wake
28 main-d print \"tick\"
29 main-d sleep 20000000
35 main wake
36 main terminate @victim
37 victim exit -15
38 main sleep 10000000
41 helper wake
42 helper end 0
43 main-w join @helper
44 main-w print \"five\"
45 main-w end 0
46 worker exit 0
48 main wake
49 main-d wake
50 main-d print \"tick\"
51 main reap @victim
51 main join @victim
52 main-d sleep 20000000
53 main code_end
54 main terminate @daemon
55 daemon exit -15
56 main reap @daemon
57 main reap @worker
57 main join @worker
58 main end 0
59 p exit 0
";

const RACE: &str = "
cell count
thread adder of p
thread taker of p
0 main begin
1 main start @adder
2 main start @taker
3 adder begin
4 taker begin
5 main join_wait @adder
5 adder read count 0
6 taker read count 0
7 adder write count 1
8 taker write count -1
9 adder read count -1
10 adder write count 0
11 taker read count 0
12 adder read count 0
13 adder write count 1
14 taker write count -1
15 adder end 0
16 main join @adder
17 main join_wait @taker
18 taker end 0
19 main join @taker
20 main print \"-1\"
21 main end 0
22 p exit 0
";
