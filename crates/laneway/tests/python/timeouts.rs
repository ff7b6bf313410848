//! Who gives up waiting for a task at a time limit goes on after the task's last turn, as with `asyncio.wait_for`.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use laneway::task::{self, JoinHandle};

use crate::PYTHONS;

type Lines = Rc<RefCell<Vec<String>>>;

/// Says so when it is dropped.
struct CleanUp(&'static str, Lines);

impl Drop for CleanUp {
    fn drop(&mut self) {
        self.1.borrow_mut().push(format!("{} cleans up", self.0));
    }
}

pub fn who_gives_up_goes_on_after_last_turns_as_in_python() {
    let lines = Lines::default();
    task::run("main", main(Rc::clone(&lines)));
    let here = lines.take();
    assert_eq!(here.len(), 7, "{here:?}");
    for python in &*PYTHONS {
        let there = python.run(include_str!("timeouts.py"), "");
        assert_eq!(here, there, "{python}");
    }
}

async fn main(lines: Lines) {
    const SHORT: Duration = Duration::from_millis(1);
    let start = |name| start(name, &lines);
    let over = || lines.borrow_mut().push("the time is over".to_owned());

    task::timeout(SHORT, start("task")).await.expect_err("no time");
    over();
    let both = task::gather(vec![start("first"), start("second")]);
    task::timeout(SHORT, both).await.expect_err("no time");
    over();
    let inner = start("inner");
    let outer = async move { inner.await };
    task::timeout(SHORT, outer).await.map(drop).expect_err("no time");
    over();
}

fn start(name: &'static str, lines: &Lines) -> JoinHandle<()> {
    let clean_up = CleanUp(name, Rc::clone(lines));
    task::spawn(name, async move {
        let _clean_up = clean_up;
        task::sleep(Duration::from_secs(600)).await;
    })
}
