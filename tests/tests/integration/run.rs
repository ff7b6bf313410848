//! `laneway run`.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::Value as Json;

use crate::program::program;
use crate::workdir::Workdir;

/// The sentence of a run with its figures taken out, which differ from run to run.
fn without_figures(stderr: &str) -> String {
    let mut lines = stderr.lines();
    let first = lines.next().unwrap_or_default();
    let (ending, figures) = first.split_once("; ").expect("an ending and figures");
    assert!(figures.contains(" events in "), "{figures}");
    let rest: Vec<&str> = lines.collect();
    format!("{ending}\n{}", rest.join("\n"))
}

#[test]
fn a_lesson_prints_and_its_run_is_saved() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["run", "process-start", "--set", "scale=0.01"]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    assert!(said.stdout.starts_with("parent: pid "), "{}", said.stdout);
    assert!(said.stdout.ends_with("the child ended with exit code 0\n"));
    assert_eq!(
        without_figures(&said.stderr),
        "laneway: process-start: it finished\n\
         laneway: saved in process-start.lane; “laneway view process-start.lane” shows it"
    );
    assert_eq!(workdir.names(), ["process-start.lane"]);
    let info = workdir.info("process-start.lane");
    assert_eq!(info["lesson"], "process-start");
    assert_eq!(
        info["parameters"],
        serde_json::json!({"scale": 0.01, "start": "fork"})
    );
    assert_eq!(info["ending"], "finished");
}

#[test]
fn a_spawned_child_finds_its_role_too() {
    let workdir = Workdir::new();
    let settings = ["--set", "start=spawn", "--set", "scale=0.01"];
    let said = workdir.laneway(&[&["run", "process-start"][..], &settings].concat());
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    assert!(said.stdout.contains("child: step 4\n"), "{}", said.stdout);
}

#[test]
fn a_stuck_run_is_a_run() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["run", "deadlock", "--set", "scale=0.01", "-o", "stuck.lane"]);
    assert_eq!(said.status, Some(0));
    assert_eq!(
        without_figures(&said.stderr),
        "laneway: deadlock: it got stuck: nobody could ever move again\n\
         laneway: saved in stuck.lane; “laneway view stuck.lane” shows it"
    );
    assert_eq!(workdir.info("stuck.lane")["ending"], "stuck");
}

#[test]
fn the_words_are_in_the_language_asked_for() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["--lang", "zh", "run", "deadlock", "--set", "scale=0.01"]);
    assert!(
        said.stderr.starts_with("laneway: deadlock：卡死"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_run_shows_all_the_source_that_it_names() {
    let workdir = Workdir::new();
    workdir.record_lesson("process-start", "run.lane");
    let (trace, _) =
        laneway_trace::read(&workdir.read("run.lane"), &Default::default()).expect("a trace");
    for location in &trace.header.locations {
        assert!(
            trace.header.sources.contains_key(&location.file),
            "{}",
            location.file
        );
    }
    assert_eq!(trace.header.unseen, Vec::<String>::new());
    assert_eq!(
        trace.header.command,
        ["laneway", "run", "process-start", "--set", "scale=0.01"]
    );
}

#[test]
fn a_variant_sets_its_parameters() {
    let workdir = Workdir::new();
    let arguments = ["run", "deadlock", "--variant", "two", "--set", "scale=0.01"];
    assert_eq!(workdir.laneway(&arguments).status, Some(0));
    assert_eq!(workdir.info("deadlock_two.lane")["parameters"]["philosophers"], 2);
    workdir.refuses(
        &["run", "deadlock", "--variant", "twoo"],
        "deadlock has no variant `twoo` (did you mean `two`?); it has five, two",
    );
}

#[test]
fn the_seed_is_a_parameter() {
    let workdir = Workdir::new();
    let arguments = ["run", "ticket-lock", "--seed", "7", "--set", "scale=0.01"];
    assert_eq!(workdir.laneway(&arguments).status, Some(0));
    assert_eq!(workdir.info("ticket-lock.lane")["parameters"]["seed"], 7);
    workdir.refuses(
        &["run", "deadlock", "--seed", "7"],
        "nothing in deadlock is random, so it takes no --seed",
    );
    workdir.refuses(
        &["run", "ticket-lock", "--seed", "1000000"],
        "`seed` takes a whole number from 0 to 999999, not `1000000`",
    );
}

#[test]
fn what_a_lesson_does_not_know_is_told_with_what_it_knows() {
    let workdir = Workdir::new();
    workdir.refuses(
        &["run", "dedlock"],
        "there is no lesson `dedlock` (did you mean `deadlock`?); `laneway list` shows them all",
    );
    workdir.refuses(
        &["run", "xyzzy"],
        "there is no lesson `xyzzy`; `laneway list` shows them all",
    );
    workdir.refuses(
        &["run", "ticket-lock", "--set", "buyer=3"],
        "ticket-lock has no parameter `buyer` (did you mean `buyers`?); \
         it has buyers, tickets, seed, scale",
    );
    workdir.refuses(
        &["run", "ticket-lock", "--set", "buyers=21"],
        "`buyers` takes a whole number from 6 to 20, not `21`",
    );
}

#[test]
fn a_run_may_not_take_longer_than_allowed() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["run", "ticket-lock", "--set", "scale=2", "--timeout", "1ms"]);
    assert_eq!(said.status, Some(0));
    assert!(
        said.stderr
            .starts_with("laneway: ticket-lock: it took longer than allowed and was ended; "),
        "{}",
        said.stderr
    );
    assert_eq!(workdir.info("ticket-lock.lane")["ending"], "timeout");
}

#[test]
fn a_trace_is_replaced_and_nothing_else_is() {
    let workdir = Workdir::new();
    workdir.write("notes.txt", "precious");
    workdir.refuses(
        &["run", "deadlock", "-o", "notes.txt"],
        &format!(
            "{} is there already and is something else, so it was left alone; name another file by -o",
            real(&workdir, "notes.txt")
        ),
    );
    assert_eq!(workdir.read("notes.txt"), b"precious");
    workdir.write("data.jsonl", "{\"precious\": true}\n");
    assert_eq!(
        workdir.laneway(&["run", "deadlock", "-o", "data.jsonl"]).status,
        Some(2)
    );
    assert_eq!(workdir.read("data.jsonl"), b"{\"precious\": true}\n");

    workdir.write("run.lane", "");
    symlink("run.lane", workdir.path("link.lane")).expect("a link");
    workdir.record_lesson("process-start", "link.lane");
    assert_eq!(workdir.info("run.lane")["lesson"], "process-start");
    workdir.record_lesson("process-join-many", "run.lane");
    assert_eq!(workdir.info("link.lane")["lesson"], "process-join-many");
    assert_eq!(
        workdir.names(),
        ["data.jsonl", "link.lane", "notes.txt", "run.lane"]
    );
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_anything_runs() {
    let workdir = Workdir::new();
    workdir.refuses(
        &["run", "deadlock", "-o", "no/such/run.lane"],
        "no/such/run.lane cannot be written: there is no folder no/such; \
         make it, or name another file by -o",
    );
    workdir.refuses(
        &["run", "deadlock", "-o", "."],
        &format!("{} is a folder; name a file in it by -o", real(&workdir, "")),
    );
}

/// A path of the place without links in it.
fn real(workdir: &Workdir, name: &str) -> String {
    fs::canonicalize(workdir.path(name))
        .expect("there")
        .display()
        .to_string()
}

#[test]
fn a_run_that_does_not_fit_is_kept_elsewhere() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["run", "process-start", "--set", "scale=0.01", "-o", "/dev/full"]);
    assert_eq!(said.status, Some(2));
    let (words, kept) = said
        .stderr
        .trim_end()
        .split_once("; the run is kept in ")
        .expect("it says where");
    assert_eq!(
        words,
        "laneway: /dev/full cannot be written: No space left on device (os error 28); \
         name another file by -o"
    );
    assert!(
        kept.starts_with(&workdir.temporary().display().to_string()),
        "{kept}"
    );
    assert_eq!(workdir.info(kept)["lesson"], "process-start");
}

/// Runs a shell script in which `$0` is `laneway`, in a mount namespace of its own: what it mounts is seen
/// by nobody else and gone with it. `None` where that is not allowed.
fn with_mounts(workdir: &Workdir, script: &str) -> Option<crate::workdir::Said> {
    let allowed = Command::new("unshare")
        .args(["--map-root-user", "--mount", "true"])
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        eprintln!(
            "skipped: this system lets nobody mount a small disk (unshare --map-root-user --mount)"
        );
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script]);
    command.arg(program());
    Some(workdir.said(workdir.settle(&mut command).output().expect("unshare starts")))
}

#[test]
fn a_disk_too_full_for_a_session_is_told() {
    let workdir = Workdir::new();
    let script = "mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs ../sessions && \"$0\" run deadlock";
    let Some(said) = with_mounts(&workdir, script) else {
        return;
    };
    assert_eq!(said.status, Some(2));
    assert!(
        said.stderr
            .starts_with("laneway: the session folder could not be made: "),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.ends_with(
            "it is made in XDG_RUNTIME_DIR, /dev/shm or TMPDIR: set XDG_RUNTIME_DIR to a folder with room\n"
        ),
        "{}",
        said.stderr
    );
    assert_eq!(workdir.names(), Vec::<String>::new());
}

#[test]
fn a_disk_that_fills_up_while_recording_loses_what_did_not_fit_and_says_so() {
    let workdir = Workdir::new();
    // Room for the rings of some of the processes only.
    let script = "mount -t tmpfs -o size=80k tmpfs ../sessions && \
                  \"$0\" run ticket-lock --set scale=0.01 -o run.lane";
    let Some(said) = with_mounts(&workdir, script) else {
        return;
    };
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let told = " lost because the disk was full; set XDG_RUNTIME_DIR to a folder with more room";
    assert!(said.stderr.contains(told), "{}", said.stderr);
    assert_ne!(workdir.info("run.lane")["lost"], 0);
}

#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let workdir = Workdir::new();
    workdir.record_lesson("process-start", "old.lane");
    let old = workdir.read("old.lane");
    fs::create_dir(workdir.path("disk")).expect("a folder");
    let script = "mount -t tmpfs -o size=12k tmpfs disk && cp old.lane disk/run.lane && \
                  \"$0\" run producer-consumer --set scale=0.01 -o disk/run.lane; status=$?; \
                  cp disk/run.lane seen.lane; exit $status";
    let Some(said) = with_mounts(&workdir, script) else {
        return;
    };
    assert_eq!(said.status, Some(2), "{}", said.stderr);
    assert!(said.stderr.contains("No space left on device"), "{}", said.stderr);
    assert_eq!(workdir.read("seen.lane"), old);
}

#[test]
fn many_runs_are_told_by_how_they_turned_out() {
    let workdir = Workdir::new();
    let lesson = ["run", "process-start", "--set", "scale=0.01", "--repeat", "3"];
    let said = workdir.laneway(&lesson);
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
    let mut lines = said.stdout.lines();
    assert_eq!(lines.next(), Some("process-start: 3 runs"));
    let outcome = "parent: the child ended with exit code 0";
    let bars: Vec<&str> = lines.collect();
    assert!(bars.len() == 1 && bars[0].starts_with("    3  ") && bars[0].ends_with(outcome));
    assert!(workdir.names().is_empty(), "none of them is saved");

    let said = workdir.laneway(&[&lesson[..], &["--json"]].concat());
    let facts: Json = serde_json::from_str(&said.stdout).expect("an object");
    assert_eq!(facts["runs"].as_array().map(Vec::len), Some(3));
    assert_eq!(facts["outcomes"][0]["count"], 3);
    assert_eq!(facts["outcomes"][0]["outcome"], outcome);
}

#[test]
fn each_of_many_runs_has_the_next_seed() {
    let workdir = Workdir::new();
    let lesson = [
        "run",
        "counter-race",
        "--set",
        "scale=0.01",
        "--set",
        "steps=1",
        "--seed",
        "7",
    ];
    let said = workdir.laneway(&[&lesson[..], &["--repeat", "2", "--json"]].concat());
    let facts: Json = serde_json::from_str(&said.stdout).expect("an object");
    assert_eq!(
        (&facts["runs"][0]["seed"], &facts["runs"][1]["seed"]),
        (&7.into(), &8.into())
    );
}

#[test]
fn many_runs_are_not_saved_and_json_is_for_them() {
    let workdir = Workdir::new();
    for extra in [
        &["--repeat", "2", "-o", "x.lane"][..],
        &["--json"],
        &["--repeat", "0"],
    ] {
        let said = workdir.laneway(&[&["run", "process-start"][..], extra].concat());
        assert_eq!(said.status, Some(2), "{extra:?}");
    }
    assert!(workdir.names().is_empty());
}
