//! What the story of a run says of tasks that are called off and of callbacks.

use std::process::ExitCode;
use std::sync::mpsc;

use laneway::pool::ThreadPool;
use laneway_l10n::Language;
use laneway_trace::Ending;

use crate::Case;
use crate::sync::Run;

pub const CASES: &[Case] = &[Case::new("a_future_tells_its_story", story, |seen| {
    seen.ended(&Ending::Finished, Some(0));
    let run = Run::new(seen);
    assert_eq!(
        run.story("called-off", Language::English),
        "main hands called-off to pool\n\
         main cancels called-off before it begins\n\
         main begins the callback tidy of called-off\n\
         main has finished the callback of called-off\n\
         main has the result of called-off"
    );
    assert_eq!(
        run.story("called-off", Language::Chinese),
        "main 把 called-off 交给 pool\n\
         main 在 called-off 开始之前取消了它\n\
         main 开始执行 called-off 的回调 tidy\n\
         main 执行完 called-off 的回调\n\
         main 拿到 called-off 的结果"
    );
    assert_eq!(
        run.story("done", Language::English),
        "main hands done to pool\n\
         pool-0 begins done\n\
         pool-0 has finished done\n\
         pool-0 begins the callback log of done\n\
         pool-0 fails in the callback of done\n\
         main has the result of done"
    );
    assert_eq!(
        run.story("done", Language::Chinese).lines().nth(4),
        Some("pool-0 执行 done 的回调失败")
    );
})];

fn story() -> ExitCode {
    laneway::run(|| {
        let pool = ThreadPool::new("pool", 1);
        let (go, may_go) = mpsc::channel();
        let done = pool.submit("done", move || may_go.recv().unwrap());
        let called_off = pool.submit("called-off", || ());
        done.add_done_callback("log", |_| panic!("as planned"));
        called_off.add_done_callback("tidy", |_| ());
        assert!(called_off.cancel());
        called_off.result().unwrap_err();
        go.send(()).unwrap();
        pool.shutdown();
        done.result().unwrap();
    })
}
