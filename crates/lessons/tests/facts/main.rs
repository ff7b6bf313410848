//! What holds on every run of every lesson, checked on runs that are recorded on the spot.
//!
//! Recording forks, which takes a process with one thread: for each run this program starts itself again with
//! `--record`, and that starts it, as the program that is recorded, with `--lesson`.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use laneway_lessons::{Lesson, every_lesson, find};
use libtest_mimic::{Arguments as Options, Trial};

mod always;
mod run;

use run::{Fact, Holds, Run};

/// The facts of a lesson's folder.
struct Facts {
    lesson: &'static Lesson,
    /// The settings of each run to check them on: `start=spawn scale=0.05`.
    runs: &'static [&'static str],
    facts: &'static [Fact],
}

macro_rules! facts_of {
    ($($name:ident [$($python:literal),+],)+) => {
        #[path = "../../src/catalogue"]
        mod catalogue {
            $(pub mod $name { pub mod facts; })+
        }

        fn all_facts() -> Vec<Facts> {
            vec![$(Facts {
                lesson: find(&stringify!($name).replace('_', "-")).expect("a lesson of the catalogue"),
                runs: catalogue::$name::facts::RUNS,
                facts: catalogue::$name::facts::FACTS,
            }),+]
        }
    };
}

every_lesson!(facts_of);

/// Most runs sleep most of the time.
const AT_ONCE: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [flag, id, settings @ ..] if flag == "--lesson" => return run::program(id, settings),
        [flag, file, id, settings @ ..] if flag == "--record" => {
            return run::record_to(file, id, settings);
        }
        _ => {}
    }
    let mut options = Options::from_args();
    options.test_threads = options.test_threads.or(Some(AT_ONCE));
    libtest_mimic::run(&options, trials()).exit_code()
}

/// Set where every server that a lesson talks to is installed: then a run without one fails.
const ALL_SERVERS: &str = "LANEWAY_TEST_ALL_SERVERS";

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    let all_servers_are_here = std::env::var_os(ALL_SERVERS).is_some();
    for facts in all_facts() {
        for settings in facts.runs {
            // What is not installed here is nobody's fault, unless somebody says that all is.
            let missing = run::missing(facts.lesson, settings);
            if let (Some(why), false) = (&missing, all_servers_are_here) {
                println!("not checked: {} [{settings}]: {why}", facts.lesson.id);
            }
            // Recorded when the first of its facts asks for it.
            let recorded: Arc<OnceLock<Result<Run, String>>> = Arc::default();
            for (name, holds) in always::FACTS.iter().chain(facts.facts) {
                if missing.is_some() && !all_servers_are_here {
                    continue;
                }
                let recorded = Arc::clone(&recorded);
                let (lesson, name, holds) = (facts.lesson, *name, *holds);
                trials.push(Trial::test(
                    format!("{} [{settings}] {name}", lesson.id),
                    move || {
                        let run = recorded.get_or_init(|| Run::record(lesson, settings));
                        match holds {
                            Holds::Always(holds) => holds(run.as_ref()?),
                            Holds::Usually(held) => {
                                if held(run.as_ref()?).is_some() {
                                    holds_usually(lesson, settings, name, held)?;
                                }
                            }
                        }
                        Ok(())
                    },
                ));
            }
        }
    }
    trials
}

/// How many runs a fact is asked of that holds usually.
const RUNS: usize = 20;

/// Records the lesson again and again, each time with another seed if it has one, and says in how many runs the fact
/// held: in most of them.
fn holds_usually(
    lesson: &'static Lesson,
    settings: &str,
    name: &str,
    held: fn(&Run) -> Option<bool>,
) -> Result<(), String> {
    let mut times = 0;
    for seed in 1..=RUNS {
        let seed = lesson.parameter("seed").map(|_| format!("seed={seed}"));
        let settings = format!("{settings} scale=0.05 {}", seed.unwrap_or_default());
        let run = Run::record(lesson, &settings)?;
        times += usize::from(held(&run) == Some(true));
    }
    println!("{} [{settings}] {name}: in {times} of {RUNS} runs", lesson.id);
    if 2 * times > RUNS {
        Ok(())
    } else {
        Err(format!("in {times} of {RUNS} runs"))
    }
}
