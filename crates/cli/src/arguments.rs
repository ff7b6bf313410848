//! What can be typed after `laneway`, and what `help` says of it.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use laneway_l10n::Language;
use laneway_recorder::session::Keep;
use laneway_recorder::supervise::{MOST_EVENTS, Plan};
use laneway_view::{ClockKind, Theme};

const EXIT_STATUSES: &str = "\
Exit status:
  0  it was done
  1  `check` found something wrong
  2  it could not be done, and standard error says why

A trace is a .lane or a .jsonl file: every command takes both. `laneway help COMMAND` says more.";

/// Runs real threads and processes, records what they do, and shows it as animated swimlanes.
#[derive(Debug, Parser)]
#[command(name = "laneway", bin_name = "laneway", version, after_help = EXIT_STATUSES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// The language of what is printed for people [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_name = "en|zh", value_parser = language)]
    pub(crate) lang: Option<Language>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(List),
    Course(Course),
    Run(Run),
    Record(Record),
    View(View),
    Serve(Serve),
    Info(Info),
    Check(Check),
    Export(Export),
    #[command(hide = true)]
    Lesson(Lesson),
}

/// Lists the lessons and their parameters
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Prints one JSON array with an object for each lesson, texts in every language
    #[arg(long)]
    pub(crate) json: bool,
}

/// Shows the courses, or the lessons of one in their order
#[derive(Debug, Args)]
pub(crate) struct Course {
    /// The course
    #[arg(value_name = "COURSE")]
    pub(crate) id: Option<String>,
    /// Prints JSON: {id, title, about, chapters: [{title, lessons}]}, texts in every language; an array of
    /// these without COURSE
    #[arg(long)]
    pub(crate) json: bool,
}

const RUN_STATUSES: &str = "\
Exit status: 0 when the run was recorded and saved, however it ended: finished, stuck, out of time,
failed or interrupted. `laneway info FILE --json` says which under `ending`. 2 when nothing was saved.

Ctrl+C ends the run; what was recorded until then is saved.";

/// Runs a lesson and records it
#[derive(Debug, Args)]
#[command(after_help = RUN_STATUSES)]
pub(crate) struct Run {
    /// The lesson: `laneway list` shows them all
    #[arg(value_name = "LESSON")]
    pub(crate) lesson: String,
    /// Sets the parameters of this variant of the lesson: `laneway list` shows them
    #[arg(long, value_name = "VARIANT")]
    pub(crate) variant: Option<String>,
    /// Sets a parameter of the lesson; may be given several times
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    pub(crate) settings: Vec<(String, String)>,
    /// Where to save the run [default: LESSON.lane, or LESSON_VARIANT.lane]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What the lesson's random latencies are drawn from: the same as --set seed=N
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Runs the lesson N times, each time with the next seed if it is random, and shows how the runs turned
    /// out. None of them is saved
    #[arg(long, value_name = "N", conflicts_with = "output", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) repeat: Option<u32>,
    /// With --repeat: prints one JSON object, {lesson, parameters, outcomes: [{outcome, ending, count}],
    /// runs: [{outcome, ending, seed, duration_ns}]}
    #[arg(long, requires = "repeat")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) limits: RunLimits,
}

/// How long a run may take, and what is kept of it
#[derive(Debug, Args)]
pub(crate) struct RunLimits {
    /// Ends the run after this time, such as 30s or 2min
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Option<Duration>,
    /// Which events to keep of a long run, and how many: the first ones, the last ones, N of them, or
    /// both as in last:N. Where each thread stood at the end is always kept
    #[arg(long, value_name = "first|last|N", default_value_t, value_parser = kept)]
    pub(crate) keep: Kept,
}

/// Which events of a run are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) which: Keep,
    pub(crate) events: u64,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            which: Keep::First,
            events: 2_000_000,
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let which = match self.which {
            Keep::First => "first",
            Keep::Last => "last",
        };
        write!(formatter, "{which}:{}", self.events)
    }
}

impl RunLimits {
    /// Puts them into a plan.
    pub(crate) fn limit(&self, plan: &mut Plan) {
        plan.timeout = self.timeout;
        plan.keep = self.keep.which;
        plan.events = self.keep.events;
    }
}

/// Records any program that uses the laneway library
#[derive(Debug, Args)]
#[command(after_help = RUN_STATUSES)]
pub(crate) struct Record {
    /// Where to save the run [default: the program's name and .lane]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: RunLimits,
    /// The program and its arguments
    #[arg(last = true, required = true, value_name = "PROGRAM")]
    pub(crate) program: Vec<OsString>,
}

/// Opens a recorded run in the browser
#[derive(Debug, Args)]
#[command(after_help = "It serves the run on a free port of this machine until Ctrl+C.")]
pub(crate) struct View {
    /// The run
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Prints the address and opens no browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

/// Serves the page, the lessons and their runs
#[derive(Debug, Args)]
#[command(
    after_help = "It serves until Ctrl+C. It only reads: no request can start or change anything."
)]
pub(crate) struct Serve {
    /// Where to listen; port 0 is any free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8377")]
    pub(crate) addr: String,
    /// The folder of the runs: LESSON.lane is the run of a lesson
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) runs: PathBuf,
    /// Prints the address and opens no browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

const INFO_FIELDS: &str = "\
--json prints one object:
  format, provenance, lesson, parameters, ending, outcome, duration_ns, events, lost,
  actors:   [{id, kind, name, parent, pid, tid, daemon, started_ns, ended_ns, ending, exit_code}],
  objects:  [{id, kind, name}],
  findings: [{kind, certainty, actors, objects, at_ns}]
`ending` of the run is finished, stuck, timeout, failed or interrupted; that of an actor finished,
failed, killed (a process, by a signal), cut_off (a thread, by the end of its process),
seen_gone (how it ended is not known) or open (the
run ended first). What is not known is null. Later versions may add fields.";

/// Says what is in a run: actors, objects, findings
#[derive(Debug, Args)]
#[command(after_help = INFO_FIELDS)]
pub(crate) struct Info {
    /// The run
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Prints one JSON object, for scripts
    #[arg(long)]
    pub(crate) json: bool,
}

/// Checks a run: the file, and what it says against the rules of concurrency
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 when nothing is wrong, 1 when something is, 2 when the file cannot be read at all."
)]
pub(crate) struct Check {
    /// The run
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Writes a run in another form: as a trace, as text, or as a picture
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The run
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The form
    #[arg(long, value_name = "FORM")]
    pub(crate) to: Form,
    /// Leaves out of a trace what a Laneway has anyway: a lesson's text and sources, and what the kinds of
    /// events mean; times are rounded to a ten-thousandth of the run. Small enough for a link
    #[arg(long)]
    pub(crate) lean: bool,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Width of the picture in pixels
    #[arg(long, value_name = "PX", default_value_t = 1280, value_parser = clap::value_parser!(u16).range(320..=8000))]
    pub(crate) width: u16,
    /// Height of the picture in pixels [default: room for every lane]
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u16).range(120..=8000))]
    pub(crate) height: Option<u16>,
    /// Colours of the picture: light, dark or contrast
    #[arg(long, value_name = "THEME", default_value = "light", value_parser = theme)]
    pub(crate) theme: Theme,
    /// Time in the picture: steps (every event one beat), wall (true time) or folded (without gaps)
    #[arg(long, value_name = "CLOCK", default_value = "steps", value_parser = clock)]
    pub(crate) clock: ClockKind,
}

/// A form to write a run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The binary trace
    Lane,
    /// The trace as lines of JSON, for people and scripts
    Jsonl,
    /// A picture of the whole run
    Svg,
}

/// What a process of a lesson's run is started with.
#[derive(Debug, Args)]
pub(crate) struct Lesson {
    /// What it prints goes nowhere.
    #[arg(long)]
    pub(crate) silent: bool,
    pub(crate) id: String,
    #[arg(long = "set", value_parser = setting)]
    pub(crate) settings: Vec<(String, String)>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("a setting is NAME=VALUE, such as buyers=5")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn kept(text: &str) -> Result<Kept, String> {
    let mut kept = Kept::default();
    let (which, number) = match text.split_once(':') {
        Some((which, number)) => (Some(which), Some(number)),
        None if text.starts_with(|first: char| first.is_ascii_digit()) => (None, Some(text)),
        None => (Some(text), None),
    };
    kept.which = match which {
        Some("first") | None => Keep::First,
        Some("last") => Keep::Last,
        Some(_) => return Err("it is first, last, a number, or both as in last:500000".to_owned()),
    };
    if let Some(number) = number {
        let events = number.parse().ok().filter(|events| *events <= MOST_EVENTS);
        kept.events = events.ok_or_else(|| format!("the number is at most {MOST_EVENTS}"))?;
    }
    Ok(kept)
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "the languages are en and zh".to_owned())
}

fn theme(name: &str) -> Result<Theme, String> {
    let names = || Theme::ALL.map(Theme::name).join(", ");
    Theme::from_name(name).ok_or_else(|| format!("the themes are {}", names()))
}

fn clock(name: &str) -> Result<ClockKind, String> {
    let names = || ClockKind::ALL.map(ClockKind::name).join(", ");
    ClockKind::from_name(name).ok_or_else(|| format!("the clocks are {}", names()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use laneway_recorder::session::Keep;

    #[test]
    fn what_is_kept_reads_as_it_is_shown() {
        let check = |text: &str, which: Keep, events: u64| {
            let kept = super::kept(text).expect("it can be read");
            assert_eq!((kept.which, kept.events), (which, events), "{text}");
            assert_eq!(super::kept(&kept.to_string()), Ok(kept));
        };
        check("first", Keep::First, 2_000_000);
        check("last", Keep::Last, 2_000_000);
        check("5000", Keep::First, 5000);
        check("first:0", Keep::First, 0);
        check("last:15000000", Keep::Last, 15_000_000);
        for text in [
            "",
            "newest",
            "last:",
            "last:x",
            "5000:last",
            "15000001",
            "-1",
            "5e3",
        ] {
            assert!(super::kept(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        super::Arguments::command().debug_assert();
    }
}
